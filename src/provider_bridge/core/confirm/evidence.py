"""Evidence: what one answer of the vendor proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provider_bridge.core.steps import Now
from provider_bridge.domain.outcomes import Evidence

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.core.calls import Reply
    from provider_bridge.core.steps import Flow
    from provider_bridge.errors import ApiError

__all__ = ["evidence_now", "evidence_of", "evidence_of_error"]


def evidence_of(reply: Reply, what: str) -> Evidence:
    """Return what a good answer proves."""
    return Evidence(reply.operation, what, reply.observed_at, reply.request_id)


def evidence_of_error(error: ApiError) -> Flow[Evidence]:
    """Return what a refusal proves; ``what`` is the status and the vendor's code."""
    now: datetime = yield Now()
    code = f", code {error.code}" if error.code else ""
    return Evidence(error.operation, f"HTTP {error.status}{code}", now, error.request_id)


def evidence_now(operation: str, what: str) -> Flow[Evidence]:
    """Return what a listing of many answers proves, which has no single mark."""
    now: datetime = yield Now()
    return Evidence(operation, what, now, "")
