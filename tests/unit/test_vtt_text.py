"""WebVTT: streamed, whatever the pieces; a file that is broken or cut off is an error that holds no word."""

from __future__ import annotations

import contextlib
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.core.vtt import parse_vtt
from provider_bridge.domain.transcripts import Cue
from provider_bridge.errors import DecodeError

WORDS = st.text(st.characters(exclude_characters="\r\n&<", exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip()) and "-->" not in text and ": " not in text
)
TIMES = st.integers(0, 359_999_999).map(lambda number: timedelta(milliseconds=number))


def cues(text: str | bytes, *, speakers: bool = True) -> list[tuple[float, float, str, str]]:
    return [
        (c.start.total_seconds(), c.end.total_seconds(), c.speaker, c.text) for c in parse_vtt(text, speakers=speakers)
    ]


def moment(time: timedelta, *, short: bool) -> str:
    milliseconds = time // timedelta(milliseconds=1)
    hours, rest = divmod(milliseconds, 3_600_000)
    tail = f"{rest // 60_000:02}:{rest // 1000 % 60:02}.{rest % 1000:03}"
    return tail if short and not hours else f"{hours:02}:{tail}"


@st.composite
def files(draw: st.DrawFn) -> tuple[list[Cue], str]:
    """Draw cues and a file of them, with ids or without, settings, comments, and both ways to name a speaker."""
    found: list[Cue] = []
    lines = [draw(st.sampled_from(["WEBVTT", "WEBVTT - a title", "WEBVTT\nKind: captions"])), ""]
    for number in range(draw(st.integers(0, 4))):
        start, end, speaker, text = draw(TIMES), draw(TIMES), draw(st.sampled_from(["", "Ada B", "Zoë"])), draw(WORDS)
        voice = draw(st.booleans())
        found.append(Cue(start, end, speaker, text))
        lines += draw(st.sampled_from([[], ["NOTE a comment", "of two lines", ""], ["STYLE", "::cue {}", ""], [""]]))
        lines += draw(st.sampled_from([[], [str(number)], ["an id: with words"]]))
        short = draw(st.booleans())
        lines.append(
            f"{moment(start, short=short)} --> {moment(end, short=short)}" + draw(st.sampled_from(["", " align:start"]))
        )
        prefix = (f"<v {speaker}>" if voice else f"{speaker}: ") if speaker else ""
        lines += [prefix + text, ""]
    return found, "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(files(), st.data(), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_any_pieces_give_the_same_cues(file: tuple[list[Cue], str], data: st.DataObject, ends: str, mark: str) -> None:
    """A file is read the same however it is cut, inside a character or a line's end as well."""
    written, text = file
    raw = (mark + text.replace("\n", ends)).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    pieces = [raw[start:end] for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True)]

    assert written == list(parse_vtt(pieces))
    assert written == list(parse_vtt(raw))
    assert written == list(parse_vtt(iter(raw.decode())))


def test_an_arrow_in_somebodys_words_is_words() -> None:
    """What was said is no time, and lines of one cue stay together."""
    text = "WEBVTT\n\n1\n00:01:10.000 --> 00:01:12.500\nBo Sample: the flow goes A --> B: simple.\nC --> D\n"

    assert [(70.0, 72.5, "Bo Sample", "the flow goes A --> B: simple.\nC --> D")] == cues(text)


def test_a_cue_that_no_blank_line_announces_is_a_cue() -> None:
    """A line that is nothing but two times begins a cue."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nA: one\n00:02.000 --> 00:03.000\nB: two"

    assert [(1.0, 2.0, "A", "one"), (2.0, 3.0, "B", "two")] == cues(text)


def test_voices_and_escapes() -> None:
    """Each voice of a cue is a cue of its own; escapes are undone, in names as well."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nsigh\n<v.loud R&amp;D>a &lt;b&gt;</v>\n<v Zoë>c\nd</v>"

    assert [
        (1.0, 2.0, "", "sigh"),
        (1.0, 2.0, "R&D", "a <b>"),
        (1.0, 2.0, "Zoë", "c\nd"),
    ] == cues(text)


