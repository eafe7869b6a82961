"""Listings: exact as JSON, safe for spreadsheets as CSV, without secrets, whole or marked as broken."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provider_bridge as pb
from provider_bridge import domain
from provider_bridge.errors import ListingIncomplete
from provider_bridge.reports.listing import write_csv, write_json
from provider_bridge.reports.records import SECRETS, columns, record

OWNER = {"account": "acme", "provider": "zoom"}
START = datetime(2026, 11, 1, 9, tzinfo=timezone(timedelta(hours=1)))


def registrant(**fields: Any) -> pb.Registrant:
    return pb.Registrant(pb.RegistrantId("r1"), "approved", START, **fields)


def as_json(*items: Any) -> list[dict[str, Any]]:
    to = io.StringIO()
    write_json(((OWNER, item) for item in items), to)
    found: list[dict[str, Any]] = json.loads(to.getvalue())
    return found


def as_csv(*items: Any) -> list[dict[str, str]]:
    to = io.StringIO()
    write_csv(((OWNER, item) for item in items), pb.Registrant, to)
    return list(csv.DictReader(io.StringIO(to.getvalue())))


def test_a_record_has_every_field_but_the_secrets() -> None:
    """Times are UTC, spans are seconds, nested values are records, and what opens something is not there."""
    session = pb.SessionId("meeting:abc")
    stay = pb.Interval(START, None)
    person = pb.Participant(session, "email", (stay,), (), timedelta(minutes=2), 1, email="a@example.test")

    found = record(person)

    assert found["intervals"] == [{"joined": "2026-11-01T08:00:00Z", "left": None}]
    assert (found["present_s"], found["email"], found["session"]) == (120.0, "a@example.test", "meeting:abc")
    assert "join_url" not in record(registrant(join_url="https://x"))
    assert record(pb.ViewCount(date(2026, 11, 1), 2, 3)) == {"day": "2026-11-01", "views": 2, "downloads": 3}


OPENING = ("url", "passcode", "pin", "token", "secret", "code", "challenge", "signature", "payload", "value", "dial_in")
HARMLESS = {
    "EffectiveSetting.value",
    "NewRegistrant.postal_code",
    "RecordingSharing.has_passcode",
    "Registrant.postal_code",
    "SettingReading.value",
}


def test_whatever_opens_something_counts_as_a_secret() -> None:
    """Every field of the vocabulary that is an address, a code or a PIN, or may hold one, is kept out of listings."""
    kinds = [each for each in vars(domain).values() if dataclasses.is_dataclass(each) and isinstance(each, type)]
    shown = {f"{kind.__name__}.{name}" for kind in kinds for name in columns(kind)}
    telling = {name for name in shown if any(word in name.partition(".")[2] for word in OPENING)}

    assert telling == HARMLESS
    fields = {(kind.__name__, field.name) for kind in kinds for field in dataclasses.fields(kind)}
    assert {f"{kind}.{name}" for kind, name in fields} | {name for _, name in fields} >= SECRETS


def test_codes_in_free_text_and_signing_secrets_are_in_no_listing() -> None:
    """What the roles are told of a service of the host's own has its codes; a signing secret signs for the provider."""
    own = pb.OwnAudio("code 123", "code 456", "code 789")
    secret = pb.WebhookSecret("7", START, "5f0c-signs")
    webhook = pb.Webhook(pb.WebhookId("w"), "registrant.added", True, callback_url="https://me.example.test/?key=1")

    assert "code" not in json.dumps([record(pb.AudioInfo("own", own=own)), record(own)])
    assert record(secret).keys() == {"id", "valid_from"}
    assert "callback_url" not in record(webhook)


@given(rows=st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_json_is_exact(rows: list[tuple[str, str]]) -> None:
    """Whatever people typed comes back as it was, and no rows are an empty array."""
    found = as_json(*(registrant(first_name=first, comments=comment) for first, comment in rows))

    assert [(each["first_name"], each["comments"]) for each in found] == rows
    assert all(each["account"] == "acme" for each in found)


@given(text=st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])))
def test_csv_never_holds_a_formula(text: str) -> None:
    """A cell never begins as a formula does, and apart from the apostrophe it is as it was typed."""
    (found,) = as_csv(registrant(comments=text))

    assert not found["comments"].startswith(("=", "+", "-", "@", "\t"))
    assert found["comments"].removeprefix("'") == text.removeprefix("'")


def test_csv_has_a_heading_without_rows_and_json_in_cells_of_nested_values() -> None:
    """The columns are those of the type, whether or not anything is listed."""
    to = io.StringIO()
    write_csv((), pb.Registrant, to)
    assert to.getvalue().strip().split(",") == ["account", "provider", *columns(pb.Registrant), "error"]

    (found,) = as_csv(registrant(custom=(pb.Answer("Why?", "Because"),)))
    assert json.loads(found["custom"]) == [{"question": "Why?", "answer": "Because"}]


def test_an_account_that_failed_stands_in_the_listing() -> None:
    """Nobody takes a part for the whole: the failure has a record of its own, in JSON and in CSV."""
    error = ListingIncomplete("GET /users", "2 announced, 1 came")

    assert as_json(registrant(), error)[1] == {**OWNER, "error": str(error)}
    assert as_csv(registrant(), error)[1]["error"] == str(error)


def test_a_json_listing_that_breaks_off_is_no_json() -> None:
    """An error that ends the command leaves nothing that could be parsed."""

    def broken() -> Iterator[tuple[dict[str, str], Any]]:
        yield OWNER, registrant()
        raise RuntimeError

    to = io.StringIO()
    with pytest.raises(RuntimeError):
        write_json(broken(), to)
    with pytest.raises(json.JSONDecodeError):
        json.loads(to.getvalue())


class Nowhere(io.StringIO):
    def write(self, text: str) -> int:
        return len(text)


@pytest.mark.memory
@pytest.mark.parametrize("form", ["json", "csv"])
def test_memory_stays_flat(form: str) -> None:
    """A hundred thousand rows take no more memory than one."""
    items = ((OWNER, registrant(email=f"p{number}@example.test")) for number in range(100_000))
    tracemalloc.start()
    if form == "json":
        write_json(items, Nowhere())
    else:
        write_csv(items, pb.Registrant, Nowhere())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 2**20


def test_times_are_in_utc_whatever_zone_they_came_in() -> None:
    """The same moment is written the same way."""
    assert record(registrant())["registered_at"] == "2026-11-01T08:00:00Z"
    assert record(dataclasses.replace(registrant(), registered_at=START.astimezone(UTC))) == record(registrant())


@pytest.mark.parametrize("text", ["\n=1+1", "\uff1d1+1", "\uff20SUM(A1)", "\uff0b1", "\uff0d1"])
def test_other_spellings_of_a_formula_are_none(text: str) -> None:
    """A bug once: a line break in front, or a wide letter, and a spreadsheet ran what somebody had typed."""
    (row,) = as_csv(registrant(first_name=text))

    assert row["first_name"] == f"'{text}"
