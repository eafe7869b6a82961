"""Whether an answer is about what was asked for: where it names its object, it has to name the one that was meant.

A proxy, a cache or a vendor's mistake can hand out the answer of another object. An endpoint says which members of its
answers name what its path asked for, and each good answer is held against that before anything else is read of it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError
from pydantic_core import SchemaValidator, core_schema

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import as_list, as_object, problems_of
from provider_bridge.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import CoreSchema

    from provider_bridge.core.calls import RawReply

__all__ = ["ROWS", "check_echoes", "is_same"]

ROWS: Final = "[]"
"""In the place of a member: every row of a list, or the single object that a vendor sends in place of the list."""

_SELF: Final = "me"
"""What Zoom takes for the token's owner; no answer says it."""


def is_same(asked: str, answered: object) -> bool:
    """Whether two spellings are of one identifier: numbers come with blanks and dashes, addresses in any case."""
    one, other = asked.strip(), str(answered).strip()
    return one == other or _plain(one) == _plain(other)


def _plain(text: str) -> str:
    digits = text.replace(" ", "").replace("-", "")
    return digits if digits.isdecimal() else text.casefold() if "@" in text else text


def check_echoes(operation: str, echoes: tuple[Echo, ...], path: Mapping[str, str], answer: RawReply) -> None:
    """Raise ``DecodeError`` where an answer names another object than the path.

    Several members can name one parameter; one of them that does is enough. An answer that names nothing passes:
    the wire models say which members it has to have.
    """
    if echoes and (problems := _problems(echoes, path, answer)):
        raise DecodeError(operation, problems)


def _problems(echoes: tuple[Echo, ...], path: Mapping[str, str], answer: RawReply) -> tuple[str, ...]:
    """Return what is wrong; what the answer holds stays in here, where no traceback shows it."""
    reader, parameter, member = _plan(echoes)
    tree: Any
    try:
        tree = reader.validate_json(answer.body)
    except ValidationError as error:
        return problems_of(error)
    if parameter and tree and str(tree.get(member)) == path[parameter]:
        return ()
    return tuple(_strangers(echoes, path, tree))


def _strangers(echoes: tuple[Echo, ...], path: Mapping[str, str], tree: object) -> Iterator[str]:
    for parameter in dict.fromkeys(each.parameter for each in echoes):
        asked = path[parameter]
        mine = [each for each in echoes if each.parameter == parameter]
        named = [[v for v in _values(tree, each.member) if ("@" in v) == ("@" in asked)] for each in mine]
        told = [(each, values) for each, values in zip(mine, named, strict=True) if values]
        fits = any(all(is_same(asked, value) for value in values) for _, values in told)
        if told and not fits and asked.strip() != _SELF:
            yield f"{told[0][0].member.replace(ROWS, '*')}: that of another {told[0][0].what}"


def _values(tree: object, member: str) -> list[str]:
    """Return what an answer says in a member, of each row where there are rows; nothing where it is not said."""
    found = [tree]
    for part in member.split("."):
        if part == ROWS:
            found = [row for each in found for row in _rows(each)]
        else:
            found = [value for each in found if (value := (as_object(each) or {}).get(part)) not in (None, "")]
    return [str(each) for each in found]


def _rows(tree: object) -> list[object]:
    rows = as_list(tree)
    return [tree] if rows is None else rows


@cache
def _plan(echoes: tuple[Echo, ...]) -> tuple[SchemaValidator, str, str]:
    """Return what reads the members, and the parameter and member that mostly say all there is to say.

    These are empty where the path asks for several things, or the member stands deeper.
    """
    first = echoes[0]
    alone = all(each.parameter == first.parameter and not {".", "["}.intersection(each.member) for each in echoes)
    parameter, member = (first.parameter, first.member) if alone else ("", "")
    return _reader(tuple(each.member for each in echoes)), parameter, member


@cache
def _reader(members: tuple[str, ...]) -> SchemaValidator:
    """Return what reads these members and nothing else of an answer."""
    return SchemaValidator(_schema([member.split(".") for member in members]))


def _schema(paths: list[list[str]]) -> CoreSchema:
    heads = dict.fromkeys(path[0] for path in paths if path)
    if not heads:
        return _LEAF
    below = {head: _schema([path[1:] for path in paths if path and path[0] == head]) for head in heads}
    if ROWS in below:
        return core_schema.nullable_schema(
            core_schema.union_schema([core_schema.list_schema(below[ROWS]), below[ROWS]], mode="left_to_right")
        )
    fields: dict[str, Any] = {
        head: core_schema.typed_dict_field(inner, required=False) for head, inner in below.items()
    }
    return core_schema.nullable_schema(core_schema.typed_dict_schema(fields, extra_behavior="ignore"))


_LEAF: Final = core_schema.nullable_schema(
    core_schema.union_schema(
        [core_schema.str_schema(strict=True), core_schema.int_schema(strict=True), core_schema.float_schema()],
        mode="left_to_right",
    )
)
"""An identifier: text, or a number of any length. One with a fraction or an exponent has lost digits and fits none."""
