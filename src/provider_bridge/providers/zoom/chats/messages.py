"""One user's messages in Zoom's Team Chat: listing them, deleting one, and proving that its words are gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.deletion import Looked, delete_and_look, evidence_now, evidence_of, evidence_of_error
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import Page, to_list
from provider_bridge.core.listing.windows import moved
from provider_bridge.domain.ids import ChannelId, FileId, HostId, MessageId
from provider_bridge.domain.outcomes import Evidence, Unconfirmed
from provider_bridge.domain.transcripts import TeamMessage
from provider_bridge.errors import BadRequest, DecodeError, InvalidInput, NotFound
from provider_bridge.facets.chats import TeamMessagesApi
from provider_bridge.providers.zoom.listing import page_of, rows
from provider_bridge.providers.zoom.times import half_a_year, utc_text
from provider_bridge.providers.zoom.wire import chats as wire

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.outcomes import Deletion

__all__ = ["TeamMessages", "messages_of", "team_message"]

_BIGGEST: Final = "50"
_MARGIN: Final = timedelta(minutes=1)
_DELETED: Final = "deleted"


class TeamMessages(TeamMessagesApi[F]):
    """Messages of the standing chat."""

    @paged(
        wire.MESSAGES,
        level="partial",
        note="the last six months of one contact or channel, with edited and deleted messages",
    )
    def list(
        self,
        user: HostId,
        *,
        channel: ChannelId | None = None,
        contact: str | None = None,
        since: datetime,
        until: datetime | None = None,
    ) -> Paged[TeamMessage]:
        """List a user's messages with a contact or in a channel, edited and deleted ones among them and marked.

        Exactly one of ``channel`` and ``contact`` (an e-mail address, a user id or a member id) is given. The period
        lies inside the last six months; ``until`` is now if it is not given. ``status`` is ``""`` where Zoom does not
        say it. Raises ``InvalidInput`` for anything else, ``NotFound`` for an unknown contact or channel, ``Forbidden``
        without the right to edit chat messages. Personal data: name and e-mail address of senders, and their words.
        """
        place = _place(channel, contact)
        start, end = yield from half_a_year(since, until)
        yield from messages_of(user, place, start, end)

    @operation(
        wire.MESSAGE,
        wire.DELETE_MESSAGE,
        wire.MESSAGES,
        level="partial",
        note="only the sender's own messages; a legal hold keeps them all the same",
        reference=wire.DELETE_MESSAGE.reference,
    )
    def delete(
        self, user: HostId, message: MessageId, *, channel: ChannelId | None = None, contact: str | None = None
    ) -> Flow[Deletion]:
        """Delete a message that ``user`` sent to a contact or a channel, and look whether its words are gone.

        Zoom goes on listing a deleted message as such. It is ``Gone`` when the listing has it without words and files,
        or has it no more and its own address denies it, for the time of settling. It is ``Unconfirmed`` while the
        listing has those, and when it did not show the message before. An unknown contact or channel proves nothing
        about a message, so it raises ``NotFound``. Raises ``Forbidden`` (code 200) when ``user`` is not its sender,
        ``BadRequest`` for an unknown message. A legal hold keeps messages where this API does not show them: look at
        the holds before you promise an erasure. Personal data: name and e-mail address of the sender, and the words,
        are read to look.
        """
        place = _place(channel, contact)
        path = {"userId": user, "messageId": message}
        reply: Reply = yield Call(wire.MESSAGE, path, place)
        sent_at = decode(wire.MESSAGE_BODY, reply).date_time
        if sent_at is None:
            raise DecodeError(reply.operation, ("date_time: missing",))
        start, end = utc_text(moved(sent_at, -_MARGIN)), utc_text(moved(sent_at, _MARGIN))

        def listed() -> Flow[list[TeamMessage]]:
            found = yield from to_list(messages_of(user, place, start, end))
            return [each for each in found if each.id == message]

        def look() -> Flow[Looked]:
            left = yield from listed()
            if any(each.status != _DELETED or each.text or each.files for each in left):
                return "Zoom still lists it with its words or files"
            if left:
                return ((yield from evidence_now(wire.MESSAGES.name, "listed as deleted, without words")),)
            denied = yield from _denied(Call(wire.MESSAGE, path, place))
            if denied is None:
                return "Zoom lists it no more, and still has it"
            if not shown_before:
                return Unconfirmed("the listing did not show it before either, so it proves nothing", ())
            return denied, (yield from evidence_now(wire.MESSAGES.name, "not listed any more"))

        shown_before = bool((yield from listed()))
        return (yield from delete_and_look(Call(wire.DELETE_MESSAGE, path, place), look, frozenset()))


def _denied(ask: Call) -> Flow[Evidence | None]:
    """Return what says that a message is not there, or has no words any more; ``None`` where it is shown with them.

    Zoom's list announces no number, so what is not in it is asked for at its own address, too.
    """
    try:
        reply: Reply = yield ask
    except (BadRequest, NotFound) as error:
        return (yield from evidence_of_error(error))
    shown = team_message(decode(wire.MESSAGE_BODY, reply))
    return None if shown.text or shown.files else evidence_of(reply, "shown without words")


def _place(channel: ChannelId | None, contact: str | None) -> dict[str, str]:
    if bool(channel) == bool(contact) or not (channel or contact or "").strip():
        raise InvalidInput("give either a channel or a contact")
    return {"to_channel": channel} if channel else {"to_contact": contact or ""}


def messages_of(user: HostId, place: dict[str, str], start: str, end: str) -> Paged[TeamMessage]:
    """Emit a user's messages in a place; ``place`` names a contact or a channel as Zoom does."""
    query = {**place, "from": start, "to": end, "include_deleted_and_edited_message": "true"}
    return rows(wire.MESSAGES, {"userId": user}, query, _message_page, key=lambda each: each, page_size=_BIGGEST)


def _message_page(reply: Reply) -> Page[TeamMessage]:
    page = decode(wire.MESSAGE_PAGE, reply)
    return page_of(page.messages, team_message, page)


def team_message(row: wire.MessageRow, status: str = "") -> TeamMessage:
    """Return a message; ``status`` is what Zoom means where it does not say it in the row."""
    ids = [row.file_id, *(each.file_id for each in row.files or ())]
    answered = (row.reply_main_message_id or "").strip("{}")
    return TeamMessage(
        id=MessageId(row.id),
        status=(row.status or status).lower(),
        sent_at=row.date_time,
        reply_to=MessageId(answered) if answered else None,
        files=tuple(FileId(each) for each in dict.fromkeys(ids) if each),
        sender=row.sender_display_name or "",
        sender_email=row.sender or "",
        text=row.message or "",
    )
