"""A provider as small as one can be: a login, events, registrants, attention. docs/adding-a-provider.md quotes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar, Final

from pydantic import Field, TypeAdapter

from provider_bridge.core.account import BaseAccount
from provider_bridge.core.auth.token_manager import TokenManager
from provider_bridge.core.calls import Call, Endpoint, RawReply, Reply
from provider_bridge.core.capability import Unsupported
from provider_bridge.core.confirm.deletion import STILL_THERE, Looked, delete_and_look
from provider_bridge.core.decode import Key, OpenText, UtcTime, WireModel, decode
from provider_bridge.core.dialect import Dialect, error_fields
from provider_bridge.core.exchange import Exchange, read_only_guard
from provider_bridge.core.facet import Async, F, Sync, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import Page, by_number
from provider_bridge.core.listing.periods import filter_items, period
from provider_bridge.core.provider import ProviderSpec, RateLimitScope, Wiring
from provider_bridge.core.rate_limit.limits import Rate
from provider_bridge.core.settings import AccountSettings
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.core.tokens import Token, fingerprint
from provider_bridge.core.urls import check_url
from provider_bridge.domain.attention import Attention, SwitchedOff, SwitchedOn
from provider_bridge.domain.events import Event, HostProblem
from provider_bridge.domain.ids import EventId, HostId, RegistrantId
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.domain.people import Identity, NewRegistrant, Registered, Registrant
from provider_bridge.domain.settings import Level, SettingReading
from provider_bridge.errors import (
    ApiError,
    BadRequest,
    InvalidInput,
    NotFound,
    ProviderBridgeError,
    ProviderBroken,
    Unauthorized,
)
from provider_bridge.facets import FACETS
from provider_bridge.facets.attention import AttentionApi
from provider_bridge.facets.events import EventsApi
from provider_bridge.facets.registrants import RegistrantsApi
from provider_bridge.providers.shared.scopes import Scopes

__all__ = ["PROVIDER"]

NAME: Final = "tiny"
DOCS: Final = "https://developer.tiny.example/"

# --- what its configuration says, and how its calls travel -------------------------------------------------


class TinySettings(AccountSettings):
    """The common keys are enough: a client's id and its secret."""


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """The client logs in by itself: it may ask again whenever it likes."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)

    @property
    def credential(self) -> str:
        return fingerprint(NAME, self.token_url, self.client_id, self.client_secret)

    @property
    def replayable(self) -> bool:
        return True

    def parameters(self, stored: Token | None) -> dict[str, str]:
        return {"grant_type": "client_credentials"}


def refuse(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    """Return the error that an answer means. The vendor's own sentences could name people, so none is passed on."""
    code = str(error_fields(reply.body).get("error", ""))
    kind: type[ApiError] = {401: Unauthorized, 404: NotFound}.get(reply.status, BadRequest)
    error = (ProviderBroken if reply.status >= 500 else kind)(operation, reply.status, "it is refused", code=code)
    if isinstance(error, NotFound):
        error.missing = code.removeprefix("no_such_")
    return error


def wire_up(name: str, settings: TinySettings, sources: Mapping[str, str]) -> Wiring:
    """Return how this account's calls travel."""
    base = check_url(settings.api_url or "https://api.tiny.example", f"api_url of account {name!r}")
    token_url = settings.token_url or f"{base}/oauth/token"
    grant = ClientCredentials(token_url, settings.client_id, settings.client_secret.get_secret_value())
    dialect = Dialect(
        provider=NAME,
        bases=lambda _: {"api": base},
        forbidden=frozenset({"engagement"}),  # cut out of every answer before it is parsed
        request_id=("x-request-id",),
        refuse=refuse,
        rejects_token=lambda reply: reply.status == 401,
        fails_quietly=lambda call, reply: False,
    )
    guard = read_only_guard if settings.read_only else None
    exchange = Exchange(dialect, TokenManager("POST /oauth/token", grant, refuse), guard)
    rates = {"calls": Rate(10).shared(settings.share)}
    sharing = RateLimitScope.of(settings, NAME, settings.client_id)
    return Wiring(exchange, rates, token_file=settings.token_file, sharing=sharing)


