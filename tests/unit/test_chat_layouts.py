"""Chats that clients saved in layouts and languages of their own: what may be private is never public."""

# ruff: noqa: RUF001 (words and signs of many scripts, as clients write them)
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.domain.transcripts import ChatMessage
from provider_bridge.providers.zoom.text.chat import parse_chat

Shown = tuple[str, str, str, bool, str]


def shown(message: ChatMessage) -> Shown:
    return message.kind, message.sender, message.recipient, message.private, message.text


def read(text: str) -> list[Shown]:
    found = parse_chat(text.replace("→", "\t"))
    assert 0 == found.unread_lines
    return [shown(message) for message in found.messages]


PUBLIC = ("message", "Ada Example", "Everyone", False, "hello")
PRIVATE = ("message", "Bo Sample", "Ada Example", True, "psst")
ROOM = "Everyone(in Waiting Room)"
LAYOUTS: dict[str, tuple[str, list[Shown]]] = {
    "date before the time": ("2026-03-16 17:11:42 From Ada Example to Everyone:\n→hello\n", [PUBLIC]),
    "reactions below": (
        "17:19:30 From Ada Example to Everyone:\n→hello\n→Bo Sample, Cy Third:❤️\n→\n",
        [
            PUBLIC,
            ("reaction", "Bo Sample", "Everyone", False, "❤️"),
            ("reaction", "Cy Third", "Everyone", False, "❤️"),
        ],
    ),
    "mark in lower case": ("17:19:33 From Bo Sample to Ada Example (direct message):\n→psst\n→\n", [PRIVATE]),
    "reply with a colon": (
        '17:19:40 From Ada Example to Everyone:\n→Replying to "where from?":\n→hello\n',
        [("reply", *PUBLIC[1:])],
    ),
    "waiting room": (
        "09:59:45 From Ada Example To Everyone(in Waiting Room):\n→welcome\n→\n→thank you\n",
        [("message", "Ada Example", ROOM, True, "welcome\n\nthank you")],
    ),
    "privately on two lines": ("11:06:42 From Bo Sample To Ada Example(Privately):\n→psst\n", [PRIVATE]),
    "both names on one line": ("07:14:15 From Bo Sample to Ada Example(Direct Message) : psst\n", [PRIVATE]),
    "everyone on one line": ("07:14:15 From Ada Example to Everyone : hello\n", [PUBLIC]),
    "TAB before From": ("12:32:20→From Ada Example : hello\n", [("message", "Ada Example", "", False, "hello")]),
    "TAB and double blanks": (
        "09:03:42→ From  Ada Example : hello\n",
        [("message", "Ada Example", "", False, "hello")],
    ),
    "double blanks, private": ("13:36:16→ From  Bo Sample  to  Ada Example(Privately) : psst\n", [PRIVATE]),
    "double blanks on two lines": ("10:01:00 From  Ada Example  to  Everyone:\n→hello\n", [PUBLIC]),
    "double blanks on two lines, private": (
        "10:03:00 From  Bo Sample  to  Ada Example(Direct Message):\n→psst\n",
        [PRIVATE],
    ),
    "panelists and attendees": (
        "10:00:00 From Ada Example to All panelists and attendees:\n→hello\n",
        [("message", "Ada Example", "All panelists and attendees", False, "hello")],
    ),
    "hosts and panelists": (
        "10:00:00 From Ada Example to Hosts and panelists:\n→hello\n",
        [("message", "Ada Example", "Hosts and panelists", True, "hello")],
    ),
    "Spanish": ("19:04:12 De  Ada Ejemplo  a  Todos:\n→hola\n", [("message", "Ada Ejemplo", "Todos", False, "hola")]),
    "French": ("19:04:12 De  Ada  à  Tout le monde:\n→salut\n", [("message", "Ada", "Tout le monde", False, "salut")]),
    "Japanese": (
        (
            "18:00:27 開始 見本 花子 終了 皆様 : こんにちは\n"
            "18:00:30 開始 見本 花子 終了 例 太郎（ダイレクトメッセージ） : 内緒\n"
        ),
        [("message", "見本 花子", "皆様", False, "こんにちは"), ("message", "見本 花子", "例 太郎", True, "内緒")],
    ),
    "Chinese": ("13:56:21  王小明 對 所有人:\n→你好\n", [("message", "王小明", "所有人", False, "你好")]),
    "Korean": ("10:12:40 발신자 김 수신자 모두에게:\n→안녕\n", [("message", "김", "모두에게", False, "안녕")]),
    "German": (
        "14:15:02 Von Ada Beispiel an Alle : Guten Tag\n",
        [("message", "Ada Beispiel", "Alle", False, "Guten Tag")],
    ),
    "Russian": (
        "2026-09-23 18:05:11 От Анна Пример кому Все:\n→привет\n",
        [("message", "Анна Пример", "Все", False, "привет")],
    ),
    "a language that the table lacks": (
        "17:11:42 Fra Ada til Alle:\n→hei\n",
        [("message", "Fra Ada til Alle", "", True, "hei")],
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_whole(name: str) -> None:
    """Each layout gives sender, recipient, privacy and words."""
    text, expected = LAYOUTS[name]

    assert expected == read(text)


@pytest.mark.parametrize(
    ("stamp", "clock", "day"),
    [
        ("2026/03/16 5:11:42 PM", "17:11:42", "2026-03-16"),
        ("16.03.2026, 17:11:42", "17:11:42", "2026-03-16"),
        ("3/16/2026 12:11:42 a.m.", "00:11:42", "2026-03-16"),
        ("03/04/2026 17:11:42", "17:11:42", "None"),
        ("[17:11:42]", "17:11:42", "None"),
        ("2026年3月16日 下午5:11:42", "17:11:42", "2026-03-16"),
        ("March 16, 2026 17:11:42", "17:11:42", "None"),
    ],
)
def test_dates_and_clocks_of_twelve_hours_are_read(stamp: str, clock: str, day: str) -> None:
    """The time of day is on a clock of 24 hours; a day that could be two is not guessed."""
    (message,) = parse_chat(f"{stamp} From Ada to Everyone:\n\thello\n").messages

    assert (clock, day, "Ada", False) == (message.clock, str(message.day), message.sender, message.private)


@pytest.mark.parametrize(
    "line",
    [
        "From Ada to Everyone to Bo : psst",
        "From Ada to Bo to Everyone : psst",
        "From Road to Rome to Everyone:",
        "From x : y to Bo(Direct Message) : psst",
        "From x : y to Bo : psst",
        "From Ada an Bo : psst",
        "From Ada to Everyone(Direct Message) : psst",
        "From Everyone to Bo:",
        "Von Ada für Bo : psst",
        "\tAda to Bo(Direct Message):\tpsst",
        "\tAda to Hosts and panelists:\tpsst",
    ],
)
def test_what_may_be_private_is_not_public(line: str) -> None:
    """A line with a private reading is private, whatever the names hold."""
    messages = parse_chat(f"10:00:00 {line}\n\tpsst\n").messages

    assert {True} == {message.private for message in messages}


@pytest.mark.parametrize(
    "line",
    [
        "10:00:01 something (Direct message)",
        "10:00 what is this",
        "2026-03-16 10:00:01",
        "25:61:61 From Bo to Ada(Direct Message) : psst",
        "\t10:00:01 From Bo to Ada (direct message):",
        "5 PM From Bo to Ada (direct message):",
    ],
)
def test_a_line_with_a_time_that_is_not_understood_is_glued_to_nothing(line: str) -> None:
    """Neither it nor the words below it land in the message before; the next message is read."""
    text = f"10:00:00 From Ada to Everyone:\n\thello\n{line}\n\tsecret\n10:00:02 From Bo to Everyone:\n\tok\n"
    found = parse_chat(text)

    assert (["hello", "ok"], 2) == ([message.text for message in found.messages], found.unread_lines)


def test_an_agenda_behind_tabs_stays_words() -> None:
    """Times in the lines of a message are no headings where a TAB says whose words they are."""
    (message,) = parse_chat("10:00:00 From Ada to Everyone:\n\tAgenda\n\t10:00 intro\n\t10:30:00 break\n").messages

    assert "Agenda\n10:00 intro\n10:30:00 break" == message.text


BLANKS = st.sampled_from([" ", "  ", "\t", "\u00a0", " \u00a0", "\t "])
STAMPS = st.sampled_from(
    ["10:00:00", "2026-03-16 10:00:00", "16.03.2026 10:00:00", "3/16/2026 10:00:00 PM", "上午10:00:00"]
)
WORDS = st.sampled_from([("From", "to"), ("Von", "an"), ("De", "a"), ("От", "кому"), ("開始", "終了"), ("Fra", "til")])
MARKS = st.sampled_from(
    ["(Direct Message)", " (Privately)", "(direct message)", "（ダイレクトメッセージ）", " (Privat)", "(?)"]
)
COLONS = st.sampled_from([":", " :", " : ", "：", ": "])
PEOPLE = st.sampled_from(["Ada", "Dr: Who", "Road to Rome", "From", "(Guest)", "Everyone", "x : y", "Ada an Alle"])


@settings(max_examples=100, deadline=None)
@given(data=st.data(), oneline=st.booleans(), case=st.sampled_from([str, str.upper, str.lower]))
def test_no_mutation_makes_a_private_line_public(data: st.DataObject, oneline: bool, case: Any) -> None:
    """Whatever blanks, case, date, language and names: marked lines are never public, and their words are not lost."""
    before, to = data.draw(WORDS)
    gaps = [data.draw(BLANKS) for _ in range(4)]
    heading = (
        f"{data.draw(STAMPS)}{gaps[0]}{case(before)}{gaps[1]}{data.draw(PEOPLE)}{gaps[2]}{case(to)}{gaps[3]}"
        f"{data.draw(PEOPLE)}{case(data.draw(MARKS))}{data.draw(COLONS)}"
    )
    text = "09:00:00 From Cy to Everyone:\n\thello\n" + heading + ("secret\n" if oneline else "\n\tsecret\n")
    found = parse_chat(text)

    held = [message for message in found.messages if "secret" in message.text or "secret" in message.sender]
    assert all(message.private for message in held)
    assert held or found.unread_lines
    assert "hello" == found.messages[0].text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([text for text, _ in LAYOUTS.values()]), max_size=6), st.data())
