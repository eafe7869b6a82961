"""What a token is, and what is needed to ask for one."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

__all__ = ["Grant", "RefreshGrant", "Token", "fingerprint", "is_bearer", "is_refresh_token", "is_sound"]

_RENEW_AFTER: Final = 0.8
_BEARER: Final = re.compile(r"[!-~]{1,16384}")
"""What fits into a header. Whatever sends anything else would fail with an error that quotes it."""
_REFRESH: Final = re.compile(r"(?! )[ -~]{1,16384}(?<! )")
"""What is the same after it was kept in a file: https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17"""


@dataclass(frozen=True, slots=True)
class Token:
    """A token and what its answer said. Nothing secret shows in a ``repr``.

    ``credential`` is the fingerprint of the credentials it was issued for, so that a store never hands one
    account's token to another.
    """

    credential: str
    obtained_at: datetime
    expires_at: datetime
    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    scope: str = ""
    api_url: str = ""

    def is_fresh(self, now: datetime) -> bool:
        """Whether it needs no renewal yet: a fifth of its life is left."""
        return now < self.obtained_at + (self.expires_at - self.obtained_at) * _RENEW_AFTER

    def is_alive(self, now: datetime) -> bool:
        """Whether the vendor should still accept it."""
        return bool(self.access_token) and now < self.expires_at


def is_bearer(text: str) -> bool:
    """Whether a text can be an access token."""
    return _BEARER.fullmatch(text) is not None


def is_refresh_token(text: str) -> bool:
    """Whether a text can be a refresh token."""
    return _REFRESH.fullmatch(text) is not None


def is_sound(token: Token) -> bool:
    """Whether a token that was kept somewhere is one: every field of its kind, and nothing that could not be sent."""
    fields: dict[str, Any] = {each.name: getattr(token, each.name) for each in dataclasses.fields(token)}
    times = [fields.pop("obtained_at"), fields.pop("expires_at")]
    return (
        all(isinstance(each, str) for each in fields.values())
        and all(isinstance(each, datetime) and each.utcoffset() is not None for each in times)
        and (not token.access_token or is_bearer(token.access_token))
        and (not token.refresh_token or is_refresh_token(token.refresh_token))
    )


class Grant(Protocol):
    """How a token is asked for."""

    @property
    def token_url(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def client_secret(self) -> str: ...
    @property
    def credential(self) -> str:
        """The fingerprint of what the grant rests on."""
        ...

    @property
    def replayable(self) -> bool:
        """Whether asking again, when it is unknown whether the vendor heard, cannot spend anything."""
        ...

    def parameters(self, stored: Token | None) -> dict[str, str]:
        """Return the form fields of the token request, ``grant_type`` among them."""
        ...


def fingerprint(*parts: str) -> str:
    """Return a short hash that tells credentials apart without telling them."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class RefreshGrant:
    """A refresh token that the vendor may replace at any use. Assume that each works once; only the newest may.

    ``seed`` is the one that the configuration names, good until the first replacement.
    """

    vendor: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    seed: str = field(repr=False)

    @property
    def credential(self) -> str:
        return fingerprint(self.vendor, self.token_url, self.client_id, self.seed)

    @property
    def replayable(self) -> bool:
        return False  # the token may have been spent and its successor lost on the way

    def parameters(self, stored: Token | None) -> dict[str, str]:
        newest = stored.refresh_token if stored is not None else ""
        return {"grant_type": "refresh_token", "refresh_token": newest or self.seed}
