"""The simulated webinars as lists and one by one: scheduled, changed, copied and cancelled, with GoTo's surprises."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2W, ORGANIZER, WEBINAR, flag, moment, page_by_size, window, written
from provider_bridge.sandbox.goto.webinars import Guests, Webinar, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Outbox"]

_TITLE: Final = 128
_DESCRIPTION: Final = 2048
_HOME: Final = "America/New_York"
_EVERY_EMAIL: Final = ("confirmationEmail", "reminderEmail", "absenteeFollowUpEmail", "attendeeFollowUpEmail")
_STEPS: Final = {"daily": timedelta(days=1), "weekly": timedelta(days=7), "monthly": timedelta(days=28)}
_MOST_TIMES: Final = 1000
_RANGE: Final = {"startTime": str, "endTime": str}
_SWITCH: Final = {"enabled": bool}
_BODY: Final = {
    **dict.fromkeys(("subject", "description", "timeZone", "type", "locale", "recordingAssetKey"), str),
    **dict.fromkeys(("isPasswordProtected", "isOndemand", "isBreakout"), bool),
    **dict.fromkeys(("experienceType", "recurrencePattern", "recurrenceEnd"), str),
    "times": [_RANGE],
    "recurrenceStart": _RANGE,
    "emailSettings": dict.fromkeys(_EVERY_EMAIL, _SWITCH),
}
_LOCALES: Final = ("en_US", "de_DE", "es_ES", "fr_FR", "it_IT", "zh_CN")


class Outbox:
    """What was e-mailed to everybody who registered for a webinar: the occasion and the webinar's key."""

    def __init__(self, _: World) -> None:
        self.sent: list[tuple[str, str]] = []

    def tell(self, ask: Ask, switch: str, webinar: Webinar) -> None:
        """Send e-mails if the request says so; GoTo does not unless it is asked to."""
        if flag(ask, switch):
            self.sent.append((switch, webinar.key))


def _range(start: datetime, end: datetime) -> dict[str, str]:
    return {"startTime": written(start), "endTime": written(end)}


def _coming(world: World, webinar: Webinar) -> list[dict[str, str]]:
    """Return a webinar's times; of a sequence those that are still to come."""
    now = world.now()
    whole = webinar.recurrence != "sequence"
    return [_range(start, end) for start, end in webinar.times if whole or end > now]


def _registration(webinar: Webinar) -> str:
    return f"https://attendee.example.test/register/{webinar.key}"


def _row(world: World, webinar: Webinar) -> dict[str, Any]:
    """Return a webinar as lists show it: every key is text."""
    return {
        "webinarKey": webinar.key,
        "webinarID": webinar.number,
        "webinarId": webinar.number,
        "organizerKey": webinar.organizer,
        "accountKey": world.account_key,
        "subject": webinar.subject,
        "description": webinar.description,
        "times": [_range(start, end) for start, end in webinar.times],
        "timeZone": webinar.time_zone,
        "locale": webinar.locale,
        "status": "RUNNING" if webinar.running else "ACTIVE",
        "approvalType": webinar.approval,
        "registrationUrl": _registration(webinar),
        "impromptu": False,
        "isPasswordProtected": webinar.password,
        "recurrenceType": webinar.recurrence,
        "experienceType": webinar.experience.lower(),
    }


def _listed(world: World, ask: Ask, webinars: list[Webinar]) -> Answer:
    since, until = window(ask, "fromTime", "toTime")
    found = [each for each in webinars if any(since <= start and end <= until for start, end in each.times)]
    return page_by_size(ask, "webinars", len(found), lambda index: _row(world, found[index]))


def _of_account(world: World, ask: Ask) -> Answer:
    if ask.path["accountKey"] != world.account_key:
        raise Refusal(403, 0, "The caller is not authorized for this account")
    return _listed(world, ask, [each for each in world.part(Webinars).all if not each.gone])


def _of_organizer(world: World, ask: Ask) -> Answer:
    return _listed(world, ask, world.part(Webinars).of(ask.path["organizerKey"]))


