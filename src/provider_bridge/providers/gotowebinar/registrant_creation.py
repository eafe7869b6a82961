"""Registering somebody for a webinar once, and finding out what became of it when that is not said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import consume
from provider_bridge.domain.ids import RegistrantId
from provider_bridge.domain.people import NewRegistrant, Registered, Registrant
from provider_bridge.errors import (
    Conflict,
    ConnectFailed,
    DecodeError,
    InvalidInput,
    ProviderBridgeError,
    ProviderBroken,
    TransportFailed,
)
from provider_bridge.providers.gotowebinar.registration import read_questions, responses_to
from provider_bridge.providers.gotowebinar.wire import registrants as wire

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["body_of", "check", "register"]

_UNKNOWN: Final = "no usable answer came, so it is unknown whether the person was registered"
_FIND_OUT: Final = "look for them with registrants.list before you register them again"


def check(someone: NewRegistrant) -> None:
    """Raise ``InvalidInput``, which names nobody, for what GoTo is sure to refuse or would lose."""
    if "@" not in someone.email or not someone.first_name.strip() or not someone.last_name.strip():
        raise InvalidInput("GoTo registers nobody without an e-mail address, a first name and a last name")
    if someone.language:
        raise InvalidInput("GoTo writes to people in the webinar's language, and takes none of theirs")


def body_of(someone: NewRegistrant, responses: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return what is sent; what was not given is left out."""
    names = {"firstName": someone.first_name, "lastName": someone.last_name, "email": someone.email}
    voluntary = {theirs: getattr(someone, ours) for ours, theirs in wire.FIELDS.items()}
    given = {name: value for name, value in voluntary.items() if value}
    return names | given | ({"responses": list(responses)} if responses else {})


def register(
    path: Mapping[str, str],
    someone: NewRegistrant,
    listing: Callable[[], Paged[Registrant]],
    *,
    resend_confirmation: bool,
) -> Flow[Registered]:
    """Register somebody; ``listing`` lists who is registered, for when GoTo does not say what came of it."""
    responses: list[dict[str, Any]] = []
    if someone.custom:
        responses = responses_to((yield from read_questions(path)), someone.custom)
    query = {"resendConfirmation": "true"} if resend_confirmation else {}
    try:
        reply: Reply = yield Call(wire.ADD, path, query, body_of(someone, responses))
        row = decode(wire.ADDED, reply)
    except Conflict:
        known = yield from _listed(someone.email, listing)
        if known is None:
            raise
        return _as_registered(known, already=True)
    except ConnectFailed:
        raise  # nothing was sent
    except (TransportFailed, ProviderBroken, DecodeError) as error:
        return (yield from _found_afterwards(someone.email, listing, error))
    status = wire.STATUSES.get((row.status or "").casefold(), row.status or "")
    return Registered(RegistrantId(row.registrant_key), someone.email, row.join_url or "", status=status)


def _found_afterwards(
    email: str, listing: Callable[[], Paged[Registrant]], lost: ProviderBridgeError
) -> Flow[Registered]:
    try:
        found = yield from poll_until(lambda: _listed(email, listing))
    except ProviderBridgeError:
        what = f"{_UNKNOWN}, and looking for them failed; {_FIND_OUT}"
        raise TransportFailed(wire.ADD.name, what) from lost
    if found is None:
        raise TransportFailed(wire.ADD.name, f"{_UNKNOWN}; they are not listed, or not yet: {_FIND_OUT}") from lost
    return _as_registered(found, already=None)


def _listed(email: str, listing: Callable[[], Paged[Registrant]]) -> Flow[Registrant | None]:
    """Return whoever is registered with an address, in whatever case; reading stops once they are found."""
    wanted = email.strip().casefold()
    found: Registrant | None = None

    def take(some: Sequence[Registrant]) -> bool:
        nonlocal found
        found = next((each for each in some if each.email.strip().casefold() == wanted), None)
        return found is not None

    yield from consume(listing(), take)
    return found


def _as_registered(found: Registrant, *, already: bool | None) -> Registered:
    return Registered(found.id, found.email, found.join_url, already=already, status=found.status)
