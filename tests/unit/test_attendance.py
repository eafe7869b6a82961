"""Rows of presence are put together by evidence: nobody comes twice, and no two people become one."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import NOON

from provider_bridge.core.attendance import Stay, is_phone_number, people
from provider_bridge.core.device_names import is_device_name
from provider_bridge.domain.ids import SessionId
from provider_bridge.domain.people import Interval, Participant

SESSION = SessionId("meeting:abc==")
MINUTE = timedelta(minutes=1)


def stay(at: int = 0, minutes: int | None = 10, **more: object) -> Stay:
    """Return a row that begins ``at`` minutes after noon."""
    joined = NOON + at * MINUTE
    left = None if minutes is None else joined + minutes * MINUTE
    return Stay(joined, left, **{"counted": (minutes or 0) * MINUTE, **more})  # type: ignore[arg-type]


def found(*stays: Stay) -> list[Participant]:
    return people(SESSION, stays)


stays = st.builds(
    Stay,
    joined=st.none() | st.integers(0, 30).map(lambda at: NOON + at * MINUTE),
    left=st.none() | st.integers(0, 60).map(lambda at: NOON + at * MINUTE),
    waited=st.booleans(),
    counted=st.none() | st.integers(0, 900).map(lambda seconds: timedelta(seconds=seconds)),
    internal=st.sampled_from([None, True, False]),
    registrant=st.sampled_from(["", "", "r1", "r2"]),
    email=st.sampled_from(["", "", "a@x.test", "A@x.test ", "b@x.test"]),
    user=st.sampled_from(["", "", "u1", "u2"]),
    name=st.sampled_from(["", "Ada", "Ben"]),
    phone=st.sampled_from(["", "+4930123456"]),
    alias=st.sampled_from(["", "ada", "ben"]),
)
listings = st.lists(stays, max_size=14)
further = st.sampled_from([(), (), (Interval(None, None),), (Interval(NOON, None), Interval(NOON, NOON + MINUTE))])
of_several = st.lists(st.builds(lambda row, more: replace(row, more=more), stays, further), max_size=14)
"""Rows of which some tell of several stays."""


@settings(max_examples=150, deadline=None)
@given(rows=listings | of_several, seed=st.integers())
def test_the_order_of_rows_makes_no_difference(rows: list[Stay], seed: int) -> None:
    """However the vendor orders its rows, the same people come, in the same order."""
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)

    assert found(*rows) == found(*shuffled)


@settings(max_examples=150, deadline=None)
@given(rows=listings)
def test_no_row_is_lost_and_none_is_invented(rows: list[Stay]) -> None:
    """Every stay is one interval of one person, in the right place, and every row is counted once."""
    everybody = found(*rows)

    assert len(rows) == sum(each.rows for each in everybody)
    assert all(each.rows == len(each.intervals) + len(each.waited) for each in everybody)
    for waited in (False, True):
        given_ = Counter(Interval(row.joined, row.left) for row in rows if row.waited is waited)
        kept = Counter(stay for each in everybody for stay in (each.waited if waited else each.intervals))
        assert given_ == kept
    counted = sum((row.counted or timedelta() for row in rows if not row.waited), timedelta())
    assert counted == sum((each.present or timedelta() for each in everybody), timedelta())


@settings(max_examples=150, deadline=None)
@given(rows=listings)
def test_nobody_is_overlooked_by_a_name_an_address_or_a_number(rows: list[Stay]) -> None:
    """Whatever a row shows of somebody is shown by a person, case aside, and no person shows anything twice."""
    everybody = found(*rows)

    shown = [
        {text.lower() for text in (each.name, each.email, each.phone, *each.also_known) if text} for each in everybody
    ]
    given_ = {text.lower() for row in rows for text in (row.name, row.email, row.phone) if text}
    assert given_ == set().union(*shown)
    assert sum(map(len, shown)) == sum(
        len([*filter(None, (e.name, e.email, e.phone)), *e.also_known]) for e in everybody
    )


@settings(max_examples=150, deadline=None)
@given(rows=listings)
def test_registrations_are_people(rows: list[Stay]) -> None:
    """There are as many registered people as registrations, and each has all rows of its registration."""
    everybody = found(*rows)

    registered = [each.registrant for each in everybody if each.registrant]
    assert sorted(registered) == sorted({row.registrant for row in rows if row.registrant})
    for each in everybody:
        if each.registrant:
            assert each.rows >= sum(row.registrant == each.registrant for row in rows)
            assert each.matched_by == "registrant"


@settings(max_examples=150, deadline=None)
@given(rows=listings)
def test_a_name_joins_nobody_to_somebody_better_known(rows: list[Stay]) -> None:
    """Taking away every name and every row that has nothing else changes nothing for the others."""

    def known(everybody: list[Participant]) -> list[tuple[object, ...]]:
        return [
            (each.matched_by, each.registrant, each.intervals, each.waited, each.rows)
            for each in everybody
            if each.matched_by in {"registrant", "email", "user"}
        ]

    nameless = [
        Stay(row.joined, row.left, row.waited, row.counted, row.internal, row.registrant, row.email, row.user)
        for row in rows
        if row.registrant or row.marks
    ]

    assert sorted(map(str, known(found(*rows)))) == sorted(map(str, known(found(*nameless))))


def test_two_rows_share_a_person_through_what_either_says() -> None:
    """Registration and address in one row, the address alone in the next, the user in a third: one person."""
    (only,) = found(
        stay(0, registrant="r1", email="Ada@x.test", name="Ada"),
        stay(20, email=" ada@X.test", user="u1"),
        stay(40, user="u1"),
    )

    assert (only.matched_by, only.registrant, only.user, only.email) == ("registrant", "r1", "u1", "Ada@x.test")
    assert [each.joined for each in only.intervals] == [NOON, NOON + 20 * MINUTE, NOON + 40 * MINUTE]
    assert only.present == 30 * MINUTE


def test_what_one_field_cannot_hold_is_kept() -> None:
    """A registration that was used with two addresses and two names can be found by each of them."""
    (only,) = found(
        stay(0, registrant="r1", email="ada@x.test", name="Ada", phone="+4930123456"),
        stay(1, registrant="r1", email="ADA@x.test", name="Ada A."),
        stay(2, registrant="r1", email="ada@home.test"),
    )

    assert (only.email, only.name, only.phone) == ("ada@x.test", "Ada", "+4930123456")
    assert only.also_known == ("Ada A.", "ada@home.test")


def test_two_registrants_of_one_name_stay_two() -> None:
    """A display name is no evidence against two registrations."""
    first, second = found(
        stay(0, registrant="r1", name="Kim", alias="kim"), stay(5, registrant="r2", name="Kim", alias="kim")
    )

    assert (first.registrant, second.registrant) == ("r1", "r2")


@pytest.mark.parametrize("mark", [{"email": "team@x.test"}, {"user": "room"}])
def test_what_two_registrants_share_belongs_to_neither(mark: dict[str, Any]) -> None:
    """A row that fits two registrations is put to none of them."""
    everybody = found(stay(0, registrant="r1", **mark), stay(5, registrant="r2", **mark), stay(9, **mark))

    assert [each.rows for each in everybody] == [1, 1, 1]
    assert [each.registrant for each in everybody] == ["r1", "r2", None]


def test_people_who_share_an_address_are_told_apart_by_their_users() -> None:
    """A bug once: of two people who registered with one address, the other rows were put together as a third."""
    everybody = found(
        stay(0, registrant="r1", email="family@x.test", user="u1"),
        stay(5, registrant="r2", email="family@x.test", user="u2"),
        stay(20, email="family@x.test", user="u1"),
        stay(25, email="family@x.test", user="u2"),
        stay(40, email="family@x.test"),
        stay(50, email="family@x.test"),
    )

    assert [(each.registrant, each.rows) for each in everybody] == [("r1", 2), ("r2", 2), (None, 1), (None, 1)]


def test_rows_that_contradict_each_other_stay_apart() -> None:
    """A bug once: a chain of addresses and users between two registrations made one more person of two."""
    everybody = found(
        stay(0, registrant="r1", user="u1"),
        stay(5, registrant="r2", user="u2"),
        stay(20, email="room@x.test", user="u1"),
        stay(25, email="room@x.test", user="u2"),
    )

    assert [each.rows for each in everybody] == [1, 1, 1, 1]


def test_a_name_alone_joins_rows_of_that_name_only() -> None:
    """Two rows that say a name and nothing else are one person; somebody better known of that name is another."""
    everybody = found(
        stay(0, name="Ada", alias="ada", email="ada@x.test"),
        stay(1, name="Ada", alias="ada"),
        stay(11, name="Ada", alias="ada"),
        stay(13, name="Ben", alias="ben"),
    )

    assert [(each.matched_by, each.rows) for each in everybody] == [("email", 1), ("name", 2), ("name", 1)]


def test_two_of_one_name_who_are_there_at_the_same_time_are_two() -> None:
    """Two guests of one name were one person with two hours in a session of one."""
    everybody = found(stay(0, 60, name="Kim", alias="kim"), stay(0, 60, name="Kim", alias="kim"))

    assert [(each.rows, each.present) for each in everybody] == [(1, 60 * MINUTE), (1, 60 * MINUTE)]


@pytest.mark.parametrize(("second", "people_"), [(9, 3), (10, 1), (None, 1)])
def test_a_name_joins_stays_that_follow_one_another(second: int | None, people_: int) -> None:
    """One minute at the same time is enough for all rows of the name to stay apart; touching is not."""
    rows = [stay(0, name="Kim", alias="kim"), stay(40, name="Kim", alias="kim")]
    rows.append(Stay(None, None, alias="kim") if second is None else stay(second, name="Kim", alias="kim"))

    assert len(found(*rows)) == people_


def test_the_later_stays_of_a_row_overlap_too() -> None:
    """A row may tell of several stays; its own are of one person whatever their times."""
    long = Stay(NOON, NOON + MINUTE, alias="kim", more=(Interval(NOON + 20 * MINUTE, NOON + 50 * MINUTE),))
    own = Stay(NOON, NOON + 9 * MINUTE, alias="kim", more=(Interval(NOON + MINUTE, NOON + 2 * MINUTE),))

    assert len(found(long, stay(30, alias="kim"))) == 2
    assert len(found(own, stay(10, alias="kim"))) == 1


@pytest.mark.parametrize(
    "name",
    [
        *(
            "iPhone",
            "iPhone (2)",
            "Ada's iPhone",
            "iPhone von Ada",
            "iPad",
            "Galaxy S23",
            "SM-G991B",
            "Pixel 7a",
            "Android",
        ),
        *(
            "MacBook Pro",
            "DESKTOP-4F2K1Q",
            "Zoom user",
            "Zoom Room",
            "Zoom",
            "Meeting Room",
            "Conference Room 3",
            "Room 12",
        ),
        *(
            "Guest",
            "guest 2",
            "Gast",
            "Invité",
            "User_1",
            "Teilnehmer 4",
            "Participant (3)",
            "Caller 1",
            "Call-In User 2",
        ),
        *("Owner", "Admin", "Phone", "H.323", "ゲスト", "Unknown caller", "  i Phone".replace(" ", ""), "Host"),
    ],
)
def test_a_name_that_a_device_gives_is_nobodys(name: str) -> None:
    """Whoever uses such a thing has its name."""
    assert is_device_name(name)


@pytest.mark.parametrize(
    "name",
    ["Ada", "Kim Example", "Zoë", "Roomi", "Guestrin", "Phoebe", "Macarena", "Host Schmidt", "Galan", "张伟", ""],
)
def test_a_persons_name_is_no_device(name: str) -> None:
    """A name that only looks a little like one stays a name."""
    assert not is_device_name(name)


def test_rows_that_say_nothing_stay_alone() -> None:
    """Without any evidence a row is its own person."""
    assert [("row", 1), ("row", 1)] == [(each.matched_by, each.rows) for each in found(stay(0), stay(0))]


def test_stays_that_overlap_are_kept_as_they_are() -> None:
    """A computer and a telephone at once are two stays, and the vendor's sum counts both."""
    (only,) = found(stay(0, 60, email="a@x.test"), stay(10, 20, email="a@x.test"))

    assert only.intervals == (
        Interval(NOON, NOON + 60 * MINUTE),
        Interval(NOON + 10 * MINUTE, NOON + 30 * MINUTE),
    )
    assert only.present == 80 * MINUTE