def test_every_line_is_in_a_message_or_counted(texts: list[str], data: st.DataObject) -> None:
    """Layouts one after the other, with lines left out: each word that is in no message is in an unread line."""
    lines = "".join(texts).replace("→", "\t").split("\n")
    kept = [line for line in lines if data.draw(st.integers(0, 5))]
    numbered = [f"{line}word{number}z" if line.startswith("\t") else line for number, line in enumerate(kept)]
    found = parse_chat("\n".join(numbered))

    read = "\n".join(f"{m.text}\n{m.about}\n{m.sender}" for m in found.messages)
    lost = [line for number, line in enumerate(numbered) if line.startswith("\t") and f"word{number}z" not in read]
    assert len(lost) <= found.unread_lines <= len([line for line in numbered if line.strip()])


@pytest.mark.parametrize(
    "line",
    [
        "07:14:15 From Ada Example (to Bo Sample) : psst",
        "07:14:15 From Ada Example to: Bo Sample : psst",
        "07:14:15 From: Ada Example To: Bo Sample : psst",
        "07:14:15 From Ada Example -> Bo Sample : psst",
        "07:14:15 From Ada Example\tBo Sample : psst",
        "07:14:15 From Ada Example (Direct) : psst",
        "07:14:15 From Ada Example (Private chat) : psst",
        "07:14:15 From Ada Example [whisper] : psst",
        "07:14:15 From Ada Example til Bo Sample : psst",
        "07:14:15 From Ada : Ex to Bo Sample(Direct Message)\n\tpsst",
        "00:01:02\tVon Ada Beispiel an Bo Muster:\tpsst",
    ],
)
def test_one_name_that_may_hold_a_recipient_is_not_public(line: str) -> None:
    """The bug: what was not surely one name alone counted as a message of the oldest clients to everyone."""
    assert [True] == [message.private for message in parse_chat(line).messages]


