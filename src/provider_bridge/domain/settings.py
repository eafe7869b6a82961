"""A setting as it was read: where, when, and what was there; and what it amounts to for one host."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias

from provider_bridge.domain.ids import HostId

__all__ = ["EffectiveSetting", "Level", "SettingReading", "SettingValue", "Unread"]

SettingValue: TypeAlias = bool | int | float | str | tuple[bool | int | float | str, ...] | None
"""What a setting can be: a switch, a number, a word, a list of these; ``None`` where nothing was read."""

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


def _shown(value: SettingValue) -> str:
    """Return a value as a ``repr`` may show it: free text could name somebody."""
    if isinstance(value, str):
        return repr(value) if _WORD.fullmatch(value) else "<text>"
    return f"<{len(value)} values>" if isinstance(value, tuple) else repr(value)


def _repr(thing: Any) -> str:
    told = (
        f"{each.name}={_shown(found) if each.name == 'value' else repr(found)}"
        for each in fields(thing)
        for found in (getattr(thing, each.name),)
    )
    return f"{type(thing).__name__}({', '.join(told)})"


class Level(StrEnum):
    """Where a setting, or the lack of one, lives."""

    ACCOUNT = "account"
    GROUP = "group"
    USER = "user"
    EVENT = "event"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class SettingReading:
    """One setting at one level: the evidence behind a verdict.

    ``value`` is ``None`` when the key is absent, or when it is present and must not or cannot be read; then ``note``
    says why. ``locked`` says whether an administrator locked the value; ``None`` where no lock was there to be read.
    ``operation`` is the vendor's endpoint, ``path`` the key's place in its answer, ``request_id`` the vendor's
    own mark of that answer. ``lock`` is the reading of the lock that ``locked`` was taken from, where it was asked
    for: another key, in another answer.
    """

    level: Level
    subject: str | None
    operation: str
    path: str
    present: bool
    value: SettingValue
    locked: bool | None
    observed_at: datetime
    request_id: str
    note: str = ""
    lock: SettingReading | None = None

    def __repr__(self) -> str:
        return _repr(self)


@dataclass(frozen=True, slots=True)
class Unread:
    """A place that should have been read and was not, and why; nothing may be concluded about it."""

    level: Level
    subject: str | None
    why: str
    evidence: tuple[SettingReading, ...] = ()


@dataclass(frozen=True, slots=True)
class EffectiveSetting:
    """What a setting amounts to for one host, once groups, account and locks are taken into account.

    ``value`` counts only if ``known``; otherwise it is ``None`` and ``why`` says what keeps it from being known.
    ``decided_by`` is the level whose value it is, ``None`` where several say the same. ``locked`` is true when a lock
    above the host holds it, false when none does, ``None`` when that is open. ``readings`` and ``unread`` are
    everything it rests on.
    """

    path: str
    subject: HostId
    value: SettingValue
    decided_by: Level | None
    locked: bool | None
    why: str
    readings: tuple[SettingReading, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the value is certain."""
        return not self.why

    def __repr__(self) -> str:
        return _repr(self)
