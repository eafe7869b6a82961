"""The rule that attention tracking is off: from what was read to findings. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from provider_bridge.domain.attention import (
    AlwaysOn,
    Attention,
    NotOffered,
    SwitchedOff,
    SwitchedOn,
    Unknown,
    Withdrawn,
)
from provider_bridge.domain.settings import Level, SettingReading, Unread
from provider_bridge.policy.verdicts import Finding, Verdict

if TYPE_CHECKING:
    from provider_bridge.policy.profile import Rule

__all__ = ["judge_attention"]


def judge_attention(rule: Rule, attention: Attention) -> tuple[Finding, ...]:
    """Return the findings: one for each place that is on or unread, or one for the whole account."""
    match attention:
        case SwitchedOn():
            return (*map(_on, attention.where), *map(_unread, attention.unread))
        case Unknown():
            return tuple(map(_unread, attention.unread)) or (
                Finding(Level.ACCOUNT, None, Verdict.UNKNOWN, attention.why),
            )
        case SwitchedOff():
            return (_off(rule, attention),)
        case Withdrawn():
            reason = (
                f"the vendor withdrew attention tracking in {attention.since:%B %Y}, and its switch was found nowhere: "
                f"looked at {_places(attention.looked_at)}"
            )
            return (Finding(Level.ACCOUNT, None, Verdict.NOT_OFFERED, reason, attention.evidence),)
        case AlwaysOn():
            reason = (
                f"cannot be switched off; {_count(attention.dropped, 'attention value')} from "
                f"{_count(attention.sessions, 'session')} of the last {attention.days} days dropped at the wire, none "
                f"read or stored; {attention.elsewhere}"
            )
            return (Finding(Level.PRODUCT, None, Verdict.MITIGATED, reason, attention.evidence),)
        case NotOffered():
            return (Finding(Level.PRODUCT, None, Verdict.NOT_OFFERED, attention.reason),)
        case _:
            assert_never(attention)


def _off(rule: Rule, attention: SwitchedOff) -> Finding:
    where = f"looked at {_places(attention.looked_at)}"
    if attention.locked:
        verdict, reason = Verdict.PASS, f"off and locked for the whole account; {where}"
    elif rule.require_lock:
        verdict, reason = (
            Verdict.FAIL,
            f"off, but not locked for the whole account as the profile demands; {where}",
        )
    else:
        verdict, reason = Verdict.PASS, f"off, but not locked for the whole account; {where}"
    return Finding(Level.ACCOUNT, None, verdict, reason, attention.evidence)


def _on(reading: SettingReading) -> Finding:
    if reading.level is Level.EVENT:
        reason = "a participant report held attention scores (dropped at the wire, not read)"
    else:
        whom = "the account" if reading.subject is None else f"{reading.level} {reading.subject}"
        lock = "locked on" if reading.locked else "not locked"
        reason = f"attention tracking is on for {whom}, and {lock}"
    return Finding(reading.level, reading.subject, Verdict.FAIL, reason, (reading,))


def _unread(unread: Unread) -> Finding:
    return Finding(unread.level, unread.subject, Verdict.UNKNOWN, unread.why, unread.evidence)


_NOUNS = {
    Level.ACCOUNT: "account",
    Level.GROUP: "group",
    Level.USER: "user",
    Level.EVENT: "participant report",
    Level.PRODUCT: "product",
}


def _places(looked_at: tuple[tuple[Level, int], ...]) -> str:
    return ", ".join(_count(count, _NOUNS[level]) for level, count in looked_at if count) or "nothing"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
