"""Chat files of every layout: nothing is lost, nobody's words become another's, and no text makes reading fail."""

# ruff: noqa: RUF001 (signs that clients write)
from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provider_bridge.domain.ids import SessionId
from provider_bridge.domain.transcripts import ChatMessage
from provider_bridge.providers.zoom.text.chat import (
    CLOUD,
    LAYOUTS,
    SAVED_2020,
    SAVED_2022,
    SAVED_FIRST,
    UNKNOWN,
    parse_chat,
)
from provider_bridge.providers.zoom.text.chat_stamp import begins_with_time, stamp_of

NAMES = ("Ada Example", "Dr: Who", "Émile 👍", "(Guest)", "Bo, Sr.")
TEXTS = (
    st.lists(
        st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=30).filter(
            lambda line: stamp_of(line) is None and not begins_with_time(line)
        ),
        min_size=1,
        max_size=4,
    )
    .map("\n".join)
    .map(str.strip)
)
Line = tuple[str, str, str, str, str]


def plain(text: str) -> bool:
    """Whether a text is none of those that clients write themselves."""
    return (
        not text.startswith(("Replying to", "Reacted to", "Removed a"))
        and "add" not in text.lower()
        and "remove" not in text.lower()
        and not {".", "(", "[", "（", "【", ":", "："} & set(text)
    )


@st.composite
def messages(draw: st.DrawFn, layout: str) -> list[ChatMessage]:
    """Draw messages as a layout can tell them; everybody speaks to everyone once, so that every name is known."""
    public = [(name, "", draw(TEXTS.filter(plain))) for name in NAMES]
    more = st.tuples(st.sampled_from(NAMES), st.sampled_from(("", *NAMES)), TEXTS.filter(plain))
    found: list[ChatMessage] = []
    for sender, recipient, text in public + draw(st.lists(more, max_size=5)):
        seconds = draw(st.integers(0, 86_399))
        elapsed = timedelta(seconds=seconds) if layout == CLOUD else None
        clock = "" if layout == CLOUD else f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        to = "" if layout == CLOUD else recipient
        shown = to or ("Everyone" if layout in {SAVED_2020, SAVED_2022} else "")
        found.append(ChatMessage("message", bool(to), None, elapsed, clock, sender, "", shown, text))
    return found


def render(layout: str, message: ChatMessage) -> str:
    """Write a message as a layout writes it."""
    to, text = message.recipient, message.text
    mark = "(Direct Message)" if message.private else ""
    if layout == CLOUD:
        seconds = int(message.elapsed.total_seconds()) if message.elapsed else 0
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}\t{message.sender}:\t{text}\n"
    if layout == SAVED_FIRST:
        direct = f" to {to} (Privately)" if message.private else ""
        return f"{message.clock}\t From {message.sender}{direct} : {text}\n"
    indented = text.replace("\n", "\n\t")
    if layout == SAVED_2020:
        return f"{message.clock} From  {message.sender}  to  {to}{mark} : {indented}\n"
    return f"{message.clock} From {message.sender} to {to}{mark}:\n\t{indented}\n"


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=30, deadline=None)
@given(data=st.data(), ends=st.sampled_from(["\n", "\r\n"]), mark=st.sampled_from(["", "\ufeff"]))
def test_what_was_written_is_read(layout: str, data: st.DataObject, ends: str, mark: str) -> None:
    """Messages written in a layout come back as they were: names, recipients, privacy, times and every line."""
    written = data.draw(messages(layout))
    content = mark + "".join(render(layout, each) for each in written).replace("\n", ends)

    found = parse_chat(content.encode(), session=SessionId("meeting:u"))

    assert (layout, 0, "meeting:u") == (found.layout, found.unread_lines, found.session)
    assert tuple(written) == found.messages
    assert found == parse_chat(content, session=SessionId("meeting:u"))


SOUP = st.lists(
    st.sampled_from(
        [
            "10:03:12",
            "00:00:41",
            "\t",
            " From ",
            " From  ",
            " to ",
            "  to  ",
            "Everyone",
            "(Direct Message)",
            " (Privately)",
            ":",
            " : ",
            ":\t",
            "\n",
            "\r\n",
            "\r",
            'Replying to "',
            'Reacted to "',
            '" with ',
            "👍",
            "Removed a ",
            " add ",
            ' reaction from "',
            '"',
            "\u2028",
            "\x00",
            " ",
            "w",
        ]
    ),
    max_size=60,
)


