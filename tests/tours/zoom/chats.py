"""Chats: a channel of a recurring meeting, and the account's conversations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.chats import ChatState
from provider_bridge.sandbox.zoom.recordings_state import Recordings
from tours import Arguments


def _period(sandbox: Sandbox) -> dict[str, Any]:
    return {"since": sandbox.world.now() - timedelta(days=60)}


def _days(sandbox: Sandbox) -> dict[str, Any]:
    return {"since": (sandbox.world.now() - timedelta(days=60)).date()}


def _channel(sandbox: Sandbox) -> str:
    return next(iter(sandbox.world.part(ChatState).channels))


def _user(sandbox: Sandbox) -> str:
    return sandbox.world.people["active"][0].id


def _own(sandbox: Sandbox) -> dict[str, Any]:
    """Return a message and its sender."""
    found = next(each for each in sandbox.world.part(ChatState).sorted(_channel(sandbox)) if each.status == "Normal")
    return {"user": found.sender.id, "message": found.id, "channel": found.channel}


def _conversation(sandbox: Sandbox) -> str:
    return sandbox.world.part(ChatState).conversation(_channel(sandbox))


def _live(sandbox: Sandbox) -> dict[str, Any]:
    """Return a message of the meeting that is running."""
    number, messages = next(iter(sandbox.world.part(ChatState).live.items()))
    return {"event": f"meeting:{number}", "message": min(messages)}


def _recorded(sandbox: Sandbox) -> dict[str, Any]:
    return {"session": f"meeting:{sandbox.world.sessions[9].uuid}"}


ARGUMENTS: Arguments = {
    "chats.read": _recorded,
    "chats.delete": _live,
    "chats.team.list": lambda box: {"user": _user(box), "channel": _channel(box), **_period(box)},
    "chats.team.delete": _own,
    "chats.conversations.list": _days,
    "chats.conversations.messages.list": lambda box: {"conversation": _conversation(box), **_days(box)},
    "chats.retention.read": lambda box: {"channel": _channel(box)},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Read a channel both ways, its rule, and delete one message; the recording in the documents' words."""
    sandbox.world.part(Recordings).live = False
    chats = account.chats
    chats.read(**_recorded(sandbox))
    list(chats.team.list(**ARGUMENTS["chats.team.list"](sandbox)))
    list(chats.team.list(_user(sandbox), contact=sandbox.world.people["active"][1].email, **_period(sandbox)))
    list(chats.conversations.list(**_days(sandbox)))
    list(chats.conversations.messages.list(_conversation(sandbox), **_days(sandbox)))
    chats.retention.read(_channel(sandbox))
    chats.team.delete(**_own(sandbox))
    chats.delete(**_live(sandbox))
