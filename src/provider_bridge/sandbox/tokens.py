"""Both vendors' login servers: who may log in, with what, and which tokens are good."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.sandbox.world import World

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "Issued", "LoginServers"]

CLIENT_ID: Final = "sandbox-client"
CLIENT_SECRET: Final = "sandbox-secret"  # noqa: S105 (opens nothing)
LIFE_S: Final = 3600

_GOTO_SCOPES: Final = "collab: identity:scim.me identity:"


@dataclass(slots=True)
class Issued:
    """A token that was issued."""

    vendor: str
    scopes: frozenset[str]
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

    def zoom_scopes(self) -> tuple[str, ...]:
        if self._world.scenario != "forbidden":
            return self._zoom_scopes
        return tuple(scope for scope in self._zoom_scopes if "lock_settings" not in scope)

    def zoom(self, headers: Mapping[str, str], body: bytes, base: str) -> tuple[int, dict[str, Any]]:
        """Answer Zoom's token endpoint; the grant's fields may come in the query or in the form."""
        if _client(headers) != (CLIENT_ID, CLIENT_SECRET):
            return 400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}
        form = _form(body)
        if form.get("grant_type") != "account_credentials":
            return 400, {"reason": "unsupported grant type", "error": "unsupported_grant_type"}
        if form.get("account_id") != self._world.account_id:
            return 400, {"reason": "Bad Request", "error": "invalid_request"}
        scopes = self.zoom_scopes()
        return 200, {
            "access_token": self._issue("zoom", scopes),
            "token_type": "bearer",
            "expires_in": LIFE_S,
            "scope": " ".join(scopes),
            "api_url": base,
        }

    def goto(self, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        """Answer GoTo's token endpoint."""
        if _client(headers) != (CLIENT_ID, CLIENT_SECRET):
            return 401, {"error": "invalid_client", "error_description": "Client authentication failed"}
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
        issued = self._issued.get(token) if kind == "Bearer" else None
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


def _client(headers: Mapping[str, str]) -> tuple[str, str]:
    kind, _, coded = headers.get("authorization", "").partition(" ")
    if kind != "Basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret
