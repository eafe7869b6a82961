"""What a setting of Zoom's amounts to for a user: their own value, unless a group or the account locks it. Pure.

It is open which of several groups decides, and what the answers do not show is open too. So every outcome that is
possible is worked out; only where all of them are the same is the value known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from provider_bridge.domain.ids import HostId
from provider_bridge.domain.settings import EffectiveSetting, Level, SettingReading, SettingValue, Unread
from provider_bridge.providers.zoom.settings.model import LETTERS, Setting

__all__ = ["Place", "conclude"]

Place = SettingReading | Unread
"""A setting at one place, or why it could not be read there."""


class _Outcome(NamedTuple):
    level: Level
    locked: bool
    value: SettingValue
    why: str = ""


def conclude(
    setting: Setting, user: HostId, own: SettingReading, account: Place, groups: Sequence[Place]
) -> EffectiveSetting:
    """Return what a setting amounts to, from its readings at all places that bear on one user."""
    outcomes = _outcomes(setting, own, account, groups)
    why = _doubt(setting, outcomes, account, groups)
    levels = {each.level for each in outcomes}
    locked = {each.locked for each in outcomes}
    places = (own, *groups, account)
    return EffectiveSetting(
        path=setting.path,
        subject=user,
        value=None if why else outcomes[0].value,
        decided_by=outcomes[0].level if len(levels) == 1 and not why else None,
        locked=outcomes[0].locked if len(locked) == 1 else None,
        why=why,
        readings=tuple(each for each in places if isinstance(each, SettingReading)),
        unread=tuple(each for each in places if isinstance(each, Unread)),
    )


def _outcomes(setting: Setting, own: SettingReading, account: Place, groups: Sequence[Place]) -> list[_Outcome]:
    by_account = _lock(setting, Level.ACCOUNT, account)
    found: list[_Outcome] = []
    if by_account is not False:
        found.append(_above(account, None, locked=True))
    if by_account is True:
        return found
    for group in groups:
        by_group = _lock(setting, Level.GROUP, group)
        if by_group is not False:
            found.append(_above(account, group, locked=True))
        if by_group is not True:
            found.append(_own(setting, own, account, group))
    return found if groups else [*found, _own(setting, own, account, None)]


def _lock(setting: Setting, level: Level, place: Place) -> bool | None:
    """Whether a place locks it: false where Zoom has no such lock, ``None`` where that is open."""
    if LETTERS[level] not in setting.lock_levels:
        return False
    return place.locked if isinstance(place, SettingReading) else None


def _above(account: Place, group: Place | None, *, locked: bool) -> _Outcome:
    """Return what holds above the user: a group's value, and where the group shows none the account's."""
    for level, place in ((Level.GROUP, group), (Level.ACCOUNT, account)):
        if isinstance(place, Unread):
            return _Outcome(level, locked, None, place.why)
        if place is not None and place.present:
            return _told(level, locked, place)
    return _Outcome(Level.ACCOUNT, locked, None, "no level above the user shows it")


def _own(setting: Setting, own: SettingReading, account: Place, group: Place | None) -> _Outcome:
    if own.present:
        return _told(Level.USER, False, own)  # noqa: FBT003 (a value)
    if "U" in setting.levels:
        return _Outcome(Level.USER, False, None, "the user's settings do not show it")  # noqa: FBT003 (a value)
    return _above(account, group, locked=False)


def _told(level: Level, locked: bool, place: SettingReading) -> _Outcome:  # noqa: FBT001 (a value)
    if place.value is None or place.value == "":
        return _Outcome(level, locked, None, f"it is there at {level} level, but has no value: {place.note or 'empty'}")
    return _Outcome(level, locked, place.value)


def _doubt(setting: Setting, outcomes: Sequence[_Outcome], account: Place, groups: Sequence[Place]) -> str:
    """Return why the value is not known, ``""`` when it is."""
    unknown = next((each.why for each in outcomes if each.why), "")
    if unknown:
        return unknown
    if len({(type(each.value), each.value) for each in outcomes}) == 1:
        return ""
    for level, place in ((Level.ACCOUNT, account), *((Level.GROUP, each) for each in groups)):
        if _lock(setting, level, place) is None:
            reason = place.why if isinstance(place, Unread) else place.note or "no lock is shown"
            return f"it depends on whether the {level} locks it, which is open: {reason}"
    return "it depends on which of the user's groups decides, which is open"
