"""What a verification says, as frozen values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from provider_bridge.domain.outcomes import ExitCode
from provider_bridge.errors import ConfigurationError, ProviderBridgeError, QuotaExhausted, StateError, Unauthorized

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.domain.settings import Level, SettingReading
    from provider_bridge.policy.profile import Rule

__all__ = ["AccountResult", "Check", "Finding", "Verdict", "Verification"]


class Verdict(StrEnum):
    """How one check ended, worst first."""

    FAIL = "fail"
    """The promise is broken here."""
    UNKNOWN = "unknown"
    """It could not be established; never taken for kept."""
    MANUAL = "manual"
    """No API shows it; a person must look."""
    MITIGATED = "mitigated"
    """The vendor does not let the promise be kept at the source; what it causes is dropped at the wire."""
    PASS = "pass"  # noqa: S105 (a verdict)
    """The promise is kept."""
    NOT_OFFERED = "not_offered"
    """The vendor does not have what the promise rules out."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found at one place of one account."""

    level: Level
    subject: str | None
    verdict: Verdict
    reason: str
    evidence: tuple[SettingReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A finding with the rule and the account it belongs to."""

    rule: Rule
    account: str
    provider: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class AccountResult:
    """An account that was looked at; ``identity`` is what the vendor reports, ``None`` when it could not be asked."""

    name: str
    provider: str
    identity: str | None
    error: ProviderBridgeError | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of checking a profile against accounts at one time."""

    profile: str
    started_at: datetime
    finished_at: datetime
    accounts: tuple[AccountResult, ...]
    checks: tuple[Check, ...]

    @property
    def summary(self) -> dict[Verdict, int]:
        """How many checks ended with each verdict."""
        counted = Counter(check.finding.verdict for check in self.checks)
        return {verdict: counted[verdict] for verdict in Verdict}

    @property
    def exit_code(self) -> ExitCode:
        """A broken promise outweighs everything; then what the user can mend; then what is unknown."""
        summary = self.summary
        errors = [account.error for account in self.accounts if account.error is not None]
        if summary[Verdict.FAIL]:
            return ExitCode.VIOLATION
        if any(isinstance(error, ConfigurationError | StateError | Unauthorized) for error in errors):
            return ExitCode.CONFIGURATION
        if any(isinstance(error, QuotaExhausted) for error in errors):
            return ExitCode.QUOTA
        if summary[Verdict.UNKNOWN] or summary[Verdict.MANUAL]:
            return ExitCode.UNKNOWN
        return ExitCode.DONE
