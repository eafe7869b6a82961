"""What was asked in a session, and what people answered to polls and surveys. No ``repr`` shows words or people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from provider_bridge.domain.ids import HostId, RegistrantId, SessionId

__all__ = ["Question", "QuestionAnswer", "Response", "ResponseChoice", "ResponseSummary"]


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """An answer to a question; ``visibility`` is ``public``, ``private`` or ``""``; ``spoken`` means answered live.

    ``host`` and ``role`` are who answered, where the vendor says; ``role`` is the vendor's own word.
    """

    at: datetime | None
    visibility: str
    spoken: bool = False
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    host: HostId | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a participant wrote.

    ``status`` is ``open``, ``answered``, ``dismissed``, ``deleted``, or what else the vendor says; dismissed and
    deleted ones are still stored. ``anonymous`` is true when the vendor names nobody, and stays so.
    ``registrant`` is whose registration it was asked under, ``user`` whose account, where the vendor says.
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
    registrant: RegistrantId | None = None
    user: HostId | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answer to one question of a poll or survey; ``source`` is ``poll`` or ``survey``.

    ``registrant`` is whose registration it was given under, where the vendor says.
    """

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
    registrant: RegistrantId | None = None


@dataclass(frozen=True, slots=True)
class ResponseChoice:
    """An answer that was on offer, and how many of those who answered chose it, in per cent (0 to 100)."""

    percentage: float | None
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ResponseSummary:
    """What came of one question of a poll or survey; ``source`` is ``poll`` or ``survey``.

    ``responses`` is the vendor's count of the responses to it. Nobody is named; answers in people's own words may
    be among ``choices``.
    """

    session: SessionId
    source: str
    responses: int | None
    choices: tuple[ResponseChoice, ...]
    question: str = field(default="", repr=False)
