"""Zoom's settings: reading them with their locks, what they amount to for a user, changing and locking them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow
from provider_bridge.domain.ids import HostId
from provider_bridge.domain.settings import EffectiveSetting, Level, SettingReading, SettingValue, Unread
from provider_bridge.errors import (
    ApiError,
    BadRequest,
    Conflict,
    DecodeError,
    Forbidden,
    InvalidInput,
    NotFound,
)
from provider_bridge.facets.settings import SettingsApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.settings.catalogue import find
from provider_bridge.providers.zoom.settings.effective import Place, conclude
from provider_bridge.providers.zoom.settings.model import LETTERS, Setting
from provider_bridge.providers.zoom.settings.readings import Spot, read_place, read_value, spot, wanted_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Settings"]

_DISAGREE: Final = "unknown where a user's groups disagree: Zoom does not say which of them decides"
_EFFECTIVE: Final = (*wire.settings.READING, wire.directory.USER)


_UPDATES: Final = {
    Level.ACCOUNT: wire.settings.UPDATE_ACCOUNT_SETTINGS,
    Level.GROUP: wire.settings.UPDATE_GROUP_SETTINGS,
    Level.USER: wire.settings.UPDATE_USER_SETTINGS,
}
_LOCK_UPDATES: Final = {
    Level.ACCOUNT: wire.settings.UPDATE_ACCOUNT_LOCKS,
    Level.GROUP: wire.settings.UPDATE_GROUP_LOCKS,
}
_ACCEPTED: Final = 204


class Settings(SettingsApi[F]):
    """Settings of the account, of groups and of users."""

    @operation(
        *wire.settings.READING,
        note="account, groups and users; locks of account and groups",
        reference=wire.settings.ACCOUNT_SETTINGS.reference,
    )
    def list(
        self, *, level: Level = Level.ACCOUNT, subject: str | None = None, paths: Iterable[str] | None = None
    ) -> Flow[tuple[SettingReading, ...]]:
        """Read the settings of the account, of a group or of a user, with the locks of the account or the group.

        One reading for each of ``paths``, in their order; by default for all of the catalogue that bears on privacy.
        Any dotted path of a settings answer will do. What is absent is returned with ``present=False``; in a group
        that means that the group inherits it. ``locked`` is ``None`` where no lock is shown; ``note`` says what could
        not be read, such as locks that the token has no scope for. A lock says nothing of the value.

        ``subject`` is a group's or a user's id, never an e-mail address: it becomes part of the evidence. Raises
        ``InvalidInput`` for a level without settings, ``NotFound``, ``Forbidden``, and ``DecodeError`` when an answer
        is not whole. One call for a user, else two. Personal data: none in the catalogue; secrets are never read, but
        other paths may hold what people wrote.

        Scopes: ``account:read:settings:admin`` and ``account:read:lock_settings:admin`` (some accounts are only offered
        ``:master``), ``group:read:settings:admin`` and ``group:read:lock_settings:admin``,
        ``user:read:settings:admin``; rate label Medium.
        """
        return (yield from read_place(spot(level, subject), wanted_settings(paths)))

    @operation(*_EFFECTIVE, level="partial", note=_DISAGREE, reference=wire.settings.USER_SETTINGS.reference)
    def effective(self, path: str, user: HostId) -> Flow[EffectiveSetting]:
        """Return what a setting amounts to for a user: their own value, unless a group or the account locks it.

        What cannot be known is a result too, with the reason in ``why``: where the user's groups disagree (Zoom does
        not say which of them decides), where a lock that could decide is not shown or could not be read, where the
        user's groups are not shown, where the value is absent. Where Zoom has no lock for a setting, the user's own
        value counts. Calls, scopes, errors and personal data are as for ``effective_all``.
        """
        (found,) = yield from _effective(user, wanted_settings((path,)))
        return found

    @operation(*_EFFECTIVE, level="partial", note=_DISAGREE, reference=wire.settings.USER_SETTINGS.reference)
    def effective_all(self, user: HostId, paths: Iterable[str] | None = None) -> Flow[tuple[EffectiveSetting, ...]]:
        """Return what several settings amount to for a user, in order; by default all of the catalogue.

        See ``effective``. Four calls, and two for each group the user is in. Raises ``NotFound`` for no such user.
        Personal data: the user is asked for, and nothing but the id and the groups is read.

        Scopes: ``user:read:user:admin``, ``user:read:settings:admin``, ``account:read:settings:admin``,
        ``account:read:lock_settings:admin`` (or ``:master``), ``group:read:settings:admin``,
        ``group:read:lock_settings:admin``; rate labels Medium, and Light for the user.
        """
        return (yield from _effective(user, wanted_settings(paths)))

    @operation(
        wire.settings.UPDATE_ACCOUNT_SETTINGS,
        wire.settings.UPDATE_GROUP_SETTINGS,
        wire.settings.UPDATE_USER_SETTINGS,
        wire.settings.ACCOUNT_SETTINGS,
        wire.settings.GROUP_SETTINGS,
        wire.settings.USER_SETTINGS,
        level="partial",
        note="settings of the catalogue that Zoom's API changes; read back",
    )
    def update(
        self, path: str, value: SettingValue, *, level: Level, subject: str | None = None
    ) -> Flow[SettingReading]:
        """Change one setting of the account, of a group or of a user, and return it as it was read back.

        Nothing but this setting is sent. A change that Zoom refuses or silently ignores, as it may where a lock is in
        the way, raises ``Conflict`` with path and level. Raises ``InvalidInput`` before anything is sent for a path
        that is not in the catalogue, a level that does not have it, or a value that it cannot take. The change is not
        sent a second time when the answer got lost: then ``TransportFailed`` is raised, and reading tells.

        Two calls, a few more while Zoom takes its time. Personal data: none. Scopes: ``account:update:settings:admin``,
        ``group:update:settings:admin`` or ``user:update:settings:admin``, and the one for reading; rate label Medium.
        """
        where, setting = spot(level, subject), _changeable(path, level, value)

        def holds(reading: SettingReading) -> bool:
            return reading.present and (type(reading.value), reading.value) == (type(value), value)

        changed = _nested(setting.at(level), [*value] if isinstance(value, tuple) else value)
        reply = yield from _send(Call(_UPDATES[level], where.path, body=changed), path, level)
        return (yield from _read_back(reply, path, level, lambda: read_value(where, setting), holds))

    @operation(
        wire.settings.UPDATE_ACCOUNT_LOCKS,
        wire.settings.UPDATE_GROUP_LOCKS,
        wire.settings.ACCOUNT_LOCKS,
        wire.settings.GROUP_LOCKS,
        wire.settings.ACCOUNT_SETTINGS,
        wire.settings.GROUP_SETTINGS,
        level="partial",
        note="locks of the catalogue that Zoom's API changes, for the account and for groups; read back",
    )
    def lock(self, path: str, locked: bool, *, level: Level, subject: str | None = None) -> Flow[SettingReading]:  # noqa: FBT001 (the value)
        """Lock or unlock one setting for the account or a group, and return it as it was read back.

        A lock keeps those below from changing the setting; its value stays what it is. Some settings share a lock,
        such as all of a webinar's chat. Raises ``Conflict`` when Zoom refuses or ignores it, and ``InvalidInput``
        before anything is sent for users, who have no locks, and for settings without a lock that can be changed.

        Three calls. Personal data: none. Scopes: ``account:update:lock_settings:admin`` or
        ``group:update:lock_settings:admin``, and those for reading; rate label Medium.
        """
        where, setting = spot(level, subject), _lockable(path, level, locked)

        def look() -> Flow[SettingReading]:
            (reading,) = yield from read_place(where, (setting,), needs_locks=True)
            return reading

        changed = _nested(setting.lock, locked)
        reply = yield from _send(Call(_LOCK_UPDATES[level], where.path, body=changed), path, level)
        return (yield from _read_back(reply, path, level, look, lambda reading: reading.locked is locked))


def _effective(user: HostId, wanted: Sequence[Setting]) -> Flow[tuple[EffectiveSetting, ...]]:
    where = spot(Level.USER, user)
    reply: Reply = yield Call(wire.directory.USER, where.path)
    row = decode(wire.directory.USER_GROUPS, reply)
    own = yield from read_place(where, wanted)
    account = yield from _read_or_why(spot(Level.ACCOUNT, None), wanted)
    groups: list[Sequence[Place]] = []
    if row.group_ids is None:
        why = "Zoom does not say which groups the user is in, and one of them may lock it"
        groups.append((Unread(Level.GROUP, None, why),) * len(wanted))
    for group in row.group_ids or ():
        groups.append((yield from _read_or_why(spot(Level.GROUP, group), wanted)))  # noqa: PERF401 (it yields)
    return tuple(
        conclude(each, user, own[place], account[place], [group[place] for group in groups])
        for place, each in enumerate(wanted)
    )


def _read_or_why(where: Spot, wanted: Sequence[Setting]) -> Flow[Sequence[Place]]:
    """Read a place above the user; what is refused leaves it unread, for that does not make the user unreadable."""
    try:
        return (yield from read_place(where, wanted))
    except (BadRequest, DecodeError, Forbidden, NotFound) as error:
        whose = where.level if where.subject is None else f"{where.level} {where.subject}"
        unread = Unread(where.level, where.subject, f"the settings of {whose} could not be read: {error}")
        return (unread,) * len(wanted)


def _changeable(path: str, level: Level, value: SettingValue) -> Setting:
    setting, letter = _catalogued(path), LETTERS[level]
    if letter not in setting.levels:
        raise InvalidInput(f"{path} is no setting at {level} level")
    if letter in setting.read_only:
        raise InvalidInput(f"{path} cannot be changed at {level} level through Zoom's API")
    if not setting.accepts(value):
        raise InvalidInput(f"{path} takes {setting.wanted}")
    return setting


def _lockable(path: str, level: Level, locked: object) -> Setting:
    setting, letter = _catalogued(path), LETTERS[level]
    if letter not in setting.lock_levels or letter in setting.lock_read_only:
        raise InvalidInput(f"{path} has no lock at {level} level that Zoom's API changes")
    if not isinstance(locked, bool):
        raise InvalidInput("locked is true or false")
    return setting


def _catalogued(path: str) -> Setting:
    setting = find(path)
    if setting is None:
        raise InvalidInput("only settings of the catalogue can be changed; settings.list shows their paths")
    return setting


def _nested(path: str, value: Any) -> dict[str, Any]:
    """Return the objects that a dotted path goes through, around a value."""
    first, _, rest = path.partition(".")
    return {first: _nested(rest, value) if rest else value}


def _send(change: Call, path: str, level: Level) -> Flow[Reply]:
    try:
        reply: Reply = yield change
    except (BadRequest, Forbidden) as error:
        if isinstance(error, Forbidden) and (error.missing_scope or error.missing_plan):
            raise
        raise _conflict(error, "Zoom refused to change", path, level) from None
    return reply


def _read_back(
    reply: Reply,
    path: str,
    level: Level,
    look: Callable[[], Flow[SettingReading]],
    holds: Callable[[SettingReading], bool],
) -> Flow[SettingReading]:
    def changed() -> Flow[SettingReading | None]:
        reading = yield from look()
        return reading if holds(reading) else None

    found = yield from poll_until(changed)
    if found is not None:
        return found
    ignored = ApiError(reply.operation, _ACCEPTED, "", request_id=reply.request_id)
    raise _conflict(ignored, "Zoom accepted, but did not make, the change of", path, level)


def _conflict(error: ApiError, what: str, path: str, level: Level) -> Conflict:
    told = f"{what} {path} at {level} level; a lock or a rule above it may be in the way"
    return Conflict(error.operation, error.status, told, code=error.code, request_id=error.request_id)