def _running(world: World, ask: Ask) -> Answer:
    """Answer with a bare array; here every key is a number."""
    since, until = (moment(ask.query[name]) if name in ask.query else None for name in ("fromTime", "toTime"))
    return [
        {
            "numberOfRegistrants": world.part(Guests).count(each),
            "times": _coming(world, each),
            "description": each.description,
            "subject": each.subject,
            "inSession": True,
            "organizerKey": int(each.organizer),
            "webinarKey": int(each.key),
            "webinarID": each.number,
            "timeZone": each.time_zone,
            "registrationUrl": _registration(each),
            "experienceType": each.experience,
            "coorganizers": [{"email": "colleague@example.test", "organizerKey": int(world.colleague_key)}],
            "organizerEmail": "user@example.test",
            "organizerName": "Jane Doe",
            "impromptu": False,
            "isOndemand": each.on_demand,
        }
        for each in world.part(Webinars).of(ask.path["organizerKey"])
        if each.running and (since is None or since <= each.start) and (until is None or each.start <= until)
    ]


def _one(world: World, ask: Ask) -> Answer:
    """Answer with one webinar: some keys are numbers, the recurrence has two names, the approval none."""
    webinar = world.part(Webinars).get(ask.path)
    return {
        "webinarKey": int(webinar.key),
        "webinarID": webinar.number,
        "subject": webinar.subject,
        "description": webinar.description,
        "organizerKey": int(webinar.organizer),
        "organizerEmail": "user@example.test",
        "organizerName": "Jane Doe",
        "times": _coming(world, webinar),
        "registrationUrl": _registration(webinar),
        "inSession": webinar.running,
        "impromptu": False,
        "type": webinar.recurrence,
        "timeZone": webinar.time_zone,
        "numberOfRegistrants": world.part(Guests).count(webinar),
        "registrationLimit": 1000,
        "locale": webinar.locale,
        "accountKey": world.account_key,
        "recurrencePeriod": webinar.recurrence,
        "experienceType": webinar.experience,
        "isPasswordProtected": webinar.password,
    }


def _times(world: World, ask: Ask) -> Answer:
    return [_range(start, end) for start, end in world.part(Webinars).get(ask.path).times]


def _start_url(world: World, ask: Ask) -> Answer:
    key = world.part(Webinars).get(ask.path).key
    return {"startUrl": f"https://launch.example.test/start/{key}?token=hush-{key}"}


# --- what changes them ----------------------------------------------------------------------------------------


def _told(ask: Ask) -> Mapping[str, Any]:
    body: dict[str, Any] = ask.body
    if not body:
        raise Refusal(400, 0, "The body is missing")
    if not 1 <= len(str(body.get("subject", "x"))) <= _TITLE or len(str(body.get("description", ""))) > _DESCRIPTION:
        raise Refusal(400, 0, "subject or description has a length that is not allowed")
    if body.get("locale", _LOCALES[0]) not in _LOCALES:
        raise Refusal(400, 0, "locale is not known")
    return body


def _read_times(world: World, rows: Any) -> list[tuple[datetime, datetime]]:
    times = [(moment(each.get("startTime")), moment(each.get("endTime"))) for each in rows or ()]
    if not times or any(end <= start or start < world.now() for start, end in times):
        raise Refusal(400, 0, "times are not valid")
    return times


def _repeated(world: World, body: Mapping[str, Any]) -> list[tuple[datetime, datetime]]:
    """Return the times of a sequence. ``times`` is required by the schema, and only prose says that it is replaced."""
    _read_times(world, body.get("times"))
    [(start, end)] = _read_times(world, [body.get("recurrenceStart") or {}])
    try:
        last, step = date.fromisoformat(str(body.get("recurrenceEnd"))), _STEPS[str(body.get("recurrencePattern"))]
    except (KeyError, ValueError):
        raise Refusal(400, 0, "recurrencePattern and recurrenceEnd are required") from None
    count = (last - start.date()) // step + 1
    if count not in range(1, _MOST_TIMES + 1):
        raise Refusal(400, 0, "recurrenceEnd is not valid")
    try:
        return [(start + number * step, end + number * step) for number in range(count)]
    except OverflowError:
        raise Refusal(400, 0, "recurrenceEnd is not valid") from None


