"""Canned answers for flows: a clock that sleeping moves, a token store, and replies in the order they are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from support import NOON, drive

from provider_bridge.core.calls import Call, Endpoint, RawReply, Request
from provider_bridge.core.exchange import Exchange
from provider_bridge.core.steps import Exclusive, Learn, Now, ReadToken, ReserveToken, SaveToken, Send, Settling, Sleep
from provider_bridge.core.tokens import Token
from provider_bridge.errors import ApiError, ProviderBridgeError
from provider_bridge.providers.goto import GoToSettings
from provider_bridge.providers.goto import wire_up as wire_goto
from provider_bridge.providers.zoom.account import wire_up as wire_zoom
from provider_bridge.providers.zoom.configuration import ZoomSettings

SETTLE: Final = 1.0
"""How long an absence has to hold in canned flows: there are two looks."""

WHO: Final = "ada@example.test"
USER: Final = Call(Endpoint("GET", "/users/{userId}", "medium", (), "", "users"), {"userId": WHO}, {"search": WHO})
_SETTINGS: Final = {"provider": "x", "client_id": "id", "client_secret": "hush"}
ZOOM: Final = wire_zoom("z", ZoomSettings.model_validate({**_SETTINGS, "account_id": "acc"}), {}).exchange
_PERSON: Final = GoToSettings.model_validate({**_SETTINGS, "personal_access_token": "pat"})
GOTO: Final = wire_goto("g", _PERSON, {}, "gotowebinar", "/G2W/rest/v2").exchange


def reply(status: int = 200, body: object = b"{}", **headers: str) -> RawReply:
    """Return an answer off the wire; a body that is no bytes becomes JSON, ``retry_after`` becomes ``retry-after``."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return RawReply(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


def token(
    text: str = "first", *, credential: str = "mine", minutes: int = 60, at: datetime = NOON, refresh: str = ""
) -> Token:
    """Return a token obtained at ``at`` that lives ``minutes``."""
    return Token(credential, at, at + timedelta(minutes=minutes), text, refresh)


class Script:
    """Answers every step of a flow, and remembers what it was asked.

    ``stored`` is what this process knows, ``durable`` what other processes left behind; saving sets both.
    """

    def __init__(
        self,
        *replies: RawReply | ProviderBridgeError,
        stored: Token | None = None,
        durable: Token | None = None,
        now: datetime = NOON,
    ) -> None:
        self.replies = list(replies)
        self.stored = stored
        self.durable = durable or stored
        self.now = now
        self.steps: list[Any] = []

    def __call__(self, step: Any) -> Any:
        self.steps.append(step)
        match step:
            case Now():
                return self.now
            case Sleep(seconds):
                self.now += timedelta(seconds=seconds)
            case ReadToken(durable):
                return self.durable if durable else self.stored
            case SaveToken(saved):
                self.stored = self.durable = saved
            case Send():
                return self.replies.pop(0)
            case Exclusive(flow):
                return self._nested(flow)
            case Learn() | ReserveToken():
                pass
            case Settling():
                return SETTLE
            case _:
                raise AssertionError(f"a step nobody expected: {step!r}")
        return None

    def run(self, flow: Any) -> Any:
        """Drive a flow to its end and return its value."""
        return drive(flow, self)[0]

    def _nested(self, flow: Any) -> Any:
        try:
            return self.run(flow)
        except ProviderBridgeError as error:
            return error  # thrown into the flow that waits

    @property
    def kinds(self) -> list[str]:
        """The names of the steps, in order."""
        return [type(step).__name__ for step in self.steps]

    def all(self, kind: type) -> list[Any]:
        """Return the steps of one kind, in order."""
        return [step for step in self.steps if isinstance(step, kind)]

    @property
    def sent(self) -> list[Request]:
        """The requests that went out, in order."""
        return [step.request for step in self.all(Send)]

    @property
    def saved(self) -> list[Token]:
        """The tokens that were made durable, in order."""
        return [step.token for step in self.all(SaveToken)]


def raised(script: Script, flow: Any) -> ProviderBridgeError:
    """Drive a flow that must fail with a typed error, and return the error."""
    try:
        value = script.run(flow)
    except ProviderBridgeError as error:
        return error
    raise AssertionError(f"no error came, but {type(value).__name__}")


def script(exchange: Exchange, *replies: RawReply | ProviderBridgeError) -> Script:
    """Return a script whose store holds a fresh token of the exchange's own credential."""
    return Script(*replies, stored=token(credential=exchange.token_manager.grant.credential))


def meaning(
    refuse: Callable[[str, RawReply, datetime], ProviderBridgeError], answer: RawReply, request_id_header: str
) -> ApiError:
    """Return what an answer means, having checked that its marks are kept and that it is not quoted."""
    marked = replace(answer, headers={**answer.headers, request_id_header: "trace-9"})
    found = refuse("GET /x", marked, NOON)
    assert isinstance(found, ApiError)
    assert ("GET /x", answer.status, "trace-9") == (found.operation, found.status, found.request_id)
    assert not any(part in f"{found}{found!r}{vars(found)}" for part in (WHO, "ada", "example", "Told"))
    return found
