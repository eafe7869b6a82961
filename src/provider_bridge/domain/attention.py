"""Whether a provider tracks the attention of participants: a closed sum, made to be matched exhaustively.

    attention = account.attention.read()
    match attention:
        case SwitchedOff() | Withdrawn() | NotOffered() | AlwaysOn(): ...
        case SwitchedOn() | Unknown(): ...
        case _: assert_never(attention)

No variant holds a score. There is no type in this package that could.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from provider_bridge.domain.outcomes import NotOffered
from provider_bridge.domain.settings import Level, SettingReading, Unread

__all__ = ["AlwaysOn", "Attention", "NotOffered", "SwitchedOff", "SwitchedOn", "Unknown", "Withdrawn"]


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """The setting was found, and it is off wherever it was found.

    ``locked`` is true when an administrator locked it for the whole account, false when it was found unlocked,
    ``None`` when the vendor showed no lock for it. ``looked_at`` counts the places read, per level.
    """

    locked: bool | None
    looked_at: tuple[tuple[Level, int], ...]
    evidence: tuple[SettingReading, ...]


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """The setting is on, or attention data was found; ``where`` has a reading for each such place.

    ``unread`` lists the places that could not be read besides.
    """

    where: tuple[SettingReading, ...]
    unread: tuple[Unread, ...]
    looked_at: tuple[tuple[Level, int], ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The vendor removed the feature ``since`` then, and the setting is absent everywhere it was looked for."""

    since: date
    looked_at: tuple[tuple[Level, int], ...]
    evidence: tuple[SettingReading, ...]


@dataclass(frozen=True, slots=True)
class AlwaysOn:
    """It cannot be switched off; ``dropped`` values met in the vendor's answers were dropped at the wire.

    ``sessions`` is how many sessions of the last ``days`` days were looked at, ``elsewhere`` where the vendor
    keeps attention data that no API reaches.
    """

    dropped: int
    sessions: int
    days: int
    elsewhere: str
    evidence: tuple[SettingReading, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """It could not be established; ``unread`` says for which places, and why."""

    why: str
    unread: tuple[Unread, ...]
    looked_at: tuple[tuple[Level, int], ...] = ()


Attention: TypeAlias = SwitchedOff | SwitchedOn | Withdrawn | AlwaysOn | NotOffered | Unknown
