"""Whether Zoom's attention tracking is off: every level where it ever lived is read.

Zoom withdrew the feature in April 2020. Its settings are searched all the same, at any depth and in the raw
answers, for every key that speaks of attention tracking or attentiveness. ``attention_mode_focus_mode`` does
not: Focus Mode hides participants from each other and tracks nobody.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.decode import as_list, as_object, decode_object
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.core.freshness import check_fresh
from provider_bridge.core.listing.per_host import is_local
from provider_bridge.core.scrub import normal
from provider_bridge.core.steps import Flow
from provider_bridge.domain.settings import Level, SettingReading
from provider_bridge.errors import BadRequest, DecodeError, ProviderBridgeError
from provider_bridge.facets.attention import AttentionApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.attention.names import WORDS
from provider_bridge.providers.zoom.attention.report_scores import read_report
from provider_bridge.providers.zoom.attention.switch_search import Hit, find_switches, has_twins, may_hold
from provider_bridge.providers.zoom.attention.users_and_groups import every_place
from provider_bridge.providers.zoom.attention.verdict import Place, Sweep

if TYPE_CHECKING:
    from provider_bridge.domain.attention import Attention

__all__ = ["ZoomAttention"]


_OF_AN_ERROR: Final = frozenset({"code", "error", "errors", "errorcode", "errormessage", "message", "msg"})
"""Members of a refusal, in normal spelling; no settings have them."""

_OF_AN_ERROR_ABOVE: Final = frozenset({"detail", "details", "reason", "status", "statuscode", "success", "title"})
_BEGIN_AN_ERROR: Final = ("denied", "error", "exception", "fail", "fault", "problem", "warning")
"""Further members of a refusal; beside the sections of settings there are none of that kind."""

_PATH: Final = "in_meeting.attention_tracking"
_SETTINGS: Final = "settings"
_LOCKS: Final = "lock settings"
_LOCK_ENDPOINTS: Final = (wire.settings.ACCOUNT_LOCKS, wire.settings.GROUP_LOCKS)


class ZoomAttention(AttentionApi[F]):
    """Attention tracking at Zoom."""

    @operation(
        *wire.settings.READING,
        wire.directory.USERS,
        wire.directory.GROUPS,
        *wire.history.ENDPOINTS,
        note="withdrawn by Zoom in April 2020; the old switch is searched at every level",
        reference=wire.settings.ACCOUNT_SETTINGS.reference,
    )
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
            yield from every_place(sweep, partial(_of_group, sweep), partial(_of_user, sweep))
            for kind in ("meeting", "webinar"):
                sweep.add((yield from read_report(kind, days)))
        except Exception as error:
            if not sweep.on:
                raise
            sweep.stop(error)
        return sweep.conclude()


def _account(sweep: Sweep) -> Flow[None]:
    place = Place(Level.ACCOUNT, None)
    own = {"accountId": "me"}
    yield from _look_into(place, sweep, _SETTINGS, Call(wire.settings.ACCOUNT_SETTINGS, own), by_name=True)
    yield from _look_into(place, sweep, _LOCKS, Call(wire.settings.ACCOUNT_LOCKS, own), by_name=True)
    sweep.account_locked = _lock_state(place)
    _mark_locked(place, sweep.account_locked)
    sweep.add(place)


def _of_group(sweep: Sweep, row: wire.directory.GroupRow) -> Flow[Place] | None:
    """Return what reads a group, ``None`` where that was done before."""
    return None if sweep.has_read(Level.GROUP, row.id) else _group(sweep, row.id)


def _group(sweep: Sweep, group: str) -> Flow[Place]:
    place = Place(Level.GROUP, group)
    yield from _look_into(place, sweep, _SETTINGS, Call(wire.settings.GROUP_SETTINGS, {"groupId": group}))
    yield from _look_into(place, sweep, _LOCKS, Call(wire.settings.GROUP_LOCKS, {"groupId": group}))
    locked = _lock_state(place)
    sweep.group_locked[group] = locked is True
    _mark_locked(place, sweep.account_locked or locked)
    return place


def _of_user(sweep: Sweep, row: wire.directory.UserIdRow) -> Flow[Place] | None:
    """Return what reads a user, ``None`` where that was done before."""
    return None if sweep.has_read(Level.USER, row.id) else _user(sweep, row)


def _user(sweep: Sweep, row: wire.directory.UserIdRow) -> Flow[Place]:
    place = Place(Level.USER, row.id or None)
    if row.id is None or not row.id.strip(". "):  # the latter can be in no path
        place.failed.append((_SETTINGS, DecodeError(wire.directory.USERS.name, ("users.*.id: missing",))))
        return place
    yield from _look_into(place, sweep, _SETTINGS, Call(wire.settings.USER_SETTINGS, {"userId": row.id}))
    by_group = any(sweep.group_locked.get(group) for group in row.group_ids)
    _mark_locked(place, sweep.account_locked or by_group or None)
    return place


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
    check_fresh(reply)
    tree = decode_object(reply)
    problem = _problem(tree, whole=not call.query)
    if problem:
        raise DecodeError(reply.operation, (problem,))
    hits: list[Hit] = []
    if may_hold(reply.body, WORDS):
        if has_twins(reply.body):
            raise DecodeError(reply.operation, ("(some object): two members of one name",))
        hits += find_switches(tree, WORDS)
    if reply.dropped:
        hits.append(Hit("(a score, dropped at the wire)", None))
    if not hits:
        return [_reading(place, call.endpoint, reply, Hit(_PATH, None), present=False)]
    return [_reading(place, call.endpoint, reply, hit, present=True) for hit in hits]


def _problem(tree: dict[str, Any], *, whole: bool) -> str:
    """Return what keeps an answer from being evidence that the switch is not there, ``""`` for nothing.

    One that was asked for the switch alone may lack all the rest.
    """
    section = as_object(tree.get("in_meeting"))
    for name in map(normal, tree):
        if name in _OF_AN_ERROR_ABOVE or name.startswith(_BEGIN_AN_ERROR):
            return f"{name}: an error's"
    for where, members in (("", tree), ("in_meeting.", section or {})):
        refusal = next((name for name in members if normal(name) in _OF_AN_ERROR), None)
        if refusal is not None:
            return f"{where}{refusal}: an error's"
    if not whole:
        return ""
    if section is None:
        return "in_meeting: missing"
    return "" if _says_yes_or_no(section) else "in_meeting: empty"


def _says_yes_or_no(tree: object) -> bool:
    """Whether there is a switch of any kind, which every section has."""
    below = (*(as_object(tree) or {}).values(), *(as_list(tree) or ()))
    if below:
        return any(map(_says_yes_or_no, below))
    return isinstance(tree, bool)


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
