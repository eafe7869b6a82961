"""How a run of the command ends."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode"]


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
