"""A verification for people: one row for each check and account."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from provider_bridge.policy import Check, Verdict

if TYPE_CHECKING:
    from provider_bridge.policy import Verification

__all__ = ["Row", "rows"]

_SHOWN = 5


class Row(NamedTuple):
    """One check of one account: its worst verdict, where that was found, and why."""

    check: str
    account: str
    provider: str
    verdict: Verdict
    level: str
    reason: str


def rows(verification: Verification) -> list[Row]:
    """Return the rows, in the order of the accounts; findings of one check and account are put together."""
    return [
        _row(list(group)) for _, group in groupby(verification.checks, key=lambda check: (check.account, check.rule.id))
    ]


def _row(checks: list[Check]) -> Row:
    ranks = list(Verdict)
    worst = min((check.finding.verdict for check in checks), key=ranks.index)
    ranked = sorted(checks, key=lambda check: ranks.index(check.finding.verdict))
    levels = dict.fromkeys(str(check.finding.level) for check in checks if check.finding.verdict is worst)
    reasons = [check.finding.reason for check in ranked[:_SHOWN]]
    if len(ranked) > _SHOWN:
        reasons.append(f"and {len(ranked) - _SHOWN:,} more; --format json has them all")
    first = checks[0]
    return Row(first.rule.id, first.account, first.provider, worst, ", ".join(levels), "; ".join(reasons))
