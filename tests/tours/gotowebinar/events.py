"""What is scheduled: listed, scheduled, changed, copied and deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provider_bridge import AudioChange, Event, EventChange, EventEmails, NewEvent, OwnAudio, TimeSpan
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Webinars
from tours import Arguments


def _coming(sandbox: Sandbox) -> dict[str, Any]:
    webinar = next(each for each in sandbox.world.part(Webinars).all if "coming 0" in each.subject)
    return {"event": f"{webinar.organizer}/{webinar.key}"}


def _of_a_colleague(sandbox: Sandbox) -> dict[str, Any]:
    """Return a webinar that nothing else looks at, so that it can be deleted."""
    webinar = next(each for each in sandbox.world.part(Webinars).all if "elsewhere" in each.subject)
    return {"event": f"{webinar.organizer}/{webinar.key}"}


def _new(sandbox: Sandbox, **more: Any) -> NewEvent:
    start = sandbox.world.now().replace(microsecond=0) + timedelta(days=30)
    return NewEvent(start, start + timedelta(hours=1), "How to toast", **more)


ARGUMENTS: Arguments = {
    "events.get": _coming,
    "events.times": _coming,
    "events.audio": _coming,
    "events.start_url": _coming,
    "events.add": lambda sandbox: {"new": _new(sandbox)},
    "events.copy": lambda sandbox: _coming(sandbox) | {"new": _new(sandbox)},
    "events.update": lambda sandbox: (
        _coming(sandbox) | {"change": EventChange(description="With butter"), "notify": False, "emails": None}
    ),
    "events.update_audio": lambda sandbox: (
        _coming(sandbox) | {"change": AudioChange("telephone", ("DE",)), "notify": False}
    ),
    "events.delete": lambda sandbox: _of_a_colleague(sandbox) | {"whole_series": False, "notify": False},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS = {
    # the document requires both of a webinar in a list, and describes neither
    "_embedded.webinars[].webinarId",
    "_embedded.webinars[].status",
}


def tour(account: Any, sandbox: Sandbox) -> None:
    """List everything, and let a webinar live its life; no other tour's webinar is touched."""
    events: list[Event] = list(account.events.list())
    _of_everybody(account, sandbox)
    account.events.in_session()
    event = account.events.add(
        _new(sandbox, description="With butter", time_zone="Europe/Berlin"),
        emails=EventEmails(confirmation=True, attendee_follow_up=False, certificate=False),
        locale="de_DE",
        password_protected=True,
        format="broadcast",
    ).id
    for each in (*events[:3], account.events.get(event)):
        account.events.get(each.id)
        account.events.times(each.id)
        account.events.start_url(each.id)
        account.events.audio(each.id)
    account.events.update(event, EventChange(title="How to toast well"), notify=True, emails=EventEmails(reminder=True))
    account.events.update_audio(event, AudioChange("both", ("DE",), ("US",)), notify=True)
    account.events.update_audio(event, AudioChange("own", own=OwnAudio("+49 30 1234", "1", "2")), notify=False)
    start = _new(sandbox).start
    later = TimeSpan(start + timedelta(days=7), start + timedelta(days=7, hours=1))
    copies = [
        account.events.copy(event, _new(sandbox), series=[later], emails=EventEmails(confirmation=False)).id,
        account.events.copy(event, _new(sandbox), sequence=[later], locale="fr_FR", on_demand=True).id,
        account.events.add(_new(sandbox), series=[later]).id,
    ]
    for each in (event, *copies):
        account.events.delete(each, whole_series=True, notify=True)


def _of_everybody(account: Any, sandbox: Sandbox) -> None:
    """List the webinars of the whole account, as its configuration would make it."""
    whose = account.whose
    whose.everybody = True
    list(account.events.list(until=sandbox.world.now()))
    whose.everybody = False
