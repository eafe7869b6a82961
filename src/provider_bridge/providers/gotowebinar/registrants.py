"""Who registered for GoToWebinar's webinars: reading, registering, and deleting before the webinar begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import fork, operation, paged
from provider_bridge.core.listing.paging import Page, flat_map_batches
from provider_bridge.core.listing.stable import SHORT
from provider_bridge.domain.ids import EventId, RegistrantId
from provider_bridge.domain.people import NewRegistrant, Registered, Registrant
from provider_bridge.errors import InvalidInput, ListingIncomplete, NotFound, ProviderBridgeError
from provider_bridge.facets.registrants import RegistrantsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.goto.pages import by_limit
from provider_bridge.providers.gotowebinar.addresses import event_path
from provider_bridge.providers.gotowebinar.registrant_creation import check, register
from provider_bridge.providers.gotowebinar.registrant_deletion import delete_registrant
from provider_bridge.providers.gotowebinar.registration import RegistrationQuestions
from provider_bridge.providers.gotowebinar.wire import registrants as wire
from provider_bridge.providers.gotowebinar.wire.registration import FIELDS

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.outcomes import Deletion

__all__ = ["STATUSES", "Registrants", "registered"]


_CONDENSED: Final = "names, address, status and link only, filtered here and not at GoTo; list_full has all answers"

_DOCS: Final = wire.LIST.reference
_IN_THE_WEB_PAGE: Final = "see the webinar's registrants in GoTo's web page"
STATUSES: Final = ("pending", "approved", "denied")
_KEY: Final = re.compile(r"-?\d{1,60}", re.ASCII)


def _key(registrant: RegistrantId) -> str:
    """Return a registrant's key: a number, or the path would mean something else, such as the form's fields."""
    if not _KEY.fullmatch(registrant):
        raise InvalidInput("a registrant is named by the key that a listing shows, which is a number")
    return registrant


def _no_occurrence(*, named: bool) -> None:
    if named:
        raise InvalidInput("GoTo registers people for a webinar with all its times, not for one of them")


def _page(reply: Reply) -> Page[Registrant]:
    """Read a page. A bare array, GoTo's other shape of this list, is all of it."""
    if reply.body.lstrip()[:1] == b"[":
        everybody = decode(wire.WHOLE, reply)
        return Page(everybody)
    page = decode(wire.PAGE, reply)
    return page.of(page.data)


def registered(path: Mapping[str, str], statuses: Sequence[str] = STATUSES) -> Paged[Registrant]:
    """Emit who registered for the webinar of a path, as condensed as GoTo lists them.

    With all three statuses everybody comes, also who is in a state that nobody has seen yet.
    """
    everybody = set(STATUSES) <= set(statuses)

    def read(reply: Reply) -> Page[Registrant]:
        page = _page(reply)
        if everybody:
            return page
        return replace(page, items=[each for each in page.items if each.status in statuses], listed=page.rows)

    yield from by_limit(Call(wire.LIST, path), read, key=attrgetter("id"), what="registrants", settles=SHORT)


def _read(path: Mapping[str, str], key: str) -> Flow[Registrant]:
    reply: Reply = yield Call(wire.GET, {**path, "registrantKey": key})
    return decode(wire.ONE, reply)


def _in_full(path: Mapping[str, str], some: Sequence[Registrant]) -> Flow[Sequence[Registrant]]:
    """Return registrants with everything they gave; that one is missing makes it no listing."""
    outcomes = yield from fork("registrants in full", (_read(path, each.id) for each in some))
    for each in outcomes:
        if isinstance(each, NotFound):
            what = "somebody who was listed cannot be read, and may have been deleted meanwhile"
            raise ListingIncomplete(wire.GET.name, what) from each
        if isinstance(each, ProviderBridgeError):
            raise each
    return outcomes


