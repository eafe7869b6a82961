"""GoToMeeting's organizers and groups: endpoints and rows. The vendor calls all of these deprecated."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, TypeAdapter

from provider_bridge.core.calls import ARRAY, Echo, Endpoint
from provider_bridge.core.decode import Key, MaybeInt, MaybeKey, OpenText, WireModel
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.gotomeeting.wire.events import as_many

__all__ = [
    "ENDPOINTS",
    "GROUPS",
    "GROUP_ROWS",
    "ORGANIZER",
    "ORGANIZERS",
    "ORGANIZERS_OF_GROUP",
    "ORGANIZER_KEYS",
    "ORGANIZER_ROWS",
    "GroupRow",
    "OrganizerKeyRow",
    "OrganizerRow",
]

_DOCS: Final = "https://developer.goto.com/GoToMeetingV1#operation/"
_ADMIN: Final = ("identity:",)

ORGANIZERS = Endpoint("GET", "/organizers", GOTO, _ADMIN, _DOCS + "getOrganizersAllOrByEmail", ARRAY)
ORGANIZER = Endpoint(
    "GET",
    "/organizers/{organizerKey}",
    GOTO,
    _ADMIN,
    _DOCS + "getOrganizer",
    ARRAY,
    echoes=(Echo("organizerKey", "[].organizerKey", "organizer"),),
)
ORGANIZERS_OF_GROUP = Endpoint(
    "GET", "/groups/{groupKey}/organizers", GOTO, _ADMIN, _DOCS + "getOrganizersByGroup", ARRAY
)
GROUPS = Endpoint("GET", "/groups", GOTO, _ADMIN, _DOCS + "getGroups", ARRAY)

ENDPOINTS: Final = (ORGANIZERS, ORGANIZER, ORGANIZERS_OF_GROUP, GROUPS)


class OrganizerKeyRow(WireModel):
    """An organizer, as far as asking for what is theirs needs to know them."""

    key: Key = Field(alias="organizerKey", min_length=1)


class OrganizerRow(OrganizerKeyRow):
    """An organizer, as the directory shows them."""

    status: OpenText = None
    group: MaybeKey = Field(default=None, alias="groupId")
    email: OpenText = None
    first_name: OpenText = Field(default=None, alias="firstName")
    last_name: OpenText = Field(default=None, alias="lastName")


class GroupRow(WireModel):
    """A group; its key is written in lower case here, and nowhere else."""

    key: Key = Field(alias="groupkey", min_length=1)
    name: OpenText = Field(default=None, alias="groupName")
    members: MaybeInt = Field(default=None, alias="numOrganizers")


ORGANIZER_KEYS: Final = TypeAdapter(tuple[OrganizerKeyRow, ...])
ORGANIZER_ROWS: Final = TypeAdapter(Annotated[tuple[OrganizerRow, ...], BeforeValidator(as_many)])
GROUP_ROWS: Final = TypeAdapter(tuple[GroupRow, ...])
