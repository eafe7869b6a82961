"""What people answered to polls and surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.questions import Response

__all__ = [
    "AsyncHasResponses",
    "AsyncResponsesApi",
    "HasResponses",
    "ResponsesApi",
    "async_has_responses",
    "has_responses",
]


class ResponsesApi(Protocol):
    """What people answered to polls and surveys."""

    def list(self, session_id: SessionId, *, source: str | None = ...) -> Iterator[Response]:
        """List a session's answers; ``source`` is ``poll``, ``survey``, or ``None`` for both.

        Personal data: names, e-mail addresses, what people answered.
        """
        ...


class AsyncResponsesApi(Protocol):
    """What people answered to polls and surveys."""

    def list(self, session_id: SessionId, *, source: str | None = ...) -> AsyncIterator[Response]:
        """List a session's answers; ``source`` is ``poll``, ``survey``, or ``None`` for both.

        Personal data: names, e-mail addresses, what people answered.
        """
        ...


class HasResponses(Account, Protocol):
    """An account whose provider can list the answers to polls and surveys."""

    @property
    def responses(self) -> ResponsesApi: ...


class AsyncHasResponses(AsyncAccount, Protocol):
    """An account whose provider can list the answers to polls and surveys."""

    @property
    def responses(self) -> AsyncResponsesApi: ...


def has_responses(account: Account) -> TypeIs[HasResponses]:
    """Whether the provider can list the answers to polls and surveys."""
    return has(account, "responses")


def async_has_responses(account: AsyncAccount) -> TypeIs[AsyncHasResponses]:
    """Whether the provider can list the answers to polls and surveys."""
    return has(account, "responses")
