"""What was asked in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import paged
from provider_bridge.core.steps import Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.questions import Question

__all__ = [
    "HasQuestions",
    "QuestionsApi",
    "has_questions",
]


class QuestionsApi(Facet[F]):
    """What was asked in a session."""

    @paged
    def list(self, session_id: SessionId) -> Paged[Question]:
        """List the questions of a session with their answers; dismissed and deleted ones are still stored.

        Personal data: names, e-mail addresses, what people wrote.
        """
        return self.refuse("list")


class HasQuestions(Account[F], Protocol[F]):
    """An account whose provider can list the questions of a session."""

    @property
    def questions(self) -> QuestionsApi[F]: ...


def has_questions(account: Account[F]) -> TypeIs[HasQuestions[F]]:
    """Whether the provider can list the questions of a session."""
    return has(account, "questions")
