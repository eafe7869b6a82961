"""The tiny provider, broken in many ways. No test module: ``test_conformance_fails.py`` runs the suite on each.

A class here is the suite over one broken provider; ``fails`` names the tests that have to find it out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta, timezone
from typing import Any, ClassVar

import pytest
import tiny_provider as tiny
from pydantic import SecretStr
from tiny_vendor import TinyVendor

from provider_bridge.core.calls import Call, Endpoint
from provider_bridge.core.capability import Capability, Unsupported
from provider_bridge.core.facet import _Part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import to_list
from provider_bridge.core.provider import ProviderSpec
from provider_bridge.core.steps import Emit
from provider_bridge.domain.ids import RegistrantId
from provider_bridge.domain.outcomes import Gone
from provider_bridge.domain.people import Identity
from provider_bridge.errors import NotFound, ProviderBroken
from provider_bridge.testing import ProviderConformance, Simulation

GIVES, SHOWS, STABLE, BACK = "it_gives_what_is_declared", "nobody_shows", "a_listing_is_stable", "an_id_leads_back"
CALLS, UNKNOWN, BLANK = "it_calls_what_it_declares", "an_unknown_id_is_an_error", "a_blank_id_is_refused"
GONE, READ_ONLY, WHOLE = "what_is_gone_is_not_listed", "a_read_only_account_refuses_it", "a_facet_is_whole"
DESCRIBED, WHOSE, ROWS = "the_provider_is_described", "the_account_says_whose_it_is", "every_operation_has_its_row"
AGREE, SAYS_SO = "facets_guards_and_capabilities_agree", "what_is_not_offered_says_so"

PARTS = {"events": tiny.Events, "registrants": tiny.Registrants, "attention": tiny.AttentionTracking}
REAL_EVENTS: Any = tiny.Events
REAL_PEOPLE: Any = tiny.Registrants


@dataclass(frozen=True)
class Said(ProviderSpec):
    """A provider that says something else than its classes do."""

    rows: tuple[Capability, ...] = tiny.PROVIDER.capabilities
    known: tuple[Endpoint, ...] = tiny.PROVIDER.endpoints

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        return self.rows

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        return self.known


GOOD = Said(tiny.NAME, tiny.TinySettings, tiny.wire_up, tiny.TinyAccount)


class OfClass(_Part):
    """A part of a class that is made here."""

    def __init__(self, kind: Any) -> None:
        super().__init__(kind)
        self._kind = kind

    @property
    def kind(self) -> Any:
        return self._kind


class Broken(ProviderConformance):
    """A broken provider. Its facets and its account are put over the good one's."""

    on: ClassVar[str] = "sync"
    fails: ClassVar[tuple[str, ...]]
    Events: ClassVar[type] = object
    Registrants: ClassVar[type] = object
    Attention: ClassVar[type] = object
    Account: ClassVar[type] = object

    @pytest.fixture
    def face(self) -> str:
        return self.on

    def spec_of(self) -> ProviderSpec:
        return GOOD

    def simulation(self) -> Simulation:
        settings = tiny.TinySettings(provider="tiny", client_id="client", client_secret=SecretStr("tiny-secret"))
        worse = {name: OfClass(_over(getattr(self, name.title()), real)) for name, real in PARTS.items()}
        account = type("Account", (_over(self.Account, tiny.TinyAccount),), worse)
        for name, each in worse.items():
            each.__set_name__(account, name)
        return Simulation(replace(self.spec_of(), account=account), settings, TinyVendor().answer)


def _over(worse: type, kind: type) -> Any:
    return kind if worse is object else type(worse.__name__, (worse, kind), {})


def rows(change: Any, *more: Capability) -> tuple[Capability, ...]:
    """Return the good provider's rows, each as ``change`` makes it; ``None`` drops it."""
    changed = (change(row) for row in tiny.PROVIDER.capabilities)
    return (*(row for row in changed if row is not None), *more)


# --- what operations give ----------------------------------------------------------------------------------


class TestNaiveTimes(Broken):
    """Times without a zone."""

    fails = (GIVES, BACK)

    class Events:
        @operation
        def get(self, event: Any) -> Any:
            found = yield from REAL_EVENTS.get.flow(self, event)
            return replace(found, start=found.start.replace(tzinfo=None))


class TestLocalTimes(Broken):
    """Times in the vendor's zone."""

    on, fails = "async", (GIVES,)

    class Events:
        @operation
        def get(self, event: Any) -> Any:
            found = yield from REAL_EVENTS.get.flow(self, event)
            return replace(found, start=found.start.astimezone(timezone(timedelta(hours=1))))


class TestNumberForId(Broken):
    """An id that is a number."""

    fails = (GIVES,)

    class Registrants:
        @operation
        def add(self, event_id: Any, registrant: Any, *, occurrences: Any = ()) -> Any:
            found = yield from REAL_PEOPLE.add.flow(self, event_id, registrant)
            return replace(found, id=7)


