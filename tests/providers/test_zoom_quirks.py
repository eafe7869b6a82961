"""Quirks of Zoom that no facet has for itself, and what the library deliberately does not do.

Quirks are numbered as in section 10 of the facts about Zoom's API (``facts/zoom.md``, beside the samples). Each has a
test with its number in its name, here or with its facet: ``test_every_quirk_has_a_test`` looks.
"""

from __future__ import annotations

import ast
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from downloadable import contents, files_of
from edited import Edited
from found import operations
from recorded import no_patience
from support import sandbox_opened, unlimited
from tours import ARGUMENTS
from tours.zoom.dial_ins import weeks
from tours.zoom.participants import newest
from tours.zoom.recordings import period, viewer
from tours.zoom.registrants import SOMEBODY, event

from provider_bridge import Forbidden, NotFound, ProviderBroken
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.providers.zoom import wire
from provider_bridge.sandbox import Sandbox

ZOOM: Final = "sandbox-zoom"
QUIRKS: Final = 37
TESTS: Final = Path(__file__).parents[1]
Answer = tuple[int, dict[str, str], bytes]


def numbers_in(name: str) -> set[int]:
    """Return the quirks that the name of a test says it is of: ``test_quirks_2_3_and_4_…`` is of three."""
    found = re.match(r"test_quirks?_(\d+(?:_(?:and_)?\d+)*)_[a-z]", name)
    return set(map(int, re.findall(r"\d+", found[1]))) if found else set()


def test_every_quirk_has_a_test() -> None:
    """All numbers from 1 to 37 are in names of tests, and no other."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in TESTS.rglob("test_*.py")]
    names = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

    assert set().union(*map(numbers_in, names)) == set(range(1, QUIRKS + 1))
    assert numbers_in("test_quirks_2_3_and_4_odd") == {2, 3, 4}
    assert numbers_in("test_quirk_28_no_window_is_wider_than_30_days") == {28}


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries, and looks at what was changed, follow at once."""
    import tenacity

    from provider_bridge.core import retry

    no_patience(monkeypatch)
    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())


def queries(app: Edited, part: str) -> list[dict[str, list[str]]]:
    """Return the queries of what was asked of a part of the addresses."""
    return [parse_qs(urlsplit(url).query) for _, url, _ in app.seen if re.search(part, urlsplit(url).path)]


def test_quirk_9_no_default_filter_is_left_to_zoom(face: str) -> None:
    """Users, registrants, viewers, dashboards, telephone and recordings: what to show is said in every call."""
    sandbox = unlimited()
    app = Edited(sandbox, "", "", None)
    with sandbox_opened(face, sandbox, app) as accounts:
        zoom = accounts[ZOOM]
        hosts = list(zoom.directory.hosts.list())
        list(zoom.registrants.list(event(sandbox)))
        list(zoom.recordings.registrants.list(viewer(sandbox)["event"]))
        zoom.dial_ins.get(**newest(sandbox))
        list(zoom.dial_ins.list(**weeks(sandbox)))
        list(zoom.recordings.list(**period()))

    states = {"pending", "approved", "denied"}
    assert {each.status for each in hosts} == {"active", "inactive", "pending"}
    wanted = [
        (r"/users$", "status", {"active", "inactive", "pending"}),
        (r"/webinars/\d+/registrants$", "status", states),
        (r"/recordings/registrants$", "status", states),
        (r"/metrics/", "type", {"past"}),
        (r"/report/telephone$", "type", {"1", "2", "3"}),
    ]
    for part, name, values in wanted:
        asked = queries(app, part)
        assert {value for query in asked for value in query[name]} == values, part
    assert all({"from", "to"} <= query.keys() for query in queries(app, r"/users/[^/]+/recordings$"))


def test_quirk_18_only_zoom_is_shown_the_token(face: str, tmp_path: Path) -> None:
    """A file's address leads to a storage elsewhere, which gets no ``Authorization``; the file is whole."""
    sandbox = unlimited()
    shown: list[tuple[str, bool]] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        shown.append((urlsplit(url).netloc, any(name.lower() == "authorization" for name in headers)))
        return sandbox.handle(method, url, headers, body)

    file = files_of(sandbox)["MP4"]
    with sandbox_opened(face, sandbox, app) as accounts:
        saved = accounts[ZOOM].recordings.download(file, tmp_path)

    ours = {host for host, with_token in shown if with_token}
    elsewhere = {host for host, with_token in shown if not with_token}
    assert ours
    assert elsewhere
    assert ours.isdisjoint(elsewhere)
    assert Path(saved.path).read_bytes() == contents(sandbox)["MP4"]


def test_quirk_20_nothing_here_deletes_or_disassociates_a_user(face: str) -> None:
    """Deleting a user destroys or strands recordings: no endpoint does it, and no operation is called so."""
    changing = [each for each in wire.ENDPOINTS if each.method != "GET" and each.template.startswith("/users")]
    with sandbox_opened(face, unlimited()) as accounts:
        names = [name for name, _ in operations(accounts[ZOOM])]

    assert not any(re.fullmatch(r"/users/\{\w+\}", each.template) for each in changing)
    assert not any(each.method == "DELETE" for each in changing)
    assert not any(name.startswith("directory") and not name.endswith((".list", ".get")) for name in names)


