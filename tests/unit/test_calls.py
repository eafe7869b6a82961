"""Identifiers in paths: encoded once, twice where Zoom's rule says so, and never out of their segment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.core.calls import Call, Endpoint, RawReply, Reply, Request, quote_once, quote_uuid
from provider_bridge.errors import InvalidInput

BASE = "https://api.example.test/v2"
NOW = datetime(2026, 11, 23, tzinfo=UTC)

identifiers = st.text(min_size=1).filter(lambda text: text.strip().strip("."))


def endpoint(method: str = "GET", template: str = "/meetings/{meetingId}/x/{userId}") -> Endpoint:
    """Return an endpoint with two places in its path."""
    return Endpoint(method, template, "light", (), "", quote=quote_uuid)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ab+c==", "ab%2Bc%3D%3D"),
        ("ab/cd==", "ab%2Fcd%3D%3D"),
        ("/abc==", "%252Fabc%253D%253D"),
        ("a//b==", "a%252F%252Fb%253D%253D"),
        ("81234567890", "81234567890"),
        ("ada+web@example.test", "ada%2Bweb%40example.test"),
        ("KDcuGIm1QgePTO8WbOqwIQ==", "KDcuGIm1QgePTO8WbOqwIQ%3D%3D"),
        ("a%2Fb", "a%252Fb"),
        ("a/", "a%2F"),
        ("a.b", "a.b"),
        ("Zoë", "Zo%C3%AB"),
    ],
)
def test_the_uuid_rule(value: str, expected: str) -> None:
    """Encode once; twice when a UUID starts with a slash or holds two in a row."""
    assert expected == quote_uuid(value)


@pytest.mark.parametrize("quote", [quote_once, quote_uuid])
@pytest.mark.parametrize("value", ["", ".", "..", "...", " ", "\t", " . "])
def test_dots_and_nothing_are_refused(quote: object, value: str) -> None:
    """An identifier that would name another path, or none, is a mistake of the caller."""
    assert callable(quote)
    with pytest.raises(InvalidInput):
        quote(value)


@settings(max_examples=300, deadline=None)
@given(identifiers)
def test_nothing_leaves_its_segment(value: str) -> None:
    """Whatever an identifier holds, it stays one segment, and decoding gives it back."""
    once, twice = quote_once(value), quote_uuid(value)

    for quoted in (once, twice):
        assert quoted.isascii()
        assert not set(quoted) & set("/?#\\ @:&=+;%") - {"%"}
        assert quoted.strip(".")
    assert value == unquote(once)
    assert value in {unquote(twice), unquote(unquote(twice))}


@settings(max_examples=200, deadline=None)
@given(meeting=identifiers, user=identifiers, query=st.dictionaries(st.sampled_from("abc"), st.text(), max_size=3))
def test_a_call_fills_its_template_and_nothing_more(meeting: str, user: str, query: dict[str, str]) -> None:
    """The URL has the template's segments, the query's values, and no fragment."""
    call = Call(endpoint(), {"meetingId": meeting, "userId": user}, query)

    parts = urlsplit(call.target(BASE))

    assert ("https", "api.example.test", "") == (parts.scheme, parts.netloc, parts.fragment)
    segments = parts.path.split("/")
    assert ["", "v2", "meetings", quote_uuid(meeting), "x", quote_uuid(user)] == segments
    found = parse_qs(parts.query, keep_blank_values=True)
    assert {name: [value] for name, value in query.items()} == found


def test_a_plus_in_a_query_is_encoded() -> None:
    """A plus would be read as a space."""
    call = Call(endpoint(template="/users"), query={"from": "2026-11-23T00:00:00+00:00"})

    assert f"{BASE}/users?from=2026-11-23T00%3A00%3A00%2B00%3A00" == call.target(BASE)


def test_a_template_without_places_takes_no_value() -> None:
    """Values that have no place in the path do not turn up in it."""
    assert f"{BASE}/users" == Call(endpoint(template="/users"), {"userId": "ada"}).target(BASE)


@pytest.mark.parametrize(
    ("method", "expected"),
    [("GET", True), ("HEAD", True), ("PUT", True), ("DELETE", True), ("POST", False), ("PATCH", False)],
)
def test_what_may_be_sent_twice(method: str, *, expected: bool) -> None:
    """Only methods that do the same when they are done twice are replayable."""
    assert expected is endpoint(method).replayable


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_what_does_more_when_it_is_done_twice_is_sent_once(method: str) -> None:
    """A copy is made by a PUT, and there would be two of it."""
    assert not replace(endpoint(method), once=True).replayable


def test_a_name_is_method_and_template() -> None:
    """The operation's name holds no identifier."""
    assert "GET /meetings/{meetingId}/x/{userId}" == endpoint().name


def test_reprs_show_no_person_and_no_secret() -> None:
    """What travels can be printed without telling anything."""
    secret = "S3NT1NEL"
    travelling = (
        Call(endpoint(), {"meetingId": secret}, {"search": secret}),
        Request("GET /users", "GET", f"{BASE}/{secret}", {"Authorization": secret}, secret.encode()),
        RawReply(200, {"x": secret}, secret.encode()),
        Reply("GET /users", secret.encode(), 1, NOW, "r"),
    )

    assert not any(secret in repr(each) for each in travelling)


@pytest.mark.parametrize("value", ["\udcff", "ada\ud800@example.test"])
def test_half_a_character_is_refused_without_being_shown(value: str) -> None:
    """A bug once: what cannot be encoded ended in an error that is none of ours and holds the value."""
    where = endpoint(template="/users/{userId}")
    for call in (Call(where, {"userId": value}), Call(where, {"userId": "u"}, {"q": value})):
        with pytest.raises(InvalidInput) as caught:
            call.target("https://api.test")
        assert "ada" not in str(caught.value)
        assert caught.value.__context__ is None


@given(
    identifiers.filter(lambda text: text.isprintable()),
    st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")), max_size=3),
)
def test_what_needs_no_encoding_is_only_looked_at(value: str, query: dict[str, str]) -> None:
    """The short way gives what the standard library gives, for the path and for the query."""
    described = Endpoint("GET", "/users/{userId}", "light", (), "")
    path = f"{BASE}/users/{quote(value, safe='')}"

    assert (f"{path}?{urlencode(query)}" if query else path) == Call(described, {"userId": value}, query).target(BASE)
