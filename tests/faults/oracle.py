"""Judging a run with faults against the same run without: right, told to be unknown, an error, or a violation."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from faults.cases import Case
from faults.runs import Run, changes

from provider_bridge import AlreadyGone, Gone, Registered, Trashed, Unconfirmed
from provider_bridge.domain.attention import SwitchedOn, Unknown
from provider_bridge.domain.events import HostProblem
from provider_bridge.domain.requests import OneTimeUrl
from provider_bridge.domain.settings import EffectiveSetting, SettingReading, Unread
from provider_bridge.domain.transcripts import WordsCopy
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.faults.acts import ELSEWHERE
from provider_bridge.policy.verdicts import Finding, Verdict, Verification

__all__ = ["Judgement", "judge", "plainly"]

_PASSING: Final = frozenset({"observed_at", "request_id", "started_at", "finished_at"})
"""What differs from run to run: when something was seen, and the vendor's mark of an answer."""

_MARK: Final = re.compile(r"request [\w.=;]+")
_PRIVATE: Final = ("sandbox-secret", "example.test", "sandbox-client")


@dataclass(frozen=True)
class Judgement:
    """How a run ended: ``right``, ``told`` (a result that says what of it is unknown), or an error's name.

    ``wrong`` says what must not be, ``""`` where nothing is.
    """

    ended: str
    wrong: str = ""


