"""Both vendors' login servers: who may log in, with what, and which tokens are good."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.sandbox.world import World

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "PUBLIC_CLIENT_ID", "Issued", "LoginServers"]

CLIENT_ID: Final = "sandbox-client"
PUBLIC_CLIENT_ID: Final = "sandbox-public-client"
"""A client that has no secret and proves itself by PKCE alone."""

CLIENT_SECRET: Final = "sandbox-secret"  # noqa: S105 (opens nothing)
LIFE_S: Final = 3600
CODE_LIFE_S: Final = 300

_BAD_CLIENT: Final = {"error": "invalid_client", "error_description": "Client authentication failed"}
_URL_CHARACTERS: Final = ":/?#[]@!$&'()*+,;=%"
_GOTO_SCOPES: Final = "collab: identity:scim.me identity:"


@dataclass(slots=True)
class Issued:
    """A token that was issued."""

    vendor: str
    scopes: frozenset[str]
    expires_at: float


@dataclass(frozen=True, slots=True)
class _Code:
    """An authorization code that waits to be used."""

    client_id: str
    redirect_uri: str
    challenge: str
    expires_at: float


class LoginServers:
    """The state of both: tokens that live, refresh tokens that work.

    ``rotate`` makes GoTo replace the refresh token at every use, as it does near its end.
    """

    def __init__(self, world: World, zoom_scopes: tuple[str, ...]) -> None:
        self._world = world
        self._zoom_scopes = zoom_scopes
        self._issued: dict[str, Issued] = {}
        self.refresh_tokens = {world.key("refresh token")}
        self.personal_access_token = world.key("personal access token")
        self.rotate = False
        self._codes: dict[str, _Code] = {}
        self.zoom_refresh_token = world.key("zoom refresh token")
        """The only one of Zoom's refresh tokens that works: each use makes another."""

    def zoom_scopes(self) -> tuple[str, ...]:
        if self._world.scenario != "forbidden":
            return self._zoom_scopes
        return tuple(scope for scope in self._zoom_scopes if "lock_settings" not in scope)

    def zoom(self, headers: Mapping[str, str], body: bytes, base: str) -> tuple[int, dict[str, Any]]:
        """Answer Zoom's token endpoint; the grant's fields may come in the query or in the form."""
        form = _form(body)
        client = _zoom_client(headers, form)
        if client is None:
            return 400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}
        grant = form.get("grant_type", "")
        if grant == "authorization_code":
            refused = self._code_refused(client, form)
        elif grant == "refresh_token":
            spent = form.get("refresh_token") != self.zoom_refresh_token or not self.zoom_refresh_token
            refused = {"reason": "Invalid Token!", "error": "invalid_request"} if spent else None
        elif grant == "account_credentials" and client == CLIENT_ID:
            wrong = form.get("account_id") != self._world.account_id
            refused = {"reason": "Bad Request", "error": "invalid_request"} if wrong else None
        else:
            refused = {"reason": "unsupported grant type", "error": "unsupported_grant_type"}
        if refused is not None:
            return 400, refused
        scopes = self.zoom_scopes()
        answer = {
            "access_token": self._issue("zoom", scopes),
            "token_type": "bearer",
            "expires_in": LIFE_S,
            "scope": " ".join(scopes),
            "api_url": base,
        }
        if grant != "account_credentials":
            self.zoom_refresh_token = secrets.token_urlsafe(24)
            answer["refresh_token"] = self.zoom_refresh_token
        return 200, answer

    def authorize(self, query: Mapping[str, str]) -> str | None:
        """Return where a person who agrees at once is sent back to, ``None`` when the request is no good."""
        client, redirect_uri = query.get("client_id", ""), query.get("redirect_uri", "")
        known = client in {CLIENT_ID, PUBLIC_CLIENT_ID} and query.get("response_type") == "code"
        if not known or not redirect_uri or query.get("code_challenge_method", "S256") != "S256":
            return None
        code = secrets.token_urlsafe(24)
        expires_at = self._world.clock() + CODE_LIFE_S
        self._codes[code] = _Code(client, redirect_uri, query.get("code_challenge", ""), expires_at)
        fields = {"code": code} | ({"state": query["state"]} if "state" in query else {})
        back = quote(redirect_uri, safe=_URL_CHARACTERS)
        return f"{back}{'&' if '?' in back else '?'}{urlencode(fields)}"

    def _code_refused(self, client: str, form: Mapping[str, str]) -> dict[str, Any] | None:
        """Return why a code is no good, ``None`` when it is; whatever comes of it, it is used up."""
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or code.client_id != client:
            return {"reason": "Invalid authorization code", "error": "invalid_grant", "code": 4734}
        if self._world.clock() >= code.expires_at:
            return {"reason": "Authorization code expired", "error": "invalid_grant", "code": 4733}
        if form.get("redirect_uri") != code.redirect_uri:
            return {"reason": "Redirect URI mismatch", "error": "invalid_request", "code": 4709}
        verifier = form.get("code_verifier", "")
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if digest != code.challenge and (code.challenge or client == PUBLIC_CLIENT_ID):
            return {"reason": "Invalid code verifier", "error": "invalid_grant"}
        return None

    def zoom_revoke(self, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        """Forget an access token, or a refresh token and with it every access token."""
        form = _form(body)
        if _zoom_client(headers, form) is None:
            return 400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}
        token = form.get("token", "")
        if token and token == self.zoom_refresh_token:
            self.zoom_refresh_token = ""
            self._issued = {key: issued for key, issued in self._issued.items() if issued.vendor != "zoom"}
        elif self._issued.pop(token, None) is None:
            return 400, {"reason": "Invalid Token!", "error": "invalid_request"}
        return 200, {"status": "success"}

    def goto_revoke(self, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, Any] | bytes]:
        """Forget a token as RFC 7009 has it: without a body, and whether or not it was known."""
        if _client(headers) != (CLIENT_ID, CLIENT_SECRET):
            return 401, _BAD_CLIENT
        token = _form(body).get("token", "")
        if token in self.refresh_tokens:
            self.refresh_tokens.remove(token)
            self._issued = {key: issued for key, issued in self._issued.items() if issued.vendor != "goto"}
        self._issued.pop(token, None)
        return 200, b""

    def goto(self, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        """Answer GoTo's token endpoint; a refresh does not normally bring another refresh token."""
        if _client(headers) != (CLIENT_ID, CLIENT_SECRET):
            return 401, _BAD_CLIENT
        form = _form(body)
        answer = {
            "token_type": "Bearer",
            "expires_in": LIFE_S,
            "scope": _GOTO_SCOPES,
            "principal": "user@example.test",
        }
        if form.get("grant_type") == "refresh_token":
            spent = form.get("refresh_token", "")
            if spent not in self.refresh_tokens:
                return 400, {"error": "invalid_grant", "error_description": "The refresh token is not valid"}
            if self.rotate:
                self.refresh_tokens.remove(spent)
                answer["refresh_token"] = self._new_refresh_token()
        elif form.get("grant_type") == "authorization_code":
            if self._code_refused(CLIENT_ID, form) is not None:
                return 400, {"error": "invalid_grant", "error_description": "The authorization code is not valid"}
            answer["refresh_token"] = self._new_refresh_token()
        elif form.get("grant_type") == "personal_access_token":
            if form.get("pat") != self.personal_access_token:
                return 400, {"error": "invalid_grant", "error_description": "The token is not valid"}
            answer["refresh_token"] = self._new_refresh_token()
        else:
            return 400, {"error": "unsupported_grant_type", "error_description": "Not supported"}
        return 200, {"access_token": self._issue("goto", tuple(_GOTO_SCOPES.split())), **answer}

    def find(self, headers: Mapping[str, str], vendor: str) -> Issued | None:
        """Return what a request's bearer token is, if it is good now."""
        kind, _, token = headers.get("authorization", "").partition(" ")
        issued = self._issued.get(token) if kind.lower() == "bearer" else None
        good = issued is not None and issued.vendor == vendor and self._world.clock() < issued.expires_at
        return issued if good else None

    def expire(self) -> None:
        """Let every token that was issued be expired now."""
        for issued in self._issued.values():
            issued.expires_at = 0.0

    def revoke(self) -> None:
        """Forget every token and every refresh token."""
        self._issued.clear()
        self.refresh_tokens.clear()
        self.zoom_refresh_token = ""

    def _issue(self, vendor: str, scopes: tuple[str, ...]) -> str:
        token = secrets.token_urlsafe(24)
        self._issued[token] = Issued(vendor, frozenset(scopes), self._world.clock() + LIFE_S)
        return token

    def _new_refresh_token(self) -> str:
        token = secrets.token_urlsafe(24)
        self.refresh_tokens.add(token)
        return token


def _form(body: bytes) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _zoom_client(headers: Mapping[str, str], form: Mapping[str, str]) -> str | None:
    """Return which client asks: one with its secret, or the public one, which only names itself."""
    if _client(headers) == (CLIENT_ID, CLIENT_SECRET):
        return CLIENT_ID
    public = "authorization" not in headers and form.get("client_id") == PUBLIC_CLIENT_ID
    return PUBLIC_CLIENT_ID if public else None


def _client(headers: Mapping[str, str]) -> tuple[str, str]:
    kind, _, coded = headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except ValueError:  # of base64, of UTF-8, or of a header that is not ASCII
        return "", ""
    return name, secret
