"""Whether everybody was asked: lists of users and groups that change, lie or prove nothing while they are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from support import sandbox_opened, unlimited

from provider_bridge import Level, SwitchedOn, Unknown, Withdrawn
from provider_bridge.errors import ListingIncomplete

Answer = tuple[int, dict[str, str], bytes]
JSON = {"content-type": "application/json"}
CLEAN = {"in_meeting": {"chat": True}}


class Vendor:
    """A simulator whose users and groups are these, two a page; ``before`` is called before each page is listed."""

    def __init__(self) -> None:
        self.sandbox = unlimited(users=1)
        self.rows: dict[str, list[dict[str, Any]]] = {"active": users("a", "b", "c"), "inactive": users("z", "y")}
        self.rows["groups"] = [{"id": "g"}]
        self.on: set[str] = set()
        """Paths of settings in which the switch is on."""
        self.asked: list[str] = []
        self.before: Callable[[str, int], None] = lambda _list, _how_often: None
        self.edit: Callable[[str, dict[str, Any]], None] = lambda _list, _page: None

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        parts = urlsplit(url)
        path = parts.path.removeprefix("/v2")
        if path in {"/users", "/groups"}:
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            return 200, dict(JSON), json.dumps(self.page(query.get("status", "groups"), query)).encode()
        if re.fullmatch(r"/(users|groups)/[^/]+/settings", path):
            tree = {"in_meeting": {"chat": True, "attention_tracking": True}} if path in self.on else CLEAN
            self.asked.append(path)
            return 200, dict(JSON), json.dumps(tree).encode()
        if re.fullmatch(r"/groups/[^/]+/lock_settings", path):
            return 200, dict(JSON), json.dumps(CLEAN).encode()
        return self.sandbox.handle(method, url, headers, body)

    def page(self, listed: str, query: dict[str, str]) -> dict[str, Any]:
        self.asked.append(listed)
        self.before(listed, self.asked.count(listed))
        rows, start = self.rows[listed], int(query.get("next_page_token") or 0)
        more = str(start + 2) if start + 2 < len(rows) else ""
        name = "groups" if listed == "groups" else "users"
        page = {name: rows[start : start + 2], "total_records": len(rows), "next_page_token": more}
        self.edit(listed, page)
        return page

    def read(self, face: str) -> Any:
        with sandbox_opened(face, self.sandbox, self) as accounts:
            return accounts["sandbox-zoom"].attention.read()

    def listed(self, face: str, what: str = "hosts") -> list[Any]:
        with sandbox_opened(face, self.sandbox, self) as accounts:
            return [each.id for each in getattr(accounts["sandbox-zoom"].directory, what).list(**HOSTS.get(what, {}))]


HOSTS: dict[str, dict[str, Any]] = {"hosts": {"statuses": ("active", "inactive")}}


def users(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "email": f"{name}@example.test"} for name in names]


def test_lists_that_rest_are_read_twice_and_everybody_once(face: str) -> None:
    """Two looks agree: nothing else is asked, and each place is read once."""
    vendor = Vendor()

    attention = vendor.read(face)

    assert isinstance(attention, Withdrawn)
    assert {Level.ACCOUNT: 1, Level.GROUP: 1, Level.USER: 5} == {
        level: count for level, count in attention.looked_at if level is not Level.EVENT
    }
    assert 5 == len([each for each in vendor.asked if each.startswith("/users/")])
    assert (4, 2) == (vendor.asked.count("active"), vendor.asked.count("inactive"))


def test_a_user_who_is_activated_between_the_two_lists_is_not_missed(face: str) -> None:
    """The bug: who was activated after the active and before the inactive were listed was in neither list."""
    vendor = Vendor()
    vendor.on.add("/users/z/settings")

    def activate(listed: str, times: int) -> None:
        if (listed, times) == ("inactive", 1):
            vendor.rows["active"].append(vendor.rows["inactive"].pop(0))

    vendor.before = activate
    attention = vendor.read(face)

    assert isinstance(attention, SwitchedOn)
    assert ["z"] == [each.subject for each in attention.where]


def test_a_host_who_is_activated_between_the_two_lists_is_listed(face: str) -> None:
    """The same for the directory."""
    vendor = Vendor()

    def activate(listed: str, times: int) -> None:
        if (listed, times) == ("inactive", 1):
            vendor.rows["active"].append(vendor.rows["inactive"].pop(0))

    vendor.before = activate

    assert set("abczy") == set(vendor.listed(face))


def leave_and_join(vendor: Vendor, listed: str) -> Callable[[str, int], None]:
    """Return what has the first row leave and another one join before the second page is listed for the first time."""

    def change(what: str, times: int) -> None:
        if (what, times) == (listed, 2):
            vendor.rows[listed].pop(0)
            vendor.rows[listed].append({"id": "new", "email": "new@example.test"})

    return change


def test_a_user_who_moves_to_a_page_already_read_is_found_though_the_total_stays(face: str) -> None:
    """The bug: one left and one joined, a third one moved between the pages, and the count added up."""
    vendor = Vendor()
    vendor.on.add("/users/c/settings")  # moves to the first page
    vendor.before = leave_and_join(vendor, "active")

    attention = vendor.read(face)

    assert isinstance(attention, SwitchedOn)
    assert ["c"] == [each.subject for each in attention.where]


@pytest.mark.parametrize(("listed", "what"), [("active", "hosts"), ("groups", "groups")])
def test_the_directory_misses_nobody_when_the_total_stays(face: str, listed: str, what: str) -> None:
    """The same for users and groups as they are listed."""
    vendor = Vendor()
    vendor.rows["groups"] = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    vendor.before = leave_and_join(vendor, listed)

    assert {"a", "b", "c", "new"} <= set(vendor.listed(face, what))


@pytest.mark.parametrize("listed", ["active", "groups"])
def test_lists_that_never_rest_are_unknown(face: str, listed: str) -> None:
    """Where each look shows others, nothing shows that all were seen."""
    vendor = Vendor()

    def change(what: str, times: int) -> None:
        if what == listed:
            vendor.rows[listed][0] = {"id": f"n{times}", "email": f"n{times}@example.test"}

    vendor.before = change

    assert isinstance(vendor.read(face), Unknown)
    with pytest.raises(ListingIncomplete, match="looks"):
        vendor.listed(face, "groups" if listed == "groups" else "hosts")


@pytest.mark.parametrize("listed", ["active", "inactive", "groups"])
@pytest.mark.parametrize("total", ["absent", None, -1, 1])
def test_without_a_total_that_adds_up_nothing_is_complete(face: str, listed: str, total: Any) -> None:
    """The bug: a list without a number of rows, or with a senseless one, counted as whole; here somebody is missing."""
    vendor = Vendor()
    vendor.rows["groups"] = [{"id": "a"}, {"id": "b"}]

    def edit(what: str, page: dict[str, Any]) -> None:
        if what == listed:
            page["next_page_token"] = ""
            page["total_records"] = total
            if total == "absent":
                del page["total_records"]

    vendor.edit = edit
    attention = vendor.read(face)

    assert isinstance(attention, Unknown)
    assert any("announce" in each.why for each in attention.unread)


def test_a_negative_total_is_no_list_at_all(face: str) -> None:
    """A number of rows below zero says that the answer cannot be trusted."""
    vendor = Vendor()
    vendor.edit = lambda _, page: page.update(total_records=-1)

    for what in ("hosts", "groups"):
        with pytest.raises(ListingIncomplete, match="below zero"):
            vendor.listed(face, what)


def test_a_group_that_a_user_names_and_no_list_shows_is_unknown(face: str) -> None:
    """The bug: a group that was left out of the list was never missed, though its members name it."""
    vendor = Vendor()
    vendor.rows["active"][1]["group_ids"] = ["g", "hidden"]

    attention = vendor.read(face)

    assert isinstance(attention, Unknown)
    assert [(Level.GROUP, "hidden")] == [(each.level, each.subject) for each in attention.unread]


def test_a_group_that_was_made_meanwhile_is_read(face: str) -> None:
    """A group that users name and that only the second look shows is read like the others."""
    vendor = Vendor()
    vendor.on.add("/groups/new/settings")

    def make(what: str, times: int) -> None:
        if (what, times) == ("active", 1):
            vendor.rows["groups"].append({"id": "new"})
            vendor.rows["active"][0]["group_ids"] = ["new"]

    vendor.before = make
    attention = vendor.read(face)

    assert isinstance(attention, SwitchedOn)
    assert [(Level.GROUP, "new")] == [(each.level, each.subject) for each in attention.where]


def test_a_user_who_has_the_id_of_a_group_is_read(face: str) -> None:
    """The bug: places of all levels were told apart by their id alone."""
    vendor = Vendor()
    vendor.rows["active"] += users("g")
    vendor.on.add("/users/g/settings")

    attention = vendor.read(face)

    assert isinstance(attention, SwitchedOn)
    assert [(Level.USER, "g")] == [(each.level, each.subject) for each in attention.where]


def test_rows_of_another_status_than_was_asked_for_are_unknown(face: str) -> None:
    """The bug: a vendor that ignores the filter shows the active twice, and the inactive never."""
    vendor = Vendor()
    for each in vendor.rows["inactive"]:
        each["status"] = "active"

    assert isinstance(vendor.read(face), Unknown)
    with pytest.raises(ListingIncomplete, match="another status"):
        vendor.listed(face)


@pytest.mark.parametrize("listed", ["active", "groups"])
@pytest.mark.parametrize(
    "more", [{"attention_tracking": True}, {"settings": {"attention": {"on": 1}}}, {"features": ["attention_tracking"]}]
)
def test_a_switch_in_the_rows_of_a_list_is_unknown(face: str, listed: str, more: dict[str, Any]) -> None:
    """The bug: what the lists themselves show of the switch was looked at by nothing."""
    vendor = Vendor()
    vendor.rows[listed][0] |= more

    attention = vendor.read(face)

    assert isinstance(attention, Unknown)
    (unread,) = attention.unread
    assert "speaks of attention tracking" in unread.why


def test_people_who_are_called_like_it_are_no_switch(face: str) -> None:
    """Of the rows only the names of members are looked at, not what people are called."""
    vendor = Vendor()
    vendor.rows["active"][0] |= {"display_name": "Attention Tracking Ada", "dept": "Attention and Tracking"}

    assert isinstance(vendor.read(face), Withdrawn)


@pytest.mark.parametrize("name", ["", " ", "..", None])
def test_a_user_whose_id_can_be_in_no_path_is_unknown_and_the_others_are_read(face: str, name: str | None) -> None:
    """The bug: a blank id ended the reading of the whole account as a mistake of the caller."""
    vendor = Vendor()
    vendor.rows["active"].append({"id": name})

    attention = vendor.read(face)

    assert isinstance(attention, Unknown)
    assert "users.*.id: missing" in attention.unread[0].why
    assert "/users/z/settings" in vendor.asked
