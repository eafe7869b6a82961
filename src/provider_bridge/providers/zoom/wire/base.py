"""What Zoom's endpoints share: rate table, forbidden names, how an endpoint is described, what every page says."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.calls import Echo, Endpoint, PerKeyDailyLimit, quote_uuid
from provider_bridge.core.decode import OpenText, WireModel
from provider_bridge.core.rate_limit.limits import DailyLimit, Rate
from provider_bridge.core.scrub import normal

__all__ = ["DAYS", "FORBIDDEN", "HEAVY", "INTENSIVE", "LIGHT", "MEDIUM", "PLANS", "TokenPage", "endpoint"]

FORBIDDEN: Final = frozenset(map(normal, ("attentiveness_score", "attention_score", "average_attentiveness")))
"""Members that are cut out of every answer. Zoom itself sent ``attentiveness_score`` until early 2020."""

LIGHT, MEDIUM, HEAVY, INTENSIVE = "light", "medium", "heavy", "resource-intensive"

PLANS: Final = {
    "free": {LIGHT: Rate(4), MEDIUM: Rate(2), HEAVY: Rate(1), INTENSIVE: Rate(10, 60)},
    "pro": {LIGHT: Rate(30), MEDIUM: Rate(20), HEAVY: Rate(10), INTENSIVE: Rate(10, 60)},
    "business": {LIGHT: Rate(80), MEDIUM: Rate(60), HEAVY: Rate(40), INTENSIVE: Rate(20, 60)},
}
"""Calls allowed by label, per account and across all its apps; ``business`` stands for every larger plan too."""

_COSTLY: Final = frozenset({HEAVY, INTENSIVE})

DAYS: Final = {
    "free": (
        DailyLimit(LIGHT, 6_000, frozenset({LIGHT})),
        DailyLimit(MEDIUM, 2_000, frozenset({MEDIUM})),
        DailyLimit(HEAVY, 1_000, frozenset({HEAVY})),
        DailyLimit(INTENSIVE, 30_000, frozenset({INTENSIVE})),
    ),
    "pro": (DailyLimit(HEAVY, 30_000, _COSTLY),),
    "business": (DailyLimit(HEAVY, 60_000, _COSTLY),),
}
"""Calls allowed a day, from 00:00 UTC on; Heavy and Resource-intensive share theirs, but for the free plan."""

_DOCS = "https://developers.zoom.us/docs/api/"


def endpoint(
    method: str,
    template: str,
    label: str,
    scopes: tuple[str, ...],
    *,
    page: str,
    expects: str = "",
    caps: tuple[PerKeyDailyLimit, ...] = (),
    echoes: tuple[Echo, ...] = (),
) -> Endpoint:
    """Describe one of Zoom's endpoints; ``page`` is where it is documented, such as ``users/#tag/groups``.

    ``expects`` is a member that every good answer has, ``""`` for an answer that may be empty, and ``echoes`` are
    members that name what was asked for.
    """
    reference = f"{_DOCS}{page}/{method.lower()}{template}"
    return Endpoint(method, template, label, scopes, reference, expects, quote=quote_uuid, caps=caps, echoes=echoes)


class TokenPage(WireModel):
    """What every list walked by token says beside its rows."""

    next_page_token: OpenText = None
    total_records: int | None = None
