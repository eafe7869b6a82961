"""The simulated Zoom's settings and locks as they stand: what came from the vendor, and what was changed since."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from provider_bridge.sandbox.routing import Refusal
from provider_bridge.sandbox.zoom import settings_bodies, settings_options
from provider_bridge.sandbox.zoom.common import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provider_bridge.sandbox.world import Person, World

__all__ = ["SettingsState"]

Leaf = tuple[str, ...]

_FLAT: Final[dict[Leaf, Leaf]] = {
    ("in_meeting", "closed_captioning", "enable"): ("in_meeting", "closed_caption"),
    ("in_meeting", "closed_captioning", "save_caption"): ("in_meeting", "save_caption"),
    ("in_meeting", "manual_captioning", "save_captions"): ("in_meeting", "save_captions"),
    ("recording", "auto_delete_cmr_days"): ("recording", "auto_delete_cmr"),
}
"""Settings that are locked under another name."""

Place = tuple[str, str, str]
"""A level, there a group or a user, ``""`` for the account, and which settings, ``""`` for the usual ones."""


class SettingsState:
    """Settings and locks. Only what was changed is kept for a place; the rest is the same for all of a level.

    ``refuses`` decides what becomes of a change that a lock forbids: refused, or accepted and ignored. It is not
    known which of them Zoom does.
    """

    def __init__(self, world: World) -> None:
        self.refuses = False
        self._world = world
        self._settings: dict[Place, bytes] = {}
        self._locks: dict[Place, bytes] = {}

    def settings(self, level: str, subject: str = "", option: str = "") -> bytes:
        """Return a settings answer; ``option`` names other settings than the usual ones."""
        changed = self._settings.get((level, subject, option))
        if changed or option:
            return changed or json.dumps(settings_options.SETTINGS[option]).encode()
        return _settings_bytes(level, self._world.tracks_attention(level, subject))

    def locks(self, level: str, subject: str = "", option: str = "") -> bytes:
        """Return an answer of locks."""
        changed = self._locks.get((level, subject, option))
        if changed or option:
            return changed or json.dumps(settings_options.LOCKS).encode()
        return _locks_bytes(level, self._world.locks_attention())

    def value(self, level: str, subject: str, section: str, name: str) -> Any:
        """Return one setting as it stands at a level, ``None`` where it is not there."""
        return json.loads(self.settings(level, subject)).get(section, {}).get(name)

    def change(self, level: str, subject: str, body: object, person: Person | None = None, *, option: str = "") -> None:
        """Take in a change of settings: known members of the right kind, unless a lock is in the way."""
        tree = json.loads(self.settings(level, subject, option))
        for leaf, value in _leaves(tree, body):
            if self._is_locked(level, leaf, person):
                if self.refuses:
                    raise Refusal(400, 300, f"Validation Failed. {leaf[-1]}: the setting is locked.")
                continue
            _put(tree, leaf, value)
        self._settings[level, subject, option] = json.dumps(tree).encode()

    def change_locks(self, level: str, subject: str, body: object, option: str = "") -> None:
        """Take in a change of locks."""
        tree = json.loads(self.locks(level, subject, option))
        for leaf, value in _leaves(tree, body):
            _put(tree, leaf, value)
        self._locks[level, subject, option] = json.dumps(tree).encode()

    def _is_locked(self, level: str, leaf: Leaf, person: Person | None) -> bool:
        above: list[Place] = [] if level == "account" else [("account", "", "")]
        if person is not None and person.group_id:
            above.append(("group", person.group_id, ""))
        return any(_lock(json.loads(self.locks(*place)), leaf) for place in above)


@cache
def _settings_bytes(level: str, attention: bool | None) -> bytes:  # noqa: FBT001 (a value)
    return json.dumps(settings_bodies.settings(level, attention)).encode()


@cache
def _locks_bytes(level: str, attention: bool | None) -> bytes:  # noqa: FBT001 (a value)
    return json.dumps(settings_bodies.locks(level, attention)).encode()


def _leaves(known: Any, body: object, place: Leaf = ()) -> Iterator[tuple[Leaf, Any]]:
    """Yield what a change wants; members that do not exist are ignored, as the vendor ignores them."""
    if not isinstance(body, dict):
        raise invalid(place[-1] if place else "body")
    for name, value in cast("dict[str, Any]", body).items():
        if name not in known:
            continue
        leaf = (*place, name)
        if isinstance(known[name], dict):
            yield from _leaves(known[name], value, leaf)
        elif type(value) is not type(known[name]):
            raise invalid(name)
        else:
            yield leaf, value


def _put(tree: Any, leaf: Leaf, value: Any) -> None:
    *path, last = leaf
    for name in path:
        tree = tree[name]
    tree[last] = copy.deepcopy(value)


def _lock(tree: Mapping[str, Any], leaf: Leaf) -> bool:
    """Whether the lock of a leaf, or of an object it stands in, is closed."""
    found: Any = tree
    for name in _FLAT.get(leaf, leaf):
        found = cast("dict[str, Any]", found).get(name) if isinstance(found, dict) else None
        if isinstance(found, bool):
            return found
    return False