# --- the wire: endpoints, and of their answers what is wanted ----------------------------------------------


def _endpoint(method: str, template: str, scope: str, expects: str = "") -> Endpoint:
    return Endpoint(method, template, "calls", (scope,), DOCS, expects)


EVENTS = _endpoint("GET", "/events", "events", "events")
EVENT = _endpoint("GET", "/events/{event}", "events", "id")
PEOPLE = _endpoint("GET", "/events/{event}/registrants", "events", "registrants")
PERSON = _endpoint("GET", "/events/{event}/registrants/{registrant}", "events", "id")
ADD = _endpoint("POST", "/events/{event}/registrants", "events", "id")
DELETE = _endpoint("DELETE", "/events/{event}/registrants/{registrant}", "events")
SETTINGS = _endpoint("GET", "/settings", "settings", "tracking")


class EventRow(WireModel):
    id: Key
    title: OpenText = None
    start: UtcTime = None
    minutes: int | None = None


class PersonRow(WireModel):
    id: Key
    mail: OpenText = None
    first: OpenText = None
    last: OpenText = None
    since: UtcTime = None


class EventPage(WireModel):
    rows: tuple[EventRow, ...] = Field(alias="events")
    pages: int
    total: int


class PeoplePage(WireModel):
    rows: tuple[PersonRow, ...] = Field(alias="registrants")
    pages: int
    total: int


class Added(WireModel):
    id: Key


class Tracking(WireModel):
    enabled: bool
    locked: bool


class SettingsBody(WireModel):
    tracking: Tracking


ONE_EVENT: Final = TypeAdapter(EventRow)
ONE_PERSON: Final = TypeAdapter(PersonRow)
EVENT_PAGE: Final = TypeAdapter(EventPage)
PEOPLE_PAGE: Final = TypeAdapter(PeoplePage)
ADDED: Final = TypeAdapter(Added)
SETTINGS_BODY: Final = TypeAdapter(SettingsBody)


# --- events ------------------------------------------------------------------------------------------------


def _event(row: EventRow) -> Event:
    length = None if row.minutes is None else timedelta(minutes=row.minutes)
    return Event(EventId(row.id), "webinar", None, row.start, length, recurring=False, title=row.title or "")


class Events(EventsApi[F]):
    """Events."""

    @paged(EVENTS, note="all events of the account")
    def list(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        host: HostId | None = None,
        kind: str | None = None,
        problems: Callable[[HostProblem], None] | None = None,
    ) -> Paged[Event]:
        """List the account's events. Personal data: titles."""
        if host is not None:
            raise InvalidInput("this vendor knows no hosts; leave host out")
        within = period(since, until)

        def fetch(number: int) -> Flow[Page[Event]]:
            reply: Reply = yield Call(EVENTS, query={"page": str(number)})
            page = decode(EVENT_PAGE, reply)
            return Page([_event(row) for row in page.rows], page.total, pages=page.pages)

        listing = by_number(EVENTS.name, fetch, key=lambda event: event.id)
        yield from filter_items(listing, lambda event: within.holds(event.start) and kind in {None, event.kind})

    @operation(EVENT, note="one event")
    def get(self, event: EventId) -> Flow[Event]:
        """Return one event. Personal data: its title."""
        reply: Reply = yield Call(EVENT, {"event": event})
        return _event(decode(ONE_EVENT, reply))


# --- registrants -------------------------------------------------------------------------------------------

_LOOK: Final = "see the event in the vendor's web page"


def _no(reason: str) -> Unsupported:
    return Unsupported(reason, _LOOK, DOCS)


def _registrant(row: PersonRow) -> Registrant:
    return Registrant(
        RegistrantId(row.id),
        "approved",
        row.since,
        email=row.mail or "",
        first_name=row.first or "",
        last_name=row.last or "",
    )


