"""Transcripts, summaries, the assistant's archive, and every copy of one run's words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments

_RUN = 9
"""A run of a recurring meeting that is archived, recorded and summarised."""


def _session(sandbox: Sandbox) -> dict[str, Any]:
    return {"session": f"meeting:{sandbox.world.sessions[_RUN].uuid}"}


def _since(sandbox: Sandbox) -> dict[str, Any]:
    return {"since": sandbox.world.now() - timedelta(days=60)}


ARGUMENTS: Arguments = {
    "transcripts.get": _session,
    "transcripts.read": _session,
    "transcripts.speakers.list": _session,
    "transcripts.delete": _session,
    "transcripts.summaries.list": _since,
    "transcripts.summaries.get": _session,
    "transcripts.summaries.delete": _session,
    "transcripts.assistant.get": lambda box: {"host": box.world.people["active"][0].id},
    "transcripts.copies.list": _session,
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Look for every copy of a run's words, read what was made of them, and delete that."""
    run, transcripts = _session(sandbox)["session"], account.transcripts
    transcripts.copies.list(run)
    transcripts.copies.list(sandbox.world.sessions[0].uuid)
    transcripts.get(run)
    list(transcripts.read(run))
    transcripts.speakers.list(run)
    transcripts.summaries.get(run)
    list(transcripts.summaries.list(**_since(sandbox)))
    transcripts.assistant.get(**ARGUMENTS["transcripts.assistant.get"](sandbox))
    transcripts.delete(run)
    transcripts.summaries.delete(run)
