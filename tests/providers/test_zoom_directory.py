"""Zoom's hosts and groups, listed to their end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support import opened, sandbox_accounts, sandbox_opened, unlimited

from provider_bridge import InvalidInput, ListingIncomplete, NotFound

Answer = tuple[int, dict[str, str], bytes]
ZOOM = "sandbox-zoom"


def test_everybody_is_listed_whatever_their_status(face: str) -> None:
    """Active, inactive and invited people are three listings at Zoom, and one here, over all pages."""
    sandbox = unlimited(users=1000)
    with sandbox_opened(face, sandbox) as accounts:
        hosts = list(accounts[ZOOM].directory.hosts.list())

    assert 1000 == len(hosts)
    assert {"active": 950, "inactive": 25, "pending": 25} == {
        status: sum(host.status == status for host in hosts) for status in ("active", "inactive", "pending")
    }
    assert all((host.id is None) == (host.status == "pending") for host in hosts)
    assert all(host.email and host.name for host in hosts)
    assert 12 == sandbox.log["GET /users 200"]  # looked at twice


def test_one_status_alone(face: str) -> None:
    """A choice of statuses is kept to on every page."""
    sandbox = unlimited(users=1000)
    with sandbox_opened(face, sandbox) as accounts:
        hosts = list(accounts[ZOOM].directory.hosts.list(statuses=("inactive",)))

    assert {"inactive"} == {host.status for host in hosts}
    assert 25 == len(hosts)


def test_no_person_is_in_a_repr(face: str) -> None:
    """A host's ``repr`` shows ids and status, nobody's name or address."""
    with sandbox_opened(face, unlimited()) as accounts:
        shown = repr(list(accounts[ZOOM].directory.hosts.list()))

    assert "example.test" not in shown
    assert "email" not in shown


def test_groups_are_listed(face: str) -> None:
    """All groups come, over all pages, with their size."""
    sandbox = unlimited(size="large", users=10)
    with sandbox_opened(face, sandbox) as accounts:
        groups = list(accounts[ZOOM].directory.groups.list())

    assert list(sandbox.world.group_ids) == [group.id for group in groups]
    assert all(group.name and group.members for group in groups)


@pytest.mark.parametrize("edit", ["short", "loop"])
def test_a_listing_that_cannot_be_trusted_is_an_error(face: str, edit: str) -> None:
    """Fewer than announced, or a page token that comes twice, is no listing."""
    sandbox = unlimited(users=1000)

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        status, answer_headers, answer = sandbox.handle(method, url, headers, body)
        if "/users?" in url:
            tree: dict[str, Any] = json.loads(answer)
            if edit == "short":
                tree["users"] = tree["users"][1:]
            else:
                tree["next_page_token"] = "again"
            answer_headers.pop("content-length")
            answer = json.dumps(tree).encode()
        return status, answer_headers, answer

    def handle(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        return app(method, url.replace("next_page_token=again", ""), headers, body)

    with sandbox_opened(face, sandbox, handle) as accounts, pytest.raises(ListingIncomplete):
        list(accounts[ZOOM].directory.hosts.list())


def test_one_host_by_id_or_address(face: str) -> None:
    """The same user, however named; a stranger is not found, and a blank is not asked for."""
    sandbox = unlimited()
    person = sandbox.world.people["active"][3]
    with sandbox_opened(face, sandbox) as accounts:
        hosts = accounts[ZOOM].directory.hosts
        found = hosts.get(person.id)
        assert hosts.get(f" {person.email}") == found
        with pytest.raises(NotFound) as caught:
            hosts.get("ada+nobody@example.test")
        with pytest.raises(InvalidInput):
            hosts.get(" ")

    assert (found.id, found.email, found.status) == (person.id, person.email, "active")
    assert found.name == f"{person.first_name} {person.last_name}"
    assert caught.value.missing == "user"
    assert "ada" not in f"{caught.value!r}"


class Moving:
    """A simulator in which somebody's status changes as soon as the users of another status were listed."""

    def __init__(self, sandbox: Any, after: str, old: str, new: str) -> None:
        self.sandbox, self._after, self._old, self._new = sandbox, after, old, new
        self.moved: Any = None

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer: Answer = self.sandbox.handle(method, url, headers, body)
        if self.moved is None and f"/users?status={self._after}" in url:
            people = self.sandbox.world.people
            self.moved = people[self._old].pop()
            people[self._new].append(self.moved)
        return answer


def opened_moving(face: str, after: str, old: str, new: str) -> tuple[Moving, Any]:
    sandbox = unlimited(users=200)
    _ = sandbox.world.person_by_id, sandbox.world.events  # whoever is moved stays known
    app = Moving(sandbox, after, old, new)
    return app, opened(face, app, sandbox_accounts(sandbox))


def test_who_is_deactivated_while_users_are_listed_comes_once(face: str) -> None:
    """A bug once: somebody in two of the three listings came twice."""
    app, opening = opened_moving(face, "active", "active", "inactive")
    with opening as accounts:
        found = [host.id for host in accounts[ZOOM].directory.hosts.list() if host.id]

    assert len(found) == len(set(found)) == 195
    assert app.moved.id in found


def test_who_accepts_an_invitation_while_users_are_listed_is_listed(face: str) -> None:
    """A bug once: who was invited when the active were listed, and active when the invited were, was in no list."""
    app, opening = opened_moving(face, "active", "pending", "active")
    with opening as accounts:
        found = [host.email for host in accounts[ZOOM].directory.hosts.list()]

    assert app.moved.email in found


@pytest.mark.parametrize("statuses", ["active", ("retired",)])
def test_an_unknown_status_is_refused(face: str, statuses: Any) -> None:
    """What Zoom makes of a status it does not know is nowhere written, so it is not sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(InvalidInput):
        list(accounts[ZOOM].directory.hosts.list(statuses=statuses))

    assert not sandbox.log["GET /users 200"]


def test_who_is_activated_while_the_hosts_are_asked_is_asked_too(face: str) -> None:
    """A bug once: a host who was inactive when the active were listed, and active afterwards, was skipped."""
    app, opening = opened_moving(face, "active", "inactive", "active")
    with opening as accounts:
        list(accounts[ZOOM].events.list(kind="meeting"))

    assert app.sandbox.log["GET /users/{userId}/meetings 200"] == 195
    assert app.moved.status == "inactive"


def test_who_is_deactivated_while_the_hosts_are_asked_is_asked_once(face: str) -> None:
    """A bug once: a host in both lists was asked twice, so that everything of theirs came twice."""
    app, opening = opened_moving(face, "active", "active", "inactive")
    with opening as accounts:
        list(accounts[ZOOM].events.list(kind="meeting"))

    assert app.sandbox.log["GET /users/{userId}/meetings 200"] == 195
