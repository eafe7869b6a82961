"""The registrants of the simulated webinars. People who registered from the start are made when they are asked for."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import WEBINAR, page_by_limit, written
from provider_bridge.sandbox.goto.webinars import Guest, Guests, Webinar, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "questions_of"]

_NAMES: Final = ("firstName", "lastName", "email")
_VOLUNTARY: Final = (
    *("source", "address", "city", "state", "zipCode", "country", "phone", "organization", "jobTitle"),
    *("questionsAndComments", "industry", "numberOfEmployees", "purchasingTimeFrame", "purchasingRole"),
)
_BODY: Final = {
    **dict.fromkeys((*_NAMES, *_VOLUNTARY), str),
    "responses": [{"questionKey": int, "responseText": str, "answerKey": int}],
}
_OLD_MEDIA_TYPE: Final = "application/vnd.citrix.g2wapi-v1.1+json"
_HEARD: Final = "How did you hear about us?"
_LEARN: Final = "What do you want to learn?"
_SOURCES: Final = ("A friend", "The newsletter", "A search engine")
_LONGEST: Final = 128


def questions_of(world: World, webinar: Webinar) -> list[dict[str, Any]]:
    """Return the organizer's own questions; the second must be answered where people are approved by hand."""
    keys = [int(world.digits("answer", webinar.key, number)) for number in range(len(_SOURCES))]
    choices = [{"answer": text, "answerKey": key} for text, key in zip(_SOURCES, keys, strict=True)]
    heard = {"question": _HEARD, "required": False, "type": "multipleChoice", "maxSize": 200, "answers": choices}
    learn = {"question": _LEARN, "required": webinar.approval == "MANUAL", "type": "shortAnswer", "maxSize": 100}
    return [
        {"questionKey": int(world.digits("question", webinar.key, number)), **each}
        for number, each in enumerate((heard, learn))
    ]


def _fields(world: World, ask: Ask) -> Answer:
    webinar = world.part(Webinars).get(ask.path)
    fields: list[dict[str, Any]] = [{"field": each, "required": True, "maxSize": _LONGEST} for each in _NAMES]
    fields += [{"field": each, "required": False, "maxSize": _LONGEST} for each in ("organization", "jobTitle")]
    fields.append({"field": "industry", "required": False, "maxSize": _LONGEST, "answers": ["Education", "Other"]})
    return {"questions": questions_of(world, webinar), "fields": fields}


def _list(world: World, ask: Ask) -> Answer:
    """Answer with a page, or with everybody where neither ``page`` nor ``limit`` is asked for."""
    webinar, guests = world.part(Webinars).get(ask.path), world.part(Guests)
    return page_by_limit(ask, guests.count(webinar), lambda index: _condensed(webinar, guests.guest(webinar, index)))


def _condensed(webinar: Webinar, guest: Guest) -> dict[str, Any]:
    return {
        "lastName": guest.last_name,
        "email": guest.email,
        "firstName": guest.first_name,
        "registrantKey": int(guest.key),
        "registrationDate": written(guest.registered_at),
        "status": guest.status,
        "joinUrl": _link(webinar, guest.key),
        "timeZone": webinar.time_zone,
    }


def _link(webinar: Webinar, key: str) -> str:
    return f"https://global.gotowebinar.com/join/{webinar.key}/{key}"


def _get(world: World, ask: Ask) -> Answer:
    webinar = world.part(Webinars).get(ask.path)
    guest = world.part(Guests).find(webinar, ask.path["registrantKey"])
    late = guest.registered_at > webinar.end
    kind = {} if webinar.recurrence == "series" else {"type": "LATE" if late else "REGULAR"}
    given = {name: str(guest.fields[name]) for name in _VOLUNTARY if name in guest.fields}
    responses = [dict(each) for each in guest.responses] or _first_answers(guest)
    return _condensed(webinar, guest) | given | kind | {"unsubscribed": guest.index % 8 == 0, "responses": responses}


def _first_answers(guest: Guest) -> list[dict[str, Any]]:
    """Return what somebody answered who registered from the start: one in three nothing."""
    answers = ({}, {_HEARD: _SOURCES[0]}, {_HEARD: _SOURCES[1], _LEARN: "All about it"})[guest.index % 3]
    return [{"question": question, "answer": answer} for question, answer in answers.items()]


def _add(world: World, ask: Ask) -> Answer:
    webinar, guests = world.part(Webinars).get(ask.path), world.part(Guests)
    sent = _checked(ask.body)
    email = sent["email"].strip().casefold()
    if any(each.email.casefold() == email for each in guests.everybody(webinar)):
        raise Refusal(409, 0, f"{sent['email']} is already registered")
    basic = ask.headers.get("accept", "") == _OLD_MEDIA_TYPE
    responses = () if basic else _responses(questions_of(world, webinar), sent.get("responses", []))
    number = len(guests.added.get(webinar.key, ()))
    status = "WAITING" if webinar.approval == "MANUAL" else "APPROVED"
    guest = Guest(
        key=world.digits("registrant", webinar.key, "added", number, email),
        index=4 * number + 3,  # whoever registers afterwards has not come
        first_name=sent["firstName"],
        last_name=sent["lastName"],
        email=sent["email"],
        status=status,
        registered_at=world.now().replace(microsecond=0) + timedelta(seconds=number),
        fields={} if basic else {name: sent[name] for name in _VOLUNTARY if name in sent},
        responses=responses,
    )
    guests.add(webinar, guest)
    return Made(201, {"registrantKey": int(guest.key), "joinUrl": _link(webinar, guest.key)})


def _checked(sent: dict[str, Any]) -> dict[str, Any]:
    for name in _NAMES:
        if not sent.get(name):
            raise Refusal(400, 0, f"{name} is required")
    return sent


def _responses(questions: list[dict[str, Any]], sent: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return the answers as texts, or refuse those that fit no question."""
    given = {each.get("questionKey"): each for each in sent}
    if given.keys() - {each["questionKey"] for each in questions}:
        raise Refusal(400, 0, "Question with specified key does not exist")
    found: list[dict[str, Any]] = []
    for question in questions:
        response = given.get(question["questionKey"])
        if response is None and question["required"]:
            raise Refusal(400, 0, f"A response is required: {question['question']}")
        if response is not None:
            found.append({"question": question["question"], "answer": _answer(question, response)})
    return tuple(found)


def _answer(question: dict[str, Any], response: dict[str, Any]) -> str:
    if question["type"] == "shortAnswer":
        text: str = response.get("responseText", "")
    else:
        text = {each["answerKey"]: each["answer"] for each in question["answers"]}.get(response.get("answerKey"), "")
    if not text:
        raise Refusal(400, 0, f"Not an answer: {json.dumps(response)}")
    return text


def _delete(world: World, ask: Ask) -> Answer:
    world.part(Guests).delete(world.part(Webinars).get(ask.path), ask.path["registrantKey"])
    return Made(204)


_LIST: Final = f"{WEBINAR}/registrants"
_ONE: Final = f"{_LIST}/{{registrantKey}}"
ROUTES: Final = (
    Route(_LIST, "G2W", ("collab:",), _list),
    Route(_LIST, "G2W", ("collab:",), _add, "POST", _BODY),
    Route(f"{_LIST}/fields", "G2W", ("collab:",), _fields),
    Route(_ONE, "G2W", ("collab:",), _get),
    Route(_ONE, "G2W", ("collab:",), _delete, "DELETE"),
)