def test_captions_name_nobody() -> None:
    """Of captions every word stays in the text."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nthe answer is: 42"

    assert [(1.0, 2.0, "the answer is", "42")] == cues(text)
    assert [(1.0, 2.0, "", "the answer is: 42")] == cues(text, speakers=False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("<html>secret</html>", 1),
        ("WEBVTTX\n", 1),
        ("WEBVTT\n\n1\n00:00:61.000 --> 00:00:02.000\nsecret", 4),
        ("WEBVTT\n\n00:00:01.000 --> secret\nwords", 3),
        ("WEBVTT\n\n1\nsecret words\n", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nfine\n\n2", 6),
        ("WEBVTT\n\nNOTE x\n\nsecret", 5),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line(text: str, line: int) -> None:
    """A broken or cut file is an error that names the line, and quotes nothing of it."""
    with pytest.raises(DecodeError, match=f"line {line}:") as caught:
        list(parse_vtt(text))

    assert "secret" not in str(caught.value)
    assert f"line {line}" in [each.split(":")[0] for each in caught.value.problems]


def test_a_bad_cue_does_not_hide_the_others() -> None:
    """The cues beside it are read, and the lines that are in no cue are counted, each once."""
    text = "WEBVTT\n\n00:01.000 --> bad\nA: one\n\n00:02.000 --> 00:03.000\nB: two\n\nlost\n"
    unread: list[int] = []
    found = [cue.text for cue in parse_vtt(text, unread=unread.append)]

    assert (["two"], [3, 4, 9]) == (found, unread)
    cues_before: list[str] = []
    with pytest.raises(DecodeError, match="line 3:"):
        cues_before.extend(cue.text for cue in parse_vtt(text))
    assert ["two"] == cues_before


@given(st.one_of(st.text(), st.text().map(lambda text: "WEBVTT\n\n" + text)))
def test_any_text_is_cues_or_a_typed_error(text: str) -> None:
    """No text makes reading fail in another way."""
    with contextlib.suppress(DecodeError):
        list(parse_vtt(text))


def test_a_byte_that_is_no_utf_8_costs_only_itself() -> None:
    """A broken character is marked, wherever the file is cut."""
    raw = b"WEBVTT\n\n00:01.000 --> 00:02.000\nZo\xeb: hi\xc3"

    assert [("Zo\ufffd", "hi\ufffd")] == [
        (c.speaker, c.text) for c in parse_vtt(raw[i : i + 1] for i in range(len(raw)))
    ]


@pytest.mark.memory
def test_memory_does_not_grow_with_the_file() -> None:
    """A file of three million bytes is read in a small part of that."""

    def pieces() -> Iterator[bytes]:
        yield b"WEBVTT\n\n"
        for _ in range(30_000):
            yield b"1\n00:00:01.000 --> 00:00:02.000\nAda: " + b"word " * 12 + b"\n\n"

    tracemalloc.start()
    count = sum(1 for _ in parse_vtt(pieces()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert 30_000 == count
    assert peak < 300_000


def test_a_cue_straight_below_the_header_is_read() -> None:
    """The bug: without a blank line it was taken for the header, and neither read nor counted."""
    unread: list[int] = []
    found = parse_vtt("WEBVTT\nKind: captions\n00:00:01.000 --> 00:00:02.000\nAda: hi\n", unread=unread.append)

    assert (["hi"], []) == ([cue.text for cue in found], unread)


def test_a_broken_time_inside_a_cue_ends_its_words() -> None:
    """The bug: a time that could not be read, and the words below it, became words of the speaker before."""
    unread: list[int] = []
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nAda: a --> b\n00:00:0x.000 --> 00:00:04.000\nBo: no\n"

    found = list(parse_vtt(text, unread=unread.append))

    assert (["a --> b"], [5, 6]) == ([cue.text for cue in found], unread)
