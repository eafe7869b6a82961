"""Readings of Zoom's settings: from a place's answers to one reading for each setting that was asked for."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.decode import as_list, as_object
from provider_bridge.core.freshness import check_fresh
from provider_bridge.domain.settings import Level, SettingReading, SettingValue
from provider_bridge.errors import DecodeError, Forbidden, InvalidInput
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.settings.catalogue import CATALOGUE, find
from provider_bridge.providers.zoom.settings.model import LETTERS, Kind, Setting

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow

__all__ = ["Spot", "ask", "read_place", "read_value", "spot", "value_of", "wanted_settings"]

_SETTINGS: Final = {
    Level.ACCOUNT: wire.settings.ACCOUNT_SETTINGS,
    Level.GROUP: wire.settings.GROUP_SETTINGS,
    Level.USER: wire.settings.USER_SETTINGS,
}
_LOCKS: Final = {Level.ACCOUNT: wire.settings.ACCOUNT_LOCKS, Level.GROUP: wire.settings.GROUP_LOCKS}
_KEYS: Final = {Level.ACCOUNT: "accountId", Level.GROUP: "groupId", Level.USER: "userId"}
_PATH: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*){0,7}", re.ASCII)
_SECRETS: Final = frozenset(
    {"authorized_channel_token", "default_password_for_scheduled_meetings", "host_key", "passcode", "pmi_password"}
)
_SECRET: Final = re.compile(r"(?:.*_)?(?:password|passcode|token|secret|key|pin|credentials?)")
"""How names of secrets end that Zoom may yet invent."""
_MISSING: Final = object()
_TWICE: Final = object()


class Spot(NamedTuple):
    """Whose settings: a level, and there a group or a user."""

    level: Level
    subject: str | None

    @property
    def path(self) -> dict[str, str]:
        """What goes into the path of this level's endpoints."""
        return {_KEYS[self.level]: self.subject or "me"}


class Found(NamedTuple):
    """A settings or a lock answer."""

    tree: dict[str, Any]
    reply: Reply

    def __repr__(self) -> str:
        return f"Found({self.reply.operation})"


def spot(level: Level, subject: str | None) -> Spot:
    """Return the place that is meant, or raise ``InvalidInput``. A user named by e-mail would end up in evidence."""
    if level not in _SETTINGS:
        raise InvalidInput(f"Zoom has settings of the account, of groups and of users, and none at {level} level")
    level = Level(level)  # so that plain text will do
    if level is Level.ACCOUNT:
        if subject is not None:
            raise InvalidInput("the account's settings need no subject")
    elif not subject:
        raise InvalidInput(f"settings at {level} level need the {level}'s id as subject")
    elif "@" in subject or subject == "me":
        raise InvalidInput(f"name the {level} by its id, as the directory lists it: it becomes part of the evidence")
    return Spot(level, subject)


def wanted_settings(paths: Iterable[str] | None) -> tuple[Setting, ...]:
    """Return the settings of these paths, by default the whole catalogue; another path is taken as it is."""
    if paths is None:
        return CATALOGUE
    if isinstance(paths, str):
        raise InvalidInput("paths is a tuple of paths, not one text")
    return tuple(find(path) or _uncatalogued(path) for path in paths)


def _uncatalogued(path: str) -> Setting:
    if not _PATH.fullmatch(path):
        raise InvalidInput("a setting's path is made of names joined by dots, as in recording.auto_recording")
    return Setting(path, Kind.OPEN, "AGU", "", path, "AG", catalogued=False)


def read_place(
    where: Spot, wanted: Sequence[Setting], *, needs_locks: bool = False
) -> Flow[tuple[SettingReading, ...]]:
    """Return a reading of each setting at a place, with its lock where the place has locks.

    Locks that may not be read are noted, unless ``needs_locks``: then that is raised.
    """
    found = yield from ask(_SETTINGS[where.level], where)
    locks: Found | str = ""
    if where.level in _LOCKS:
        try:
            locks = yield from ask(_LOCKS[where.level], where)
        except Forbidden as error:
            if needs_locks:
                raise
            locks = f"its lock could not be read: {error}"
    return tuple(_reading(where, each, found, locks) for each in wanted)


