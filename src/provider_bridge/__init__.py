"""Zoom, GoToWebinar and GoToMeeting behind one typed interface.

import provider_bridge as pb

with pb.open_bridge("bridge.toml") as bridge:
    for account in bridge:
        print(account.name, account.provider, account.attention.read())
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from provider_bridge.bridge import *
    from provider_bridge.capabilities import CapabilityRow, capability_matrix
    from provider_bridge.core.facet import Async, Sync
    from provider_bridge.core.provider import ProviderSpec
    from provider_bridge.domain import *
    from provider_bridge.errors import *
    from provider_bridge.facets import *
    from provider_bridge.providers.gotomeeting import PROVIDER as GoToMeeting
    from provider_bridge.providers.gotomeeting.account import GoToMeetingAccount
    from provider_bridge.providers.gotowebinar import PROVIDER as GoToWebinar
    from provider_bridge.providers.gotowebinar.account import GoToWebinarAccount
    from provider_bridge.providers.zoom import PROVIDER as Zoom
    from provider_bridge.providers.zoom.account import ZoomAccount
    from provider_bridge.runners.metrics import CallRecord, Totals
    from provider_bridge.runners.redaction import RedactingFilter

__version__ = "0.1.0"

__all__ = [
    "CO_ORGANIZER",
    "FACETS",
    "PANELIST",
    "AcceptedRequest",
    "Account",
    "AlreadyGone",
    "AlwaysOn",
    "Answer",
    "ApiError",
    "ArchiveCompleted",
    "ArchiveFile",
    "ArchivedSession",
    "ArchivesApi",
    "AssistantApi",
    "AssistantArchive",
    "Async",
    "AsyncAccount",
    "AsyncBridge",
    "Attention",
    "AttentionApi",
    "AudioChange",
    "AudioInfo",
    "AudioNumber",
    "BadRequest",
    "BatchItem",
    "Bridge",
    "BridgeClosed",
    "CallRecord",
    "CapabilityRow",
    "ChannelId",
    "ChatFile",
    "ChatMessage",
    "ChatRetention",
    "ChatRetentionApi",
    "ChatTranscript",
    "ChatWritten",
    "ChatsApi",
    "ConfigurationError",
    "Conflict",
    "ConnectFailed",
    "Consent",
    "ConsentsApi",
    "Conversation",
    "ConversationId",
    "ConversationMessagesApi",
    "ConversationsApi",
    "CopiesApi",
    "Cue",
    "DataRequest",
    "DataRequestFile",
    "DataRequestsApi",
    "Deauthorized",
    "DecodeError",
    "Deletion",
    "DialIn",
    "DialInsApi",
    "DirectoryApi",
    "Downloaded",
    "DownloadsApi",
    "EffectiveSetting",
    "Event",
    "EventChange",
    "EventChanged",
    "EventEmails",
    "EventFigures",
    "EventId",
    "EventRemoved",
    "EventsApi",
    "Evidence",
    "ExitCode",
    "FileId",
    "Forbidden",
    "GoToMeeting",
    "GoToMeetingAccount",
    "GoToWebinar",
    "GoToWebinarAccount",
    "Gone",
    "GrantedScopes",
    "Group",
    "GroupId",
    "GroupsApi",
    "HasArchives",
    "HasChats",
    "HasConsents",
    "HasDataRequests",
    "HasDialIns",
    "HasDirectory",
    "HasEvents",
    "HasParticipants",
    "HasQuestions",
    "HasRecordings",
    "HasRegistrants",
    "HasResponses",
    "HasScopes",
    "HasSessions",
    "HasSettings",
    "HasStaff",
    "HasTranscripts",
    "HasWebhooks",
    "Host",
    "HostChanged",
    "HostId",
    "HostProblem",
    "HostsApi",
    "Identity",
    "Interval",
    "InvalidInput",
    "LeaseLost",
    "LedgerTampered",
    "Level",
    "ListingIncomplete",
    "LoginFailed",
    "MessageId",
    "MissingCredential",
    "MissingScope",
    "NewEvent",
    "NewRegistrant",
    "NewStaff",
    "NotFound",
    "NotOffered",
    "Notification",
    "Occurrence",
    "OneTimeUrl",
    "OtherNotification",
    "OwnAudio",
    "PageExpired",
    "Participant",
    "ParticipantMoved",
    "ParticipantsApi",
    "PastRun",
    "PlanStale",
    "ProviderBridgeError",
    "ProviderBroken",
    "ProviderLoadError",
    "ProviderSpec",
    "Question",
    "QuestionAnswer",
    "QuestionsApi",
    "QuotaExhausted",
    "RateLimited",
    "ReadOnlyAccount",
    "Recording",
    "RecordingChanged",
    "RecordingFile",
    "RecordingId",
    "RecordingSharing",
    "RecordingView",
    "RecordingsApi",
    "RecordingsChanged",
    "RedactingFilter",
    "Refused",
    "Registered",
    "Registrant",
    "RegistrantId",
    "RegistrantsApi",
    "RegistrationChanged",
    "RegistrationQuestion",
    "RegistrationQuestionsApi",
    "Repetition",
    "RequestId",
    "Response",
    "ResponseChoice",
    "ResponseSummary",
    "ResponsesApi",
    "ResponsesGiven",
    "Scheduled",
    "ScopeCheck",
    "ScopesApi",
    "SecretUrl",
    "Session",
    "SessionFigures",
    "SessionId",
    "SessionsApi",
    "SettingChange",
    "SettingReading",
    "SettingValue",
    "SettingsApi",
    "SettingsChanged",
    "SharingApi",
    "SpeakerSpan",
    "SpeakersApi",
    "SpokenTranscript",
    "Staff",
    "StaffApi",
    "StaffId",
    "StateError",
    "Strength",
    "SubscriptionId",
    "SubscriptionsApi",
    "SummariesApi",
    "Summary",
    "SummaryChanged",
    "SwitchedOff",
    "SwitchedOn",
    "Sync",
    "TeamMessage",
    "TeamMessagesApi",
    "TimeSpan",
    "TimedOut",
    "Totals",
    "TranscriptsApi",
    "TransportFailed",
    "Trashed",
    "Unauthorized",
    "Unconfirmed",
    "Unknown",
    "UnknownProvider",
    "Unread",
    "UnsupportedCapability",
    "UrlChallenge",
    "ViewCount",
    "ViewerQuestionsApi",
    "ViewersApi",
    "ViewsApi",
    "Webhook",
    "WebhookId",
    "WebhookRejected",
    "WebhookSecret",
    "WebhookSubscription",
    "WebhooksApi",
    "Withdrawn",
    "WordsCopy",
    "WrongAccount",
    "Zoom",
    "ZoomAccount",
    "capability_matrix",
    "has_archives",
    "has_chats",
    "has_consents",
    "has_data_requests",
    "has_dial_ins",
    "has_directory",
    "has_events",
    "has_participants",
    "has_questions",
    "has_recordings",
    "has_registrants",
    "has_responses",
    "has_scopes",
    "has_sessions",
    "has_settings",
    "has_staff",
    "has_transcripts",
    "has_webhooks",
    "open_async_bridge",
    "open_bridge",
    "settled",
]

_HOMES: Final = (
    "errors",
    "domain",
    "core.facet",
    "facets",
    "core.provider",
    "capabilities",
    "runners.metrics",
    "runners.redaction",
    "bridge",
)
"""Where the names are, each module after those that it imports anyway."""

_PROVIDERS: Final = {"Zoom": "zoom", "GoToWebinar": "gotowebinar", "GoToMeeting": "gotomeeting"}


if not TYPE_CHECKING:  # a type checker must see which names there are

    def __getattr__(name: str) -> object:
        """Import what is asked for, when it is asked for: a program that only names a type waits for no client."""
        if name in _HOMES:
            return import_module(f"{__name__}.{name}")
        if name in __all__:
            return globals().setdefault(name, _found(name))
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def _found(name: str) -> object:
        provider = _PROVIDERS.get(name.removesuffix("Account"))
        if provider is not None:
            module = import_module(f"{__name__}.providers.{provider}")
            return getattr(module, "PROVIDER" if name in _PROVIDERS else name)
        homes = (import_module(f"{__name__}.{home}") for home in _HOMES)
        return next(vars(home)[name] for home in homes if name in vars(home))

    def __dir__() -> list[str]:
        return sorted({*__all__, "__version__", "__doc__"})
