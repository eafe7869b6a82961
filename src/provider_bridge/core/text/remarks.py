"""What clients write into a chat as if it were words: replies, reactions, names of files."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["Remark", "told_apart"]

_REPLYING: Final = 'Replying to "'
_REACTED: Final = re.compile(r'Reacted to "(?P<about>.*)" with (?P<text>\S{1,40})', re.DOTALL)
_REMOVED: Final = re.compile(r'Removed an? (?P<text>\S{1,40}) reaction from "(?P<about>.*)"', re.DOTALL)
_ADDED: Final = re.compile(r"[^\n]{1,128} add (?P<sign>\S{1,40})")
_FILE: Final = re.compile(
    r"[^\s/\\:?*\"<>|]{1,200}\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|csv|txt|rtf|md|zip|7z|jpe?g|png|gif|svg|heic|"
    r"mp3|mp4|m4a|mov|wav|key|numbers|pages)",
    re.IGNORECASE,
)


class Remark(NamedTuple):
    """What the words of a message are: kind, the words themselves, and what they are about."""

    kind: str
    text: str
    about: str = ""


def told_apart(text: str) -> Remark:
    """Return what a message's words are.

    A person can type any of these lines as well: then nothing tells them apart, and no word of them is lost. A file
    is known by its name standing alone, without blanks and with a common ending; another one reads as a message.
    """
    if text.startswith(_REPLYING):
        return _reply(text)
    reacted = _REACTED.fullmatch(text)
    if reacted:
        return Remark("reaction", reacted["text"], reacted["about"])
    removed = _REMOVED.fullmatch(text)
    if removed:
        return Remark("reaction_removed", removed["text"], removed["about"])
    added = _ADDED.fullmatch(text)
    if added and _is_sign(added["sign"]):
        return Remark("reaction", text)
    return Remark("file" if _FILE.fullmatch(text) else "message", text)


def _reply(text: str) -> Remark:
    """Split a reply from the beginning of what it answers to, which stands on lines of its own."""
    start = len(_REPLYING)
    end = text.find('"\n', start)
    if end < 0:
        whole = text.endswith('"') and len(text) > start
        return Remark("reply", "", text[start:-1]) if whole else Remark("message", text)
    return Remark("reply", text[end + 2 :].removeprefix("\n"), text[start:end])


def _is_sign(text: str) -> bool:
    """Whether a word is an emoji: no letter and no digit, and something beyond the plain characters."""
    return not any(map(str.isalnum, text)) and any(ord(character) > 0x203B for character in text)  # noqa: PLR2004
