"""Adding up what a walk over an account's levels found; of a user that is as it should be only a hash is kept."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

from provider_bridge.core.bug_notes import bug_note
from provider_bridge.domain.attention import Attention, SwitchedOff, SwitchedOn, Unknown, Withdrawn
from provider_bridge.domain.settings import Level, SettingReading, Unread
from provider_bridge.errors import (
    Forbidden,
    ProviderBridgeError,
    ProviderBroken,
    TransportFailed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["WITHDRAWN_SINCE", "Place", "Sweep"]

WITHDRAWN_SINCE: Final = date(2020, 4, 1)
"""Zoom removed attention tracking in April 2020; the month is certain, the day is not."""

_SAMPLE_LEVELS: Final = frozenset({Level.USER})
_PATIENCE: Final = 20


class Place:
    """What was read at one place: readings of the switch, and what could not be read there and why."""

    __slots__ = ("failed", "level", "readings", "subject")

    def __init__(self, level: Level, subject: str | None) -> None:
        self.level = level
        self.subject = subject
        self.readings: list[SettingReading] = []
        self.failed: list[tuple[str, ProviderBridgeError]] = []


class Sweep:
    """Everything a verdict needs: what is on, what could not be read, and a sample of the rest."""

    def __init__(self) -> None:
        self.on: list[SettingReading] = []
        self.unread: list[Unread] = []
        self.account_locked: bool | None = None
        self.group_locked: dict[str, bool] = {}
        self.ended_by: ProviderBridgeError | None = None
        self._denied: set[str] = set()
        self._read: set[int] = set()
        self._looked_at: Counter[Level] = Counter()
        self._evidence: list[SettingReading] = []
        self._sampled: set[Level] = set()
        self._off = False
        self._lock_seen = False
        self._failing = 0
        self._suspects: set[tuple[str, str]] = set()

    def add(self, outcome: Place | ProviderBridgeError) -> None:
        """Take in one place, once. What cannot be the fault of that place alone ends the sweep."""
        if isinstance(outcome, ProviderBridgeError):
            raise outcome
        if self.has_read(outcome.level, outcome.subject):
            return  # a page that came twice has it read twice, side by side
        broken = [error for _, error in outcome.failed if isinstance(error, TransportFailed | ProviderBroken)]
        self._failing = self._failing + 1 if broken else 0
        if self._failing > _PATIENCE:
            self.ended_by = broken[0]
            raise self.ended_by
        if outcome.subject is not None:
            self._read.add(hash((outcome.level, outcome.subject)))
        self._looked_at[outcome.level] += bool(outcome.readings)
        for kind, error in outcome.failed:
            self.cannot_read(outcome.level, outcome.subject, kind, error)
        for reading in outcome.readings:
            self._add(reading)

    def has_read(self, level: Level, subject: str | None) -> bool:
        """Whether this place was taken in already, by a hash of its id: the ids of all users are not kept.

        A user may have the id of a group.
        """
        return subject is not None and hash((level, subject)) in self._read

    def is_denied(self, level: Level, kind: str) -> bool:
        """Whether the token is known to lack the scope for this kind of settings."""
        return f"{level} {kind}" in self._denied

    def cannot_read(self, level: Level, subject: str | None, kind: str, error: ProviderBridgeError) -> None:
        """Record that a place could not be read; a missing scope is the same for all its kind and said once."""
        if isinstance(error, Forbidden) and error.missing_scope:
            if self.is_denied(level, kind):
                return
            self._denied.add(f"{level} {kind}")
            subject = None
        whose = "" if subject is None else f" of {level} {subject}"
        self._tell(Unread(level, subject, f"{kind}{whose} could not be read: {error}"))

    def suspect(self, what: str, reading: SettingReading) -> None:
        """Record that a list speaks of attention tracking; it is said once, though lists are looked at again."""
        if (what, reading.path) not in self._suspects:
            self._suspects.add((what, reading.path))
            self.unread.append(_not_understood(reading, what))

    def stop(self, error: Exception) -> None:
        """Record that the rest was not read, whatever kept it from that; what was found stays found."""
        why = str(error) if isinstance(error, ProviderBridgeError) else bug_note(error)
        self.unread.append(Unread(Level.ACCOUNT, None, f"the rest could not be read: {why}"))

    def _tell(self, unread: Unread) -> None:
        if unread.subject is not None or unread not in self.unread:  # lists are looked at more than once
            self.unread.append(unread)

    def _add(self, reading: SettingReading) -> None:
        is_lock = reading.value is None and reading.locked is not None
        scored = reading.level is Level.EVENT and reading.present
        if reading.value or scored:
            self.on.append(reading)
            return
        if is_lock:
            self._lock_seen = True
        elif reading.present and reading.value is None:
            self.unread.append(_not_understood(reading))
            return
        self._off = self._off or reading.value is False
        if reading.level in _SAMPLE_LEVELS:
            if reading.level in self._sampled:
                return
            self._sampled.add(reading.level)
        self._evidence.append(reading)

    def conclude(self) -> Attention:
        """Return what all places together amount to; the worst of them decides."""
        looked_at = tuple(self._looked_at.items())
        if self.on:
            return SwitchedOn(tuple(self.on), tuple(self.unread), looked_at)
        if not self.unread and self._lock_seen and not self._off:
            why = "the switch can be locked, but is shown at no level"
            self.unread.append(Unread(Level.ACCOUNT, None, why, tuple(self._evidence)))
        if self.unread:
            return Unknown(_summary(self.unread), tuple(self.unread), looked_at)
        if self._off:
            return SwitchedOff(self.account_locked, looked_at, tuple(self._evidence))
        return Withdrawn(WITHDRAWN_SINCE, looked_at, tuple(self._evidence))


def _not_understood(reading: SettingReading, what: str = "it") -> Unread:
    """Return what is to be told of a place that speaks of the switch, but not in a way that shows on or off."""
    why = f"{reading.operation}: {what} speaks of attention tracking at {reading.path}, and shows neither on nor off"
    return Unread(reading.level, reading.subject, why, (reading,))


def _summary(unread: Iterable[Unread]) -> str:
    places = Counter(each.level for each in unread)
    counted = ", ".join(f"{count} at {level} level" for level, count in places.items())
    return f"not everything could be read: {counted}"
