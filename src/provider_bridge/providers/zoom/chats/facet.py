"""Zoom's Team Chat: messages of a user, conversations of the account, what was edited and deleted, and retention.

A continuous meeting chat lies here too, in the channel of its meeting. The chat files of recordings are read by
``provider_bridge.providers.zoom.text.files``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.deletion import evidence_of
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import Page, to_list
from provider_bridge.core.listing.seen_rows import SeenRows
from provider_bridge.core.listing.windows import days_between
from provider_bridge.core.steps import Emit
from provider_bridge.domain.ids import ChannelId, ConversationId
from provider_bridge.domain.outcomes import NotOffered, Unconfirmed
from provider_bridge.domain.transcripts import ChatRetention, Conversation, TeamMessage
from provider_bridge.facets.chats import ChatRetentionApi, ChatsApi, ConversationMessagesApi, ConversationsApi
from provider_bridge.providers.zoom.addresses import WEBINAR, resolve, session_address
from provider_bridge.providers.zoom.chats.messages import TeamMessages, team_message
from provider_bridge.providers.zoom.listing import page_of, rows
from provider_bridge.providers.zoom.recordings.downloads import read_file
from provider_bridge.providers.zoom.text.files import chats_of, files_of_run
from provider_bridge.providers.zoom.times import days_of_half_a_year
from provider_bridge.providers.zoom.wire import chats as wire
from provider_bridge.providers.zoom.wire.recordings import RUN

if TYPE_CHECKING:
    from datetime import date

    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.ids import EventId, MessageId, SessionId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.transcripts import ChatTranscript

__all__ = ["Chats"]


_WIDEST: Final = 30
"""Days a report covers at once; what is wider is cut off."""

_BIGGEST: Final = "100"
_ALL: Final = {"include_fields": "edited_messages,deleted_messages"}


_UNSEEN: Final = "Zoom accepted it, and has no way to read the chat of a running meeting"


class Chats(ChatsApi[F]):
    """Chats."""

    @part
    def team(self) -> TeamMessages[F]:
        return TeamMessages(self)

    @part
    def conversations(self) -> Conversations[F]:
        return Conversations(self)

    @part
    def retention(self) -> Retention[F]:
        return Retention(self)

    @operation(RUN, note="the chat files of a run's recording")
    def read(self, session: SessionId) -> Flow[tuple[ChatTranscript, ...]]:
        """Read the chat of a run from the files of its recording, one transcript for each chat file.

        An empty answer means that the recording has no chat file; whether the chat was saved elsewhere,
        ``transcripts.copies.list`` says. Zoom keeps in it what was written to everyone while the recording ran; times
        count from the start of the recording. Above zero, a transcript's ``unread_lines`` says that it is not whole.
        Raises ``NotFound`` with ``missing`` ``recording`` when nothing is recorded, ``ListingIncomplete`` while a file
        is processed that is a chat or may become one, and where Zoom lists fewer files than it announces, or none.

        Personal data: names, and what people wrote. Scope ``cloud_recording:read:list_recording_files:admin``; rate
        label Light, two calls and one for each chat file.
        """
        files = yield from files_of_run(session_address(session).uuid)
        return (yield from chats_of(files, read_file))

    @operation(
        wire.DELETE_LIVE_MESSAGE,
        level="partial",
        note="one message of a meeting that is running, for accounts with data loss prevention; it cannot be proven",
    )
    def delete(self, event: EventId, message: MessageId) -> Flow[Deletion]:
        """Delete one message from the chat of a meeting that is running.

        Only for accounts for which Zoom has enabled data loss prevention for this chat; ``BadRequest`` without. Zoom
        cannot be asked for the message again, so the best outcome is ``Unconfirmed``, and copies that clients saved
        stay. Webinars have no such operation: ``NotOffered``. Raises ``NotFound`` for an unknown meeting. Personal
        data: none is read.
        """
        address = yield from resolve(event)
        if address.kind == WEBINAR:
            return NotOffered("Zoom deletes messages in running meetings only", "a host can delete it in the webinar")
        reply: Reply = yield Call(wire.DELETE_LIVE_MESSAGE, {"meetingId": address.number, "messageId": message})
        return Unconfirmed(_UNSEEN, (evidence_of(reply, "accepted"),))


class Conversations(ConversationsApi[F]):
    """The account's conversations."""

    @part
    def messages(self) -> ConversationMessages[F]:
        return ConversationMessages(self)

    @paged(wire.CONVERSATIONS, level="partial", note="the conversations of the last six months")
    def list(self, *, since: date, until: date | None = None) -> Paged[Conversation]:
        """List the account's conversations of a period inside the last six months, each once.

        Days are UTC and both are included; ``until`` is today if it is not given. Raises ``InvalidInput`` for a period
        that is older, ``Forbidden`` without a plan or the right to chat reports. Personal data: e-mail addresses of the
        two members of a direct conversation; a group's name can name people.
        """
        first, last = yield from days_of_half_a_year(since, until)
        seen = SeenRows()
        for start, end in days_between(first, last, _WIDEST):
            query = {"from": start.isoformat(), "to": end.isoformat()}
            found = yield from to_list(
                rows(wire.CONVERSATIONS, {}, query, _conversation_page, key=lambda each: each.id)
            )
            yield Emit([each for each in found if seen.add(each.id)])


