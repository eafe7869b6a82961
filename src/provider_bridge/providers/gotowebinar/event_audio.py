"""How people hear a GoToWebinar webinar, and the address that starts one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.domain.audio import AudioChange, AudioInfo, AudioNumber, OwnAudio
from provider_bridge.domain.events import SecretUrl
from provider_bridge.domain.ids import EventId
from provider_bridge.errors import Conflict, InvalidInput
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.gotowebinar.addresses import event_path
from provider_bridge.providers.gotowebinar.event_rows import word
from provider_bridge.providers.gotowebinar.wire import events as wire

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow

__all__ = ["EventAudio"]


_KINDS: Final = {"pstn": "telephone", "voip": "computer", "hybrid": "both", "private": "own"}
_WORDS: Final = {"telephone": "PSTN", "computer": "VOIP", "both": "Hybrid", "own": "Private"}
_ACCEPTED: Final = 204


class EventAudio(GoToFacet[F]):
    """How people hear a webinar."""

    @operation(wire.AUDIO, note="numbers and access codes by country, or the host's own", either=WHOSE)
    def audio(self, event: EventId) -> Flow[AudioInfo]:
        """Return how people hear a webinar: numbers to dial and access codes, by country.

        The codes are secrets: with the organizer's anybody can open the conference. They are in no ``repr``. Personal
        data: free text of the host's own service may hold somebody's telephone number. Scopes as for ``get``; rate
        label: 10 calls a second.
        """
        path = yield from event_path(self._whose, event)
        return (yield from _read(path))

    @operation(
        wire.UPDATE_AUDIO,
        wire.AUDIO,
        note="what kind, which countries, or numbers of the host's own; read back",
        either=WHOSE,
    )
    def update_audio(self, event: EventId, change: AudioChange, *, notify: bool) -> Flow[AudioInfo]:
        """Change how people hear a webinar, and return it as it was read back.

        ``notify`` says whether GoTo e-mails everybody who registered; it has no default. ``telephone`` and ``both``
        need countries, ``own`` the texts of the host's own service. What is not named is not kept.

        A change that GoTo accepts and does not show raises ``Conflict``: compared are the kind, the countries and the
        texts. It is not sent again when the answer got lost: then ``TransportFailed`` is raised, and ``audio`` tells.
        Raises ``InvalidInput`` before anything is sent for a kind without what it needs.

        Two calls, a few more while GoTo takes its time. Personal data: as for ``audio``. Scopes as for ``get``; rate
        label: 10 calls a second.
        """
        body = _body(change)
        path = yield from event_path(self._whose, event)
        query = {"notifyParticipants": word(notify)}
        reply: Reply = yield Call(wire.UPDATE_AUDIO, path, query, body)

        def look() -> Flow[AudioInfo | None]:
            found = yield from _read(path)
            return found if _holds(found, change) else None

        info: AudioInfo | None = yield from poll_until(look)
        if info is None:
            told = "GoTo accepted the change and does not show it; asking again later tells whether it was made"
            raise Conflict(reply.operation, _ACCEPTED, told, request_id=reply.request_id)
        return info

    @operation(wire.START_URL, note="the address that starts a webinar once its organizer is logged in", either=WHOSE)
    def start_url(self, event: EventId) -> Flow[SecretUrl]:
        """Return the address that starts a webinar: GoTo wants its organizer to log in first.

        Treat it as a secret all the same; no ``repr`` shows it, and nothing is kept of it here. Raises ``NotFound`` as
        ``get`` does. Personal data: none. Scopes as for ``get``; rate label: 10 calls a second.
        """
        path = yield from event_path(self._whose, event)
        reply: Reply = yield Call(wire.START_URL, {"webinarKey": path["webinarKey"]})
        return SecretUrl(decode(wire.START_URL_BODY, reply).url)


def _read(path: dict[str, str]) -> Flow[AudioInfo]:
    reply: Reply = yield Call(wire.AUDIO, path)
    body = decode(wire.AUDIO_BODY, reply)
    numbers: list[AudioNumber] = []
    for country, each in (body.numbers or {}).items():
        codes = ("", "", "")
        if each.codes is not None:
            codes = (each.codes.organizer or "", each.codes.panelist or "", each.codes.attendee or "")
        numbers.append(AudioNumber(country, each.toll or "", each.toll_free or "", *codes))
    own = None
    if body.own is not None:
        own = OwnAudio(body.own.attendee or "", body.own.organizer or "", body.own.panelist or "")
    return AudioInfo(_KINDS.get(body.type.casefold(), body.type), tuple(numbers), own)


def _body(change: AudioChange) -> dict[str, Any]:
    word = _WORDS.get(change.kind)
    countries = {"tollFreeCountries": [*change.toll_free_countries], "tollCountries": [*change.toll_countries]}
    pstn = {name: value for name, value in countries.items() if value}
    if word is None:
        raise InvalidInput(f"a kind of audio is one of {', '.join(_WORDS)}")
    if change.kind in {"telephone", "both"} and not pstn:
        raise InvalidInput(f"the kind {change.kind} needs countries, with or without a toll")
    if change.kind not in {"telephone", "both"} and pstn:
        raise InvalidInput(f"the kind {change.kind} has no countries")
    if (change.kind == "own") != (change.own is not None):
        raise InvalidInput("the kind own and the texts of the host's own service go together")
    body: dict[str, Any] = {"type": word}
    if pstn:
        body["pstnInfo"] = pstn
    if change.own is not None:
        texts = {"attendee": change.own.attendee, "organizer": change.own.host, "panelist": change.own.panelist}
        if not change.own.attendee.strip():
            raise InvalidInput("the host's own service needs a text for attendees")
        body["privateInfo"] = {name: text for name, text in texts.items() if text}
    return body


def _holds(found: AudioInfo, change: AudioChange) -> bool:
    """Whether the audio is what was written; GoTo may show more countries than were named, and fewer never."""
    toll = {each.country for each in found.numbers if each.toll}
    free = {each.country for each in found.numbers if each.toll_free}
    countries = toll >= {*change.toll_countries} and free >= {*change.toll_free_countries}
    return found.kind == change.kind and countries and (change.own is None or found.own == change.own)
