"""What clients write into a chat as if it were words: replies, reactions, names of files."""

# ruff: noqa: RUF001 (signs of many scripts, as clients write them)
from __future__ import annotations

import re
from typing import Final, NamedTuple

from provider_bridge.providers.zoom.text.chat_words import REPLYING

__all__ = ["Remark", "reactions_below", "remarks_of"]

_GAP: Final = r"[ \t\u00a0]{1,3}"
_REPLYING: Final = re.compile(
    rf"(?:{'|'.join(_GAP.join(map(re.escape, each.split())) for each in REPLYING)}){_GAP}[\"“„«]",
    re.IGNORECASE,
)
_END_OF_LINE: Final = re.compile(r'"[ \t]{0,3}:?[ \t]{0,3}(?:\n|$)')
_REACTED: Final = re.compile(r'Reacted to "(?P<about>.*)" with (?P<text>\S{1,40})', re.DOTALL | re.IGNORECASE)
_REMOVED: Final = re.compile(r'Removed an? (?P<text>\S{1,40}) reaction from "(?P<about>.*)"', re.DOTALL | re.IGNORECASE)
_ADDED: Final = re.compile(
    r"(?P<name>[^\n]{1,128}[^\S\n])?(?P<what>add|remove)[^\S\n]{1,3}(?P<sign>\S{1,40})", re.IGNORECASE
)
_FILE: Final = re.compile(
    r"[^\s/\\:?*\"<>|]{1,200}\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|csv|txt|rtf|md|zip|7z|jpe?g|png|gif|svg|heic|"
    r"mp3|mp4|m4a|mov|wav|key|numbers|pages)",
    re.IGNORECASE,
)
_STRAIGHT: Final = str.maketrans(dict.fromkeys("“”„«»", '"'))
_KEYCAP: Final = re.compile(r"[0-9#*]\ufe0f?\u20e3")
_LONGEST_QUOTE: Final = 10_000
_BEYOND_PLAIN: Final = 0x203B


class Remark(NamedTuple):
    """What the words of a message are: kind, the words themselves, and what they are about."""

    kind: str
    text: str
    about: str = ""


_NOTHING: Final = Remark("message", "")


def remarks_of(text: str) -> list[Remark]:
    """Return what a message's words are: one remark, or several where each line is a reaction.

    A person can type any of these lines as well: then nothing tells them apart, and no word of them is lost. A file
    is known by its name standing alone, without blanks and with a common ending; another one reads as a message.
    """
    if not text:
        return [_NOTHING]
    added = [_added(line) for line in text.split("\n") if line.strip()]
    if added and all(added):
        return [each for each in added if each]
    if reply := _REPLYING.match(text):
        return [_reply(text, reply.end())]
    if reacted := _REACTED.fullmatch(text):
        return [Remark("reaction", reacted["text"], reacted["about"])]
    if removed := _REMOVED.fullmatch(text):
        return [Remark("reaction_removed", removed["text"], removed["about"])]
    return [Remark("file" if _FILE.fullmatch(text) else "message", text)]


def _added(line: str) -> Remark | None:
    """Return the reaction that a line is, with a name before it or without."""
    found = _ADDED.fullmatch(line.strip())
    if found is None or not _is_sign(found["sign"]):
        return None
    kind = "reaction" if found["what"].lower() == "add" else "reaction_removed"
    return Remark(kind, line.strip() if found["name"] else found["sign"])


def reactions_below(lines: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the lines of words, and the reactions below them: names and sign.

    Such a line is ``NAME, NAME:SIGN`` and comes after the words; a message that is nothing else is words.
    """
    end = len(lines)
    first = next((place for place, line in enumerate(lines) if line.strip()), end)
    found: list[tuple[str, str]] = []
    while end > first + 1:
        line = lines[end - 1].strip()
        names, colon, sign = line.replace("：", ":").rpartition(":")
        if line and not (colon and names.strip() and _is_sign(sign)):
            break
        if line:
            found.append((names, sign.strip()))
        end -= 1
    return lines[:end], found[::-1]


def _reply(text: str, start: int) -> Remark:
    """Split a reply from the beginning of what it answers to, which ends a line or has a quotation mark behind it."""
    scanned = text if text[start - 1] == '"' else text.translate(_STRAIGHT)
    ends = _END_OF_LINE.search(scanned, start)
    closed = _closed(scanned, start)
    line = scanned[start : ends.end() if ends else len(text)]
    if ends and not (0 <= closed < ends.start() and line.count('"') % 2):
        return Remark("reply", text[ends.end() :].strip(), text[start : ends.start()])
    if closed < 0:
        return Remark("message", text)
    return Remark("reply", text[closed + 1 :].lstrip().removeprefix(":").strip(), text[start:closed])


def _closed(text: str, start: int) -> int:
    """Return where the quotation ends that was opened before ``start``, with quotations in it left whole."""
    depth = 1
    for place in range(start, min(len(text), start + _LONGEST_QUOTE)):
        if text[place] == '"':
            opens = place > start and text[place - 1].isspace()
            depth += 1 if opens else -1
            if not depth:
                return place
    return -1


def _is_sign(text: str) -> bool:
    """Whether a word is an emoji: no letter and no digit, and something beyond the plain characters."""
    text = _KEYCAP.sub("\u20e3\ufe0f", text)
    return not any(map(str.isalnum, text)) and any(ord(character) > _BEYOND_PLAIN for character in text)
