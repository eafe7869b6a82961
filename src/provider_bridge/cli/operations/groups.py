"""The tree of commands: one group a facet, one command an operation, made when they are asked for."""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from provider_bridge.cli.failures import failing_clearly
from provider_bridge.cli.operations.catalogue import Command, catalogue
from provider_bridge.cli.operations.changing import change, item_parameter
from provider_bridge.cli.operations.parameters import Input, inputs_of
from provider_bridge.cli.operations.running import Common, read
from provider_bridge.cli.options import Config, Listing, ListingFormat, OnlyAccounts, Output, Sandbox, Verbose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["add_operations", "command_path", "summary", "taken"]

_MOVED: Final = {
    "directory.hosts": "hosts",
    "directory.groups": "groups",
    "transcripts.summaries": "summaries",
}
"""Parts whose commands stand where people look for them."""
_HELPS: Final[dict[tuple[str, ...], str]] = {
    ("archives",): "Archived sessions, and their files.",
    ("attention",): "Whether attention tracking is off.",
    ("consents",): "Records that people were told of a recording.",
    ("data-requests",): "Requests for export or erasure, at the vendor.",
    ("dial-ins",): "Callers by telephone, and the numbers they called from.",
    ("events",): "Scheduled meetings and webinars.",
    ("groups",): "Groups of hosts.",
    ("hosts",): "People who can schedule meetings and webinars.",
    ("participants",): "People who were in a session.",
    ("questions",): "Questions that participants asked in a session.",
    ("registrants",): "People who registered for an event.",
    ("responses",): "Answers to polls and surveys.",
    ("scopes",): "What the login may do.",
    ("sessions",): "Meetings and webinars that took place.",
    ("settings",): "Settings of the account, of groups and of users.",
    ("staff",): "Panelists and co-organizers of events.",
    ("summaries",): "Summaries of meetings that a machine wrote.",
    ("transcripts",): "What was spoken, and where it is stored.",
    ("webhooks",): "Notifications that the vendor sends.",
}
_RENAMED: Final = {"settings.update": "settings set"}

Columns = Annotated[str | None, typer.Option(help="The table's columns, by name, with commas between them.")]
Wide = Annotated[bool, typer.Option("--wide", help="A table with every column.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be sent; nothing that changes anything can be.")
]
OlderThan = Annotated[str | None, typer.Option(help="Only what is older than this: 36h, 30d or 6w.")]
TimeZone = Annotated[
    str | None, typer.Option(help="The time zone of days, such as Europe/Berlin; else that of TZ, or UTC.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before deleting.")]
FromFile = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE|-", help="Take what is meant from a listing that was saved, json or csv."),
]
Settle = Annotated[
    float | None, typer.Option(help="Seconds for which each has to stay away; 0 waits for nothing.", min=0)
]


def command_path(path: str) -> tuple[str, ...]:
    """Return the words of the command for an operation, such as ``registrants list``."""
    if path in _RENAMED:
        return tuple(_RENAMED[path].split())
    for part, moved in _MOVED.items():
        if path.startswith(f"{part}."):
            path = moved + path.removeprefix(part)
    return tuple(path.replace("_", "-").split("."))


def add_operations(app: typer.Typer) -> None:
    """Give an app the command of every operation that does not have one yet."""
    groups: dict[tuple[str, ...], typer.Typer] = {(): app}
    for path, command in catalogue().items():
        *above, last = command_path(path)
        group = _group(tuple(above), groups)
        if last not in {each.name for each in group.registered_commands}:
            group.command(last, help=_help(command), short_help=summary(command.text))(_function(command))


def _group(words: tuple[str, ...], groups: dict[tuple[str, ...], typer.Typer]) -> typer.Typer:
    """Return the group of these words, and make it and those above it where they are missing."""
    if words in groups:
        return groups[words]
    above = _group(words[:-1], groups)
    there = {each.name: each.typer_instance for each in above.registered_groups}
    found = there.get(words[-1])
    if found is None:
        found = typer.Typer(
            help=_HELPS.get(words, " ".join(words).replace("-", " ").capitalize() + "."), no_args_is_help=True
        )
        found.callback()(lambda: None)
        above.add_typer(found, name=words[-1])
    groups[words] = found
    return found


