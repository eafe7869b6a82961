"""Whether Zoom's attention tracking is off: every level where it ever lived is read.

Zoom withdrew the feature in April 2020. Its settings are searched all the same, at any depth and in the raw
answers, for every key that speaks of attention tracking or attentiveness. ``attention_mode_focus_mode`` does
not: Focus Mode hides participants from each other and tracks nobody.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.decode import decode_object
from provider_bridge.core.flow import AsyncFace, SyncFace, operation
from provider_bridge.core.hosts import is_local
from provider_bridge.core.provider import Capability
from provider_bridge.core.search import Hit, find_switches, has_twins, may_hold
from provider_bridge.core.steps import Flow, Fork, Paged
from provider_bridge.domain.settings import Level, SettingReading
from provider_bridge.errors import BadRequest, DecodeError, ListingIncomplete, ProviderBridgeError
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.attendance import read_report
from provider_bridge.providers.zoom.directory import group_rows, user_ids
from provider_bridge.providers.zoom.sweep import Place, Sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.domain.attention import Attention

__all__ = ["CAPABILITIES", "AsyncZoomAttention", "ZoomAttention"]

CAPABILITIES: Final = (
    Capability(
        "attention.read",
        "full",
        "withdrawn by Zoom in April 2020; the old switch is searched at every level",
        wire.settings.ACCOUNT_SETTINGS.reference,
        (*wire.settings.READING, wire.directory.USERS, wire.directory.GROUPS, *wire.history.ENDPOINTS),
    ),
)

_FRAGMENTS: Final = ("attentiontracking", "attentiveness")
_LISTINGS: Final = 3
"""How often a listing is walked before it counts as one that cannot be trusted."""

_PATH: Final = "in_meeting.attention_tracking"
_SETTINGS: Final = "settings"
_LOCKS: Final = "lock settings"
_LOCK_ENDPOINTS: Final = (wire.settings.ACCOUNT_LOCKS, wire.settings.GROUP_LOCKS)


class _Attention:
    @operation
    def read(self, *, days: int = 90) -> Flow[Attention]:
        """Establish whether attention tracking is off at every level: account, groups, users, participant reports.

        Reads the account's settings and locks, each group's, the settings of each active and inactive user
        (invited users have none yet), and one participant report of a meeting and of a webinar from the last
        ``days`` days, which must be free of scores.

        Returns ``Withdrawn`` when the switch is nowhere, ``SwitchedOff`` when it is off wherever it is,
        ``SwitchedOn`` with the places when it is on or a score is found, ``Unknown`` when something could not be
        read. Raises what keeps it from reading at all, such as ``Unauthorized`` or ``ConnectFailed``.

        Personal data: none is read; users are known by id only. Scopes: ``account:read:settings:admin``,
        ``account:read:lock_settings:admin`` (some accounts are only offered ``:master``),
        ``group:read:list_groups:admin``, ``group:read:settings:admin``, ``group:read:lock_settings:admin``,
        ``user:read:list_users:admin``, ``user:read:settings:admin``, ``report:read:list_history_meetings:admin``,
        ``report:read:list_meeting_participants:admin``, ``report:read:list_webinar_participants:admin``. Rate
        label Medium, one call per user and two per group; reports are Heavy.
        https://developers.zoom.us/docs/api/accounts/
        """
        sweep = Sweep()
        try:
            yield from _account(sweep)
            yield from _groups(sweep)
            for status in ("active", "inactive"):
                yield from _users(sweep, status)
            for kind in ("meeting", "webinar"):
                sweep.add((yield from read_report(kind, days)))
        except ProviderBridgeError as error:
            if not sweep.on:
                raise
            sweep.cannot_read(Level.ACCOUNT, None, "the rest", error)  # what was found stays found
        return sweep.conclude()


class ZoomAttention(SyncFace, _Attention):
    """Attention tracking at Zoom."""


class AsyncZoomAttention(AsyncFace, _Attention):
    """Attention tracking at Zoom."""


def _account(sweep: Sweep) -> Flow[None]:
    place = Place(Level.ACCOUNT, None)
    own = {"accountId": "me"}
    yield from _look_into(place, sweep, _SETTINGS, Call(wire.settings.ACCOUNT_SETTINGS, own), by_name=True)
    yield from _look_into(place, sweep, _LOCKS, Call(wire.settings.ACCOUNT_LOCKS, own), by_name=True)
    sweep.account_locked = _lock_state(place)
    _mark_locked(place, sweep.account_locked)
    sweep.add(place)


def _groups(sweep: Sweep) -> Flow[None]:
    def read(row: wire.directory.GroupRow) -> Flow[Place]:
        place = Place(Level.GROUP, row.id)
        yield from _look_into(place, sweep, _SETTINGS, Call(wire.settings.GROUP_SETTINGS, {"groupId": row.id}))
        yield from _look_into(place, sweep, _LOCKS, Call(wire.settings.GROUP_LOCKS, {"groupId": row.id}))
        locked = _lock_state(place)
        sweep.group_locked[row.id] = locked is True
        _mark_locked(place, sweep.account_locked or locked)
        return place

    def unread(row: wire.directory.GroupRow) -> Flow[Place] | None:
        return None if sweep.has_read(row.id) else read(row)

    yield from _listed(sweep, Level.GROUP, "groups", lambda: group_rows(unread, what="groups"))


def _users(sweep: Sweep, status: str) -> Flow[None]:
    def read(row: wire.directory.UserIdRow) -> Flow[Place]:
        place = Place(Level.USER, row.id)
        if row.id is None:
            place.failed.append((_SETTINGS, DecodeError(wire.directory.USERS.name, ("users.*.id: missing",))))
            return place
        yield from _look_into(place, sweep, _SETTINGS, Call(wire.settings.USER_SETTINGS, {"userId": row.id}))
        by_group = any(sweep.group_locked.get(group) for group in row.group_ids)
        _mark_locked(place, sweep.account_locked or by_group or None)
        return place

    def unread(row: wire.directory.UserIdRow) -> Flow[Place] | None:
        return None if sweep.has_read(row.id) else read(row)

    what = f"{status} users"
    yield from _listed(sweep, Level.USER, what, lambda: user_ids(status, unread, what=what))


def _listed(sweep: Sweep, level: Level, what: str, source: Callable[[], Paged[Flow[Place]]]) -> Flow[None]:
    """Read every place of a listing side by side.

    A listing that changed or ended early is walked again for what is missing. One that cannot be trusted leaves
    the level unread.
    """
    for left in reversed(range(_LISTINGS)):
        try:
            yield Fork(what, source(), sweep.add)
        except ProviderBridgeError as error:
            if not is_local(error) or error is sweep.ended_by:
                raise
            if not left or not isinstance(error, ListingIncomplete):
                sweep.cannot_read(level, None, f"the list of {what}", error)
                return
        else:
            return


def _look_into(place: Place, sweep: Sweep, kind: str, call: Call, *, by_name: bool = False) -> Flow[None]:
    """Read one settings answer of a place, and where it shows no switch ask for the switch by name as well."""
    if sweep.is_denied(place.level, kind):
        return
    try:
        readings = yield from _look(place, call)
        if by_name and not any(reading.present for reading in readings):
            readings += yield from _look_by_name(place, call)
    except ProviderBridgeError as error:
        if not is_local(error):
            raise
        place.failed.append((kind, error))
    else:
        place.readings += readings


def _look(place: Place, call: Call) -> Flow[list[SettingReading]]:
    """Return a reading for every key found in a settings answer, or one that says that there is none."""
    reply: Reply = yield call
    tree = decode_object(reply)
    if not call.query and not isinstance(tree.get("in_meeting"), dict):
        raise DecodeError(reply.operation, ("in_meeting: missing",))
    hits: list[Hit] = []
    if may_hold(reply.body, _FRAGMENTS):
        if has_twins(reply.body):
            raise DecodeError(reply.operation, ("(some object): two members of one name",))
        hits += find_switches(tree, _FRAGMENTS)
    if reply.dropped:
        hits.append(Hit("(a score, dropped at the wire)", None))
    if not hits:
        return [_reading(place, call.endpoint, reply, Hit(_PATH, None), present=False)]
    return [_reading(place, call.endpoint, reply, hit, present=True) for hit in hits]


def _look_by_name(place: Place, call: Call) -> Flow[list[SettingReading]]:
    """Ask for the switch alone; a vendor that no longer knows the name may refuse the question."""
    try:
        return (yield from _look(place, Call(call.endpoint, call.path, {"custom_query_fields": "attention_tracking"})))
    except BadRequest:
        return []


def _reading(place: Place, endpoint: Endpoint, reply: Reply, hit: Hit, *, present: bool) -> SettingReading:
    is_lock = endpoint in _LOCK_ENDPOINTS
    return SettingReading(
        level=place.level,
        subject=place.subject,
        operation=reply.operation,
        path=hit.path,
        present=present,
        value=None if is_lock else hit.value,
        locked=hit.value if is_lock else None,
        observed_at=reply.observed_at,
        request_id=reply.request_id,
    )


def _lock_state(place: Place) -> bool | None:
    """Return whether every lock shown at a place is closed, ``None`` when none is shown."""
    locks = [reading.locked for reading in place.readings if reading.locked is not None]
    return all(locks) if locks else None


def _mark_locked(place: Place, locked: bool | None) -> None:  # noqa: FBT001 (a value to carry, not a switch)
    """Say on every reading of the switch itself whether it is locked."""
    place.readings = [
        reading if reading.value is None else dataclasses.replace(reading, locked=locked) for reading in place.readings
    ]
