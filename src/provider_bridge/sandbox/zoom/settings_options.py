"""What the simulated Zoom's settings answer where an ``option`` is asked for: authentication and security."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["LOCKS", "SETTINGS"]

_MEETINGS: Final[dict[str, Any]] = {
    "allow_authentication_exception": False,
    "authentication_options": [
        {
            "id": "signIn_sandbox-meetings",
            "name": "Sign in to Zoom",
            "type": "enforce_login",
            "default_option": True,
            "visible": True,
        }
    ],
    "meeting_authentication": False,
}
_RECORDINGS: Final[dict[str, Any]] = {
    "authentication_options": [
        {
            "id": "signIn_sandbox-recordings",
            "name": "Signed-in users of the account",
            "type": "internally",
            "default_option": True,
            "visible": True,
        }
    ],
    "recording_authentication": True,
}
_PASSWORD: Final[dict[str, Any]] = {
    "length": 8,
    "have_letter": True,
    "have_number": True,
    "have_special_character": False,
    "have_upper_and_lower_characters": False,
    "only_allow_numeric": False,
    "weak_enhance_detection": False,
    "consecutive_characters_length": 0,
}
_SECURITY: Final[dict[str, Any]] = {
    "meeting_security": {
        "auto_security": True,
        "block_user_domain": False,
        "block_user_domain_list": [],
        "embed_password_in_join_link": True,
        "encryption_type": "enhanced_encryption",
        "end_to_end_encrypted_meetings": True,
        "meeting_password": True,
        "meeting_password_requirement": _PASSWORD,
        "only_authenticated_can_join_from_webclient": False,
        "phone_password": True,
        "pmi_password": True,
        "require_password_for_scheduled_meeting": True,
        "require_password_for_scheduled_webinar": True,
        "waiting_room": True,
        "waiting_room_settings": {
            "participants_to_place_in_waiting_room": 0,
            "users_who_can_admit_participants_from_waiting_room": 0,
            "whitelisted_domains_for_waiting_room": "",
        },
        "webinar_password": True,
    }
}
_SIGNING_IN: Final[dict[str, Any]] = {
    "security": {
        "admin_change_user_info": True,
        "hide_billing_info": True,
        "import_photos_from_devices": False,
        "sign_in_with_two_factor_auth": "all",
    }
}
SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "meeting_authentication": _MEETINGS,
    "recording_authentication": _RECORDINGS,
    "meeting_security": _SECURITY,
    "security": _SIGNING_IN,
}

LOCKS: Final[dict[str, Any]] = {
    "meeting_security": {
        "approved_or_denied_countries_or_regions": False,
        "auto_security": True,
        "block_user_domain": False,
        "embed_password_in_join_link": False,
        "encryption_type": "enhanced_encryption",
        "end_to_end_encrypted_meetings": False,
        "meeting_password": True,
        "only_authenticated_can_join_from_webclient": False,
        "phone_password": True,
        "pmi_password": True,
        "waiting_room": False,
        "webinar_password": True,
    }
}
