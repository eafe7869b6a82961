"""``provider-bridge accounts check`` of GoTo's accounts: scopes of which one of several is enough, and missing ones."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from vendors import Vendor, serving

from provider_bridge.core import retry

ACCOUNTS = ("sandbox-webinar", "sandbox-meeting")
EITHER = ("identity:scim.me", "identity:")


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Generator[Vendor]:
    """Serve a vendor, and let nobody wait between attempts."""
    monkeypatch.setattr(retry._Wait, "__call__", lambda *_: 0.0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server
