"""What Zoom's refusals mean. Zoom's own sentences can name people, so none is passed on."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from provider_bridge.core.calls import Call, RawReply
from provider_bridge.core.decode import as_list, as_object
from provider_bridge.core.dialect import error_fields, is_html
from provider_bridge.core.rate_limit.window import DAY_S
from provider_bridge.core.retry import LONGEST_HINT, date_of, next_utc_midnight, parse_retry_after, vendors_time
from provider_bridge.core.steps import Learn
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
from provider_bridge.providers.zoom import error_codes as codes

__all__ = ["alone", "code_of", "fails_quietly", "learn", "message_of", "refuse", "rejects_token", "too_many"]

_SERVER_ERROR: Final = 500
_LONG: Final = 16 * 1024

_DAY: Final = timedelta(days=1)
_OBJECT: Final = re.compile(r"/([^/{]+)/\{(\w+)\}")


def code_of(reply: RawReply) -> str:
    """Return Zoom's code as text, ``""`` where there is none; it comes as a number and as text."""
    code = error_fields(reply.body).get("code", "")
    return str(code) if isinstance(code, int | str) else ""


def message_of(reply: RawReply) -> str:
    """Return Zoom's sentence, to look for words in: it can name people, so it is never passed on."""
    fields = error_fields(reply.body)
    found = fields.get("message") or fields.get("error_message") or fields.get("reason") or ""
    return found if isinstance(found, str) else ""


def _scopes(reply: RawReply) -> str:
    """Return the scopes that Zoom says are missing: ``""`` when it does not speak of scopes, ``?`` when unnamed."""
    named = codes.SCOPES.search(message_of(reply))
    if named:
        return ", ".join(part.strip() for part in named.group(1).split(",") if part.strip()) or "?"
    return "?" if code_of(reply) == codes.SCOPE_CODE else ""


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
    code, request_id = code_of(reply), reply.headers.get(codes.REQUEST_ID, "")
    if reply.status == 429:  # noqa: PLR2004
        return too_many(operation, reply, now)
    scopes = _scopes(reply)
    if scopes:
        named = f"the token lacks the scope {scopes}" if scopes != "?" else "the token lacks a scope"
        missing = "" if scopes == "?" else scopes
        return Forbidden(operation, reply.status, named, code=code, request_id=request_id, missing_scope=missing)
    meant = "3001" if code == "1001" and codes.EVENT_SAID.match(message_of(reply)) else code
    if code == "1010" and _is_of_a_group(operation, message_of(reply)):
        meant = codes.NO_GROUP
    hindrance = _hindrance(operation, reply, code)
    kind, what = (Conflict, hindrance) if hindrance else _meaning(reply, meant)
    error = kind(operation, reply.status, what, code=code, request_id=request_id)
    if isinstance(error, NotFound) and meant in codes.NO_SUCH:
        error.missing = codes.NO_SUCH[meant][0]
    if isinstance(error, BadRequest) and code == "300" and _names_request_type(reply):
        error.field = "request_type"
    if isinstance(error, Forbidden):
        error.missing_plan = code == codes.CANNOT_HOST or bool(codes.PLAN.search(message_of(reply)))
        error.in_trash = _is_trashed(reply, code)
    return error


def _is_of_a_group(operation: str, said: str) -> bool:
    """Whether what is missing is a group: Zoom's sentence says so, or where it says nothing, what was asked for."""
    return bool(codes.GROUP_SAID.search(said)) if said else "/groups/{" in operation


def _names_request_type(reply: RawReply) -> bool:
    """Whether Zoom finds fault with the kind of a data request, of which its documents have two spellings."""
    listed = as_list(error_fields(reply.body).get("errors")) or []
    fields = [(as_object(each) or {}).get("field") for each in listed]
    return any(codes.REQUEST_TYPE.search(str(each)) for each in (message_of(reply), *fields))


