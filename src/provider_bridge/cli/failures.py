"""From errors to one sentence on stderr and an exit code; the one place that does so."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import typer

from provider_bridge.core.bug_notes import on_fault
from provider_bridge.domain.outcomes import ExitCode
from provider_bridge.errors import (
    ConfigurationError,
    InvalidInput,
    ProviderBridgeError,
    QuotaExhausted,
    StateError,
    Unauthorized,
    UnsupportedCapability,
)

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import IO

__all__ = ["discard", "exit_code_of", "failing_clearly", "say"]

_DEBUG: Final = "PROVIDER_BRIDGE_DEBUG"

_BROKEN_PIPE: Final = 141
"""What a shell reports of a program that a closed pipe ended."""


def say(sentence: str) -> None:
    """Write a message for a person to stderr; stdout is for data. Where it cannot be written, the exit code tells."""
    try:
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201 (this is the command's voice)
    except OSError:
        discard(sys.stderr)


def discard(stream: IO[str]) -> None:
    """Send nowhere what a broken stream still holds: else Python fails once more, and ends with a code of its own."""
    with suppress(OSError):  # a stream in memory, which has no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def exit_code_of(error: ProviderBridgeError) -> ExitCode:
    """Return the exit code of a command that an error ended."""
    if isinstance(error, ConfigurationError | StateError | Unauthorized):
        return ExitCode.CONFIGURATION
    if isinstance(error, InvalidInput | UnsupportedCapability):
        return ExitCode.USAGE
    if isinstance(error, QuotaExhausted):
        return ExitCode.QUOTA
    return ExitCode.UNKNOWN


@contextmanager
def failing_clearly() -> Generator[None]:
    """End the command with a sentence and an exit code instead of a traceback."""
    debugging = bool(os.environ.get(_DEBUG))
    mark = on_fault.set(_show if debugging else None)
    try:
        yield
    except ProviderBridgeError as error:
        say(f"error: {error}")
        raise typer.Exit(exit_code_of(error)) from None
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except (typer.Exit, typer.BadParameter):
        raise
    except BrokenPipeError:
        # whoever read our output has left, as ``head`` does: nothing more can be said to them
        discard(sys.stdout)
        raise typer.Exit(_BROKEN_PIPE) from None
    except Exception as error:
        if debugging:
            raise
        # a fault of ours proves nothing: neither a pass nor a violation, and its text may hold anything
        say(f"error: internal fault ({type(error).__name__}); set {_DEBUG}=1 to see where, and report it")
        raise typer.Exit(ExitCode.UNKNOWN) from None
    finally:
        on_fault.reset(mark)


def _show(error: BaseException) -> None:
    """Show the traceback of a fault that ends one account's part of a command, and not the command."""
    say("".join(traceback.format_exception(error)).rstrip())
