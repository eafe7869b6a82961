"""``provider-bridge recordings``: list, download, delete, restore."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from provider_bridge.cli.failures import failing_clearly, say
from provider_bridge.cli.listing import Gathering, write_listing
from provider_bridge.cli.options import (
    Config,
    Listing,
    ListingFormat,
    OneAccount,
    OnlyAccounts,
    Output,
    Sandbox,
    Since,
    Until,
    Verbose,
    chosen,
    one,
    opened,
    since_of,
    until_of,
)
from provider_bridge.domain.outcomes import AlreadyGone, ExitCode, Gone, Strength, Trashed
from provider_bridge.domain.recordings import Downloaded, Recording
from provider_bridge.errors import (
    ConfigurationError,
    InvalidInput,
    ListingIncomplete,
    ProviderBridgeError,
    QuotaExhausted,
    StateError,
    Unauthorized,
    UnsupportedCapability,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from provider_bridge.domain.outcomes import Deletion

__all__ = ["recordings_app"]

T = TypeVar("T")
Row = tuple[dict[str, str], Any]

recordings_app = typer.Typer(help="Cloud recordings.", no_args_is_help=True)

Recordings = Annotated[list[str], typer.Argument(help="Ids of recordings, as `recordings list` shows them.")]
OneRecording = Annotated[str, typer.Argument(help="A recording's id, as `recordings list` shows it.")]
File = Annotated[str | None, typer.Option(help="Only this file of the recording.")]

_FOR_ALL = (ConfigurationError, Unauthorized, QuotaExhausted, UnsupportedCapability)
"""What would meet every further recording as well."""

_WHOLE = "stored"
_LOOK_BACK = timedelta(days=30)
_SHOWN = ("id", "state", "start", "created_at", "title", "size", "files", "auto_delete_on", "trash_ends_on")


@recordings_app.callback()
def recordings() -> None:
    """Cloud recordings."""


@recordings_app.command("list")
def list_recordings(
    *,
    config: Config = None,
    sandbox: Sandbox = False,
    verbose: Verbose = False,
    account: OnlyAccounts = None,
    since: Since = None,
    until: Until = None,
    host: Annotated[str | None, typer.Option(help="Only this host's.")] = None,
    trashed: Annotated[bool, typer.Option("--trashed", help="What is in the trash instead.")] = False,
    output_format: ListingFormat = Listing.TABLE,
    output: Output = None,
) -> None:
    """List the recordings of every account, by default those of sessions of the last 30 days.

    A host is one account's: with --host, say which with --account where there are several.

    Hosts that could not be listed are said on stderr, have a record in the listing, and make the command exit 5.
    """
    with failing_clearly():
        end = until_of(until) or datetime.now(UTC)
        start = since_of(since)
        if start is None:
            start = end - _LOOK_BACK
            say(f"recordings of sessions since {start:%Y-%m-%d}; --since goes further back")
        with opened(config, sandbox=sandbox, verbose=verbose) as bridge:
            gathering = Gathering(chosen(bridge, account, of=host), "recordings", named=bool(account))

            def listing(each: Any) -> Iterator[Recording]:
                found: Iterator[Recording] = each.recordings.list(
                    since=start, until=end, host=host, trashed=trashed, problems=gathering.problem
                )
                return found

            write_listing(gathering.items(listing), Recording, output_format, output, _SHOWN)
    raise typer.Exit(gathering.exit_code())


@recordings_app.command("download")
def download_recordings(
    recordings: Recordings,
    *,
    folder: Annotated[Path, typer.Option(help="Where to put the files; their names hold ids and types only.")],
    config: Config = None,
    sandbox: Sandbox = False,
    verbose: Verbose = False,
    account: OneAccount = None,
    at_once: Annotated[int, typer.Option(help="How many files at once.", min=1, max=16)] = 4,
    output_format: ListingFormat = Listing.TABLE,
    output: Output = None,
) -> None:
    """Download every file of the recordings; files that are there already, whole, are left alone.

    A file appears under its name only when it is complete, with a SHA-256 file beside it. Exits 5 when some failed,
    also when a recording is still being made, so that not all of its files are there yet.
    """
    with failing_clearly(), opened(config, sandbox=sandbox, verbose=verbose) as bridge:
        chosen_account = one(bridge, account)
        gathering = Gathering([chosen_account], "recordings", named=True)
        ended: list[BaseException] = []
        failed = 0

        def download(each: Any, name: str) -> list[Downloaded | ProviderBridgeError]:
            recording: Recording = each.recordings.get(name)
            found: list[Downloaded | ProviderBridgeError] = each.recordings.download_all(
                recording.files, folder, at_once=at_once
            )
            if recording.state != _WHOLE:
                what = f"a recording is not {_WHOLE} but {recording.state}"
                found.append(ListingIncomplete("recordings download", what))
            return found

        def listing(each: Any) -> Iterator[Downloaded | ProviderBridgeError]:
            nonlocal failed
            for outcome in _each(recordings, lambda name: download(each, name), ended):
                failed += isinstance(outcome, ProviderBridgeError)
                yield outcome

        shown = ("file", "path", "size", "sha256", "already")
        _write_all(gathering.items(listing), ended, Downloaded, output_format, output, shown)
    code = gathering.exit_code()
    raise typer.Exit(ExitCode.PARTLY if failed and code is ExitCode.DONE else code)


def _each(
    recordings: list[str], work: Callable[[str], list[T]], ended: list[BaseException]
) -> Iterator[T | ProviderBridgeError]:
    """Yield what comes of each recording. What is wrong with one does not keep the others; the rest ends all.

    An interrupt ends it as well, and stands in ``ended`` then: what became of those before is to be written first.
    """
    left = iter(dict.fromkeys(recordings))
    for recording in left:
        try:
            yield from work(recording)
        except (*_FOR_ALL, GeneratorExit):
            raise
        except ProviderBridgeError as error:
            say(f"error: {recording}: {error}")
            yield error
        except BaseException as end:  # noqa: BLE001 (raised again once everything is written)
            ended.append(end)
            yield _broken_off(recording, "broken off: look what became of it before you ask again")
            yield from (_broken_off(each, "not begun") for each in left)


def _broken_off(recording: str, what: str) -> ProviderBridgeError:
    say(f"error: {recording}: {what}")
    return StateError(f"{recording}: {what}")


def _write_all(
    rows: Iterable[Row],
    ended: list[BaseException],
    kind: type,
    form: Listing,
    output: Path | None,
    shown: Sequence[str],
) -> None:
    """Write what became of everything, once it did, and go on with what ended it: no output is left half written."""
    write_listing(list(rows), kind, form, output, shown)
    for end in ended:
        raise end


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one recording, for a listing."""

    recording: str
    file: str | None
    outcome: str
    until: datetime | None
    reason: str
    what_to_do: str = ""


