"""Who may view a recording at Zoom, who registered to, and who did."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from recorded import Answer, edited, no_patience, opened, refused, run_of
from support import unlimited

from provider_bridge import (
    Answer as Given,
)
from provider_bridge import (
    Conflict,
    DecodeError,
    Forbidden,
    InvalidInput,
    ListingIncomplete,
    NewRegistrant,
    NotFound,
    RecordingSharing,
    RegistrationQuestion,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.recording_audience import Viewers

VERA = NewRegistrant(
    "Vera.Kowalski@example.test",
    "Vera",
    "Kowalski",
    organization="Example",
    postal_code="12345",
    number_of_employees="21-50",
    custom=(Given("Which part?", "second"),),
)


def event(sandbox: Sandbox) -> str:
    return f"meeting:{run_of(sandbox).number}"


# --- sharing -----------------------------------------------------------------------------------------------


def test_sharing_is_read(face: str) -> None:
    """Audience, sign-in, registration, downloads, and the day it is deleted by itself; of the passcode, that it is."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        found = recordings.sharing.read(run.uuid)

    assert found == RecordingSharing(
        audience="account",
        viewers_must_sign_in=True,
        viewers_must_register=False,
        viewers_may_download=False,
        has_passcode=True,
        auto_delete=True,
        auto_delete_on=run.start.date() + timedelta(days=730),
    )
    assert run.settings["password"] not in repr(found)


@pytest.mark.parametrize(
    ("answer", "audience"),
    [
        ({"share_recording": "publicly"}, "public"),
        ({"share_recording": "internally"}, "account"),
        ({"share_recording": "none"}, "nobody"),
        ({"share_recording": "by_pigeon"}, "by_pigeon"),
        ({"share_recording": "publicly", "authentication_option": "specialEmail"}, "named"),
        ({"share_recording": "publicly", "authentication_option": "signIn_x"}, "public"),
        ({}, ""),
    ],
)
def test_the_audience(face: str, answer: dict[str, str], audience: str) -> None:
    """Named people go before what Zoom says beside; unseen words survive; what is left out is not known."""

    def change(_: str, __: str, given: Answer) -> Answer | None:
        def only(tree: dict[str, Any]) -> None:
            tree.clear()
            tree.update(answer)

        return edited(given, only) if b"share_recording" in given[2] else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        found = recordings.sharing.read(run_of(sandbox).uuid)

    assert found == RecordingSharing(audience, None, None, None, None, None, None)


def test_an_empty_passcode_is_none(face: str) -> None:
    """``""`` says that there is no passcode."""

    def change(_: str, __: str, given: Answer) -> Answer | None:
        return edited(given, lambda tree: tree.update(password="")) if b"share_recording" in given[2] else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        assert recordings.sharing.read(run_of(sandbox).uuid).has_passcode is False


def test_sharing_is_changed_and_read_back(face: str) -> None:
    """What is given changes, the rest stays."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        before = recordings.sharing.read(run.uuid)
        found = recordings.sharing.update(
            run.uuid, audience="public", viewers_must_register=True, passcode="hush-hush", auto_delete=False
        )
        private = recordings.sharing.update(run.uuid, audience="nobody")

    assert (before.audience, found.audience, private.audience) == ("account", "public", "nobody")
    assert (found.viewers_must_register, found.viewers_must_sign_in) == (True, True)
    assert (found.auto_delete, found.auto_delete_on) == (False, None)
    assert run.settings["password"] == "hush-hush"


def test_a_change_that_is_ignored_is_an_error(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accepted and not done, as where an administrator locked it; the error names what, and no secret."""
    no_patience(monkeypatch)
    sandbox = unlimited()
    sandbox.world.part(Viewers).ignores_settings = True
    with opened(face, sandbox) as recordings, pytest.raises(Conflict, match="audience, viewers_may_download") as caught:
        recordings.sharing.update(
            run_of(sandbox).uuid, audience="nobody", viewers_may_download=True, passcode="hush-hush"
        )
    assert "hush" not in str(caught.value)


def test_what_cannot_be_set_is_refused(face: str) -> None:
    """Nothing is sent for an audience that is none, a passcode that is too short, or no change at all."""
    sandbox = unlimited()
    with opened(face, sandbox) as recordings:
        for options in ({"audience": "named"}, {"audience": "publicly"}, {"passcode": "short"}, {"passcode": ""}, {}):
            with pytest.raises(InvalidInput):
                recordings.sharing.update(run_of(sandbox).uuid, **options)
        with pytest.raises(InvalidInput):
            recordings.sharing.read(str(run_of(sandbox).number))
    assert not sandbox.log


