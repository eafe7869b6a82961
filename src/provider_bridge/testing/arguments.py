"""Finding what an operation can be called with: by what its arguments mean, and by listing what there is."""

from __future__ import annotations

import collections.abc
import dataclasses
import tempfile
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, cast

from provider_bridge.capabilities import capability_of
from provider_bridge.domain.events import EventChange, NewEvent
from provider_bridge.domain.ids import (
    ChannelId,
    EventId,
    FileId,
    HostId,
    RegistrantId,
    RequestId,
    SessionId,
)
from provider_bridge.domain.outcomes import Strength
from provider_bridge.domain.people import NewRegistrant, RegistrationQuestion
from provider_bridge.domain.recordings import RecordingFile
from provider_bridge.domain.settings import Level, SettingValue
from provider_bridge.errors import InvalidInput, NotFound, ProviderBridgeError
from provider_bridge.facets.operations import Argument, Operation, hints_of, operations
from provider_bridge.testing.type_checks import blank, is_id

if TYPE_CHECKING:
    from provider_bridge.testing.harness import Opened

__all__ = ["Examples", "Finder", "Given", "NothingFound", "field_of"]

Given = Mapping[str, Any]
"""Arguments of one call, by their names in the common interface."""

Examples = Mapping[str, Callable[[Any], Given]]
"""By operation: what makes the arguments of a call from the account, for what no listing shows."""

_PERSON: Final = NewRegistrant("conformance@guests.example.test", "Conny", "Formance")
_BACK: Final = timedelta(days=60)
_EACH: Final = 12
"""How many choices are tried for one argument, and how many calls altogether."""


class NothingFound(AssertionError):
    """Nothing was found to call an operation with."""


