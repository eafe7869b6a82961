"""The answers that vendors, and gateways in front of them, give when something is wrong.

Zoom's are those of https://developers.zoom.us/docs/api/rate-limits/ and its error pages. GoTo documents no more than
a status; its envelopes were seen by others. None names anybody.
"""

from __future__ import annotations

import json
from typing import Any, Final

from provider_bridge.faults.acts import Canned, Hint

__all__ = [
    "CONCURRENT",
    "DAILY_BARE",
    "DAILY_ISO",
    "ERROR_200",
    "EXPIRED",
    "EXPIRED_AT_IDENTITY",
    "GATEWAY_200",
    "HTML_200",
    "HTML_502",
    "PAGE_EXPIRED",
    "PER_HOST",
    "PER_SECOND",
    "QPS",
    "UNAUTHORIZED",
    "goto",
    "zoom",
]

_JSON: Final = {"content-type": "application/json"}
_HTML: Final = {"content-type": "text/html"}


def _body(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def zoom(status: int, code: int, message: str, *, hint: Hint | None = None, **headers: str) -> Canned:
    """Return a refusal as Zoom makes them; underscores in header names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Canned(status, _body(code=code, message=message), {**_JSON, **named}, hint)


def goto(status: int, *, hint: Hint | None = None, **fields: Any) -> Canned:
    """Return a refusal as GoTo makes them, without a body where no fields are given."""
    return Canned(status, _body(**fields) if fields else b"", _JSON if fields else {}, hint)


HTML_200: Final = Canned(200, b"<!DOCTYPE html><html><body>Maintenance</body></html>", _HTML)
HTML_502: Final = Canned(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", _HTML)

ERROR_200: Final = {
    "zoom": zoom(200, 200, "No permission."),
    "goto": goto(200, errorCode="Forbidden", description="Not allowed", incident="1"),
}
GATEWAY_200: Final = {"goto": goto(200, int_err_code="Forbidden", msg="Not allowed")}
UNAUTHORIZED: Final = {
    "zoom": zoom(401, 124, "Invalid access token."),
    "goto": Canned(401, _body(message="Unauthorized"), {**_JSON, "x-amzn-errortype": "UnauthorizedException"}),
}
EXPIRED: Final = {"goto": goto(403, int_err_code="InvalidToken", msg="Invalid token passed")}
EXPIRED_AT_IDENTITY: Final = {
    "goto": Canned(403, b"", {"www-authenticate": 'Bearer realm="scim", error="invalid_token"'}, only="/identity/")
}
PAGE_EXPIRED: Final = zoom(400, 300, "The next page token is either invalid or has expired.")

QPS: Final = "You have reached the maximum per-second rate limit for this API. Try again later."
PER_SECOND: Final = zoom(
    429,
    429,
    QPS,
    x_ratelimit_category="Light",
    x_ratelimit_type="QPS",
    x_ratelimit_limit="80",
    x_ratelimit_remaining="0",
)
CONCURRENT: Final = zoom(
    429, 429, "Too many concurrent requests. A request to disassociate this user has already been made."
)
_DAILY: Final = (
    "You have reached the maximum daily rate limit for this API. Refer to the response header for details "
    "on when you can make another request."
)
DAILY_ISO: Final = zoom(
    429, 429, _DAILY, hint=Hint("iso-midnight"), x_ratelimit_category="Heavy", x_ratelimit_type="Daily-limit"
)
DAILY_BARE: Final = zoom(429, 429, _DAILY)
PER_HOST: Final = zoom(
    429,
    429,
    "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for the user.",
    x_ratelimit_category="Light",
    x_ratelimit_limit="6000",
    x_ratelimit_remaining="5893",
)
