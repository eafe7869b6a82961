"""What Zoom's refusals mean. Zoom's own sentences can name people, so none is passed on."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from provider_bridge.core.calls import Call, RawReply
from provider_bridge.core.decode import as_list, as_object
from provider_bridge.core.exchange import error_fields, is_html
from provider_bridge.core.retry import LONGEST_HINT, next_utc_midnight, parse_retry_after
from provider_bridge.errors import (
    ApiError,
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    PageExpired,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
    Unauthorized,
)

__all__ = ["REQUEST_ID", "fails_quietly", "refuse", "refuse_login", "refuse_token", "rejects_token"]

REQUEST_ID: Final = "x-zm-trackingid"

_SCOPES: Final = re.compile(r"scopes?\s*+:?\s*+\[([a-z0-9_:,\s]*)\]", re.IGNORECASE)
_SCOPE_CODE: Final = "4711"
_NO_SUCH: Final = {
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

_IN_THE_WAY: Final = {
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
_IN_WORDS: Final = {
    "14101": "the data request could not be completed; try again later",
    "14102": "the data requests cannot be listed now; try again later",
    "14103": "the export cannot be downloaded now; try again later",
    "14104": "the data request cannot be served now; try again later",
    "14105": "the data request cannot be cancelled now; try again later",
    "14111": "an e-mail address is not one of this account's",
    "14115": "a data request's id or parameter is not valid",
}
"""What a code says beside its status, which alone decides on the kind of error."""
_VAGUE: Final = frozenset({"300", "3000", "404"})
_SAID_BY_REGISTRATION: Final = (
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

_EVENT_SAID: Final = re.compile(r"(meeting|webinar) does not exist", re.IGNORECASE)
"""Registering at no meeting is documented to answer with 1001, the code of a missing user."""

_CANNOT_HOST: Final = "3161"
_PLAN: Final = re.compile(r"\bplan\b|licen[cs]e|paid account|add-?on|subscri", re.IGNORECASE)
_PAGE_EXPIRED: Final = re.compile(r"next.?page.?token", re.IGNORECASE)
_REQUEST_TYPE: Final = re.compile(r"request_?type", re.IGNORECASE)
_RESTRICTED: Final = "2305"
_TRASHED: Final = re.compile(r"moved to (?:the )?trash", re.IGNORECASE)
_TOO_OLD: Final = "12702"
_BAD_TOKEN: Final = frozenset({"124", "4700", "4717", "4735", "4737", "4738", "4740", "4741"})
_NO_PERMISSION: Final = frozenset({"200", "12703", "20514"})
_BAD_CLIENT: Final = frozenset({"invalid_client", "4702", "4704"})
_LOG_IN: Final = "log in again with: provider-bridge accounts login"
_LOGIN: Final = {
    "4702": "client_id or client_secret is not accepted",
    "4704": "client_id or client_secret is not accepted",
    "4709": "the redirect URI is not, to the letter, one that is registered with the app",
    "4711": f"the app's scopes are others than when somebody logged in; {_LOG_IN}",
    "4717": "the app is switched off",
    "4733": f"the authorization code is older than five minutes; {_LOG_IN}",
    "4734": f"the authorization code is not valid, or was used before; {_LOG_IN}",
    "4735": "the person who logged in is no longer in the account; somebody else has to log in",
    "4737": f"Zoom knows no such login any more; {_LOG_IN}",
    "4738": "an administrator switched this login off",
    "4740": f"the refresh token was used too often; {_LOG_IN}",
    "4741": f"a later login took the place of this one: use its refresh token, or {_LOG_IN}",
}
_OAUTH_CODE: Final = re.compile(r"\b47\d\d\b")
_SERVER_ERROR: Final = 500
_LONG: Final = 16 * 1024


def _code(reply: RawReply) -> str:
    code = error_fields(reply.body).get("code", "")
    return str(code) if isinstance(code, int | str) else ""


def _message(reply: RawReply) -> str:
    fields = error_fields(reply.body)
    found = fields.get("message") or fields.get("error_message") or fields.get("reason") or ""
    return found if isinstance(found, str) else ""


def _scopes(reply: RawReply) -> str:
    """Return the scopes that Zoom says are missing: ``""`` when it does not speak of scopes, ``?`` when unnamed."""
    named = _SCOPES.search(_message(reply))
    if named:
        return ", ".join(part.strip() for part in named.group(1).split(",") if part.strip()) or "?"
    return "?" if _code(reply) == _SCOPE_CODE else ""


def rejects_token(reply: RawReply) -> bool:
    """401 means a token that is no good, even one that seemed fresh; a missing scope would not get better."""
    return reply.status == 401 and not _scopes(reply)  # noqa: PLR2004


def fails_quietly(call: Call, reply: RawReply) -> bool:
    """HTTP 200 whose body is only ``code`` and ``message`` is a refusal (paid plan, permission, add-on).

    A long body that soon has the expected member is none: looking through a whole page for a code would cost a
    fifth of reading it.
    """
    if len(reply.body) > _LONG and call.endpoint.expects:
        expected = re.escape(call.endpoint.expects).encode()
        if re.search(rb'"%b"\s*:' % expected, reply.body[:_LONG]):
            return False
    if b'"code"' not in reply.body:
        return False
    fields = error_fields(reply.body)
    return call.endpoint.expects not in fields and str(fields.get("code", "0")) not in {"", "0"}


def refuse(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    """Return the error that an answer which is no success means."""
    code, request_id = _code(reply), reply.headers.get(REQUEST_ID, "")
    if reply.status == 429:  # noqa: PLR2004
        return _too_many(operation, reply, now)
    scopes = _scopes(reply)
    if scopes:
        named = f"the token lacks the scope {scopes}" if scopes != "?" else "the token lacks a scope"
        missing = "" if scopes == "?" else scopes
        return Forbidden(operation, reply.status, named, code=code, request_id=request_id, missing_scope=missing)
    meant = "3001" if code == "1001" and _EVENT_SAID.match(_message(reply)) else code
    hindrance = _hindrance(operation, reply, code)
    kind, what = (Conflict, hindrance) if hindrance else _meaning(reply, meant)
    error = kind(operation, reply.status, what, code=code, request_id=request_id)
    if isinstance(error, NotFound) and meant in _NO_SUCH:
        error.missing = _NO_SUCH[meant][0]
    if isinstance(error, BadRequest) and code == "300" and _names_request_type(reply):
        error.field = "request_type"
    if isinstance(error, Forbidden):
        error.missing_plan = code == _CANNOT_HOST or bool(_PLAN.search(_message(reply)))
        error.in_trash = _is_trashed(reply, code)
    return error


def _names_request_type(reply: RawReply) -> bool:
    """Whether Zoom finds fault with the kind of a data request, of which its documents have two spellings."""
    listed = as_list(error_fields(reply.body).get("errors")) or []
    fields = [(as_object(each) or {}).get("field") for each in listed]
    return any(_REQUEST_TYPE.search(str(each)) for each in (_message(reply), *fields))


def _meaning(reply: RawReply, code: str) -> tuple[type[ApiError], str]:
    status = reply.status
    if code in _NO_PERMISSION:
        return Forbidden, "no permission, or the plan or an add-on is missing"
    if code == _CANNOT_HOST and status < _SERVER_ERROR:
        return Forbidden, "this user may not host: no licence, or deactivated"
    if code == _RESTRICTED and status < _SERVER_ERROR:
        restricted = "access is restricted by the account's settings or to some IP addresses"
        return Forbidden, "it is in the trash" if _is_trashed(reply, code) else restricted
    if code in _BAD_TOKEN and status < _SERVER_ERROR:
        return Unauthorized, "the token is not accepted, or its app is switched off"
    if code in _NO_SUCH and status < _SERVER_ERROR:
        return NotFound, _NO_SUCH[code][1]
    if code in _IN_THE_WAY and status < _SERVER_ERROR:
        return Conflict, _IN_THE_WAY[code]
    if code == "300" and _PAGE_EXPIRED.search(_message(reply)):
        return PageExpired, "the token of the next page is no longer good"
    if code == _TOO_OLD:
        return BadRequest, "too long ago for this report"
    if status >= _SERVER_ERROR:
        return ProviderBroken, _IN_WORDS.get(code, "Zoom's server failed")
    if is_html(reply):
        return ProviderBroken, "answered with a web page instead of data"
    known: dict[int, tuple[type[ApiError], str]] = {
        401: (Unauthorized, "the token is not accepted, even a new one"),
        403: (Forbidden, "not allowed"),
        404: (NotFound, "no such object, or no such endpoint"),
        409: (Conflict, "the object's state forbids it"),
    }
    kind, what = known.get(status, (BadRequest, "the request is not accepted"))
    return kind, _IN_WORDS.get(code, what)


def _is_trashed(reply: RawReply, code: str) -> bool:
    """Code 2305 means two things, which only its sentence tells apart: restricted access, and the trash."""
    return code == _RESTRICTED and bool(_TRASHED.search(_message(reply)))


def _hindrance(operation: str, reply: RawReply, code: str) -> str:
    """Return what keeps somebody from being registered, ``""`` where it is nothing that is known."""
    if reply.status != 400 or code not in _VAGUE:  # noqa: PLR2004
        return ""
    found = next((what for words, what in _SAID_BY_REGISTRATION if words.search(_message(reply))), "")
    return found or ("registration is not enabled for it" if code == "404" and "registrants" in operation else "")


def _too_many(operation: str, reply: RawReply, now: datetime) -> ApiError:
    """Tell a burst, which a short wait cures, from a used-up day."""
    resume_at = parse_retry_after(reply.headers.get("retry-after", ""), now)
    kind = reply.headers.get("x-ratelimit-type", "").casefold()
    daily = "daily" in kind or "daily" in _message(reply).casefold()
    request_id = reply.headers.get(REQUEST_ID, "")
    if daily or (resume_at is not None and resume_at - now > LONGEST_HINT):
        until = resume_at or next_utc_midnight(now)
        what = f"the daily quota is used up until {until:%Y-%m-%dT%H:%M:%SZ}"
        spent = QuotaExhausted(operation, reply.status, what, code=_code(reply), request_id=request_id)
        spent.resume_at = until
        return spent
    limited = RateLimited(operation, reply.status, "too many calls at once", code=_code(reply), request_id=request_id)
    limited.retry_after = max(resume_at - now, timedelta(seconds=1)) if resume_at else timedelta(seconds=1)
    return limited


def refuse_token(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    """Return the error that the token endpoint's no means."""
    if reply.status == 429:  # noqa: PLR2004
        return _too_many(operation, reply, now)
    error = error_fields(reply.body).get("error")
    code = error if error and isinstance(error, str) else _code(reply)
    kind, what = _meaning_at_login(reply, code)
    return kind(operation, reply.status, what, code=code, request_id=reply.headers.get(REQUEST_ID, ""))