class TestAttentionAsFlag(Broken):
    """An answer about attention that is no member of the sum."""

    fails = (GIVES,)

    class Attention:
        @operation
        def read(self, *, days: int = 90) -> Any:
            yield Call(tiny.SETTINGS)
            return False


class TestAddressAsId(Broken):
    """An id that is an e-mail address, which every repr shows."""

    fails = (SHOWS,)

    class Registrants:
        @operation
        def add(self, event_id: Any, registrant: Any, *, occurrences: Any = ()) -> Any:
            found = yield from REAL_PEOPLE.add.flow(self, event_id, registrant)
            return replace(found, id=RegistrantId(registrant.email))


class TestTalks(Broken):
    """A log record that names somebody."""

    on, fails = "async", (SHOWS,)

    class Registrants:
        @operation
        def get(self, event_id: Any, registrant_id: Any) -> Any:
            found = yield from REAL_PEOPLE.get.flow(self, event_id, registrant_id)
            logging.getLogger("tiny").debug("read %s", found.email)
            return found


class TestUndeclaredCall(Broken):
    """A call of an endpoint that the row does not name."""

    fails = (CALLS,)

    def spec_of(self) -> ProviderSpec:
        fewer = rows(lambda row: replace(row, endpoints=(tiny.DELETE,)) if row.operation.endswith("s.delete") else row)
        return replace(GOOD, rows=fewer)


# --- listings and ids --------------------------------------------------------------------------------------


class TestTwice(Broken):
    """A listing that shows something twice."""

    fails = (STABLE,)

    class Events:
        @paged
        def list(self, /, **options: Any) -> Any:
            found = yield from to_list(REAL_EVENTS.list.flow(self, **options))
            yield Emit([*found, found[0]])


class TestForgets(Broken):
    """A listing that is shorter the second time."""

    on, fails = "async", (STABLE,)

    class Events:
        asked = 0

        @paged
        def list(self, /, **options: Any) -> Any:
            self.asked += 1
            found = yield from to_list(REAL_EVENTS.list.flow(self, **options))
            yield Emit(found if self.asked == 1 else found[:-1])


class TestSomebodyElse(Broken):
    """An id that leads to somebody else than the listing shows."""

    fails = (BACK,)

    class Registrants:
        @operation
        def get(self, event_id: Any, registrant_id: Any) -> Any:
            found = yield from REAL_PEOPLE.get.flow(self, event_id, registrant_id)
            return replace(found, last_name="Another")


class TestNobodyThere(Broken):
    """An empty listing of an event that there is not."""

    fails = (UNKNOWN,)

    class Registrants:
        @paged
        def list(self, /, event_id: Any, **options: Any) -> Any:
            try:
                yield from REAL_PEOPLE.list.flow(self, event_id, **options)
            except NotFound:
                yield Emit([])


class TestGoneAnyway(Broken):
    """A deletion of somebody whom the vendor never knew, said to have been carried out."""

    on, fails = "async", (UNKNOWN,)

    class Registrants:
        @operation
        def delete(self, event_id: Any, registrant_id: Any, *, occurrence: Any = None) -> Any:
            found = yield from REAL_PEOPLE.delete.flow(self, event_id, registrant_id)
            return Gone(found.evidence)


class TestBreaksOnUnknown(Broken):
    """An unknown id that is taken for a failure of the vendor."""

    fails = (UNKNOWN,)

    class Events:
        @operation
        def get(self, event: Any) -> Any:
            try:
                return (yield from REAL_EVENTS.get.flow(self, event))
            except NotFound as error:
                raise ProviderBroken(error.operation, error.status, "it failed") from None


class TestBlankIsSent(Broken):
    """A blank id in whose place another one is sent."""

    fails = (BLANK,)

    class Events:
        @operation
        def get(self, event: Any) -> Any:
            return (yield from REAL_EVENTS.get.flow(self, event.strip() or "nothing"))


class TestBlankIsEverything(Broken):
    """A blank host that widens a listing to everybody."""

    on, fails = "async", (BLANK,)

    class Events:
        @paged
        def list(self, /, *, host: Any = None, **options: Any) -> Any:
            yield from REAL_EVENTS.list.flow(self, host=(host or "").strip() or None, **options)


class TestBlankIsFoundOutLate(Broken):
    """A blank id that is found out when something was asked already."""

    fails = (BLANK,)

    class Events:
        @operation
        def get(self, event: Any) -> Any:
            yield Call(tiny.EVENT, {"event": "ev1"})
            return (yield from REAL_EVENTS.get.flow(self, event))


# --- changing ----------------------------------------------------------------------------------------------


class TestNeverDeletes(Broken):
    """A deletion that only says so."""

    fails = (GONE, READ_ONLY)

    class Registrants:
        @operation
        def delete(self, event_id: Any, registrant_id: Any, *, occurrence: Any = None) -> Any:
            yield Call(tiny.PERSON, {"event": event_id, "registrant": registrant_id})
            return Gone(())


