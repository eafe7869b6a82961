"""The pages about operations as commands: ``PYTHONPATH=tests/helpers python -m operations_page`` writes them anew."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Iterator
from pathlib import Path

from provider_bridge.cli.operations.catalogue import Command, catalogue
from provider_bridge.cli.operations.groups import command_path, summary, taken

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "operations.md"
REFERENCE = DOCS / "command-reference.md"
_HEADING = "|---|---|\n"
_TOP = (
    "# Reference of commands that are operations\n\n"
    "This page is made from the code. Each command also has the options of "
    "[commands.md](commands.md#options-of-most-commands) and of [operations.md](operations.md).\n"
)


def table() -> str:
    """Return a row for each group of commands."""
    groups: dict[str, list[str]] = {}
    for path, command in catalogue().items():
        *above, last = command_path(path)
        groups.setdefault(" ".join(above), []).append(f"**`{last}`**" if command.changes else f"`{last}`")
    return "".join(f"| `{group}` | {', '.join(sorted(groups[group], key=_plain))} |\n" for group in sorted(groups))


def reference() -> str:
    """Return the page with a section for each command."""
    sections = sorted((command_path(path), command) for path, command in catalogue().items())
    return _TOP + "".join("\n" + "\n".join(_section(" ".join(words), command)) for words, command in sections)


def _section(words: str, command: Command) -> Iterator[str]:
    yield f"### `provider-bridge {words}`\n"
    yield f"{summary(command.text)} Providers: {', '.join(command.offered)}.\n"
    rows = [*_rows(command)]
    if rows:
        yield "| Argument or option | Meaning |\n|---|---|"
        yield from rows
        yield ""


def _rows(command: Command) -> Iterator[str]:
    for each in taken(command):
        how = typing.get_args(each.annotation)[1]
        declared = [how.default, *(how.param_decls or ())]  # in an annotation the first one stands as the default
        flags = [flag for text in declared if isinstance(text, str) for flag in text.split("/")]
        if each.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD:
            flags = [each.name.upper().replace("_", "-")]
        needed = "required. " if each.default is inspect.Parameter.empty else ""
        meaning = (how.help or "").replace("|", "/")
        yield f"| {', '.join(f'`{flag}`' for flag in flags)} | {needed}{meaning} |"


def written() -> str:
    """Return the table that the page has."""
    return PAGE.read_text(encoding="utf-8").partition(_HEADING)[2].partition("\n\n")[0] + "\n"


def _plain(name: str) -> str:
    return name.strip("*")


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        re.sub(rf"(?<={re.escape(_HEADING)}).*?(?=\n\n)", table().rstrip(), text, count=1, flags=re.DOTALL), "utf-8"
    )
    REFERENCE.write_text(reference(), "utf-8")
