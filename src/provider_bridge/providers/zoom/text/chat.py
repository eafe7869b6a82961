"""Chat files: the one of a cloud recording, and the ones that clients saved over the years.

    cloud_recording   00:00:41 TAB Ada Example: TAB words              elapsed time, to everyone
    saved_until_2020  10:03:12 TAB  From Ada Example : words           time of day from here on
                      10:03:40 TAB  From Bo to Ada (Privately) : words
    saved_2020_2022   10:03:12 From  Ada  to  Everyone : words
                      10:03:40 From  Bo  to  Ada(Direct Message) : words
    saved_2022        10:03:12 From Ada to Everyone:                   since 2026 with the date before the time
                      TAB words, each line of them behind a TAB
                      TAB Bo, Cy:❤️                                    since 2024: reactions of others
                      TAB

Zoom publishes no layout, and clients write in the language of their user. So one tolerant grammar reads them all
(``chat_heading``), and three rules hold for whatever it has not seen: what may be private is never public; a line that
begins with a time and is not understood is not glued to the message before it; every line is in a message or counted.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from provider_bridge.domain.transcripts import ChatMessage, ChatTranscript
from provider_bridge.providers.zoom.text.chat_heading import (
    Heading,
    Headings,
    looks_private,
)
from provider_bridge.providers.zoom.text.chat_stamp import Stamp, begins_with_time, stamp_of
from provider_bridge.providers.zoom.text.names import Names
from provider_bridge.providers.zoom.text.remarks import reactions_below, remarks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provider_bridge.domain.ids import SessionId

__all__ = ["CLOUD", "LAYOUTS", "SAVED_2020", "SAVED_2022", "SAVED_FIRST", "UNKNOWN", "parse_chat"]

CLOUD: Final = "cloud_recording"
SAVED_FIRST: Final = "saved_until_2020"
SAVED_2020: Final = "saved_2020_2022"
SAVED_2022: Final = "saved_2022"
LAYOUTS: Final = (CLOUD, SAVED_FIRST, SAVED_2020, SAVED_2022)
UNKNOWN: Final = "unknown"
"""The layout of a file in which no message was found."""

_LINE_END: Final = re.compile(r"\r\n?")
_INVISIBLE: Final = "\u200b\u200e\u200f\u2060\ufeff"


@dataclass(slots=True)
class _Open:
    """A message whose last line may not have come yet."""

    layout: str
    stamp: Stamp
    heading: Heading
    lines: list[str] = field(default_factory=list[str])


def parse_chat(content: str | bytes, *, session: SessionId | None = None) -> ChatTranscript:
    """Return the messages of a chat file, in its order; no text makes it fail.

    ``layout`` is that of the first message, ``unknown`` where there is none. ``private`` is false only where the
    recipient is surely everybody: ``Everyone`` or ``All panelists and attendees`` in a language of the table, one
    name alone in the oldest English files, and the file of a cloud recording, into which Zoom puts only messages to
    everyone. Where the text can be read in another way, as with a name that holds `` to ``, it is private.

    ``unread_lines`` counts the lines, blank ones excepted, that are in no message: what comes before the first one,
    and from a line that begins with a time and is not understood up to the next message. So it does with a pasted
    chat, whose words are not taken for anybody's.

    Args:
        content: The file. Bytes are UTF-8, or UTF-16 with a mark; a byte that is neither becomes U+FFFD.
        session: The session that the chat is of.

    Personal data: names, and what people wrote.

    """
    file = _File()
    lines = _LINE_END.sub("\n", _decoded(content)).split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        file.take(line, following)
    layout = file.found[0].layout if file.found else UNKNOWN
    return ChatTranscript(session, layout, tuple(file.messages()), file.unread)


def _decoded(content: str | bytes) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if wide else "utf-8-sig", errors="replace")


class _File:
    """The messages of one file, as its lines are taken in."""

    def __init__(self) -> None:
        self.found: list[_Open] = []
        self.unread = 0
        self._headings = Headings()
        self._names = Names()
        self._lost = True  # what comes before the first message, and behind a heading that is not understood
        self._understood = False
        self._tabbed = False

    def take(self, line: str, following: str) -> None:
        """Take in a line; the one behind it tells where the words begin."""
        if not line:
            if not self._lost:
                self.found[-1].lines.append(line)
            return
        stamp = stamp_of(line)
        tabbed = line.startswith("\t")
        begun = self._begun(line, stamp, following) if stamp else None
        if begun is not None and (not tabbed or self._tabbed or not self.found):
            self._tabbed = tabbed or self._tabbed
            self._understood = self._understood or begun.heading.understood
            self._names.learn(begun.heading)
            self.found.append(begun)
            self._lost = False
            return
        if begun is not None or (not tabbed and (stamp is not None or begins_with_time(line) or looks_private(line))):
            self._lost = True
        if self._lost:
            self.unread += bool(line.strip(_INVISIBLE).strip())
        else:
            self.found[-1].lines.append(_continued(line, self.found[-1].layout))

    def _begun(self, line: str, stamp: Stamp, following: str) -> _Open | None:
        """Return the message that a line begins; the two families of layouts do not mix in one file."""
        rest = line[stamp.end :]
        first = self.found[0].layout if self.found else ""
        if first in {"", CLOUD} and stamp.exact:
            heading = self._headings.read_recorded(rest, surely=first == CLOUD)
            if heading is not None:
                return _Open(CLOUD, stamp, heading, [heading.words or ""])
        if first == CLOUD or not stamp.clock:
            return None
        strange = stamp.exact and not self._understood and not line.startswith("\t")
        heading = self._headings.read(rest, indented=following.startswith("\t"), strange=strange)
        if heading is None or not (stamp.exact or heading.recipient or heading.splits):
            return None
        if heading.words is None:
            return _Open(SAVED_2022, stamp, heading)
        oldest = not (heading.recipient or heading.splits) or (heading.marked and not heading.wide and rest[:1] == "\t")
        return _Open(SAVED_FIRST if oldest else SAVED_2020, stamp, heading, [heading.words])

    def messages(self) -> Iterator[ChatMessage]:
        """Yield the messages, and the reactions that stand below their words."""
        for each in self.found:
            sender, recipient = self._names.split(each.heading)
            private = each.heading.private
            recorded = each.layout == CLOUD and not each.stamp.dated
            words, reactions = reactions_below(each.lines) if each.layout == SAVED_2022 else (each.lines, [])
            remarks = remarks_of("\n".join(words).strip())
            for remark in remarks:
                yield ChatMessage(
                    kind=remark.kind,
                    private=private,
                    elapsed=each.stamp.elapsed if recorded else None,
                    clock="" if recorded else each.stamp.clock,
                    sender=sender,
                    recipient=recipient,
                    text=remark.text,
                    about=remark.about,
                    day=each.stamp.day,
                )
            for names, sign in reactions:
                for name in self._names.listed(names):
                    about = remarks[-1].text
                    yield ChatMessage("reaction", private, sender=name, recipient=recipient, text=sign, about=about)


def _continued(line: str, layout: str) -> str:
    """Return a further line of words without the TAB that later clients put before it."""
    return line.removeprefix("\t") if layout in {SAVED_2020, SAVED_2022} else line
