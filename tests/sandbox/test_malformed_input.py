"""What the simulator answers to what no client should send: the vendors' typed refusals, never a fault of its own."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from calling import BASE, zoom
from replayed import Caught, caught

NAMES: Final = (
    *("page_size", "page_number", "next_page_token", "from", "to", "date", "status", "type", "option", "trash"),
    *("trash_type", "meeting_id", "include_fields", "custom_query_fields", "occurrence_id", "action", "role_id"),
    *("page", "size", "limit", "fromTime", "toTime", "startDate", "endDate", "product", "external", "includes"),
    *("search_type", "search_key", "query_date_type", "tracking_source_id", "email"),
)
TEXTS: Final = (
    *(
        "",
        "abc",
        "-1",
        "0",
        "9" * 18,
        "9" * 5000,
        "1e5",
        "١٢",
        "\x00",
        "[]",
        "{}",
        "null",
        "None",
        "true",
        "\U0001f600",
    ),
    *("2026-13-45", "0001-01-01", "9999-12-31", "2026-W01-1", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "bmFuOi01", "meeting_security"),
    *("message", "me", "/", "//", "../..", "a,b", "in_meeting", "%ff", "%2F"),
)
VALUES: Final[tuple[object, ...]] = (
    *(None, True, 0, -1, 1.5, 10**400, "", "x", "\ud800", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31"),
    *([], [[]], [None], [1], {}, {"a": {}}, [{}]),
)
BODIES: Final = (
    *(b"", b"{", b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe", b"NaN", b'{"email": Infinity}', b"1" * 5000),
    *(b"null", b"[]", b"{}", b'"x"', b"1", b"[null]", b"[[]]", b'{"": null}'),
)
EACH: Final = 24


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where something stands in a body."""
    yield place
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from places(member, (*place, name))


def spoiled(body: bytes, dice: random.Random) -> bytes:
    """Return a body with one member that is missing or something else, or something that is no such body at all."""
    if not body or dice.random() < 0.25:
        return dice.choice(BODIES)
    tree = copy.deepcopy(json.loads(body))
    *path, last = dice.choice(list(places(tree))) or ("",)
    if not path and last == "":
        return json.dumps(dice.choice(VALUES)).encode()
    found = tree
    for name in path:
        found = found[name]
    if dice.random() < 0.3:
        del found[last]
    else:
        found[last] = dice.choice(VALUES)
    return json.dumps(tree).encode()


def spoiled_url(url: str, dice: random.Random) -> str:
    """Return an address with one or two parameters, or now and then a segment of its path, that make no sense."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    for _ in range(dice.randint(1, 2)):
        query[dice.choice([*NAMES, *query])] = dice.choice(TEXTS)
    path = parts.path
    if dice.random() < 0.3:
        segments = path.split("/")
        segments[dice.randrange(2, len(segments))] = quote(dice.choice(TEXTS), safe=dice.choice(("", "/")))
        path = "/".join(segments)
    return parts._replace(path=path, query=urlencode(query)).geturl()


def faults(one: Caught, dice: random.Random) -> Iterator[str]:
    """Send malformed variants of a request; yield what the simulator could not answer."""
    twin = one.twin()
    for _ in range(EACH):
        url = spoiled_url(one.url, dice) if dice.random() < 0.6 else one.url
        body = spoiled(one.body, dice) if one.method != "GET" and (url == one.url or dice.random() < 0.5) else one.body
        try:
            twin.handle(one.method, url, one.headers, body)
        except Exception as error:  # noqa: BLE001 (whatever it is, it would be a 500 on a port)
            yield f"{one.method} {url[:300]} {body[:300]!r}: {error!r}"[:900]


def test_malformed_logins_never_end_in_a_fault() -> None:
    """Neither do the login servers, the files, nor headers that no client should send."""
    caller = zoom()
    for text in TEXTS:
        form = urlencode(dict.fromkeys(("grant_type", "account_id", "code", "refresh_token", "pat", "token"), text))
        asked = urlencode({"client_id": "sandbox-client", "response_type": "code", "redirect_uri": text, "state": text})
        for vendor in ("zoom", "goto"):
            for basic in (caller.basic, {"authorization": f"Basic {text}"}, {"authorization": text}):
                for what in ("token", "revoke"):
                    url = f"{BASE}/{vendor}/oauth/{what}?{form}"
                    assert caller.sandbox.handle("POST", url, basic, form.encode())[0] in {200, 400, 401}
            assert caller.sandbox.handle("GET", f"{BASE}/{vendor}/oauth/authorize?{asked}", {}, b"")[0] in {302, 400}
        for path in ("/rec/storage/x", "/rec/download/x", "/rec/goto/file/x", "/rec/goto/storage/x"):
            query = urlencode({"until": text, "signature": text})
            headers = caller.bearer | {"range": f"bytes={text}-"}
            assert caller.sandbox.handle("GET", f"{BASE}{path}?{query}", headers, b"")[0] < 500


def test_a_host_that_is_none_is_refused() -> None:
    """Addresses are made of the header ``Host``; one that they cannot be made of is a bad request."""
    caller = zoom()

    for host in ("[", "a:b", "a:99999"):
        assert caller.sandbox.handle("GET", f"{BASE}/v2/users", caller.bearer | {"host": host}, b"")[0] == 400


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(2))
def test_malformed_requests_never_end_in_a_fault(seed: int) -> None:
    """Whatever stands in queries, paths and bodies, every endpoint answers."""
    dice = random.Random(seed)

    assert [fault for one in caught().values() for fault in faults(one, dice)] == []