def refuse_login(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    """Return the error that the token endpoint's no to a person's login means.

    Zoom's code comes as ``code`` or ``error``, or within ``reason``; of its sentence only the code is passed on.
    """
    found = refuse_token(operation, reply, now)
    if not isinstance(found, Unauthorized) or reply.status in {404, 405}:
        return found
    words = (found.code, _code(reply), *_OAUTH_CODE.findall(_message(reply)))
    code = next((each for each in words if each in _LOGIN), "")
    if not code and ({found.code, _code(reply)} & _BAD_CLIENT or reply.status == 401):  # noqa: PLR2004
        return found
    what = _LOGIN.get(code, f"the login is not accepted; {_LOG_IN}")
    return Unauthorized(operation, reply.status, what, code=code or found.code, request_id=found.request_id)


def _meaning_at_login(reply: RawReply, code: str) -> tuple[type[ApiError], str]:
    if reply.status >= _SERVER_ERROR:
        return ProviderBroken, "Zoom's login server failed"
    if is_html(reply) or reply.status in range(200, 400):
        return ProviderBroken, "the login server answered with something that is no token"
    if reply.status in {404, 405}:
        return Unauthorized, "there is no login server at token_url"
    if {code, _code(reply)} & _BAD_CLIENT or reply.status == 401:  # noqa: PLR2004
        return Unauthorized, "client_id or client_secret is not accepted"
    return Unauthorized, "account_id is not accepted, or the app is not activated for it"
