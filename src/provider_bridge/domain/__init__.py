"""The one vocabulary above all vendors: frozen values, no I/O, no vendor words."""

from __future__ import annotations

from provider_bridge.domain.attention import (
    AlwaysOn,
    Attention,
    NotOffered,
    SwitchedOff,
    SwitchedOn,
    Unknown,
    Withdrawn,
)
from provider_bridge.domain.ids import GroupId, HostId
from provider_bridge.domain.outcomes import ExitCode
from provider_bridge.domain.people import Group, Host, Identity
from provider_bridge.domain.settings import Level, SettingReading, Unread

__all__ = [
    "AlwaysOn",
    "Attention",
    "ExitCode",
    "Group",
    "GroupId",
    "Host",
    "HostId",
    "Identity",
    "Level",
    "NotOffered",
    "SettingReading",
    "SwitchedOff",
    "SwitchedOn",
    "Unknown",
    "Unread",
    "Withdrawn",
]
