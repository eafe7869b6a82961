"""Speaking HTTP to a simulator in this process, without our client."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode

from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.tokens import CLIENT_ID, CLIENT_SECRET

__all__ = ["BASE", "Caller", "goto", "zoom"]

BASE = "http://127.0.0.1"


class Caller:
    """Speaks HTTP to a simulator in this process."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        self.basic = {"authorization": f"Basic {basic}"}
        self.bearer: dict[str, str] = {}

    def log_in(self, **form: str) -> tuple[int, Any]:
        """Ask a vendor for a token, and use it from now on."""
        vendor = "zoom" if form["grant_type"] == "account_credentials" else "goto"
        url = f"{BASE}/{vendor}/oauth/token"
        status, _, body = self.sandbox.handle("POST", url, self.basic, urlencode(form).encode())
        answer = json.loads(body)
        self.bearer = {"authorization": f"Bearer {answer.get('access_token')}"}
        return status, answer

    def get(self, path: str) -> tuple[int, dict[str, str], Any]:
        """Fetch a path with the token."""
        return self.send("GET", path)

    def send(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, str], Any]:
        """Send a body, as JSON or as it is, with the token."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        status, headers, answer = self.sandbox.handle(method, BASE + path, self.bearer, sent)
        return status, headers, json.loads(answer or b"null")


def zoom(**options: Any) -> Caller:
    """Return a caller logged in at Zoom."""
    caller = Caller(Sandbox(**options))
    assert 200 == caller.log_in(grant_type="account_credentials", account_id=caller.sandbox.world.account_id)[0]
    return caller


def goto(**options: Any) -> Caller:
    """Return a caller logged in at GoTo."""
    caller = Caller(Sandbox(**options))
    pat = caller.sandbox.login.personal_access_token
    assert 200 == caller.log_in(grant_type="personal_access_token", pat=pat)[0]
    return caller
