"""What the tests of the suite have in common: how they fail, and what tells things apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from provider_bridge.core.capability import NONE, NOT_BUILT
from provider_bridge.domain.ids import SessionId
from provider_bridge.domain.outcomes import AlreadyGone, NotOffered, Refused, Unconfirmed
from provider_bridge.domain.settings import EffectiveSetting
from provider_bridge.domain.transcripts import Summary, TeamMessage, WordsCopy
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.facets.operations import Argument, Operation, operations
from provider_bridge.testing.arguments import Finder, Given, field_of
from provider_bridge.testing.type_checks import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = [
    "APART",
    "BY_NAME",
    "EVERY",
    "FEW",
    "LEVELS",
    "RETITLED",
    "always",
    "attempt",
    "deletions",
    "expect",
    "getters",
    "given_for",
    "ids_of",
    "key_of",
    "keys_of",
    "listings",
    "none_of",
    "says_itself",
    "still_there",
]

EVERY: Final = operations()
BY_NAME: Final = {each.name: each for each in EVERY}
LEVELS: Final = ("full", "partial", NONE, NOT_BUILT)
FEW: Final = 5
"""How many items, calls or problems are enough to look at."""

APART: Final = {TeamMessage: ("id", "status")}
"""What tells items of a listing apart where their id is not all: an edited message is listed as it was, too."""
RETITLED: Final = {Summary: frozenset({"title"})}
"""What a listing says of something else: it has no title of a summary's own, only that of the session."""


def listings() -> list[Operation]:
    """Return the operations that list things."""
    return [each for each in EVERY if each.name.endswith(".list")]


def getters() -> list[Operation]:
    """Return the operations that return one thing of those that a listing beside them shows."""
    pairs = [(each, BY_NAME.get(each.beside("list"))) for each in EVERY if each.name.endswith(".get")]
    return [each for each, listing in pairs if listing is not None and listing.item == each.returns]


def deletions() -> list[Operation]:
    """Return the operations that delete one thing of those that a listing beside them shows."""
    return [each for each in EVERY if each.name.endswith(".delete") and each.beside("list") in BY_NAME]


def expect(condition: object, sentence: str) -> None:
    """Fail with a sentence that holds no value: pytest's own would show people."""
    if not condition:
        raise AssertionError(sentence)


def none_of(problems: Iterable[str], what: str) -> None:
    """Fail with the first few problems, if there is any."""
    found = list(dict.fromkeys(problems))
    expect(not found, f"{what}: {'; '.join(found[:FEW])}" + (f"; and {len(found) - FEW} more" * (len(found) > FEW)))


def key_of(kind: Any) -> str:
    """Return the field that tells items of a listing apart, ``""`` where none does."""
    if "id" in getattr(kind, "__dataclass_fields__", {}):
        return "id"
    return field_of(kind, SessionId) if any(each.returns == kind for each in getters()) else ""


def keys_of(found: Sequence[Any], fields: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Return of each item what tells it apart."""
    return [tuple(getattr(each, name, None) for name in fields) for each in found]


def ids_of(operation: Operation) -> list[Argument]:
    """Return the arguments that an operation needs and that name one thing."""
    return [each for each in operation.arguments if each.required and is_id(each.hint)]


def still_there(operation: Operation, given: Given, listing: Operation, left: Sequence[Any]) -> list[Any]:
    """Return what a listing shows of that which a deletion was called for; what it marks as deleted does not count.

    A deletion that names nothing of what the listing shows deletes all that it shows.
    """
    field = key_of(listing.item)
    for each in operation.arguments:
        named = field if each.hint is listing.item else ""
        if named or (each.required and is_id(each.hint) and field and field_of(listing.item, each.hint) == field):
            gone = getattr(given[each.name], named) if named else given[each.name]
            left = [item for item in left if getattr(item, field) == gone]
            break
    return [item for item in left if getattr(item, "status", "") != "deleted"]


def given_for(finder: Finder, operation: Operation) -> Given:
    """Return arguments that an operation can be called with; what may change something is not called for it."""
    if not operation.changes:
        return finder.settle(operation)[0]
    found = next(finder.arguments(operation), None)
    expect(found is not None, f"{operation.name}: nothing was found to call it with; add to `examples` what makes it")
    return found or {}


def always(text: str) -> Callable[[str], str]:
    """Return what puts a text in the place of whatever it is given."""
    return lambda _: text


def says_itself(found: Any) -> bool:
    """Whether a value says itself that there is nothing, or that nothing is known."""
    if isinstance(found, list | tuple):
        each = cast("Sequence[Any]", found)
        return bool(each) and all(map(says_itself, each))
    if isinstance(found, WordsCopy):
        return found.state != "present"
    if isinstance(found, EffectiveSetting):
        return not found.known
    return isinstance(found, NotOffered | AlreadyGone | Refused | Unconfirmed)


def attempt(finder: Finder, operation: Operation, given: Given) -> Any:
    """Return what comes of a call, its error included."""
    try:
        return finder.run(operation, given)
    except ProviderBridgeError as error:
        return error
