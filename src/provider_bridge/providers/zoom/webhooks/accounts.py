"""Notifications about settings, hosts, our app's authorization, and our address."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from provider_bridge.core.decode import WireModel, as_object
from provider_bridge.domain.ids import HostId
from provider_bridge.domain.notifications import (
    Deauthorized,
    HostChanged,
    SettingChange,
    SettingsChanged,
    UrlChallenge,
)
from provider_bridge.domain.people import Host
from provider_bridge.domain.settings import Level
from provider_bridge.providers.zoom.addresses import event_id
from provider_bridge.providers.zoom.webhooks.envelope import Envelope, Readers, host_of
from provider_bridge.providers.zoom.wire.webhooks import DeauthorizedObject, EventObject, UserObject

__all__ = ["READERS"]

_NAMES: Final = frozenset({"id", "uuid", "host_id"})
"""What names an event and is no setting of it."""

_STATUS: Final = {"activated": "active", "deactivated": "inactive"}


class _Subject(WireModel):
    id: str = ""
    settings: dict[str, Any]


class _Challenge(WireModel):
    plainToken: str  # noqa: N815 (Zoom's name)


def _settings(told: Envelope) -> SettingsChanged:
    wire = told.object(_Subject)
    old = as_object(told.tree("old_object").get("settings")) or {}
    level = Level(told.name.partition(".")[0])
    return SettingsChanged(
        **told.common(),
        level=level,
        subject=wire.id or (told.text("account_id") if level is Level.ACCOUNT else ""),
        locks="lock_settings" in told.name,
        changes=tuple(_changes(old, wire.settings)),
    )


def _event(told: Envelope) -> SettingsChanged:
    wire = told.object(EventObject)
    old, new = (_without_names(told.tree(member)) for member in ("old_object", "object"))
    return SettingsChanged(
        **told.common(),
        level=Level.EVENT,
        subject=event_id(told.name.partition(".")[0], wire.id),
        locks=False,
        changes=tuple(_changes(old, new)),
    )


def _without_names(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if name not in _NAMES}


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SettingChange]:
    """Yield what differs. Zoom sends the changed leaves alone; a leaf that is the same twice is none."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    for path in {**before, **after}:
        one, other = before.get(path), after.get(path)
        if json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True) or (path in before) != (path in after):
            yield SettingChange(path, one, other)


def _leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        if not name:
            continue  # the empty member that stands where a forbidden one was
        inner = as_object(value)
        if inner:
            yield from _leaves(inner, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def _host(told: Envelope) -> HostChanged:
    wire = told.object(UserObject)
    name = wire.display_name or " ".join(filter(None, (wire.first_name, wire.last_name)))
    host = Host(
        id=HostId(wire.id) if wire.id else None,
        status=_STATUS.get(told.change, ""),
        email=wire.email or "",
        name=name,
    )
    return HostChanged(**told.common(), change=told.change, host=host)


def _deauthorized(told: Envelope) -> Deauthorized:
    """Read the flag that lets data stay. Only a clear yes is one: absent or anything else asks for erasure."""
    wire = DeauthorizedObject.model_validate(told.payload)
    may_stay = str(wire.user_data_retention).strip().casefold() == "true"
    return Deauthorized(
        **told.common(),
        host=host_of(wire.user_id),
        client_id=wire.client_id or "",
        deauthorized_at=wire.deauthorization_time,
        erase=not may_stay,
        signature=wire.signature or "",
    )


def _challenge(told: Envelope) -> UrlChallenge:
    return UrlChallenge(**told.common(), challenge=_Challenge.model_validate(told.payload).plainToken)


READERS: Final[Readers] = {
    r"(account|user|group)\.(lock_)?settings_updated": _settings,
    r"(meeting|webinar)\.updated": _event,
    r"user\.(created|activated|deactivated|deleted|disassociated)": _host,
    r"app_deauthorized": _deauthorized,
    r"endpoint\.url_validation": _challenge,
}
