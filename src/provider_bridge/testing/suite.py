"""The tests themselves. They know the common interface and the domain, and no provider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

import pytest
from pydantic import SecretStr

from provider_bridge.capabilities import capability_of
from provider_bridge.core.capability import Capability
from provider_bridge.core.provider import API_VERSION
from provider_bridge.domain.outcomes import AlreadyGone, Gone, NotOffered, Refused
from provider_bridge.domain.people import Identity
from provider_bridge.errors import (
    ApiError,
    ConfigurationError,
    InvalidInput,
    ListingIncomplete,
    ProviderBridgeError,
    ProviderBroken,
    UnsupportedCapability,
)
from provider_bridge.facets import FACETS
from provider_bridge.facets.operations import Operation
from provider_bridge.testing.arguments import Examples, Finder, field_of
from provider_bridge.testing.checks import (
    APART,
    BY_NAME,
    EVERY,
    FEW,
    LEVELS,
    RETITLED,
    always,
    attempt,
    deletions,
    expect,
    getters,
    given_for,
    ids_of,
    key_of,
    keys_of,
    listings,
    none_of,
    says_itself,
    still_there,
)
from provider_bridge.testing.harness import FACES, Opened, Simulation, listening, opened
from provider_bridge.testing.introspection import guard_of, is_there, misfits, operations_of, without_arguments
from provider_bridge.testing.type_checks import blank, differences, hidden, mismatches
from provider_bridge.testing.unknown_ids import named, strange, swapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provider_bridge.core.provider import ProviderSpec

__all__ = ["ProviderConformance"]

Test = TypeVar("Test", bound=Callable[..., None])


def _each(found: Sequence[Operation]) -> Callable[[Test], Test]:
    """Run a test for each of these operations that the provider offers."""

    def marked(test: Test) -> Test:
        vars(test)["operations"] = tuple(found)
        return test

    return marked


class ProviderConformance:
    """What every provider has to hold to. Inherit it in a test module of yours, and say which ``simulation``.

    Everything is found by listing what the simulated vendor holds, so it has to hold some of everything that the
    provider offers. What no listing shows comes from ``examples``. Tests of operations are made for those that the
    provider's capabilities offer; that the rest refuses is a test of its own.
    """

    open_ends: ClassVar[Mapping[str, str]] = {}
    """Operations of which the vendor's documents do not say what an unknown id ends in, with the reason: only there
    an empty result is taken for one. Say so in the operation's docstring too."""

    def examples(self) -> Examples:
        """Return what makes arguments from the account, by operation, for what no listing shows."""
        return {}

    def simulation(self) -> Simulation:
        """Return an account and a fresh simulated vendor; called for each test."""
        raise NotImplementedError("say which account to test, and which simulated vendor answers for it")

    # --- fixtures ------------------------------------------------------------------------------------------

    @pytest.fixture(params=FACES)
    def face(self, request: pytest.FixtureRequest) -> str:
        """Run a test once on each face."""
        face: str = request.param
        return face

    @pytest.fixture
    def opened(self, face: str) -> Generator[Opened]:
        """Open the account of a fresh simulation."""
        with opened(self.simulation(), face) as account:
            yield account

    @pytest.fixture
    def finder(self, opened: Opened) -> Generator[Finder]:
        """Find arguments for the operations of that account."""
        with Finder(opened, self.examples()) as finder:
            yield finder

    @pytest.fixture
    def spec(self) -> ProviderSpec:
        """Return the provider; another instance makes it, so that what this one keeps of its simulation stays."""
        return type(self)().simulation().spec

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make a test of an operation for each one that the provider offers."""
        operations: Sequence[Operation] | None = getattr(metafunc.function, "operations", None)
        if operations is not None:
            spec = self.simulation().spec
            offered = [each for each in operations if capability_of(spec, each.name).offered]
            metafunc.parametrize("operation", offered, ids=[each.name for each in offered])

    # --- the provider as data ------------------------------------------------------------------------------

    def test_the_provider_is_described(self, spec: ProviderSpec) -> None:
        """Its rows are complete: level, reason and page, and what a person can do where there is no operation."""
        expect(spec.name, "the provider has no name")
        expect(spec.api_version == API_VERSION, f"it is made for another contract than version {API_VERSION}")
        known = {each.name for each in spec.endpoints}
        counted = Counter(row.operation for row in spec.capabilities)
        none_of((name for name, count in counted.items() if count > 1), "operations with two rows")
        for row in spec.capabilities:
            expect(row.level in LEVELS, f"{row.operation}: its level is none of {', '.join(LEVELS)}")
            expect(row.reason.strip(), f"{row.operation}: no reason is given")
            expect(row.reference.startswith("https://"), f"{row.operation}: no page of the vendor is named")
            expect(row.instead.strip() or row.offered, f"{row.operation}: not said what a person can do instead")
            calls = {each.name for each in (*(row.endpoints or ()), *row.either)}
            none_of(sorted(calls - known), f"{row.operation}: endpoints that the provider does not list")

    def test_the_account_says_whose_it_is(self, opened: Opened, spec: ProviderSpec) -> None:
        """It has its name and its provider's, tells which account it is at the vendor, and shows no secret."""
        expect(opened.account.provider == spec.name, "the account names another provider")
        expect(isinstance(opened.account.name, str) and opened.account.name, "the account has no name")
        identity = opened.account.identify()
        none_of(mismatches(identity, Identity), "identify")
        expect(identity.provider == spec.name, "the identity is of another provider")
        settings = self.simulation().settings
        secrets = [each.get_secret_value() for each in vars(settings).values() if isinstance(each, SecretStr)]
        shown = f"{opened.real!r} {opened.real} {settings!r} {identity!r}"
        expect(not any(secret in shown for secret in secrets), "a secret shows in the account or its settings")

    def test_facets_guards_and_capabilities_agree(self, opened: Opened, spec: ProviderSpec) -> None:
        """A facet is there when some operation of it is offered; one that is absent says why and what to do."""
        for facet in FACETS:
            offered = any(capability_of(spec, each.name).offered for each in EVERY if each.facet == facet)
            there = is_there(opened.real, facet)
            expect(there or not offered, f"{facet}: the capabilities offer it, and the account does not have it")
            guard = guard_of(facet)
            expect(guard is None or guard(opened.real) == there, f"has_{facet} does not say what the account has")

    def test_every_operation_has_its_row(self, opened: Opened, spec: ProviderSpec) -> None:
        """What the account can do is in the capabilities, and what they offer it can do."""
        rows = {row.operation: row.offered for row in spec.capabilities}
        found = operations_of(opened.real)
        offered = {name for name, is_offered in rows.items() if is_offered}
        none_of(sorted(offered - found), "offered, and not there")
        none_of(sorted(found - set(rows)), "there, and without a row in the capabilities")

    def test_a_facet_is_whole(self, opened: Opened) -> None:
        """A facet that is there has every operation of the common interface, and can be called as that says."""
        for operation in (each for each in EVERY if is_there(opened.real, each.facet)):
            call = reduce(lambda part, name: getattr(part, name, None), operation.name.split("."), opened.real)
            expect(call is not None, f"{operation.name}: the facet is there, and this is not")
            none_of(misfits(operation, call), operation.name)

    def test_what_is_not_offered_says_so(self, opened: Opened, spec: ProviderSpec) -> None:
        """It ends in ``UnsupportedCapability`` with the reason and what to do instead, and nothing is sent."""
        for operation in EVERY:
            if capability_of(spec, operation.name).offered:
                continue
            try:
                positional, keywords = without_arguments(operation)
                found = opened.operation(operation.name)(*positional, **keywords)
                _ = list(found) if operation.many else found
            except UnsupportedCapability as error:
                expect(error.reason and error.instead, f"{operation.name}: no reason, or not what to do instead")
                continue
            except Exception as error:  # noqa: BLE001 (whatever else it ends in is wrong)
                what = f"{operation.name}: not offered, and it ends in {type(error).__name__}"
                raise AssertionError(what) from None
            raise AssertionError(f"{operation.name}: not offered, and it can be called")
        expect(not opened.sent, "something was sent for what is not offered")

    # --- what operations give ------------------------------------------------------------------------------

    @_each(EVERY)
    def test_it_gives_what_is_declared(self, operation: Operation, finder: Finder) -> None:
        """Values are of the declared types, all that they hold included, and every moment is in UTC."""
        _, found = finder.settle(operation)
        values = found if operation.many else [found]
        expect(not blank(found) or operation.returns is type(None), f"{operation.name}: the simulated vendor has none")
        none_of((each for value in values for each in mismatches(value, operation.returns)), operation.name)

    @_each(EVERY)
    def test_it_calls_what_it_declares(
        self, operation: Operation, opened: Opened, finder: Finder, spec: ProviderSpec
    ) -> None:
        """Every endpoint that it calls is in its row, so that ``accounts check`` tells the truth."""
        row: Capability = next(each for each in spec.capabilities if each.operation == operation.name)
        known = {each.name for each in (*(row.endpoints or ()), *row.either)}
        for given in islice(finder.arguments(operation), FEW):
            before = len(opened.called)
            with suppress(ProviderBridgeError):  # what counts here is what was called until then
                finder.run(operation, given)
            called = {each.name for each in opened.called[before:]}
            none_of(sorted(called - known) if row.endpoints is not None else (), f"{operation.name} calls")

    @_each(EVERY)
    def test_nobody_shows(self, operation: Operation, finder: Finder) -> None:
        """What people gave and what opens something is in no ``repr`` and in no log record."""
        with listening() as heard:
            _, found = finder.settle(operation)
        for value in cast("Sequence[Any]", found) if isinstance(found, list | tuple) else [found]:
            private, shown = list(hidden(value)), f"{value!r} {value}"
            expect(not any(text in shown for text in private), f"{operation.name}: somebody shows in a repr")
            logged = any(text in line for text in private for line in heard)
            expect(not logged, f"{operation.name}: somebody shows in a log record")

    @_each(listings())
    def test_a_listing_is_stable(self, operation: Operation, finder: Finder) -> None:
        """Listed twice it is the same, and nothing is in it twice."""
        given, first = finder.settle(operation)
        again = finder.run(operation, given)
        fields = APART.get(operation.item, (key_of(operation.item),))
        before, after = keys_of(first, fields), keys_of(again, fields)
        counted = Counter(key for key in before if any(key))
        expect(all(count == 1 for count in counted.values()), f"{operation.name}: something is listed twice")
        expect(Counter(before) == Counter(after), f"{operation.name}: listed again it is another listing")

    @_each(getters())
    def test_an_id_leads_back(self, operation: Operation, finder: Finder) -> None:
        """What a listing shows can be got by its id, and is then the same in all that both say."""
        listing = BY_NAME[operation.beside("list")]
        given, listed = finder.settle(listing)
        for item in listed[:FEW]:
            wanted = dict(given)
            for each in ids_of(operation):
                field = field_of(listing.item, each.hint)
                wanted |= {each.name: getattr(item, field)} if field else {}
            if None in wanted.values():
                continue  # the vendor gave it no id
            leave = RETITLED.get(operation.returns, frozenset())
            none_of(differences(item, finder.run(operation, wanted), leave=leave), operation.name)

    # --- ids that are none ---------------------------------------------------------------------------------

    @_each([each for each in EVERY if named(each, optional=False)])
    def test_an_unknown_id_is_an_error(self, operation: Operation, finder: Finder) -> None:
        """It ends in a typed error, and never in an empty result that looks complete."""
        given = given_for(finder, operation)
        for other in swapped(operation, given, strange, optional=False):
            try:
                found = finder.run(operation, other)
            except (InvalidInput, ListingIncomplete):
                continue
            except ApiError as error:
                expect(not isinstance(error, ProviderBroken), f"{operation.name}: an unknown id breaks it")
                continue
            says = says_itself(found) or (operation.name in self.open_ends and blank(found))
            expect(says, f"{operation.name}: an unknown id gives a value, as if there were such a thing")

    @_each([each for each in EVERY if named(each, optional=True)])
    def test_a_blank_id_is_refused(self, operation: Operation, opened: Opened, finder: Finder) -> None:
        """An id that is empty or made of spaces is ``InvalidInput``, or not offered at all, and nothing is sent."""
        given = given_for(finder, operation)
        for text in ("", " "):
            for other in swapped(operation, given, always(text), optional=True):
                before = len(opened.sent)
                outcome = attempt(finder, operation, other)
                refused = isinstance(outcome, InvalidInput | NotOffered)
                expect(refused, f"{operation.name}: a blank id is not InvalidInput")
                expect(len(opened.sent) == before, f"{operation.name}: a blank id is found out after a call")

    # --- changing ------------------------------------------------------------------------------------------

    @_each(deletions())
    def test_what_is_gone_is_not_listed(self, operation: Operation, opened: Opened, finder: Finder) -> None:
        """What a deletion calls gone is not in the listing any more, unless that marks it as deleted."""
        given, outcome = finder.settle(operation)
        none_of(mismatches(outcome, operation.returns), operation.name)
        listing = BY_NAME[operation.beside("list")]
        if not isinstance(outcome, Gone | AlreadyGone) or not capability_of(opened.spec, listing.name).offered:
            return  # it is not said to be gone, or nothing lists it
        still = still_there(operation, given, listing, finder.left(listing, given))
        expect(not still, f"{operation.name}: it is said to be gone, and is listed")

    @_each([each for each in EVERY if each.changes])
    def test_a_read_only_account_refuses_it(self, operation: Operation, face: str) -> None:
        """An account that is opened read-only sends nothing that changes anything, and says so."""
        simulation = self.simulation()
        with opened(simulation, face) as writing, opened(simulation, face, read_only=True) as reading:
            with Finder(writing, self.examples()) as finder, Finder(reading, {}) as other:
                outcomes = [attempt(other, operation, given) for given in islice(finder.arguments(operation), FEW)]
            changed = [each.name for each in reading.called if each.changes]
        none_of(changed, f"{operation.name}: sent although the account is read-only")
        expect(
            any(isinstance(each, ConfigurationError | NotOffered) for each in outcomes),
            f"{operation.name}: not refused",
        )
        expect(
            all(isinstance(each, ProviderBridgeError | NotOffered | AlreadyGone | Refused) for each in outcomes),
            f"{operation.name}: it has an outcome although the account is read-only",
        )
