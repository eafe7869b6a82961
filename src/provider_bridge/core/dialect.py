"""What is special about one provider's answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from provider_bridge.core.calls import Call, RawReply
from provider_bridge.core.decode import as_object
from provider_bridge.core.steps import Learn
from provider_bridge.core.tokens import Token
from provider_bridge.errors import (
    ProviderBridgeError,
)

__all__ = ["Dialect", "error_fields", "is_html"]


def error_fields(body: bytes) -> dict[str, Any]:
    """Return an error body's JSON object, empty when it is anything else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return as_object(value) or {}


def is_html(reply: RawReply) -> bool:
    """Whether a web page came instead of an answer of the API."""
    return "html" in reply.headers.get("content-type", "").casefold() or reply.body.lstrip()[:1] == b"<"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is special about one provider's answers.

    Attributes
    ----------
    bases : base URL per ``Endpoint.base``, given the token in use
    forbidden : normal names of members that are cut out of every answer
    request_id : names of the header that marks an answer, in lower case
    refuse : turns an answer that is no success into the error it means
    rejects_token : whether an answer means that the token is no good, though it seemed fresh
    fails_quietly : whether a 2xx answer is an error in disguise
    learn : what an answer says of the budget, given the endpoint's label
    alone : the object that a call changes where the vendor allows one change of it at a time, ``""`` elsewhere
    own_hosts : hosts that may see the token when a file is downloaded; ``.zoom.us`` also means everything below

    """

    provider: str
    bases: Callable[[Token], Mapping[str, str]]
    forbidden: frozenset[str]
    request_id: tuple[str, ...]
    refuse: Callable[[str, RawReply, datetime], ProviderBridgeError]
    rejects_token: Callable[[RawReply], bool]
    fails_quietly: Callable[[Call, RawReply], bool]
    own_hosts: tuple[str, ...] = ()
    learn: Callable[[str, RawReply], Learn | None] = lambda _label, _reply: None
    alone: Callable[[Call], str] = lambda _: ""
