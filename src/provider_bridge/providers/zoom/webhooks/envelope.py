"""A notification before it has a type, and how its ids become ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias, TypeVar

from provider_bridge.core.decode import WireModel, as_object
from provider_bridge.domain.ids import EventId, HostId
from provider_bridge.domain.notifications import Notification
from provider_bridge.providers.zoom.addresses import MEETING, WEBINAR, event_id

__all__ = ["Envelope", "Readers", "event_of", "host_of", "is_recurring", "kind_of"]

M = TypeVar("M", bound=WireModel)

_KINDS: Final = {**dict.fromkeys("123478", MEETING), **dict.fromkeys("569", WEBINAR)}
_RECURRING: Final = frozenset("3689")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A notification's name, time and payload; ``download_token`` and ``beside`` stand outside the payload."""

    name: str
    at: datetime | None
    key: str
    payload: Mapping[str, Any] = field(repr=False)
    download_token: str = field(default="", repr=False)
    beside: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)

    @property
    def change(self) -> str:
        """The part of the name behind the product's."""
        return self.name.partition(".")[2]

    def text(self, member: str) -> str:
        """Return a member of the payload that is text, ``""`` when there is none."""
        found = self.payload.get(member)
        return found if isinstance(found, str) else ""

    def object(self, model: type[M]) -> M:
        """Return what the notification is about."""
        return model.model_validate(self.payload.get("object"))

    def tree(self, member: str) -> dict[str, Any]:
        """Return an object of the payload as it is."""
        return as_object(self.payload.get(member)) or {}

    def common(self) -> dict[str, Any]:
        """Return what every notification says."""
        return {
            "name": self.name,
            "at": self.at,
            "account": self.text("account_id"),
            "key": self.key,
            "operator": host_of(self.text("operator_id")),
            "operator_email": self.text("operator"),
        }


def host_of(text: str | None) -> HostId | None:
    return HostId(text) if text else None


def kind_of(type_: str | None) -> str:
    """Return the kind that Zoom's number of a type means, ``""`` for a number that means none."""
    return _KINDS.get(type_ or "", "")


def is_recurring(type_: str | None) -> bool:
    return type_ in _RECURRING


def event_of(kind: str, number: str | None) -> EventId | None:
    """Return our id of an event, ``None`` where the number is blank; without a kind it is a bare number."""
    if not number:
        return None
    return event_id(kind, number) if kind else EventId(number.replace(" ", "").replace("-", ""))


Readers: TypeAlias = Mapping[str, Callable[[Envelope], Notification]]
"""What reads a notification, by a pattern of its name."""
