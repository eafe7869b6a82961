"""Silence of httpx and httpcore while we send: they log whole URLs and headers, and both can name people."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Final

__all__ = ["sending"]

sending: Final[ContextVar[float]] = ContextVar("provider_bridge_sending", default=0.0)
"""When what we are sending just now, in this thread or task, must be over, by the monotonic clock; else 0.

Other programs' records are let through.
"""

_QUIET: Final = tuple(
    name + suffix
    for suffix, names in {
        "": ("httpx", "httpx2", "httpcore", "httpcore2"),
        ".connection": ("httpcore", "httpcore2"),
        ".http11": ("httpcore", "httpcore2"),
        ".http2": ("httpcore", "httpcore2"),
        ".proxy": ("httpcore", "httpcore2"),
        ".socks": ("httpcore", "httpcore2"),
    }.items()
    for name in names
)


def _not_ours(_: logging.LogRecord) -> bool:
    return not sending.get()


for _name in _QUIET:
    logging.getLogger(_name).addFilter(_not_ours)
