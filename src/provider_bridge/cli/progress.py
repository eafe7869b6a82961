"""A progress bar on stderr, on a terminal only."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from provider_bridge.cli.tables import console_of

if TYPE_CHECKING:
    from collections.abc import Generator

    from provider_bridge.bridge import Watch
    from provider_bridge.core import steps

__all__ = ["watching"]


@contextmanager
def watching() -> Generator[Watch | None]:
    """Yield what to tell progress to; ``None`` where nobody watches."""
    console = console_of(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[tuple[str, str], TaskID] = {}

        def watch(account: str, step: steps.Progress) -> None:
            key = (account, step.what)
            if key not in tasks:
                tasks[key] = bar.add_task(f"{account}: {step.what}", total=None)
            if step.total is not None:
                bar.update(tasks[key], total=step.total)
            if step.done is not None:
                bar.update(tasks[key], completed=step.done)

        yield watch
