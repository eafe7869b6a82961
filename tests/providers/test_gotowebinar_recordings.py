"""GoToWebinar's recordings: found whole, by the right search, and never called gone."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded_goto import NO_OBJECT, Asked, Wire, recordings_of, refused
from support import FACES, NOON
from tours.gotowebinar.recordings import asset, name_of, period

import provider_bridge as pb
from provider_bridge.providers.gotowebinar.recording_rows import AssetAddress, asset_address, recording
from provider_bridge.providers.gotowebinar.wire.recordings import AssetRow
from provider_bridge.reports.records import record
from provider_bridge.sandbox.goto.webinar_recordings import Assets
from provider_bridge.sandbox.goto.webinars import Webinars

NAME = "sandbox-webinar"
SEARCH = "/G2W/rest/v2/recordingassets/search"
OF_WEBINAR = "/recordingAssets"


def assets(wire: Wire, creator: str = "") -> list[Any]:
    """Return the simulated recordings of the organizer, or of somebody else, newest first."""
    whose = creator or wire.sandbox.world.organizer_key
    found = [each for each in wire.sandbox.world.part(Assets).all if each.creator == whose]
    return sorted(found, key=lambda each: each.created, reverse=True)


# --- listing -----------------------------------------------------------------------------------------------


def test_a_listing_is_of_the_tokens_owner_newest_first(face: str) -> None:
    """Each is there with the webinar it is of; an upload is of none. Nobody else's are, and one search is asked."""
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        found = list(recordings.list(**period()))

    wanted = assets(wire)
    assert [name_of(each) for each in wanted] == [each.id for each in found]
    assert [each.created for each in wanted] == [each.created_at for each in found]
    events = [f"{each.creator}/{each.webinar}" if each.webinar else None for each in wanted]
    assert events == [each.event for each in found]
    assert {"webinar", "upload"} == {each.kind for each in found}
    assert {None} == {each.session for each in found} == {each.start for each in found}
    assert {"stored"} == {each.state for each in found}
    (asked,) = wire.of("/recordingassets/search")
    assert SEARCH == asked.path
    assert wire.sandbox.world.account_key == asked.body["accountKey"]


def test_a_search_always_asks_for_the_webinar_and_the_link(face: str) -> None:
    """Without ``includes`` the vendor leaves both out, and every recording would look like an upload."""
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        found = [*recordings.list(**period()), *recordings.list(**period(), host=wire.sandbox.world.colleague_key)]

    assert ["recordingShareUrl,webinarKey"] * 2 == [each.query["includes"] for each in wire.of("/search")]
    assert all(each.share_url for each in found)


def test_the_time_it_was_made_decides_and_both_ends_count(face: str) -> None:
    """A recording made at an end of the period is in it, one a second beyond is not; days are asked in UTC."""
    wire = Wire()
    made = assets(wire)[2].created
    second = timedelta(seconds=1)
    with recordings_of(face, NAME, wire) as recordings:
        at = [each.created_at for each in recordings.list(since=made, until=made)]
        beyond = list(recordings.list(since=made + second, until=made + second))
        day = [each.created_at for each in recordings.list(since=made.date(), until=made.date())]

    assert [made] == at
    assert [] == beyond
    assert made in day


def test_a_host_is_searched_as_an_administrator_does(face: str) -> None:
    """Within the account and by organizer; the vendor's own filter is asked for a day more at both ends."""
    wire = Wire()
    world = wire.sandbox.world
    since, until = datetime(2020, 1, 2, tzinfo=UTC), datetime(2099, 1, 2, tzinfo=UTC)
    with recordings_of(face, NAME, wire) as recordings:
        found = list(recordings.list(since=since, until=until, host=world.colleague_key))

    assert [name_of(each) for each in assets(wire, world.colleague_key)] == [each.id for each in found]
    (asked,) = wire.of("/search")
    assert f"/G2W/rest/v2/accounts/{world.account_key}/recordingassets/search" == asked.path
    assert world.colleague_key == asked.body["organizerKey"]
    assert ("2020-01-01T00:00:00Z", "2099-01-03T00:00:00Z") == (asked.body["fromTime"], asked.body["toTime"])


