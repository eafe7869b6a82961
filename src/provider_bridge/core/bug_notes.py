"""What may be told of an error that should not have happened: its type and where, never its text."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Final

__all__ = ["bug_note", "on_fault"]

on_fault: Final[ContextVar[Callable[[BaseException], None] | None]] = ContextVar("provider_bridge_fault", default=None)
"""What is handed each error that becomes a note, for a person who looks for a mistake of this program."""

_PACKAGE: Final = Path(__file__).parents[1]


def bug_note(error: BaseException) -> str:
    """Return a sentence that says which mistake of this program to report. The error's own text may hold anything."""
    look = on_fault.get()
    if look is not None:
        look(error)
    while inner := _first_of(error):
        error = inner
    frames = traceback.extract_tb(error.__traceback__)
    own = [f"{_within(each)}:{each.lineno}" for each in frames if Path(each.filename).is_relative_to(_PACKAGE)]
    where = f" at {own[-1]}" if own else ""
    return f"internal fault ({type(error).__name__}{where}), a mistake of this program: please report it"


def _first_of(error: BaseException) -> BaseException | None:
    """Return the first error of a group, ``None`` for any other error."""
    inner: tuple[BaseException, ...] = getattr(error, "exceptions", ())
    return inner[0] if inner else None


def _within(frame: traceback.FrameSummary) -> str:
    return Path(frame.filename).relative_to(_PACKAGE).as_posix()
