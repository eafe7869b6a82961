"""How people hear each other: by computer, by telephone, or over numbers of the host's own. Codes are secrets."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["AudioChange", "AudioInfo", "AudioNumber", "OwnAudio"]


@dataclass(frozen=True, slots=True)
class AudioNumber:
    """Where to dial in from one country, with the code of each role. None of it shows in a ``repr``."""

    country: str
    toll: str = field(default="", repr=False)
    toll_free: str = field(default="", repr=False)
    host_code: str = field(default="", repr=False)
    panelist_code: str = field(default="", repr=False)
    attendee_code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OwnAudio:
    """What each role is told of a conference service of the host's own: numbers and codes, as free text."""

    attendee: str = field(repr=False)
    host: str = field(default="", repr=False)
    panelist: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """How people hear an event: ``kind`` is ``computer``, ``telephone``, ``both`` or ``own``; unseen words survive."""

    kind: str
    numbers: tuple[AudioNumber, ...] = ()
    own: OwnAudio | None = None


@dataclass(frozen=True, slots=True)
class AudioChange:
    """How people shall hear an event. Countries are codes of two letters, ``own`` goes with the kind ``own``."""

    kind: str
    toll_countries: tuple[str, ...] = ()
    toll_free_countries: tuple[str, ...] = ()
    own: OwnAudio | None = None
