"""Taking turns: a call waits until its account's budget allows it, first come first served, and sleeps exactly.

What is told to the budget of calls that went is gathered and told with the next call's question; only what others
wait for is told at once.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import Counter, deque
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from provider_bridge.core.rate_limit.limits import WAY_S, RateClaim, Window, paces
from provider_bridge.core.rate_limit.window import RateGrant, RateRequest, UsageEvent
from provider_bridge.errors import ProviderBridgeError, QuotaExhausted
from provider_bridge.runners.forks import begins_anew

if TYPE_CHECKING:
    from provider_bridge.core.provider import Wiring
    from provider_bridge.core.steps import Learn
    from provider_bridge.runners.clock import Clock
    from provider_bridge.runners.rate_stores import RateStore

__all__ = ["BUSY_S", "PerKey", "Permit", "RateLimiter", "TurnOver"]

_log = logging.getLogger("provider_bridge")

L = TypeVar("L")

_MANY: Final = 32
"""Rates beyond this need no queue in one process: those who wait at a time are few beside them."""

_LATE_S: Final = 0.001
_OVER_S: Final = 0.05
"""A call that is later has lost its turn: the process was stopped, say, and others may have gone in its place."""

BUSY_S: Final = 0.1
"""How often another process is asked whether it still changes an object that is to be changed here."""


class TurnOver(Exception):
    """A call's turn was over before it could be sent; never leaves the runner."""


class Permit:
    """One call's turn: what it asked for, when it went, and what it waited.

    ``counted`` is to be made false when the vendor did not take the call.
    """

    __slots__ = (
        "asked",
        "asking",
        "at",
        "counted",
        "days",
        "due",
        "keeper",
        "number",
        "opens",
        "pace",
        "taken",
        "until",
        "waited",
        "went",
    )

    def __init__(self, pace: Window | None = None, opens: tuple[str, str] | None = None) -> None:
        self.pace = pace
        self.opens = opens
        self.number = 0
        self.at = 0.0
        self.waited = 0.0
        self.asked = self.due = self.until = 0.0
        self.went: float | None = None
        self.days: tuple[str, ...] = ()
        self.counted = True
        self.asking = self.taken = False
        self.keeper = 0

    def take(self, told: RateGrant | None) -> None:
        """Take the turn that the budget gave, if it gave one."""
        if told is None or told.spent or told.busy:
            return
        self.taken, self.keeper = True, told.keeper
        self.number, self.at = told.number, told.at
        self.asked -= told.now  # from here on it turns our seconds into the store's


class PerKey(Generic[L]):
    """Something for each key, as long as somebody uses it. Safe for threads."""

    def __init__(self, make: Callable[[], L]) -> None:
        self._make = make
        self._things: dict[str, L] = {}
        self._users: Counter[str] = Counter()
        self._lock = threading.Lock()

    def use(self, key: str) -> L:
        with self._lock:
            self._users[key] += 1
            return self._things.setdefault(key, self._make())

    def done(self, key: str) -> None:
        with self._lock:
            self._users[key] -= 1
            if not self._users[key]:
                del self._users[key], self._things[key]


