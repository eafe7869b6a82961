"""Writing what a command found: to stdout in whatever encoding it has, or into a file that is named."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from provider_bridge.errors import ConfigurationError
from provider_bridge.runners.os_support import FOLLOWING
from provider_bridge.runners.text_files import os_reason, path_problem, shown_path

__all__ = [
    "ESCAPING",
    "check_path",
    "is_special",
    "opened_file",
    "prepare_streams",
    "stdout",
    "unwritable",
    "write_out",
]

ESCAPING: Final = "provider_bridge.escaping"
"""How text is written that an encoding cannot hold: as JSON does it, which leaves JSON what it is."""


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


codecs.register_error(ESCAPING, _escaped)


def prepare_streams() -> None:
    """Let no name end a command midway, because stdout is in latin-1; and nothing at all where stdout is closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (as long as the process lives)
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors=ESCAPING)


@contextmanager
def stdout() -> Generator[IO[str]]:
    """Yield stdout; a disk that is full behind it is an error of the user's, not of ours."""
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in it must not fail once more
        raise ConfigurationError(f"stdout cannot be written: {os_reason(error)}") from None


def write_out(text: str) -> None:
    """Write text to stdout."""
    with stdout() as to:
        to.write(text)


def unwritable(output: Path, error: OSError) -> ConfigurationError:
    """Return the error for a file that a command cannot write."""
    return ConfigurationError(f"{shown_path(output)} cannot be written: {os_reason(error)}")


def check_path(output: Path) -> None:
    """Raise ``ConfigurationError`` where no file can have this path."""
    problem = path_problem(os.fspath(output))
    if problem:
        raise ConfigurationError(f"{shown_path(output)} cannot be written: {problem}")


def is_special(output: Path) -> bool:
    """Whether something is there that is written to and never replaced, such as a device or a pipe."""
    try:
        found = output.stat()
    except OSError:
        return False
    return not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode))


@contextmanager
def opened_file(output: Path) -> Generator[IO[str]]:
    """Open a file for text, or what else has this path; a pipe that has no reader is refused instead of waited for."""
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | FOLLOWING
        handle = os.open(output, flags, 0o666)
        if hasattr(os, "set_blocking"):
            os.set_blocking(handle, True)
        with os.fdopen(handle, "w", encoding="utf-8", errors=ESCAPING) as file:
            yield file
    except OSError as error:
        raise unwritable(output, error) from None
