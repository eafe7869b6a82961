"""Zoom's settings that bear on privacy, as data.

From Zoom's documents of December 2025: https://developers.zoom.us/docs/api/accounts/ (account settings, locked
settings) and https://developers.zoom.us/docs/api/users/ (groups, users). What is newer says so.
"""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.zoom.settings.catalogue_recording import RECORDING
from provider_bridge.providers.zoom.settings.model import Kind, Setting, switches

__all__ = ["CATALOGUE", "find"]

_CHAT: Final = (
    *switches(
        "in_meeting",
        "AGU",
        {
            "chat": "participants can chat",
            "private_chat": "participants can write to one another",
            "auto_saving_chat": "the host's client saves every chat by itself",
            "allow_users_to_delete_messages_in_meeting_chat": "participants can delete messages",
            "file_transfer": "files can be sent in the chat",
        },
        "=",
        "AG",
    ),
    Setting(
        "in_meeting.allow_users_save_chats",
        Kind.NUMBER,
        "AGU",
        "which messages participants may save: 1 none, 2 those of hosts, 3 all",
        choices=(1, 2, 3),
    ),
    Setting(
        "in_meeting.allow_participants_chat_with",
        Kind.NUMBER,
        "AGU",
        "whom participants can write to: 1 nobody, 2 hosts, 3 everybody publicly, 4 privately too",
        choices=(1, 2, 3, 4),
    ),
    *switches(
        "in_meeting.webinar_chat",
        "AGU",
        {
            "enable": "webinars have a chat",
            "allow_panelists_send_direct_message": "panelists can write to one another",
            "allow_auto_save_local_chat_file": "the host's client saves every webinar chat by itself",
        },
        "in_meeting.webinar_chat",
        "AG",
    ),
    *(
        Setting(
            f"in_meeting.webinar_chat.{leaf}", Kind.NUMBER, "AGU", meaning, "in_meeting.webinar_chat", "AG", choices
        )
        for leaf, choices, meaning in (
            ("allow_users_save_chats", (0, 1, 2), "which webinar messages attendees may save: 0 none, 1 hosts', 2 all"),
            ("allow_attendees_chat_with", (1, 2, 3), "whom attendees can write to"),
            ("allow_panelists_chat_with", (1, 2), "whom panelists can write to"),
            ("default_attendees_chat_with", (1, 2), "whom attendees write to unless they choose"),
        )
    ),
    Setting(
        "schedule_meeting.continuous_meeting_chat.enable",
        Kind.SWITCH,
        "AGU",
        "a meeting's chat goes on before and after it, in the team chat",
        "schedule_meeting.continuous_meeting_chat",
        "AG",
        read_only="U",
    ),
)

_ASKING: Final = (
    *switches(
        "in_meeting",
        "AGU",
        {
            "polling": "there are polls",
            "meeting_survey": "meetings have a survey",
            "webinar_survey": "webinars have a survey",
            "meeting_question_answer": "meetings have questions and answers",
        },
        "=",
        "AG",
    ),
    *switches(
        "in_meeting.meeting_polling",
        "AGU",
        {"enable": "meetings have polls", "require_answers_to_be_anonymous": "answers to them name nobody"},
        "in_meeting.polling",
        "AG",
    ),
    *switches(
        "in_meeting.webinar_polling",
        "AGU",
        {"enable": "webinars have polls", "require_answers_to_be_anonymous": "answers to them name nobody"},
        "in_meeting.webinar_polling",
        "AG",
    ),
    *switches("in_meeting", "AG", {"webinar_question_answer": "webinars have questions and answers"}, "=", "AG"),
    *switches("in_meeting", "A", {"anonymous_question_answer": "questions can be asked without a name"}, "=", "A"),
)

_CAPTIONS: Final = (
    *switches("in_meeting", "AGU", {"closed_caption": "there are captions"}, "=", "AG"),
    *(
        Setting(f"in_meeting.{leaf}", Kind.SWITCH, "AGU", meaning, f"in_meeting.{lock}", "AG", lock_read_only=fixed)
        for leaf, lock, fixed, meaning in (
            ("closed_captioning.enable", "closed_caption", "", "there are captions"),
            ("closed_captioning.save_caption", "save_caption", "", "participants can save captions"),
            ("closed_captioning.view_full_transcript", "full_transcript", "", "the whole transcript is shown"),
            ("manual_captioning.manual_captions", "manual_captions", "AG", "somebody can type captions"),
            (
                "manual_captioning.auto_generated_captions",
                "auto_generated_captions",
                "",
                "captions are made by machine",
            ),
            ("manual_captioning.full_transcript", "full_transcript", "", "the whole transcript is shown"),
            ("manual_captioning.save_captions", "save_captions", "", "participants can save captions"),
        )
    ),
    *switches(
        "in_meeting",
        "AGU",
        {
            "closed_captioning.auto_transcribing": "what is said is transcribed automatically",
            "manual_captioning.allow_to_type": "somebody can be given the task to type captions",
        },
    ),
)

