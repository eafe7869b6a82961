"""How things end: a run of the command, and a deletion. No variant of a deletion is vague about what was proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum
from typing import Final, TypeAlias

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
    "settled",
]

SETTLE: Final = 40.0
"""Seconds for which an absence has to hold unless the caller says otherwise: copies were seen to differ for 30."""


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
    """It was deleted, and at later looks, over the time of settling, it was not there any more."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class AlreadyGone:
    """It was not there when it was to be deleted, nor at later looks, over the time of settling.

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
    """It was not proven that it is gone. Count it as stored.

    ``pending`` is what it becomes once a later look shows the same: where all that was seen agrees that it is not
    there, and nothing was waited for. See ``settled``.
    """

    reason: str
    evidence: tuple[Evidence, ...]
    pending: Gone | AlreadyGone | None = None


@dataclass(frozen=True, slots=True)
class NotOffered:
    """The product has no such thing, or no API for it; ``reason`` says on what that rests, ``what_to_do`` the rest."""

    reason: str
    what_to_do: str = ""


Deletion: TypeAlias = Trashed | Gone | AlreadyGone | Refused | Unconfirmed | NotOffered
"""What became of something that was to be deleted. Only ``Gone`` and ``AlreadyGone`` mean that it is not stored."""


def settled(earlier: Deletion, later: Deletion, *, after: timedelta = timedelta(seconds=SETTLE)) -> Deletion:
    """Return what two deletions of the same object prove together, where neither was waited for.

    With ``settle=0`` what is not there at one look is ``Unconfirmed`` with a ``pending`` outcome. Call the same
    deletion again later, from any process: when the vendor denies the object then, too, the absence held.

    Args:
        earlier: what the first call returned.
        later: what the second call returned.
        after: how much later the second has to have looked, at least.

    Returns:
        The earlier call's pending outcome with the evidence of both; else ``later`` as it is. What was there again
        and had to be deleted anew is not settled by that.

    No personal data.

    """
    if not (isinstance(earlier, Unconfirmed) and isinstance(later, Unconfirmed)):
        return later
    first, last = earlier.pending, later.pending
    if first is None or not isinstance(last, AlreadyGone):
        return later
    if last.evidence[0].observed_at - first.evidence[-1].observed_at < after:
        return later
    return type(first)((*first.evidence, *last.evidence))
