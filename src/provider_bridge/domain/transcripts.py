"""Words: what was written in a chat, what was said, and what was made of it. No ``repr`` shows any."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from provider_bridge.domain.ids import (
    ChannelId,
    ConversationId,
    EventId,
    FileId,
    HostId,
    MessageId,
    SessionId,
)

__all__ = [
    "AssistantArchive",
    "ChatMessage",
    "ChatRetention",
    "ChatTranscript",
    "Conversation",
    "Cue",
    "SpeakerSpan",
    "SpokenTranscript",
    "Summary",
    "TeamMessage",
    "WordsCopy",
]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One line of a chat.

    ``kind`` is ``message``, ``reply``, ``reaction``, ``reaction_removed``, ``edit``, ``deletion`` or ``file``; what
    is no message is nobody's words. ``elapsed`` is the time since the recording began, ``clock`` the time of day
    the client showed, as ``HH:MM:SS``, and ``day`` its date; ``sent_at`` is the moment where it is known. A layout
    has one or two of them, and a reaction that stands below a message has none. ``private`` is true unless it surely
    went to everyone. ``about`` is the beginning of what it answers to.
    """

    kind: str
    private: bool
    sent_at: datetime | None = None
    elapsed: timedelta | None = None
    clock: str = ""
    sender: str = field(default="", repr=False)
    sender_email: str = field(default="", repr=False)
    recipient: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    about: str = field(default="", repr=False)
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ChatTranscript:
    """The chat of one session as one file tells it.

    ``layout`` names the file's layout. ``unread_lines`` counts the lines, blank ones excepted, that are in no
    message: above zero the transcript is not whole.
    """

    session: SessionId | None
    layout: str
    messages: tuple[ChatMessage, ...]
    unread_lines: int = 0


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with the time they were said at, counted from the start; ``speaker`` is ``""`` where none is named."""

    start: timedelta
    end: timedelta
    speaker: str = field(default="", repr=False)
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SpeakerSpan:
    """That somebody spoke, without the words, counted from the start; ``end`` is ``None`` where the file ends.

    ``host`` is the vendor's id of the speaker, ``""`` for people of other accounts and without one.
    """

    start: timedelta
    end: timedelta | None
    speaker: str = field(default="", repr=False)
    speaker_email: str = field(default="", repr=False)
    host: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SpokenTranscript:
    """That a transcript of a session exists, and whether it can be had.

    ``downloadable`` is true only where nothing speaks against it; ``reason`` is the vendor's word for what does.
    """

    session: SessionId
    created_at: datetime | None
    downloadable: bool
    reason: str = ""
    auto_delete_on: date | None = None
    host: HostId | None = None
    title: str = field(default="", repr=False)
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a machine wrote about a session. ``document_url`` is a second copy; ``text`` is empty in listings."""

    session: SessionId
    event: EventId | None
    start: datetime | None
    end: datetime | None
    created_at: datetime | None
    modified_at: datetime | None
    title: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    document_url: str = field(default="", repr=False)
    host: HostId | None = None
    host_email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TeamMessage:
    """A message of the vendor's standing chat, where chats that outlive a meeting are kept.

    ``status`` is ``normal``, ``edited`` or ``deleted``; the text of a deleted one can still be there.
    """

    id: MessageId
    status: str
    sent_at: datetime | None
    reply_to: MessageId | None
    files: tuple[FileId, ...] = ()
    sender: str = field(default="", repr=False)
    sender_email: str = field(default="", repr=False)
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of the vendor's standing chat; ``kind`` is ``group``, ``1:1``, or what else the vendor says.

    ``members`` are the e-mail addresses of the two people of a direct one, and empty for a group.
    """

    id: ConversationId
    kind: str
    status: str
    channel: ChannelId | None
    has_external_members: bool | None
    last_message_at: datetime | None
    name: str = field(default="", repr=False)
    members: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ChatRetention:
    """How long a channel's messages are kept. ``period`` is the vendor's word, such as ``7y``, ``2m``, ``30d``.

    ``custom`` is false where the account's rule applies instead.
    """

    channel: ChannelId
    custom: bool
    period: str


@dataclass(frozen=True, slots=True)
class AssistantArchive:
    """One user's prompts to the vendor's assistant and its answers, archived as a file, with the files given to it."""

    host: HostId
    start: datetime | None
    end: datetime | None
    size: int | None
    extension: str
    files: tuple[FileId, ...] = ()
    email: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WordsCopy:
    """One place where a session's words are kept, or could be.

    ``state`` is ``present``, ``absent`` (the vendor said that there is none), or ``unknown`` (it could not be
    read; ``why`` says so). ``deletable`` says whether an operation of this package deletes it.
    """

    place: str
    state: str
    deletable: bool
    why: str = ""
    file: FileId | None = None
