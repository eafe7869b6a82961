"""The matrix of operations and providers: from rows, from what is lacking as a whole, and from nothing at all."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

import pytest
import tiny_provider

import provider_bridge as pb
from provider_bridge.capabilities import CapabilityRow, capability_matrix, capability_of
from provider_bridge.core.account import BaseAccount
from provider_bridge.core.capability import NOT_BUILT, UNSAID, Unsupported
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import paged
from provider_bridge.core.steps import Emit
from provider_bridge.errors import UnknownProvider
from provider_bridge.facets.operations import operations
from provider_bridge.facets.recordings import RecordingsApi, ViewsApi
from provider_bridge.registry import provider_names

TINY = tiny_provider.PROVIDER


def test_every_operation_at_every_provider() -> None:
    """Each operation of the common interface has one row for each installed provider, with level and reason."""
    matrix = pb.capability_matrix()
    pairs = [(row.operation, row.provider) for row in matrix]

    assert len(pairs) == len(set(pairs))
    assert {(each.name, name) for each in operations() for name in provider_names()} <= set(pairs)
    assert [] == [row for row in matrix if row.level not in {"full", "partial", "none", "not_built"} or not row.reason]
    assert [] == [row for row in matrix if not row.offered and not row.instead]


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
        "events.shout", "tiny", "not_built", UNSAID.reason, "", "", common=False
    )


def test_a_facet_that_is_lacking_speaks_for_its_operations() -> None:
    """The facet's one row is that of each of its operations."""
    row = capability_of(TINY, "chats.team.list")

    absent = tiny_provider.UNSUPPORTED["chats"]
    assert ("none", absent.reason, absent.instead) == (row.level, row.reason, row.instead)
    assert ("chats.team.list", tiny_provider.DOCS, True) == (row.operation, row.reference, row.common)


class Views(ViewsApi[F]):
    unsupported: ClassVar = {"list": Unsupported("no list", "look", "https://l.example")}


class Recordings(RecordingsApi[F]):
    unsupported: ClassVar = {"views": Unsupported("no views", "b", "https://v.example", NOT_BUILT)}

    @part
    def views(self) -> Views[F]:
        return Views(self)

    @paged(note="all of them", reference="https://a.example")
    def list(self, *_: Any, **__: Any) -> Any:
        yield Emit(())


class Account(BaseAccount[F]):
    unsupported: ClassVar = {"recordings": Unsupported("no more of it", "a", "https://r.example")}

    @part
    def recordings(self) -> Recordings[F]:
        return Recordings(self)


def test_the_nearest_part_speaks_first() -> None:
    """What a class says of its own operation goes before what the facet or the account says of it."""
    spec = dataclasses.replace(TINY, account=Account)

    assert "no list" == capability_of(spec, "recordings.views.list").reason
    assert ("no views", "not_built") == (
        (row := capability_of(spec, "recordings.views.counts")).reason,
        row.level,
    )
    assert "no more of it" == capability_of(spec, "recordings.sharing.read").reason
    assert "all of them" == capability_of(spec, "recordings.list.trashed").reason


def test_what_a_provider_does_not_speak_of() -> None:
    """It is not offered, and the matrix does not guess whether the vendor could."""
    row = capability_of(dataclasses.replace(TINY, account=Account), "chats.read")

    assert ("not_built", UNSAID.reason, "") == (row.level, row.reason, row.instead)