def test_quirk_24_what_the_token_may_is_read_and_never_assumed(face: str) -> None:
    """The admin who made the app caps its scopes: they are read off the token, and a refusal names what it lacks."""
    sandbox = unlimited(scenario="forbidden")
    with sandbox_opened(face, sandbox) as accounts:
        granted = accounts[ZOOM].scopes.read()
        (lock, *_) = accounts[ZOOM].settings.list(paths=("in_meeting.chat",))

    assert granted.scopes == sandbox.login.zoom_scopes()
    assert not any("lock_settings" in scope for scope in granted.scopes)
    assert lock.locked is None  # not read is not unlocked

    refused = unlimited()
    body = {"code": 4711, "message": "Invalid access token, does not contain scopes:[user:read:list_users:admin]."}
    app = Edited(refused, "GET", "/users", lambda *_: (400, {}, json.dumps(body).encode()))
    with sandbox_opened(face, refused, app) as accounts, pytest.raises(Forbidden) as caught:
        list(accounts[ZOOM].directory.hosts.list())
    assert caught.value.missing_scope == "user:read:list_users:admin"


def test_quirk_25_what_only_master_accounts_may_is_not_asked(face: str) -> None:
    """Recordings across the account are listed host by host; the account's own record is not read."""
    sandbox = unlimited(users=6)
    app = Edited(sandbox, "", "", None)
    with sandbox_opened(face, sandbox, app) as accounts:
        assert list(accounts[ZOOM].recordings.list(**period()))

    masters = {"/accounts/{accountId}", "/accounts/{accountId}/recordings"}
    assert masters.isdisjoint(each.template for each in wire.ENDPOINTS)
    assert queries(app, r"/users/[^/]+/recordings$")
    assert not queries(app, r"^/accounts/")


SECRETS: Final = {
    name: f"sentinel-{number}-of-secrets"
    for number, name in enumerate(
        (
            *("password", "passcode", "h323_password", "pstn_password", "encrypted_password", "encrypted_passcode"),
            *("recording_play_passcode", "download_access_token", "host_key", "dynamic_host_key", "start_url"),
            *("join_url", "share_url", "registration_url", "pmi_password", "host_video_token"),
        )
    )
}


def with_secrets(tree: Any) -> Any:
    """Return a JSON tree with every secret in each of its objects."""
    if isinstance(tree, dict):
        return {name: with_secrets(value) for name, value in tree.items()} | SECRETS
    return [with_secrets(each) for each in tree] if isinstance(tree, list) else tree


def outcomes(account: Any, sandbox: Sandbox) -> Iterator[Any]:
    """Yield what every operation returns or raises."""
    for name, run in operations(account):
        made = ARGUMENTS["zoom"][name](sandbox) if name in ARGUMENTS["zoom"] else {}
        try:
            result = run(**made)
            yield list(result) if isinstance(result, Iterator) else result
        except ProviderBridgeError as error:
            yield error


@pytest.mark.usefixtures("_no_waiting")
def test_quirk_32_secrets_are_in_no_repr_no_error_and_no_log(face: str, caplog: pytest.LogCaptureFixture) -> None:
    """Passcodes, keys and links are planted in every object of every answer: nothing shows one."""
    caplog.set_level(logging.DEBUG)
    sandbox = unlimited(users=6)
    planted = 0

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        nonlocal planted
        status, answer_headers, answer = sandbox.handle(method, url, headers, body)
        if answer and "/v2/" in url:
            planted += 1
            answer_headers.pop("content-length", None)
            answer = json.dumps(with_secrets(json.loads(answer))).encode()
        return status, answer_headers, answer

    with sandbox_opened(face, sandbox, app) as accounts:
        shown = [text for each in outcomes(accounts[ZOOM], sandbox) for text in (repr(each), str(each))]

    shown += [record.getMessage() + str(record.args) for record in caplog.records]
    assert planted > 50
    assert [] == [secret for secret in SECRETS.values() for text in shown if secret in text]


GATEWAY: Final = b"<html><body>502 Bad Gateway</body></html>"


@pytest.mark.usefixtures("_no_waiting")
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_quirk_33_a_gateways_page_is_asked_again(face: str, status: int) -> None:
    """A server's failure in HTML is no answer: what only reads is asked again, and the listing is whole."""
    sandbox = unlimited(users=6)
    left = 2

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        nonlocal left
        if "/users?" in url and left:
            left -= 1
            return status, {"content-type": "text/html"}, GATEWAY
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        found = list(accounts[ZOOM].directory.hosts.list())

    assert left == 0
    assert len(found) == sum(map(len, sandbox.world.people.values()))


@pytest.mark.usefixtures("_no_waiting")
@pytest.mark.parametrize("status", [200, 404, 502])
def test_quirk_33_a_web_page_is_an_error_and_a_post_is_sent_once(face: str, status: int) -> None:
    """HTML with whatever status is a typed error that quotes nothing; what writes is not sent again."""
    sandbox = unlimited(users=6)
    app = Edited(sandbox, "", "/v2/", lambda *_: (status, {"content-type": "text/html"}, GATEWAY))
    app._method = "GET"
    with sandbox_opened(face, sandbox, app) as accounts:
        with pytest.raises((ProviderBroken, NotFound)) as caught:
            list(accounts[ZOOM].directory.hosts.list())
        assert not isinstance(caught.value, NotFound) or caught.value.missing == ""
        assert "Gateway" not in str(caught.value)

        app._method = "POST"
        with pytest.raises((ProviderBroken, NotFound)):
            accounts[ZOOM].registrants.add(event(sandbox), SOMEBODY)
    assert len([1 for method, url, _ in app.seen if method == "POST" and "/registrants" in url]) == 1
