"""Notifications about words: chats, and what a machine wrote about a session."""

from __future__ import annotations

from typing import Final

from provider_bridge.domain.ids import FileId, MessageId
from provider_bridge.domain.notifications import ChatFile, ChatWritten, SummaryChanged
from provider_bridge.domain.transcripts import ChatMessage, Summary
from provider_bridge.providers.zoom.addresses import MEETING, session_id
from provider_bridge.providers.zoom.webhooks.envelope import Envelope, Readers, event_of, host_of
from provider_bridge.providers.zoom.wire.webhooks import ChatFileObject, ChatMessageObject, ChatObject, SummaryObject

__all__ = ["READERS"]

_EVERYONE: Final = "everyone"


def _chat(told: Envelope) -> ChatWritten:
    wire = told.object(ChatObject)
    kind = told.name.partition(".")[0]
    written, sent = wire.chat_message, wire.chat_message_file
    change = told.change.removeprefix("chat_message_")
    return ChatWritten(
        **told.common(),
        change="message_sent" if change == "sent" else change,
        event=event_of(kind, wire.id),
        session=session_id(kind, wire.uuid),
        message=_message("message", written) if written else _file_message(change, sent),
        message_id=_message_id(written or sent),
        files=tuple(FileId(each) for each in written.file_ids) if written else (),
        file=_file(sent) if sent else None,
    )


def _message_id(wire: ChatMessageObject | ChatFileObject | None) -> MessageId | None:
    return MessageId(wire.message_id) if wire and wire.message_id else None


def _file_message(change: str, wire: ChatFileObject | None) -> ChatMessage | None:
    """Return the line of the chat that a sent file is; somebody's fetching it is none."""
    return _message("file", wire) if wire is not None and change == "file_sent" else None


def _message(kind: str, wire: ChatMessageObject | ChatFileObject) -> ChatMessage:
    text = wire.message_content if isinstance(wire, ChatMessageObject) else wire.file_name
    return ChatMessage(
        kind=kind,
        private=(wire.recipient_type or "").casefold() != _EVERYONE,
        sent_at=wire.date_time,
        sender=wire.sender_name or "",
        sender_email=wire.sender_email or "",
        recipient=wire.recipient_name or wire.recipient_email or "",
        text=text or "",
    )


def _file(wire: ChatFileObject) -> ChatFile:
    return ChatFile(
        id=FileId(wire.file_id),
        size=wire.file_size,
        type=wire.file_type or "",
        owner=host_of(wire.file_owner_id),
        name=wire.file_name or "",
        url=wire.download_url or "",
    )


def _summary(told: Envelope) -> SummaryChanged:
    wire = told.object(SummaryObject)
    return SummaryChanged(
        **told.common(),
        change=told.change.removeprefix("summary_"),
        summary=Summary(
            session=session_id(MEETING, wire.meeting_uuid),
            event=event_of(MEETING, wire.meeting_id),
            start=wire.meeting_start_time,
            end=wire.meeting_end_time,
            created_at=wire.summary_created_time,
            modified_at=wire.summary_last_modified_time,
            title=wire.summary_title or wire.meeting_topic or "",
            text=wire.summary_content or "",
            document_url=wire.summary_doc_url or "",
            host=host_of(wire.meeting_host_id),
            host_email=wire.meeting_host_email or "",
        ),
        editor=host_of(wire.summary_last_modified_user_id),
        editor_email=wire.summary_last_modified_user_email or "",
    )


READERS: Final[Readers] = {
    r"(meeting|webinar)\.chat_message_(sent|file_sent|file_downloaded)": _chat,
    r"meeting\.summary_(completed|updated|shared|trashed|recovered|deleted)": _summary,
}