def test_no_permission_with_status_200_is_a_refusal(face: str) -> None:
    """Reading, changing and listing alike: a code without the expected key is an error."""

    def change(_: str, url: str, __: Answer) -> Answer | None:
        return refused(200, 200, "No permission.") if "/recordings" in url else None

    sandbox = unlimited()
    uuid = run_of(sandbox).uuid
    days = {"since": date(2026, 1, 1), "until": date(2026, 1, 2)}
    with opened(face, sandbox, change) as recordings:
        for call in (
            lambda: recordings.sharing.read(uuid),
            lambda: recordings.sharing.update(uuid, audience="nobody"),
            lambda: list(recordings.registrants.list(event(sandbox))),
            lambda: recordings.registrants.add(event(sandbox), VERA),
            lambda: recordings.registrants.approve(event(sandbox), ["x"]),
            lambda: recordings.registrants.questions.list(uuid),
            lambda: list(recordings.views.list(uuid, **days)),
            lambda: recordings.views.counts(uuid, **days),
        ):
            with pytest.raises(Forbidden):
                call()


# --- viewers -----------------------------------------------------------------------------------------------


def test_quirk_9_viewers_of_every_status_are_listed(face: str) -> None:
    """Zoom lists the approved alone unless it is asked for the others."""
    sandbox = unlimited()
    with opened(face, sandbox) as recordings:
        everybody = list(recordings.registrants.list(event(sandbox)))
        pending = list(recordings.registrants.list(event(sandbox), statuses=("pending",)))

    assert [each.status for each in everybody] == ["approved"] * 2 + ["pending"] * 2 + ["denied"] * 2
    assert [each.id for each in pending] == [each.id for each in everybody if each.status == "pending"]
    assert all(each.email and each.first_name and each.last_name for each in everybody)
    assert "example.test" not in repr(everybody)


def test_somebody_is_added(face: str) -> None:
    """All fields arrive, those that are empty are not sent, and the link is personal."""
    sandbox = unlimited()
    with opened(face, sandbox) as recordings:
        added = recordings.registrants.add(event(sandbox), VERA)
        (found,) = [each for each in recordings.registrants.list(event(sandbox)) if each.id == added.id]

    assert "?tk=" in added.join_url
    assert "tk=" not in repr(added)
    assert (found.email, found.first_name, found.last_name) == (VERA.email, VERA.first_name, VERA.last_name)
    assert (found.organization, found.postal_code, found.number_of_employees) == ("Example", "12345", "21-50")
    assert found.custom == VERA.custom
    assert (found.phone, found.comments) == ("", "")


@pytest.mark.parametrize(
    "person",
    [
        NewRegistrant("no address", "Vera"),
        NewRegistrant("", "Vera"),
        NewRegistrant("v@example.test", " "),
        NewRegistrant("v@example.test", "V" * 65),
        NewRegistrant("v" * 130 + "@example.test", "Vera"),
        NewRegistrant("v@example.test", "Vera", custom=(Given("q", "a" * 129),)),
        NewRegistrant("v@example.test", "Vera", language="de-DE"),
    ],
)
def test_somebody_who_would_be_refused_is_not_sent(face: str, person: NewRegistrant) -> None:
    """One clear sentence, without the person."""
    sandbox = unlimited()
    with opened(face, sandbox) as recordings, pytest.raises(InvalidInput) as caught:
        recordings.registrants.add(event(sandbox), person)
    assert "example.test" not in str(caught.value)
    assert not sandbox.log


def test_people_are_approved_and_denied(face: str) -> None:
    """Any number of people, told to Zoom 30 at a time, and read back."""
    sandbox = unlimited()
    number = str(run_of(sandbox).number)
    people = sandbox.world.part(Viewers).of(number)
    people += [people[1] | {"id": f"more{count}"} for count in range(70)]
    with opened(face, sandbox) as recordings:
        everybody = [each.id for each in recordings.registrants.list(event(sandbox))]
        recordings.registrants.approve(event(sandbox), everybody)
        assert {each.status for each in recordings.registrants.list(event(sandbox))} == {"approved"}
        recordings.registrants.deny(event(sandbox), everybody[:1])
        (denied,) = recordings.registrants.list(event(sandbox), statuses=("denied",))

    assert denied.id == everybody[0]
    assert sandbox.log["PUT /meetings/{meetingId}/recordings/registrants/status 204"] == 4