class RateLimiter:
    """What both faces share: the questions to the budget, and what is told to it."""

    def __init__(self, wiring: Wiring, store: RateStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._paces = paces(wiring.rates, wiring.days)
        self._plain: dict[str, RateRequest] = {}
        self._queued = {label: pace.few for label, pace in self._paces.items() if store.waits or pace.count <= _MANY}
        """How many ask for their turn at a time, where many at a time would ask before it is known what those did that
        went before them."""
        self._wiring = wiring
        self._news: deque[UsageEvent] = deque()
        self._keeper = 0
        self._held_until = 0.0
        self._salted = b""
        begins_anew(self)

    def begin_anew(self) -> None:
        """Wait for nobody in a child, and leave to the parent what it has to tell."""
        self._news = deque()
        self._queue_up()

    def _queue_up(self) -> None:
        raise NotImplementedError

    def unpaced(self, claim: RateClaim) -> bool:
        """Whether nothing limits a call."""
        return not (claim.label in self._paces or claim.caps or claim.alone)

    def _want(self, claim: RateClaim, ticket: Permit) -> RateRequest:
        if ticket.pace and ticket.opens is None and not (claim.caps or ticket.pace.days):
            return self._plain.get(claim.label) or self._plain.setdefault(claim.label, RateRequest(ticket.pace))
        ticket.asking = True
        caps = tuple((f"{cap.name} {self._hash(what)}", cap.calls) for cap, what in claim.caps)
        key, owner = ticket.opens or ("", "")
        want = RateRequest(ticket.pace, caps, key, owner)
        ticket.days = want.totals
        return want

    def _ticket(self, claim: RateClaim) -> Permit:
        opens = (self._hash(claim.alone), secrets.token_hex(8)) if claim.alone else None
        return Permit(self._paces.get(claim.label), opens)

    def _salt(self) -> bytes:
        """Nobody else has the secret, and it stays the same when a token is replaced."""
        if not self._salted:
            grant = self._wiring.exchange.token_manager.grant
            self._salted = blake2b(f"{grant.client_id} {grant.client_secret}".encode(), digest_size=32).digest()
        return self._salted

    def _hash(self, text: str) -> str:
        """Return what stands for an object or a person in a budget that others may see."""
        return blake2b(text.encode(errors="replace"), digest_size=16, key=self._salt()).hexdigest()

    def _taken(self) -> list[UsageEvent]:
        news: list[UsageEvent] = []
        while self._news:
            try:
                news.append(self._news.popleft())
            except IndexError:  # another thread was faster
                break
        return news

    def _wait_for(self, claim: RateClaim, ticket: Permit, told: RateGrant) -> float:
        """Return how long to wait for the turn, or raise because there is none today."""
        if told.spent:
            until = datetime.fromtimestamp(told.spent, UTC)
            what = f"our count of the day's calls is used up until {until:%Y-%m-%dT%H:%M:%SZ}"
            spent = QuotaExhausted(claim.operation, 0, what)
            spent.resume_at = until
            raise spent
        self._keeper = told.keeper
        ticket.take(told)
        return told.at - told.now

    def _due(self, ticket: Permit, wait: float) -> None:
        """Note when a call's turn comes, and until when it is good."""
        ticket.due = self._clock.monotonic() + wait
        ticket.until = ticket.due + _OVER_S

    def _still(self, ticket: Permit) -> float:
        """Return how long a call has still to wait; a refusal of another call holds back this one, too."""
        held = self._held()
        if held > 0:
            ticket.until = max(ticket.until, self._held_until + _OVER_S)
        return max(ticket.due - self._clock.monotonic(), held)

    def go(self, ticket: Permit) -> None:
        """Note when a call really goes, if that is not when it was to; raises ``TurnOver`` when it is too late for it.

        Said when the turn has come, so that who asks next is told of it, and again when nothing but sending is left:
        the process may have been stopped in between, or there was no room.
        """
        now = self._clock.monotonic()
        if ticket.pace:
            if now > ticket.until and not self._clock.jumps:
                ticket.went = None
                raise TurnOver
            if now - (ticket.went or ticket.due) > _LATE_S and ticket.keeper == self._keeper:
                self._news.append(("went", ticket.pace.label, ticket.number, now - ticket.asked))
        ticket.went = now

    def _give_back(self, ticket: Permit) -> list[UsageEvent]:
        """Note that a turn was not used, and return what the budget is told at once; the object stays ours."""
        news = [each for each in self._note_end(ticket) if each[0] != "open"]
        ticket.taken, ticket.days = False, ()
        return news

    def _note_end(self, ticket: Permit) -> list[UsageEvent]:
        """Note that an answer is here, or that there will be none; return what others wait for."""
        pace, number = ticket.pace, ticket.number
        news: list[UsageEvent] = [("open", *ticket.opens)] if ticket.opens and ticket.asking else []
        if not ticket.taken or ticket.keeper != self._keeper:
            return news
        if pace and ticket.went is not None:
            counted = min(self._clock.monotonic(), ticket.went + WAY_S)
            self._news.append(("due", pace.label, number, counted - ticket.asked))
        elif pace:
            self._news.append(("unused", pace.label, number, ticket.at - pace.few_window, ticket.at - pace.window))
        if ticket.days and (ticket.went is None or not ticket.counted):
            news.extend(("back", name) for name in ticket.days)
        return news

    def _tell(self, news: list[UsageEvent]) -> None:
        """Tell the budget what others wait for, after a call: what the vendor answered counts, whatever comes of this.

        A budget that cannot be kept is an error of the next call, before anything is sent.
        """
        self._told(news, wait=True)

    def _told(self, news: list[UsageEvent], *, wait: bool) -> bool:
        """Do as ``_tell`` does, and return whether there was no need to wait, where ``wait`` is false."""
        if not news:
            return True
        try:
            return (self._store.ask(news, None) if wait else self._store.try_ask(news, None)) is not None
        except ProviderBridgeError as error:
            _log.warning("budget.untold: %s", error, extra={"event": "budget.untold"})
            return True

    def _held(self) -> float:
        """Return how long everything of this account is still held back in this process."""
        return self._held_until - self._clock.monotonic()

    def _learnt(self, step: Learn) -> list[UsageEvent]:
        """Return what is told to others at once of what an answer said."""
        if step.what == "hold":
            self._held_until = max(self._held_until, self._clock.monotonic() + step.value)
            return [("hold", step.value)]
        pace = self._paces.get(step.label)
        days = {name for name, _ in pace.days} if pace else set[str]()
        if step.what == "left":
            self._news.extend(("left", name, int(step.value), step.day) for name in days)
            return []
        shared = [other for other in self._paces.values() if any(name in days for name, _ in other.days)]
        return [("spent", label, step.value) for label in {step.label, *(other.label for other in shared)}]
