"""Panelists and co-organizers of the simulated webinars, and the e-mails that inviting them sends.

Every webinar that was not scheduled by a caller has two panelists and two co-organizers: a colleague with an account,
and somebody without one, who is external.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import WEBINAR, flag
from provider_bridge.sandbox.goto.webinars import Webinar, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Helper", "Helpers"]


@dataclass(frozen=True, slots=True)
class Helper:
    """A panelist, or a co-organizer, of whom those without an account are external."""

    key: str
    name: tuple[str, str]
    email: str
    external: bool = True

    @property
    def link(self) -> str:
        return f"https://global.gotowebinar.com/join/{self.key}/{int(self.key) % 10**9}"


@dataclass(slots=True)
class _Of:
    """Those of one webinar."""

    panelists: list[Helper] = field(default_factory=list[Helper])
    co_organizers: list[Helper] = field(default_factory=list[Helper])


class Helpers:
    """Those of every webinar; ``mails`` has the address of every invitation that was sent."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._of: dict[str, _Of] = {}
        self.mails: list[str] = []

    def of(self, webinar: Webinar) -> _Of:
        """Return a webinar's, made when they are first asked for."""
        if webinar.key not in self._of:
            made = [] if webinar.fresh else [self.somebody(webinar, number) for number in range(3)]
            colleagues = [self.colleague()] if made and webinar.organizer != self._world.colleague_key else []
            self._of[webinar.key] = _Of(made[:2], colleagues + made[2:])
        return self._of[webinar.key]

    def somebody(self, webinar: Webinar, number: int) -> Helper:
        name = self._world.name("helper", webinar.key, number)
        key = self._world.digits("helper", webinar.key, number)
        return Helper(key, name, f"Helper.{number}@guests.example.test")

    def colleague(self) -> Helper:
        return Helper(self._world.colleague_key, ("Max", "Roe"), "max.roe@example.test", external=False)

    def new_key(self, webinar: Webinar) -> str:
        return self._world.digits("helper", webinar.key, "new", len(self.mails))


def _entries(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return whom a body invites."""
    if not entries:
        raise Refusal(400, 0, "a list of people is required")
    return entries


def _required(entry: dict[str, Any], *names: str) -> list[str]:
    values = [str(entry.get(name) or "") for name in names]
    if not all(values):
        raise Refusal(400, 0, f"{' and '.join(names)} are required")
    return values


def _find(helpers: list[Helper], key: str, *, external: bool = True) -> Helper:
    for each in helpers:
        if each.key == key and each.external == external:
            return each
    raise Refusal(404, 0, "Person with specified key does not exist")


# --- panelists ---------------------------------------------------------------------------------------------


def _panelists(world: World, ask: Ask) -> Answer:
    webinar = world.part(Webinars).get(ask.path)
    return [
        {
            "panelistId": int(each.key),
            "name": " ".join(each.name).strip(),
            "firstName": each.name[0],
            "lastName": each.name[1],
            "email": each.email,
            "joinLink": each.link,
        }
        for each in world.part(Helpers).of(webinar).panelists
    ]


def _add_panelists(world: World, ask: Ask) -> Answer:
    webinar, helpers = world.part(Webinars).get(ask.path), world.part(Helpers)
    people = [_required(entry, "name", "email") for entry in _entries(ask.body)]
    made: list[dict[str, Any]] = []
    for name, email in people:
        added = Helper(helpers.new_key(webinar), (name, ""), email)
        helpers.of(webinar).panelists.append(added)
        helpers.mails.append(email)
        made.append({"name": name, "email": email, "joinLink": added.link, "panelistKey": added.key})
    return Made(201, made)


def _panelist(world: World, ask: Ask) -> tuple[list[Helper], Helper]:
    panelists = world.part(Helpers).of(world.part(Webinars).get(ask.path)).panelists
    return panelists, _find(panelists, ask.path["panelistKey"])


# --- co-organizers -----------------------------------------------------------------------------------------


def _co_organizers(world: World, ask: Ask) -> Answer:
    webinar = world.part(Webinars).get(ask.path)
    return [_co_organizer(each) for each in world.part(Helpers).of(webinar).co_organizers]


def _co_organizer(each: Helper) -> dict[str, Any]:
    """Return one as GoTo shows them. The schema requires a surname, which the prose says external ones have not."""
    first, last = (" ".join(each.name).strip(), "") if each.external else each.name
    return {
        "memberKey": each.key,
        "external": each.external,
        "givenName": first,
        "surname": last,
        "email": each.email,
        "joinLink": each.link,
    }


def _add_co_organizers(world: World, ask: Ask) -> Answer:
    webinar, helpers = world.part(Webinars).get(ask.path), world.part(Helpers)
    made: list[Helper] = []
    for entry in _entries(ask.body):
        if entry.get("external"):
            name, email = _required(entry, "givenName", "email")
            added = Helper(helpers.new_key(webinar), (name, ""), email)
        elif _required(entry, "organizerKey") == [helpers.colleague().key]:
            added = helpers.colleague()
        else:
            raise Refusal(404, 0, "Organizer with specified key does not exist")
        there = helpers.of(webinar).co_organizers
        if added not in there:
            there.append(added)
        helpers.mails.append(added.email)
        made.append(added)
    return Made(201, [_co_organizer(each) for each in made])


def _one_co_organizer(world: World, ask: Ask) -> tuple[list[Helper], Helper]:
    """Return the one that a request names; those who are external are found only where it says so."""
    there = world.part(Helpers).of(world.part(Webinars).get(ask.path)).co_organizers
    return there, _find(there, ask.path["coorganizerKey"], external=flag(ask, "external"))


# --- both --------------------------------------------------------------------------------------------------

_Found = Callable[["World", Ask], tuple[list[Helper], Helper]]


def _delete(find: _Found) -> Callable[[World, Ask], Answer]:
    def delete(world: World, ask: Ask) -> Answer:
        there, one = find(world, ask)
        there.remove(one)
        return Made(204)

    return delete


def _resend(find: _Found) -> Callable[[World, Ask], Answer]:
    def resend(world: World, ask: Ask) -> Answer:
        world.part(Helpers).mails.append(find(world, ask)[1].email)
        return Made(204)

    return resend


_PANELISTS: Final = f"{WEBINAR}/panelists"
_PANELIST: Final = f"{_PANELISTS}/{{panelistKey}}"
_CO_ORGANIZERS: Final = f"{WEBINAR}/coorganizers"
_CO_ORGANIZER: Final = f"{_CO_ORGANIZERS}/{{coorganizerKey}}"
_INVITED: Final = [{"external": bool, "organizerKey": (str, int), "givenName": str, "email": str}]
_OPEN: Final = ("collab:",)

ROUTES: Final = (
    Route(_PANELISTS, "G2W", _OPEN, _panelists),
    Route(_PANELISTS, "G2W", _OPEN, _add_panelists, "POST", [{"name": str, "email": str}]),
    Route(_PANELIST, "G2W", _OPEN, _delete(_panelist), "DELETE"),
    Route(f"{_PANELIST}/resendInvitation", "G2W", _OPEN, _resend(_panelist), "POST"),
    Route(_CO_ORGANIZERS, "G2W", _OPEN, _co_organizers),
    Route(_CO_ORGANIZERS, "G2W", _OPEN, _add_co_organizers, "POST", _INVITED),
    Route(_CO_ORGANIZER, "G2W", _OPEN, _delete(_one_co_organizer), "DELETE"),
    Route(f"{_CO_ORGANIZER}/resendInvitation", "G2W", _OPEN, _resend(_one_co_organizer), "POST"),
)
