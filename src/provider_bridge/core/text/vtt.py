"""WebVTT, as transcripts and captions come: read piece by piece, whatever its length (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import codecs
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.domain.transcripts import Cue
from provider_bridge.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["parse_vtt"]

_WHAT: Final = "WebVTT file"
_ARROW: Final = "-->"
_MOMENT: Final = r"(?:([0-9]{2,6}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})"
_TIMING: Final = re.compile(rf"[ \t]*{_MOMENT}[ \t]*-->[ \t]*{_MOMENT}(?:[ \t].*)?")
_NO_CUE: Final = re.compile(r"(?:NOTE(?:[ \t].*)?|STYLE[ \t]*|REGION[ \t]*)")
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]{1,100})?[ \t]+([^>\n]{1,300})>")
_PREFIX: Final = re.compile(r"([^:\n]{1,128}): ")
_ESCAPES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u00a0"), ("&amp;", "&"))


def parse_vtt(chunks: str | bytes | Iterable[str | bytes], *, speakers: bool = True) -> Iterator[Cue]:
    """Yield the cues of a WebVTT file that comes in pieces of any size; only one cue is held at a time.

    A speaker is named by ``<v Name>``, or by ``Name: `` before the words, as in Zoom's transcripts. Whatever stands
    before the first ``: `` of a cue is taken for a name then; closed captions name nobody, so say
    ``speakers=False`` for them, and every word stays in the text. A cue with several voices becomes several cues of
    the same times.

    Raises ``DecodeError`` with the number of the line, and no word, where a file is no WebVTT, a time cannot be
    read, or a block of words has no time: a file that was cut off is not taken for a whole one.
    """
    pieces = (chunks,) if isinstance(chunks, str | bytes) else chunks
    lines = enumerate(_lines(pieces), start=1)
    _, first = next(lines, (1, ""))
    if not re.match(r"WEBVTT(?:[ \t]|$)", first):
        raise DecodeError(_WHAT, ("line 1: WEBVTT expected",))
    _skip_block(lines)
    block: list[str] = []
    start = 1
    for number, line in lines:
        if not line:
            yield from _cues(block, start, speakers=speakers)
            block = []
        elif _ARROW in line and _timed(block) and _TIMING.fullmatch(line):
            yield from _cues(block, start, speakers=speakers)  # a cue that no blank line announced
            block, start = [line], number
        else:
            if not block:
                start = number
            block.append(line)
    yield from _cues(block, start, speakers=speakers)


def _lines(chunks: Iterable[str | bytes]) -> Iterator[str]:
    """Yield lines without their ends, which are CR, LF or both; a chunk may end anywhere, inside a character too."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    partial: list[str] = []
    after_cr = False
    first = True
    for chunk in chunks:
        text = decoder.decode(chunk) if isinstance(chunk, bytes) else chunk
        if text and first:
            text, first = text.removeprefix("\ufeff"), False
        if text and after_cr:
            text, after_cr = text.removeprefix("\n"), False
        after_cr = after_cr or text.endswith("\r")
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in whole:
            partial.append(line)
            yield "".join(partial)
            partial = []
        if rest:
            partial.append(rest)
    partial.append(decoder.decode(b"", final=True))
    if any(partial):
        yield "".join(partial)


def _skip_block(lines: Iterator[tuple[int, str]]) -> None:
    """Pass over what belongs to the header, up to the first blank line."""
    for _, line in lines:
        if not line:
            return


def _timed(block: list[str]) -> bool:
    return any(_ARROW in line for line in block[:2])


def _cues(block: list[str], start: int, *, speakers: bool) -> Iterator[Cue]:
    """Yield the cues of one block: an id if there is one, the times, the words."""
    if not block or (not _timed(block) and _NO_CUE.fullmatch(block[0])):
        return
    place = 0 if _ARROW in block[0] else 1
    timing = _TIMING.fullmatch(block[place]) if place < len(block) else None
    if timing is None:
        raise DecodeError(_WHAT, (f"line {start + place if _timed(block) else start}: no time can be read",))
    begin, end = _moment(timing.groups()[:4]), _moment(timing.groups()[4:])
    for speaker, text in _spoken("\n".join(block[place + 1 :]), speakers=speakers):
        yield Cue(begin, end, _plain(speaker.strip()), _plain(text))


def _moment(parts: tuple[str | None, ...]) -> timedelta:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=thousandths)


def _spoken(text: str, *, speakers: bool) -> Iterator[tuple[str, str]]:
    """Yield speaker and words; words that no speaker is named for have the speaker ``""``."""
    before, *voices = _VOICE.split(text)
    if voices:
        if before.strip():
            yield "", before.removesuffix("\n")
        for name, words in zip(voices[::2], voices[1::2], strict=True):
            yield name, words.replace("</v>", "").removesuffix("\n")
        return
    named = _PREFIX.match(text) if speakers else None
    yield (named[1], text[named.end() :]) if named else ("", text)


def _plain(text: str) -> str:
    for escaped, character in _ESCAPES if "&" in text else ():
        text = text.replace(escaped, character)
    return text
