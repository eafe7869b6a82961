"""Transcripts, and what was made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
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
    "CopiesApi",
    "HasTranscripts",
    "SpeakersApi",
    "SummariesApi",
    "TranscriptsApi",
    "has_transcripts",
]


class SummariesApi(Facet[F]):
    """What a machine wrote about sessions."""

    @paged
    def list(self, *, since: datetime, until: datetime | None = None) -> Paged[Summary]:
        """List summaries made in a period, without their words. Personal data: hosts' e-mail addresses."""
        return self.refuse("list")

    @operation
    def get(self, session: SessionId) -> Flow[Summary]:
        """Return a session's summary with its words. Personal data: what people said, retold with their names."""
        return self.refuse("get")

    @operation
    def delete(self, session: SessionId) -> Flow[Deletion]:
        """Delete a session's summary, and ask for it again."""
        return self.refuse("delete")


class AssistantApi(Facet[F]):
    """Archives of the provider's assistant."""

    @operation
    def get(self, host: HostId) -> Flow[AssistantArchive]:
        """Return where one user's conversations with the assistant are archived. Personal data: name and e-mail."""
        return self.refuse("get")


class CopiesApi(Facet[F]):
    """Where a session's words lie."""

    @operation
    def list(self, session: SessionId) -> Flow[tuple[WordsCopy, ...]]:
        """Look in every place where words of a session can lie, and tell of each whether they are there."""
        return self.refuse("list")


class SpeakersApi(Facet[F]):
    """Who spoke when."""

    @operation
    def list(self, session: SessionId) -> Flow[tuple[SpeakerSpan, ...]]:
        """List who spoke when in a session. Personal data: names, and when each person spoke."""
        return self.refuse("list")


class TranscriptsApi(Facet[F]):
    """What was said, and what was made of it."""

    @part
    def speakers(self) -> SpeakersApi[F]:
        return SpeakersApi(self)

    @part
    def summaries(self) -> SummariesApi[F]:
        return SummariesApi(self)

    @part
    def assistant(self) -> AssistantApi[F]:
        return AssistantApi(self)

    @part
    def copies(self) -> CopiesApi[F]:
        return CopiesApi(self)

    @paged
    def read(self, session: SessionId, *, captions: bool = False) -> Paged[Cue]:
        """Read what was said in a session, or its captions. Personal data: names, and what people said."""
        return self.refuse("read")

    @operation
    def get(self, session: SessionId) -> Flow[SpokenTranscript]:
        """Return whether a session has a transcript, and whether it can be downloaded."""
        return self.refuse("get")

    @operation
    def delete(self, session: SessionId, *, known: Recording | None = None) -> Flow[Deletion]:
        """Delete a session's transcript, and look for it again wherever it can be."""
        return self.refuse("delete")


class HasTranscripts(Account[F], Protocol[F]):
    """An account whose provider has transcripts."""

    @property
    def transcripts(self) -> TranscriptsApi[F]: ...


def has_transcripts(account: Account[F]) -> TypeIs[HasTranscripts[F]]:
    """Whether the provider has transcripts."""
    return has(account, "transcripts")
