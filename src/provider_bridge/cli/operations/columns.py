"""Which columns a table shows of each type; ``--wide`` shows all, ``--columns`` those that are named."""

from __future__ import annotations

import dataclasses
import functools
import typing
from typing import Any, Final

from provider_bridge import domain
from provider_bridge.cli.operations.outcomes import Outcome
from provider_bridge.reports.records import columns

__all__ = ["columns_of", "row_of", "row_type"]

_SHOWN: Final[dict[type, tuple[str, ...]]] = {
    Outcome: ("id", "part", "outcome", "until", "reason", "what_to_do"),
    domain.ChatMessage: ("kind", "elapsed_s", "clock", "sender", "recipient", "private", "text"),
    domain.Event: ("id", "kind", "start", "title", "registration", "auto_recording", "host_email"),
    domain.Participant: ("name", "email", "phone", "intervals", "waited", "present_s", "rows", "matched_by"),
    domain.Question: ("asked_at", "status", "name", "email", "text", "answers"),
    domain.Recording: (
        "id",
        "state",
        "start",
        "created_at",
        "title",
        "size",
        "files",
        "auto_delete_on",
        "trash_ends_on",
    ),
    domain.Registrant: ("id", "status", "registered_at", "first_name", "last_name", "email"),
    domain.SettingReading: ("path", "value", "locked", "level", "subject", "present", "observed_at"),
    domain.Session: ("id", "event", "start", "end", "participants", "title"),
}


def columns_of(kind: Any) -> tuple[str, ...]:
    """Return the columns that matter of a type, all of them where none are chosen."""
    return _SHOWN.get(kind, columns(kind))


@functools.cache
def row_type(kind: Any) -> Any:
    """Return the type of a listing's records: a domain type, or one that has the fields of several such types."""
    kinds = typing.get_args(kind)
    if not kinds:
        return kind
    names = dict.fromkeys(each.name for one in kinds for each in dataclasses.fields(one))
    fields = [(name, Any, dataclasses.field(default=None)) for name in names]
    return dataclasses.make_dataclass("Variant", [("is_a", str), *fields], frozen=True)


def row_of(item: Any, kind: Any) -> Any:
    """Return what stands for an item in a listing of a type."""
    if not typing.get_args(kind) or not dataclasses.is_dataclass(item):
        return item
    members = {each.name: getattr(item, each.name) for each in dataclasses.fields(item)}
    return row_type(kind)(is_a=type(item).__name__, **members)
