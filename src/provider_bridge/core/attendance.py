"""Who was there: the rows that a vendor keeps of a session, put together so that each person comes once.

A vendor writes a row for every time that somebody joins. Which rows are one person is concluded from evidence, and
where the evidence is contradictory the rows stay apart: a person too many is a blemish, two people in one is a lie.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.domain.ids import HostId, RegistrantId
from provider_bridge.domain.people import Interval, Participant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from provider_bridge.domain.ids import SessionId

__all__ = ["Stay", "in_order", "is_masked", "is_phone_number", "people"]

_MASKS: Final = "*•"
_NUMBER: Final = re.compile(r"\+?[0-9*•xX ()./-]+")
_SHORTEST: Final = 7
"""Digits of a number that is nothing but digits; with a plus in front or masked, fewer will do."""
_SHORTEST_MARKED: Final = 4
_LATEST: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stay:
    """One row: when somebody was there, and what the vendor says of who it was. What it does not say is ``""``.

    ``waited`` is true for a stay in a waiting room. ``counted`` is the vendor's own length of it. ``alias`` is what
    two rows without anything better can be told to be of one person by, ``""`` where the name fits anybody.
    ``more`` has the later stays of a row that tells of several; ``joined`` and ``left`` are then those of the first,
    and ``counted`` is the length of all.
    """

    joined: datetime | None
    left: datetime | None
    waited: bool = False
    counted: timedelta | None = None
    internal: bool | None = None
    registrant: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    user: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    alias: str = field(default="", repr=False)
    more: tuple[Interval, ...] = ()

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """What ties this row to others, beside a registration: the address in lower case, and the user."""
        marks = (("email", self.email.strip().lower()), ("user", self.user))
        return tuple(mark for mark in marks if mark[1])


def is_masked(text: str) -> bool:
    """Whether a part of it is hidden, so that two people may share what is left."""
    return any(mask in text for mask in _MASKS)


def is_phone_number(name: str) -> bool:
    """Whether a display name is a telephone number, masked or not."""
    text = name.strip()
    if not _NUMBER.fullmatch(text):
        return False
    digits = sum(each.isdigit() for each in text)
    marked = text.startswith("+") or is_masked(text) or "xxx" in text.lower()
    hidden = sum(each in f"{_MASKS}xX" for each in text)
    return digits >= 2 and digits + hidden >= _SHORTEST_MARKED if marked else digits >= _SHORTEST  # noqa: PLR2004 (some of it is shown)


def people(session: SessionId, stays: Iterable[Stay]) -> list[Participant]:
    """Return each person once, in the order of their first stay; the order of the rows makes no difference.

    Rows of one registration are one person. Rows without a registration are one person when they share an address
    or a user, and join the one registration that has such a row. An address or a user that two registrations have
    tells nobody apart and joins nothing. Rows with nothing but a name are one person when the name is the same and no
    two of their stays overlap, for nobody comes twice at a time; they never join anybody who is better known.
    """
    groups = (sorted(group, key=_order) for group in _together(stays))
    return [_person(session, group) for group in sorted(groups, key=lambda group: [*map(_order, group)])]


def _order(stay: Stay) -> tuple[object, ...]:
    """Order rows by time; what else they say makes the order the same whatever came first."""
    when = (stay.joined or _LATEST, stay.left or _LATEST)
    counted = timedelta(-1) if stay.counted is None else stay.counted
    who = (stay.registrant, stay.email, stay.user, stay.name, stay.phone, stay.alias)
    return (*when, *who, stay.waited, counted, str(stay.internal), tuple(map(_when, stay.more)))


def _when(interval: Interval) -> tuple[datetime, datetime]:
    return interval.joined or _LATEST, interval.left or _LATEST


def in_order(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return stays in the order of time, those of unknown times last."""
    return tuple(sorted(intervals, key=_when))


def _intervals(stays: Iterable[Stay]) -> tuple[Interval, ...]:
    return in_order(interval for each in stays for interval in (Interval(each.joined, each.left), *each.more))


