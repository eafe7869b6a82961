"""A rate budget that machines share by Redis: the extra ``redis``."""

from __future__ import annotations

import importlib
import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from pydantic import SecretStr

from provider_bridge.core.rate_limit.window import DAY_S, RateGrant, RateRequest, UsageEvent
from provider_bridge.errors import ConfigurationError
from provider_bridge.runners.forks import begins_anew
from provider_bridge.runners.rate_stores import MemoryRateStore

__all__ = ["RedisRateStore"]

_log = logging.getLogger("provider_bridge")

_TIMEOUT_S: Final = 2.0
_TRY_AGAIN_S: Final = 5.0


class RedisRateStore:
    """Keeps a budget in Redis, told by Redis' own clock.

    While Redis is away, calls go at a part of the rate and of the day, as if ``workers`` processes shared them by
    hand; a warning says so once, and Redis is told of them when it is back. Nothing waits longer than two seconds for
    Redis, and it is tried again every five.
    """

    waits = True

    def __init__(self, url: str, key: str, workers: int) -> None:
        address = SecretStr(url)
        del url  # a traceback shows what a frame holds
        try:
            redis: Any = importlib.import_module("redis")
        except ModuleNotFoundError:
            raise ConfigurationError("a budget in Redis needs: pip install 'provider-bridge[redis]'") from None
        self._error: type[Exception] = redis.RedisError
        self._redis = _client(redis, address)
        if self._redis is None:  # out here, because the parser's own error can hold the password
            raise ConfigurationError("budget_url is no URL of a Redis server")
        script = files("provider_bridge.runners").joinpath("rate_store.lua").read_text(encoding="ascii")
        self._script: Any = self._redis.register_script(script)
        self._key = f"provider-bridge:budget:{{{key}}}"
        self._workers = workers
        self._alone = MemoryRateStore()
        self._counted: Counter[tuple[str, int]] = Counter()
        self._away_until = 0.0
        self._keeper = 0
        """Even while Redis answers, odd while it is away."""
        self._lock = threading.Lock()
        begins_anew(self)

    def begin_anew(self) -> None:
        """Leave to the parent what it has to tell; redis-py makes connections anew by itself."""
        self._lock = threading.Lock()
        self._counted = Counter()

    def ask(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant:
        keeper = self._keeper
        if time.monotonic() >= self._away_until:
            told = self._ask_redis(news if keeper % 2 == 0 else _for_anybody(news), want)
            if told is not None:
                return told
        told = self._alone.ask(news if keeper % 2 else _for_anybody(news), self._smaller(want))
        if want is not None and not (told.spent or told.busy):
            with self._lock:
                day = int(time.time() // DAY_S)
                self._counted.update((name, day) for name in want.totals)
        return told._replace(keeper=self._keeper)

    def try_ask(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant:
        """Do as ``ask`` does: Redis makes nobody wait for another."""
        return self.ask(news, want)

    def _ask_redis(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant | None:
        """Return Redis' answer, ``None`` where there is none."""
        with self._lock:
            missed, self._counted = self._counted, Counter()
        told_of = [*news, *(("count", name, calls, day) for (name, day), calls in missed.items())]
        arguments = json.dumps([list(map(list, told_of)), want.plain() if want else 0])
        try:
            answer: list[float] = json.loads(self._script(keys=[self._key], args=[arguments]))
        except self._error as error:
            with self._lock:
                self._counted.update(missed)
            self._go_alone(type(error).__name__)
            return None
        self._come_back()
        told = RateGrant(answer[0], answer[1], int(answer[2]), answer[3], answer[4], self._keeper)
        if told.spent and want is not None and want.pace is not None:
            self._alone.ask([("spent", want.pace.label, told.spent)], None)
        return told

    def _smaller(self, want: RateRequest | None) -> RateRequest | None:
        if want is None or want.pace is None:
            return want
        return replace(want, pace=want.pace.shared(self._workers))

    def _go_alone(self, why: str) -> None:
        with self._lock:
            self._away_until = time.monotonic() + _TRY_AGAIN_S
            first = self._keeper % 2 == 0
            self._keeper += first
        if first:
            _log.warning(
                "budget.alone: Redis cannot be asked (%s); going on at one part in %d of the rate",
                why,
                self._workers,
                extra={"event": "budget.alone"},
            )

    def _come_back(self) -> None:
        with self._lock:
            first = self._keeper % 2 == 1
            self._keeper += first
            self._away_until = 0.0
        if first:
            _log.warning("budget.shared: Redis answers again", extra={"event": "budget.shared"})


def _client(redis: Any, url: SecretStr) -> Any:
    """Return a client, ``None`` where the URL is none of a Redis server."""
    options = {"socket_timeout": _TIMEOUT_S, "socket_connect_timeout": _TIMEOUT_S, "decode_responses": True}
    try:
        client = redis.Redis.from_url(url.get_secret_value(), **options)
        client.connection_pool.make_connection()  # makes nothing but an object, and finds what it cannot take
    except (ValueError, TypeError):
        return None
    return client


def _for_anybody(news: Sequence[UsageEvent]) -> list[UsageEvent]:
    """Return the news that mean the same to whoever keeps the budget."""
    return [each for each in news if each[0] in {"hold", "left", "spent", "open"}]