@pytest.mark.parametrize(
    "name", ["Dr: Who", "Ada Example (she/her)", "Ada Tomson", "Ada-Bo Privat", "Till Voor", "Ada (Direktorin)"]
)
def test_one_name_alone_stays_public_in_the_oldest_files(name: str) -> None:
    """A name of an ordinary kind is no recipient in disguise; a bracket that may be a mark is the exception."""
    (message,) = parse_chat(f"07:14:15\t From {name} : hello").messages

    assert (name, "(Direktorin)" in name) == (message.sender, message.private)


@pytest.mark.parametrize(
    "line",
    [
        "14.15 Bo whispers: psst",
        "14h15 Bo whispers: psst",
        "14-15-16 Bo whispers: psst",
        "14時15分 Bo: psst",
        "Mon Mar 16 14:15:16 2026 From Bo to Ada : psst",
        "(private) 07:14:15 From Bo to Ada : psst",
        "* 07:14:15 From Bo to Ada : psst",
    ],
)
@pytest.mark.parametrize(
    "first", ["10:00:00 From Ada to Everyone:\n\thello\n", "10:00:00 From Ada to Everyone : hello\n"]
)
def test_a_time_written_in_another_way_is_not_glued_to_the_message_before(first: str, line: str) -> None:
    """The bug: only times with colons counted as times, so that somebody else's words became those of a sender."""
    found = parse_chat(f"{first}{line}\n")

    assert (["hello"], 1) == ([message.text for message in found.messages], found.unread_lines)


