"""Who else is to run an event: panelists and co-organizers. No ``repr`` shows anybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from provider_bridge.domain.ids import HostId, StaffId

__all__ = ["CO_ORGANIZER", "PANELIST", "NewStaff", "Staff"]

PANELIST: Final = "panelist"
CO_ORGANIZER: Final = "co-organizer"


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody to invite; ``role`` is ``panelist`` or ``co-organizer``.

    A co-organizer who has an account at the vendor is named by ``host`` alone, anybody else by ``name`` and ``email``.
    """

    role: str
    host: HostId | None = None
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who was invited to run an event with its host; ``role`` is ``panelist`` or ``co-organizer``.

    ``external`` says whether a co-organizer has no account at the vendor; ``None`` where the vendor does not say, as
    of panelists. ``join_url`` lets its holder in as this person.
    """

    id: StaffId
    role: str
    external: bool | None = None
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    join_url: str = field(default="", repr=False)
