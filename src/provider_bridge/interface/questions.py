"""What was asked in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.questions import Question

__all__ = [
    "AsyncHasQuestions",
    "AsyncQuestionsApi",
    "HasQuestions",
    "QuestionsApi",
    "async_has_questions",
    "has_questions",
]


class QuestionsApi(Protocol):
    """What was asked in a session."""

    def list(self, session_id: SessionId) -> Iterator[Question]:
        """List the questions of a session with their answers; dismissed and deleted ones are still stored.

        Personal data: names, e-mail addresses, what people wrote.
        """
        ...


class AsyncQuestionsApi(Protocol):
    """What was asked in a session."""

    def list(self, session_id: SessionId) -> AsyncIterator[Question]:
        """List the questions of a session with their answers; dismissed and deleted ones are still stored.

        Personal data: names, e-mail addresses, what people wrote.
        """
        ...


class HasQuestions(Account, Protocol):
    """An account whose provider can list the questions of a session."""

    @property
    def questions(self) -> QuestionsApi: ...


class AsyncHasQuestions(AsyncAccount, Protocol):
    """An account whose provider can list the questions of a session."""

    @property
    def questions(self) -> AsyncQuestionsApi: ...


def has_questions(account: Account) -> TypeIs[HasQuestions]:
    """Whether the provider can list the questions of a session."""
    return has(account, "questions")


def async_has_questions(account: AsyncAccount) -> TypeIs[AsyncHasQuestions]:
    """Whether the provider can list the questions of a session."""
    return has(account, "questions")
