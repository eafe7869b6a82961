"""The simulator's facets tell of one world: who was there had registered, and an event says how one registers."""

from __future__ import annotations

from support import sandbox_opened, unlimited

ZOOM = "sandbox-zoom"
APPROVAL = {"automatic", "manual"}


def test_who_was_there_with_a_registration_is_a_registrant_of_the_event() -> None:
    """A bug once: registrations of participants were invented, and belonged to no registrant."""
    sandbox = unlimited()
    with sandbox_opened("sync", sandbox) as accounts:
        account, came = accounts[ZOOM], 0
        for run in sandbox.world.sessions:
            kind = run.kind.lower()
            event = account.events.get(f"{kind}:{run.number}")
            there = [each for each in account.participants.list(f"{kind}:{run.uuid}") if each.registrant]
            if event.registration not in APPROVAL:
                assert not there
                continue
            known = {each.id: each for each in account.registrants.list(event.id, statuses=("approved",))}
            for each in there:
                who = known[each.registrant]
                assert (each.email, each.name) == (who.email, f"{who.first_name} {who.last_name}")
            came += len(there)
    assert came > len(sandbox.world.sessions) / 2


def test_an_event_says_how_one_registers_for_it() -> None:
    """A bug once: events said that nobody can register where registrants were listed, and the other way round."""
    sandbox = unlimited()
    with sandbox_opened("sync", sandbox) as accounts:
        account = accounts[ZOOM]
        said = {}
        for each in sandbox.world.events:
            event = account.events.get(f"{each.kind.lower()}:{each.number}")
            said[event.id] = event.registration
            if event.registration == "none":
                continue
            pending = list(account.registrants.list(event.id, statuses=("pending",)))
            assert bool(pending) == (event.registration == "manual")

    assert set(said.values()) == {"automatic", "manual", "none"}