class Finder:
    """Finds arguments for the operations of one open account. Used with ``with``: it keeps what is downloaded."""

    def __init__(self, opened: Opened, examples: Examples) -> None:
        self._opened = opened
        self._examples = examples
        self._known = {each.name: each for each in operations()}
        self._listed: dict[str, list[Any]] = {}
        self._folder = tempfile.TemporaryDirectory()
        soon = _now() + timedelta(days=7)
        self._there: dict[Any, Callable[[], Iterable[Any]]] = {
            EventId: lambda: self._ids("events.list", "id"),
            HostId: lambda: [*self._ids("directory.hosts.list", "id"), *self._ids("events.list", "host")],
            ChannelId: lambda: self._ids("chats.conversations.list", "channel"),
            RecordingFile: self._recorded,
            NewRegistrant: lambda: [_PERSON],
            NewEvent: lambda: [NewEvent(soon, soon + timedelta(hours=1), "A trial")],
            EventChange: lambda: [EventChange(title="Another trial")],
            Strength: lambda: [Strength.ERASE],
            Level: lambda: [Level.ACCOUNT],
            bool: lambda: [True, False],
        }
        self._fitting: dict[Any, Callable[[Operation, Argument, Given], Iterable[Any]]] = {
            SessionId: self._sessions,
            RegistrantId: self._registrants,
            FileId: self._files,
            RegistrationQuestion: self._beside,
            SettingValue: self._values,
            datetime: self._moments,
            date: self._days,
            str: self._texts,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()  # what was downloaded

    # --- calling -------------------------------------------------------------------------------------------

    def run(self, operation: Operation, given: Given) -> Any:
        """Call an operation with what was found, and return its value, a listing to its end."""
        call = self._opened.operation(operation.name)
        order = [each for each in operation.arguments if each.name in given]
        positional = [given[each.name] for each in order if not each.keyword]
        found = call(*positional, **{each.name: given[each.name] for each in order if each.keyword})
        return list(found) if operation.many else found

    def settle(self, operation: Operation) -> tuple[Given, Any]:
        """Call an operation until something comes of it; return what it was called with, and what came.

        A call that is refused, or gives nothing, is followed by one with other arguments. Of the last refusal
        becomes the outcome, unless an empty value came before.
        """
        empty: tuple[Given, Any] | None = None
        refusal: ProviderBridgeError | None = None
        for given in islice(self.arguments(operation), _EACH):
            try:
                found = self.run(operation, given)
            except ProviderBridgeError as error:
                refusal = error
                continue
            if not blank(found) or operation.returns is type(None):
                return given, found
            empty = empty or (given, found)
        if empty is not None:
            return empty
        if refusal is not None:
            raise refusal
        raise NothingFound(f"{operation.name}: nothing was found to call it with; add to `examples` what makes it")

    # --- arguments -----------------------------------------------------------------------------------------

    def arguments(self, operation: Operation) -> Iterator[Given]:
        """Yield arguments that an operation may be called with: the example, what is needed, then a period too."""
        if operation.name in self._examples:
            yield self._examples[operation.name](self._opened.account)
        needed = [each for each in operation.arguments if each.required]
        yield from self._filled(operation, needed, {})
        wider = [each for each in operation.arguments if each.required or each.name in {"since", "until"}]
        if len(wider) > len(needed):
            yield from self._filled(operation, wider, {})

    def _filled(self, operation: Operation, arguments: list[Argument], given: Given) -> Iterator[Given]:
        if not arguments:
            yield given
            return
        first, *rest = arguments
        for choice in islice(self._options(operation, first, given), _EACH):
            yield from self._filled(operation, rest, {**given, first.name: choice})

    def _options(self, operation: Operation, argument: Argument, given: Given) -> Iterable[Any]:
        hint = argument.hint
        if typing.get_origin(hint) is typing.Literal:
            return typing.get_args(hint)
        if typing.get_origin(hint) in {collections.abc.Sequence, collections.abc.Iterable}:
            (inner,) = typing.get_args(hint)
            if argument.name == "emails":
                return [[_PERSON.email]]
            return _lists(self._choice(operation, dataclasses.replace(argument, hint=inner), given), inner)
        return self._choice(operation, argument, given)

    def _choice(self, operation: Operation, argument: Argument, given: Given) -> Iterable[Any]:
        for hint in (argument.hint, *typing.get_args(argument.hint)):
            if hint in self._there:
                return self._there[hint]()
            if hint in self._fitting:
                return self._fitting[hint](operation, argument, given)
            if is_id(hint):
                return self._named(operation, hint)
            if operation.beside("list") in self._known and hint is self._known[operation.beside("list")].item:
                return self._beside(operation, argument, given)
        return ()

    # --- what there is -------------------------------------------------------------------------------------

    def listed(self, name: str, given: Given | None = None) -> list[Any]:
        """Return what a listing shows, nothing where it is refused; without arguments, with the first that fit."""
        operation = self._known.get(name)
        if operation is None or not capability_of(self._opened.spec, name).offered:
            return []
        if name in self._listed and given is None:
            return self._listed[name]
        try:
            found = list(self.settle(operation)[1] if given is None else self.run(operation, given))
        except (ProviderBridgeError, NothingFound):
            found = []
        if given is None:
            self._listed[name] = found
        return found

    def left(self, listing: Operation, given: Given) -> list[Any]:
        """Return what a listing shows after a deletion that was called with ``given``; nothing where it is refused."""
        with_period = [each for each in listing.arguments if each.name in {"since", "until"}]
        shared = self.listing_with(listing.name, given)
        period = {each.name: next(iter(self._options(listing, each, shared))) for each in with_period}
        try:
            return list(self.run(listing, shared))
        except InvalidInput:
            return list(self.run(listing, {**shared, **period}))  # it has to be told which period, or what of
        except NotFound:
            return []

    def listing_with(self, name: str, given: Given) -> Given:
        """Return the arguments of a listing that goes with a call: what both take, and the period."""
        shared = {each.name: given[each.name] for each in self._known[name].arguments if each.name in given}
        missing = [each for each in self._known[name].arguments if each.required and each.name not in shared]
        for each in missing:
            shared[each.name] = next(iter(self._options(self._known[name], each, shared)), None)
        return shared

    def _ids(self, name: str, field: str) -> list[Any]:
        found = [getattr(each, field) for each in self.listed(name)]
        return list(dict.fromkeys(each for each in found if each))

    def _named(self, operation: Operation, hint: Any) -> list[Any]:
        """Return ids of a kind that nothing more is known of: those of whatever listing shows things by it."""
        listings = [each for each in self._known.values() if each.name.endswith(".list") and each is not operation]
        shown = [each.name for each in listings if field_of(each.item, hint) == "id"]
        return list(dict.fromkeys(found for name in shown for found in self._ids(name, "id")))

    def _beside(self, operation: Operation, _: Argument, given: Given) -> list[Any]:
        """Return what the listing of the same part shows, for the event or session that was chosen already."""
        name = operation.beside("list")
        return self.listed(name, self.listing_with(name, given)) if name in self._known else []

    def _registrants(self, operation: Operation, argument: Argument, given: Given) -> list[Any]:
        return [each.id for each in self._beside(operation, argument, given)]

    def _sessions(self, operation: Operation, _: Argument, __: Given) -> list[Any]:
        """Return sessions: first those of the same part's listing, then those of recordings, then whatever ran."""
        names = dict.fromkeys((operation.beside("list"), f"{operation.facet}.list", "recordings.list", "sessions.list"))
        found: list[Any] = []
        for name in names:
            listing = self._known.get(name)
            if listing is None or name == operation.name or any(each.hint == SessionId for each in listing.arguments):
                continue
            field = field_of(listing.item, SessionId)
            found += self._ids(name, field) if field else []
        return list(dict.fromkeys(found))

    def _files(self, operation: Operation, _: Argument, given: Given) -> list[Any]:
        """Return ids of files: of the session that was chosen already, else of every request's."""
        name = operation.beside("get")
        try:
            if name == "data_requests.get":
                found = [file for each in self._ids("data_requests.list", "id") for file in self._asked(name, each)]
            else:
                found = self.run(self._known[name], self.listing_with(name, given)).files
        except ProviderBridgeError:
            return []
        return [each.id for each in found if each.id]

    def _asked(self, name: str, request: RequestId) -> Iterable[Any]:
        try:
            return self.run(self._known[name], {"request": request})  # type: ignore[no-any-return]
        except ProviderBridgeError:
            return ()

    def _recorded(self) -> list[Any]:
        files = [file for each in self.listed("recordings.list") for file in each.files if file.url]
        return sorted(files, key=lambda file: file.size or 0)

    def _settings(self) -> list[Any]:
        return [each for each in self.listed("settings.list") if isinstance(each.value, bool)]

    def _values(self, _: Operation, __: Argument, given: Given) -> list[Any]:
        return [each.value for each in self._settings() if each.path == given["path"]]

    def _moments(self, _: Operation, argument: Argument, __: Given) -> list[Any]:
        return [_now() - _BACK if argument.name == "since" else _now()]

    def _days(self, operation: Operation, argument: Argument, given: Given) -> list[Any]:
        return [each.date() for each in self._moments(operation, argument, given)]

    def _texts(self, _: Operation, argument: Argument, __: Given) -> list[Any]:
        if argument.name in {"to", "folder"}:
            place = Path(tempfile.mkdtemp(dir=self._folder.name))
            return [place / "file" if argument.name == "to" else place]
        return [each.path for each in self._settings()] if argument.name == "path" else []


def field_of(kind: Any, hint: Any) -> str:
    """Return the name of a domain type's first field of a type, ``""`` where it has none."""
    hints = hints_of(cast("Any", kind)) if dataclasses.is_dataclass(kind) else {}
    return next((name for name, each in hints.items() if hint in {each, *typing.get_args(each)}), "")


def _lists(choices: Iterable[Any], kind: Any) -> Iterator[list[Any]]:
    """Yield lists to hand over: questions belong together, of everything else one will do."""
    found = list(choices)
    if kind is not RegistrationQuestion:
        yield from ([each] for each in found)
    elif found:
        yield from (found, [each for each in found if each.asked], found[:3])


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
