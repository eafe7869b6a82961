"""WebVTT, as transcripts and captions come: read piece by piece, whatever its length (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import codecs
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.domain.transcripts import Cue
from provider_bridge.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["VttReader", "parse_vtt", "unread_error"]

_WHAT: Final = "WebVTT file"
_SHOWN: Final = 20
_ARROW: Final = "-->"
_MOMENT: Final = r"(?:([0-9]{1,6}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})"
_TIMING: Final = re.compile(rf"[ \t]*{_MOMENT}[ \t]*-->[ \t]*{_MOMENT}(?:[ \t].*)?")
_TIME: Final = re.compile(r"[ \t]*[0-9][^\n]{0,40}?-->")
_NO_CUE: Final = re.compile(r"(?:NOTE(?:[ \t].*)?|STYLE[ \t]*|REGION[ \t]*)")
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]{1,100})?[ \t]++([^>\n]{1,300})>")
_PREFIX: Final = re.compile(r"([^:\n]{1,128}): ")
_ESCAPES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u00a0"), ("&amp;", "&"))


def parse_vtt(
    chunks: str | bytes | Iterable[str | bytes],
    *,
    speakers: bool = True,
    unread: Callable[[int], object] | None = None,
) -> Iterator[Cue]:
    """Yield the cues of a WebVTT file that comes in pieces of any size; see ``VttReader``.

    Args:
        chunks: The file.
        speakers: Whether cues name their speaker before the words.
        unread: Is called with the number of each line that is in no cue. Without it, once every cue has been
            handed out, such lines raise ``DecodeError``, so that a file with a gap is not taken for a whole one.

    Raises:
        DecodeError: The file is no WebVTT, or lines of it could not be read.

    Personal data: names, and what people said.

    """
    gaps: list[int] = []
    reader = VttReader(speakers=speakers, unread=unread or gaps.append)
    for chunk in (chunks,) if isinstance(chunks, str | bytes) else chunks:
        yield from reader.feed(chunk)
    yield from reader.end()
    if gaps:
        raise unread_error(gaps)


def unread_error(lines: list[int]) -> DecodeError:
    """Return the error that says how many lines could not be read, and which are the first."""
    shown = tuple(f"line {number}: in no cue" for number in lines[:_SHOWN])
    more = len(lines) - len(shown)
    return DecodeError(_WHAT, (*shown, f"and {more} more lines") if more > 0 else shown)


class VttReader:
    """Takes a WebVTT file in pieces of any size and hands out its cues; only one cue is held at a time.

    A speaker is named by ``<v Name>``, or by ``Name: `` before the words, as in Zoom's transcripts. Whatever stands
    before the first ``: `` of a cue is taken for a name then; closed captions name nobody, so say
    ``speakers=False`` for them, and every word stays in the text. A cue with several voices becomes several cues of
    the same times.

    Every line is in a cue, in the header, in a comment or a style, or its number is handed to ``unread``: a time
    that cannot be read and the words below it, and a block of words without a time. The cues beside it are read.
    A file that is no WebVTT raises ``DecodeError``.
    """

    def __init__(self, *, speakers: bool = True, unread: Callable[[int], object]) -> None:
        self._speakers = speakers
        self._unread = unread
        self._lines = _Lines()
        self._number = 0
        self._in_header = True
        self._block: list[str] = []
        self._start = 1

    def feed(self, chunk: str | bytes) -> Iterator[Cue]:
        """Yield the cues that are complete with this piece."""
        for line in self._lines.feed(chunk):
            yield from self._take(line)

    def end(self) -> Iterator[Cue]:
        """Yield the last cue."""
        rest = self._lines.end()
        if rest or not self._number:
            yield from self._take(rest)
        yield from self._cues()

    def _take(self, line: str) -> Iterator[Cue]:
        self._number += 1
        if self._number == 1 and not re.match(r"WEBVTT(?:[ \t]|$)", line):
            raise DecodeError(_WHAT, ("line 1: WEBVTT expected",))
        if self._in_header and not _TIME.match(line):  # up to the first blank line, or a cue that none announced
            self._in_header = bool(line)
            return
        self._in_header = False
        if not line:
            yield from self._cues()
        elif self._block and _TIME.match(line) and self._is_whole():
            yield from self._cues()  # a cue that no blank line announced, or what is left of one
            self._begin(line)
        elif self._block:
            self._block.append(line)
        else:
            self._begin(line)

    def _is_whole(self) -> bool:
        """Whether the block has its time already, or is more than the id that stands before one."""
        return _timed(self._block) or (len(self._block) > 1 and not _NO_CUE.fullmatch(self._block[0]))

    def _begin(self, line: str) -> None:
        self._block, self._start = [line], self._number

    def _cues(self) -> Iterator[Cue]:
        block, self._block = self._block, []
        if not block or (not _timed(block) and _NO_CUE.fullmatch(block[0])):
            return
        place = 0 if _ARROW in block[0] else 1
        timing = _TIMING.fullmatch(block[place]) if place < len(block) else None
        if timing is None:
            for number in range(len(block)):
                self._unread(self._start + number)
            return
        yield from _cues(timing, block[place + 1 :], speakers=self._speakers)


class _Lines:
    """Lines without their ends, which are CR, LF or both; a piece may end anywhere, inside a character too."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._partial: list[str] = []
        self._after_cr = False
        self._first = True

    def feed(self, chunk: str | bytes) -> Iterator[str]:
        text = self._decoder.decode(chunk) if isinstance(chunk, bytes) else chunk
        if text and self._first:
            text, self._first = text.removeprefix("\ufeff"), False
        if text and self._after_cr:
            text, self._after_cr = text.removeprefix("\n"), False
        self._after_cr = self._after_cr or text.endswith("\r")
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in whole:
            yield "".join((*self._partial, line))
            self._partial = []
        if rest:
            self._partial.append(rest)

    def end(self) -> str:
        """Return what stands behind the last line's end."""
        return "".join((*self._partial, self._decoder.decode(b"", final=True)))


def _timed(block: list[str]) -> bool:
    return any(_ARROW in line for line in block[:2])


def _cues(timing: re.Match[str], words: list[str], *, speakers: bool) -> Iterator[Cue]:
    """Yield the cues of one block, one for each voice."""
    begin, end = _moment(timing.groups()[:4]), _moment(timing.groups()[4:])
    for speaker, text in _spoken("\n".join(words), speakers=speakers):
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
