"""The settings bodies of the simulated Zoom account, one for each level, and their locks."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from provider_bridge.sandbox.world import World

__all__ = ["account_locks", "account_settings", "group_locks", "group_settings", "user_settings"]

# Members that every level has; what only some have stands below.
_SCHEDULE: dict[str, Any] = {
    "host_video": False,
    "audio_type": "both",
    "join_before_host": False,
    "use_pmi_for_instant_meetings": False,
    "require_password_for_scheduling_new_meetings": True,
    "require_password_for_instant_meetings": True,
    "require_password_for_pmi_meetings": "all",
    "personal_meeting": True,
}
_IN_MEETING: dict[str, Any] = {
    "e2e_encryption": True,
    "chat": True,
    "private_chat": False,
    "auto_saving_chat": False,
    "allow_users_save_chats": 1,
    "allow_participants_chat_with": 3,
    "entry_exit_chime": "host",
    "feedback": False,
    "post_meeting_feedback": False,
    "co_host": True,
    "polling": True,
    "attendee_on_hold": True,
    "show_meeting_control_toolbar": False,
    "allow_show_zoom_windows": False,
    "annotation": True,
    "whiteboard": False,
    "meeting_question_answer": True,
    "breakout_room": True,
    "closed_caption": False,
    "far_end_camera_control": False,
    "group_hd": False,
    "virtual_background": True,
    "screen_sharing": True,
    "remote_control": False,
    "non_verbal_feedback": True,
    "remote_support": False,
    "custom_data_center_regions": True,
    "data_center_regions": ["DE", "NL"],
    "file_transfer": False,
    "request_permission_to_unmute_participants": True,
    "allow_live_streaming": False,
}
_RECORDING: dict[str, Any] = {
    "local_recording": False,
    "cloud_recording": False,
    "auto_recording": "none",
    "record_speaker_view": False,
    "record_gallery_view": False,
    "record_audio_file": False,
    "save_chat_text": False,
    "show_timestamp": False,
    "recording_audio_transcript": False,
}
_EMAIL: dict[str, Any] = {
    "cloud_recording_available_reminder": True,
    "jbh_reminder": True,
    "cancel_meeting_reminder": True,
    "alternative_host_reminder": True,
    "schedule_for_reminder": True,
}
_TELEPHONY: dict[str, Any] = {"third_party_audio": False}

_PASSWORDS: dict[str, Any] = {
    "use_pmi_for_scheduled_meetings": False,
    "meeting_password_requirement": {"length": 8, "have_letter": True, "have_number": True},
}
_FOCUS: dict[str, Any] = {"attention_mode_focus_mode": True, "allow_host_to_enable_focus_mode": True}
_WAITING: dict[str, Any] = {"waiting_room": True}
_ABOVE_USERS: dict[str, Any] = {
    "webinar_question_answer": True,
    "alert_guest_join": True,
    "auto_answer": False,
    "sending_default_email_invites": False,
    "use_html_format_email": False,
    "stereo_audio": False,
    "original_audio": False,
}
_ACCOUNT_ALONE: dict[str, Any] = {
    "anonymous_question_answer": True,
    "watermark": False,
    "p2p_connetion": True,  # the vendor's spelling
    "p2p_ports": False,
}


def _body(sections: dict[str, dict[str, Any]], attention: bool | None) -> bytes:  # noqa: FBT001 (a value)
    body = {name: dict(values) for name, values in sections.items()}
    if attention is not None:
        body["in_meeting"]["attention_tracking"] = attention
    return json.dumps(body).encode()


@cache
def _account(attention: bool | None, keeps_trash: bool) -> bytes:  # noqa: FBT001
    sections = {
        "schedule_meeting": _SCHEDULE | _PASSWORDS,
        "in_meeting": _IN_MEETING | _ABOVE_USERS | _ACCOUNT_ALONE | _FOCUS,
        "email_notification": _EMAIL,
        "recording": _RECORDING
        | {"auto_delete_cmr": True, "auto_delete_cmr_days": 30, "recording_disclaimer": True}
        | {"allow_recovery_deleted_cloud_recordings": keeps_trash},
        "telephony": _TELEPHONY,
        "feature": {"meeting_capacity": 300},
    }
    return _body(sections, attention)


@cache
def _group(attention: bool | None) -> bytes:  # noqa: FBT001
    sections = {
        "schedule_meeting": _SCHEDULE,
        "in_meeting": _IN_MEETING | _ABOVE_USERS | _WAITING,
        "email_notification": _EMAIL,
        "recording": _RECORDING,
        "telephony": _TELEPHONY,
    }
    return _body(sections, attention)


@cache
def _user(attention: bool | None) -> bytes:  # noqa: FBT001
    sections = {
        "schedule_meeting": _SCHEDULE | _PASSWORDS,
        "in_meeting": _IN_MEETING | _WAITING | _FOCUS,
        "email_notification": _EMAIL,
        "recording": _RECORDING | {"host_pause_stop_recording": True, "ask_participants_to_consent_disclaimer": True},
        "telephony": _TELEPHONY | {"show_international_numbers_link": True},
        "feature": {
            "meeting_capacity": 300,
            "large_meeting": False,
            "webinar": True,
            "webinar_capacity": 500,
        },
    }
    return _body(sections, attention)


@cache
def _locks(attention: bool | None) -> bytes:  # noqa: FBT001
    sections = {
        "schedule_meeting": {"host_video": False, "join_before_host": True, "audio_type": False},
        "in_meeting": {"chat": False, "private_chat": True, "auto_saving_chat": True, "polling": False},
        "email_notification": {"cloud_recording_available_reminder": False, "jbh_reminder": False},
        "recording": {"local_recording": True, "cloud_recording": True, "auto_recording": True},
        "telephony": {"third_party_audio": False},
    }
    return _body(sections, attention)


def account_settings(world: World) -> bytes:
    return _account(world.tracks_attention("account", ""), world.keeps_trash)


def account_locks(world: World) -> bytes:
    return _locks(world.locks_attention())


def group_settings(world: World, group_id: str) -> bytes:
    return _group(world.tracks_attention("group", group_id))


def group_locks(world: World, group_id: str) -> bytes:  # noqa: ARG001 (all groups are locked alike)
    return _locks(world.locks_attention())


def user_settings(world: World, user_id: str) -> bytes:
    return _user(world.tracks_attention("user", user_id))