class Registrants(RegistrantsApi[F]):
    """Who registered."""

    unsupported: ClassVar = {
        "approve": _no("registration is approved by itself, and changed in the vendor's web page only"),
        "deny": _no("registration is approved by itself, and changed in the vendor's web page only"),
        "cancel": _no("only whole registrations can be deleted"),
        "add_many": _no("people are registered one by one"),
        "questions": _no("names and e-mail address are asked, and no API says so or changes it"),
    }

    @paged(PEOPLE, note="registration is approved by itself")
    def list(
        self, event_id: EventId, *, statuses: Sequence[str] = ("approved",), occurrence: str | None = None
    ) -> Paged[Registrant]:
        """List who registered. Personal data: name and e-mail address."""

        def fetch(number: int) -> Flow[Page[Registrant]]:
            reply: Reply = yield Call(PEOPLE, {"event": event_id}, {"page": str(number)})
            page = decode(PEOPLE_PAGE, reply)
            return Page([_registrant(row) for row in page.rows], page.total, pages=page.pages)

        yield from filter_items(by_number(PEOPLE.name, fetch), lambda each: each.status in statuses)

    @operation(PERSON, note="one registrant")
    def get(self, event_id: EventId, registrant_id: RegistrantId) -> Flow[Registrant]:
        """Return one registrant. Personal data: name and e-mail address."""
        reply: Reply = yield Call(PERSON, {"event": event_id, "registrant": registrant_id})
        return _registrant(decode(ONE_PERSON, reply))

    @operation(ADD, note="one person a call")
    def add(self, event_id: EventId, registrant: NewRegistrant, *, occurrences: Sequence[str] = ()) -> Flow[Registered]:
        """Register somebody. Personal data: name and e-mail address."""
        body = {"mail": registrant.email, "first": registrant.first_name, "last": registrant.last_name}
        reply: Reply = yield Call(ADD, {"event": event_id}, body=body)
        return Registered(RegistrantId(decode(ADDED, reply).id), email=registrant.email)

    @operation(DELETE, PERSON, note="looked for again")
    def delete(
        self, event_id: EventId, registrant_id: RegistrantId, *, occurrence: str | None = None
    ) -> Flow[Deletion]:
        """Delete a registrant, and ask again. No personal data."""
        path = {"event": event_id, "registrant": registrant_id}

        def look() -> Flow[Looked]:
            yield Call(PERSON, path)  # raises NotFound when it is gone
            return STILL_THERE

        return (yield from delete_and_look(Call(DELETE, path), look, frozenset({"registrant"})))


# --- attention ---------------------------------------------------------------------------------------------


class AttentionTracking(AttentionApi[F]):
    """Attention tracking."""

    @operation(SETTINGS, note="the account's switch")
    def read(self, *, days: int = 90) -> Flow[Attention]:
        """Read the switch. Nothing of people is read."""
        reply: Reply = yield Call(SETTINGS)
        found = decode(SETTINGS_BODY, reply).tracking
        reading = SettingReading(
            level=Level.ACCOUNT,
            subject=None,
            operation=reply.operation,
            path="tracking.enabled",
            present=True,
            value=found.enabled,
            locked=found.locked,
            observed_at=reply.observed_at,
            request_id=reply.request_id,
        )
        looked_at = ((Level.ACCOUNT, 1),)
        return (
            SwitchedOn((reading,), (), looked_at) if found.enabled else SwitchedOff(found.locked, looked_at, (reading,))
        )


# --- the account, and the provider -------------------------------------------------------------------------

_ABSENT: Final = Unsupported("the vendor has no such thing", "nothing is kept that way", DOCS)
UNSUPPORTED: Final = dict.fromkeys(sorted({*FACETS} - {"attention", "events", "registrants", "scopes"}), _ABSENT)


class TinyAccount(BaseAccount[F]):
    """An account."""

    provider = NAME
    unsupported = UNSUPPORTED

    @part
    def attention(self) -> AttentionTracking[F]:
        return AttentionTracking(self)

    @part
    def events(self) -> Events[F]:
        return Events(self)

    @part
    def registrants(self) -> Registrants[F]:
        return Registrants(self)

    @part
    def scopes(self) -> Scopes[F]:
        return Scopes(self)

    @operation(note="the account's name")
    def identify(self) -> Flow[Identity]:
        """Return whose account it is. Personal data: none."""
        yield from ()
        return Identity(NAME, self.name)


PROVIDER: Final[ProviderSpec[TinyAccount[Sync], TinyAccount[Async]]] = ProviderSpec(
    name=NAME, settings=TinySettings, wire=wire_up, account=TinyAccount
)