@settings(max_examples=400, deadline=None)
@given(SOUP)
@example(["10:03:12", " From ", "w", " to ", "Everyone", ":", "\n", "w"])
@example(["10:03:12", " From ", "w", " to ", "Everyone", ":", "w"])
def test_no_word_is_lost(pieces: list[str]) -> None:
    """Every word of any text is in some message, or in one of the lines counted as unread."""
    numbered = [f"word{index}z" if piece == "w" else piece for index, piece in enumerate(pieces)]
    content = "".join(numbered)

    found = parse_chat(content)

    kept = "\n".join(f"{m.sender}\n{m.recipient}\n{m.text}\n{m.about}" for m in found.messages)
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lost = {line for line in lines for word in re.findall("word[0-9]+z", line) if word not in kept}
    assert len(lost) <= found.unread_lines <= sum(1 for line in lines if line.strip())


@given(st.one_of(st.text(), st.binary()))
@settings(max_examples=300, deadline=None)
def test_nothing_makes_it_fail(content: str | bytes) -> None:
    """Any text and any bytes are read; what holds no message is of unknown layout."""
    found = parse_chat(content)

    assert (found.layout == UNKNOWN) == (not found.messages)


SOUPS: dict[str, tuple[str, str, int, str]] = {
    "one long heading": ("", "10:03:12 From a to ", 1_100_000, ""),
    "headings with several to": ("", "10:03:12 From a to b to c to d to e:\n", 540_000, ""),
    "a reaction in reactions": ('10:03:12 From A to Everyone:\n\tReacted to "', '" with x', 2_500_000, ""),
    "replies to replies": ("", 'Replying to "', 1_600_000, ""),
    "blank lines": ("", "\n", 5_000_000, ""),
    "colons": ("00:00:41\t", ":", 20_000_000, ""),
    "removals": ("00:00:41\tAda:\t", "Removed a x reaction from ", 770_000, ""),
    "wide blanks": ("", "10:03:12 From  a  to  b", 870_000, ""),
    "many colons in each line": ("", "10:00:00 From " + "a: to b : " * 40 + "\n", 20_000, ""),
    "blanks before a bracket": ("", "x" + " " * 390 + "(:\n", 50_000, ""),
    "a list of names": ("10:00:00 From a to Everyone:\n\tx\n\t", "Bo, ", 1_000_000, "Cy:❤️\n"),
}
"""What stands before, what is repeated how many times, and what stands behind."""

PIECE_END = re.compile(r"[\n,]")
LETTERS_AT_THE_END = re.compile(r"[^\W\d_]+$|[0-9]+:[0-9]+$")
GROWTH = 8
"""How many times as long four times the text may take: 4 is linear, 16 is the square."""
COPYING = 0.2
"""What may be added, in yardsticks: where reading is little more than copying the text, its time is the memory's."""
MOST = 6
"""How many times as long as the yardstick: on the machine where 15 s were allowed it takes at most 2 s."""
TRIES = 3


