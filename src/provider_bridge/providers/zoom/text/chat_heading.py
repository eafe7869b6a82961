"""What stands before the words of a saved chat's message: who wrote to whom, and whether that is surely everybody.

    [From] NAME [to NAME [(mark)]] :

One grammar for all layouts and languages: blanks of any kind and number, either case, names that may themselves hold
each of the signs. Where a line can be read in two ways and one of them is private, it is private.
"""

# ruff: noqa: RUF001 (words and signs of many scripts, as clients write them)
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from provider_bridge.providers.zoom.text.chat_stamp import BLANK
from provider_bridge.providers.zoom.text.chat_words import (
    ELSEWHERE,
    ENGLISH,
    GROUPS,
    LANGUAGES,
    MARKS,
    MEETING,
    PRIVATE_STEMS,
    Language,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Heading", "Headings", "is_everybody", "is_group", "looks_private"]

_LONGEST: Final = 400
"""No heading is longer: names end at 128 characters, and a longer line is words."""
_COLONS: Final = 8
_WIDE: Final = 2
_MOST_SEEN: Final = 4096


def _any(words: tuple[str, ...] | list[str]) -> str:
    longest_first = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", rf"{BLANK}+") for word in longest_first)


_BRACKET: Final = r"[(（\[【]([^()（）\[\]【】]{1,60})[)）\]】]"
_BRACKETED: Final = re.compile(_BRACKET)
_BRACKETED_COLON: Final = re.compile(rf"{_BRACKET}{BLANK}{{0,20}}(?:[:：]|$)")
_ALL_SENDERS: Final = _any([word for each in LANGUAGES for word in each.senders])
_SENDER: Final = re.compile(
    rf"({_ALL_SENDERS})(?:{BLANK}?[:：])?({BLANK}+)",
    re.IGNORECASE,
)
_COLON: Final = re.compile(r"[:：]")
_BLANKS: Final = re.compile(rf"{BLANK}+")
_ALL_RECIPIENTS: Final = _any([word for each in LANGUAGES for word in each.recipients])
_TO: Final = re.compile(rf"(?:^|{BLANK})to(?:{BLANK}|$)", re.IGNORECASE)
_TO_ANY: Final = re.compile(rf"(?:^|{BLANK})(?:{_ALL_RECIPIENTS})(?:{BLANK}|$)", re.IGNORECASE)
_PERHAPS_TO: Final = re.compile(
    rf"(?<=\W)(?:to|{_any(ELSEWHERE)})(?=\W+\w)|[\t<>→⇒➔➜»@]"
    rf"|[(（\[【][^()（）\[\]【】]*(?:{_any(PRIVATE_STEMS)})",
    re.IGNORECASE,
)
"""What a name alone may not hold if it is to be surely no more than a name."""
_TIMED_SENDER: Final = re.compile(
    rf".{{0,60}}?\d[:：][0-5]\d[:：][0-5]\d[\])）]?{BLANK}{{0,20}}(?:{_ALL_SENDERS}){BLANK}.*[:：]",
    re.IGNORECASE,
)
_OPENING: Final = ("(", "（", "[", "【")
_CLOSING: Final = frozenset(")）]】")
_RECORDED_END: Final = re.compile(r"[:：] {0,2}\t")
_LAST_SUFFIX: Final = re.compile(r"[(（][^()（）]{0,60}[)）]$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands before the words of a message.

    ``words`` is ``None`` where they begin on the next line. ``splits`` holds each way to part the two names where
    there are several; then ``sender`` and ``recipient`` are empty.
    """

    sender: str
    recipient: str
    private: bool
    words: str | None
    splits: tuple[tuple[str, str], ...] = ()
    wide: bool = False
    marked: bool = False
    understood: bool = True


class _Who(NamedTuple):
    """The two names of one reading of a line; ``addressed`` where the recipient is a group or marked as a person."""

    sender: str
    recipient: str = ""
    splits: tuple[tuple[str, str], ...] = ()
    everyone: bool = False
    addressed: bool = False
    marked: bool = False
    wide: bool = False


class _Cut(NamedTuple):
    """A word for *to*: where the names beside it end and begin, and whether it has wide blanks on both sides."""

    start: int
    end: int
    word: str
    wide: bool


def _plain(text: str) -> str:
    """Return a text for comparing: one kind of blank, one case, none before a bracket."""
    plain = " ".join(_BLANKS.split(text.casefold()) if not text.isascii() else text.casefold().split()).strip()
    return plain.replace("（", "(").replace("）", ")").replace(" (", "(")


_GROUPS: Final = frozenset(map(_plain, GROUPS))
_EVERYWHERE: Final = frozenset(_plain(word) for each in LANGUAGES for word in each.everyone)
_MARKS: Final = frozenset(map(_plain, MARKS))
_MEETING: Final = frozenset(map(_plain, MEETING))


@dataclass(frozen=True, slots=True, eq=False)
class _Grammar:
    """What the languages with one word for the sender say: the words for *to*, and who is everybody behind each."""

    recipients: re.Pattern[str]
    everyone: dict[str, frozenset[str]]
    english: bool = False


def _grammar(languages: Iterable[Language]) -> _Grammar:
    table = tuple(languages)
    everyone: dict[str, frozenset[str]] = {}
    for each in table:
        for word in map(_plain, each.recipients):
            everyone[word] = everyone.get(word, frozenset()) | frozenset(map(_plain, each.everyone))
    words = _any([word for each in table for word in each.recipients])
    pattern = re.compile(rf"{BLANK}+({words})(?={BLANK})", re.IGNORECASE)
    return _Grammar(pattern, everyone, ENGLISH in table)


_GRAMMARS: Final = {
    word: _grammar(each for each in LANGUAGES if word in map(_plain, each.senders))
    for word in {_plain(word) for each in LANGUAGES for word in each.senders}
}
_BARE: Final = _grammar(each for each in LANGUAGES if each.bare)
_ENGLISH: Final = _grammar((ENGLISH,))


_NamesOf: TypeAlias = "Callable[[str, _Grammar, int], _Who]"
"""Reads the names before a colon; the number is how many blanks stand between the word for the sender and the name."""


class Headings:
    """Reads the headings of one file. The same ones come again and again: what they say is found out once."""

    def __init__(self) -> None:
        self._names = lru_cache(_MOST_SEEN)(_who)
        self._read = lru_cache(_MOST_SEEN)(partial(_heading, self._names))

    def read(self, rest: str, *, indented: bool, strange: bool) -> Heading | None:
        """Return the heading that follows a time, ``None`` where nothing is understood.

        Args:
            rest: The line behind its time.
            indented: Whether the next line begins with a TAB.
            strange: Whether a language that the table does not have is tried as well.

        """
        return self._read(rest, indented, strange)

    def read_recorded(self, rest: str, *, surely: bool) -> Heading | None:
        """Return the heading of a line of a cloud recording's chat, ``TAB NAME: TAB words``.

        Zoom puts only messages to everyone there, so no recipient is named; where the name may hold one, it is private.
        Without ``surely`` a line that a client could have saved is left to ``read``.
        """
        body = rest.lstrip(" \t")
        if "\t" not in rest[: len(rest) - len(body)]:
            return None
        end = _RECORDED_END.search(body, 1, _LONGEST)
        name, words = (body[: end.start()], body[end.end() :]) if end else ("", "")
        if end is None and surely and body.endswith(":") and len(body) <= _LONGEST:
            name = body[:-1]
        if not name.strip() or (not surely and _SENDER.match(body) and (_TO.search(name) or _spaced(name))):
            return None
        who = self._names(name, _ENGLISH, 0)
        if who.everyone:
            return Heading(who.sender, who.recipient, private=False, words=words)
        to = _TO_ANY if _SENDER.match(body) else _TO
        private = bool(to.search(name) or _marked(_BRACKETED, name))
        return Heading(name.strip(), "", private=private, words=words, marked=who.marked)


def _heading(names: _NamesOf, rest: str, indented: bool, strange: bool) -> Heading | None:  # noqa: FBT001 (lru_cache)
    """Return the heading that follows a time: of a language that has a word for the sender, or of one without."""
    edge = _BLANKS.match(rest)
    rest = rest[edge.end() :] if edge else rest
    start = _SENDER.match(rest)
    found = None
    if start:
        grammar = _GRAMMARS[_plain(start[1])]
        found = _likeliest(names, rest[start.end() :], grammar, gap=len(start[2]), indented=indented)
    if found is None or not (found.recipient or found.splits):
        bare = _likeliest(names, rest, _BARE, gap=0, indented=indented)
        found = bare if bare is not None and (bare.recipient or bare.splits) else found
    return found or (_strange(rest, indented=indented) if strange else None)


def _likeliest(names: _NamesOf, body: str, grammar: _Grammar, *, gap: int, indented: bool) -> Heading | None:
    """Return the likeliest reading of a line; it is public only where no other reading is private."""
    places = [each.start() for each in islice(_COLON.finditer(body, 0, _LONGEST), _COLONS)]
    last = len(body.rstrip()) - 1
    final = last if 0 <= last <= _LONGEST and body[last] in ":：" else -1
    if final >= 0 and final not in places:
        places.append(final)
    readings = {place: names(body[:place], grammar, gap) for place in places if body[:place].strip()}
    if not readings:
        return None
    spaced = next((place for place in readings if _is_spaced(body, place)), -1)
    addressed = next((place for place, who in readings.items() if who.addressed), -1)
    if addressed >= 0 and (spaced < 0 or addressed <= spaced or (addressed == final and indented)):
        place = addressed
    elif spaced >= 0:
        place = spaced
    else:
        place = final if final in readings else next(iter(readings))
    who = readings[place]
    words = body[place + 1 :].lstrip()
    below = not words and not (place == spaced and not indented)
    others = [reading for other, reading in readings.items() if other > place]
    alone = place == spaced and not below and grammar.english and _to_all(body[:place], who, others)
    return Heading(
        who.sender,
        who.recipient,
        private=not (who.everyone or alone) or _marked(_BRACKETED_COLON, body),
        words=None if below else words,
        splits=who.splits,
        wide=who.wide,
        marked=who.marked,
    )


def looks_private(line: str) -> bool:
    """Whether a line that begins with no known time has what may be the heading of a message all the same."""
    return _marked(_BRACKETED_COLON, line) or _TIMED_SENDER.match(line, 0, _LONGEST) is not None


def _marked(pattern: re.Pattern[str], text: str) -> bool:
    """Whether one of the brackets in a text is a mark of a private message."""
    if not any(sign in text for sign in _OPENING):
        return False
    return any(_plain(each[1]) in _MARKS for each in pattern.finditer(text, 0, _LONGEST))


def _spaced(text: str) -> bool:
    return any(_is_spaced(text, each.start()) for each in _COLON.finditer(text))


def _is_spaced(text: str, place: int) -> bool:
    """Whether a colon has blanks on both sides."""
    after = text[place + 1 : place + 2]
    return bool(place and _BLANKS.match(text, place - 1)) and (not after or bool(_BLANKS.match(after)))


def _to_all(name: str, who: _Who, others: list[_Who]) -> bool:
    """Whether one name alone means everyone: only in English clients before 2020, where a private one had two.

    A further colon makes another reading: then the name may hold the first one, and the recipient stands behind it.
    """
    if who.recipient or who.splits or _TO_ANY.search(name) or _PERHAPS_TO.search(name) or _marked(_BRACKETED, name):
        return False
    recipients = [(other.splits or ((other.sender, other.recipient),))[-1][1] for other in others]
    return all(_plain(recipient) in {"", *_EVERYWHERE} for recipient in recipients)


def _who(text: str, grammar: _Grammar, gap: int) -> _Who:
    """Return the names in the text before a colon."""
    text = text.strip()
    plain = _unmarked(text)
    marked = plain != text
    cuts = _cuts(plain, grammar)
    wide = [cut for cut in cuts if cut.wide]
    if gap >= _WIDE and len(wide) == 1:
        cuts = wide
    if not cuts:
        return _Who(plain, addressed=marked, marked=marked)
    splits = tuple((plain[: cut.start], plain[cut.end :]) for cut in cuts)
    sender, recipient = splits[-1]
    everyone = not marked and _is_everyone(recipient, grammar.everyone[_plain(cuts[-1].word)])
    addressed = marked or everyone or is_group(recipient)
    if len(cuts) > 1:
        return _Who("", "", splits, addressed=addressed, marked=marked)
    return _Who(sender, recipient, (), everyone, addressed, marked, bool(wide))


def _unmarked(text: str) -> str:
    """Return a text without the mark of a private message at its end."""
    if text[-1:] not in _CLOSING:
        return text
    found = [each for each in _BRACKETED.finditer(text, max(0, len(text) - _LONGEST)) if each.end() == len(text)]
    return text[: found[0].start()].rstrip() if found and _plain(found[0][1]) in _MARKS else text


def _cuts(text: str, grammar: _Grammar) -> list[_Cut]:
    """Return where a word for *to* stands between two names."""
    found: list[_Cut] = []
    for each in grammar.recipients.finditer(text):
        after = _BLANKS.match(text, each.end())
        if each.start() and after:
            wide = each.start(1) - each.start() >= _WIDE and after.end() - after.start() >= _WIDE
            found.append(_Cut(each.start(), after.end(), each[1], wide))
    return found


def is_everybody(recipient: str) -> bool:
    """Whether a recipient is everybody in English, as vendor files that are not of a client's language have it."""
    return _is_everyone(recipient, _ENGLISH.everyone["to"])


def is_group(recipient: str) -> bool:
    """Whether a recipient is a group or, in any language, everybody."""
    return _plain(_LAST_SUFFIX.sub("", recipient)) in _EVERYWHERE or _plain(recipient) in _GROUPS


def _is_everyone(recipient: str, everyone: frozenset[str]) -> bool:
    name = _plain(recipient)
    suffix = next((each for each in _MEETING if name.endswith(each)), "")
    return name.removesuffix(suffix) in everyone


def _strange(rest: str, *, indented: bool) -> Heading | None:
    """Return a message of a language that the table does not have: it is private, and its names stay together."""
    body = rest[:_LONGEST]
    spaced = next((each.start() for each in _COLON.finditer(body) if _is_spaced(body, each.start())), -1)
    if spaced > 0:
        return Heading(body[:spaced].strip(), "", private=True, words=rest[spaced + 1 :].lstrip(), understood=False)
    text = rest.rstrip()
    if indented and 1 < len(text) <= _LONGEST and text[-1] in ":：":
        return Heading(text[:-1].strip(), "", private=True, words=None, understood=False)
    return None