def test_waiting_is_no_presence() -> None:
    """Stays in a waiting room are apart, and their length is not added up."""
    (only,) = found(stay(0, 5, email="a@x.test", waited=True), stay(5, 10, email="a@x.test"))
    (never,) = found(stay(0, 5, email="a@x.test", waited=True))

    assert (len(only.waited), len(only.intervals), only.present) == (1, 1, 10 * MINUTE)
    assert (never.intervals, never.present) == ((), timedelta())


@pytest.mark.parametrize("counted", [None, timedelta()])
def test_a_length_that_is_not_counted_yet_is_none(counted: timedelta | None) -> None:
    """Nothing counted for any stay is no length of zero."""
    (only,) = found(stay(0, email="a@x.test", counted=counted), stay(20, email="a@x.test", counted=counted))

    assert only.present is None


def test_whether_somebody_is_internal_is_unknown_when_rows_disagree() -> None:
    """Rows that contradict each other say nothing."""
    rows = [stay(0, email="a@x.test", internal=True), stay(20, email="a@x.test")]

    assert found(*rows)[0].internal is True
    assert found(*rows, stay(40, email="a@x.test", internal=False))[0].internal is None


@pytest.mark.parametrize(
    "name",
    [
        "+1 8243",
        "+49*****123",
        "***-***-1234",
        "16505550100",
        "(650) 555-0100",
        "+1650xxx0100",
        "069/71049922",
        "+4912",
    ],
)
def test_numbers_are_recognised(name: str) -> None:
    """A name that is a number, masked or not, is a number."""
    assert is_phone_number(name)


