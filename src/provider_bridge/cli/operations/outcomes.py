"""What became of each thing that a command was to change, as a record of a listing and as a sentence on stderr."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from provider_bridge.cli.failures import say
from provider_bridge.domain.outcomes import AlreadyGone, Gone, Trashed
from provider_bridge.errors import (
    ConfigurationError,
    ProviderBridgeError,
    QuotaExhausted,
    ReadOnlyAccount,
    StateError,
    Unauthorized,
    UnsupportedCapability,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Outcome", "of_each", "outcome_of", "would_send"]

T = TypeVar("T")

_FOR_ALL: Final = (ConfigurationError, Unauthorized, QuotaExhausted, UnsupportedCapability)
"""What every further thing would meet as well."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing. ``part`` is the file or the occurrence of it where only that was meant."""

    id: str
    part: str
    outcome: str
    until: datetime | None = None
    reason: str = ""
    what_to_do: str = ""
    done: bool = True

    def told(self) -> Outcome:
        """Write it to stderr, and return it."""
        why = "; ".join(filter(None, (self.reason, self.what_to_do)))
        say(f"{'' if self.done else 'error: '}{self.id}: {self.outcome}{f': {why}' if why else ''}")
        return self


def outcome_of(item: str, part: str, result: Any, *, trash: bool) -> Outcome:
    """Return what a deletion came to, or that a change without a result was made.

    Args:
        item: The id of what was to be deleted or changed.
        part: The file or the occurrence of it, ``""`` for all of it.
        result: A ``Deletion``, or ``None``.
        trash: Whether the vendor's trash is what was asked for.

    """
    if result is None:
        return Outcome(item, part, "Done")
    done = isinstance(result, Gone | AlreadyGone) or (trash and isinstance(result, Trashed))
    return Outcome(
        item,
        part,
        type(result).__name__,
        getattr(result, "until", None),
        getattr(result, "reason", ""),
        getattr(result, "what_to_do", ""),
        done=done,
    )


def would_send(item: str, part: str, error: ReadOnlyAccount) -> Outcome:
    """Return what a dry run found out: the request at which it stopped."""
    return Outcome(item, part, "DryRun", reason=f"would send {error.operation}")


def of_each(
    items: Iterable[str], work: Callable[[str], Iterable[T]], ended: list[BaseException]
) -> Iterator[T | ProviderBridgeError]:
    """Yield what comes of each item. A failure of one does not keep the others from being tried; the rest ends all.

    Args:
        items: The ids.
        work: What to do with one.
        ended: Receives what ended it early, such as an interrupt, so that what became of those before is written first.

    """
    left = iter(dict.fromkeys(items))
    for item in left:
        try:
            yield from work(item)
        except (*_FOR_ALL, GeneratorExit):
            raise
        except ProviderBridgeError as error:
            say(f"error: {item}: {error}")
            yield error
        except BaseException as end:  # noqa: BLE001 (raised again once everything is written)
            ended.append(end)
            yield _broken_off(item, "broken off: look what became of it before you ask again")
            yield from (_broken_off(each, "not begun") for each in left)


def _broken_off(item: str, what: str) -> ProviderBridgeError:
    say(f"error: {item}: {what}")
    return StateError(f"{item}: {what}")
