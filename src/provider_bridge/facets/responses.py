"""What people answered to polls and surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import paged
from provider_bridge.core.steps import Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.questions import Response

__all__ = [
    "HasResponses",
    "ResponsesApi",
    "has_responses",
]


class ResponsesApi(Facet[F]):
    """What people answered to polls and surveys."""

    @paged
    def list(self, session_id: SessionId, *, source: str | None = None) -> Paged[Response]:
        """List a session's answers; ``source`` is ``poll``, ``survey``, or ``None`` for both.

        Personal data: names, e-mail addresses, what people answered.
        """
        return self.refuse("list")


class HasResponses(Account[F], Protocol[F]):
    """An account whose provider can list the answers to polls and surveys."""

    @property
    def responses(self) -> ResponsesApi[F]: ...


def has_responses(account: Account[F]) -> TypeIs[HasResponses[F]]:
    """Whether the provider can list the answers to polls and surveys."""
    return has(account, "responses")
