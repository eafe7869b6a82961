"""One program for all three providers: what it reaches over the common interface alone, on both faces.

It asks with the guards what an account has, and follows ids from one facet to the next. It is written out for each
face, as a user would: type checkers see that the common interface is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final, TypeVar

import anyio
import pytest

import provider_bridge as pb

pytestmark = pytest.mark.sweep

T = TypeVar("T")

SOME: Final = 2
"""How many of each are followed."""

REACHED: Final = {
    "sandbox-zoom": {
        *("archives", "chats", "consents", "dial_ins", "events", "groups", "hosts", "participants", "questions"),
        *("recordings", "registrants", "registration questions", "responses", "sessions", "settings", "transcripts"),
    },
    "sandbox-webinar": {
        *("events", "participants", "questions", "recordings", "registrants", "registration questions"),
        *("responses", "sessions", "staff"),
    },
    "sandbox-meeting": {"events", "groups", "hosts", "participants", "recordings", "sessions"},
}
"""What is there at each simulated account; that it has nothing else, the guards say."""

UNTIL: Final = datetime.now(UTC)
SINCE: Final = UNTIL - timedelta(days=60)


def some(items: Iterable[T]) -> list[T]:
    """Return the first few."""
    return list(islice(items, SOME))


async def asome(items: AsyncIterator[T]) -> list[T]:
    """Return the first few."""
    found: list[T] = []
    async for item in items:
        found.append(item)
        if len(found) == SOME:
            break
    return found


def account_wide(account: pb.Account, found: Counter[str]) -> None:
    """Reach what is of a whole account."""
    assert account.identify().provider == account.provider
    assert not isinstance(account.attention.read(), pb.SwitchedOn | pb.Unknown)
    if pb.has_directory(account):
        found["hosts"] += len(some(account.directory.hosts.list()))
        found["groups"] += len(some(account.directory.groups.list()))
    if pb.has_settings(account):
        found["settings"] += len(account.settings.list())
    if pb.has_archives(account):
        found["archives"] += len(some(account.archives.list(since=SINCE, until=UNTIL)))
    if pb.has_dial_ins(account):
        found["dial_ins"] += len(some(account.dial_ins.list(since=SINCE, until=UNTIL)))
    if pb.has_consents(account):
        found["consents"] += len(some(account.consents.list(since=SINCE, until=UNTIL)))


def events(account: pb.Account, found: Counter[str]) -> None:
    """Reach events, and who is registered for them or helps to hold them."""
    if not pb.has_events(account):
        return
    for event in some(account.events.list()):
        assert (account.events.get(event.id)).id == event.id
        found["events"] += 1
        if pb.has_registrants(account):
            found["registrants"] += len(some(account.registrants.list(event.id)))
            found["registration questions"] += len(account.registrants.questions.list(event.id))
        if pb.has_staff(account):
            found["staff"] += len(some(account.staff.list(event.id)))


def sessions(account: pb.Account, found: Counter[str]) -> None:
    """Reach sessions, and what people did in them."""
    if not pb.has_sessions(account):
        return
    for session in some(account.sessions.list(since=SINCE, until=UNTIL)):
        assert (account.sessions.get(session.id)).id == session.id
        found["sessions"] += 1
        if pb.has_participants(account):
            found["participants"] += len(some(account.participants.list(session.id)))
        if pb.has_questions(account):
            found["questions"] += len(some(account.questions.list(session.id)))
        if pb.has_responses(account):
            found["responses"] += len(some(account.responses.list(session.id)))


def recordings(account: pb.Account, found: Counter[str]) -> None:
    """Reach recordings, and the words in them."""
    if not pb.has_recordings(account):
        return
    for recording in some(account.recordings.list(since=SINCE, until=UNTIL)):
        assert (account.recordings.get(recording.id)).id == recording.id
        found["recordings"] += 1
        if recording.session is not None and pb.has_chats(account):
            found["chats"] += len(account.chats.read(recording.session))
        if recording.session is not None and pb.has_transcripts(account):
            found["transcripts"] += len(some(account.transcripts.read(recording.session)))


async def aaccount_wide(account: pb.AsyncAccount, found: Counter[str]) -> None:
    """Reach what is of a whole account."""
    assert (await account.identify()).provider == account.provider
    assert not isinstance(await account.attention.read(), pb.SwitchedOn | pb.Unknown)
    if pb.has_directory(account):
        found["hosts"] += len(await asome(account.directory.hosts.list()))
        found["groups"] += len(await asome(account.directory.groups.list()))
    if pb.has_settings(account):
        found["settings"] += len(await account.settings.list())
    if pb.has_archives(account):
        found["archives"] += len(await asome(account.archives.list(since=SINCE, until=UNTIL)))
    if pb.has_dial_ins(account):
        found["dial_ins"] += len(await asome(account.dial_ins.list(since=SINCE, until=UNTIL)))
    if pb.has_consents(account):
        found["consents"] += len(await asome(account.consents.list(since=SINCE, until=UNTIL)))


async def aevents(account: pb.AsyncAccount, found: Counter[str]) -> None:
    """Reach events, and who is registered for them or helps to hold them."""
    if not pb.has_events(account):
        return
    for event in await asome(account.events.list()):
        assert (await account.events.get(event.id)).id == event.id
        found["events"] += 1
        if pb.has_registrants(account):
            found["registrants"] += len(await asome(account.registrants.list(event.id)))
            found["registration questions"] += len(await account.registrants.questions.list(event.id))
        if pb.has_staff(account):
            found["staff"] += len(await asome(account.staff.list(event.id)))


async def asessions(account: pb.AsyncAccount, found: Counter[str]) -> None:
    """Reach sessions, and what people did in them."""
    if not pb.has_sessions(account):
        return
    for session in await asome(account.sessions.list(since=SINCE, until=UNTIL)):
        assert (await account.sessions.get(session.id)).id == session.id
        found["sessions"] += 1
        if pb.has_participants(account):
            found["participants"] += len(await asome(account.participants.list(session.id)))
        if pb.has_questions(account):
            found["questions"] += len(await asome(account.questions.list(session.id)))
        if pb.has_responses(account):
            found["responses"] += len(await asome(account.responses.list(session.id)))


async def arecordings(account: pb.AsyncAccount, found: Counter[str]) -> None:
    """Reach recordings, and the words in them."""
    if not pb.has_recordings(account):
        return
    for recording in await asome(account.recordings.list(since=SINCE, until=UNTIL)):
        assert (await account.recordings.get(recording.id)).id == recording.id
        found["recordings"] += 1
        if recording.session is not None and pb.has_chats(account):
            found["chats"] += len(await account.chats.read(recording.session))
        if recording.session is not None and pb.has_transcripts(account):
            found["transcripts"] += len(await asome(account.transcripts.read(recording.session)))


def walked() -> dict[str, set[str]]:
    """Return what is reached at each account, waiting for each call."""
    with pb.open_bridge(sandbox=True, read_only=True) as bridge:
        counts = {account.name: Counter[str]() for account in bridge}
        for account in bridge:
            for part in (account_wide, events, sessions, recordings):
                part(account, counts[account.name])
    return {name: set(+found) for name, found in counts.items()}


async def awalked() -> dict[str, set[str]]:
    """Return what is reached at each account, awaiting each call."""
    async with pb.open_async_bridge(sandbox=True, read_only=True) as bridge:
        counts = {account.name: Counter[str]() for account in bridge}
        for account in bridge:
            for part in (aaccount_wide, aevents, asessions, arecordings):
                await part(account, counts[account.name])
    return {name: set(+found) for name, found in counts.items()}


def test_one_program_reaches_everything_of_every_provider(face: str) -> None:
    """No account needs a case of its own, nothing is sent that could change anything, and both faces reach the same."""
    assert REACHED == (walked() if face == "sync" else anyio.run(awalked))