def read_value(where: Spot, setting: Setting) -> Flow[SettingReading]:
    """Return a reading of one setting without its lock."""
    found = yield from ask(_SETTINGS[where.level], where)
    return _reading(where, setting, found, "")


def ask(endpoint: Endpoint, where: Spot) -> Flow[Found]:
    """Return a place's settings or locks; an answer that cannot be whole is no answer."""
    reply: Reply = yield Call(endpoint, where.path)
    check_fresh(reply)
    found = Found(_tree(reply), reply)
    if as_object(found.tree.get("in_meeting")) is None:
        raise DecodeError(reply.operation, ("in_meeting: missing",))
    return found


def _tree(reply: Reply) -> dict[str, Any]:
    """Return an answer's object, empty where it is another value."""
    try:
        return as_object(json.loads(reply.body, object_pairs_hook=_members)) or {}
    except (ValueError, RecursionError):
        pass  # the parser's own error holds the whole answer
    raise DecodeError(reply.operation, ("(whole answer): json_invalid",))


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object's members; of two that have one name it is open which counts, so neither does."""
    members = dict(pairs)
    if len(members) < len(pairs):
        names = Counter(name for name, _ in pairs)
        members.update((name, _TWICE) for name, count in names.items() if count > 1)
    return members


def _reading(where: Spot, setting: Setting, found: Found, locks: Found | str) -> SettingReading:
    path, raw = _first(found.tree, (setting.at(where.level), *setting.older))
    value, note = (None, "") if raw is _MISSING else value_of(path, raw)
    lock = _lock_reading(where, setting, locks) if isinstance(locks, Found) else None
    unread = locks if isinstance(locks, str) and LETTERS[where.level] in setting.lock_levels else ""
    told = filter(None, (note, lock.note if lock else "", unread))
    return SettingReading(
        level=where.level,
        subject=where.subject,
        operation=found.reply.operation,
        path=path,
        present=raw is not _MISSING,
        value=value,
        locked=lock.locked if lock else None,
        observed_at=found.reply.observed_at,
        request_id=found.reply.request_id,
        note="; ".join(told),
        lock=lock,
    )


def _lock_reading(where: Spot, setting: Setting, locks: Found) -> SettingReading | None:
    if LETTERS[where.level] not in setting.lock_levels:
        return None
    raw = _at(locks.tree, setting.lock)
    return SettingReading(
        level=where.level,
        subject=where.subject,
        operation=locks.reply.operation,
        path=setting.lock,
        present=raw is not _MISSING,
        value=None,
        locked=raw if isinstance(raw, bool) else None,
        observed_at=locks.reply.observed_at,
        request_id=locks.reply.request_id,
        note="" if raw is _MISSING or isinstance(raw, bool) else f"its lock is {_kind(raw)} instead of true or false",
    )


def _first(tree: Mapping[str, Any], paths: Sequence[str]) -> tuple[str, Any]:
    """Return the first of these paths that is there, and what is there; none is there under its present name."""
    for path in paths:
        raw = _at(tree, path)
        if raw is not _MISSING:
            return path, raw
    return paths[0], _MISSING


def _at(tree: Any, path: str) -> Any:
    for name in path.split("."):
        if tree is _TWICE:
            return _TWICE
        members = as_object(tree)
        if members is None or name not in members:
            return _MISSING
        tree = members[name]
    return tree


def value_of(path: str, raw: Any) -> tuple[SettingValue, str]:
    """Return what stands at a path as a value, or ``None`` and the reason why it is none."""
    name, items = path.rpartition(".")[2], as_list(raw)
    if (isinstance(raw, str) or items is not None) and (name in _SECRETS or _SECRET.fullmatch(name)):
        return None, "it may be a secret and is not read"
    if isinstance(raw, bool | int | float | str):
        return raw, ""
    if items is not None and all(isinstance(each, bool | int | float | str) for each in items):
        return tuple(items), ""
    return None, f"what is there is {_kind(raw)}, and no single value"


def _kind(raw: Any) -> str:
    if raw is _TWICE:
        return "given twice"
    if raw is None:
        return "null"
    if isinstance(raw, dict):
        return "an object"
    if isinstance(raw, list):
        return "a list"
    return "text" if isinstance(raw, str) else "a number"
