"""What the tests of GoToWebinar's events share: the account on a face, whatever its settings, and its simulator."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

from rewriting import App
from support import opened, sandbox_accounts

from provider_bridge import EventId
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Webinar, Webinars

__all__ = ["COLLEAGUE", "NAME", "all_of", "id_of", "named", "webinar_account"]

NAME: Final = "sandbox-webinar"
COLLEAGUE: Final = "coming elsewhere"


@contextmanager
def webinar_account(face: str, sandbox: Sandbox, app: App | None = None, **settings: Any) -> Generator[Any]:
    """Open the simulated account, its configuration changed by ``settings``; ``app`` may change answers."""
    config = next(each for each in sandbox_accounts(sandbox) if each.name == NAME)
    config = dataclasses.replace(config, settings=config.settings.model_copy(update=settings))
    with opened(face, app or sandbox.handle, [config]) as accounts:
        yield accounts[NAME]


def id_of(webinar: Webinar) -> EventId:
    return EventId(f"{webinar.organizer}/{webinar.key}")


def all_of(sandbox: Sandbox) -> list[Webinar]:
    """Return every webinar of the organizer whose account it is."""
    webinars = sandbox.world.part(Webinars)
    return [each for each in webinars.all if each.organizer == sandbox.world.organizer_key and not each.gone]


def named(sandbox: Sandbox, part: str) -> Webinar:
    """Return the webinar with such a title."""
    return next(each for each in sandbox.world.part(Webinars).all if part in each.subject)
