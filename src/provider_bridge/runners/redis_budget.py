"""A rate budget that machines share by Redis: the extra ``redis``."""

from __future__ import annotations

import importlib
import json
import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from provider_bridge.core.budget import News, Told, Want
from provider_bridge.errors import ConfigurationError
from provider_bridge.runners.budgets import MemoryBudget

__all__ = ["RedisBudget"]

_log = logging.getLogger("provider_bridge")

_TIMEOUT_S: Final = 2.0
_TRY_AGAIN_S: Final = 5.0


class RedisBudget:
    """Keeps a budget in Redis, told by Redis' own clock.

    While Redis is away, calls go at a part of the rate, as if ``workers`` processes shared it by hand; a warning says
    so once. Nothing waits longer than two seconds for Redis, and it is tried again every five.
    """

    waits = True

    def __init__(self, url: str, key: str, workers: int) -> None:
        try:
            redis: Any = importlib.import_module("redis")
        except ModuleNotFoundError:
            raise ConfigurationError("a budget in Redis needs: pip install 'provider-bridge[redis]'") from None
        self._error: type[Exception] = redis.RedisError
        try:
            self._redis: Any = redis.Redis.from_url(
                url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S, decode_responses=True
            )
        except ValueError:
            raise ConfigurationError("budget_url is no URL of a Redis server") from None
        script = files("provider_bridge.runners").joinpath("budget.lua").read_text(encoding="ascii")
        self._script: Any = self._redis.register_script(script)
        self._key = f"provider-bridge:budget:{{{key}}}"
        self._workers = workers
        self._alone = MemoryBudget()
        self._away_until = 0.0
        self._lock = threading.Lock()

    def ask(self, news: Sequence[News], want: Want | None) -> Told:
        if time.monotonic() >= self._away_until:
            arguments = json.dumps([list(map(list, news)), want.plain() if want else 0])
            try:
                told: list[float] = json.loads(self._script(keys=[self._key], args=[arguments]))
            except self._error as error:
                self._go_alone(type(error).__name__)
            else:
                self._come_back()
                return Told(told[0], told[1], int(told[2]), told[3], told[4])
        return self._alone.ask(news, self._smaller(want))

    def _smaller(self, want: Want | None) -> Want | None:
        if want is None or want.pace is None:
            return want
        return replace(want, pace=want.pace.shared(self._workers))

    def _go_alone(self, why: str) -> None:
        with self._lock:
            first, self._away_until = not self._away_until, time.monotonic() + _TRY_AGAIN_S
        if first:
            _log.warning(
                "budget.alone: Redis cannot be asked (%s); going on at one part in %d of the rate",
                why,
                self._workers,
                extra={"event": "budget.alone"},
            )

    def _come_back(self) -> None:
        if self._away_until:
            self._away_until = 0.0
            _log.warning("budget.shared: Redis answers again", extra={"event": "budget.shared"})
