"""GoToWebinar tracks attention always: what can be proven is that none of it is read."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.core.listing.paging import Page, map_batches
from provider_bridge.core.steps import Flow, Fork, Now, Paged
from provider_bridge.domain.attention import AlwaysOn, Unknown
from provider_bridge.domain.settings import Level, SettingReading, Unread
from provider_bridge.errors import (
    ApiError,
    DecodeError,
    ProviderBridgeError,
    QuotaExhausted,
    RateLimited,
    Unauthorized,
)
from provider_bridge.facets.attention import AttentionApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.goto.pages import by_size
from provider_bridge.providers.goto.times import between
from provider_bridge.providers.gotowebinar.organizers import organizers_until
from provider_bridge.providers.gotowebinar.wire import attention as wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provider_bridge.domain.attention import Attention

__all__ = ["GoToWebinarAttention"]


_WHAT: Final = "sessions"
_PATH: Final = "attendance.averageAttentiveness, attendance.averageInterestRating"
_ELSEWHERE: Final = (
    "scores per person exist only in the vendor's own attendee report in its web page; no API shows or deletes them"
)


class GoToWebinarAttention(GoToFacet[F], AttentionApi[F]):
    """Attention tracking at GoToWebinar."""

    @operation(
        wire.SESSIONS,
        wire.PERFORMANCE,
        wire.ACCOUNT_WEBINARS,
        level="partial",
        note="always on and without a switch; two averages per session are dropped at the wire, scores per person "
        "exist only in the vendor's web page",
        reference=wire.PERFORMANCE.reference,
        either=WHOSE,
    )
    def read(self, *, days: int = 90) -> Flow[Attention]:
        """Count the attention values that came in the figures of the last ``days`` days' sessions and were dropped.

        Returns ``AlwaysOn``: the vendor offers no switch. Its API has two averages per session and none per
        person; both are cut out of the answer before it is parsed. Returns ``Unknown`` when a session's figures
        could not be read.

        Personal data: none is read. Scopes: ``collab:``, and ``identity:scim.me`` or ``identity:`` unless
        ``organizer_key`` is configured. Rate label: 10 calls a second, one call per session. Covers the sessions
        of the organizer the token belongs to, or of ``organizer_key``; with ``whole_account`` those of every
        organizer whose webinars the account lists, and then a list of sessions that GoTo refuses is an error.
        https://developer.goto.com/GoToWebinarV2
        """
        now: datetime = yield Now()
        organizers = yield from organizers_until(self._whose, now)
        tally = _Tally()
        yield Fork(_WHAT, _sessions(organizers, now - timedelta(days=days), now), tally.add)
        return tally.conclude(days)


class _Tally:
    """Counts; keeps one reading as evidence, and what could not be read."""

    def __init__(self) -> None:
        self.dropped = 0
        self.sessions = 0
        self.evidence: SettingReading | None = None
        self.unread: list[Unread] = []

    def add(self, outcome: Reply | ProviderBridgeError) -> None:
        if isinstance(outcome, Reply):
            self.dropped += outcome.dropped
            self.sessions += 1
            if self.evidence is None or (outcome.dropped and not self.evidence.present):
                self.evidence = _evidence(outcome)
            return
        if isinstance(outcome, Unauthorized | RateLimited | QuotaExhausted) or not isinstance(
            outcome, ApiError | DecodeError
        ):
            raise outcome
        why = f"a session's figures could not be read: {outcome}"
        self.unread.append(Unread(Level.PRODUCT, None, why))

    def conclude(self, days: int) -> Attention:
        looked_at = ((Level.PRODUCT, self.sessions),)
        if self.unread:
            why = f"the figures of {len(self.unread)} of {len(self.unread) + self.sessions} sessions could not be read"
            return Unknown(why, tuple(self.unread), looked_at)
        evidence = () if self.evidence is None else (self.evidence,)
        return AlwaysOn(self.dropped, self.sessions, days, _ELSEWHERE, evidence)


def _evidence(reply: Reply) -> SettingReading:
    return SettingReading(
        level=Level.PRODUCT,
        subject=None,
        operation=reply.operation,
        path=_PATH,
        present=reply.dropped > 0,
        value=None,
        locked=None,
        observed_at=reply.observed_at,
        request_id=reply.request_id,
    )


def _sessions(organizers: Sequence[str], since: datetime, until: datetime) -> Paged[Flow[Reply]]:
    """Emit, for every session of the organizers in that time, the flow that reads its figures."""
    for organizer in organizers:
        listing = Call(wire.SESSIONS, {"organizerKey": organizer}, between(since, until))
        rows = by_size(listing, _read, key=lambda row: (row.webinar_key, row.session_key), what=_WHAT)
        yield from map_batches(rows, partial(_performances, organizer))


def _read(reply: Reply) -> Page[wire.SessionRow]:
    page = decode(wire.SESSIONS_PAGE, reply)
    return page.page.of(page.embedded.sessions)


def _performances(organizer: str, rows: Sequence[wire.SessionRow]) -> list[Flow[Reply]]:
    return [_performance(organizer, row) for row in rows]


def _performance(organizer: str, row: wire.SessionRow) -> Flow[Reply]:
    path = {"organizerKey": organizer, "webinarKey": row.webinar_key, "sessionKey": row.session_key}
    reply: Reply = yield Call(wire.PERFORMANCE, path)
    decode(wire.PERFORMANCE_BODY, reply)
    return reply
