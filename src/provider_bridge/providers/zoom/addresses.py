"""Our identifiers of Zoom's meetings, webinars and runs, and what they mean in a path.

Zoom numbers meetings and webinars alike and asks for each under its own path. So an event's id is its number with
its kind in front (``meeting:93398114182``, ``webinar:95204914252``), and a run's id its UUID likewise
(``webinar:4444AAAiAAAAAiAiAiiAii==``), which is the id of its recording as well. A bare number is looked up;
a bare UUID is taken where the path is the same for both kinds, and refused elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call
from provider_bridge.domain.ids import EventId, SessionId
from provider_bridge.errors import InvalidInput, NotFound
from provider_bridge.providers.zoom.wire import events as wire

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.ids import RecordingId

__all__ = [
    "KINDS",
    "MEETING",
    "WEBINAR",
    "EventAddress",
    "SessionAddress",
    "event_id",
    "event_of",
    "resolve",
    "session_address",
    "session_id",
]

MEETING: Final = "meeting"
WEBINAR: Final = "webinar"
KINDS: Final = (MEETING, WEBINAR)


@dataclass(frozen=True, slots=True)
class EventAddress:
    """What an event's id means: its kind and its number."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class SessionAddress:
    """What a run's id means: its kind, ``""`` where it was not said, and its UUID."""

    kind: str
    uuid: str

    def known_kind(self) -> str:
        """Return the kind, or raise ``InvalidInput`` where it was not said."""
        if not self.kind:
            raise InvalidInput("say meeting:UUID or webinar:UUID, as the listings do: Zoom asks for each elsewhere")
        return self.kind


def event_id(kind: str, number: str | int) -> EventId:
    """Return our id of an event; Zoom shows its number as a number, as text, and with spaces.

    Where Zoom does not say the kind, ``kind`` is ``""`` and the id a bare number.
    """
    digits = _digits(str(number))
    return EventId(f"{kind}:{digits}" if kind else digits)


def event_of(kind: str, number: str | None) -> EventId | None:
    """Return our id of the event that a row names: ``None`` where Zoom blanked it, bare where its kind is unknown."""
    if not number or not number.strip("0 "):
        return None
    return event_id(kind, number) if kind else EventId(_digits(number))


def session_id(kind: str, uuid: str) -> SessionId:
    """Return our id of a run."""
    return SessionId(f"{kind}:{uuid}" if kind else uuid)


def _digits(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


def _split(text: str) -> tuple[str, str]:
    kind, colon, rest = text.partition(":")
    return (kind, rest) if colon and kind in KINDS else ("", text)


def session_address(session: SessionId | RecordingId) -> SessionAddress:
    """Return what the id of a run, or of its recording, means.

    A number is refused: it would mean the latest run only, in silence.
    """
    kind, uuid = _split(session.strip())
    if not uuid or _digits(uuid).isdecimal():
        raise InvalidInput("a session is named by its UUID; a meeting's number would mean its latest run only")
    return SessionAddress(kind, uuid)


def resolve(event: EventId) -> Flow[EventAddress]:
    """Return what an event's id means; a bare number is asked for as a meeting, then as a webinar.

    Raises ``NotFound`` when Zoom knows neither, and ``InvalidInput`` for what is no number.
    """
    kind, text = _split(event.strip())
    number = _digits(text)
    if not (number.isascii() and number.isdecimal()):
        raise InvalidInput("an event is named by its number, as in meeting:93398114182 or webinar:95204914252")
    if kind:
        return EventAddress(kind, number)
    try:
        yield Call(wire.MEETING, {"meetingId": number})
    except NotFound as error:
        if error.missing != "event":
            raise
    else:
        return EventAddress(MEETING, number)
    yield Call(wire.WEBINAR, {"webinarId": number})
    return EventAddress(WEBINAR, number)
