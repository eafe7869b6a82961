"""``provider-bridge chats list``: the messages of all files of a session's chat, in one listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from provider_bridge.cli.failures import failing_clearly
from provider_bridge.cli.listing import Gathering, write_listing
from provider_bridge.cli.operations.columns import columns_of
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
from provider_bridge.domain.transcripts import ChatMessage
from provider_bridge.errors import ListingIncomplete

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["chats_app"]

chats_app = typer.Typer(help="What was written in chats.", no_args_is_help=True)


@chats_app.callback()
def chats() -> None:
    """What was written in chats."""


@chats_app.command("list")
def list_chats(
    session: Annotated[str, typer.Argument(help="A session's id, as `sessions list` shows it.")],
    *,
    config: Config = None,
    sandbox: Sandbox = False,
    verbose: Verbose = False,
    account: OneAccount = None,
    output_format: ListingFormat = Listing.TABLE,
    output: Output = None,
) -> None:
    """List the messages in the chat files of a session's recording."""
    with failing_clearly(), opened(config, sandbox=sandbox, verbose=verbose) as bridge:
        gathering = Gathering([one(bridge, account)], "chats", named=True)
        items = gathering.items(lambda each: _messages(each, session))
        write_listing(items, ChatMessage, output_format, output, columns_of(ChatMessage))
    raise typer.Exit(gathering.exit_code())


def _messages(account: Any, session: str) -> Iterator[ChatMessage]:
    """Yield the messages of a session's chats, and say at the end what could not be read."""
    chats = account.chats.read(session)
    for chat in chats:
        yield from chat.messages
    unread = sum(chat.unread_lines for chat in chats)
    if unread:
        raise ListingIncomplete("chats", f"{unread} line{'s' if unread > 1 else ''} of the chat could not be read")
