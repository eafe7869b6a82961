"""Zoom, GoToWebinar and GoToMeeting behind one typed interface.

import provider_bridge as pb

with pb.open_bridge("bridge.toml") as bridge:
    for account in bridge:
        print(account.name, account.provider, account.attention.read())
"""

from __future__ import annotations

from provider_bridge.bridge import AsyncBridge, Bridge, open_async_bridge, open_bridge
from provider_bridge.domain import (
    AlwaysOn,
    Attention,
    ExitCode,
    Group,
    GroupId,
    Host,
    HostId,
    Identity,
    Level,
    NotOffered,
    SettingReading,
    SwitchedOff,
    SwitchedOn,
    Unknown,
    Unread,
    Withdrawn,
)
from provider_bridge.errors import (
    ApiError,
    BadRequest,
    ConfigurationError,
    Conflict,
    ConnectFailed,
    DecodeError,
    Forbidden,
    LeaseLost,
    LedgerTampered,
    ListingIncomplete,
    MissingCredential,
    NotFound,
    PlanStale,
    ProviderBridgeError,
    ProviderBroken,
    ProviderLoadError,
    QuotaExhausted,
    RateLimited,
    StateError,
    TimedOut,
    TransportFailed,
    Unauthorized,
    UnknownProvider,
    UnsupportedCapability,
    WrongAccount,
)
from provider_bridge.interface import Account, AsyncAccount, async_has_directory, has_directory

__version__ = "0.1.0"

__all__ = [
    "Account",
    "AlwaysOn",
    "ApiError",
    "AsyncAccount",
    "AsyncBridge",
    "Attention",
    "BadRequest",
    "Bridge",
    "ConfigurationError",
    "Conflict",
    "ConnectFailed",
    "DecodeError",
    "ExitCode",
    "Forbidden",
    "Group",
    "GroupId",
    "Host",
    "HostId",
    "Identity",
    "LeaseLost",
    "LedgerTampered",
    "Level",
    "ListingIncomplete",
    "MissingCredential",
    "NotFound",
    "NotOffered",
    "PlanStale",
    "ProviderBridgeError",
    "ProviderBroken",
    "ProviderLoadError",
    "QuotaExhausted",
    "RateLimited",
    "SettingReading",
    "StateError",
    "SwitchedOff",
    "SwitchedOn",
    "TimedOut",
    "TransportFailed",
    "Unauthorized",
    "Unknown",
    "UnknownProvider",
    "Unread",
    "UnsupportedCapability",
    "Withdrawn",
    "WrongAccount",
    "async_has_directory",
    "has_directory",
    "open_async_bridge",
    "open_bridge",
]
