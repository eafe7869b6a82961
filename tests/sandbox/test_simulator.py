"""The simulator itself: deterministic, stateful, and as strict as the vendors."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from calling import BASE, Caller, zoom

from provider_bridge.sandbox import SCENARIOS, Sandbox, World


def test_a_seed_makes_the_same_world_again_and_another_another() -> None:
    """Everything that identifies follows from the seed."""
    one, same, other = (Sandbox(seed=seed).config(BASE) for seed in (1, 1, 2))

    assert one == same
    assert one != other
    assert World(seed=1).person_by_id.keys() == World(seed=1).person_by_id.keys()


@pytest.mark.parametrize(("size", "users", "groups"), [("small", 40, 4), ("large", 20_000, 200)])
def test_the_sizes(size: str, users: int, groups: int) -> None:
    """A small world has about 40 users, a large one 20,000 and 200 groups."""
    world = World(size=size)

    assert users == sum(map(len, world.people.values()))
    assert groups == len(world.group_ids)


def test_tokens_expire_and_are_revoked() -> None:
    """A token works for an hour, unless it is expired or revoked before."""
    caller = zoom()
    assert 200 == caller.get("/v2/users")[0]
    caller.sandbox.world.offset = 3601

    status, _, body = caller.get("/v2/users")

    assert (401, 124) == (status, body["code"])
    caller.sandbox.world.offset = 0
    caller.sandbox.login.revoke()
    assert 401 == caller.get("/v2/users")[0]


def test_wrong_credentials_are_told_apart() -> None:
    """A wrong secret and a wrong account id have errors of their own."""
    caller = Caller(Sandbox())

    assert "invalid_request" == caller.log_in(grant_type="account_credentials", account_id="x")[1]["error"]
    caller.basic = {"authorization": "Basic " + base64.b64encode(b"a:b").decode()}
    assert "invalid_client" == caller.log_in(grant_type="account_credentials", account_id="x")[1]["error"]


def test_goto_says_403_for_an_expired_token() -> None:
    """GoTo's products and its SCIM server each say it in their own way."""
    caller = Caller(Sandbox())
    caller.log_in(grant_type="personal_access_token", pat=caller.sandbox.login.personal_access_token)
    assert 200 == caller.get("/identity/v1/Users/me")[0]
    caller.sandbox.login.expire()

    key = caller.sandbox.world.organizer_key
    status, _, body = caller.get(f"/G2W/rest/v2/organizers/{key}/sessions?fromTime=x&toTime=y")
    assert (403, "InvalidToken") == (status, body["int_err_code"])
    status, headers, _ = caller.get("/identity/v1/Users/me")
    assert 403 == status
    assert "invalid_token" in headers["www-authenticate"]


def test_a_rotated_refresh_token_works_once() -> None:
    """With rotation on, each use brings a successor and ends the old one."""
    caller = Caller(Sandbox())
    caller.sandbox.login.rotate = True
    [first] = caller.sandbox.login.refresh_tokens

    second = caller.log_in(grant_type="refresh_token", refresh_token=first)[1]["refresh_token"]

    assert 400 == caller.log_in(grant_type="refresh_token", refresh_token=first)[0]
    assert 200 == caller.log_in(grant_type="refresh_token", refresh_token=second)[0]


def test_too_many_calls_are_refused_with_zooms_headers() -> None:
    """The sixty-first Medium call within a second is refused; a second later there is room again."""
    caller = zoom()
    start = caller.sandbox.world.clock()
    caller.sandbox.world.clock = lambda: start  # type: ignore[method-assign]

    answers = [caller.get("/v2/groups") for _ in range(61)]

    assert [200] * 60 + [429] == [status for status, _, _ in answers]
    assert ("Medium", "QPS", "60", "0") == tuple(
        answers[-1][1][f"x-ratelimit-{name}"] for name in ("category", "type", "limit", "remaining")
    )
    caller.sandbox.world.clock = lambda: start + 1.001  # type: ignore[method-assign]
    assert 200 == caller.get("/v2/groups")[0]


def test_a_page_token_dies_after_a_quarter_of_an_hour() -> None:
    """A stale page token is refused as Zoom refuses it."""
    caller = zoom(users=100)
    token = caller.get("/v2/users?page_size=30")[2]["next_page_token"]
    assert 200 == caller.get(f"/v2/users?page_size=30&next_page_token={token}")[0]
    caller.sandbox.world.offset = 15 * 60 + 1
    caller.log_in(grant_type="account_credentials", account_id=caller.sandbox.world.account_id)

    status, _, body = caller.get(f"/v2/users?page_size=30&next_page_token={token}")

    assert (400, 300) == (status, body["code"])


def test_a_uuid_with_a_leading_slash_must_be_encoded_twice() -> None:
    """Zoom's rule for meeting UUIDs holds here too."""
    caller = zoom()
    uuid = caller.sandbox.world.sessions[0].uuid
    assert uuid.startswith("/")
    once = quote(uuid, safe="")

    assert 404 == caller.get(f"/v2/report/meetings/{once}/participants")[0]
    assert 200 == caller.get(f"/v2/report/meetings/{quote(once, safe='')}/participants")[0]


def test_a_wide_range_is_clamped_and_not_refused() -> None:
    """A history range beyond a month is answered for its last month only, in silence."""
    caller = zoom()
    today = caller.sandbox.world.now().date()

    assert 200 == caller.get(f"/v2/report/history_meetings?from=2020-01-01&to={today}")[0]
    assert 400 == caller.get("/v2/report/history_meetings")[0]


@pytest.mark.parametrize("path", ["/v2/nothing", "/v2/users/nobody/settings", "/v2/groups/none/settings", "/nothing"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    """Unknown paths and unknown objects have the vendors' own errors."""
    status, _, body = zoom().get(path)

    assert 404 == status
    assert {"code", "errorCode"} & set(body)


@pytest.mark.parametrize("options", [{"scenario": "other"}, {"size": "other"}])
def test_a_world_that_does_not_exist_is_refused(options: dict[str, str]) -> None:
    """A misspelled scenario or size makes no world."""
    with pytest.raises(ValueError, match="there are"):
        World(**options)  # type: ignore[arg-type]


def test_the_scenarios_differ_where_they_should() -> None:
    """The old switch is nowhere today, off in the past, and on for one group and one user when violated."""
    on = {}
    for scenario in SCENARIOS:
        world = World(scenario=scenario)
        levels = [("group", each) for each in world.group_ids] + [("user", each) for each in world.person_by_id]
        on[scenario] = sum(world.tracks_attention(level, subject) is True for level, subject in levels)

    assert {"compliant": 0, "violating": 2, "legacy": 0, "forbidden": 0} == on
    assert World(scenario="compliant").tracks_attention("account", "") is None
    assert World(scenario="legacy").tracks_attention("account", "") is False