class TestDeletesInSilence(Broken):
    """A deletion that does not say what came of it."""

    on, fails = "async", (GIVES, GONE)

    class Registrants:
        @operation
        def delete(self, event_id: Any, registrant_id: Any, *, occurrence: Any = None) -> Any:
            yield Call(tiny.DELETE, {"event": event_id, "registrant": registrant_id})


class TestWritesAnyway(Broken):
    """An account that is opened read-only and changes things all the same."""

    fails = (READ_ONLY,)

    def spec_of(self) -> ProviderSpec:
        def wire_up(name: str, settings: Any, sources: Any) -> Any:
            return tiny.wire_up(name, settings.model_copy(update={"read_only": False}), sources)

        return replace(GOOD, wire=wire_up)


# --- what is said about the provider -----------------------------------------------------------------------


class TestOtherName(Broken):
    """An identity of another provider."""

    fails = (WHOSE,)

    class Account:
        @operation
        def identify(self) -> Any:
            yield from ()
            return Identity("zoom", "account")


class TestShowsItsSecret(Broken):
    """A secret in the account's repr."""

    on, fails = "async", (WHOSE,)

    class Account:
        def __repr__(self) -> str:
            return "<tiny account with tiny-secret>"


class TestOtherNames(Broken):
    """An operation whose arguments have other names than everywhere else."""

    fails = (WHOLE,)

    class Registrants:
        @operation
        def get(self, event_id: Any, person: Any) -> Any:
            return (yield from REAL_PEOPLE.get.flow(self, event_id, person))


class TestHalfAFacet(Broken):
    """A facet without one of its operations."""

    on, fails = "async", (WHOLE, SAYS_SO)

    class Registrants:
        approve = None


class TestMoreThanItSays(Broken):
    """An operation without a row."""

    fails = (ROWS,)

    class Events:
        @operation
        def shout(self) -> Any:
            yield Call(tiny.EVENTS)


class TestLessThanItSays(Broken):
    """A row without an operation."""

    fails = (ROWS,)

    def spec_of(self) -> ProviderSpec:
        shout = Capability("events.shout", "full", "as documented", tiny.DOCS, ())
        return replace(GOOD, rows=rows(lambda row: row, shout))


class TestWrongLevel(Broken):
    """A level that there is not."""

    fails = (DESCRIBED, SAYS_SO)

    def spec_of(self) -> ProviderSpec:
        return replace(GOOD, rows=rows(lambda row: replace(row, level=row.level.replace("full", "some"))))


class TestStrangeEndpoint(Broken):
    """An endpoint in a row that the provider does not list."""

    fails = (DESCRIBED,)

    def spec_of(self) -> ProviderSpec:
        return replace(GOOD, known=tiny.PROVIDER.endpoints[1:])


class TestNotSaidWhatToDo(Broken):
    """A row of what is not offered that leaves people alone."""

    fails = (DESCRIBED,)

    def spec_of(self) -> ProviderSpec:
        return replace(GOOD, rows=rows(lambda row: replace(row, instead="")))


class TestAbsentWithoutAWord(Broken):
    """A facet that is absent, and no word why."""

    fails = (AGREE, WHOLE, SAYS_SO)

    class Account:
        unsupported: ClassVar = {name: why for name, why in tiny.UNSUPPORTED.items() if name != "chats"}


class TestOffersWhatIsAbsent(Broken):
    """A facet that the rows offer and the account lacks."""

    fails = (AGREE, ROWS, GIVES, SHOWS)

    def spec_of(self) -> ProviderSpec:
        other = rows(lambda row: replace(row, level="full") if row.operation == "scopes.read" else row)
        return replace(GOOD, rows=other)

    class Account:
        unsupported: ClassVar = {**tiny.UNSUPPORTED, "scopes": Unsupported("not there", "nothing to do")}

        @property
        def scopes(self) -> Any:
            raise AttributeError


class TestHidesWhatItCan(Broken):
    """An operation that works, and that the rows say is not offered."""

    on, fails = "async", (SAYS_SO,)

    def spec_of(self) -> ProviderSpec:
        def hidden(row: Capability) -> Capability:
            here = row.operation == "events.get"
            return replace(row, level="none", instead="look it up", endpoints=()) if here else row

        return replace(GOOD, rows=rows(hidden))


class TestAsksBeforeItRefuses(Broken):
    """Something is sent for what is not offered."""

    fails = (SAYS_SO,)

    class Registrants:
        @operation
        def approve(self: Any, event_id: Any, registrants: Any, *, occurrence: Any = None) -> Any:
            yield Call(tiny.SETTINGS)
            return (yield from self.refuse("approve"))


BROKEN: dict[str, set[str]] = {
    name: set(each.fails)
    for name, each in list(globals().items())
    if isinstance(each, type) and issubclass(each, Broken) and each is not Broken
}
