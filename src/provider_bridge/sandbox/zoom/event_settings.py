"""The settings of the simulated Zoom's meetings and webinars: what is the same for all of a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import Person

__all__ = ["meeting_settings", "webinar_settings"]

_BOTH: Final[dict[str, Any]] = {
    "host_video": False,
    "audio": "both",
    "registration_type": 1,
    "enforce_login": False,
    "enforce_login_domains": "",
    "alternative_hosts": "",
    "alternative_host_update_polls": False,
    "close_registration": False,
    "show_share_button": False,
    "allow_multiple_devices": False,
    "registrants_confirmation_email": True,
    "registrants_email_notification": True,
    "meeting_authentication": False,
    "global_dial_in_countries": ["DE"],
    "global_dial_in_numbers": [
        {"country": "DE", "country_name": "Germany", "city": "", "number": "+49 69 7104 9922", "type": "toll"}
    ],
    "request_permission_to_unmute_participants": False,
    "allow_host_control_participant_mute_state": False,
    "email_in_attendee_report": True,
}
_MEETING: Final[dict[str, Any]] = {
    **_BOTH,
    "participant_video": False,
    "cn_meeting": False,
    "in_meeting": False,
    "join_before_host": False,
    "jbh_time": 0,
    "mute_upon_entry": True,
    "watermark": False,
    "use_pmi": False,
    "auto_add_recording_to_video_management": {"enable": False},
    "alternative_hosts_email_notification": True,
    "alternative_host_manage_meeting_summary": False,
    "alternative_host_manage_cloud_recording": False,
    "waiting_room": True,
    "encryption_type": "enhanced_encryption",
    "approved_or_denied_countries_or_regions": {"enable": False},
    "breakout_room": {"enable": False},
    "internal_meeting": False,
    "participant_focused_meeting": False,
    "push_change_to_calendar": False,
    "resources": [],
    "auto_start_meeting_summary": False,
    "auto_start_ai_companion_questions": False,
    "show_join_info": False,
    "device_testing": False,
    "focus_mode": False,
    "meeting_invitees": [],
    "private_meeting": False,
    "email_notification": True,
    "host_save_video_order": False,
    "sign_language_interpretation": {"enable": False},
}
_WEBINAR: Final[dict[str, Any]] = {
    **_BOTH,
    "panelists_video": False,
    "practice_session": True,
    "hd_video": False,
    "hd_video_for_attendees": False,
    "send_1080p_video_to_attendees": False,
    "on_demand": False,
    "panelist_authentication": False,
    "add_watermark": False,
    "add_audio_watermark": False,
    "panelists_invitation_email_notification": True,
    "post_webinar_survey": True,
    "email_language": "de-DE",
    "question_and_answer": {"enable": True, "allow_submit_questions": True, "answer_questions": "all"},
    "attendees_and_panelists_reminder_email_notification": {"enable": False, "type": 0},
    "follow_up_absentees_email_notification": {"enable": False, "type": 0},
    "follow_up_attendees_email_notification": {"enable": False, "type": 0},
    "registrants_restrict_number": 0,
}


def meeting_settings(channel: str) -> dict[str, Any]:
    """Return a meeting's settings; ``channel`` is that of its continuous chat, ``""`` where it has none."""
    chat = {"enable": bool(channel)} | ({"channel_id": channel} if channel else {})
    return _MEETING | {"continuous_meeting_chat": chat}


def webinar_settings(host: Person) -> dict[str, Any]:
    """Return a webinar's settings; whom to ask is its host."""
    return _WEBINAR | {"contact_name": f"{host.first_name} {host.last_name}", "contact_email": host.email}