def test_a_sign_of_direction_before_a_time_hides_no_message() -> None:
    """The bug: behind a sign that cannot be seen a private message was part of the public one before it."""
    found = parse_chat("10:00:00 From Ada to Everyone : hello\n\u202a07:14:15 From Bo to Ada : psst\n")

    assert [("hello", False), ("psst", True)] == [(message.text, message.private) for message in found.messages]


@pytest.mark.parametrize(
    "words",
    ['Replying  to "hi":\n\thello', "Replying to “hi”:\n\thello", "Replying to «hi» hello", 'replying to "hi" : hello'],
)
def test_a_reply_with_other_signs_is_a_reply(words: str) -> None:
    """The bug: doubled blanks and quotation marks of other kinds left the quoted words in the text."""
    (message,) = parse_chat(f"10:00:00 From Ada to Everyone:\n\t{words}\n").messages

    assert ("reply", "hi", "hello") == (message.kind, message.about, message.text)


@pytest.mark.parametrize("sign", ["1️⃣", " ❤️", "#️⃣"])
@pytest.mark.parametrize("colon", [":", "："])
def test_every_sign_below_the_words_is_a_reaction(sign: str, colon: str) -> None:
    """The bug: a key's sign holds a digit, and a wide colon none that was known: both became the sender's words."""
    found = parse_chat(f"10:00:00 From Ada to Everyone:\n\thello\n\tBo Sample{colon}{sign}\n").messages

    assert [("message", "Ada", "hello"), ("reaction", "Bo Sample", sign.strip())] == [
        (message.kind, message.sender, message.text) for message in found
    ]


def test_a_mark_before_a_colon_ends_the_names_in_any_language() -> None:
    """The bug: in a mixture of languages a later colon ended the names, so that words became part of one."""
    (message,) = parse_chat("07:14:15 From Ada til Bo(Direct Message): psst : again\n").messages

    assert ("Ada til Bo", "psst : again", True) == (message.sender, message.text, message.private)