def test_the_ends_of_time_are_no_ends(face: str) -> None:
    """The bug that could be: a day before the first day there is."""
    wire = Wire()
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    with recordings_of(face, NAME, wire) as recordings:
        assert 1 == len(list(recordings.list(since=first, until=last, host=wire.sandbox.world.colleague_key)))

    assert not {"fromTime", "toTime"} & wire.of("/search")[0].body.keys()


def test_a_configured_organizer_decides_which_search(face: str) -> None:
    """The token's owner's own are found without an administrator's right; somebody else's are not taken for his."""
    wire = Wire()
    world = wire.sandbox.world
    with recordings_of(face, NAME, wire, organizer_key=world.organizer_key) as recordings:
        own = list(recordings.list(**period()))
    with recordings_of(face, NAME, wire, organizer_key=world.colleague_key) as recordings:
        colleagues = list(recordings.list(**period()))

    assert {world.organizer_key} == {each.host for each in own}
    assert {world.colleague_key} == {each.host for each in colleagues}
    assert [True, False] == [each.path == SEARCH for each in wire.of("/search")]


def test_configured_keys_need_no_question(face: str) -> None:
    """With an account key, and no organizer key, nobody is asked whose token it is."""
    wire = Wire()
    with recordings_of(face, NAME, wire, account_key=wire.sandbox.world.account_key) as recordings:
        list(recordings.list(**period()))

    assert {SEARCH} == {each.path for each in wire.asked}


def test_the_whole_account_is_not_cut_to_one_organizer_in_silence(face: str) -> None:
    """The vendor's search is by organizer: without one, an account that means all of them is told so."""
    wire = Wire()
    with recordings_of(face, NAME, wire, whole_account=True) as recordings:
        with pytest.raises(pb.InvalidInput, match="say host="):
            list(recordings.list(**period()))
        assert not wire.asked
        assert 1 == len(list(recordings.list(**period(), host=wire.sandbox.world.colleague_key)))


@pytest.mark.parametrize(
    "wrong", [{"host": " "}, {"since": datetime(2099, 1, 1, tzinfo=UTC)}, {"since": NOON.replace(tzinfo=None)}]
)
def test_bad_arguments_are_told_before_anything_is_sent(face: str, wrong: dict[str, Any]) -> None:
    """Each is one clear sentence."""
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        with pytest.raises(pb.InvalidInput):
            list(recordings.list(**(period() | wrong)))
    assert not wire.asked


def test_a_listing_that_came_short_is_no_listing(face: str) -> None:
    """The vendor announces one more than it hands out."""

    def edit(tree: Any) -> None:
        tree["page"]["totalElements"] += 1

    with recordings_of(face, NAME, Wire(part="/search", edit=edit)) as recordings:
        with pytest.raises(pb.ListingIncomplete):
            list(recordings.list(**period()))


def test_a_refused_search_is_typed(face: str) -> None:
    """An administrator's search without the right is ``Forbidden``, and no empty list."""
    forbidden = {"errorCode": "Forbidden", "description": "Told ada@example.test.", "incident": "0"}
    wire = Wire(instead=lambda asked: refused(403, forbidden) if "/accounts/" in asked.path else None)
    with recordings_of(face, NAME, wire) as recordings:
        with pytest.raises(pb.Forbidden) as caught:
            list(recordings.list(**period(), host="123"))
    assert "ada" not in str(caught.value)


def test_a_read_only_account_may_search(face: str) -> None:
    """The searches are POSTs that change nothing."""
    wire = Wire()
    with recordings_of(face, NAME, wire, read_only=True) as recordings:
        assert list(recordings.list(**period()))
        assert list(recordings.list(**period(), host=wire.sandbox.world.colleague_key))


# --- one webinar's, and one recording ----------------------------------------------------------------------


def test_a_webinar_lists_its_own(face: str) -> None:
    """The newest has two; they are the same as in the search. A bare key is taken for one of the organizer's own."""
    wire = Wire()
    first = asset(wire.sandbox)
    with recordings_of(face, NAME, wire) as recordings:
        found = list(recordings.list_of_event(f"{first.creator}/{first.webinar}"))
        bare = list(recordings.list_of_event(first.webinar))
        searched = {each.id: each for each in recordings.list(**period())}

    assert 2 == len(found)
    assert [each.id for each in found] == [each.id for each in bare]
    assert all(searched[each.id].event == each.event and searched[each.id].title == each.title for each in found)


