"""Panelists and co-organizers of a webinar: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import AliasChoices, Field, TypeAdapter

from provider_bridge.core.calls import ARRAY, Endpoint
from provider_bridge.core.decode import Key, MaybeFlag, OpenText, WireModel
from provider_bridge.providers.goto import GOTO

__all__ = [
    "ADD_CO_ORGANIZERS",
    "ADD_PANELISTS",
    "CO_ORGANIZERS",
    "CO_ORGANIZER_ROWS",
    "DELETE_CO_ORGANIZER",
    "DELETE_PANELIST",
    "ENDPOINTS",
    "PANELISTS",
    "PANELIST_ROWS",
    "RESEND_CO_ORGANIZER",
    "RESEND_PANELIST",
    "CoOrganizerRow",
    "PanelistRow",
]

_DOCS = "https://developer.goto.com/GoToWebinarV2#operation/"
_WEBINAR = "/organizers/{organizerKey}/webinars/{webinarKey}"
_ONE_PANELIST = "/panelists/{panelistKey}"
_ONE_CO_ORGANIZER = "/coorganizers/{coorganizerKey}"


def _endpoint(method: str, path: str, operation: str, expects: str = "") -> Endpoint:
    return Endpoint(method, _WEBINAR + path, GOTO, ("collab:",), _DOCS + operation, expects)


PANELISTS = _endpoint("GET", "/panelists", "getPanelists", ARRAY)
ADD_PANELISTS = _endpoint("POST", "/panelists", "createPanelists", ARRAY)
DELETE_PANELIST = _endpoint("DELETE", _ONE_PANELIST, "deleteWebinarPanelist")
RESEND_PANELIST = _endpoint("POST", f"{_ONE_PANELIST}/resendInvitation", "resendPanelistInvitation")
CO_ORGANIZERS = _endpoint("GET", "/coorganizers", "getCoorganizers", ARRAY)
ADD_CO_ORGANIZERS = _endpoint("POST", "/coorganizers", "createCoorganizers", ARRAY)
DELETE_CO_ORGANIZER = _endpoint("DELETE", _ONE_CO_ORGANIZER, "deleteCoorganizer")
RESEND_CO_ORGANIZER = _endpoint("POST", f"{_ONE_CO_ORGANIZER}/resendInvitation", "resendCoorganizerInvitation")

ENDPOINTS: Final = (
    PANELISTS,
    ADD_PANELISTS,
    DELETE_PANELIST,
    RESEND_PANELIST,
    CO_ORGANIZERS,
    ADD_CO_ORGANIZERS,
    DELETE_CO_ORGANIZER,
    RESEND_CO_ORGANIZER,
)


class PanelistRow(WireModel):
    """A panelist; the list calls the key ``panelistId``, and the answer to an invitation ``panelistKey``."""

    key: Key = Field(validation_alias=AliasChoices("panelistKey", "panelistId"), min_length=1)
    name: OpenText = None
    email: OpenText = None
    join_link: OpenText = Field(default=None, alias="joinLink")


class CoOrganizerRow(WireModel):
    """A co-organizer. One without an account at GoTo is external, and the whole name is in ``givenName``."""

    key: Key = Field(alias="memberKey", min_length=1)
    external: MaybeFlag = None
    given_name: OpenText = Field(default=None, alias="givenName")
    surname: OpenText = None
    email: OpenText = None
    join_link: OpenText = Field(default=None, alias="joinLink")


PANELIST_ROWS: Final = TypeAdapter(tuple[PanelistRow, ...])
CO_ORGANIZER_ROWS: Final = TypeAdapter(tuple[CoOrganizerRow, ...])
