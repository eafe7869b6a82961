"""How people hear GoToWebinar's webinars, and the address that starts one."""

from __future__ import annotations

from typing import Any

import pytest
from rewriting import rewriting
from support import unlimited
from webinars import id_of, named, webinar_account

from provider_bridge import AudioChange, Conflict, DecodeError, EventId, InvalidInput, NotFound, OwnAudio
from provider_bridge.sandbox.goto.webinar_events import Outbox

OWN = OwnAudio("+49 30 1234, code 1", "+49 30 1234, code 2", "")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    from provider_bridge.core.confirm import polling as patience

    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))


def test_numbers_and_codes_are_read(face: str) -> None:
    """By country, each role's code in its place."""
    sandbox = unlimited()
    with webinar_account(face, sandbox) as account:
        found = account.events.audio(id_of(named(sandbox, "coming 0")))

    assert (found.kind, found.own) == ("both", None)
    assert [each.country for each in found.numbers] == ["DE", "US"]
    germany, america = found.numbers
    assert (germany.toll_free, america.toll_free) == ("", "1 888 455 4198")
    assert (america.host_code, america.panelist_code, america.attendee_code) == (
        "791-426-085",
        "690-270-339",
        "159-309-045",
    )


def test_trap_32_codes_and_addresses_are_in_no_repr(face: str) -> None:
    """Access codes, the host's own texts, and addresses to start or to register are values that no ``repr`` shows."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    with webinar_account(face, sandbox) as account:
        event = id_of(webinar)
        audio, start, shown = account.events.audio(event), account.events.start_url(event), account.events.get(event)
        own = account.events.update_audio(event, AudioChange("own", own=OWN), notify=False)

    assert f"token=hush-{webinar.key}" in start.url
    assert own.own == OWN
    secrets = ["791-426", "159-309", "690-270", "879-4198", "455 4198", "hush", "https://", "code 1", "1234"]
    text = "".join(map(repr, (audio, start, shown, own, AudioChange("own", own=OWN))))
    assert [] == [word for word in secrets if word in text]


@pytest.mark.parametrize(
    "change",
    [
        AudioChange("telephone", ("DE", "FR")),
        AudioChange("both", ("DE",), ("US",)),
        AudioChange("computer"),
        AudioChange("own", own=OWN),
    ],
)
@pytest.mark.parametrize("notify", [True, False])
def test_a_change_is_read_back(face: str, change: AudioChange, notify: bool) -> None:
    """Every kind; people are told only when that was said."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    with webinar_account(face, sandbox) as account:
        found = account.events.update_audio(id_of(webinar), change, notify=notify)
        with pytest.raises(TypeError, match="notify"):
            account.events.update_audio(id_of(webinar), change)

    assert (found.kind, found.own) == (change.kind, change.own)
    assert {each.country for each in found.numbers} == {*change.toll_countries, *change.toll_free_countries}
    assert sandbox.world.part(Outbox).sent == [("notifyParticipants", webinar.key)] * notify


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        (AudioChange("computer"), {"type": "PSTN"}),
        (AudioChange("telephone", ("DE",)), {"confCallNumbers": {}}),
        (AudioChange("telephone", ("DE",), ("US",)), {"confCallNumbers": {"US": {"toll": "1"}, "DE": {"toll": "1"}}}),
        (AudioChange("own", own=OWN), {"privateInfo": {"attendee": "old"}}),
    ],
)
def test_a_change_that_is_not_seen_is_said(face: str, change: AudioChange, stale: dict[str, Any]) -> None:
    """GoTo accepted it, and shows something else."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/audio", lambda tree: tree | stale)
    with webinar_account(face, sandbox, app) as account, pytest.raises(Conflict, match="does not show it"):
        account.events.update_audio(id_of(named(sandbox, "coming 0")), change, notify=False)

    assert sandbox.log["POST /G2W/rest/v2/organizers/{organizerKey}/webinars/{webinarKey}/audio 204"] == 1


@pytest.mark.parametrize(
    "change",
    [
        AudioChange("carrier pigeon"),
        AudioChange("telephone"),
        AudioChange("both"),
        AudioChange("computer", ("DE",)),
        AudioChange("own"),
        AudioChange("computer", own=OWN),
        AudioChange("own", own=OwnAudio(" ")),
    ],
)
def test_a_change_that_makes_no_sense_is_not_sent(face: str, change: AudioChange) -> None:
    """One sentence, and no call."""
    sandbox = unlimited()
    with webinar_account(face, sandbox) as account, pytest.raises(InvalidInput):
        account.events.update_audio(id_of(named(sandbox, "coming 0")), change, notify=False)

    assert not sandbox.log


def test_unseen_words_survive_and_absent_parts_are_none(face: str) -> None:
    """A new kind of audio is its own word; a country without codes has none."""
    sandbox = unlimited()
    odd = {"type": "Telepathy", "confCallNumbers": {"FI": {"toll": "", "accessCodes": None}}}
    app = rewriting(sandbox.handle, "GET", "/audio", lambda _: odd)
    with webinar_account(face, sandbox, app) as account:
        found = account.events.audio(id_of(named(sandbox, "coming 0")))

    assert (found.kind, found.own) == ("Telepathy", None)
    assert [(each.country, each.toll, each.attendee_code) for each in found.numbers] == [("FI", "", "")]


def test_a_webinar_that_is_not_there_has_no_audio_and_no_address(face: str) -> None:
    """A 404 is an error, and an empty address is none."""
    sandbox = unlimited()
    nobody = EventId(f"{sandbox.world.organizer_key}/815")
    with webinar_account(face, sandbox) as account:
        for name in ("audio", "start_url", "times"):
            with pytest.raises(NotFound):
                getattr(account.events, name)(nobody)
    app = rewriting(sandbox.handle, "GET", "/startUrl", lambda _: {"startUrl": ""})
    with webinar_account(face, sandbox, app) as account, pytest.raises(DecodeError):
        account.events.start_url(id_of(named(sandbox, "coming 0")))
