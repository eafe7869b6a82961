"""The common interface as data: every operation, its arguments and what it returns, read off the Protocols."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from provider_bridge.domain.events import Event
from provider_bridge.domain.ids import EventId, HostId, RegistrantId, SessionId
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.domain.people import NewRegistrant, Registered, RegistrationQuestion
from provider_bridge.facets import FACETS
from provider_bridge.facets.operations import Operation, hints_of, operations

BY_NAME = {each.name: each for each in operations()}


def test_every_facet_has_operations() -> None:
    """None is overlooked, and the names are in order and each there once."""
    assert set(FACETS) == {each.facet for each in operations()}
    assert len(BY_NAME) == len(operations())


def test_parts_and_what_is_inherited_are_found() -> None:
    """An operation of a part of a part is found, and one of a Protocol that another extends."""
    assert {"chats.conversations.messages.list", "recordings.registrants.questions.list"} <= set(BY_NAME)
    assert {"recordings.download", "recordings.stream", "attention.read"} <= set(BY_NAME)


def test_a_listing() -> None:
    """What it yields is told apart from what it returns, and its arguments are given by name only."""
    listing = BY_NAME["events.list"]

    assert (True, Event) == (listing.many, listing.returns)
    assert {"since", "until", "host", "kind", "problems"} == {each.name for each in listing.arguments if each.keyword}
    assert not any(each.required for each in listing.arguments)
    assert {"since": date | None, "host": HostId | None}.items() <= {e.name: e.hint for e in listing.arguments}.items()


def test_a_value() -> None:
    """The arguments of an operation that returns one value, in order, with the type of each."""
    add = BY_NAME["registrants.add"]

    assert (False, Registered) == (add.many, add.returns)
    arguments = [(each.name, each.hint, each.required) for each in add.arguments]
    assert [
        ("event_id", EventId, True),
        ("registrant", NewRegistrant, True),
        ("occurrences", Sequence[str], False),
    ] == arguments
    assert tuple[RegistrationQuestion, ...] == BY_NAME["registrants.questions.list"].returns
    assert Deletion == BY_NAME["registrants.delete"].returns


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("registrants.list", False),
        ("recordings.download_all", False),
        ("settings.effective_all", False),
        ("registrants.add_many", True),
        ("settings.lock", True),
        ("data_requests.cancel", True),
        ("events.something_new", True),
    ],
)
def test_what_changes_something(name: str, changes: bool) -> None:
    """A verb that is not known to read counts as one that changes something."""
    assert changes is Operation(name, (), None, many=False).changes


def test_what_stands_beside() -> None:
    """An operation's neighbours are those of its own part."""
    assert "recordings.registrants.list" == BY_NAME["recordings.registrants.add"].beside("list")


def test_domain_types_say_what_their_fields_are() -> None:
    """Names that are imported for type checkers only are known all the same."""
    assert RegistrantId == hints_of(BY_NAME["registrants.get"].returns)["id"]
    assert SessionId | None == hints_of(BY_NAME["recordings.get"].returns)["session"]
