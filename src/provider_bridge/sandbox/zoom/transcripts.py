"""The simulated Zoom's transcripts, summaries and assistant archives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Made, Refusal, Route
from provider_bridge.sandbox.zoom.common import find_session, find_user, moment, time_text
from provider_bridge.sandbox.zoom.paging import page
from provider_bridge.sandbox.zoom.recordings_state import Recordings
from provider_bridge.sandbox.zoom.spoken import Transcripts

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Session, World

__all__ = ["ROUTES"]


def _transcript_of(world: World, ask: Ask) -> Session:
    session = find_session(world, ask.path["meetingId"])
    if session.uuid not in world.part(Transcripts).transcripts:
        raise Refusal(404, 3322, "This meeting transcript does not exist.")
    return session


def _transcript(world: World, ask: Ask) -> Answer:
    session = _transcript_of(world, ask)
    ready = session.uuid not in world.part(Transcripts).not_ready
    found: dict[str, Any] = {
        "meeting_id": session.uuid,
        "account_id": world.account_id,
        "meeting_topic": session.event.topic,
        "host_id": world.host_of(session).id,
        "transcript_created_time": time_text(session.start + timedelta(hours=2)),
        "can_download": ready,
        "auto_delete": True,
        "auto_delete_date": (session.start + timedelta(days=90)).date().isoformat(),
    }
    token = world.key("transcript", session.uuid)
    answer = {"download_url": f"{ask.base}/rec/meeting/transcript/download/{token}"}
    return found | (answer if ready else {"download_restriction_reason": "NOT_READY"})


def _delete_transcript(world: World, ask: Ask) -> Answer:
    session = _transcript_of(world, ask)
    world.part(Transcripts).transcripts.remove(session.uuid)
    world.part(Recordings).drop(session.uuid, "TRANSCRIPT")
    return Made(204)


def _summary_of(world: World, ask: Ask) -> Session:
    session = find_session(world, ask.path["meetingId"])
    state = world.part(Transcripts)
    if session.uuid in state.trashed:
        raise Refusal(403, 2305, "The meeting summary has been moved to Trash and cannot be accessed.")
    if session.uuid not in state.summaries:
        raise Refusal(404, 3001, f"Meeting does not exist: {session.uuid}.")
    return session


def _row(world: World, session: Session) -> dict[str, Any]:
    host = world.host_of(session)
    return {
        "meeting_host_id": host.id,
        "meeting_host_email": host.email,
        "meeting_uuid": session.uuid,
        "meeting_id": session.number,
        "meeting_topic": session.event.topic,
        "meeting_start_time": time_text(session.start),
        "meeting_end_time": time_text(session.start + timedelta(hours=1)),
        "summary_start_time": time_text(session.start),
        "summary_end_time": time_text(session.start + timedelta(hours=1)),
        "summary_created_time": time_text(session.start + timedelta(hours=2)),
        "summary_last_modified_time": time_text(session.start + timedelta(hours=3)),
    }


def _summary(world: World, ask: Ask) -> Answer:
    session = _summary_of(world, ask)
    host = world.host_of(session)
    return _row(world, session) | {
        "summary_last_modified_user_id": host.id,
        "summary_last_modified_user_email": host.email,
        "summary_title": f"Summary of {session.event.topic}",
        "summary_content": f"## Key takeaways\n- {host.first_name} opened {session.event.topic}.",
        "summary_doc_url": f"https://docs.zoom.us/doc/{world.key('document', session.uuid)}",
    }


def _delete_summary(world: World, ask: Ask) -> Answer:
    session = _summary_of(world, ask)
    world.part(Transcripts).summaries.remove(session.uuid)
    return Made(204)


def _summaries(world: World, ask: Ask) -> Answer:
    start = moment(ask, "from", world.now() - timedelta(days=1))
    end = moment(ask, "to", world.now())
    state = world.part(Transcripts)
    found = [each for each in world.sessions if each.uuid in state.summaries]
    inside = [each for each in found if start <= each.start + timedelta(hours=2) <= end]
    listed = page(world, ask, inside)
    return {
        "page_size": listed.size,
        "next_page_token": listed.token,
        "from": time_text(start),
        "to": time_text(end),
        "summaries": [_row(world, each) for each in listed.rows],
    }


def _assistant(world: World, ask: Ask) -> Answer:
    person = find_user(world, ask, 20524)
    return {
        "user_id": person.id,
        "email": person.email,
        "display_name": f"{person.first_name} {person.last_name}",
        "start_time": time_text(world.now() - timedelta(days=60)),
        "end_time": time_text(world.now()),
        "timezone": "Europe/Berlin",
        "aic_history_download_url": f"{ask.base}/aic/archive/{world.key('assistant', person.id)}",
        "file_extension": "JSON",
        "file_size": 165_743,
        "file_type": "AIC_CONVERSATION",
        "physical_files": [{"file_id": world.key("given", person.id), "file_name": "picture.png", "file_size": 540}],
    }


_TRANSCRIPT: Final = "/meetings/{meetingId}/transcript"
_SUMMARY: Final = "/meetings/{meetingId}/meeting_summary"
_ARCHIVE: Final = "/aic/users/{userId}/conversation_archive"

ROUTES: Final = (
    Route(_TRANSCRIPT, "Medium", ("cloud_recording:read:meeting_transcript:admin",), _transcript),
    Route(_TRANSCRIPT, "Medium", ("cloud_recording:delete:meeting_transcript:admin",), _delete_transcript, "DELETE"),
    Route("/meetings/meeting_summaries", "Medium", ("meeting:read:list_summaries:admin",), _summaries),
    Route(_SUMMARY, "Light", ("meeting:read:summary:admin",), _summary),
    Route(_SUMMARY, "Light", ("meeting:delete:summary:admin",), _delete_summary, "DELETE"),
    Route(_ARCHIVE, "Light", ("aic:read:conversation_archives:admin",), _assistant),
)