def test_an_approval_that_is_ignored_is_an_error(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zoom accepts an id that it does not know; that person is not approved."""
    no_patience(monkeypatch)
    sandbox = unlimited()
    with opened(face, sandbox) as recordings:
        with pytest.raises(Conflict, match="1 of 1 are not approved"):
            recordings.registrants.approve(event(sandbox), ["stranger"])
        for nobody in ([], [""]):
            with pytest.raises(InvalidInput):
                recordings.registrants.deny(event(sandbox), nobody)
        with pytest.raises(InvalidInput):
            list(recordings.registrants.list(event(sandbox), statuses=("cancelled",)))


def test_viewers_of_an_unknown_event(face: str) -> None:
    """3001 means the event; what is no number is refused."""
    with opened(face) as recordings:
        with pytest.raises(NotFound) as caught:
            list(recordings.registrants.list("meeting:123456789"))
        with pytest.raises(InvalidInput):
            list(recordings.registrants.list("abc=="))
    assert caught.value.missing == "event"


def test_what_viewers_are_asked(face: str) -> None:
    """Zoom's own fields by the names of the domain, then the organizer's questions."""
    sandbox = unlimited()
    with opened(face, sandbox) as recordings:
        found = recordings.registrants.questions.list(run_of(sandbox).uuid)

    assert found == (
        RegistrationQuestion("last_name", "Last name", True),
        RegistrationQuestion("organization", "Organization", False),
        RegistrationQuestion("", "Why do you want to see it?", False, "text"),
        RegistrationQuestion("", "Which part?", True, "single", ("first", "second")),
    )


@pytest.mark.parametrize("edit", [{"questions": [{"field_name": "city"}]}, {"questions": None}])
def test_whether_viewers_must_answer_is_never_guessed(face: str, edit: dict[str, object]) -> None:
    """An answer that does not say whether a question is required, or what is asked, is no "not required"."""

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, lambda tree: tree.update(edit)) if "/questions" in url else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings, pytest.raises(DecodeError):
        recordings.registrants.questions.list(run_of(sandbox).uuid)


# --- views -------------------------------------------------------------------------------------------------


def test_who_viewed_and_who_downloaded(face: str) -> None:
    """Without a period from the day of the session up to now; each once, though windows overlap."""
    sandbox = unlimited()
    run = run_of(sandbox, 4)
    run.start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=70)
    people = [view[2] for view in run.views]
    run.views = [
        ("by_view" if age % 2 else "by_download", datetime.now(UTC) - timedelta(days=age), people[age % len(people)])
        for age in range(70)
    ]
    run.views += run.views[-1:]  # twice in the same second, which happened
    with opened(face, sandbox) as recordings:
        found = list(recordings.views.list(run.uuid))
        recent = list(
            recordings.views.list(run.uuid, since=datetime.now(UTC) - timedelta(days=9.5), until=datetime.now(UTC))
        )

    assert [view.action for view in found] == ["viewed"] * 36 + ["downloaded"] * 35
    assert len({view.at for view in found}) == 70
    assert {view.duration for view in found if view.action == "viewed"} == {timedelta(seconds=90)}
    assert len(recent) == 10
    assert {view.email for view in found} <= {person.email for person in people}
    assert "example.test" not in repr(found)


def test_how_often_it_was_viewed(face: str) -> None:
    """One row for each day on which it was, oldest first."""
    sandbox = unlimited()
    run = run_of(sandbox, 4)
    person = run.views[0][2]
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    run.views = [("by_view", today - timedelta(days=age), person) for age in (40, 29, 29, 0)]
    run.views.append(("by_download", today - timedelta(days=29), person))
    with opened(face, sandbox) as recordings:
        found = recordings.views.counts(run.uuid, since=today - timedelta(days=60), until=date(2100, 1, 1))

    assert [((today.date() - each.day).days, each.views, each.downloads) for each in found] == [
        (40, 1, 0),
        (29, 2, 1),
        (0, 1, 0),
    ]


def test_views_for_other_days_are_no_listing(face: str) -> None:
    """Zoom cuts a period in silence; what it echoes is held against what was asked for."""

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, lambda tree: tree.update({"from": "2020-01-01"})) if "analytics" in url else None

    sandbox = unlimited()
    uuid = run_of(sandbox).uuid
    today = datetime.now(UTC).date()
    with opened(face, sandbox, change) as recordings:
        with pytest.raises(ListingIncomplete):
            list(recordings.views.list(uuid))
        with pytest.raises(ListingIncomplete):
            recordings.views.counts(uuid, since=today, until=today)


def test_a_count_of_no_day_is_not_dropped(face: str) -> None:
    """Dropped, it would tell of fewer views than there were; before, it was."""

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        rows = [{"date": "", "views_total_count": 3, "downloads_total_count": 1}]
        return edited(answer, lambda tree: tree.update(analytics_summary=rows)) if "analytics" in url else None

    sandbox = unlimited()
    today = datetime.now(UTC).date()
    with opened(face, sandbox, change) as recordings, pytest.raises(DecodeError, match="date: missing"):
        recordings.views.counts(run_of(sandbox).uuid, since=today, until=today)


def test_views_without_a_recording(face: str) -> None:
    """No recording is a typed error; a session of which no day is known asks for one."""

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, lambda tree: tree.update(start_time="")) if url.endswith("/recordings") else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        with pytest.raises(NotFound) as caught:
            list(recordings.views.list("AAAAAAAAAAAAAAAAAAAAAA=="))
        with pytest.raises(InvalidInput, match="since"):
            list(recordings.views.list(run_of(sandbox).uuid))
    assert caught.value.missing == "recording"
