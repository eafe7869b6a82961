"""Which store of a rate budget the configuration asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from provider_bridge.runners.rate_stores import FileRateStore, MemoryRateStore, RateStore

if TYPE_CHECKING:
    from provider_bridge.core.provider import RateLimitScope

__all__ = ["rate_store_for"]

_here: Final[dict[str, MemoryRateStore]] = {}


def rate_store_for(sharing: RateLimitScope | None) -> RateStore:
    """Return the store that an account's configuration asks for; one in memory is shared by the whole process."""
    if sharing is None:
        return MemoryRateStore()
    if sharing.file:
        return FileRateStore(Path(sharing.file), sharing.key)
    if sharing.url:
        from provider_bridge.runners.redis_rate_store import RedisRateStore

        return RedisRateStore(sharing.url, sharing.key, sharing.workers)
    return _here.setdefault(sharing.key, MemoryRateStore())