@recordings_app.command("delete")
def delete_recordings(
    recordings: Recordings,
    *,
    trash: Annotated[bool, typer.Option("--trash", help="Into the vendor's trash: still stored for a while.")] = False,
    erase: Annotated[bool, typer.Option("--erase", help="For good.")] = False,
    file: File = None,
    settle: Annotated[
        float | None, typer.Option(help="Seconds for which each has to stay away; 0 waits for nothing.", min=0)
    ] = None,
    config: Config = None,
    sandbox: Sandbox = False,
    verbose: Verbose = False,
    account: OneAccount = None,
    output_format: ListingFormat = Listing.TABLE,
    output: Output = None,
) -> None:
    """Delete the recordings, and ask for each again until it was gone for a while, by default 40 seconds.

    Either --trash or --erase has to be given. Exits 0 only when each one came to what was asked for, else 5.
    What became of each is said on stderr at once, and written as a listing in the end, also after Ctrl-C.
    """
    if trash == erase:
        raise typer.BadParameter("give either --trash or --erase")
    strength = Strength.ERASE if erase else Strength.TRASH
    with failing_clearly(), opened(config, sandbox=sandbox, verbose=verbose, read_only=False, settle=settle) as bridge:
        if file is not None and len(recordings) > 1:
            raise InvalidInput("--file goes with one recording")
        gathering = Gathering([one(bridge, account)], "recordings", named=True)
        ended: list[BaseException] = []
        short = 0

        def listing(each: Any) -> Iterator[Outcome | ProviderBridgeError]:
            nonlocal short

            def delete(recording: str) -> list[Outcome]:
                nonlocal short
                deletion: Deletion = each.recordings.delete(recording, strength, file=file)
                outcome = _outcome(recording, file, deletion)
                done = _is_what_was_asked(deletion, strength)
                short += not done
                say(f"{'' if done else 'error: '}{recording}: {_sentence(outcome)}")
                return [outcome]

            for outcome in _each(recordings, delete, ended):
                short += isinstance(outcome, ProviderBridgeError)
                yield outcome

        shown = ("recording", "file", "outcome", "until", "reason", "what_to_do")
        _write_all(gathering.items(listing), ended, Outcome, output_format, output, shown)
    code = gathering.exit_code()
    raise typer.Exit(ExitCode.PARTLY if short and code is ExitCode.DONE else code)


def _is_what_was_asked(deletion: Deletion, strength: Strength) -> bool:
    return isinstance(deletion, Gone | AlreadyGone) or (strength is Strength.TRASH and isinstance(deletion, Trashed))


def _outcome(recording: str, file: str | None, deletion: Deletion) -> Outcome:
    return Outcome(
        recording,
        file,
        type(deletion).__name__,
        getattr(deletion, "until", None),
        getattr(deletion, "reason", ""),
        getattr(deletion, "what_to_do", ""),
    )


def _sentence(outcome: Outcome) -> str:
    """Return what became of a recording, why, and what a person can do."""
    told = "; ".join(filter(None, (outcome.reason, outcome.what_to_do)))
    return f"{outcome.outcome}: {told}" if told else outcome.outcome


@recordings_app.command("restore")
def restore_recording(
    recording: OneRecording,
    *,
    file: File = None,
    config: Config = None,
    sandbox: Sandbox = False,
    verbose: Verbose = False,
    account: OneAccount = None,
    output_format: ListingFormat = Listing.TABLE,
    output: Output = None,
) -> None:
    """Take a recording, or one file of it, out of the vendor's trash, and show what is stored then."""
    with failing_clearly(), opened(config, sandbox=sandbox, verbose=verbose, read_only=False) as bridge:
        gathering = Gathering([one(bridge, account)], "recordings", named=True)
        write_listing(
            gathering.items(lambda each: [each.recordings.restore(recording, file=file)]),
            Recording,
            output_format,
            output,
            _SHOWN,
        )
    raise typer.Exit(gathering.exit_code())