def _function(command: Command) -> Callable[..., None]:
    """Return the function that typer makes a command of; its signature is that of the operation."""
    item = item_parameter(command)
    inputs = _all_inputs(command)
    common = [*_common(command, items=item is not None)]

    def run(**given: Any) -> None:
        with failing_clearly():
            shared = Common(**{each.name: given.pop(each.name) for each in common})
            done = change if item is not None else read
            code = done(command, inputs, given, shared)
        raise typer.Exit(code)

    parameters = [*taken(command), *common]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # what typer reads
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def taken(command: Command) -> list[inspect.Parameter]:
    """Return the arguments and options that a command has of its operation, as typer reads them."""
    return sorted(map(_parameter, _all_inputs(command)), key=lambda each: each.kind)


def _all_inputs(command: Command) -> list[Input]:
    item = item_parameter(command)
    if item is None:
        return [*_inputs(command)]
    return [_as_items(each) if each.parameter == item.name else _optional(each) for each in _inputs(command)]


def _inputs(command: Command) -> Iterator[Input]:
    """Yield what a command takes. A period is never required of a listing, and ``known`` is for listings' records."""
    facet = command.path.split(".")[-2].removesuffix("s")
    helps = _arguments_of(command.text)
    for parameter in command.parameters:
        if parameter.name in {"since", "until"} and not command.changes:
            yield from inputs_of(dataclasses.replace(parameter, required=False), facet, helps)
        elif parameter.name != "known":
            yield from inputs_of(parameter, facet, helps)


def _as_items(found: Input) -> Input:
    """Return an input that takes any number of ids."""
    _, how = typing.get_args(found.annotation)
    return dataclasses.replace(found, annotation=Annotated[list[str] | None, how], required=False, read=_listed)


def _listed(given: Any, _: object) -> Any:
    return list(given)


def _optional(found: Input) -> Input:
    """Return an argument as one that a listing's record can stand in for."""
    if not found.argument:
        return found
    kind, how = typing.get_args(found.annotation)
    annotated: Any = Annotated
    return dataclasses.replace(found, annotation=annotated[kind | None, how], required=False)


def _parameter(found: Input) -> inspect.Parameter:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD if found.argument else inspect.Parameter.KEYWORD_ONLY
    default: Any = inspect.Parameter.empty if found.required else None
    if not found.required and typing.get_args(found.annotation)[0] is bool:
        default = False
    return inspect.Parameter(found.name, kind, default=default, annotation=found.annotation)


def _common(command: Command, *, items: bool) -> Iterator[inspect.Parameter]:
    options: dict[str, tuple[Any, Any]] = {
        "config": (Config, None),
        "sandbox": (Sandbox, False),
        "verbose": (Verbose, False),
        "account": (OnlyAccounts, None),
        "output_format": (ListingFormat, Listing.TABLE),
        "output": (Output, None),
        "columns": (Columns, None),
        "wide": (Wide, False),
    }
    names = {each.name for each in command.parameters}
    if "until" in names and not command.changes:
        options["older_than"] = (OlderThan, None)
    if {"since", "until"} & names and "time_zone" not in names:
        options["time_zone"] = (TimeZone, None)
    if command.changes:
        options["dry_run"] = (DryRun, False)
    if items:
        options["from_file"] = (FromFile, None)
    if command.deletes:
        options |= {"yes": (Yes, False), "settle": (Settle, None)}
    for name, (annotation, default) in options.items():
        yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def summary(text: str) -> str:
    """Return the first sentence of a docstring."""
    return text.partition("\n")[0].replace("``", "")


def _help(command: Command) -> str:
    """Return the docstring as a page of help: what it does, without its sections of arguments and errors."""
    text = re.split(r"\n\s*(?:Args|Returns|Yields|Raises):\n", command.text)[0]
    providers = ", ".join(command.offered)
    return f"{text.replace('``', '').strip()}\n\nProviders: {providers}."


def _arguments_of(text: str) -> dict[str, str]:
    """Return what the section of arguments of a docstring says, by argument."""
    section = re.search(r"\n\s*Args:\n(.*?)(?:\n\s*\n|\Z)", text, re.DOTALL)
    if section is None:
        return {}
    entries = re.findall(r"^\s*(\w+): (.*?)(?=^\s*\w+: |\Z)", section[1], re.MULTILINE | re.DOTALL)
    return {name.removesuffix("_id"): " ".join(said.split()).replace("``", "") for name, said in entries}