def test_each_kind_of_recording_is_found_again(face: str) -> None:
    """A webinar's by its webinar, an upload by a search, a colleague's upload by an administrator's."""
    wire = Wire()
    world = wire.sandbox.world
    colleagues = assets(wire, world.colleague_key)[0]
    lonely = type(colleagues)("77", "Trailer", world.colleague_key, colleagues.created)
    world.part(Assets).all.append(lonely)
    upload = next(each for each in assets(wire) if not each.webinar)
    with recordings_of(face, NAME, wire) as recordings:
        for each, asked in ((asset(wire.sandbox), OF_WEBINAR), (upload, SEARCH), (lonely, "/accounts/")):
            wire.asked.clear()
            found = recordings.get(name_of(each))
            assert (name_of(each), each.name, each.created) == (found.id, found.title, found.created_at)
            assert wire.of(asked)


def test_what_is_not_listed_is_not_found(face: str) -> None:
    """Once all were listed; ``missing`` says that a recording is meant."""
    wire = Wire()
    other = name_of(asset(wire.sandbox)).rpartition("/")[0] + "/4711"
    with recordings_of(face, NAME, wire) as recordings:
        for name in (other, "-/-/4711"):
            with pytest.raises(pb.NotFound) as caught:
                recordings.get(name)
            assert "recording" == caught.value.missing


@pytest.mark.parametrize("name", ["", "1", "1/2", "1/2/3/4", "1//3", "/2/3", "1/2/"])
def test_an_id_that_no_listing_shows_is_refused(face: str, name: str) -> None:
    """Before anything is sent."""
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        with pytest.raises(pb.InvalidInput, match="CREATOR/WEBINAR/ASSET"):
            recordings.get(name)
    assert not wire.asked


KEYS = st.text(min_size=1, max_size=30).filter(
    lambda key: key != "-" and not any("\ud800" <= c <= "\udfff" for c in key)
)


@given(creator=st.none() | KEYS, webinar=st.none() | KEYS, key=KEYS)
def test_an_id_says_what_it_was_made_of(creator: str | None, webinar: str | None, key: str) -> None:
    """Whatever the keys look like; they are GoTo's, and nothing is promised about them."""
    row = AssetRow.model_validate({"recordingAssetKey": key, "creatorKey": creator, "webinarKey": webinar})

    found = recording(row)

    assert AssetAddress(creator or "", webinar or "", key) == asset_address(found.id)
    assert all(each.recording == found.id for each in found.files)
    assert ("webinar" if webinar else "upload") == found.kind


# --- the traps of GoTo's API -------------------------------------------------------------------------------


def test_trap_04_keys_are_numbers_or_text(face: str) -> None:
    """Twenty digits as a number, as text: the same id, no digit lost."""
    wire = Wire()
    first = asset(wire.sandbox)
    big = 24576065432313123456

    def edit(tree: Any) -> None:
        for row in tree["_embedded"]["recordingAssets"]:
            row.update(recordingAssetKey=big if row["recordingAssetKey"] == first.key else row["recordingAssetKey"])
            row.update(creatorKey=int(row["creatorKey"]), accountKey=int(row["accountKey"]))

    wire.part, wire.edit = "/search", edit
    with recordings_of(face, NAME, wire) as recordings:
        found = {each.id for each in recordings.list(**period())}

    assert f"{first.creator}/{first.webinar}/{big}" in found
    assert len(assets(wire)) == len(found)


def test_trap_05_nothing_found_has_no_rows_at_all(face: str) -> None:
    """``_embedded`` is missing where there is nothing: that is an empty list."""
    wire = Wire()
    empty: list[Any] = []
    wire.part, wire.edit = "/search", empty.append
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    with recordings_of(face, NAME, wire) as recordings:
        assert [] == list(recordings.list(since=long_ago, until=long_ago, host=wire.sandbox.world.colleague_key))
    assert "_embedded" not in empty[0]


def test_trap_06_a_search_pages_by_size_and_a_webinar_by_limit(face: str) -> None:
    """Each by its own word, and two hundred at a time."""
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        list(recordings.list(**period()))
        list(recordings.list_of_event(asset(wire.sandbox).webinar))

    (search,), (of_webinar,) = wire.of("/search"), wire.of(OF_WEBINAR)
    assert ("200", None) == (search.query["size"], search.query.get("limit"))
    assert ("200", None) == (of_webinar.query["limit"], of_webinar.query.get("size"))


