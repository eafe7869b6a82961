"""Clients that others wrote read the served simulator page by page, unchanged but for its address, and get what we get.

They are in the extra ``bench``. Where they are missing these tests are left out, but fail where ``CI`` is set.
"""

from __future__ import annotations

import importlib
import os
import tomllib
import warnings
from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
from served import Served, serving

import provider_bridge as pb

SMALL: Final = 7
"""A size of pages that takes several for everything that is listed."""

Rows = list[dict[str, Any]]


def client_library(name: str) -> ModuleType:
    """Return a third party's client, which must be there where ``CI`` is set."""
    if not os.environ.get("CI"):
        pytest.importorskip(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the pydantic that one of them was made for
        return importlib.import_module(name)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A simulator on a port, with enough of everything for several pages."""
    with serving(tmp_path_factory.mktemp("served"), registrants=40) as served:
        yield served


@pytest.fixture(scope="module")
def ours(there: Served) -> Generator[Any]:
    """Our own account over the same simulator."""
    with pb.open_bridge(there.config) as bridge:
        yield bridge["sandbox-zoom"]


@pytest.fixture(scope="module")
def hosts(ours: Any) -> list[Any]:
    """Everybody with an id whom we list."""
    return [host for host in ours.directory.hosts.list() if host.id]


@pytest.fixture(scope="module")
def events(ours: Any) -> list[Any]:
    """Every meeting and webinar that we list."""
    return list(ours.events.list())


def credentials(there: Served) -> tuple[str, str, str]:
    """Return the account's id, and the client's id and secret."""
    account = tomllib.loads(Path(there.config).read_text())["accounts"]["sandbox-zoom"]
    return account["account_id"], account["client_id"], account["client_secret"]


@pytest.fixture(scope="module")
def zoomus(there: Served) -> Any:
    """The client of zoomus."""
    account, client, secret = credentials(there)
    library = client_library("zoomus")
    return library.ZoomClient(
        client, secret, account, base_uri=f"{there.base}/v2", oauth_uri=f"{there.base}/zoom/oauth/token"
    )


@pytest.fixture(scope="module")
def dlzoom(there: Served) -> Any:
    """The client of dlzoom."""
    library = client_library("dlzoom.zoom_client")
    base, token = f"{there.base}/v2", f"{there.base}/zoom/oauth/token"
    return library.ZoomClient(*credentials(there), base_url=base, token_url=token)


@pytest.fixture(scope="module")
def pyzoom(there: Served, zoomus: Any) -> Any:
    """The client of pyzoom, which is given a token."""
    return client_library("pyzoom").ZoomClient(zoomus.config["token"], base_url=f"{there.base}/v2")


def by_token(fetch: Callable[..., Any], name: str, **query: Any) -> tuple[Rows, int]:
    """Return the rows of every page, by the token of the next one, and how many pages there were."""
    rows: Rows = []
    pages, more = 0, dict[str, str]()
    while True:
        page = fetch(page_size=SMALL, **query, **more)
        page = page if isinstance(page, dict) else page.json()
        rows, pages = rows + page[name], pages + 1
        if not page["next_page_token"]:
            return rows, pages
        more = {"next_page_token": page["next_page_token"]}


def by_number(fetch: Callable[..., Any], name: str, **query: Any) -> tuple[Rows, int]:
    """Return the rows of every page, by its number, and how many pages the vendor counts."""
    first = fetch(page_size=SMALL, page_number=1, **query).json()
    pages = [fetch(page_size=SMALL, page_number=number, **query).json() for number in range(1, first["page_count"] + 1)]
    assert [page["page_number"] for page in pages] == list(range(1, first["page_count"] + 1))
    return [row for page in pages for row in page[name]], first["page_count"]


@pytest.mark.parametrize("walk", [by_token, by_number])
def test_zoomus_reads_the_same_users(zoomus: Any, hosts: list[Any], walk: Callable[..., tuple[Rows, int]]) -> None:
    """A client that pages by numbers gets everybody, as one does that pages by tokens."""
    rows, pages = walk(zoomus.user.list, "users", status="active")

    assert pages > 5
    assert [(row["id"], row["email"]) for row in rows] == [
        (host.id, host.email) for host in hosts if host.status == "active"
    ]


def test_pyzoom_reads_the_same_users(pyzoom: Any, hosts: list[Any]) -> None:
    """Its models find every member that they want, and its pages go on to the end."""
    found = pyzoom.users.get_users("active")

    assert found.page_count > 1
    assert {(each.id, each.email) for each in found.users} == {
        (host.id, host.email) for host in hosts if host.status == "active"
    }


@pytest.mark.parametrize("kind", ["meeting", "webinar"])
def test_zoomus_reads_the_same_events(zoomus: Any, hosts: list[Any], events: list[Any], kind: str) -> None:
    """Each host's meetings and webinars are the ones that we list."""
    listing = getattr(zoomus, kind).list
    rows = [row for host in hosts for row in by_token(listing, f"{kind}s", user_id=host.id)[0]]

    assert {(f"{kind}:{row['id']}", row["host_id"], row["topic"]) for row in rows} == {
        (each.id, each.host, each.title) for each in events if each.kind == kind
    }


def test_pyzoom_and_dlzoom_read_their_own_meetings(pyzoom: Any, dlzoom: Any, events: list[Any]) -> None:
    """``me`` is the owner of the app; a meeting alone has every member that pyzoom's model wants."""
    me = dlzoom.get_current_user()["id"]
    found = pyzoom.meetings.list_meetings().meetings
    whole = [pyzoom.meetings.get_meeting(each.id) for each in found]

    assert found
    assert {(f"meeting:{each.id}", each.host_id) for each in whole} == {
        (each.id, each.host) for each in events if each.kind == "meeting" and each.host == me
    }
    assert [dlzoom.get_meeting(str(each.id))["topic"] for each in found] == [each.topic for each in whole]


def open_event(there: Served, kind: str) -> pb.EventId:
    """Return the first event of a kind, for which everybody can register."""
    number = next(each.number for each in there.sandbox.world.events if each.kind.lower() == kind)
    return pb.EventId(f"{kind}:{number}")


@pytest.mark.parametrize("walk", [by_token, by_number])
def test_zoomus_reads_the_same_registrants(
    there: Served, zoomus: Any, ours: Any, walk: Callable[..., tuple[Rows, int]]
) -> None:
    """The registrants of a webinar, and of a meeting, in each state."""
    for kind, name in (("meeting", "list_registrants"), ("webinar", "get_registrants")):
        event = open_event(there, kind)
        listing = getattr(getattr(zoomus, kind), name)
        statuses = ("pending", "approved", "denied")
        walked = [walk(listing, "registrants", id=event.partition(":")[2], status=status) for status in statuses]

        assert max(pages for _, pages in walked) > 2
        assert [(row["id"], row["email"], row["status"]) for rows, _ in walked for row in rows] == [
            (each.id, each.email, each.status) for each in ours.registrants.list(event, statuses=statuses)
        ]


def test_pyzoom_reads_the_same_registrants(there: Served, pyzoom: Any, ours: Any) -> None:
    """Its model of a page of registrants wants the page's number."""
    event = open_event(there, "meeting")
    found = pyzoom.meetings.list_meeting_registrants(int(event.partition(":")[2]))

    assert found.registrants
    assert [(each.id, each.first_name, each.last_name) for each in found.registrants] == [
        (each.id, each.first_name, each.last_name) for each in ours.registrants.list(event, statuses=("approved",))
    ]


def runs(there: Served) -> Iterator[str]:
    """Yield the UUIDs of past meetings; the newest begins with a slash."""
    yield from (each.uuid for each in there.sandbox.world.sessions if each.kind == "Meeting")


def stays(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["name"], row["join_time"], row["leave_time"]


def test_all_three_read_the_same_participants(there: Served, zoomus: Any, dlzoom: Any, pyzoom: Any, ours: Any) -> None:
    """Of every past meeting each client gets the rows that we put people together from."""
    for uuid in runs(there):
        small, pages = by_token(zoomus.past_meeting.get_participants, "participants", meeting_id=uuid)
        assert list(map(stays, small)) == list(map(stays, dlzoom.get_all_participants(uuid)))
        assert pages == -(-len(small) // SMALL)
        assert pyzoom.meetings.past_meeting_participants(dlzoom.encode_uuid(uuid)).total_records == len(small)
        people = list(ours.participants.list(pb.SessionId(f"meeting:{uuid}")))
        assert sum(each.rows for each in people) == len(small)
        assert {each.name or each.phone for each in people} == {row["name"] for row in small}


def test_zoomus_and_dlzoom_read_the_same_recordings(
    there: Served, zoomus: Any, dlzoom: Any, ours: Any, hosts: list[Any]
) -> None:
    """The recordings of a month, host by host, and each alone; zoomus sends moments where days are asked for."""
    today = there.sandbox.world.now().date()
    since = today - timedelta(days=29)
    theirs: dict[str, set[str]] = {}
    for host in hosts:
        period = {"start": since, "end": today}
        rows, _ = by_token(zoomus.recording.list, "meetings", user_id=host.id, **period)
        dates = {"from_date": f"{since}", "to_date": f"{today}"}
        again, _ = by_token(dlzoom.get_user_recordings, "meetings", user_id=host.id, **dates)
        assert [row["uuid"] for row in rows] == [row["uuid"] for row in again]
        theirs |= {row["uuid"]: {file["id"] for file in row["recording_files"]} for row in rows}
    own = {
        each.id.rpartition(":")[2]: {file.id for file in each.files}
        for each in ours.recordings.list(since=since, until=today)
    }

    assert len(own) > 3
    assert theirs == own
    for uuid, files in theirs.items():
        assert {file["id"] for file in dlzoom.get_meeting_recordings(uuid)["recording_files"]} == files


def test_a_client_that_names_no_dates_gets_todays_recordings(dlzoom: Any, zoomus: Any) -> None:
    """Without dates the vendor means today; what is in the trash has none."""
    assert dlzoom.get_user_recordings()["meetings"] == []
    assert zoomus.recording.list(user_id="me", trash=True).json()["total_records"] == 0
