"""Calls of a simulated account's settings, with answers changed on their way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from support import sandbox_opened

from provider_bridge.sandbox import Sandbox

Answer = tuple[int, dict[str, str], bytes]


def run(
    face: str,
    sandbox: Sandbox,
    use: Callable[[Any], Any],
    change: Callable[[str, str, Answer], Answer] | None = None,
) -> Any:
    """Use the settings of the simulated account, with each answer changed on its way when asked to."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = sandbox.handle(method, url, headers, body)
        return change(method, url, answer) if change else answer

    with sandbox_opened(face, sandbox, app) as accounts:
        return use(accounts["sandbox-zoom"].settings)


def edited(part: str, edit: Callable[[dict[str, Any]], Any]) -> Callable[[str, str, Answer], Answer]:
    """Return a change that edits the JSON of every answer to a GET whose URL ends in ``part``."""

    def change(method: str, url: str, answer: Answer) -> Answer:
        status, headers, body = answer
        if method != "GET" or not url.endswith(part):
            return answer
        tree = json.loads(body)
        replaced = edit(tree)
        headers.pop("content-length", None)
        return status, headers, json.dumps(tree if replaced is None else replaced).encode()

    return change


def host(sandbox: Sandbox, *, grouped: bool = False) -> Any:
    """Return somebody who is in a group, or in none."""
    return next(each for each in sandbox.world.people["active"] if bool(each.group_id) is grouped)
