"""GoToMeeting's organizers and groups, from calls that the vendor deprecated."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rewriting import Answer, App, rewriting
from support import sandbox_opened, unlimited

from provider_bridge import DecodeError, Forbidden, InvalidInput, ListingIncomplete, NotFound
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.meeting_directory import Organizers

MEETING = "sandbox-meeting"


def answering(sandbox: Sandbox, part: str, answer: Any) -> App:
    """Return a simulator that gives one answer to what has ``part`` in its address."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        return (200, {}, json.dumps(answer).encode()) if part in url else sandbox.handle(method, url, headers, body)

    return app


def test_everybody_is_listed_with_a_status_in_our_words(face: str) -> None:
    """Suspended is inactive; a key is text, a number as it came."""
    sandbox = unlimited()
    organizers = sandbox.world.part(Organizers)
    with sandbox_opened(face, sandbox) as accounts:
        hosts = list(accounts[MEETING].directory.hosts.list())

    assert [(each.id, each.status, each.groups, each.email, each.name) for each in hosts] == [
        (who.key, status, (who.group,), who.email, f"{who.first_name} {who.last_name}")
        for who, status in zip(organizers.all, ("active", "active", "inactive"), strict=True)
    ]
    assert "example.test" not in repr(hosts)
    assert "Doe" not in repr(hosts)


def test_a_group_and_its_people(face: str) -> None:
    """Groups inside of others are listed too; each counts its own people."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        directory = accounts[MEETING].directory
        groups = {each.name: each for each in directory.groups.list()}
        people = {name: [who.name for who in directory.hosts.list(group=each.id)] for name, each in groups.items()}
        with pytest.raises(InvalidInput):
            list(directory.hosts.list(group=" "))

    assert people == {"Example Inc": ["Jane Doe"], "Sales": ["John Roe", "Jo Poe"]}
    assert {name: each.members for name, each in groups.items()} == {"Example Inc": 1, "Sales": 2}


def test_one_organizer_by_key_and_by_address(face: str) -> None:
    """The same person; a stranger is not found, and a blank is not asked for."""
    sandbox = unlimited()
    who = sandbox.world.part(Organizers).all[1]
    with sandbox_opened(face, sandbox) as accounts:
        hosts = accounts[MEETING].directory.hosts
        found = hosts.get(who.key)
        assert hosts.get(f" {who.email.upper()} ") == found
        for stranger in ("1234567890123456789", "ada@elsewhere.test"):
            with pytest.raises(NotFound) as caught:
                hosts.get(stranger)
            assert stranger not in f"{caught.value}{caught.value!r}"
        with pytest.raises(InvalidInput):
            hosts.get(" ")

    assert (found.id, found.email, found.status) == (who.key, who.email, "active")


@pytest.mark.parametrize("shape", ["object", "array"])
def test_one_by_address_may_come_bare(face: str, shape: str) -> None:
    """The document says an array, old ones show a bare object."""
    sandbox = unlimited()
    who = sandbox.world.part(Organizers).all[1]
    app = rewriting(sandbox.handle, "GET", "/organizers?", lambda tree: tree[0] if shape == "object" else tree)
    with sandbox_opened(face, sandbox, app) as accounts:
        assert accounts[MEETING].directory.hosts.get(who.email).id == who.key


@pytest.mark.parametrize("answered", [0, 1, 3])
def test_an_address_that_goto_overlooks_finds_nobody_else(face: str, answered: int) -> None:
    """A parameter that is not known is ignored without a word: then everybody comes, or just anybody."""
    sandbox = unlimited()
    organizers = sandbox.world.part(Organizers)
    rows = list(map(organizers.row, organizers.all))[:answered]
    with sandbox_opened(face, sandbox, answering(sandbox, "/organizers?", rows)) as accounts:
        hosts = accounts[MEETING].directory.hosts
        with pytest.raises(NotFound):
            hosts.get("nobody@example.test")
        if answered > 1:
            assert hosts.get(organizers.all[1].email).id == organizers.all[1].key
            return
        with pytest.raises(NotFound):
            hosts.get(organizers.all[1].email)


@pytest.mark.parametrize("edit", [lambda _: [{}], lambda tree: tree * 2, lambda tree: [tree[0] | {"organizerKey": 7}]])
def test_anything_but_the_one_organizer_is_nobody(face: str, edit: Any) -> None:
    """None, several, or another one than was asked for."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/organizers/", edit)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError):
        accounts[MEETING].directory.hosts.get(sandbox.world.colleague_key)


def test_a_directory_without_anybody_is_incomplete(face: str) -> None:
    """Whoever asks is somebody; a group may be empty."""
    sandbox = unlimited()
    sandbox.world.part(Organizers).all[1:] = []
    with sandbox_opened(face, sandbox, answering(sandbox, "/G2M/rest/organizers", [])) as accounts:
        hosts = accounts[MEETING].directory.hosts
        with pytest.raises(ListingIncomplete):
            list(hosts.list())
        assert list(hosts.list(group=sandbox.world.part(Organizers).team)) == []


def test_who_is_no_administrator_sees_themselves_only(face: str) -> None:
    """The refusal is an error, never an empty list."""
    sandbox = unlimited()
    sandbox.world.part(Organizers).admin = False
    with sandbox_opened(face, sandbox) as accounts:
        directory = accounts[MEETING].directory
        assert directory.hosts.get(sandbox.world.organizer_key).name == "Jane Doe"
        for ask in (
            lambda: list(directory.hosts.list()),
            lambda: list(directory.groups.list()),
            lambda: list(directory.hosts.list(group=sandbox.world.part(Organizers).root)),
            lambda: directory.hosts.get(sandbox.world.colleague_key),
        ):
            with pytest.raises(Forbidden):
                ask()


def test_trap_30_an_unseen_status_survives(face: str) -> None:
    """Words come in any case, and one that nobody has seen is shown as it is."""
    sandbox = unlimited()

    def change(tree: list[dict[str, Any]]) -> None:
        for row, word in zip(tree, ("ACTIVE", "Suspended", "Pending"), strict=True):
            row["status"] = word

    with sandbox_opened(face, sandbox, rewriting(sandbox.handle, "GET", "/organizers", change)) as accounts:
        found = [each.status for each in accounts[MEETING].directory.hosts.list()]

    assert found == ["active", "inactive", "Pending"]


def test_trap_04_keys_may_be_numbers_or_text(face: str) -> None:
    """The same organizer, the same group."""
    sandbox = unlimited()
    organizers = sandbox.world.part(Organizers)

    def change(tree: list[dict[str, Any]]) -> None:
        for row in tree:
            row.update({name: str(row[name]) for name in ("organizerKey", "groupId", "groupkey") if name in row})

    app = rewriting(sandbox.handle, "GET", "/G2M/", change)
    with sandbox_opened(face, sandbox, app) as accounts:
        hosts = list(accounts[MEETING].directory.hosts.list())
        groups = list(accounts[MEETING].directory.groups.list())

    assert [each.id for each in hosts] == [each.key for each in organizers.all]
    assert [each.id for each in groups] == [organizers.root, organizers.team]


@pytest.mark.parametrize("broken", ["organizerKey", "groupkey"])
def test_who_cannot_be_named_hides_nobody(face: str, broken: str) -> None:
    """A row without its key is no row: the listing fails, instead of leaving it out."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/G2M/", lambda tree: tree[0].pop(broken, None) and None)
    with sandbox_opened(face, sandbox, app) as accounts:
        directory = accounts[MEETING].directory
        listing = directory.hosts if broken == "organizerKey" else directory.groups
        with pytest.raises(DecodeError):
            list(listing.list())