def _together(stays: Iterable[Stay]) -> Iterator[Sequence[Stay]]:
    registered: defaultdict[str, list[Stay]] = defaultdict(list)
    loose: list[Stay] = []
    named: defaultdict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        if stay.registrant:
            registered[stay.registrant].append(stay)
        elif stay.marks:
            loose.append(stay)
        elif stay.alias:
            named[stay.alias].append(stay)
        else:
            yield (stay,)
    owners: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for registrant, group in registered.items():
        for mark in {mark for stay in group for mark in stay.marks}:
            owners[mark].add(registrant)
    shared = {mark for mark, those in owners.items() if len(those) > 1}
    yield from ((stay,) for stay in loose if shared.issuperset(stay.marks))
    for group in _linked((stay for stay in loose if not shared.issuperset(stay.marks)), shared):
        found = {owner for stay in group for mark in stay.marks if mark not in shared for owner in owners.get(mark, ())}
        if len(found) == 1:
            registered[found.pop()] += group
        elif found:  # a contradiction: only rows that say the same stay together
            yield from _alike(group)
        else:
            yield group
    yield from registered.values()
    for group in named.values():
        if _overlap(group):
            yield from ((stay,) for stay in group)
        else:
            yield group


def _overlap(stays: Iterable[Stay]) -> bool:
    """Whether two rows of one name can be of the same time: who is not said to have left may still be there.

    Of an unknown time no row says that.
    """
    spans = (
        (span.joined, max(span.joined, span.left or _LATEST), row)
        for row, stay in enumerate(stays)
        for span in (Interval(stay.joined, stay.left), *stay.more)
        if span.joined is not None
    )
    latest: list[tuple[datetime, int]] = []  # the latest end, and that of another row
    for joined, left, row in sorted(spans):
        if any(end > joined for end, other in latest if other != row):
            return True
        best = {other: end for end, other in sorted([*latest, (left, row)])}
        latest = sorted(((end, other) for other, end in best.items()), reverse=True)[:2]
    return False


def _alike(stays: Iterable[Stay]) -> Iterator[list[Stay]]:
    groups: defaultdict[tuple[tuple[str, str], ...], list[Stay]] = defaultdict(list)
    for stay in stays:
        groups[stay.marks].append(stay)
    yield from groups.values()


def _linked(stays: Iterable[Stay], void: Collection[tuple[str, str]]) -> Iterator[list[Stay]]:
    """Yield groups of rows that a chain of shared marks connects; ``void`` marks connect nothing."""
    parents: dict[tuple[str, str], tuple[str, str]] = {}

    def root(mark: tuple[str, str]) -> tuple[str, str]:
        while (above := parents.setdefault(mark, mark)) != mark:
            parents[mark] = parents[above]
            mark = above
        return mark

    rows = [(stay, [mark for mark in stay.marks if mark not in void]) for stay in stays]
    for _, (first, *others) in rows:
        for other in others:
            parents[root(other)] = root(first)
    groups: defaultdict[tuple[str, str], list[Stay]] = defaultdict(list)
    for stay, marks in rows:
        groups[root(marks[0])].append(stay)
    yield from groups.values()


def _person(session: SessionId, stays: Sequence[Stay]) -> Participant:
    registrant, user = _first(each.registrant for each in stays), _first(each.user for each in stays)
    email, alias = _first(each.email for each in stays), _first(each.alias for each in stays)
    name, phone = _first(each.name for each in stays), _first(each.phone for each in stays)
    known = {"registrant": registrant, "email": email, "user": user, "name": alias}
    internal = {each.internal for each in stays if each.internal is not None}
    present = [each for each in stays if not each.waited]
    return Participant(
        session=session,
        matched_by=next((kind for kind, value in known.items() if value), "row"),
        intervals=_intervals(present),
        waited=_intervals(each for each in stays if each.waited),
        present=_sum(present),
        rows=len(stays),
        internal=internal.pop() if len(internal) == 1 else None,
        registrant=RegistrantId(registrant) if registrant else None,
        user=HostId(user) if user else None,
        name=name,
        email=email,
        phone=phone,
        also_known=_others(stays, {name, email, phone}),
    )


def _others(stays: Sequence[Stay], told: set[str]) -> tuple[str, ...]:
    """Return what else the rows show of somebody, once each, case aside."""
    others: dict[str, str] = {}
    for each in stays:
        for text in (each.name, each.email, each.phone):
            others.setdefault(text.lower(), text)
    known = {"", *(text.lower() for text in told)}
    return tuple(text for key, text in others.items() if key not in known)


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _sum(stays: Sequence[Stay]) -> timedelta | None:
    """Add up the vendor's own lengths; nothing at all where there were stays means that it has not counted yet."""
    total = sum((each.counted or timedelta(0) for each in stays), timedelta(0))
    return total if total or not stays else None
