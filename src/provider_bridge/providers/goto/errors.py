"""What GoTo's refusals mean. GoTo's own sentences can name people, so none is passed on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from provider_bridge.core.calls import Call, RawReply
from provider_bridge.core.dialect import error_fields, is_html
from provider_bridge.core.retry import LONGEST_HINT, parse_retry_after, vendors_time
from provider_bridge.errors import (
    ApiError,
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
    Unauthorized,
)

__all__ = ["MISSING", "REQUEST_ID", "fails_quietly", "refuse", "refuse_token", "rejects_token"]

REQUEST_ID: Final = ("x-request-id", "x-correlation-id")
MISSING: Final = "object"
"""What ``NotFound.missing`` says of an object that GoTo itself says does not exist."""

_SERVER_ERROR: Final = 500


def _code(reply: RawReply) -> str:
    fields = error_fields(reply.body)
    found = (fields.get(name) for name in ("int_err_code", "errorCode", "error", "err"))
    return next((str(code) for code in found if code and isinstance(code, int | str)), "")


def _request_id(reply: RawReply) -> str:
    """Return the vendor's mark of an answer: a header, or the ``incident`` or ``reference`` of an error body."""
    fields = error_fields(reply.body)
    marks = (fields.get(name) for name in ("incident", "reference"))
    shown = next((str(mark) for mark in marks if isinstance(mark, int | str) and str(mark).strip("0")), "")
    return next((reply.headers[name] for name in REQUEST_ID if name in reply.headers), shown)


def _is_token_problem(reply: RawReply) -> bool:
    code = _code(reply)
    named = code in {"InvalidToken", "invalid_token"} or code.startswith("AUTHN_")
    return named or "invalid_token" in reply.headers.get("www-authenticate", "")


def _is_throttled(reply: RawReply) -> bool:
    if reply.status == 429:  # noqa: PLR2004
        return True
    text = reply.body[:2000].lower()
    return reply.status in {403, 503} and (b"over qps" in text or b"over rate" in text)


def rejects_token(reply: RawReply) -> bool:
    """GoTo says 403 for an expired token and for a missing right; the body tells them apart, if there is one."""
    if reply.status not in {401, 403} or _is_throttled(reply):
        return False
    return reply.status == 401 or _is_token_problem(reply) or not _code(reply)  # noqa: PLR2004


def fails_quietly(call: Call, reply: RawReply) -> bool:
    """No GoTo answer is known to be 200 and an error; one that is only an error code is not taken for data."""
    if not any(name in reply.body for name in (b'"int_err_code"', b'"errorCode"')):
        return False
    return bool(_code(reply)) and call.endpoint.expects not in error_fields(reply.body)


def refuse(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    """Return the error that an answer means.

    ``NotFound.missing`` is ``object`` where GoTo's business layer itself says that there is no such object (an
    ``errorCode`` with a ``description``). Which of the keys in the path it means is not said. The 404 of a path that
    the edge does not know, and one without a body, say nothing: there it is ``""``.
    """
    if _is_throttled(reply):
        return _too_many(operation, reply, now)
    kind, what = _meaning(reply)
    error = kind(operation, reply.status, what, code=_code(reply), request_id=_request_id(reply))
    if isinstance(error, NotFound):
        error.missing = MISSING if _is_of_the_business_layer(reply) else ""
    return error


def _is_of_the_business_layer(reply: RawReply) -> bool:
    fields = error_fields(reply.body)
    return bool(fields.get("errorCode")) and "description" in fields


def _meaning(reply: RawReply) -> tuple[type[ApiError], str]:
    status = reply.status
    if status >= _SERVER_ERROR:
        return ProviderBroken, "GoTo's server failed"
    if status in {401, 403} and _is_token_problem(reply):
        return Unauthorized, "the token is not accepted, even a new one"
    if status in {401, 403}:
        return Forbidden, "no right to this organizer or account, or the token lacks a scope"
    if is_html(reply):
        return ProviderBroken, "answered with a web page instead of data"
    known: dict[int, tuple[type[ApiError], str]] = {
        404: (NotFound, "no such object: cancelled, of another account, or it never existed"),
        409: (Conflict, "the object's state forbids it"),
    }
    return known.get(status, (BadRequest, "the request is not accepted"))


def _too_many(operation: str, reply: RawReply, now: datetime) -> ApiError:
    code, request_id = _code(reply), _request_id(reply)
    now = vendors_time(reply.headers, now)
    resume_at = parse_retry_after(reply.headers.get("retry-after", ""), now)
    if resume_at is not None and resume_at - now > LONGEST_HINT:
        until = min(resume_at, now + timedelta(days=1))
        what = f"the quota is used up until {until:%Y-%m-%dT%H:%M:%SZ}"
        spent = QuotaExhausted(operation, reply.status, what, code=code, request_id=request_id)
        spent.resume_at, spent.whole = until, True
        return spent
    limited = RateLimited(operation, reply.status, "too many calls at once", code=code, request_id=request_id)
    limited.retry_after = max(resume_at - now, timedelta(seconds=1)) if resume_at else None
    return limited


def refuse_token(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    if _is_throttled(reply):
        return _too_many(operation, reply, now)
    code = _code(reply)
    kind, what = _meaning_at_login(reply, code)
    return kind(operation, reply.status, what, code=code, request_id=_request_id(reply))


def _meaning_at_login(reply: RawReply, code: str) -> tuple[type[ApiError], str]:
    if reply.status >= _SERVER_ERROR:
        return ProviderBroken, "GoTo's login server failed"
    if is_html(reply) or reply.status in range(200, 400):
        return ProviderBroken, "the login server answered with something that is no token"
    if reply.status in {404, 405}:
        return Unauthorized, "there is no login server at token_url"
    if code == "invalid_client" or reply.status == 401:  # noqa: PLR2004
        return Unauthorized, "client_id or client_secret is not accepted"
    return Unauthorized, "the refresh token or personal access token is not accepted; authorize again"
