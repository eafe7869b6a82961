"""A process that uses the file stores where something is hidden: python file_stores.py HIDDEN WORK FOLDER."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from without_posix import HIDE

if TYPE_CHECKING:
    from provider_bridge.core.files import Place

TURNS = 25
CONTENT = bytes(range(256)) * 40


def refresh(folder: Path) -> object:
    """Do what renewals do: read the number of the last one, and write the next."""
    from provider_bridge.core.tokens import Token
    from provider_bridge.runners.token_stores import FileStore

    now = datetime.now(UTC)
    store = FileStore(folder / "token")
    for _ in range(TURNS):
        store.acquire()
        found = store.read(durable=True)
        number = 0 if found is None else int(found.access_token)
        store.reserve()
        store.save(Token("mine", now, now + timedelta(hours=1), access_token=str(number + 1)))
        store.release()
    return None


def ask(folder: Path) -> object:
    """Ask for turns, and return when they are."""
    from provider_bridge.core.rate_limit.limits import Window
    from provider_bridge.core.rate_limit.window import RateRequest
    from provider_bridge.runners.rate_stores import FileRateStore

    store = FileRateStore(folder / "budget", "key")
    return [store.ask((), RateRequest(Window("light", 20, 1.0, 2, 0.1))).at for _ in range(TURNS)]


def _place(folder: Path) -> Place:
    from provider_bridge.core.files import Place

    return Place(str(folder), "name.mp4", "mine", (), len(CONTENT), overwrite=False)


def download(folder: Path) -> object:
    """Download a file, or the rest of it; return how much was there."""
    from canned import reply

    from provider_bridge.runners.file_sink import open_place

    sink = open_place(_place(folder))
    try:
        there = sink.size
        sink.begin(there, reply(200, b"", etag='"v1"'))
        sink.write((CONTENT[there:],))
        sink.settle()
        sink.commit()
    finally:
        sink.close()
    return there


def hold(folder: Path) -> object:
    """Take every lock, with half of a file on the disk; say so, and be killed."""
    from canned import reply

    from provider_bridge.runners.file_sink import open_place
    from provider_bridge.runners.locks import FileLock
    from provider_bridge.runners.token_stores import FileStore

    store, budget, sink = FileStore(folder / "token"), FileLock(folder / ".budget.lock"), open_place(_place(folder))
    store.acquire()
    budget.acquire()
    sink.begin(0, reply(200, b"", etag='"v1"'))
    sink.write((CONTENT[:5000],))
    sink.settle()
    print("held", flush=True)
    return sys.stdin.read()


def try_all(folder: Path) -> object:
    """Return which locks could be taken, without waiting."""
    from provider_bridge.errors import StateError
    from provider_bridge.runners.file_sink import open_place
    from provider_bridge.runners.locks import FileLock
    from provider_bridge.runners.token_stores import FileStore

    def downloads() -> bool:
        try:
            open_place(_place(folder)).close()
        except StateError as error:
            return "is being downloaded already" not in str(error)
        return True

    tried = {
        "token": FileStore(folder / "token").acquire(wait=False),
        "budget": FileLock(folder / ".budget.lock").acquire(wait=False),
        "download": downloads(),
    }
    return sorted(name for name, taken in tried.items() if taken)


WORKS: dict[str, Callable[[Path], object]] = {each.__name__: each for each in (refresh, ask, download, hold, try_all)}

if __name__ == "__main__":
    HIDE[sys.argv[1]]()
    print(json.dumps(WORKS[sys.argv[2]](Path(sys.argv[3]))))