class Registrants(GoToFacet[F], RegistrantsApi[F]):
    """Who registered for webinars."""

    unsupported: ClassVar = {
        "add_many": Unsupported("GoTo's API registers one person a call", "call add for each person", _DOCS),
        "approve": Unsupported(
            "GoTo's API shows who waits for approval, and approves no registrants", _IN_THE_WEB_PAGE, _DOCS
        ),
        "deny": Unsupported("GoTo's API shows who was denied, and denies no registrants", _IN_THE_WEB_PAGE, _DOCS),
        "cancel": Unsupported(
            "GoTo's API knows no cancelled registration",
            "delete the registrant before the webinar, or see the webinar's registrants in GoTo's web page",
            _DOCS,
        ),
    }

    @part
    def questions(self) -> RegistrationQuestions[F]:
        return RegistrationQuestions(self)

    @paged(wire.LIST, level="partial", note=_CONDENSED, either=WHOSE)
    def list(
        self, event_id: EventId, *, statuses: Sequence[str] = STATUSES, occurrence: str | None = None
    ) -> Paged[Registrant]:
        """List who registered for a webinar, whatever their status, each person once.

        GoTo lists them condensed: key, names, e-mail address, status, time and link, and the webinar's time zone.
        All else is ``""`` here although it may have been answered: ``get`` and ``list_full`` have it. GoTo filters
        nothing; with fewer ``statuses`` the list is read whole all the same, and who is in a state that nobody has
        seen yet comes only with all three. One person has another key in each webinar: compare e-mail addresses,
        without case. A webinar of many times (a *sequence*) has one list of registrants.

        Raises ``InvalidInput`` for an unknown status and for an ``occurrence``, which GoTo does not have, ``NotFound``
        when there is no such webinar, it was cancelled or is of another account, and ``ListingIncomplete`` when GoTo
        announces more than it lists. Scope ``collab:``; rate label: 10 calls a second, one call for 200 people.
        Personal data: names, e-mail address, time of registration, a link to join as them.
        """
        if isinstance(statuses, str) or not set(statuses) <= set(STATUSES):
            raise InvalidInput("statuses are some of pending, approved and denied")
        _no_occurrence(named=occurrence is not None)
        path = yield from event_path(self._whose, event_id)
        yield from registered(path, statuses)

    @paged(wire.LIST, wire.GET, note="one call for each registrant", either=WHOSE)
    def list_full(self, event_id: EventId) -> Paged[Registrant]:
        """List who registered for a webinar with all they gave, as ``get`` shows it: for subject access.

        One call for each person beside those of ``list``, as many at a time as the rate limit allows: a thousand
        people take about two minutes.

        Raises what ``list`` and ``get`` raise; ``ListingIncomplete`` where somebody who was listed cannot be read any
        more. Scope ``collab:``; rate label: 10 calls a second. Personal data: all the people gave at registration,
        whether they want e-mail, and a link to join as them.
        """
        path = yield from event_path(self._whose, event_id)
        yield from flat_map_batches(registered(path), lambda some: _in_full(path, some))

    @operation(wire.GET, note="everything that was given at registration", either=WHOSE)
    def get(self, event_id: EventId, registrant_id: RegistrantId) -> Flow[Registrant]:
        """Return one registrant with all they gave: standard fields, own questions and answers, comments.

        Raises ``NotFound`` when GoTo knows no such registrant or no such webinar; it does not say which.
        ``InvalidInput`` for an id that is no key. Scope ``collab:``; rate label: 10 calls a second. Personal data: all
        the person gave at registration, whether they want e-mail, and a link to join as them.
        """
        key = _key(registrant_id)
        path = yield from event_path(self._whose, event_id)
        return (yield from _read(path, key))

    @operation(
        wire.ADD,
        wire.LIST,
        FIELDS,
        note="GoTo sends an e-mail, unless the webinar's e-mail settings say no",
        either=WHOSE,
    )
    def add(
        self,
        event_id: EventId,
        registrant: NewRegistrant,
        *,
        occurrences: Sequence[str] = (),
        resend_confirmation: bool = False,
    ) -> Flow[Registered]:
        """Register somebody; **GoTo sends them a confirmation by e-mail**, and later reminders.

        No argument keeps it from doing so: only the webinar's own e-mail settings do, for everybody.
        ``resend_confirmation`` sends the confirmation once more to somebody who was registered before.

        Who was registered before is returned with ``already``: nothing of what was sent now is stored, and what is
        there is not changed. Whoever that is, is looked for in the list by e-mail address, without case. Never sent
        twice by itself: where an answer got lost the person is looked for likewise, and ``already`` is ``None`` if they
        are found. Where people have to be approved, the link may not work yet; ``status`` says it if GoTo does
        (*unsure*).

        ``custom`` answers the webinar's own questions by their text or id; these are read first. What a webinar
        requires differs: see ``questions.list``.

        Raises ``InvalidInput`` for what is sure to be refused, ``BadRequest`` for what GoTo refuses (a required field
        is missing, the webinar is full or over), ``Conflict`` for somebody who is registered and cannot be found, and
        ``TransportFailed`` where it stays unknown whether they are: its text says how to find out. Scope ``collab:``;
        rate label: 10 calls a second, and one call for 200 registrants when somebody is looked for. Personal data: what
        is sent, a link to join, and while somebody is looked for those of ``list``.
        """
        check(registrant)
        _no_occurrence(named=bool(occurrences))
        path = yield from event_path(self._whose, event_id)
        return (
            yield from register(path, registrant, lambda: registered(path), resend_confirmation=resend_confirmation)
        )

    @operation(
        wire.DELETE,
        wire.WEBINAR,
        wire.GET,
        wire.LIST,
        level="partial",
        note="before the webinar only; read back",
        either=WHOSE,
    )
    def delete(
        self, event_id: EventId, registrant_id: RegistrantId, *, occurrence: str | None = None
    ) -> Flow[Deletion]:
        """Delete a registrant and what they gave at registration, before the webinar begins; there is no trash.

        ``Gone`` and ``AlreadyGone`` rest on GoTo's finding no such registrant, on the whole list, in which nobody has
        the key in whatever state, and on the webinar's being still there. ``NotOffered`` for a webinar that is running
        or over: GoTo deletes nobody from those, and the data stays. A key of another webinar, or a wrong one, is
        ``AlreadyGone`` as well. ``Unconfirmed`` counts as stored. Whether GoTo tells the person is not documented.

        Raises ``NotFound`` (``event``) when the webinar is not there: a cancelled one proves nothing about those who
        had registered. ``InvalidInput`` for an id that is no key, and for an ``occurrence``. Scope ``collab:``; rate
        label: 10 calls a second, some six calls and one for 200 registrants. Personal data: that of ``get`` and
        ``list`` is fetched to look for the registrant, and none is returned.
        """
        key = _key(registrant_id)
        _no_occurrence(named=occurrence is not None)
        path = yield from event_path(self._whose, event_id)
        return (yield from delete_registrant(path, key, lambda: registered(path)))
