"""How things end: a run of the command, and a deletion. No variant of a deletion is vague about what was proven."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "AlreadyGone",
    "Deletion",
    "Evidence",
    "ExitCode",
    "Gone",
    "NotOffered",
    "Refused",
    "Strength",
    "Trashed",
    "Unconfirmed",
]


class ExitCode(IntEnum):
    """The exit codes of every command, and of ``Verification.exit_code``."""

    DONE = 0
    """Done; every check passed, was mitigated, or is not offered."""
    VIOLATION = 1
    """At least one promise is broken."""
    USAGE = 2
    """The command line is wrong."""
    CONFIGURATION = 3
    """Configuration or credentials."""
    UNKNOWN = 4
    """No violation, but at least one check could not be verified."""
    PARTLY = 5
    """Partly done: some accounts or items failed."""
    QUOTA = 6
    """The vendor's quota is exhausted; the run can be resumed."""
    INTERRUPTED = 130
    """Interrupted by the user."""


class Strength(Enum):
    """How strongly to delete, where the vendor has a trash. There is no default: the difference is weeks of storage."""

    TRASH = "trash"
    """Into the vendor's trash, from which it can be restored until the vendor empties it. It still counts as stored."""
    ERASE = "erase"
    """For good, at once."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer of the vendor that an outcome rests on: the endpoint, when, what it said, and the vendor's mark."""

    operation: str
    what: str
    observed_at: datetime
    request_id: str


@dataclass(frozen=True, slots=True)
class Trashed:
    """It is in the vendor's trash and still stored; ``until`` is when the vendor empties it, if that is known."""

    until: datetime | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """It was deleted, was asked for again, and the vendor said that there is no such object."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class AlreadyGone:
    """It was not there when it was to be deleted: the vendor said that there is no such object.

    Where an answer got lost and the deletion was sent again, it may have been our own first attempt that deleted it.
    """

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """It is still there: the vendor does not delete it in its present state."""

    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """The vendor accepted the deletion, but asking again did not show that it is gone. Count it as stored."""

    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class NotOffered:
    """The product has no such thing, or no API for it; ``reason`` says on what that rests, ``what_to_do`` the rest."""

    reason: str
    what_to_do: str = ""


Deletion: TypeAlias = Trashed | Gone | AlreadyGone | Refused | Unconfirmed | NotOffered
"""What became of something that was to be deleted. Only ``Gone`` and ``AlreadyGone`` mean that it is not stored."""
