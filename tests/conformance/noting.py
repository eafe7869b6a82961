"""What is noted of a test of the conformance suite."""

from __future__ import annotations

from typing import NamedTuple


class Ran(NamedTuple):
    """A test of the suite that ran: on which provider, of which operation, ``""`` where of none, and if it skipped."""

    provider: str
    operation: str
    skipped: bool
