"""The simulated GoToMeeting's organizers and groups: one who hosts, a colleague, and somebody who was suspended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2M
from provider_bridge.sandbox.routing import Answer, Ask, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Organizer", "Organizers"]


@dataclass(slots=True)
class Organizer:
    """Somebody who can host, or could."""

    key: str
    first_name: str
    last_name: str
    group: str
    status: str = "active"

    @property
    def email(self) -> str:
        return f"{self.first_name}.{self.last_name}@example.test"


class Organizers:
    """Everybody in the account. ``admin`` is whether the token's owner has the admin role; tests may take it away."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.admin = True
        self.root, self.team = world.digits("group", "root"), world.digits("group", "team")
        self.names = {self.root: "Example Inc", self.team: "Sales"}
        former = world.digits("organizer", "former")
        self.all = [
            Organizer(world.organizer_key, "Jane", "Doe", self.root),
            Organizer(world.colleague_key, "John", "Roe", self.team),
            Organizer(former, "Jo", "Poe", self.team, "suspended"),
        ]

    def check_admin(self) -> None:
        """Refuse whoever has no admin role."""
        if not self.admin:
            raise Refusal(403, 0, "The caller is not an administrator")

    def check(self, key: str) -> str:
        """Return the key of somebody in the account; administrators may see everybody, others themselves."""
        if not self.admin and key != self._world.organizer_key:
            raise Refusal(403, 0, "The caller is not authorized for this organizer")
        return self.find(key).key

    def find(self, key: str) -> Organizer:
        """Return an organizer by key."""
        for each in self.all:
            if each.key == key:
                return each
        raise Refusal(404, 0, "Organizer with specified key does not exist")

    def named(self, group: str) -> str:
        """Return a group's name."""
        if group not in self.names:
            raise Refusal(400, 0, "Group with specified key does not exist")
        return self.names[group]

    def of_group(self, group: str) -> list[Organizer]:
        """Return a group's organizers; groups inside of it are not looked into."""
        self.check_admin()
        self.named(group)
        return [each for each in self.all if each.group == group]

    def row(self, organizer: Organizer) -> dict[str, Any]:
        return {
            "organizerKey": int(organizer.key),
            "firstName": organizer.first_name,
            "lastName": organizer.last_name,
            "email": organizer.email,
            "groupId": int(organizer.group),
            "groupName": self.names[organizer.group],
            "status": organizer.status,
            "products": ["G2M", "G2W"],
            "maxNumAttendeesAllowed": 150,
        }


def _organizers(world: World, ask: Ask) -> Answer:
    organizers = world.part(Organizers)
    organizers.check_admin()
    wanted = ask.query.get("email")
    found = [each for each in organizers.all if wanted is None or each.email.casefold() == wanted.casefold()]
    if not found:
        raise Refusal(404, 0, "Organizer with specified email does not exist")
    return list(map(organizers.row, found))


def _organizer(world: World, ask: Ask) -> Answer:
    organizers = world.part(Organizers)
    return [organizers.row(organizers.find(organizers.check(ask.path["organizerKey"])))]


def _of_group(world: World, ask: Ask) -> Answer:
    organizers = world.part(Organizers)
    return list(map(organizers.row, organizers.of_group(ask.path["groupKey"])))


def _groups(world: World, _: Ask) -> Answer:
    organizers = world.part(Organizers)
    organizers.check_admin()
    return [
        {
            "groupkey": int(key),
            "groupName": name,
            "parentKey": int(organizers.root),
            "status": "active",
            "numOrganizers": len(organizers.of_group(key)),
        }
        for key, name in organizers.names.items()
    ]


ROUTES: Final = (
    Route(f"{G2M}/organizers", "G2M", ("identity:",), _organizers),
    Route(f"{G2M}/organizers/{{organizerKey}}", "G2M", ("identity:",), _organizer),
    Route(f"{G2M}/groups/{{groupKey}}/organizers", "G2M", ("identity:",), _of_group),
    Route(f"{G2M}/groups", "G2M", ("identity:",), _groups),
)
