"""``provider-bridge registrants``, ``participants`` and ``questions``: what one event or session holds of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from provider_bridge.cli.failures import failing_clearly
from provider_bridge.cli.listing import Gathering, write_listing
from provider_bridge.cli.options import (
    Config,
    Listing,
    ListingFormat,
    OneAccount,
    Output,
    Sandbox,
    Verbose,
    one,
    opened,
)
from provider_bridge.domain.people import Participant, Registrant
from provider_bridge.domain.questions import Question
from provider_bridge.domain.transcripts import ChatMessage
from provider_bridge.errors import ListingIncomplete

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


__all__ = ["chats_app", "participants_app", "questions_app", "registrants_app"]

Event = Annotated[str, typer.Argument(help="An event's id, as `events list` shows it.")]
Session = Annotated[str, typer.Argument(help="A session's id, as `sessions list` shows it.")]
Statuses = Annotated[list[str] | None, typer.Option("--status", help="Only this status; may be repeated.")]


def _app(what: str) -> typer.Typer:
    made = typer.Typer(help=what, no_args_is_help=True)
    made.callback()(lambda: None)
    return made


registrants_app = _app("People who registered for an event.")
participants_app = _app("People who were in a session.")
questions_app = _app("Questions that participants asked in a session.")
chats_app = _app("What was written in a session's chat.")


def _listed(
    facet: str,
    kind: type,
    shown: tuple[str, ...],
    listing: Callable[[Any], Iterable[Any]],
    config: Path | None,
    output: Path | None,
    form: Listing,
    *,
    account: str | None,
    sandbox: bool,
    verbose: bool,
) -> None:
    """Write what ``listing`` makes of the one account that is meant, and end the command."""
    with failing_clearly(), opened(config, sandbox=sandbox, verbose=verbose) as bridge:
        gathering = Gathering([one(bridge, account)], facet, named=True)
        write_listing(gathering.items(listing), kind, form, output, shown)
    raise typer.Exit(gathering.exit_code())


@registrants_app.command("list")
def list_registrants(
    event: Event,
    *,
    config: Config = None,
    sandbox: Sandbox = False,
    verbose: Verbose = False,
    account: OneAccount = None,
    status: Statuses = None,
    output_format: ListingFormat = Listing.TABLE,
    output: Output = None,
) -> None:
    """List who registered for an event, whatever their status. Links and PINs are not shown."""
    statuses = {"statuses": tuple(status)} if status else {}
    _listed(
        "registrants",
        Registrant,
        ("id", "status", "registered_at", "first_name", "last_name", "email"),
        lambda each: each.registrants.list(event, **statuses),
        config,
        output,
        output_format,
        account=account,
        sandbox=sandbox,
        verbose=verbose,
    )


def _of_a_session(
    app: typer.Typer,
    facet: str,
    kind: type,
    shown: tuple[str, ...],
    listing: Callable[[Any, str], Iterable[Any]],
    what: str,
) -> None:
    """Give an app the command ``list`` that writes what one session holds of a facet."""

    @app.command("list", help=what)
    def command(
        session: Session,
        *,
        config: Config = None,
        sandbox: Sandbox = False,
        verbose: Verbose = False,
        account: OneAccount = None,
        output_format: ListingFormat = Listing.TABLE,
        output: Output = None,
    ) -> None:
        _listed(
            facet,
            kind,
            shown,
            lambda each: listing(each, session),
            config,
            output,
            output_format,
            account=account,
            sandbox=sandbox,
            verbose=verbose,
        )


def _messages(account: Any, session: str) -> Iterator[ChatMessage]:
    """Yield the messages of a session's chats, and say at the end what could not be read."""
    chats = account.chats.read(session)
    for chat in chats:
        yield from chat.messages
    unread = sum(chat.unread_lines for chat in chats)
    if unread:
        raise ListingIncomplete("chats", f"{unread} line{'s' if unread > 1 else ''} of the chat could not be read")


_of_a_session(
    participants_app,
    "participants",
    Participant,
    ("name", "email", "phone", "intervals", "waited", "present_s", "rows", "matched_by"),
    lambda account, session: account.participants.list(session),
    "List who was in a session, each person once with all their stays.",
)
_of_a_session(
    questions_app,
    "questions",
    Question,
    ("asked_at", "status", "name", "email", "text", "answers"),
    lambda account, session: account.questions.list(session),
    "List the questions asked in a session, dismissed and deleted ones included.",
)
_of_a_session(
    chats_app,
    "chats",
    ChatMessage,
    ("kind", "elapsed_s", "clock", "sender", "recipient", "private", "text"),
    _messages,
    "List the messages in the chat files of a session's recording.",
)
