"""The time that a line of a chat file begins with, with or without a date, on a clock of 24 or 12 hours."""

# ruff: noqa: RUF001 (words and signs of many scripts, as clients write them)
from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = ["BLANK", "Stamp", "begins_with_time", "stamp_of"]

BLANK: Final = r"[\s\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
"""A blank of any kind, and the signs that stand in a line and cannot be seen."""

_HALF: Final = r"(?:[ap]\.?\s?m\b\.?|午前|午後|上午|下午|오전|오후)"
_AFTERNOON: Final = ("p", "午後", "下午", "오후")
_WORD: Final = r"[^\W\d_]{2,14}\.?"
_DATE: Final = (
    r"(?:"
    r"(?P<y#>\d{4})\s?[-./年년]\s?(?P<m#>\d{1,2})\s?[-./月월]\s?(?P<d#>\d{1,2})[.日일]?"
    r"|(?P<a#>\d{1,2})\s?(?P<s#>[-./])\s?(?P<b#>\d{1,2})\s?[-./]\s?(?P<z#>\d{4}|\d{2})\.?"
    rf"|{_WORD}\s\d{{1,2}},?\s\d{{4}}"
    rf"|\d{{1,2}}\.?\s(?:de\s)?{_WORD}\s(?:de\s)?\d{{4}}(?:\sг\.?|\sр\.?)?"
    r")"
)
_BEFORE: Final = _DATE.replace("#", "1")
_AFTER: Final = _DATE.replace("#", "2")
_STAMP: Final = re.compile(
    rf"{BLANK}{{0,20}}[\[(（]?"
    rf"(?:(?:{_WORD},?\s)?{_BEFORE}(?:[,T]?\s{{0,3}}(?:at\s|um\s|à\s)?))?"
    rf"(?:(?P<before>{_HALF})\s?)?"
    r"(?P<hour>\d{1,4})(?:[:：](?P<minute>\d\d)(?:[:：](?P<second>\d\d))?|\.(?P<minute2>\d\d)\.(?P<second2>\d\d))(?!\d)"
    r"(?:[.,]\d{1,9})?"
    rf"(?:\s?(?P<after>{_HALF})|\s?(?:UTC|GMT)?[+-]\d\d:?\d\d|Z\b)?"
    rf"(?:,?\s{{1,3}}{_AFTER}(?=\s))?"
    rf"[\])）]?(?:{BLANK}{{0,3}}[-–—|,](?={BLANK}))?",
    re.IGNORECASE,
)
_COMMON: Final = re.compile(r"\d\d?\d?:[0-5]\d:[0-5]\d(?=[ \t]{1,3}[^\W\d_]{3})", re.ASCII)
"""Nearly every line that begins with a time begins so, with no sign of a date or a half of the day behind it."""
_LOOSE: Final = re.compile(
    rf"{BLANK}{{0,20}}[\[(（*•-]?{BLANK}{{0,3}}"
    rf"(?:\d{{1,2}}(?:\.|-|\s?[h時时시点點]\s?)[0-5]\d(?!\d)(?:(?:\.|-|\s?[m分분]\s?)[0-5]\d(?!\d))?(?=\D)"
    rf"|(?:{_WORD},?{BLANK}{{1,3}}){{0,2}}(?:\d{{1,4}}[.,]?{BLANK}{{1,3}}){{0,2}}\d{{1,2}}[:：][0-5]\d[:：][0-5]\d(?!\d))",
    re.IGNORECASE,
)
"""What looks like a time or a date with a time, in whatever way a client may come to write it."""
_REACH: Final = 100
_HOURS: Final = 24
_NOON: Final = 12
_SIXTY: Final = 60
_CENTURY: Final = 2000
_SHORT_YEAR: Final = 100


class Stamp(NamedTuple):
    """A time at the beginning of a line.

    ``clock`` is ``""`` for what cannot be a time of day. ``day`` is ``None`` where there is no date, or where day
    and month cannot be told apart. ``exact`` says that there are seconds, ``dated`` that there is a date or a half
    of the day: then it is no time that counts from the start of a recording.
    """

    clock: str
    elapsed: timedelta
    day: date | None
    exact: bool
    dated: bool
    end: int


def stamp_of(line: str) -> Stamp | None:
    """Return the time that a line begins with, ``None`` where it begins with none."""
    common = _COMMON.match(line)
    if common:
        return _plain_time(common[0])
    start = line[:_REACH]
    found = _STAMP.match(line) if any(map(str.isdigit, start)) else None
    if found is None:
        return None
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), int(parts["minute"] or parts["minute2"])
    second = parts["second"] or parts["second2"]
    half = (parts["before"] or parts["after"] or "").lower()
    elapsed = timedelta(hours=hour, minutes=minute, seconds=int(second or 0))
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half.startswith(_AFTERNOON) else 0)
    fits = hour < _HOURS and minute < _SIXTY and int(second or 0) < _SIXTY
    clock = f"{hour:02}:{minute:02}:{int(second or 0):02}" if fits else ""
    dated = bool(half) or any(parts[f"{name}{number}"] for name in "ya" for number in (1, 2))
    return Stamp(clock, elapsed, _day(parts, 1) or _day(parts, 2), second is not None, dated, found.end())


@lru_cache(maxsize=4096)
def _plain_time(text: str) -> Stamp:
    """Return the time that stands there without date and half of the day; it tells of nobody, so it may be kept."""
    hours, minutes, seconds = map(int, text.split(":"))
    clock = f"{hours:02}:{minutes:02}:{seconds:02}" if hours < _HOURS else ""
    elapsed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return Stamp(clock, elapsed, None, exact=True, dated=False, end=len(text))


def begins_with_time(line: str) -> bool:
    """Whether a line begins with what may be a time, though ``stamp_of`` knows no such one."""
    return _LOOSE.match(line[:_REACH]) is not None


def _day(parts: dict[str, str | None], number: int) -> date | None:
    """Return the date, unless day and month cannot be told apart."""
    year, month, day = (int(parts[f"{name}{number}"] or 0) for name in "ymd")
    first, other, last = (int(parts[f"{name}{number}"] or 0) for name in "abz")
    if first:
        year = last if last >= _SHORT_YEAR else _CENTURY + last
        if parts[f"s{number}"] == "." or first > _NOON or first == other:
            day, month = first, other
        elif other > _NOON:
            month, day = first, other
    try:
        return date(year, month, day)
    except ValueError:
        return None
