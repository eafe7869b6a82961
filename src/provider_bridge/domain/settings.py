"""A setting as it was read: where, when, and what was there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Level", "SettingReading", "Unread"]


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

    ``value`` is ``None`` when the key is absent, or when it is present and must not be read or is no boolean.
    ``locked`` says whether an administrator locked the value; ``None`` where no lock was there to be read.
    ``operation`` is the vendor's endpoint, ``path`` the key's place in its answer, ``request_id`` the vendor's
    own mark of that answer.
    """

    level: Level
    subject: str | None
    operation: str
    path: str
    present: bool
    value: bool | None
    locked: bool | None
    observed_at: datetime
    request_id: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A place that should have been read and was not, and why; nothing may be concluded about it."""

    level: Level
    subject: str | None
    why: str
    evidence: tuple[SettingReading, ...] = ()