def _meaning(reply: RawReply, code: str) -> tuple[type[ApiError], str]:
    status = reply.status
    if code in codes.NO_PERMISSION:
        return Forbidden, "no permission, or the plan or an add-on is missing"
    if code == codes.CANNOT_HOST and status < _SERVER_ERROR:
        return Forbidden, "this user may not host: no licence, or deactivated"
    if code == codes.RESTRICTED and status < _SERVER_ERROR:
        restricted = "access is restricted by the account's settings or to some IP addresses"
        return Forbidden, "it is in the trash" if _is_trashed(reply, code) else restricted
    if code in codes.BAD_TOKEN and status < _SERVER_ERROR:
        return Unauthorized, "the token is not accepted, or its app is switched off"
    if code in codes.NO_SUCH and status < _SERVER_ERROR:
        return NotFound, codes.NO_SUCH[code][1]
    if code in codes.IN_THE_WAY and status < _SERVER_ERROR:
        return Conflict, codes.IN_THE_WAY[code]
    if code == "300" and codes.PAGE_EXPIRED.search(message_of(reply)):
        return PageExpired, "the token of the next page is no longer good"
    if status < _SERVER_ERROR and codes.ONLY_FOR.search(message_of(reply)):
        return Forbidden, "the plan or an add-on is missing"
    if code == codes.TOO_OLD:
        return BadRequest, "too long ago for this report"
    if status >= _SERVER_ERROR:
        return ProviderBroken, codes.IN_WORDS.get(code, "Zoom's server failed")
    if is_html(reply):
        return ProviderBroken, "answered with a web page instead of data"
    known: dict[int, tuple[type[ApiError], str]] = {
        401: (Unauthorized, "the token is not accepted, even a new one"),
        403: (Forbidden, "not allowed"),
        404: (NotFound, "no such object, or no such endpoint"),
        409: (Conflict, "the object's state forbids it"),
    }
    kind, what = known.get(status, (BadRequest, "the request is not accepted"))
    return kind, codes.IN_WORDS.get(code, what)


def _is_trashed(reply: RawReply, code: str) -> bool:
    """Code 2305 means two things, which only its sentence tells apart: restricted access, and the trash."""
    return code == codes.RESTRICTED and bool(codes.TRASHED.search(message_of(reply)))


def _hindrance(operation: str, reply: RawReply, code: str) -> str:
    """Return what keeps somebody from being registered, ``""`` where it is nothing that is known."""
    if reply.status != 400 or code not in codes.VAGUE:  # noqa: PLR2004
        return ""
    found = next((what for words, what in codes.SAID_BY_REGISTRATION if words.search(message_of(reply))), "")
    return found or ("registration is not enabled for it" if code == "404" and "registrants" in operation else "")


def too_many(operation: str, reply: RawReply, now: datetime) -> ApiError:
    """Tell a burst, which a short wait cures, from a used-up day, and the account's limit from an object's."""
    now = vendors_time(reply.headers, now)
    resume_at = parse_retry_after(reply.headers.get("retry-after", ""), now)
    said = message_of(reply)
    daily = "daily" in reply.headers.get("x-ratelimit-type", "").casefold() or "daily" in said.casefold()
    request_id = reply.headers.get(codes.REQUEST_ID, "")
    if daily or (resume_at is not None and resume_at - now > LONGEST_HINT):
        until = min(resume_at or next_utc_midnight(now), now + _DAY)  # a day is the longest that Zoom counts
        what = f"the {'daily ' if daily else ''}quota is used up until {until:%Y-%m-%dT%H:%M:%SZ}"
        spent = QuotaExhausted(operation, reply.status, what, code=code_of(reply), request_id=request_id)
        spent.resume_at = until
        spent.whole = not codes.DAY_OF_AN_OBJECT.search(said)
        return spent
    limited = RateLimited(operation, reply.status, "too many calls at once", code=code_of(reply), request_id=request_id)
    limited.retry_after = max(resume_at - now, timedelta(seconds=1)) if resume_at else timedelta(seconds=1)
    limited.whole = not codes.AT_ONCE.search(said)
    return limited


def learn(label: str, reply: RawReply) -> Learn | None:
    """Return what an answer says of the day's calls: how many are left under its label, of the day it was given on.

    Without a ``Date`` it is not known which day that is: an answer can arrive after midnight.
    """
    if reply.headers.get("x-ratelimit-type", "").casefold() != "daily-limit":
        return None
    left, given = reply.headers.get("x-ratelimit-remaining", "").strip(), date_of(reply.headers)
    if given is None or not (left.isascii() and left.isdecimal()):
        return None
    return Learn(label, "left", int(left[:9]), int(given.timestamp() // DAY_S))


def alone(call: Call) -> str:
    """Return the object that a call changes: the first that its path names. Zoom takes one change of it at a time."""
    if not call.endpoint.changes:
        return ""
    first = _OBJECT.search(call.endpoint.template)
    return f"{first[1]}/{call.path[first[2]]}" if first else ""
