"""Flows answered from sample bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self, TypeVar

from contract.openapi import SHARED
from support import NOON, drive

from provider_bridge.core.account import BaseAccount
from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.facet import Sync
from provider_bridge.core.scrub import scrub
from provider_bridge.core.steps import Emit, Flow, Fork, Now, Paged, Step
from provider_bridge.errors import ProviderBridgeError

__all__ = ["Answer", "Canned", "sample"]

T = TypeVar("T")
Answer = bytes | ProviderBridgeError


def sample(name: str) -> bytes:
    """Return a sample body, such as ``zoom/captured2026_users``."""
    return (SHARED / "samples" / f"{name}.json").read_bytes()


class Canned(BaseAccount):
    """An account that runs flows with one answer for each endpoint, scrubbed as an exchange scrubs it.

    ``whose`` says whose it is at GoTo.
    """

    def __init__(self, answers: Mapping[Endpoint, Answer], forbidden: frozenset[str], whose: Any = None) -> None:
        super().__init__("canned", None, self)
        self.answers = answers
        self.forbidden = forbidden
        self.whose = whose

    @property
    def face(self) -> type[Sync]:
        return Sync

    def of(self, whose: Any) -> Self:
        self.whose = whose
        return self

    def run(self, flow: Flow[T]) -> T:
        return drive(flow, self._answer)[0]

    def stream(self, flow: Paged[T]) -> Iterator[T]:
        for step in drive(flow, self._answer)[1]:
            if isinstance(step, Emit):
                yield from step.items

    def _answer(self, step: Step) -> Any:
        if isinstance(step, Call):
            answer = self.answers[step.endpoint]
            return answer if isinstance(answer, ProviderBridgeError) else self.reply(step.endpoint, answer)
        if isinstance(step, Fork):
            try:
                for flow in self.stream(step.source):
                    step.into(self._outcome(flow))
            except ProviderBridgeError as error:
                return error
        return NOON if isinstance(step, Now) else None

    def _outcome(self, flow: Flow[T]) -> T | ProviderBridgeError:
        try:
            return self.run(flow)
        except ProviderBridgeError as error:
            return error

    def reply(self, endpoint: Endpoint, body: bytes) -> Reply:
        kept, dropped = scrub(body, self.forbidden)
        return Reply(endpoint.name, kept, dropped, NOON, "")
