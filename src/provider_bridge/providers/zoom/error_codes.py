"""Zoom's codes, and the sentences beside those that stand for many things, with what they mean: data, and no more.

The codes are those of the pages of the endpoints (https://developers.zoom.us/docs/api/) and of OAuth
(https://developers.zoom.us/docs/integrations/oauth/).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "AT_ONCE",
    "BAD_CLIENT",
    "BAD_TOKEN",
    "CANNOT_HOST",
    "DAY_OF_AN_OBJECT",
    "EVENT_SAID",
    "GROUP_SAID",
    "IN_THE_WAY",
    "IN_WORDS",
    "LOGIN",
    "LOG_IN",
    "NO_GROUP",
    "NO_PERMISSION",
    "NO_SUCH",
    "OAUTH_CODE",
    "ONLY_FOR",
    "PAGE_EXPIRED",
    "PLAN",
    "REQUEST_ID",
    "REQUEST_TYPE",
    "RESTRICTED",
    "SAID_BY_REGISTRATION",
    "SCOPES",
    "SCOPE_CODE",
    "TOO_OLD",
    "TRASHED",
    "VAGUE",
]

REQUEST_ID: Final = "x-zm-trackingid"

# --- what too many calls are refused with ------------------------------------------------------------------

DAY_OF_AN_OBJECT: Final = re.compile(
    r"daily rate limit \(\d+\)|for the (user|registrant|meeting|webinar)", re.IGNORECASE
)
"""The day of one host or one registrant is used up. The account's has another sentence."""

AT_ONCE: Final = re.compile(r"too many concurrent requests", re.IGNORECASE)
"""Another call changes the same user or meeting; that holds nobody else back."""

# --- what the API refuses with -----------------------------------------------------------------------------

SCOPES: Final = re.compile(r"scopes?\s*+:?\s*+\[([a-z0-9_:,\s]*)\]", re.IGNORECASE)
SCOPE_CODE: Final = "4711"
NO_SUCH: Final = {
    "1001": ("user", "no such user in this account"),
    "1010": ("user", "the user is not in this account"),
    "2001": ("account", "no such account"),
    "3001": ("event", "no such meeting or webinar"),
    "3079": ("registrant", "no such registrant"),
    "3301": ("recording", "there is no recording"),
    "3322": ("transcript", "there is no transcript"),
    "4130": ("group", "no such group or channel"),
    "20524": ("user", "no such user in this account"),
}
"""What a code says is missing, as ``NotFound.missing`` and in words. A 404 without one of these proves nothing."""

IN_THE_WAY: Final = {
    "2313": "the summary could not be deleted",
    "303": "this can be done for single scheduled events only",
    "3027": "the host cannot register",
    "3034": "somebody who was invited has to register with the work e-mail address",
    "3035": "the event is full",
    "3038": "the event is over",
    "3043": "the event is full",
    "3303": "the recording is still being made",
    "3309": "there is no storage left to restore it to",
    "3310": "the recording is in use by a simulated live webinar or by conversation analytics",
    "14106": "the data request is being carried out and can no longer be cancelled",
    "14108": "the account's data is being migrated, and data requests have to wait",
    "14114": "another data request is under way, and Zoom carries out one at a time",
}
IN_WORDS: Final = {
    "14101": "the data request could not be completed; try again later",
    "14102": "the data requests cannot be listed now; try again later",
    "14103": "the export cannot be downloaded now; try again later",
    "14104": "the data request cannot be served now; try again later",
    "14105": "the data request cannot be cancelled now; try again later",
    "14111": "an e-mail address is not one of this account's",
    "14115": "a data request's id or parameter is not valid",
}
"""What a code says beside its status, which alone decides on the kind of error."""
VAGUE: Final = frozenset({"300", "3000", "404"})
SAID_BY_REGISTRATION: Final = (
    (
        re.compile(r"registration has not been|not have registration", re.IGNORECASE),
        "registration is not enabled for it",
    ),
    (re.compile(r"batch registration is not", re.IGNORECASE), "this can be done for single scheduled events only"),
    (re.compile(r"limit for the number of attendees", re.IGNORECASE), "the event is full"),
    (re.compile(r"paid registration", re.IGNORECASE), "its registration is paid for, which Zoom's API does not offer"),
    (re.compile(r"as a panelist", re.IGNORECASE), "a panelist cannot register"),
)
"""What Zoom's sentences mean beside codes that stand for many things."""

GROUP_SAID: Final = re.compile(r"\bgroup\b", re.IGNORECASE)
NO_GROUP: Final = "4130"
"""Code 1010 is documented for groups as well as for users: "Group does not belong to your account"."""

EVENT_SAID: Final = re.compile(r"(meeting|webinar) does not exist", re.IGNORECASE)
"""Registering at no meeting is documented to answer with 1001, the code of a missing user."""

CANNOT_HOST: Final = "3161"
PLAN: Final = re.compile(
    r"\bplans?\b|licen[cs]e|(?:paid|pro|business|enterprise|education|higher|upgraded) (?:accounts?|users?)|\bZMP\b"
    r"|\bor higher\b|add-?on|subscri|upgrade",
    re.IGNORECASE,
)
ONLY_FOR: Final = re.compile(r"\bonly available (?:for|to|on|with)\b", re.IGNORECASE)
"""How Zoom says that a plan is missing, under whatever code."""
PAGE_EXPIRED: Final = re.compile(r"next.?page.?token", re.IGNORECASE)
REQUEST_TYPE: Final = re.compile(r"request_?type", re.IGNORECASE)
RESTRICTED: Final = "2305"
TRASHED: Final = re.compile(r"moved to (?:the )?trash", re.IGNORECASE)
TOO_OLD: Final = "12702"
BAD_TOKEN: Final = frozenset({"124", "4700", "4717", "4735", "4737", "4738", "4740", "4741"})
NO_PERMISSION: Final = frozenset({"200", "12703", "20514"})

# --- what the login refuses with ---------------------------------------------------------------------------

BAD_CLIENT: Final = frozenset({"invalid_client", "4702", "4704"})
LOG_IN: Final = "log in again with: provider-bridge accounts login"
LOGIN: Final = {
    "4702": "client_id or client_secret is not accepted",
    "4704": "client_id or client_secret is not accepted",
    "4709": "the redirect URI is not, to the letter, one that is registered with the app",
    "4711": f"the app's scopes are others than when somebody logged in; {LOG_IN}",
    "4717": "the app is switched off",
    "4733": f"the authorization code is older than five minutes; {LOG_IN}",
    "4734": f"the authorization code is not valid, or was used before; {LOG_IN}",
    "4735": "the person who logged in is no longer in the account; somebody else has to log in",
    "4737": f"Zoom knows no such login any more; {LOG_IN}",
    "4738": "an administrator switched this login off",
    "4740": f"the refresh token was used too often; {LOG_IN}",
    "4741": f"a later login took the place of this one: use its refresh token, or {LOG_IN}",
}
OAUTH_CODE: Final = re.compile(r"\b47\d\d\b")