def plainly(value: Any) -> Any:
    """Return what a value is made of, without what differs from run to run, as something that compares."""
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, OneTimeUrl):
        return "OneTimeUrl"  # each call makes another, good for some minutes of the client's clock
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = [each.name for each in dataclasses.fields(value) if each.name not in _PASSING]
        return (type(value).__name__, *((name, plainly(getattr(value, name))) for name in kept))
    if isinstance(value, dict):
        return tuple((plainly(key), plainly(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return tuple(plainly(each) for each in value)
    if isinstance(value, set | frozenset):
        return tuple(sorted(map(repr, value)))
    if isinstance(value, Path):
        return value.name
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, BytesIO):
        return value.getvalue()
    if isinstance(value, str):
        return _MARK.sub("request", value)
    return value if isinstance(value, bytes | int | float | date | None) else repr(value)


def _is_told(value: Any) -> bool:
    """Whether a value says of itself that it is not known."""
    own = isinstance(value, Unknown | Unread | HostProblem | ProviderBridgeError | Unconfirmed)
    own = own or (isinstance(value, WordsCopy) and value.state == "unknown")
    own = own or (isinstance(value, EffectiveSetting) and not value.known)
    return own or (isinstance(value, Finding) and value.verdict is Verdict.UNKNOWN)


def _agrees(value: Any, before: Any) -> bool:
    """Whether a result is what it was, but for parts of which it says that they are not known."""
    if _is_told(value) or plainly(value) == plainly(before):
        return True
    if isinstance(value, Registered) and isinstance(before, Registered):
        return value.already is None
    if isinstance(value, SettingReading) and isinstance(before, SettingReading):  # its lock may be open
        lock = {"locked": before.locked, "lock": before.lock, "note": before.note}
        return value.locked is None and plainly(dataclasses.replace(value, **lock)) == plainly(before)  # type: ignore[arg-type]
    if isinstance(value, SwitchedOn) and isinstance(before, SwitchedOn):
        return bool(value.unread) and not Counter(map(plainly, value.where)) - Counter(map(plainly, before.where))
    if isinstance(value, EffectiveSetting) and isinstance(before, EffectiveSetting):
        # what it rests on may be less, and a lock that is open leaves open what decides
        return value.value == before.value and value.locked in {before.locked, None}
    if isinstance(value, list | tuple) and isinstance(before, list | tuple):
        if len(value) == len(before) and all(map(_agrees, value, before)):
            return True
        left = Counter(plainly(each) for each in value if not _is_told(each))
        return any(map(_is_told, value)) and not left - Counter(map(plainly, before))
    if dataclasses.is_dataclass(value) and type(value) is type(before):
        names = [each.name for each in dataclasses.fields(value) if each.name not in _PASSING]
        return all(_agrees(getattr(value, name), getattr(before, name)) for name in names)
    return False


def _texts(error: BaseException | None) -> list[str]:
    found: list[str] = []
    while error is not None:
        found += [str(error), repr(error)]
        error = error.__cause__ or error.__context__
    return found


def judge(case: Case, calm: Run, run: Run, *, must_cure: bool, comes_back: bool = False) -> Judgement:
    """Judge a run against the undisturbed one; ``comes_back`` says that what was deleted is there again later."""
    outcome = run.outcome
    ended = _ended(calm, run)
    wrong = _untidy(run) or _leaks(calm, run)
    if not wrong and isinstance(outcome, Exception) and not isinstance(outcome, ProviderBridgeError):
        wrong = f"an untyped error: {outcome!r}"
    if not wrong and ended == "other" and not is_silent(case, run):
        wrong = f"another result: {_difference(plainly(calm.outcome), plainly(outcome))}"
    wrong = wrong or _at_most_once(calm, run) or ("" if is_silent(case, run) else _other_files(calm, run))
    if not wrong and not isinstance(outcome, Exception) and ended != "told":
        missing = set(calm.vendor.applied) - set(run.vendor.applied)
        wrong = f"success, and nothing was applied: {missing}" if missing else ""
    if not wrong and run.vendor.applied and isinstance(outcome, ProviderBridgeError):
        wrong = "" if getattr(outcome, "sent", "no") == "maybe" else f"it was applied, and ends in {outcome!r}"
    if not wrong and comes_back and isinstance(outcome, Gone | AlreadyGone):
        wrong = f"called gone, and it is there again: {outcome!r}"
    if not wrong and must_cure and ended != "right":
        wrong = f"asking again should have cured it: {outcome!r}"
    return Judgement(ended, wrong)


UNCOUNTED: Final = {
    "zoom.sessions.list",
    "zoom.consents.list",
    "zoom.transcripts.summaries.list",
    "zoom.chats.team.list",
    "zoom.chats.conversations.list",
    "zoom.chats.conversations.messages.list",
}
"""Listings for which Zoom announces no number of rows: that a page was left out cannot be found out."""

UNMEASURED: Final = {f"gotowebinar.recordings.{name}" for name in ("download", "download_all", "read", "stream")}
"""Files whose size GoToWebinar does not list: what comes from where it leads cannot be held against anything."""


def is_silent(case: Case, run: Run) -> bool:
    """Whether what struck is one of the faults that nothing can find out."""
    struck, name = set(run.struck), f"{case.provider}.{case.operation}"
    other_file = struck & {"length-too-short", "redirect-elsewhere"}
    lost, uncounted = struck & {"page-skipped", "page-row-moved"}, struck & {"total-absent", "total-null"}
    return (bool(lost) and (name in UNCOUNTED or bool(uncounted))) or (bool(other_file) and name in UNMEASURED)


def _ended(calm: Run, run: Run) -> str:
    """Return how it ended, in a word."""
    outcome, before = run.outcome, calm.outcome
    if isinstance(outcome, Exception):
        if isinstance(before, Exception) and type(before) is type(outcome):
            return "right"
        return type(outcome).__name__
    if plainly(outcome) == plainly(before):
        return "right"
    if isinstance(outcome, list) and isinstance(before, list) and Counter(plainly(outcome)) == Counter(plainly(before)):
        return "right"  # a listing that was walked anew comes in another order
    if isinstance(outcome, AlreadyGone | Gone | Trashed) and isinstance(before, Gone | AlreadyGone | Trashed):
        # the same deletion, proven in another way
        kinds = {type(outcome), type(before)}
        return "right" if kinds <= {Gone, AlreadyGone} or len(kinds) == 1 else "other"
    if isinstance(outcome, Verification):
        return "told" if _proves_no_more(outcome, before) else "other"
    return "told" if _agrees(outcome, before) else "other"


def _proves_no_more(outcome: Verification, before: Any) -> bool:
    """Whether what an account's findings say is what they said, and what is missing among them is told as unknown."""
    now, then = _findings(outcome), _findings(before)
    return now.keys() == then.keys() and all(
        not now[name] - then[name] - Counter({Verdict.UNKNOWN: sum(now[name].values())})
        and (not then[name] - now[name] or Verdict.UNKNOWN in now[name])
        for name in now
    )


def _findings(verification: Verification) -> dict[str, Counter[Verdict]]:
    found: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for each in verification.checks:
        found[each.account][each.finding.verdict] += 1
    return found


def _difference(before: Any, after: Any) -> str:
    if isinstance(before, tuple) and isinstance(after, tuple):
        if len(before) != len(after):
            return f"{len(after)} parts instead of {len(before)}"
        for one, other in zip(before, after, strict=True):
            if one != other:
                return _difference(one, other)
    return f"{after!r} instead of {before!r}"[:300]


def _untidy(run: Run) -> str:
    transport = run.transport
    if transport.opened != transport.closed:
        return f"{transport.opened - transport.closed} answers are still open"
    if run.open_flows:
        return f"{run.open_flows} flows are still open"
    return "the token's lock is still held" if run.held else ""


def _leaks(calm: Run, run: Run) -> str:
    """Look for calls and tokens that went elsewhere, and for secrets and people in what was said."""
    strangers = set(run.transport.hosts) - set(calm.transport.hosts) - {ELSEWHERE}
    if strangers:
        return f"a call to {strangers}"
    if ELSEWHERE in run.transport.hosts and not any("/rec/" in each.path for each in calm.vendor.asked):
        return "a redirect away was followed"
    if run.transport.trusted - calm.transport.trusted:
        return "the token went to another host"
    words = [*_PRIVATE, *run.vendor.secrets]
    said = [*run.heard, *(_texts(run.outcome) if isinstance(run.outcome, BaseException) else [])]
    return next((f"{word!r} shows in {text!r}" for text in said for word in words if word in text), "")


def _other_files(calm: Run, run: Run) -> str:
    """Look for downloads that have their final name and are not what they should be, or are missing."""
    other = {name for name, content in run.files.items() if calm.files.get(name) != content}
    missing = set(calm.files) - set(run.files)
    told = isinstance(run.outcome, list) and any(map(_is_told, run.outcome))
    if not isinstance(run.outcome, Exception) and not told:
        other |= missing
    return f"files that are not what they should be: {len(other)}" if other else ""


def _at_most_once(calm: Run, run: Run) -> str:
    """Look whether something that does more when it is sent twice was done more often than without faults."""
    for (method, path), count in run.vendor.applied.items():
        once = method in {"POST", "PATCH"} or path.endswith("/copy")
        if once and count > calm.vendor.applied[method, path]:
            return f"{method} was applied {count} times"
    assert all(changes(method, path) for method, path in run.vendor.applied)
    return ""
