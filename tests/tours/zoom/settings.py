"""Settings, locks, and what they amount to."""

from __future__ import annotations

from typing import Any

from provider_bridge import HostId, Level
from provider_bridge.sandbox import Sandbox
from tours import Arguments

DAYS = "recording.auto_delete_cmr_days"


def user(sandbox: Sandbox) -> HostId:
    """Return somebody who is in a group."""
    return HostId(next(each.id for each in sandbox.world.people["active"] if each.group_id))


ARGUMENTS: Arguments = {
    "settings.effective": lambda sandbox: {"path": DAYS, "user": user(sandbox)},
    "settings.effective_all": lambda sandbox: {"user": user(sandbox)},
    "settings.update": lambda _: {"path": DAYS, "value": 60, "level": Level.ACCOUNT},
    "settings.lock": lambda _: {"path": DAYS, "locked": True, "level": Level.ACCOUNT},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Read every level, change every level, lock both levels that have locks."""
    host, group = user(sandbox), sandbox.world.group_ids[0]
    settings = account.settings
    settings.list()
    settings.list(level=Level.GROUP, subject=group)
    settings.list(level=Level.USER, subject=host)
    settings.effective(DAYS, host)
    settings.effective_all(host)
    settings.update(DAYS, 60, level=Level.ACCOUNT)
    settings.update("recording.auto_recording", "none", level=Level.ACCOUNT)
    settings.update("in_meeting.data_center_regions", ("DE", "NL"), level=Level.GROUP, subject=group)
    settings.update("in_meeting.webinar_chat.enable", False, level=Level.USER, subject=host)
    settings.lock(DAYS, True, level=Level.ACCOUNT)
    settings.lock("in_meeting.webinar_chat.enable", True, level=Level.GROUP, subject=group)