def paged_by(size: int, rows: list[dict[str, Any]]) -> Any:
    """Return a vendor that keeps to a page size of its own, whatever it is asked for."""

    def answer(asked: Asked) -> Any:
        if OF_WEBINAR not in asked.path:
            return None
        number = int(asked.query["page"])
        page = rows[number * size : (number + 1) * size]
        return refused(200, {"data": page, "total": len(rows), "page": number, "pageSize": len(page)})

    return answer


@pytest.mark.parametrize("face", FACES)
@settings(max_examples=15, deadline=None)
@given(count=st.integers(0, 30), size=st.integers(1, 40))
def test_trap_06_a_webinar_is_read_to_its_end_whatever_its_pages_are(face: str, count: int, size: int) -> None:
    """The answer does not say which limit was kept to: the document says ``limit``, its example ``size``."""
    rows = [{"recordingAssetKey": f"k{number}", "creatorKey": "1", "webinarKey": "2"} for number in range(count)]
    with recordings_of(face, NAME, Wire(instead=paged_by(size, rows))) as recordings:
        found = list(recordings.list_of_event("1/2"))

    assert [f"1/2/k{number}" for number in range(count)] == [each.id for each in found]


def test_trap_06_a_webinar_that_shows_less_than_it_has_is_incomplete(face: str) -> None:
    """Its pages end before as many came as were announced."""
    rows = [{"recordingAssetKey": "k", "creatorKey": "1", "webinarKey": "2"}]

    def short(asked: Asked) -> Any:
        answered = {"data": rows if asked.query["page"] == "0" else [], "total": 3, "page": 0, "pageSize": 1}
        return refused(200, answered) if OF_WEBINAR in asked.path else None

    with recordings_of(face, NAME, Wire(instead=short)) as recordings:
        with pytest.raises(pb.ListingIncomplete):
            list(recordings.list_of_event("1/2"))


def test_trap_24_a_recording_in_the_making_is_not_there_yet(face: str) -> None:
    """Both searches are of completed assets: what comes later is found later, and nothing is remembered."""
    wire = Wire()
    late = type(asset(wire.sandbox))("4711", "Late", wire.sandbox.world.organizer_key, datetime.now(UTC))
    within = {"since": late.created - timedelta(minutes=1), "until": late.created}
    with recordings_of(face, NAME, wire) as recordings:
        before = list(recordings.list(**within))
        wire.sandbox.world.part(Assets).all.append(late)
        after = list(recordings.list(**within))

    assert ([], [name_of(late)]) == (before, [each.id for each in after])


def test_trap_27_the_404_of_a_webinar_is_no_404_of_its_recordings(face: str) -> None:
    """A webinar that was cancelled lists none, which says so; its recording is still stored, and is found."""
    wire = Wire()
    first = asset(wire.sandbox)
    wire.sandbox.world.part(Webinars).get({"webinarKey": first.webinar}).gone = True
    with recordings_of(face, NAME, wire) as recordings:
        with pytest.raises(pb.NotFound) as caught:
            list(recordings.list_of_event(f"{first.creator}/{first.webinar}"))
        assert "recording" != caught.value.missing
        assert name_of(first) == recordings.get(name_of(first)).id


def test_trap_27_a_404_of_the_search_is_no_empty_list(face: str) -> None:
    """It may mean another account: nothing is concluded from it."""
    wire = Wire(instead=lambda asked: refused(404, NO_OBJECT) if "/search" in asked.path else None)
    with recordings_of(face, NAME, wire) as recordings:
        with pytest.raises(pb.NotFound) as caught:
            list(recordings.list(**period()))
    assert "ada" not in str(caught.value)


def test_trap_31_a_search_comes_page_by_page(face: str) -> None:
    """More than two hundred are asked for in as many pages as it takes, each recording once."""
    wire = Wire()
    own = wire.sandbox.world.organizer_key
    made = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    kind = type(asset(wire.sandbox))
    wire.sandbox.world.part(Assets).all += [kind(f"many{number}", "Many", own, made) for number in range(405)]
    with recordings_of(face, NAME, wire) as recordings:
        found = [each.id for each in recordings.list(**period())]

    assert len(assets(wire)) == len(found) == len(set(found))
    assert ["0", "1", "2"] * 2 == [each.query["page"] for each in wire.of("/search")]


