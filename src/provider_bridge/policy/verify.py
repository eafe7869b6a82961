"""Checking a profile against accounts. Readings in, findings out; an account that fails is unknown, never missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from provider_bridge.core.bug_notes import bug_note
from provider_bridge.domain.settings import Level
from provider_bridge.errors import Forbidden, ProviderBridgeError
from provider_bridge.policy.attention import judge_attention
from provider_bridge.policy.profile import Profile, load_profile
from provider_bridge.policy.verdicts import AccountResult, Check, Finding, Verdict, Verification

if TYPE_CHECKING:
    from provider_bridge.bridge import AsyncBridge, Bridge
    from provider_bridge.domain.attention import Attention
    from provider_bridge.domain.people import Identity
    from provider_bridge.facets import Account, AsyncAccount

__all__ = ["verify", "verify_async"]

A = TypeVar("A")


def _now() -> datetime:
    return datetime.now(UTC)


class _Run:
    """A verification while it is made."""

    def __init__(self, profile: Profile | str, now: Callable[[], datetime]) -> None:
        self._profile = load_profile(profile) if isinstance(profile, str) else profile
        self._now = now
        self._started_at = now()
        self._accounts: list[AccountResult] = []
        self._checks: list[Check] = []

    def take(self, account: Account | AsyncAccount, identity: Identity | None, attention: Attention) -> None:
        reported = None if identity is None else identity.account  # the token may not ask who it is, but may read
        self._accounts.append(AccountResult(account.name, account.provider, reported))
        for rule in self._profile.rules:
            for finding in judge_attention(rule, attention):
                self._checks.append(Check(rule, account.name, account.provider, finding))

    def fail(self, account: Account | AsyncAccount, error: Exception) -> None:
        typed = error if isinstance(error, ProviderBridgeError) else None
        self._accounts.append(AccountResult(account.name, account.provider, None, typed))
        why = bug_note(error) if typed is None else str(typed)
        finding = Finding(Level.ACCOUNT, None, Verdict.UNKNOWN, why)
        self._checks += [Check(rule, account.name, account.provider, finding) for rule in self._profile.rules]

    def end(self) -> Verification:
        return Verification(
            self._profile.name, self._started_at, self._now(), tuple(self._accounts), tuple(self._checks)
        )


def verify(
    bridge: Bridge,
    *,
    profile: Profile | str = "privacy-de",
    only: Sequence[str] = (),
    now: Callable[[], datetime] = _now,
) -> Verification:
    """Check a profile against every account, or against those named in ``only``.

    An account that cannot be asked ends as ``unknown`` with the error as its reason; the others go on. So does one at
    which this program itself fails: the reason says which mistake to report, and nothing of what it was about.
    Raises ``ConfigurationError`` for an unknown profile or account name. Personal data: none is read.
    """
    run = _Run(profile, now)
    for account in _chosen(bridge, only, bridge.__getitem__):
        try:
            try:
                identity = account.identify()
            except Forbidden:
                identity = None
            run.take(account, identity, account.attention.read())
        except Exception as error:  # noqa: BLE001 (a fault of ours at one account proves nothing of the others)
            run.fail(account, error)
    return run.end()


async def verify_async(
    bridge: AsyncBridge,
    *,
    profile: Profile | str = "privacy-de",
    only: Sequence[str] = (),
    now: Callable[[], datetime] = _now,
) -> Verification:
    """Do as ``verify`` does, on an ``AsyncBridge``."""
    run = _Run(profile, now)
    for account in _chosen(bridge, only, bridge.__getitem__):
        try:
            try:
                identity = await account.identify()
            except Forbidden:
                identity = None
            run.take(account, identity, await account.attention.read())
        except Exception as error:  # noqa: BLE001 (a fault of ours at one account proves nothing of the others)
            run.fail(account, error)
    return run.end()


def _chosen(bridge: Iterable[A], only: Sequence[str], get: Callable[[str], A]) -> list[A]:
    return [get(name) for name in dict.fromkeys(only)] if only else list(bridge)
