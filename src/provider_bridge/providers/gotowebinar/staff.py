"""Panelists and co-organizers: who else is to run a webinar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.confirm.deletion import STILL_THERE, Looked, delete_and_look, evidence_of, evidence_of_error
from provider_bridge.core.confirm.settling import hold
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Emit
from provider_bridge.domain.ids import EventId, StaffId
from provider_bridge.domain.outcomes import AlreadyGone, Deletion, Evidence
from provider_bridge.domain.staff import CO_ORGANIZER, PANELIST, NewStaff, Staff
from provider_bridge.errors import DecodeError, InvalidInput, NotFound
from provider_bridge.facets.staff import StaffApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.gotowebinar import addresses
from provider_bridge.providers.gotowebinar.wire import staff as wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from provider_bridge.core.steps import Flow, Paged

__all__ = ["StaffOfWebinars"]


class _Role(NamedTuple):
    """How GoTo keeps those of one role; ``key`` is what the path calls theirs."""

    list: Endpoint
    add: Endpoint
    delete: Endpoint
    resend: Endpoint
    key: str
    read: Callable[[Reply], tuple[Staff, ...]]


def _panelists(reply: Reply) -> tuple[Staff, ...]:
    return tuple(
        Staff(StaffId(row.key), PANELIST, None, row.name or "", row.email or "", row.join_link or "")
        for row in decode(wire.PANELIST_ROWS, reply)
    )


def _co_organizers(reply: Reply) -> tuple[Staff, ...]:
    rows = decode(wire.CO_ORGANIZER_ROWS, reply)
    return tuple(map(_co_organizer, rows))


def _co_organizer(row: wire.CoOrganizerRow) -> Staff:
    name = " ".join(part for part in (row.given_name, row.surname) if part)
    return Staff(StaffId(row.key), CO_ORGANIZER, row.external, name, row.email or "", row.join_link or "")


_ROLES: Final = {
    PANELIST: _Role(
        *(wire.PANELISTS, wire.ADD_PANELISTS, wire.DELETE_PANELIST, wire.RESEND_PANELIST),
        key="panelistKey",
        read=_panelists,
    ),
    CO_ORGANIZER: _Role(
        *(wire.CO_ORGANIZERS, wire.ADD_CO_ORGANIZERS, wire.DELETE_CO_ORGANIZER, wire.RESEND_CO_ORGANIZER),
        key="coorganizerKey",
        read=_co_organizers,
    ),
}


def _role(name: str) -> _Role:
    if name not in _ROLES:
        raise InvalidInput(f"role must be one of: {', '.join(_ROLES)}")
    return _ROLES[name]


def _body(new: NewStaff) -> dict[str, Any]:
    """Return an invitation as GoTo takes it, or raise ``InvalidInput``."""
    by_name = bool(new.name.strip() and new.email.strip())
    if new.role == PANELIST:
        if new.host or not by_name:
            raise InvalidInput("a panelist is invited by name and email, without host")
        return {"name": new.name, "email": new.email}
    if bool(new.host) == by_name or (new.host and (new.name or new.email)):
        raise InvalidInput("a co-organizer is invited by host alone, or by name and email")
    if new.host:
        return {"external": False, "organizerKey": new.host}
    return {"external": True, "givenName": new.name, "email": new.email}


def _query(staff: Staff) -> dict[str, str]:
    """Return what says which kind of co-organizer is meant: GoTo takes them for internal unless told."""
    if staff.role != CO_ORGANIZER:
        return {}
    if staff.external is None:
        raise InvalidInput("say whether the co-organizer is external, as the listing does")
    return {"external": "true" if staff.external else "false"}


def _same_address(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def _invited(endpoint: Endpoint, found: Sequence[Staff], new: NewStaff) -> Staff:
    """Return the one who was invited: the only one of the answer, or the last who fits if it shows others too."""
    fitting = [each for each in found if str(each.id) == new.host or _same_address(each.email, new.email)]
    chosen = found if len(found) == 1 else fitting
    if not chosen:
        raise DecodeError(endpoint.name, ("(whole answer): the invited person is not in it",))
    return chosen[-1]


def _looked(path: Mapping[str, str], role: _Role, staff: Staff) -> Flow[Looked]:
    """Look whether somebody is still listed in the role, under this key or under another with the same address."""
    reply: Reply = yield Call(role.list, path)
    for each in role.read(reply):
        if each.id == staff.id:
            return STILL_THERE
        if _same_address(each.email, staff.email):
            return "somebody with the same e-mail address is listed under another key"
    return (evidence_of(reply, "not listed any more"),)


def _delete(path: dict[str, str], role: _Role, staff: Staff) -> Flow[Deletion]:
    delete = Call(role.delete, {**path, role.key: staff.id}, _query(staff))

    def look() -> Flow[Looked]:
        return (yield from _looked(path, role, staff))

    try:
        return (yield from delete_and_look(delete, look, frozenset()))
    except NotFound as error:  # of the webinar or of the person: GoTo does not say which, the list does
        if not isinstance((yield from look()), tuple):
            raise
        refused: Evidence = yield from evidence_of_error(error)
    return (yield from hold(look, frozenset(), AlreadyGone, (refused,)))


class StaffOfWebinars(GoToFacet[F], StaffApi[F]):
    """Panelists and co-organizers of webinars."""

    @paged(
        wire.PANELISTS,
        wire.CO_ORGANIZERS,
        note="panelists and co-organizers; who made the webinar is not among them",
        either=WHOSE,
    )
    def list(self, event_id: EventId) -> Paged[Staff]:
        """List the panelists of a webinar, then its co-organizers.

        Who made the webinar is not among them. The same person can be both. GoTo sends either list whole.

        Raises ``NotFound`` for an unknown or cancelled webinar, ``InvalidInput`` for an id that no listing shows.
        Personal data: names, e-mail addresses, and links that let in whoever has them. Scope ``collab:``, and
        ``identity:scim.me`` or ``identity:`` for a bare webinar key unless ``organizer_key`` is configured. Rate label:
        10 calls a second; two calls.
        """
        path = yield from addresses.event_path(self._whose, event_id)
        for role in _ROLES.values():
            reply: Reply = yield Call(role.list, path)
            yield Emit(role.read(reply))

    @operation(
        wire.ADD_PANELISTS,
        wire.ADD_CO_ORGANIZERS,
        note="GoTo sends an e-mail, which nothing switches off",
        either=WHOSE,
    )
    def add(self, event_id: EventId, staff: NewStaff) -> Flow[Staff]:
        """Invite a panelist or a co-organizer. GoTo sends them an e-mail, which nothing switches off.

        A co-organizer with an account at GoTo is named by ``host`` (the organizer key) alone; one without, and any
        panelist, by ``name`` and ``email``. Never sent twice by itself: after ``TransportFailed`` or
        ``ProviderBroken`` look into ``list`` before you try again, or the person may get two e-mails.

        Raises ``InvalidInput`` for a role that is not known and where a name or an e-mail address is missing,
        ``NotFound`` for an unknown webinar, ``BadRequest`` for what GoTo does not accept. Personal data: name and
        e-mail address, both ways, and a link that lets in whoever has it. Scopes as for ``list``. Rate label: 10 calls
        a second.
        """
        role, body = _role(staff.role), _body(staff)
        path = yield from addresses.event_path(self._whose, event_id)
        reply: Reply = yield Call(role.add, path, {}, [body])
        return _invited(role.add, role.read(reply), staff)

    @operation(
        wire.DELETE_PANELIST,
        wire.DELETE_CO_ORGANIZER,
        wire.PANELISTS,
        wire.CO_ORGANIZERS,
        note="the list is read afterwards",
        either=WHOSE,
    )
    def delete(self, event_id: EventId, staff: Staff) -> Flow[Deletion]:
        """Take a panelist or a co-organizer off a webinar, as ``list`` or ``add`` returned them.

        ``Gone`` means that GoTo accepted it and that the list, read again, shows neither the key nor the e-mail
        address in that role any more; ``AlreadyGone`` that GoTo knew no such object and the list shows neither.
        ``Unconfirmed`` where somebody with the same e-mail address is listed under another key. Another role of the
        same person is not touched, and neither is what they said or answered in a session that is over.

        Raises ``NotFound`` for an unknown or cancelled webinar, and where GoTo knows no such person but lists them:
        then ``external`` may be wrong. ``InvalidInput`` for a co-organizer of whom ``external`` does not say which
        kind. *Unsure*: whether GoTo sends an e-mail to who is taken off.

        Personal data: those of ``list`` are read to look for the person, and none is returned. Scopes as for ``list``.
        Rate label: 10 calls a second; two calls or more.
        """
        role = _role(staff.role)
        _query(staff)
        path = yield from addresses.event_path(self._whose, event_id)
        return (yield from _delete(path, role, staff))

    @operation(wire.RESEND_PANELIST, wire.RESEND_CO_ORGANIZER, note="GoTo sends an e-mail", either=WHOSE)
    def resend_invitation(self, event_id: EventId, staff: Staff) -> Flow[None]:
        """Send somebody the e-mail of the invitation once more: that is all it does, and GoTo sends it at once.

        Never sent twice by itself: after ``TransportFailed`` or ``ProviderBroken`` the e-mail may be on its way, and
        nothing tells. Raises ``NotFound`` for an unknown webinar or person, ``InvalidInput`` as ``delete`` does.
        Personal data: none is read. Scopes as for ``list``. Rate label: 10 calls a second.
        """
        role, query = _role(staff.role), _query(staff)
        path = yield from addresses.event_path(self._whose, event_id)
        yield Call(role.resend, {**path, role.key: staff.id}, query)
