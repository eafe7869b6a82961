"""Transcripts, and what was made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator
    from datetime import datetime

    from provider_bridge.domain.ids import HostId, SessionId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.recordings import Recording
    from provider_bridge.domain.transcripts import (
        AssistantArchive,
        Cue,
        SpeakerSpan,
        SpokenTranscript,
        Summary,
        WordsCopy,
    )

__all__ = [
    "AssistantApi",
    "AsyncAssistantApi",
    "AsyncCopiesApi",
    "AsyncHasTranscripts",
    "AsyncSpeakersApi",
    "AsyncSummariesApi",
    "AsyncTranscriptsApi",
    "CopiesApi",
    "HasTranscripts",
    "SpeakersApi",
    "SummariesApi",
    "TranscriptsApi",
    "async_has_transcripts",
    "has_transcripts",
]


class SummariesApi(Protocol):
    """What a machine wrote about sessions."""

    def list(self, *, since: datetime, until: datetime | None = None) -> Iterator[Summary]:
        """List summaries made in a period, without their words. Personal data: hosts' e-mail addresses."""
        ...

    def get(self, session: SessionId) -> Summary:
        """Return a session's summary with its words. Personal data: what people said, retold with their names."""
        ...

    def delete(self, session: SessionId) -> Deletion:
        """Delete a session's summary, and ask for it again."""
        ...


class AssistantApi(Protocol):
    """Archives of the provider's assistant."""

    def get(self, host: HostId) -> AssistantArchive:
        """Return where one user's conversations with the assistant are archived. Personal data: name and e-mail."""
        ...


class CopiesApi(Protocol):
    """Where a session's words lie."""

    def list(self, session: SessionId) -> tuple[WordsCopy, ...]:
        """Look in every place where words of a session can lie, and tell of each whether they are there."""
        ...


class SpeakersApi(Protocol):
    """Who spoke when."""

    def list(self, session: SessionId) -> tuple[SpeakerSpan, ...]:
        """List who spoke when in a session. Personal data: names, and when each person spoke."""
        ...


class TranscriptsApi(Protocol):
    """What was said, and what was made of it."""

    @property
    def speakers(self) -> SpeakersApi: ...
    @property
    def summaries(self) -> SummariesApi: ...
    @property
    def assistant(self) -> AssistantApi: ...
    @property
    def copies(self) -> CopiesApi: ...

    def read(self, session: SessionId, *, captions: bool = ...) -> Iterator[Cue]:
        """Read what was said in a session, or its captions. Personal data: names, and what people said."""
        ...

    def get(self, session: SessionId) -> SpokenTranscript:
        """Return whether a session has a transcript, and whether it can be downloaded."""
        ...

    def delete(self, session: SessionId, *, known: Recording | None = None) -> Deletion:
        """Delete a session's transcript, and look for it again wherever it can be."""
        ...


class AsyncSummariesApi(Protocol):
    """What a machine wrote about sessions."""

    def list(self, *, since: datetime, until: datetime | None = None) -> AsyncIterator[Summary]:
        """List summaries made in a period, without their words. Personal data: hosts' e-mail addresses."""
        ...

    def get(self, session: SessionId) -> Awaitable[Summary]:
        """Return a session's summary with its words. Personal data: what people said, retold with their names."""
        ...

    def delete(self, session: SessionId) -> Awaitable[Deletion]:
        """Delete a session's summary, and ask for it again."""
        ...


class AsyncAssistantApi(Protocol):
    """Archives of the provider's assistant."""

    def get(self, host: HostId) -> Awaitable[AssistantArchive]:
        """Return where one user's conversations with the assistant are archived. Personal data: name and e-mail."""
        ...


class AsyncCopiesApi(Protocol):
    """Where a session's words lie."""

    def list(self, session: SessionId) -> Awaitable[tuple[WordsCopy, ...]]:
        """Look in every place where words of a session can lie, and tell of each whether they are there."""
        ...


class AsyncSpeakersApi(Protocol):
    """Who spoke when."""

    def list(self, session: SessionId) -> Awaitable[tuple[SpeakerSpan, ...]]:
        """List who spoke when in a session. Personal data: names, and when each person spoke."""
        ...


class AsyncTranscriptsApi(Protocol):
    """What was said, and what was made of it."""

    @property
    def speakers(self) -> AsyncSpeakersApi: ...
    @property
    def summaries(self) -> AsyncSummariesApi: ...
    @property
    def assistant(self) -> AsyncAssistantApi: ...
    @property
    def copies(self) -> AsyncCopiesApi: ...

    def read(self, session: SessionId, *, captions: bool = ...) -> AsyncIterator[Cue]:
        """Read what was said in a session, or its captions. Personal data: names, and what people said."""
        ...

    def get(self, session: SessionId) -> Awaitable[SpokenTranscript]:
        """Return whether a session has a transcript, and whether it can be downloaded."""
        ...

    def delete(self, session: SessionId, *, known: Recording | None = None) -> Awaitable[Deletion]:
        """Delete a session's transcript, and look for it again wherever it can be."""
        ...


class HasTranscripts(Account, Protocol):
    """An account whose provider has transcripts."""

    @property
    def transcripts(self) -> TranscriptsApi: ...


class AsyncHasTranscripts(AsyncAccount, Protocol):
    """An account whose provider has transcripts."""

    @property
    def transcripts(self) -> AsyncTranscriptsApi: ...


def has_transcripts(account: Account) -> TypeIs[HasTranscripts]:
    """Whether the provider has transcripts."""
    return has(account, "transcripts")


def async_has_transcripts(account: AsyncAccount) -> TypeIs[AsyncHasTranscripts]:
    """Whether the provider has transcripts."""
    return has(account, "transcripts")