@pytest.mark.parametrize("name", ["", "Ada", "007", "4711", "****", "xXx", "xX1337Xx", "Room 4711", "+"])
def test_names_are_no_numbers(name: str) -> None:
    """A name that is a name, a short number, or nothing but a mask is no telephone number."""
    assert not is_phone_number(name)


def test_no_repr_shows_anybody() -> None:
    """Neither a row nor a person shows who it is."""
    row = stay(0, registrant="r1", email="ada@x.test", name="Ada", phone="+4930123456", alias="ada", user="u1")

    assert not any(word in f"{row!r}{found(row)!r}" for word in ("ada", "Ada", "4930"))


def test_a_row_can_tell_of_several_stays() -> None:
    """It stays one row, its length counts once, and all stays of a person come in the order of time."""
    first, later = Interval(NOON, NOON + MINUTE), Interval(NOON + 20 * MINUTE, None)
    row = stay(0, 1, registrant="r1", more=(later,), counted=7 * MINUTE)

    (only,) = found(row, stay(10, registrant="r1", counted=3 * MINUTE))

    assert (2, 10 * MINUTE) == (only.rows, only.present)
    assert (first, Interval(NOON + 10 * MINUTE, NOON + 20 * MINUTE), later) == only.intervals


@settings(max_examples=150, deadline=None)
@given(rows=of_several)
def test_no_stay_of_a_row_is_lost(rows: list[Stay]) -> None:
    """But for a name alone, who the people are does not depend on how many stays their rows tell of; all are kept."""
    rows = [replace(row, alias="") for row in rows]
    everybody = found(*rows)

    single = found(*(replace(row, more=()) for row in rows))
    assert sorted(str((each.registrant, each.user, each.rows)) for each in single) == sorted(
        str((each.registrant, each.user, each.rows)) for each in everybody
    )
    for waited in (False, True):
        given_ = Counter(
            stay for row in rows if row.waited is waited for stay in (Interval(row.joined, row.left), *row.more)
        )
        assert given_ == Counter(stay for each in everybody for stay in (each.waited if waited else each.intervals))


def test_who_is_not_said_to_have_left_is_not_joined_with_one_who_came_later() -> None:
    """The bug: without an end a stay counted as a moment, so that two people of one name became one."""
    rows = [
        Stay(NOON, None, name="Ada", alias="ada"),
        Stay(NOON + timedelta(minutes=30), None, name="Ada", alias="ada"),
    ]

    assert 2 == len(people(SessionId("meeting:u"), rows))
