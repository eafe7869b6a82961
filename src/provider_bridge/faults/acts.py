"""What faults do to an exchange. Each act is data, and plays itself without any network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final, Literal

from provider_bridge.faults import vendors
from provider_bridge.faults.exchange import Answered, Asked, Breaks, Delivery, Playing

__all__ = [
    "ELSEWHERE",
    "Break",
    "Canned",
    "Cut",
    "Hint",
    "Moment",
    "Redirect",
    "Respond",
    "WrongDate",
    "WrongLength",
    "WrongLifetime",
]

Moment = Literal["before", "after"]
"""Whether a fault strikes before the vendor has acted, or after it, so that its answer is lost or spoiled."""

ELSEWHERE: Final = "elsewhere.example"
"""The host that a redirect leads away to."""

_WHOLE: Final = 200


@dataclass(frozen=True, slots=True)
class Break:
    """The connection breaks: before anything comes, in the middle of the body, or after the answer."""

    how: Breaks
    place: Literal["start", "middle", "end"] = "start"

    def fits(self, asked: Asked) -> bool:  # noqa: ARG002 (any request can be met by it)
        return True

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002 (every act is played alike)
        if moment == "before":
            return Delivery(breaks=self.how)
        answer = yield asked
        if self.place == "end":
            return Delivery(answer, spoils=True)
        late = answer if self.how == "timeout" else None
        if self.place == "start" or not answer.body:
            return Delivery(breaks=self.how, late=late)
        half = replace(answer, body=answer.body[: len(answer.body) // 2])
        return Delivery(half, self.how, length=len(answer.body), late=late)


@dataclass(frozen=True, slots=True)
class Cut:
    """The body ends too early, and its length is announced as if that were all."""

    def fits(self, asked: Asked) -> bool:
        return vendors.kind_of(asked) != "file"  # a shorter file of a consistent length is not to be told from another

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002
        answer = yield asked
        return Delivery(replace(answer, body=answer.body[: len(answer.body) * 2 // 3]))


@dataclass(frozen=True, slots=True)
class WrongLength:
    """The ``Content-Length`` is not the body's: ``longer``, and the rest never comes, or shorter, and it is cut."""

    longer: bool

    def fits(self, asked: Asked) -> bool:  # noqa: ARG002
        return True

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002
        answer = yield asked
        if self.longer:
            return Delivery(answer, "closed", length=len(answer.body) + 10)
        end = len(answer.body) * 9 // 10
        return Delivery(replace(answer, body=answer.body[:end]), length=end, spoils=True, beyond=answer.body[end:])


@dataclass(frozen=True, slots=True)
class Hint:
    """A ``Retry-After``: in one of the three shapes there are, so many seconds ahead, or at the next UTC midnight."""

    shape: Literal["seconds", "date", "iso", "iso-midnight"]
    seconds: int = 1

    def text(self, now: datetime) -> str:
        moment = now + timedelta(seconds=self.seconds)
        if self.shape == "iso-midnight":
            moment = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0)
        if self.shape == "seconds":
            return str(self.seconds)
        return format_datetime(moment, usegmt=True) if self.shape == "date" else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True, slots=True)
class Canned:
    """An answer as a vendor or something in between makes it; ``only`` names what its request's path has in it."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    hint: Hint | None = None
    only: str = ""

    def at(self, now: datetime) -> Answered:
        hint = {} if self.hint is None else {"retry-after": self.hint.text(now)}
        return Answered(self.status, {**self.headers, **hint}, self.body)


@dataclass(frozen=True, slots=True)
class Respond:
    """Another answer comes in place of the vendor's: one for each vendor that gives such, ``""`` for any.

    ``kinds`` are the kinds of request that it can meet, ``having`` a parameter that such a request has.
    """

    made: Mapping[str, Canned]
    kinds: frozenset[str] = vendors.API
    having: str = ""

    def _made(self, asked: Asked) -> Canned | None:
        found = self.made.get(vendors.vendor_of(asked), self.made.get(""))
        return found if found is not None and found.only in asked.path else None

    def fits(self, asked: Asked) -> bool:
        had = self.having in {"", vendors.page_word(asked)}
        return had and vendors.kind_of(asked) in self.kinds and self._made(asked) is not None

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:
        if moment == "after":
            yield asked
        made = self._made(asked)
        return Delivery(made.at(now) if made is not None else None)


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect: to the very same address, or to another host."""

    away: bool

    def fits(self, asked: Asked) -> bool:  # noqa: ARG002
        return True

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002
        yield from ()
        target = asked.path + (f"?{asked.query}" if asked.query else "")
        where = f"https://{ELSEWHERE}{target}" if self.away else target
        return Delivery(Answered(307, {"location": where, "content-length": "0"}, b""))


@dataclass(frozen=True, slots=True)
class WrongDate:
    """The server's clock is wrong: its ``Date`` is so many minutes off."""

    minutes: int

    def fits(self, asked: Asked) -> bool:  # noqa: ARG002
        return True

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002
        answer = yield asked
        told = answer.headers.get("date", "")
        moment_told = parsedate_to_datetime(told) if told else now.astimezone(UTC)
        wrong = format_datetime(moment_told + timedelta(minutes=self.minutes), usegmt=True)
        return Delivery(replace(answer, headers={**answer.headers, "date": wrong}))


@dataclass(frozen=True, slots=True)
class WrongLifetime:
    """The login server says that a token lives so many minutes longer, or shorter, than it does."""

    minutes: int

    def fits(self, asked: Asked) -> bool:
        return vendors.kind_of(asked) == "login"

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002
        answer = yield asked
        if answer.status != _WHOLE or b'"expires_in"' not in answer.body:
            return Delivery(answer)
        fields = json.loads(answer.body)
        fields["expires_in"] = max(0, int(fields["expires_in"]) + 60 * self.minutes)
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        return Delivery(Answered(answer.status, headers, json.dumps(fields).encode()))
