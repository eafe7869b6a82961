"""Who took part by telephone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments
from tours.zoom.participants import newest


def weeks(sandbox: Sandbox) -> dict[str, date]:
    """Return a period of more than one window, with every session in it."""
    today = sandbox.world.now().date()
    return {"since": today - timedelta(days=40), "until": today}


ARGUMENTS: Arguments = {"dial_ins.list": weeks, "dial_ins.get": newest}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List the calls of some weeks, of a meeting and of a webinar."""
    list(account.dial_ins.list(**weeks(sandbox)))
    for kind in ("Meeting", "Webinar"):
        account.dial_ins.get(**newest(sandbox, kind))
