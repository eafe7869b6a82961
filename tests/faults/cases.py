"""Every operation of the simulated accounts, with arguments with which it finds or changes something."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from found import operations
from support import sandbox_opened, unlimited
from tours import ACCOUNTS, ARGUMENTS
from tours.gotowebinar.staff import ADA, coming, event_of
from tours.zoom.participants import newest
from tours.zoom.recordings import period, run_of
from tours.zoom.registrants import event, first

from provider_bridge import Strength
from provider_bridge.bridge import Bridge
from provider_bridge.errors import UnsupportedCapability
from provider_bridge.policy import verify
from provider_bridge.sandbox import Sandbox

__all__ = ["Case", "by_name", "cases", "fresh"]

Prepare = Callable[[Sandbox, dict[str, Any]], dict[str, Any]]

USERS: Final = 9


def fresh(scenario: str = "compliant") -> Sandbox:
    """Return a simulator like all others of its scenario: the same people, and the clock stands still."""
    sandbox = unlimited(scenario=scenario, users=USERS)
    sandbox.world.time = _now
    return sandbox


@functools.cache
def _now() -> float:
    """Return the time at which all of them stand still, not so near midnight that a wrong clock has another day."""
    now = int(time.time())
    return float(now if 1200 < now % 86_400 < 85_200 else now - 2400)


@dataclass(frozen=True)
class Case:
    """One way to call one operation."""

    provider: str
    operation: str
    variant: str = ""
    arguments: Callable[[Sandbox], dict[str, Any]] | None = None
    prepare: Prepare | None = None
    scenario: str = "compliant"
    whole: bool = False

    @property
    def name(self) -> str:
        return f"{self.provider}.{self.operation}" + (f" ({self.variant})" if self.variant else "")

    def made(self, sandbox: Sandbox) -> dict[str, Any]:
        """Return the arguments, after what they need was done at the vendor by an account of its own."""
        if self.prepare is not None:
            with sandbox_opened("sync", sandbox) as accounts:
                return self.prepare(sandbox, accounts)
        if self.arguments is not None:
            return self.arguments(sandbox)
        given = ARGUMENTS.get(self.provider, {})
        return given[self.operation](sandbox) if self.operation in given else {}

    def call(self, accounts: dict[str, Any], made: dict[str, Any]) -> Any:
        """Call it, and return what comes, to the end."""
        if self.operation == "verify":
            return verify(Bridge(accounts))
        run: Any = accounts[ACCOUNTS[self.provider]]
        for part in self.operation.split("."):
            run = getattr(run, part)
        found = run(**made)
        return list(found) if hasattr(found, "__next__") else found


# --- arguments that need something done before --------------------------------------------------------------


def _somebody(sandbox: Sandbox, _: dict[str, Any]) -> dict[str, Any]:
    return {"event_id": event(sandbox), "registrant_id": first(sandbox, event(sandbox)).id}


def _export(sandbox: Sandbox, accounts: dict[str, Any]) -> Any:
    requests = accounts["sandbox-zoom"].data_requests
    export, *_ = requests.add_export(**ARGUMENTS["zoom"]["data_requests.add_export"](sandbox))
    sandbox.world.offset += 12 * 60
    return export


def _listed_export(sandbox: Sandbox, accounts: dict[str, Any]) -> dict[str, Any]:
    _export(sandbox, accounts)
    return {}


def _exported_file(sandbox: Sandbox, accounts: dict[str, Any]) -> dict[str, Any]:
    export = _export(sandbox, accounts)
    return {"file": accounts["sandbox-zoom"].data_requests.get(export.id)[0].id}


def _erasure(sandbox: Sandbox, accounts: dict[str, Any]) -> dict[str, Any]:
    made = ARGUMENTS["zoom"]["data_requests.add_erasure"](sandbox)
    return {"request": accounts["sandbox-zoom"].data_requests.add_erasure(**made)[0].id}


def _trashed(sandbox: Sandbox, accounts: dict[str, Any]) -> dict[str, Any]:
    accounts["sandbox-zoom"].recordings.delete(run_of(sandbox).uuid, Strength.TRASH)
    return {"recording": run_of(sandbox).uuid}


def _viewer(sandbox: Sandbox, accounts: dict[str, Any]) -> dict[str, Any]:
    number = f"meeting:{run_of(sandbox).number}"
    people = list(accounts["sandbox-zoom"].recordings.registrants.list(number))
    return {"event": number, "registrants": [people[0].id]}


def _panelist(sandbox: Sandbox, accounts: dict[str, Any]) -> dict[str, Any]:
    where = event_of(coming(sandbox))
    return {"event_id": where, "staff": accounts["sandbox-webinar"].staff.add(where, ADA)}


PREPARED: Final[dict[tuple[str, str], Prepare]] = {
    ("zoom", "registrants.get"): _somebody,
    ("zoom", "registrants.delete"): _somebody,
    ("zoom", "data_requests.get"): lambda box, accounts: {"request": _export(box, accounts).id},
    ("zoom", "data_requests.list"): _listed_export,
    ("zoom", "data_requests.file_url"): _exported_file,
    ("zoom", "data_requests.cancel"): _erasure,
    ("zoom", "recordings.restore"): _trashed,
    ("zoom", "recordings.registrants.approve"): _viewer,
    ("zoom", "recordings.registrants.deny"): _viewer,
    ("gotowebinar", "staff.delete"): _panelist,
    ("gotowebinar", "staff.resend_invitation"): _panelist,
}


def _of_host(sandbox: Sandbox) -> dict[str, Any]:
    return {"host": sandbox.world.people["active"][0].id}


def _extra() -> list[Case]:
    """Return other ways to call an operation, which ask something else."""
    found = [
        Case("zoom", "events.list", "of a host", _of_host),
        Case("zoom", "recordings.list", "of a host", lambda box: period() | _of_host(box)),
        Case("zoom", "recordings.delete", "to the trash", lambda box: _run(box) | {"strength": Strength.TRASH}),
        Case("zoom", "sessions.list", "of an event", lambda box: {"event": f"meeting:{box.world.sessions[0].number}"}),
        Case("zoom", "participants.list", "webinar", lambda box: newest(box, "Webinar")),
        Case("zoom", "participants.list", "past", lambda box: newest(box) | {"source": "past"}),
        Case("zoom", "questions.list", "past", lambda box: newest(box) | {"source": "past"}),
        Case("all", "verify"),
    ]
    for scenario in ("violating", "legacy", "forbidden"):
        found += [Case("zoom", "attention.read", scenario, scenario=scenario)]
        found += [Case("all", "verify", scenario, scenario=scenario)]
    for provider, names in {"gotowebinar": ("attention.read", "events.list"), "gotomeeting": ("events.list",)}.items():
        found += [Case(provider, name, "whole account", whole=True) for name in names]
    return found


def _run(sandbox: Sandbox) -> dict[str, Any]:
    return {"recording": run_of(sandbox, 3).uuid}


@functools.cache
def cases() -> tuple[Case, ...]:
    """Return every case; operations that a provider does not offer send nothing, and are left out."""
    found: list[Case] = []
    for provider, account in ACCOUNTS.items():
        with sandbox_opened("sync", fresh()) as accounts:
            names = [name for name, _ in operations(accounts[account])]
        for name in names:
            case = Case(provider, name, prepare=PREPARED.get((provider, name)))
            if _is_offered(case):
                found.append(case)
    return tuple(found + _extra())


def _is_offered(case: Case) -> bool:
    sandbox = fresh()
    with sandbox_opened("sync", sandbox) as accounts:
        try:
            case.call(accounts, case.made(sandbox))
        except UnsupportedCapability:
            return False
    return True


def by_name(name: str) -> Case:
    """Return a case by its name."""
    return next(case for case in cases() if case.name == name)
