"""Never run, only type-checked: both faces have exact types, and misuse is a static error.

mypy (warn_unused_ignores, under --strict) and pyright (reportUnnecessaryTypeIgnoreComment) make sure that each
ignored line really is an error.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import assert_never, assert_type

import provider_bridge as pb
from provider_bridge import facets, webhooks
from provider_bridge.core.facet import Async, F, Facet
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Emit, Flow, Now, Paged
from provider_bridge.facets import HasEvents, HasParticipants, HasRecordings, HasRegistrants, HasSessions
from provider_bridge.facets.directory import HasDirectory
from provider_bridge.providers.gotomeeting.account import GoToMeetingAccount
from provider_bridge.providers.gotowebinar.account import GoToWebinarAccount
from provider_bridge.providers.zoom.account import ZoomAccount
from provider_bridge.testing import Examples, ProviderConformance, Simulation

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Toy(Facet[F]):
    @operation
    def get(self, key: str, *, times: int = 1) -> Flow[bytes]:
        yield Now()
        return key.encode() * times

    @paged
    def list(self, prefix: str) -> Paged[float]:
        yield Emit([float(len(prefix))])


def synchronous(toy: Toy, zoom: ZoomAccount, file: pb.RecordingFile) -> None:
    assert_type(toy.get("a", times=2), bytes)
    assert_type(toy.list("a"), Iterator[float])
    assert_type(zoom.attention.read(days=30), pb.Attention)
    assert_type(zoom.identify(), pb.Identity)
    assert_type(zoom.directory.hosts.list(statuses=("active",)), Iterator[pb.Host])
    assert_type(zoom.directory.groups.list(), Iterator[pb.Group])
    assert_type(zoom.settings.list(level=pb.Level.GROUP, subject="g"), tuple[pb.SettingReading, ...])
    assert_type(zoom.settings.effective("a.b", pb.HostId("u")), pb.EffectiveSetting)
    assert_type(zoom.settings.effective_all(pb.HostId("u"), ("a.b",)), tuple[pb.EffectiveSetting, ...])
    assert_type(zoom.settings.update("a.b", True, level=pb.Level.ACCOUNT), pb.SettingReading)
    assert_type(zoom.settings.lock("a.b", True, level=pb.Level.ACCOUNT), pb.SettingReading)
    zoom.settings.update("a.b", True)  # type: ignore[call-arg]
    zoom.settings.update("a.b", {}, level=pb.Level.ACCOUNT)  # type: ignore[arg-type]
    session, day = pb.SessionId("meeting:a=="), date(2026, 5, 1)
    assert_type(zoom.participants.list(session, source="past"), Iterator[pb.Participant])
    assert_type(zoom.dial_ins.list(since=day, until=day), Iterator[pb.DialIn])
    assert_type(zoom.dial_ins.get(session), tuple[pb.DialIn, ...])
    assert_type(zoom.consents.list(since=day, until=day), Iterator[pb.Consent])
    assert_type(zoom.questions.list(session), Iterator[pb.Question])
    assert_type(zoom.responses.list(session, source="poll"), Iterator[pb.Response])
    zoom.participants.list("meeting:a==")  # type: ignore[arg-type]
    zoom.dial_ins.list(day, day)  # type: ignore[call-arg]
    assert_type(zoom.events.list(host=pb.HostId("a"), problems=print), Iterator[pb.Event])
    assert_type(zoom.events.get(pb.EventId("a")), pb.Event)
    assert_type(zoom.sessions.list(pb.EventId("a")), Iterator[pb.Session])
    assert_type(zoom.sessions.get(pb.SessionId("a")), pb.Session)
    assert_type(zoom.archives.update(pb.SessionId("a"), pb.FileId("b"), auto_delete=True), pb.ArchiveFile)
    assert_type(zoom.archives.delete(pb.SessionId("a")), pb.Deletion)
    assert_type(zoom.data_requests.list(), Iterator[pb.DataRequest])
    assert_type(zoom.data_requests.add_erasure(["a"], confirm="erase everything"), tuple[pb.AcceptedRequest, ...])
    assert_type(zoom.data_requests.file_url(pb.FileId("a")), pb.OneTimeUrl)
    zoom.data_requests.add_erasure(["a"])  # type: ignore[call-arg]
    zoom.data_requests.add_erasure(["a"], confirm="yes")  # type: ignore[arg-type]
    recordings(zoom, pb.RecordingId("r"), pb.EventId("e"))
    run, user = pb.SessionId("u"), pb.HostId("h")
    assert_type(zoom.chats.team.list(user, contact="c", since=NOON), Iterator[pb.TeamMessage])
    assert_type(zoom.chats.team.delete(user, pb.MessageId("m"), channel=pb.ChannelId("c")), pb.Deletion)
    assert_type(zoom.chats.delete(pb.EventId("e"), pb.MessageId("m")), pb.Deletion)
    assert_type(zoom.chats.conversations.list(since=NOON.date()), Iterator[pb.Conversation])
    assert_type(
        zoom.chats.conversations.messages.list(pb.ConversationId("c"), since=NOON.date()), Iterator[pb.TeamMessage]
    )
    assert_type(zoom.chats.retention.read(pb.ChannelId("c")), pb.ChatRetention)
    assert_type(zoom.transcripts.get(run), pb.SpokenTranscript)
    assert_type(zoom.transcripts.summaries.list(since=NOON), Iterator[pb.Summary])
    assert_type(zoom.transcripts.summaries.delete(run), pb.Deletion)
    assert_type(zoom.transcripts.assistant.get(user), pb.AssistantArchive)
    assert_type(zoom.transcripts.copies.list(run), tuple[pb.WordsCopy, ...])
    zoom.transcripts.get(user)  # type: ignore[arg-type]
    assert_type(zoom.scopes.read(), pb.GrantedScopes)
    assert_type(zoom.revoke(), None)
    event = pb.EventId("webinar:95204914252")
    assert_type(zoom.registrants.list(event, statuses=("denied",)), Iterator[pb.Registrant])
    assert_type(zoom.registrants.add(event, pb.NewRegistrant("a@b.test", "A")), pb.Registered)
    assert_type(zoom.registrants.approve(event, [], occurrence="1"), tuple[pb.Registrant, ...])
    assert_type(zoom.registrants.delete(event, pb.RegistrantId("r")), pb.Deletion)
    assert_type(zoom.registrants.questions.list(event), tuple[pb.RegistrationQuestion, ...])
    zoom.registrants.list("webinar:95204914252")  # type: ignore[arg-type]
    zoom.registrants.get(event)  # type: ignore[call-arg]
    assert_type(zoom.recordings.download(file, "a.mp4", overwrite=True), pb.Downloaded)
    assert_type(zoom.recordings.download_all([file], "a"), list[pb.Downloaded | pb.ProviderBridgeError])
    assert_type(zoom.recordings.read(file, limit=10), bytes)
    assert_type(zoom.recordings.stream(file), Iterator[bytes])
    zoom.recordings.download(file, 3)  # type: ignore[arg-type]
    toy.get(1)  # type: ignore[arg-type]
    toy.get("a", 2)  # type: ignore[call-arg]
    toy.get("a", often=2)  # type: ignore[call-arg]
    toy.list()  # type: ignore[call-arg]
    zoom.attention.read(days="30")  # type: ignore[arg-type]


async def asynchronous(toy: Toy[Async], zoom: ZoomAccount[Async], file: pb.RecordingFile) -> None:
    assert_type(toy.get("a", times=2), Awaitable[bytes])
    assert_type(await toy.get("a"), bytes)
    assert_type(toy.list("a"), AsyncIterator[float])
    assert_type(await zoom.attention.read(), pb.Attention)
    assert_type(await zoom.identify(), pb.Identity)
    assert_type(await zoom.scopes.read(), pb.GrantedScopes)
    assert_type(zoom.revoke(), Awaitable[None])
    assert_type(await zoom.recordings.download(file, BytesIO()), pb.Downloaded)
    assert_type(await zoom.recordings.download_all([file], "a"), list[pb.Downloaded | pb.ProviderBridgeError])
    assert_type(await zoom.recordings.read(file), bytes)
    assert_type(zoom.recordings.stream(file, chunk=10), AsyncIterator[bytes])
    assert_type(zoom.directory.hosts.list(), AsyncIterator[pb.Host])
    assert_type(await zoom.settings.list(), tuple[pb.SettingReading, ...])
    assert_type(await zoom.settings.effective("a.b", pb.HostId("u")), pb.EffectiveSetting)
    assert_type(zoom.settings.lock("a.b", True, level=pb.Level.ACCOUNT), Awaitable[pb.SettingReading])
    session, day = pb.SessionId("meeting:a=="), date(2026, 5, 1)
    assert_type(zoom.participants.list(session), AsyncIterator[pb.Participant])
    assert_type(zoom.dial_ins.list(since=day, until=day), AsyncIterator[pb.DialIn])
    assert_type(await zoom.dial_ins.get(session), tuple[pb.DialIn, ...])
    assert_type(zoom.consents.list(since=day, until=day), AsyncIterator[pb.Consent])
    assert_type(zoom.questions.list(session), AsyncIterator[pb.Question])
    assert_type(zoom.responses.list(session), AsyncIterator[pb.Response])
    assert_type(zoom.events.list(kind="webinar"), AsyncIterator[pb.Event])
    assert_type(await zoom.sessions.get(pb.SessionId("a")), pb.Session)
    assert_type(await zoom.archives.get(pb.SessionId("a")), pb.ArchivedSession)
    assert_type(await zoom.data_requests.cancel(pb.RequestId("a")), pb.DataRequest)
    run, user = pb.SessionId("u"), pb.HostId("h")
    assert_type(zoom.chats.team.list(user, contact="c", since=NOON), AsyncIterator[pb.TeamMessage])
    assert_type(await zoom.chats.retention.read(pb.ChannelId("c")), pb.ChatRetention)
    assert_type(await zoom.transcripts.delete(run), pb.Deletion)
    assert_type(await zoom.transcripts.summaries.get(run), pb.Summary)
    assert_type(await zoom.transcripts.copies.list(run), tuple[pb.WordsCopy, ...])
    event = pb.EventId("webinar:95204914252")
    assert_type(zoom.registrants.list(event), AsyncIterator[pb.Registrant])
    assert_type(await zoom.registrants.add_many(event, []), tuple[pb.Registered, ...])
    assert_type(await zoom.registrants.questions.defaults(), tuple[pb.RegistrationQuestion, ...])
    toy.get(1)  # type: ignore[arg-type]
    toy.list()  # type: ignore[call-arg]


def recordings(zoom: ZoomAccount, recording: pb.RecordingId, event: pb.EventId) -> None:
    day = date(2026, 1, 1)
    assert_type(zoom.recordings.list(since=day, until=day), Iterator[pb.Recording])
    assert_type(zoom.recordings.get(recording), pb.Recording)
    assert_type(zoom.recordings.delete(recording, pb.Strength.ERASE), pb.Deletion)
    assert_type(zoom.recordings.restore(recording, file=pb.FileId("f")), pb.Recording)
    assert_type(zoom.recordings.sharing.update(recording, audience="nobody"), pb.RecordingSharing)
    assert_type(zoom.recordings.registrants.list(event), Iterator[pb.Registrant])
    assert_type(zoom.recordings.registrants.add(event, pb.NewRegistrant("a", "b")), pb.Registered)
    assert_type(zoom.recordings.registrants.questions.list(recording), tuple[pb.RegistrationQuestion, ...])
    assert_type(zoom.recordings.views.list(recording), Iterator[pb.RecordingView])
    assert_type(zoom.recordings.views.counts(recording, since=day, until=day), tuple[pb.ViewCount, ...])
    zoom.recordings.delete(recording)  # type: ignore[call-arg]
    zoom.recordings.registrants.delete(event)  # type: ignore[attr-defined]


def goto_recordings(
    webinar: GoToWebinarAccount, meeting: GoToMeetingAccount, name: pb.RecordingId, file: pb.RecordingFile
) -> None:
    day = date(2026, 1, 1)
    # pyright holds no descriptor against a method of a protocol, at no provider; mypy does
    both: tuple[HasRecordings, HasRecordings] = (webinar, meeting)
    assert_type(both[0].recordings.list(since=day, until=day), Iterator[pb.Recording])
    assert_type(webinar.recordings.list_of_event(pb.EventId("e")), Iterator[pb.Recording])
    assert_type(webinar.recordings.get(name), pb.Recording)
    assert_type(webinar.recordings.download(file, BytesIO()), pb.Downloaded)
    assert_type(meeting.recordings.delete(name, pb.Strength.ERASE), pb.Deletion)
    assert_type(meeting.recordings.stream(file), Iterator[bytes])
    meeting.recordings.list_of_event(pb.EventId("e"))  # type: ignore[attr-defined]
    meeting.recordings.delete(name)  # type: ignore[call-arg]


async def async_goto_recordings(
    webinar: GoToWebinarAccount[Async], meeting: GoToMeetingAccount[Async], name: pb.RecordingId
) -> None:
    day = date(2026, 1, 1)
    both: tuple[HasRecordings[Async], HasRecordings[Async]] = (webinar, meeting)
    assert_type(both[1].recordings.list(since=day, until=day), AsyncIterator[pb.Recording])
    assert_type(webinar.recordings.list_of_event(pb.EventId("e")), AsyncIterator[pb.Recording])
    assert_type(await webinar.recordings.get(name), pb.Recording)
    assert_type(await meeting.recordings.delete(name, pb.Strength.ERASE), pb.Deletion)


async def async_recordings(zoom: ZoomAccount[Async], recording: pb.RecordingId, account: pb.AsyncAccount) -> None:
    day = date(2026, 1, 1)
    assert_type(zoom.recordings.list(since=day, until=day), AsyncIterator[pb.Recording])
    assert_type(await zoom.recordings.delete(recording, pb.Strength.TRASH), pb.Deletion)
    assert_type(await zoom.recordings.sharing.read(recording), pb.RecordingSharing)
    assert_type(zoom.recordings.views.list(recording), AsyncIterator[pb.RecordingView])
    if pb.has_recordings(account):
        assert_type(await account.recordings.get(recording), pb.Recording)
        assert_type(account.recordings.registrants.list(pb.EventId("e")), AsyncIterator[pb.Registrant])


def meetings(meeting: GoToMeetingAccount, event: pb.EventId, new: pb.NewEvent) -> tuple[HasEvents, HasDirectory]:
    assert_type(meeting.events.list(since=NOON, problems=print), Iterator[pb.Event])
    assert_type(meeting.events.list_of_group(pb.GroupId("g")), Iterator[pb.Event])
    assert_type(meeting.events.add(new, password_required=True), pb.Event)
    assert_type(meeting.events.update(event, pb.EventChange(title="a"), audio="VoIP"), pb.Event)
    assert_type(meeting.events.delete(event), pb.Deletion)
    assert_type(meeting.events.start_url(event), pb.SecretUrl)
    assert_type(meeting.directory.hosts.list(group=pb.GroupId("g")), Iterator[pb.Host])
    assert_type(meeting.directory.groups.list(), Iterator[pb.Group])
    meeting.events.add(new)  # type: ignore[call-arg]
    meeting.events.update(event, pb.EventChange(title="a"))  # type: ignore[call-arg]
    return meeting, meeting


async def async_meetings(
    meeting: GoToMeetingAccount[Async], event: pb.EventId
) -> tuple[HasEvents[Async], HasDirectory[Async]]:
    assert_type(meeting.events.list(), AsyncIterator[pb.Event])
    assert_type(await meeting.events.get(event), pb.Event)
    assert_type(await meeting.events.delete(event), pb.Deletion)
    assert_type(await meeting.directory.hosts.get(pb.HostId("h")), pb.Host)
    assert_type(meeting.directory.groups.list(), AsyncIterator[pb.Group])
    return meeting, meeting


def webinar_presence(webinar: GoToWebinarAccount, account: pb.Account) -> None:
    session, event, day = pb.SessionId("1/2/3"), pb.EventId("1/2"), date(2026, 1, 1)
    assert_type(webinar.sessions.list(since=day), Iterator[pb.Session])
    assert_type(webinar.sessions.get(session), pb.Session)
    assert_type(webinar.sessions.figures(session), pb.SessionFigures)
    assert_type(webinar.sessions.figures_of_event(event), pb.EventFigures)
    assert_type(webinar.sessions.delete(session), pb.Deletion)
    assert_type(webinar.participants.list(session), Iterator[pb.Participant])
    assert_type(webinar.participants.list_of_event(event), Iterator[pb.Participant])
    assert_type(webinar.participants.absentees(event, session=session), Iterator[pb.Registrant])
    assert_type(webinar.participants.delete(session), pb.Deletion)
    webinar.participants.list(event)  # type: ignore[arg-type]
    webinar.participants.absentees(event, session)  # type: ignore[call-arg]
    webinar.sessions.figures(event)  # type: ignore[arg-type]
    if pb.has_sessions(account) and pb.has_participants(account):
        assert_type(account.participants.list(session), Iterator[pb.Participant])


async def async_webinar_presence(webinar: GoToWebinarAccount[Async]) -> None:
    session, event = pb.SessionId("1/2/3"), pb.EventId("1/2")
    assert_type(webinar.sessions.list(event), AsyncIterator[pb.Session])
    assert_type(await webinar.sessions.figures(session), pb.SessionFigures)
    assert_type(await webinar.sessions.figures_of_event(event), pb.EventFigures)
    assert_type(webinar.participants.list_of_event(event), AsyncIterator[pb.Participant])
    assert_type(webinar.participants.absentees(event), AsyncIterator[pb.Registrant])
    assert_type(webinar.participants.delete(session), Awaitable[pb.Deletion])


def webinar_people(webinar: GoToWebinarAccount, event: pb.EventId, session: pb.SessionId) -> None:
    who, new = pb.RegistrantId("r"), pb.NewStaff("panelist", name="A", email="a@b.test")
    assert_type(webinar.questions.list(session), Iterator[pb.Question])
    assert_type(webinar.questions.list_of_participant(session, who), Iterator[pb.Question])
    assert_type(webinar.responses.list(session, source="poll"), Iterator[pb.Response])
    assert_type(webinar.responses.list_of_participant(session, who), Iterator[pb.Response])
    assert_type(webinar.responses.summaries(session), tuple[pb.ResponseSummary, ...])
    assert_type(webinar.staff.list(event), Iterator[pb.Staff])
    assert_type(webinar.staff.add(event, new), pb.Staff)
    assert_type(webinar.staff.delete(event, pb.Staff(pb.StaffId("s"), "panelist")), pb.Deletion)
    assert_type(webinar.staff.resend_invitation(event, pb.Staff(pb.StaffId("s"), "panelist")), None)
    webinar.staff.delete(event, pb.StaffId("s"))  # type: ignore[arg-type]
    webinar.questions.list_of_participant(session)  # type: ignore[call-arg]


async def async_webinar_people(webinar: GoToWebinarAccount[Async], event: pb.EventId, session: pb.SessionId) -> None:
    assert_type(webinar.questions.list(session), AsyncIterator[pb.Question])
    assert_type(webinar.responses.list(session), AsyncIterator[pb.Response])
    assert_type(await webinar.responses.summaries(session, source="survey"), tuple[pb.ResponseSummary, ...])
    assert_type(webinar.staff.list(event), AsyncIterator[pb.Staff])
    assert_type(await webinar.staff.delete(event, pb.Staff(pb.StaffId("s"), "panelist")), pb.Deletion)
    webinar.staff.list(session)  # type: ignore[arg-type]


def webinar_facets(
    webinar: GoToWebinarAccount, async_webinar: GoToWebinarAccount[Async]
) -> tuple[HasSessions, HasParticipants, HasSessions[Async], HasParticipants[Async]]:
    return webinar, webinar, async_webinar, async_webinar


def webinar_registrants(webinar: GoToWebinarAccount, event: pb.EventId, who: pb.RegistrantId) -> HasRegistrants:
    assert_type(webinar.registrants.list(event, statuses=("pending",)), Iterator[pb.Registrant])
    assert_type(webinar.registrants.list_full(event), Iterator[pb.Registrant])
    assert_type(webinar.registrants.get(event, who), pb.Registrant)
    new = pb.NewRegistrant("a@b.test", "A", "B", source="x")
    assert_type(webinar.registrants.add(event, new, resend_confirmation=True), pb.Registered)
    assert_type(webinar.registrants.add(event, new).already, bool | None)
    assert_type(webinar.registrants.delete(event, who), pb.Deletion)
    assert_type(webinar.registrants.questions.list(event), tuple[pb.RegistrationQuestion, ...])
    webinar.registrants.get(who, event)  # type: ignore[arg-type]
    webinar.registrants.add(event, new, resend_confirmation="yes")  # type: ignore[arg-type]
    return webinar


async def async_webinar_registrants(
    webinar: GoToWebinarAccount[Async], event: pb.EventId, who: pb.RegistrantId
) -> HasRegistrants[Async]:
    assert_type(webinar.registrants.list(event), AsyncIterator[pb.Registrant])
    assert_type(webinar.registrants.list_full(event), AsyncIterator[pb.Registrant])
    assert_type(await webinar.registrants.get(event, who), pb.Registrant)
    assert_type(await webinar.registrants.delete(event, who), pb.Deletion)
    assert_type(await webinar.registrants.questions.list(event), tuple[pb.RegistrationQuestion, ...])
    return webinar


def gotomeeting_presence(meeting: GoToMeetingAccount, zoom: ZoomAccount) -> None:
    session, group, day = pb.SessionId("1/2/3"), pb.GroupId("g"), date(2026, 5, 1)
    assert_type(meeting.sessions.list(pb.EventId("1"), since=day, host=pb.HostId("h")), Iterator[pb.Session])
    assert_type(meeting.sessions.list_of_group(group, since=day), Iterator[pb.PastRun])
    assert_type(meeting.sessions.delete(session), pb.Deletion)
    assert_type(meeting.participants.list(session), Iterator[pb.Participant])
    assert_type(meeting.participants.list_between(since=day, group=group), Iterator[pb.Participant])
    assert_type(meeting.participants.delete(session, known=meeting.sessions.get(session)), pb.Deletion)
    assert_type(zoom.sessions.delete(session), pb.Deletion)
    meeting.participants.list_between()  # type: ignore[call-arg]
    meeting.sessions.list_of_group("g", since=day)  # type: ignore[arg-type]


async def async_gotomeeting_presence(meeting: GoToMeetingAccount[Async]) -> None:
    session, day = pb.SessionId("1/2/3"), date(2026, 5, 1)
    assert_type(meeting.sessions.list(since=day), AsyncIterator[pb.Session])
    assert_type(await meeting.sessions.get(session), pb.Session)
    assert_type(await meeting.sessions.delete(session), pb.Deletion)
    assert_type(meeting.participants.list_between(since=day), AsyncIterator[pb.Participant])
    assert_type(await meeting.participants.delete(session), pb.Deletion)


def have_presence(meeting: GoToMeetingAccount, zoom: ZoomAccount) -> tuple[list[HasSessions], list[HasParticipants]]:
    return [meeting, zoom], [meeting, zoom]


def async_have_presence(
    meeting: GoToMeetingAccount[Async], zoom: ZoomAccount[Async]
) -> tuple[list[HasSessions[Async]], list[HasParticipants[Async]]]:
    return [meeting, zoom], [meeting, zoom]


def webinar_staff_and_answers(
    webinar: GoToWebinarAccount, async_webinar: GoToWebinarAccount[Async]
) -> tuple[list[facets.HasStaff], list[facets.HasStaff[Async]], facets.HasQuestions, facets.HasResponses]:
    return [webinar], [async_webinar], webinar, webinar


def absent_facets(webinar: GoToWebinarAccount, meeting: GoToMeetingAccount) -> None:
    webinar.directory  # type: ignore[attr-defined]
    webinar.settings  # type: ignore[attr-defined]
    webinar.chats  # type: ignore[attr-defined]
    meeting.transcripts  # type: ignore[attr-defined]
    meeting.staff  # type: ignore[attr-defined]


def protocols(
    zoom: ZoomAccount,
    webinar: GoToWebinarAccount,
    meeting: GoToMeetingAccount,
    async_zoom: ZoomAccount[Async],
    async_webinar: GoToWebinarAccount[Async],
    async_meeting: GoToMeetingAccount[Async],
) -> tuple[list[pb.Account], list[pb.AsyncAccount]]:
    return [zoom, webinar, meeting], [async_zoom, async_webinar, async_meeting]


def webinar_events(webinar: GoToWebinarAccount, event: pb.EventId, new: pb.NewEvent) -> HasEvents:
    change, audio = pb.EventChange(title="t"), pb.AudioChange("computer")
    assert_type(webinar.events.list(since=NOON, problems=print), Iterator[pb.Event])
    assert_type(webinar.events.get(event), pb.Event)
    assert_type(webinar.events.in_session(), tuple[pb.Event, ...])
    assert_type(webinar.events.times(event), tuple[pb.TimeSpan, ...])
    assert_type(webinar.events.add(new, repetition=pb.Repetition("daily", NOON.date())), pb.Scheduled)
    assert_type(webinar.events.update(event, change, notify=False, emails=None), pb.Event)
    assert_type(webinar.events.copy(event, new, emails=pb.EventEmails(reminder=False)), pb.Scheduled)
    assert_type(webinar.events.delete(event, whole_series=False, notify=False), pb.Deletion)
    assert_type(webinar.events.audio(event), pb.AudioInfo)
    assert_type(webinar.events.update_audio(event, audio, notify=False), pb.AudioInfo)
    assert_type(webinar.events.start_url(event), pb.SecretUrl)
    webinar.events.delete(event)  # type: ignore[call-arg]
    webinar.events.update(event, change, notify=False)  # type: ignore[call-arg]
    webinar.events.update_audio(event, audio)  # type: ignore[call-arg]
    return webinar


async def async_webinar_events(webinar: GoToWebinarAccount[Async], event: pb.EventId) -> HasEvents[Async]:
    assert_type(webinar.events.list(kind="webinar"), AsyncIterator[pb.Event])
    assert_type(await webinar.events.get(event), pb.Event)
    assert_type(webinar.events.delete(event, whole_series=True, notify=True), Awaitable[pb.Deletion])
    assert_type(await webinar.events.start_url(event), pb.SecretUrl)
    return webinar


def guarded(account: pb.Account) -> None:
    account.directory  # type: ignore[attr-defined]
    if pb.has_directory(account):
        assert_type(account.directory.groups.list(), Iterator[pb.Group])
    if pb.has_settings(account):
        assert_type(account.settings.list(), tuple[pb.SettingReading, ...])


def guarded_presence(account: pb.Account, session: pb.SessionId, day: date) -> None:
    if pb.has_participants(account):
        assert_type(account.participants.list(session), Iterator[pb.Participant])
        assert_type(account.participants.delete(session), pb.Deletion)
    if pb.has_dial_ins(account):
        assert_type(account.dial_ins.get(session), tuple[pb.DialIn, ...])
    if pb.has_consents(account):
        assert_type(account.consents.list(since=day, until=day), Iterator[pb.Consent])
    if pb.has_questions(account):
        assert_type(account.questions.list(session), Iterator[pb.Question])
    if pb.has_responses(account):
        assert_type(account.responses.list(session, source="poll"), Iterator[pb.Response])
    if pb.has_staff(account):
        assert_type(account.staff.list(pb.EventId("e")), Iterator[pb.Staff])

    if pb.has_events(account) and pb.has_sessions(account):
        assert_type(account.events.list(), Iterator[pb.Event])
    if pb.has_archives(account):
        assert_type(account.archives.delete(pb.SessionId("a")), pb.Deletion)
    if pb.has_data_requests(account):
        assert_type(account.data_requests.get(pb.RequestId("a")), tuple[pb.DataRequestFile, ...])
    if pb.has_recordings(account):
        assert_type(account.recordings.get(pb.RecordingId("r")), pb.Recording)
    account.chats  # type: ignore[attr-defined]
    if pb.has_chats(account):
        assert_type(account.chats.retention.read(pb.ChannelId("c")), pb.ChatRetention)
    if pb.has_transcripts(account):
        assert_type(account.transcripts.copies.list(pb.SessionId("u")), tuple[pb.WordsCopy, ...])
    if pb.has_registrants(account):
        assert_type(account.registrants.list(pb.EventId("1")), Iterator[pb.Registrant])
        assert_type(account.registrants.questions.defaults(), tuple[pb.RegistrationQuestion, ...])


async def async_guarded(account: pb.AsyncAccount) -> None:
    if pb.has_staff(account):
        assert_type(await account.staff.add(pb.EventId("e"), pb.NewStaff("panelist")), pb.Staff)
    if pb.has_sessions(account):
        assert_type(account.sessions.list(pb.EventId("a")), AsyncIterator[pb.Session])
        assert_type(await account.sessions.delete(pb.SessionId("a")), pb.Deletion)
    if pb.has_directory(account):
        assert_type(account.directory.groups.list(), AsyncIterator[pb.Group])
    if pb.has_settings(account):
        assert_type(await account.settings.list(), tuple[pb.SettingReading, ...])
    if pb.has_chats(account):
        assert_type(account.chats.conversations.list(since=NOON.date()), AsyncIterator[pb.Conversation])
    if pb.has_transcripts(account):
        assert_type(await account.transcripts.summaries.delete(pb.SessionId("u")), pb.Deletion)
    if pb.has_registrants(account):
        assert_type(await account.registrants.get(pb.EventId("1"), pb.RegistrantId("r")), pb.Registrant)


def hooks(webinar: GoToWebinarAccount, account: pb.Account) -> None:
    assert_type(webinar.webhooks.list(), tuple[pb.Webhook, ...])
    assert_type(webinar.webhooks.update(pb.WebhookId("w"), active=True), pb.Webhook)
    assert_type(webinar.webhooks.subscriptions.get(pb.SubscriptionId("s")), pb.WebhookSubscription)
    assert_type(webinar.webhooks.delete(pb.WebhookId("w")), pb.Deletion)
    webinar.webhooks.update(pb.WebhookId("w"))  # type: ignore[call-arg]
    if pb.has_webhooks(account):
        assert_type(account.webhooks.add_secret(), pb.WebhookSecret)


async def async_hooks(webinar: GoToWebinarAccount[Async], account: pb.AsyncAccount) -> None:
    assert_type(await webinar.webhooks.add("https://x", ["a"]), tuple[pb.Webhook, ...])
    assert_type(await webinar.webhooks.subscriptions.list(), tuple[pb.WebhookSubscription, ...])
    if pb.has_webhooks(account):
        assert_type(await account.webhooks.get(pb.WebhookId("w")), pb.Webhook)


def exhaustive(attention: pb.Attention) -> str:
    match attention:
        case pb.SwitchedOff() | pb.Withdrawn() | pb.NotOffered():
            return "kept"
        case pb.AlwaysOn(dropped=dropped):
            return f"mitigated {dropped}"
        case pb.SwitchedOn() | pb.Unknown():
            return "look"
        case _:
            assert_never(attention)


def typed_accounts() -> None:
    with pb.open_bridge("bridge.toml") as bridge:
        zoom = bridge.get("acme-zoom", pb.Zoom)
        assert_type(zoom, pb.ZoomAccount[pb.Sync])
        assert_type(zoom.recordings.sharing.read(pb.RecordingId("r")), pb.RecordingSharing)
        assert_type(
            bridge.get("acme-webinar", pb.GoToWebinar).registrants.list_full(pb.EventId("e")), Iterator[pb.Registrant]
        )
        zoom.staff  # type: ignore[attr-defined]
        zoom.recordings.get()  # type: ignore[call-arg]
        zoom.recordings.get(7)  # type: ignore[arg-type]


async def async_typed_accounts() -> None:
    async with pb.open_async_bridge("bridge.toml") as bridge:
        zoom = bridge.get("acme-zoom", pb.Zoom)
        assert_type(zoom, pb.ZoomAccount[pb.Async])
        assert_type(await zoom.recordings.sharing.read(pb.RecordingId("r")), pb.RecordingSharing)
        assert_type(bridge.get("acme-meeting", pb.GoToMeeting).sessions.list(), AsyncIterator[pb.Session])


def other_face(zoom: pb.ZoomAccount, async_zoom: pb.ZoomAccount[pb.Async]) -> None:
    blocking: pb.Account = async_zoom  # type: ignore[assignment]
    awaited: pb.AsyncAccount = zoom  # type: ignore[assignment]
    stored: pb.HasRecordings = async_zoom  # type: ignore[assignment]
    del blocking, awaited, stored


def bridges() -> None:
    with pb.open_bridge("bridge.toml") as bridge:
        assert_type(bridge, pb.Bridge)
        assert_type(bridge["a"], pb.Account)
        assert_type([account.attention.read() for account in bridge], list[pb.Attention])


async def async_bridges() -> None:
    async with pb.open_async_bridge(sandbox=True) as bridge:
        assert_type(bridge, pb.AsyncBridge)
        assert_type([await account.attention.read() for account in bridge], list[pb.Attention])


def described(toy: type[Toy]) -> Callable[..., object]:
    return toy.get.flow


def told(notification: webhooks.Notification) -> str:
    match notification:
        case webhooks.RegistrationChanged():
            assert_type(notification.registrant, pb.Registrant)
        case webhooks.RecordingChanged():
            assert_type(notification.recording, pb.Recording)
        case webhooks.ParticipantMoved():
            assert_type(notification.participant, pb.Participant)
        case webhooks.RecordingsChanged() | webhooks.ArchiveCompleted() | webhooks.SummaryChanged():
            pass
        case webhooks.SettingsChanged() | webhooks.ChatWritten() | webhooks.EventRemoved() | webhooks.HostChanged():
            pass
        case webhooks.EventChanged():
            assert_type(notification.event, pb.Event)
        case webhooks.ResponsesGiven():
            assert_type(notification.responses, tuple[pb.Response, ...])
        case webhooks.Deauthorized() | webhooks.UrlChallenge() | webhooks.OtherNotification():
            pass
        case _:
            assert_never(notification)
    return notification.key


def matrix() -> tuple[str, bool]:
    assert_type(pb.capability_matrix(), tuple[pb.CapabilityRow, ...])
    (row,) = pb.capability_matrix(["zoom"])
    return row.operation, row.common


class TestTyped(ProviderConformance):
    def simulation(self) -> Simulation:
        assert_type(super().examples(), Examples)
        raise NotImplementedError