def _emails(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a webinar's e-mail settings: what a request leaves out is switched on."""
    told: Mapping[str, Any] = body.get("emailSettings", {})
    return {name: {"enabled": True, **told.get(name, {})} for name in _EVERY_EMAIL}


def _schedule(world: World, organizer: str, body: Mapping[str, Any], like: Webinar | None) -> list[Webinar]:
    """Schedule one webinar, or one for each time of a series."""
    kind = str(body.get("type", "single_session"))
    repeated = kind == "sequence" and like is None
    times = _repeated(world, body) if repeated else _read_times(world, body.get("times"))
    if (kind == "series") != (len(times) > 1) and kind != "sequence":
        raise Refusal(400, 0, "times do not fit the type")
    made: list[Webinar] = []
    for each in [[one] for one in times] if kind == "series" else [times]:
        webinars = world.part(Webinars)
        key = world.digits("webinar", "scheduled", len(webinars.all))
        webinar = webinars.add(key, organizer, str(body.get("subject") or (like.subject if like else "")), each)
        webinar.fresh, webinar.recurrence = True, kind
        webinar.series = world.digits("series", made[0].key if made else key) if kind == "series" else ""
        webinar.description = str(body.get("description") or (like.description if like else ""))
        webinar.time_zone, webinar.locale = body.get("timeZone", _HOME), body.get("locale", _LOCALES[0])
        webinar.experience = str(body.get("experienceType", like.experience if like else "CLASSIC"))
        webinar.password, webinar.on_demand = bool(body.get("isPasswordProtected")), bool(body.get("isOndemand"))
        webinar.email_settings = _emails(body)
        made.append(webinar)
    return made


def _add(world: World, ask: Ask) -> Answer:
    body, organizer = _told(ask), ask.path["organizerKey"]
    world.part(Webinars).of(organizer)
    if not body.get("subject"):
        raise Refusal(400, 0, "subject is required")
    first = _schedule(world, organizer, body, None)[0]
    return Made(201, {"webinarKey": first.key} | ({"recurrenceKey": first.series} if first.series else {}))


def _copy(world: World, ask: Ask) -> Answer:
    source = world.part(Webinars).get(ask.path)
    return Made(201, {"webinarKey": _schedule(world, source.organizer, _told(ask), source)[0].key})


def _siblings(world: World, webinar: Webinar) -> list[Webinar]:
    return [each for each in world.part(Webinars).all if each.series == webinar.series and not each.gone]


def _update(world: World, ask: Ask) -> Answer:
    """Replace a webinar: what a request leaves out goes back to what it is by default."""
    webinar, body = world.part(Webinars).get(ask.path), _told(ask)
    if webinar.running or webinar.end < world.now():
        raise Refusal(400, 0, "The webinar is in progress or ended")
    times = _read_times(world, body.get("times"))
    concerned = _siblings(world, webinar) if webinar.series else [webinar]
    if webinar.series and len(times) != len(concerned):
        raise Refusal(400, 0, "The full definition of the series is required")
    for place, each in enumerate(concerned):
        each.times = [times[place]] if webinar.series else times
        each.subject, each.description = str(body.get("subject", "")), str(body.get("description", ""))
        each.time_zone, each.locale = body.get("timeZone", _HOME), body.get("locale", _LOCALES[0])
        each.email_settings = _emails(body)
        world.part(Outbox).tell(ask, "notifyParticipants", each)
    return Made(202)


def _delete(world: World, ask: Ask) -> Answer:
    """Cancel a webinar; unless told otherwise, all of its series with it."""
    webinar = world.part(Webinars).get(ask.path)
    everything = flag(ask, "deleteAll", usual=True) and webinar.series
    concerned = _siblings(world, webinar) if everything else [webinar]
    if any(each.running for each in concerned):
        raise Refusal(409, 0, "Webinar is in session")
    for each in concerned:
        each.gone = True
        world.part(Outbox).tell(ask, "sendCancellationEmails", each)
    return Made(204)


_SCOPES: Final = ("collab:",)

ROUTES: Final = (
    Route(f"{G2W}/accounts/{{accountKey}}/webinars", "G2W", _SCOPES, _of_account),
    Route(f"{ORGANIZER}/webinars", "G2W", _SCOPES, _of_organizer),
    Route(f"{ORGANIZER}/webinars", "G2W", _SCOPES, _add, "POST", _BODY),
    Route(f"{ORGANIZER}/insessionWebinars", "G2W", _SCOPES, _running),
    Route(WEBINAR, "G2W", _SCOPES, _one),
    Route(WEBINAR, "G2W", _SCOPES, _update, "PUT", _BODY),
    Route(WEBINAR, "G2W", _SCOPES, _delete, "DELETE"),
    Route(f"{WEBINAR}/meetingtimes", "G2W", _SCOPES, _times),
    Route(f"{G2W}/webinars/{{webinarKey}}/startUrl", "G2W", _SCOPES, _start_url),
    Route(f"{G2W}/webinars/{{webinarKey}}/copy", "G2W", _SCOPES, _copy, "PUT", _BODY),
)
