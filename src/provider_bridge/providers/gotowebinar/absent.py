"""Who registered for a webinar and did not come: registrants without a row in the lists of attendees.

Of those who came only hashes of their keys are held. Where somebody's registration cannot be told, or a list is
shorter than GoTo's own count, nobody is said to have been absent.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.paging import Page, remade
from provider_bridge.core.seen import Seen
from provider_bridge.domain.ids import RegistrantId
from provider_bridge.domain.people import Registrant
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.goto.pages import by_limit
from provider_bridge.providers.gotowebinar.wire import participants as wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provider_bridge.core.steps import Paged
    from provider_bridge.providers.gotowebinar.wire.sessions import SessionRow

__all__ = ["Came", "absent"]

_STATUSES: Final = {"APPROVED": "approved", "WAITING": "pending", "DENIED": "denied"}


class Came:
    """Who came: keys of registrations; addresses where a row has no key.

    ``session`` is the key of the session that rows are of which do not say so.
    """

    def __init__(self, session: str = "") -> None:
        self._session = session
        self._keys = Seen()
        self._rows = Seen()
        self._emails: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._strangers = 0

    def take(self, rows: Sequence[wire.Attended]) -> bool:
        """Take rows in; return that there can be more."""
        for row in rows:
            email = row.email.strip().casefold()
            if row.registrant:
                self._keys.add(row.registrant)
            elif email:
                self._emails.add(email)
            else:
                self._strangers += 1
            who = row.registrant or email
            session = row.session or self._session
            self._counts[session] += not who or self._rows.add((session, who))
        return False

    def has(self, registered: wire.Registered) -> bool:
        """Whether a registrant came; to be asked once of each, as the answer takes the key in."""
        return not self._keys.add(registered.key) or registered.email.strip().casefold() in self._emails

    def check(self, operation: str, runs: Iterable[SessionRow]) -> None:
        """Raise ``ListingIncomplete`` when somebody who came cannot be told, or is not listed yet."""
        if self._strangers:
            what = f"{self._strangers} who came have no registration, so that who did not come cannot be told"
            raise ListingIncomplete(operation, what)
        for run in runs:
            if self._counts[run.session_key] < (run.attended or 0):
                what = f"{run.attended} came to a session, {self._counts[run.session_key]} are listed"
                raise ListingIncomplete(operation, what)


def absent(path: Mapping[str, str], came: Came) -> Paged[Registrant]:
    """Emit the registrants of a webinar who did not come."""

    def make(rows: Sequence[wire.Registered]) -> Sequence[Registrant]:
        return [_registrant(row) for row in rows if not came.has(row)]

    listing = by_limit(Call(wire.REGISTRANTS, path), _read, key=lambda row: row.key, what="registrants")
    yield from remade(listing, make)


def _read(reply: Reply) -> Page[wire.Registered]:
    found = decode(wire.REGISTERED, reply)
    return found.of(found.data) if isinstance(found, wire.RegistrantsPage) else Page(found)


def _registrant(row: wire.Registered) -> Registrant:
    return Registrant(
        id=RegistrantId(row.key),
        status=_STATUSES.get(row.status.upper(), row.status),
        registered_at=row.registered_at,
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        join_url=row.join_url,
    )
