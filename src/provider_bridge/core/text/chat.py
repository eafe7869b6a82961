"""Chat files: the one of a cloud recording, and the ones that clients saved over the years.

    cloud_recording   00:00:41 TAB Ada Example: TAB words              elapsed time, to everyone
    saved_until_2020  10:03:12 TAB  From Ada Example : words           time of day from here on
                      10:03:40 TAB  From Bo to Ada (Privately) : words
    saved_2020_2022   10:03:12 From  Ada  to  Everyone : words
                      10:03:40 From  Bo  to  Ada(Direct Message) : words
    saved_2022        10:03:12 From Ada to Everyone:
                      TAB words, each line of them behind a TAB

A line that begins no message continues the one before it. The layouts are those that public parsers agree on; Zoom
publishes none.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.text.names import Heading, Names
from provider_bridge.core.text.remarks import told_apart
from provider_bridge.domain.transcripts import ChatMessage, ChatTranscript

if TYPE_CHECKING:
    from provider_bridge.domain.ids import SessionId

__all__ = ["CLOUD", "LAYOUTS", "SAVED_2020", "SAVED_2022", "SAVED_FIRST", "UNKNOWN", "parse_chat"]

CLOUD: Final = "cloud_recording"
SAVED_FIRST: Final = "saved_until_2020"
SAVED_2020: Final = "saved_2020_2022"
SAVED_2022: Final = "saved_2022"
LAYOUTS: Final = (CLOUD, SAVED_FIRST, SAVED_2020, SAVED_2022)
UNKNOWN: Final = "unknown"
"""The layout of a file in which no message was found."""

_TIME: Final = re.compile(r"([0-9]{1,3}):([0-5][0-9]):([0-5][0-9])")
_HOURS: Final = 24
_LONGEST_NAME: Final = 300
"""No heading is longer: names end at 128 characters, and a longer line is somebody's words."""


@dataclass(slots=True)
class _Open:
    """A message whose last line may not have come yet."""

    layout: str
    heading: Heading
    elapsed: timedelta | None = None
    clock: str = ""
    lines: list[str] = field(default_factory=list[str])


def parse_chat(content: str | bytes, *, session: SessionId | None = None) -> ChatTranscript:
    """Return the messages of a chat file, in its order; no text makes it fail.

    ``layout`` is that of the first message, ``unknown`` where there is none; ``unread_lines`` counts what came
    before it. ``private`` is true for whatever was not addressed to ``Everyone``: direct messages, those to hosts
    and panelists, and those to a recipient this package does not know. A cloud recording's file names no recipient,
    because Zoom puts only messages to everyone into it; whether a webinar's panelist chat in it is marked is not
    documented. Bytes are UTF-8, or UTF-16 with a mark; a byte that is neither becomes U+FFFD.

    Where a name holds `` to ``, the split is the one that agrees with the names elsewhere in the file.
    """
    lines = _decoded(content).replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    found: list[_Open] = []
    names = Names()
    unread = 0
    for number, line in enumerate(lines):
        begun = _begin(line, lines[number + 1] if number + 1 < len(lines) else "", found[0].layout if found else "")
        if begun is not None:
            names.learn(begun.heading)
            found.append(begun)
        elif found:
            found[-1].lines.append(_continued(line, found[-1].layout))
        else:
            unread += bool(line)
    layout = found[0].layout if found else UNKNOWN
    return ChatTranscript(session, layout, tuple(_message(each, names) for each in found), unread)


def _decoded(content: str | bytes) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def _begin(line: str, following: str, first: str) -> _Open | None:
    """Return the message that a line begins; the two families of layouts do not mix in one file."""
    time = _TIME.match(line)
    if time is None:
        return None
    rest = line[time.end() :]
    saved = rest.removeprefix("\t")
    if saved.startswith(" From ") and first != CLOUD:
        return _saved(time, saved.removeprefix(" From "), following) if int(time[1]) < _HOURS else None
    if rest[:1] == "\t" and first in {"", CLOUD}:
        end = rest.find(":\t", 1, _LONGEST_NAME)
        if end > 0:
            elapsed = timedelta(hours=int(time[1]), minutes=int(time[2]), seconds=int(time[3]))
            return _Open(CLOUD, Heading(rest[1:end], everyone=True), elapsed=elapsed, lines=[rest[end + 2 :]])
    return None


def _saved(time: re.Match[str], rest: str, following: str) -> _Open | None:
    """Tell the three eras of saved files apart, by their spaces and by where the words begin."""
    clock = f"{int(time[1]):02}:{time[2]}:{time[3]}"
    if rest[:1] == " ":
        name, wide, more = rest[1:].partition("  to  ")
        recipient, mark, words = more.partition(" : ")
        if wide and mark and len(name) + len(recipient) <= _LONGEST_NAME:
            return _Open(SAVED_2020, Heading.between(name, recipient), clock=clock, lines=[words])
        if wide and more.endswith(" :") and len(name) + len(more) <= _LONGEST_NAME:
            return _Open(SAVED_2020, Heading.between(name, more[:-2]), clock=clock, lines=[""])
    if rest[-1:] == ":" and len(rest) <= _LONGEST_NAME and " to " in rest:
        heading = Heading.of(rest[:-1])
        indented = following[:1] == "\t"
        if (heading.addressed and indented) if " : " in rest else (heading.addressed or indented or not following):
            return _Open(SAVED_2022, heading, clock=clock)
    end = rest.find(" : ", 0, _LONGEST_NAME)
    name, words = (rest[:end], rest[end + 3 :]) if end >= 0 else (rest.removesuffix(" :"), "")
    if end < 0 and (not rest.endswith(" :") or len(name) > _LONGEST_NAME):
        return None
    return _Open(SAVED_FIRST, Heading.once_private(name), clock=clock, lines=[words])


def _continued(line: str, layout: str) -> str:
    """Return a further line of words without the TAB that later clients put before it."""
    return line.removeprefix("\t") if layout in {SAVED_2020, SAVED_2022} else line


def _message(found: _Open, names: Names) -> ChatMessage:
    sender, recipient = names.split(found.heading)
    remark = told_apart("\n".join(found.lines))
    return ChatMessage(
        kind=remark.kind,
        private=not found.heading.everyone,
        elapsed=found.elapsed,
        clock=found.clock,
        sender=sender,
        recipient=recipient,
        text=remark.text,
        about=remark.about,
    )