def soup(name: str, share: int = 1) -> str:
    before, unit, count, behind = SOUPS[name]
    return before + unit * (count // share) + behind


def seconds(work: Callable[[str], object], text: str) -> float:
    """Return the processor's seconds that reading a text takes; what else the machine does is not in them."""
    began = time.process_time()
    work(text)
    return time.process_time() - began


def yardstick(text: str) -> None:
    """Search each line, and each name of a list, and hold what it gave: work that no reader of a chat is spared."""
    [(piece, LETTERS_AT_THE_END.search(piece)) for piece in PIECE_END.split(text)]


@pytest.mark.benchmark
@pytest.mark.parametrize("name", SOUPS)
def test_twenty_megabytes_of_anything_are_read_quickly(name: str) -> None:
    """No text makes reading take more than a time that grows with its length.

    Four times the text takes four times as long where the time grows with the length, and 16 times where it grows
    with its square. Nor may it be slow by a constant. What disturbs one try hardly disturbs three.
    """
    whole, quarter = soup(name), soup(name, 4)
    measured: list[tuple[float, float, float]] = []
    for _ in range(TRIES):
        least = min(seconds(parse_chat, quarter) for _ in range(TRIES))
        took, beside = seconds(parse_chat, whole), seconds(yardstick, whole)
        if took < GROWTH * least + COPYING * beside and took < MOST * beside:
            return
        measured.append((least, took, beside))

    pytest.fail(f"seconds for a quarter, for the whole, and of the yardstick, {TRIES} tries: {measured}")


def one(text: str) -> ChatMessage:
    (message,) = parse_chat(
        "10:00:00 From Ada to Everyone:\n" + "".join(f"\t{line}\n" for line in text.split("\n"))
    ).messages
    return message


@pytest.mark.parametrize(
    ("text", "kind", "words", "about"),
    [
        ('Replying to "hello all"\n\nmorning!', "reply", "morning!", "hello all"),
        ('Replying to "two\nlines..."\n\nyes\n\nno', "reply", "yes\n\nno", "two\nlines..."),
        ('Replying to "hello"', "reply", "", "hello"),
        ('Replying to "hello all":\nmorning!', "reply", "morning!", "hello all"),
        ('Replying to "Good morning" she said "no"', "reply", 'she said "no"', "Good morning"),
        ("add 👍🏻", "reaction", "👍🏻", ""),
        ("remove ☝️", "reaction_removed", "☝️", ""),
        ('Replying to "never closed', "message", 'Replying to "never closed', ""),
        ('Reacted to "say "hi" with joy" with 👍', "reaction", "👍", 'say "hi" with joy'),
        ('Removed a 👍 reaction from "morning!"', "reaction_removed", "👍", "morning!"),
        ('Removed an ❤️ reaction from "x"', "reaction_removed", "❤️", "x"),
        ("Bo Sample add 👍", "reaction", "Bo Sample add 👍", ""),
        ("please add water", "message", "please add water", ""),
        ("2 add -", "message", "2 add -", ""),
        ("report_2026.pdf", "file", "report_2026.pdf", ""),
        ("read report.pdf", "message", "read report.pdf", ""),
        ("https://example.com/a.pdf", "message", "https://example.com/a.pdf", ""),
        ("example.com", "message", "example.com", ""),
    ],
)
def test_what_clients_write_is_told_apart_from_words(text: str, kind: str, words: str, about: str) -> None:
    """Replies, reactions and files are no messages of a person, and a doubt is decided for the person's words."""
    message = one(text)

    assert (kind, words, about) == (message.kind, message.text, message.about)


@pytest.mark.parametrize(
    ("recipient", "private"),
    [
        ("Everyone", False),
        ("Hosts and panelists", True),
        ("All panelists", True),
        ("Bo(Direct Message)", True),
        ("Everyone(Direct Message)", True),
        ("Alle", True),
        ("All panelists and attendees", False),
        ("EVERYONE", False),
        ("Everyone (in Meeting)", False),
        ("Everyone(in Waiting Room)", True),
        ("Everyone(anything else)", True),
    ],
)
def test_only_everyone_is_not_private(recipient: str, private: bool) -> None:
    """What went to hosts and panelists, to a person, or to somebody unknown counts as private."""
    (message,) = parse_chat(f"10:00:00 From Ada to {recipient}:\n\thi\n").messages

    assert (recipient.removesuffix("(Direct Message)"), private) == (message.recipient, message.private)


def test_a_name_that_is_no_other_decides_where_names_are_split() -> None:
    """A name with `` to `` in it is found whole when the file shows it elsewhere; else the first split is taken."""
    head = "10:00:00 From C to Everyone:\n\thi\n"
    direct = "10:00:01 From A to B to C(Direct Message):\n\tpsst\n"

    assert ("A", "B to C") == parts(direct)
    assert ("A to B", "C") == parts(head + direct)


def parts(content: str) -> tuple[str, str]:
    message = parse_chat(content).messages[-1]
    return message.sender, message.recipient


def test_a_pasted_chat_makes_nobody_speak() -> None:
    """Lines of a saved chat that were pasted into a recorded one are nobody's words, and are counted."""
    found = parse_chat("00:00:41\tAda:\tlook:\n10:03:12 From Bo to Everyone:\n\tI quit\n")

    assert ([("Ada", "look:")], 2) == (
        [(message.sender, message.text) for message in found.messages],
        found.unread_lines,
    )


def test_words_of_the_oldest_layout_can_end_like_a_heading() -> None:
    """A sentence that ends with a colon is no heading of a newer layout."""
    (message,) = parse_chat("10:03:12\t From Ada : I have to say to Everyone:\nthanks\n").messages

    assert ("Ada", False, "I have to say to Everyone:\nthanks") == (message.sender, message.private, message.text)


def test_bytes_of_other_encodings_are_read() -> None:
    """UTF-16 with a mark is read; a byte that is no UTF-8 costs only itself."""
    text = "00:00:41\tZoë:\thello\r\n"

    assert parse_chat(text) == parse_chat(text.encode("utf-16"))
    assert "Zo\ufffd" == parse_chat(text.encode("latin-1")).messages[0].sender


def test_no_repr_shows_words_or_names() -> None:
    """A transcript can be logged without telling who said what."""
    shown = repr(parse_chat("00:00:41\tZoë:\thello\r\n"))

    assert "Zo" not in shown
    assert "hello" not in shown
