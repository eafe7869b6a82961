"""A verification as one JSON object, schema ``provider-bridge/verification/1``."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provider_bridge.domain.settings import SettingReading
    from provider_bridge.policy import Check, Verification

__all__ = ["render_json"]


def render_json(verification: Verification) -> str:
    """Return the whole report; no name and no address is in it."""
    report = {
        "schema": "provider-bridge/verification/1",
        "profile": verification.profile,
        "started_at": _time(verification.started_at),
        "finished_at": _time(verification.finished_at),
        "exit_code": int(verification.exit_code),
        "accounts": [
            {"name": each.name, "provider": each.provider, "identity": each.identity} for each in verification.accounts
        ],
        "summary": {
            verdict: verification.summary[verdict] for verdict in sorted(verification.summary, key=_SUMMARY_ORDER.index)
        },
        "checks": [_check(each) for each in verification.checks],
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


_SUMMARY_ORDER = ["pass", "fail", "mitigated", "not_offered", "manual", "unknown"]


def _check(check: Check) -> dict[str, Any]:
    return {
        "id": check.rule.id,
        "title": check.rule.title,
        "account": check.account,
        "provider": check.provider,
        "level": check.finding.level,
        "subject": check.finding.subject,
        "verdict": check.finding.verdict,
        "reason": check.finding.reason,
        "evidence": [_evidence(each) for each in check.finding.evidence],
    }


def _evidence(reading: SettingReading) -> dict[str, Any]:
    return {
        "operation": reading.operation,
        "path": reading.path,
        "present": reading.present,
        "value": reading.value,
        "locked": reading.locked,
        "observed_at": _time(reading.observed_at),
        "request_id": reading.request_id,
    }


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
