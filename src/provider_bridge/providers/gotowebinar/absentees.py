"""Who registered for a webinar and did not come: registrants without a row in the lists of attendees.

Of those who came only hashes of their rows are held. Where somebody's registration cannot be told, or a list is
shorter than GoTo's own count, nobody is said to have been absent.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provider_bridge.core.listing.paging import map_batches
from provider_bridge.core.listing.seen_rows import SeenRows
from provider_bridge.domain.people import Registrant
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.gotowebinar.registrants import registered
from provider_bridge.providers.gotowebinar.wire import participants as wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provider_bridge.core.steps import Paged
    from provider_bridge.providers.gotowebinar.wire.sessions import SessionRow

__all__ = ["Came", "absent"]


class Came:
    """Who came to which session: keys of registrations; addresses where a row has no key.

    ``runs`` are the sessions that it is about. Rows that do not say which they are of are of the first of them.
    """

    def __init__(self, operation: str, runs: Sequence[SessionRow]) -> None:
        self._operation = operation
        self._runs = runs
        self._rows = SeenRows()
        self._rows.expect(sum(run.attended or 0 for run in runs))
        self._keys, self._people = SeenRows(), SeenRows()
        self._emails: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._strangers = 0
        self._shared = 0

    def take(self, rows: Sequence[wire.Attended]) -> bool:
        """Take rows in; return that there can be more."""
        for row in rows:
            email = row.email.strip().casefold()
            if not row.registrant and email:
                self._emails.add(email)
            who = row.registrant or email
            self._strangers += not who
            if self._people.add((row.registrant, email)) and not self._keys.add(row.registrant) and row.registrant:
                self._shared += bool(email)
            session = row.session or self._runs[0].session_key
            self._counts[session] += not who or self._rows.add((session, who))
        return False

    def has(self, registrant: Registrant) -> bool:
        """Whether a registrant came to any session of which there are rows."""
        came = any((session, registrant.id) in self._rows for session in self._counts)
        return came or registrant.email.strip().casefold() in self._emails

    def check(self) -> None:
        """Raise ``ListingIncomplete`` when somebody who came cannot be told, or is not listed yet."""
        if self._shared:
            raise ListingIncomplete(self._operation, "several people have one key, so that who came cannot be told")
        if self._strangers:
            what = f"{self._strangers} who came have no registration, so that who did not come cannot be told"
            raise ListingIncomplete(self._operation, what)
        for run in self._runs:
            if self._counts[run.session_key] < (run.attended or 0):
                what = f"{run.attended} came to a session, {self._counts[run.session_key]} are listed"
                raise ListingIncomplete(self._operation, what)


def absent(path: Mapping[str, str], came: Came) -> Paged[Registrant]:
    """Emit the registrants of a webinar who did not come."""
    return map_batches(registered(path), lambda some: [each for each in some if not came.has(each)])