def _conversation_page(reply: Reply) -> Page[Conversation]:
    page = decode(wire.CONVERSATION_PAGE, reply)
    return page_of(page.sessions, _conversation, page)


def _conversation(row: wire.ConversationRow) -> Conversation:
    return Conversation(
        id=ConversationId(row.id),
        kind=(row.type or "").lower(),
        status=(row.status or "").lower(),
        channel=ChannelId(row.channel_id) if row.channel_id else None,
        has_external_members=row.has_external_member,
        last_message_at=row.last_message_sent_time,
        name=row.name or "",
        members=row.member_emails or (),
    )


class ConversationMessages(ConversationMessagesApi[F]):
    """What was written in conversations."""

    @paged(wire.CONVERSATION_MESSAGES, level="partial", note="the last six months, with edited and deleted messages")
    def list(self, conversation: ConversationId, *, since: date, until: date | None = None) -> Paged[TeamMessage]:
        """List the messages of a conversation in a period inside the last six months, edited and deleted ones too.

        Days are UTC and both are included; they are the days of sending. A message's ``status`` says in which of the
        three lists Zoom has it, so an edited one can come twice; which of its texts stands where is not documented.
        *Unsure*: Zoom documents no refusal of an unknown conversation, so that nothing is listed does not prove that
        there is a conversation. Raises ``InvalidInput`` for a period that is older, ``Forbidden`` without a plan or the
        right to chat reports. Personal data: name and e-mail address of senders, and their words.
        """
        first, last = yield from days_of_half_a_year(since, until)
        seen = SeenRows()
        for start, end in days_between(first, last, _WIDEST):
            query = {"from": start.isoformat(), "to": end.isoformat(), **_ALL}
            path = {"sessionId": conversation}
            listing = rows(
                wire.CONVERSATION_MESSAGES, path, query, _reported_page, key=lambda each: each, page_size=_BIGGEST
            )
            found = yield from to_list(listing)
            yield Emit([each for each in found if seen.add(each)])


def _reported_page(reply: Reply) -> Page[TeamMessage]:
    """Return a page's messages of all three lists; only the first list is paged and counted."""
    page = decode(wire.CONVERSATION_MESSAGES_PAGE, reply)
    others = (("edited", page.edited_messages), ("deleted", page.deleted_messages))
    items = [team_message(row, "normal") for row in page.messages]
    beside = [team_message(row, status) for status, listed in others for row in listed or ()]
    return Page(items, page.total_records, page.next_page_token or "", beside=beside)


class Retention(ChatRetentionApi[F]):
    """How long channels keep messages."""

    @operation(wire.RETENTION, note="the rule of one channel")
    def read(self, channel: ChannelId) -> Flow[ChatRetention]:
        """Return how long the messages of a channel are kept.

        Raises ``NotFound`` for a channel Zoom does not know, ``Forbidden`` without the right to channels. No personal
        data.
        """
        reply: Reply = yield Call(wire.RETENTION, {"channelId": channel})
        found = decode(wire.RETENTION_BODY, reply).cloud_retention
        return ChatRetention(channel, found.enable_custom_retention, found.retention_period or "")
