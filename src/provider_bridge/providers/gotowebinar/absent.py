"""Who registered for a webinar and did not come: registrants without a row in the lists of attendees.

Of those who came only hashes of their keys are held. Where somebody's registration cannot be told, or a list is
shorter than GoTo's own count, nobody is said to have been absent.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provider_bridge.core.paging import remade
from provider_bridge.core.seen import Seen
from provider_bridge.domain.people import Registrant
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.gotowebinar.registrants import registered
from provider_bridge.providers.gotowebinar.wire import participants as wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provider_bridge.core.steps import Paged
    from provider_bridge.providers.gotowebinar.wire.sessions import SessionRow

__all__ = ["Came", "absent"]


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

    def has(self, registrant: Registrant) -> bool:
        """Whether a registrant came; to be asked once of each, as the answer takes the key in."""
        return not self._keys.add(registrant.id) or registrant.email.strip().casefold() in self._emails

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
    return remade(registered(path), lambda some: [each for each in some if not came.has(each)])
