"""The past sessions of the simulated webinars, and the figures of all of a webinar's sessions at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.sandbox.goto.attention import figures, session_row
from provider_bridge.sandbox.goto.common import WEBINAR, page_by_size
from provider_bridge.sandbox.goto.webinars import Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]


def _sessions(world: World, ask: Ask) -> Answer:
    webinars = world.part(Webinars)
    runs = webinars.sessions(webinars.get(ask.path))
    return page_by_size(ask, "sessionInfoResources", len(runs), lambda index: session_row(world, runs[index]))


def _performance(world: World, ask: Ask) -> Answer:
    """The vendor does not document what it names the sessions by; their keys are likely."""
    webinars = world.part(Webinars)
    return {run.key: figures(world, run) for run in webinars.sessions(webinars.get(ask.path))}


ROUTES: Final = (
    Route(f"{WEBINAR}/sessions", "G2W", ("collab:",), _sessions),
    Route(f"{WEBINAR}/performance", "G2W", ("collab:",), _performance),
)