_MEETING: Final = (
    Setting(
        "in_meeting.record_play_own_voice",
        Kind.SWITCH,
        "AGU",
        "users can record and play their own voice",
        spelled=(("U", "in_meeting.record_play_voice"),),
    ),
    *switches("in_meeting", "AU", {"attention_mode_focus_mode": "Focus Mode can be used; it tracks nobody"}, "=", "A"),
    *switches("in_meeting", "AU", {"allow_host_to_enable_focus_mode": "hosts can start Focus Mode"}),
    *(
        Setting(f"in_meeting.{leaf}", kind, "AU", meaning, choices=choices, read_only="AU")
        for leaf, kind, choices, meaning in (
            ("meeting_summary_with_ai_companion.enable", Kind.SWITCH, (), "summaries can be made by machine"),
            ("meeting_summary_with_ai_companion.auto_enable", Kind.SWITCH, (), "they are made by themselves"),
            (
                "meeting_summary_with_ai_companion.who_will_receive_summary",
                Kind.NUMBER,
                (1, 2, 3, 4),
                "who is sent them",
            ),
            ("ai_companion_questions.enable", Kind.SWITCH, (), "a machine can be asked about the meeting"),
            ("ai_companion_questions.auto_enable", Kind.SWITCH, (), "it listens by itself"),
            ("ai_companion_questions.who_can_ask_questions", Kind.NUMBER, (1, 2, 3, 4, 5), "who can ask it"),
        )
    ),
    *switches("in_meeting", "AGU", {"allow_live_streaming": "meetings can be streamed live"}, "=", "AG"),
    *switches(
        "in_meeting", "AGU", {"custom_data_center_regions": "the regions of data centres were chosen"}, "=", "AG"
    ),
    Setting("in_meeting.data_center_regions", Kind.TEXTS, "AGU", "the regions that were chosen"),
    *switches("schedule_meeting", "A", {"not_store_meeting_topic": "topics are not stored"}, "=", "A"),
    Setting(
        "schedule_meeting.participant_video",
        Kind.SWITCH,
        "AGU",
        "participants' video is on when they join",
        "schedule_meeting.participant_video",
        "AG",
        spelled=(("U", "schedule_meeting.participants_video"),),
        older=("schedule_meting.participant_video", "scheduled_meeting.participants_video"),
    ),
)

_OTHER: Final = (
    *switches(
        "audio_conferencing",
        "AGU",
        {"participant_phone_masking.enable": "numbers of callers are masked for other participants"},
        "audio_conferencing.participant_phone_masking",
        "AG",
    ),
    Setting(
        "audio_conferencing.participant_phone_masking.masking_type",
        Kind.TEXT,
        "AGU",
        "which digits are masked",
        "audio_conferencing.participant_phone_masking",
        "AG",
        ("mask_default", "mask_first_5", "mask_except_last_4"),
    ),
    *switches("other_options", "A", {"email_in_attendee_report_for_meeting": "reports show guests' e-mail addresses"}),
    *(
        setting
        for where in ("cloud", "local")
        for lock in (f"chat.set_retention_period_in_{where}",)
        for setting in (
            Setting(f"{lock}.enable", Kind.SWITCH, "AG", f"team chat is deleted after some time ({where})", lock, "A"),
            *(
                Setting(f"{lock}.retention_period_of_{leaf}", Kind.TEXT, "AG", "such as 30d, 2m or 1y", lock, "A")
                for leaf in ("direct_messages_and_group_conversation", "channels")
            ),
        )
    ),
    *(
        setting
        for name, what in (("allow_delete_message", "delete"), ("allow_edit_message", "change"))
        for setting in (
            Setting(f"chat.{name}.enable", Kind.SWITCH, "A", f"users can {what} messages", f"chat.{name}", "A"),
            Setting(
                f"chat.{name}.time",
                Kind.NUMBER,
                "A",
                "for so many minutes",
                f"chat.{name}",
                "A",
                (0, 5, 30, 60, 1440, 10080),
            ),
        )
    ),
    *switches("chat", "A", {"store_revise_chat": "changed and deleted messages are kept"}),
    *(
        Setting(f"chat.{name}.enable", Kind.SWITCH, "AG", meaning, f"chat.{name}", "A")
        for name, meaning in (
            ("send_data_to_third_party_archiving_service", "team chat is sent to an archive of somebody else"),
            ("chat_etiquette_tool", "team chat is searched for words"),
        )
    ),
    Setting(
        "email_notification.cloud_recording_available_reminder",
        Kind.SWITCH,
        "AGU",
        "hosts are told that a cloud recording is ready",
        "email_notification.cloud_recording_available_reminder",
        "AG",
        older=("email_notification.cloud_recording_avaliable_reminder",),
    ),
    *switches(
        "email_notification",
        "AGU",
        {
            "recording_available_reminder_alternative_hosts": "alternative hosts are told so",
            "recording_available_reminder_schedulers": "whoever scheduled it is told so",
        },
    ),
)

CATALOGUE: Final = (*RECORDING, *_CHAT, *_ASKING, *_CAPTIONS, *_MEETING, *_OTHER)
"""Every setting above, in the order of what it is about."""

_BY_PATH: Final = {
    path: setting for setting in CATALOGUE for path in (setting.path, *(each for _, each in setting.spelled))
}


def find(path: str) -> Setting | None:
    """Return the setting of a path, in whichever level's spelling."""
    return _BY_PATH.get(path)
