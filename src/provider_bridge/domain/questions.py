"""What was asked in a session, and what people answered to polls and surveys. No ``repr`` shows words or people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.domain.ids import SessionId

__all__ = ["Question", "QuestionAnswer", "Response"]


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """An answer to a question; ``visibility`` is ``public``, ``private`` or ``""``; ``spoken`` means answered live."""

    at: datetime | None
    visibility: str
    spoken: bool = False
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a participant wrote.

    ``status`` is ``open``, ``answered``, ``dismissed``, ``deleted``, or what else the vendor says; dismissed and
    deleted ones are still stored. ``anonymous`` is true when the vendor names nobody, and stays so.
    """

    session: SessionId
    id: str
    status: str
    asked_at: datetime | None
    anonymous: bool
    answers: tuple[QuestionAnswer, ...]
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answer to one question of a poll or survey; ``source`` is ``poll`` or ``survey``."""

    session: SessionId
    source: str
    source_id: str
    question_id: str
    at: datetime | None
    anonymous: bool
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    question: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