def test_trap_32_no_address_is_shown(face: str, caplog: pytest.LogCaptureFixture) -> None:
    """Links open recordings: they are in the values, and in no repr, log, listing or error."""
    caplog.set_level(logging.DEBUG)
    wire = Wire()
    first = asset(wire.sandbox)
    with recordings_of(face, NAME, wire) as recordings:
        found = recordings.get(name_of(first))
        wire.instead = lambda asked: refused(404) if "/rec/goto/" in asked.path else None
        with pytest.raises(pb.ProviderBridgeError) as caught:
            recordings.read(found.files[1])

    links = [found.share_url, *(file.url for file in found.files)]
    assert 3 == len([link for link in links if "://" in link])
    shown = [repr(found), str(record(found)), str(caught.value), repr(vars(caught.value))]
    shown += [entry.getMessage() for entry in caplog.records]
    assert not [text for text in shown for word in (*links, "signature=", "/rec/goto") if word in text]


# --- odd answers -------------------------------------------------------------------------------------------


def test_a_transcript_has_two_names(face: str) -> None:
    """The schema says ``transcriptDownloadUrl``, the prose ``transcriptUrl``; without either there is none."""

    def edit(tree: Any) -> None:
        for row in tree["_embedded"]["recordingAssets"]:
            row["transcriptUrl"] = row.pop("transcriptDownloadUrl", "")

    wire = Wire(part="/search", edit=edit)
    with recordings_of(face, NAME, wire) as recordings:
        found = {each.id: [file.id for file in each.files] for each in recordings.list(**period())}

    wanted = {name_of(each): ["video", "transcript"] if each.transcript else ["video"] for each in assets(wire)}
    assert wanted == found


@pytest.mark.parametrize(
    ("url", "ending"),
    [("https://x.test/a.vtt?sig=b.c", "VTT"), ("https://x.test/a.TXT", "TXT"), ("https://x.test/a", ""),
     ("https://x.test/a.exe", ""), ("https://[x/a.vtt", ""), ("a.b/c", "")],
)  # fmt: skip
def test_a_transcripts_ending_is_that_of_its_address(url: str, ending: str) -> None:
    """Where it is one of a text's; the formats are not documented."""
    found = recording(AssetRow.model_validate({"recordingAssetKey": "1", "transcriptDownloadUrl": url}))

    assert [ending] == [file.extension for file in found.files]


def test_a_recording_without_a_film_is_not_called_stored() -> None:
    """The vendor's document promises an address; without one it is not known to be complete."""
    found = recording(AssetRow.model_validate({"recordingAssetKey": "1", "createTime": "", "webinarKey": "2"}))

    assert ("processing", (), None, "2", None) == (found.state, found.files, found.created_at, found.event, found.host)


def test_a_recording_of_unknown_age_is_in_every_period(face: str) -> None:
    """It could lie anywhere, and leaving it out would tell of fewer than there are."""

    def edit(tree: Any) -> None:
        tree["_embedded"]["recordingAssets"][0]["createTime"] = None

    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    with recordings_of(face, NAME, Wire(part="/search", edit=edit)) as recordings:
        assert [None] == [each.created_at for each in recordings.list(since=long_ago, until=long_ago)]


@pytest.mark.parametrize("name", ["recordingAssetKey", "page"])
def test_an_answer_without_what_it_needs_is_no_answer(face: str, name: str) -> None:
    """A ``DecodeError`` says which member; it shows no value."""

    def edit(tree: Any) -> None:
        for row in (tree, tree["_embedded"]["recordingAssets"][0]):
            row.pop(name, None)

    with recordings_of(face, NAME, Wire(part="/search", edit=edit)) as recordings:
        with pytest.raises((pb.DecodeError, pb.ProviderBroken)):
            list(recordings.list(**period()))


def test_nothing_is_ever_said_to_be_deleted(face: str) -> None:
    """There is no API for it: an error that says what a person can do, and no outcome."""
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        with pytest.raises(pb.UnsupportedCapability, match="vendor's web page"):
            recordings.delete(name_of(asset(wire.sandbox)), pb.Strength.ERASE)
    assert not wire.asked
