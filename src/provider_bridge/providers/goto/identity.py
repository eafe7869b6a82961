"""Whose account it is: the keys of the organizer and of the account, configured or found out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import AliasChoices, Field, TypeAdapter

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.decode import Key, MaybeKey, WireModel, decode
from provider_bridge.core.steps import Flow
from provider_bridge.domain.ids import HostId
from provider_bridge.errors import Forbidden, InvalidInput, ListingIncomplete, Unauthorized
from provider_bridge.providers.goto.wiring import GOTO

if TYPE_CHECKING:
    from provider_bridge.providers.goto.settings import GoToSettings

__all__ = ["ADMIN_ME", "SCIM_ME", "WHOSE", "Whose", "read_me"]

SCIM_ME = Endpoint(
    "GET",
    "/identity/v1/Users/me",
    GOTO,
    ("identity:scim.me",),
    "https://developer.goto.com/guides/Authentication/",
    "id",
    base="root",
)
ADMIN_ME = Endpoint(
    "GET",
    "/admin/rest/v1/me",
    GOTO,
    ("identity:",),
    "https://developer.goto.com/admin",
    "key",
    base="root",
)

WHOSE: Final = (SCIM_ME, ADMIN_ME)
"""What finding out whose account it is may call."""


class _Me(WireModel):
    """Whose token it is; SCIM calls the key ``id``, the Admin API ``key``. Nothing of the person is read."""

    key: Key = Field(validation_alias=AliasChoices("id", "key"), min_length=1)
    account_key: MaybeKey = Field(default=None, alias="accountKey")


_ME: Final = TypeAdapter(_Me)


def read_me() -> Flow[str]:
    """Return the user key, which is the organizer key, from SCIM, or from the Admin API where SCIM is not granted."""
    try:
        reply: Reply = yield Call(SCIM_ME)
    except (Forbidden, Unauthorized):
        reply = yield Call(ADMIN_ME)
    return decode(_ME, reply).key


class Whose:
    """Whose webinars or meetings an account is about; what is not configured is asked for once, and remembered."""

    def __init__(self, settings: GoToSettings) -> None:
        self.everybody = settings.whole_account
        """Whether listings without a host are of every organizer of the GoTo account."""
        self._configured = settings.organizer_key
        self._owner = ""
        self._account = settings.account_key

    def named(self, host: HostId | None = None) -> str:
        """Return the key of the host that is named, else the configured organizer's; ``""`` where nobody is named.

        Raises ``InvalidInput`` for a blank host, who would silently be somebody else.
        """
        if host is not None and not host.strip():
            raise InvalidInput("host is blank: name an organizer by key, or leave it out")
        return host or self._configured

    def organizer(self, host: HostId | None = None) -> Flow[str]:
        """Return the key of whoever is ``named``, else of the token's owner."""
        return self.named(host) or (yield from self.owner())

    def owner(self) -> Flow[str]:
        """Return the key of the token's owner, whom the vendor means where a path names nobody."""
        if not self._owner:
            self._owner = yield from read_me()
        return self._owner

    def somebody_else(self) -> Flow[str]:
        """Return the configured organizer's key where that is not the token's owner's, else ``""``."""
        if not self._configured:
            return ""
        owner = yield from self.owner()
        return "" if owner == self._configured else self._configured

    def account(self) -> Flow[str]:
        """Return the account's key: the configured one, else the one that the Admin API says (scope ``identity:``)."""
        if not self._account:
            reply: Reply = yield Call(ADMIN_ME)
            found = decode(_ME, reply).account_key
            if not found:
                raise ListingIncomplete(ADMIN_ME.name, "it does not say which account it is; configure account_key")
            self._account = found
        return self._account
