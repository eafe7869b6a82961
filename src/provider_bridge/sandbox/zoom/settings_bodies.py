"""The settings bodies of the simulated Zoom account as they come from the vendor: one for each level, and the locks."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

__all__ = ["Sections", "locks", "settings"]

Sections = dict[str, dict[str, Any]]

# Members that every level has; what only some have stands below.
_SCHEDULE: Final[dict[str, Any]] = {
    "host_video": False,
    "audio_type": "both",
    "join_before_host": False,
    "use_pmi_for_instant_meetings": False,
    "require_password_for_scheduling_new_meetings": True,
    "require_password_for_instant_meetings": True,
    "require_password_for_pmi_meetings": "all",
    "personal_meeting": True,
    "continuous_meeting_chat": {"enable": False},
}
_IN_MEETING: Final[dict[str, Any]] = {
    "e2e_encryption": True,
    "chat": True,
    "private_chat": False,
    "auto_saving_chat": False,
    "allow_users_save_chats": 1,
    "allow_participants_chat_with": 3,
    "webinar_chat": {
        "enable": True,
        "allow_attendees_chat_with": 1,
        "allow_auto_save_local_chat_file": False,
        "allow_panelists_chat_with": 1,
        "allow_panelists_send_direct_message": False,
        "allow_users_save_chats": 0,
        "default_attendees_chat_with": 1,
    },
    "entry_exit_chime": "host",
    "feedback": False,
    "post_meeting_feedback": False,
    "co_host": True,
    "polling": True,
    "meeting_polling": {"enable": True, "require_answers_to_be_anonymous": True},
    "webinar_polling": {"enable": True, "require_answers_to_be_anonymous": True},
    "meeting_survey": False,
    "webinar_survey": False,
    "attendee_on_hold": True,
    "show_meeting_control_toolbar": False,
    "allow_show_zoom_windows": False,
    "annotation": True,
    "whiteboard": False,
    "meeting_question_answer": True,
    "breakout_room": True,
    "closed_caption": False,
    "closed_captioning": {"enable": False, "auto_transcribing": False, "save_caption": False},
    "manual_captioning": {"manual_captions": False, "auto_generated_captions": False, "save_captions": False},
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
_RECORDING: Final[dict[str, Any]] = {
    "local_recording": False,
    "cloud_recording": False,
    "auto_recording": "none",
    "record_speaker_view": False,
    "record_gallery_view": False,
    "record_audio_file": False,
    "save_chat_text": False,
    "save_panelist_chat": False,
    "save_poll_results": False,
    "save_close_caption": False,
    "show_timestamp": False,
    "display_participant_name": False,
    "recording_audio_transcript": False,
    "smart_recording": {
        "create_recording_highlights": False,
        "create_smart_chapters": False,
        "create_next_steps": False,
    },
    "ip_address_access_control": {"enable": False, "ip_addresses_or_ranges": ""},
}
_EMAIL: Final[dict[str, Any]] = {
    "cloud_recording_available_reminder": True,
    "jbh_reminder": True,
    "cancel_meeting_reminder": True,
    "alternative_host_reminder": True,
    "schedule_for_reminder": True,
}
_TELEPHONY: Final[dict[str, Any]] = {"third_party_audio": False}
_AUDIO: Final[dict[str, Any]] = {"participant_phone_masking": {"enable": True, "masking_type": "mask_default"}}
_PASSWORDS: Final[dict[str, Any]] = {
    "use_pmi_for_scheduled_meetings": False,
    "meeting_password_requirement": {"length": 8, "have_letter": True, "have_number": True},
}
_FOCUS: Final[dict[str, Any]] = {"attention_mode_focus_mode": True, "allow_host_to_enable_focus_mode": True}
_MACHINES: Final[dict[str, Any]] = {
    "meeting_summary_with_ai_companion": {"enable": False, "auto_enable": False, "who_will_receive_summary": 1},
    "ai_companion_questions": {"enable": False, "auto_enable": False, "who_can_ask_questions": 1},
}
_WAITING: Final[dict[str, Any]] = {"waiting_room": True}
_DELETING: Final[dict[str, Any]] = {"auto_delete_cmr": True, "auto_delete_cmr_days": 30, "recording_disclaimer": True}
_ABOVE_USERS: Final[dict[str, Any]] = {
    "webinar_question_answer": True,
    "record_play_own_voice": False,
    "alert_guest_join": True,
    "auto_answer": False,
    "sending_default_email_invites": False,
    "use_html_format_email": False,
    "stereo_audio": False,
    "original_audio": False,
}
_RECORDING_ABOVE_USERS: Final[dict[str, Any]] = {
    "host_delete_cloud_recording": True,
    "prevent_host_access_recording": False,
    "cloud_recording_download": False,
    "cloud_recording_download_host": True,
    "account_user_access_recording": True,
    "archive": {
        "enable": False,
        "type": 3,
        "settings": {"audio_file": False, "video_file": False, "chat_file": False, "cc_transcript_file": False},
    },
}
_ACCOUNT_ALONE: Final[dict[str, Any]] = {
    "anonymous_question_answer": True,
    "watermark": False,
    "p2p_connetion": True,  # the vendor's spelling
    "p2p_ports": False,
}
_RECORDING_ACCOUNT: Final[dict[str, Any]] = {
    "record_audio_file_each_participant": False,
    "allow_recovery_deleted_cloud_recordings": True,
    "required_password_for_shared_cloud_recordings": True,
    "required_password_for_existing_cloud_recordings": False,
    "recording_password_requirement": {"length": 8, "have_letter": True, "have_number": True},
}
_RETENTION: Final[dict[str, Any]] = {
    "enable": True,
    "retention_period_of_direct_messages_and_group_conversation": "2m",
    "retention_period_of_channels": "2m",
}
_TEAM_CHAT: Final[dict[str, Any]] = {
    "set_retention_period_in_cloud": _RETENTION,
    "set_retention_period_in_local": _RETENTION,
    "send_data_to_third_party_archiving_service": {"enable": False},
    "chat_etiquette_tool": {"enable": False},
}
_TEAM_CHAT_ACCOUNT: Final[dict[str, Any]] = {
    "allow_delete_message": {"enable": True, "time": 0},
    "allow_edit_message": {"enable": True, "time": 0},
    "store_revise_chat": False,
}
_FOR_USERS: Final[dict[str, Any]] = {
    "host_pause_stop_recording": True,
    "ask_participants_to_consent_disclaimer": True,
    "ask_host_to_confirm_disclaimer": True,
}

_SETTINGS: Final[dict[str, Sections]] = {
    "account": {
        "schedule_meeting": _SCHEDULE | _PASSWORDS | {"not_store_meeting_topic": True, "participant_video": False},
        "in_meeting": _IN_MEETING | _ABOVE_USERS | _ACCOUNT_ALONE | _FOCUS | _MACHINES,
        "email_notification": _EMAIL,
        "recording": _RECORDING | _RECORDING_ABOVE_USERS | _DELETING | _RECORDING_ACCOUNT,
        "telephony": _TELEPHONY,
        "audio_conferencing": _AUDIO,
        "chat": _TEAM_CHAT | _TEAM_CHAT_ACCOUNT,
        "other_options": {"email_in_attendee_report_for_meeting": False},
        "feature": {"meeting_capacity": 300},
    },
    "group": {
        "schedule_meeting": _SCHEDULE | {"participant_video": False},
        "in_meeting": _IN_MEETING | _ABOVE_USERS | _WAITING,
        "email_notification": _EMAIL,
        "recording": _RECORDING | _RECORDING_ABOVE_USERS,
        "telephony": _TELEPHONY,
        "audio_conferencing": _AUDIO,
        "chat": _TEAM_CHAT,
    },
    "user": {
        "schedule_meeting": _SCHEDULE | _PASSWORDS | {"participants_video": False},
        "in_meeting": _IN_MEETING | _WAITING | _FOCUS | _MACHINES | {"record_play_voice": False},
        "email_notification": _EMAIL,
        "recording": _RECORDING | _DELETING | _FOR_USERS,
        "telephony": _TELEPHONY | {"show_international_numbers_link": True},
        "audio_conferencing": _AUDIO,
        "feature": {
            "meeting_capacity": 300,
            "large_meeting": False,
            "webinar": True,
            "webinar_capacity": 500,
        },
    },
}

_GROUP_LOCKS: Final[Sections] = {
    "schedule_meeting": {"host_video": False, "join_before_host": True, "audio_type": False},
    "in_meeting": {
        "chat": False,
        "private_chat": True,
        "auto_saving_chat": True,
        "webinar_chat": False,
        "file_transfer": False,
        "polling": False,
        "webinar_polling": False,
        "meeting_question_answer": False,
        "webinar_question_answer": False,
        "closed_caption": False,
        "save_caption": False,
        "save_captions": False,
        "allow_live_streaming": False,
        "custom_data_center_regions": False,
        "entry_exit_chime": "host",  # the one lock that is text
    },
    "email_notification": {"cloud_recording_available_reminder": False, "jbh_reminder": False},
    "recording": {
        "local_recording": True,
        "cloud_recording": True,
        "auto_recording": True,
        "auto_delete_cmr": False,
        "host_delete_cloud_recording": False,
        "prevent_host_access_recording": False,
        "cloud_recording_download": False,
        "account_user_access_recording": False,
        "archive": False,
        "ip_address_access_control": {"enable": False, "ip_addresses_or_ranges": ""},  # an object, for groups only
    },
    "telephony": {"third_party_audio": False},
    "audio_conferencing": {"participant_phone_masking": False},
}
_ACCOUNT_LOCKS: Final[Sections] = {
    **_GROUP_LOCKS,
    "schedule_meeting": _GROUP_LOCKS["schedule_meeting"] | {"not_store_meeting_topic": False},
    "in_meeting": _GROUP_LOCKS["in_meeting"] | {"anonymous_question_answer": False, "attention_mode_focus_mode": False},
    "recording": _GROUP_LOCKS["recording"] | {"ip_address_access_control": False},
    "chat": {"set_retention_period_in_cloud": False, "set_retention_period_in_local": False},
}


@cache
def settings(level: str, attention: bool | None) -> Sections:  # noqa: FBT001 (a value)
    """Return the settings of a level; nobody changes them. ``attention`` is the old switch, ``None`` without one."""
    return _with_switch(_SETTINGS[level], attention)


@cache
def locks(level: str, attention: bool | None) -> Sections:  # noqa: FBT001 (a value)
    """Return the locks of a level; nobody changes them."""
    return _with_switch(_ACCOUNT_LOCKS if level == "account" else _GROUP_LOCKS, attention)


def _with_switch(sections: Sections, attention: bool | None) -> Sections:  # noqa: FBT001 (a value)
    if attention is None:
        return sections
    return sections | {"in_meeting": sections["in_meeting"] | {"attention_tracking": attention}}
