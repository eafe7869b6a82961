"""Finding a switch in a settings body: at any depth, by name, booleans only; and whatever else speaks of it.

A name that is spelled as the vendor spelled it, with a plain yes or no, is read. Everything else that speaks of the
same thing (a name over two levels, a name as a value, a list of features, JSON in a text) is found without a value:
what it means has to be looked at by a person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from provider_bridge.core.decode import as_list, as_object
from provider_bridge.core.scrub import normal

__all__ = ["Hit", "Words", "find_switches", "has_twins", "may_hold", "speaking_name"]

_ON: Final = frozenset({"true", "on", "yes", "1", "enabled"})
_OFF: Final = frozenset({"false", "off", "no", "0", "disabled"})
_SWITCHES: Final = ("enable", "enabled")
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")
_FEW: Final = 3
_LOWER: Final = bytes(range(256)).lower()
_SIGNS: Final = bytes(each for each in range(128) if not chr(each).isalnum())
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_STRING: Final = re.compile(rb'"((?:[^"\\]|\\.)*+)"\s*(:?)', re.DOTALL)


class Hit(NamedTuple):
    """A place that was found: its dotted path, and its value when that is a boolean, else ``None``."""

    path: str
    value: bool | None


@dataclass(frozen=True, slots=True)
class Words:
    """How a switch is named, and what else speaks of it; all in normal spelling.

    ``switches`` are fragments of the names it is known by. ``stem`` begins every word for the thing, wherever it
    stands in a name. One of ``beside`` makes a sentence with the stem in it suspect. ``harmless`` are names that have
    the stem and mean something else.
    """

    switches: tuple[str, ...]
    stem: str
    beside: tuple[str, ...]
    harmless: tuple[str, ...] = ()

    def names(self, name: str) -> bool:
        """Whether a name is one of the switch's own."""
        return any(fragment in normal(name) for fragment in self.switches)

    def spelled_by(self, names: str, above: str) -> bool:
        """Whether names over several levels spell it together, and those above did not yet."""
        return any(fragment in names and fragment not in above for fragment in self.switches)

    def in_name(self, name: str) -> bool:
        """Whether a name speaks of it."""
        return self.stem in self._letters(name)

    def in_text(self, text: str) -> bool:
        """Whether a text speaks of it: a few words, JSON, or a sentence that has more of it than the stem."""
        letters = self._letters(text)
        if self.stem not in letters:
            return False
        return (
            len(text.split()) <= _FEW
            or text.lstrip()[:1] in {"{", "["}
            or any(word in letters for word in (*self.beside, *self.switches))
        )

    def _letters(self, text: str) -> str:
        letters = _NO_LETTERS.sub("", normalize("NFKC", text).casefold())
        for name in self.harmless:
            letters = letters.replace(name, " ")
        return letters


def may_hold(body: bytes, words: Words) -> bool:
    """Tell cheaply whether a JSON text can speak of it at all."""
    text = body.translate(_LOWER, _SIGNS)
    for name in words.harmless:
        text = text.replace(name.encode(), b" ")
    return words.stem.encode() in text or b"\\" in body or not body.isascii()


def find_switches(tree: Any, words: Words) -> Iterator[Hit]:
    """Yield every place, at any depth, that speaks of the switch; with its value where it is the switch itself."""
    yield from _look(tree, words, "", "")


def _look(tree: Any, words: Words, path: str, above: str) -> Iterator[Hit]:
    """Look below ``path``; ``above`` are the names that lead there, in normal spelling and without a break."""
    members = as_object(tree)
    if members is not None:
        for key, value in members.items():
            place = f"{path}.{_shown(key)}" if path else _shown(key)
            names = above + normal(key)
            if words.names(key):
                yield Hit(place, _switch(value))
            elif words.in_name(key) or words.spelled_by(names, above):
                yield Hit(place, None)
            yield from _look(value, words, place, names)
    elif isinstance(tree, str) and words.in_text(tree):
        yield Hit(path, None)
    for index, value in enumerate(as_list(tree) or ()):
        yield from _look(value, words, f"{path}[{index}]", above)


def speaking_name(body: bytes, words: Words, *, names_only: bool = False) -> str:
    """Return the first member's name that speaks of it, ``""`` when none does; no value is kept.

    For answers that hold people's data: a name that could be somebody's is returned as a star. A value counts only
    where it is nothing but one of the switch's own names, and with ``names_only`` never.
    """
    if not may_hold(body, words):
        return ""
    for found in _STRING.finditer(body):
        text = _text(found[1])
        is_name = bool(found[2])
        if words.in_name(text) if is_name else not names_only and normal(text) in words.switches:
            return _shown(text)
    return ""


def _text(raw: bytes) -> str:
    try:
        return str(json.loads(b'"' + raw + b'"', strict=False))
    except ValueError:
        return raw.decode("utf-8", "replace")


def has_twins(body: bytes) -> bool:
    """Whether a JSON text has an object with two members of one name: then it is open which of them counts."""
    twins = False

    def look(members: list[tuple[str, Any]]) -> None:
        nonlocal twins
        twins = twins or len({normal(name) for name, _ in members}) < len(members)

    json.loads(body, object_pairs_hook=look, parse_int=len)  # a number may have more digits than Python reads
    return twins


def _shown(key: str) -> str:
    return key if _PLAIN.fullmatch(key) else "*"


def _switch(value: object) -> bool | None:
    """Read a switch in any of the vendors' spellings; whatever is no plain yes or no is not read.

    An object that is on is on. One that is off and says something besides may be on in there.
    """
    members = as_object(value)
    if members is not None:
        inner = [_switch(members[name]) for name in _SWITCHES if name in members]
        plain = inner[0] if len(inner) == 1 else None
        return plain if plain or len(members) == 1 else None
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return bool(value) if value in {0, 1} else None
    if isinstance(value, str):
        word = value.strip().casefold()
        return True if word in _ON else False if word in _OFF else None
    return None
