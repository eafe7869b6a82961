"""Recordings, their sharing, and who views them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from provider_bridge import NewRegistrant, Strength
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.recordings_state import Recordings, Run
from tours import Arguments

UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def period() -> dict[str, Any]:
    """Return a period into which most of the simulated recordings fall."""
    now = datetime.now(UTC)
    return {"since": now - timedelta(days=60), "until": now}


def run_of(sandbox: Sandbox, number: int = 0) -> Run:
    return sandbox.world.part(Recordings).runs[number]


def recording(sandbox: Sandbox, number: int = 0) -> dict[str, Any]:
    return {"recording": run_of(sandbox, number).uuid}


def event(sandbox: Sandbox) -> dict[str, Any]:
    return {"event": f"meeting:{run_of(sandbox).number}"}


def viewer(sandbox: Sandbox) -> dict[str, Any]:
    return event(sandbox) | {"registrants": [sandbox.world.key("viewer", "nobody")]}


ARGUMENTS: Arguments = {
    "recordings.list": lambda _: period(),
    "recordings.get": recording,
    "recordings.delete": lambda sandbox: recording(sandbox, 3) | {"strength": Strength.ERASE},
    "recordings.restore": recording,
    "recordings.sharing.read": recording,
    "recordings.sharing.update": lambda sandbox: recording(sandbox) | {"viewers_may_download": False},
    "recordings.registrants.list": event,
    "recordings.registrants.add": lambda sandbox: (
        event(sandbox) | {"person": NewRegistrant("vera@example.test", "Vera")}
    ),
    "recordings.registrants.approve": viewer,
    "recordings.registrants.deny": viewer,
    "recordings.registrants.questions.list": recording,
    "recordings.views.list": recording,
    "recordings.views.counts": lambda sandbox: recording(sandbox) | period(),
}


def tour(account: Any, sandbox: Sandbox) -> None:
    """Call everything once."""
    recordings = account.recordings
    list(recordings.list(**period()))
    list(recordings.list(**period(), trashed=True, host=run_of(sandbox).host.id))
    first, other = run_of(sandbox), run_of(sandbox, 2)
    file = first.files[0].id
    recordings.get(first.uuid)
    recordings.delete(first.uuid, Strength.TRASH, file=file)
    recordings.restore(first.uuid, file=file)
    recordings.delete(other.uuid, Strength.TRASH)
    recordings.restore(other.uuid)
    recordings.delete(other.uuid, Strength.ERASE)
    recordings.sharing.read(first.uuid)
    recordings.sharing.update(first.uuid, audience="nobody")
    number = f"meeting:{first.number}"
    people = list(recordings.registrants.list(number))
    recordings.registrants.add(number, NewRegistrant("vera@example.test", "Vera", "Kowalski"))
    recordings.registrants.approve(number, [people[-1].id])
    recordings.registrants.deny(number, [people[0].id])
    recordings.registrants.questions.list(first.uuid)
    list(recordings.views.list(first.uuid))
    recordings.views.counts(first.uuid, **period())
