"""Promises as data, and whether they are kept.

from provider_bridge.policy import verify

verification = verify(bridge)
for check in verification.checks:
    print(check.account, check.finding.verdict, check.finding.reason)
"""

from __future__ import annotations

from provider_bridge.policy.profile import Profile, Rule, load_profile, profile_names
from provider_bridge.policy.verdicts import AccountResult, Check, Finding, Verdict, Verification
from provider_bridge.policy.verify import verify, verify_async

__all__ = [
    "AccountResult",
    "Check",
    "Finding",
    "Profile",
    "Rule",
    "Verdict",
    "Verification",
    "load_profile",
    "profile_names",
    "verify",
    "verify_async",
]
