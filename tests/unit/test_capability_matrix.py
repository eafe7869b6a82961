"""The matrix of operations and providers: from rows, from what is lacking as a whole, and from nothing at all."""

from __future__ import annotations

import dataclasses

import pytest
import tiny_provider

import provider_bridge as pb
from provider_bridge.capabilities import CapabilityRow, capability_matrix, capability_of
from provider_bridge.core.capability import Capability
from provider_bridge.errors import UnknownProvider
from provider_bridge.interface.operations import operations
from provider_bridge.registry import provider_names

TINY = tiny_provider.PROVIDER


def test_every_operation_at_every_provider() -> None:
    """Each operation of the common interface has one row for each installed provider, with level and reason."""
    matrix = pb.capability_matrix()
    pairs = [(row.operation, row.provider) for row in matrix]

    assert len(pairs) == len(set(pairs))
    assert {(each.name, name) for each in operations() for name in provider_names()} <= set(pairs)
    assert [] == [row for row in matrix if row.level not in {"full", "partial", "none"} or not row.reason]
    assert [] == [row for row in matrix if row.common and row.level == "none" and not row.instead]


def test_only_the_providers_that_are_named() -> None:
    """Each once and in the order that was asked for."""
    matrix = capability_matrix(["zoom", "gotomeeting", "zoom"])

    assert ["zoom", "gotomeeting"] == list(dict.fromkeys(row.provider for row in matrix))
    assert ["zoom", "gotomeeting"] == [row.provider for row in matrix if row.operation == "archives.list"]


def test_a_provider_that_there_is_not() -> None:
    """It is the registry's error."""
    with pytest.raises(UnknownProvider):
        capability_matrix(["nowhere"])


def test_an_operation_of_some_providers_only() -> None:
    """It is in the matrix, marked, and the others say that they do not have it."""
    own = [row for row in capability_matrix(["zoom"]) if not row.common]

    assert "dial_ins.delete" in {row.operation for row in own}
    assert capability_of(TINY, "events.shout", common=False) == CapabilityRow(
        "events.shout", "tiny", "none", "an operation of other providers only", "", "", common=False
    )


def test_a_facet_that_is_lacking_speaks_for_its_operations() -> None:
    """The facet's one row is that of each of its operations."""
    row = capability_of(TINY, "chats.team.list")

    assert ("none", *tiny_provider.MISSING["chats"]) == (row.level, row.reason, row.instead)
    assert ("chats.team.list", tiny_provider.DOCS, True) == (row.operation, row.reference, row.common)


def test_the_nearest_part_speaks_first() -> None:
    """A part that is lacking has its own reason, and one that is there lends no level to what is in it."""
    parts = (
        Capability("recordings", "none", "no recordings", "https://r.example", (), "a"),
        Capability("recordings.views", "none", "no views", "https://v.example", (), "b"),
        Capability("chats", "full", "a row that speaks of no operation", "https://c.example", ()),
    )
    spec = dataclasses.replace(TINY, capabilities=parts)

    assert "no views" == capability_of(spec, "recordings.views.list").reason
    assert "no recordings" == capability_of(spec, "recordings.sharing.read").reason
    assert "none" == capability_of(spec, "chats.read").level


def test_what_a_provider_does_not_speak_of() -> None:
    """Without a row it is what the account says of the facet; without that it is not offered all the same."""
    silent = dataclasses.replace(TINY, capabilities=())

    assert tiny_provider.MISSING["chats"][0] == capability_of(silent, "chats.read").reason
    assert ("none", "the provider does not say that it can", "") == (
        (row := capability_of(silent, "events.list")).level,
        row.reason,
        row.instead,
    )
