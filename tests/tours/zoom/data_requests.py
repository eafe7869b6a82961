"""Export and erasure by the vendor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments


def _people(sandbox: Sandbox) -> list[str]:
    return [person.email for person in sandbox.world.people["active"][:2]]


ARGUMENTS: Arguments = {
    "data_requests.get": lambda _: {"request": "1950699479925886978"},
    "data_requests.file_url": lambda _: {"file": "M84CPMhmTGqeMMfwrvb6mA"},
    "data_requests.add_export": lambda sandbox: {
        "emails": _people(sandbox),
        "since": sandbox.world.now() - timedelta(days=30),
        "until": sandbox.world.now(),
    },
    "data_requests.add_erasure": lambda sandbox: {"emails": _people(sandbox), "confirm": "erase everything"},
    "data_requests.cancel": lambda _: {"request": "1950699479925886978"},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Ask for an erasure and cancel it; ask for an export, wait until it is ready, and get at its files."""
    requests, world = account.data_requests, sandbox.world
    erasure, *rest = requests.add_erasure(_people(sandbox), confirm="erase everything")
    for each in (erasure, *rest):
        requests.cancel(each.id)
    export, *_ = requests.add_export(_people(sandbox), since=world.now() - timedelta(days=30), until=world.now())
    world.offset += 12 * 60
    list(requests.list())
    for file in requests.get(export.id):
        requests.file_url(file.id)
    world.offset -= 12 * 60
