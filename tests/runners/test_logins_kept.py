"""A login that is kept, from the configuration to the vendor: where renaming is refused, and a file with two names."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import opened

import provider_bridge as pb
from provider_bridge.config import AccountConfig, parse_config
from provider_bridge.login import finish_login, start_login
from provider_bridge.runners.token_stores import store_for

PROVIDERS = ["zoom", "gotowebinar", "gotomeeting"]


class Vendor:
    """A login server whose refresh tokens work once, and an API that knows only who asks."""

    def __init__(self) -> None:
        self.alive = 0
        self.at_once = self.most = 0
        self.spent: list[str] = []
        self._lock = threading.Lock()

    def __call__(
        self, method: str, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        if "/token" not in url:
            return 200, {}, json.dumps({"account_id": "acc", "key": "1", "accountKey": "1", "id": "u"}).encode()
        with self._lock:
            self.spent.append(body.decode())
            if f"refresh_token=RT{self.alive}" not in body.decode() and b"code=" not in body:
                return 400, {}, b'{"error": "invalid_grant"}'
            self.alive += 1
        fields = {"access_token": "x", "refresh_token": f"RT{self.alive}", "token_type": "bearer", "expires_in": 3600}
        return 200, {}, json.dumps(fields).encode()


def account(folder: Path, provider: str, *, file: str = "refresh", more: str = "") -> AccountConfig:
    """Return an account with a file for its refresh token."""
    text = f"""
[accounts.a]
provider = "{provider}"
client_id = "id"
client_secret = "hush"
refresh_token = {{ file = "{file}" }}
{more}
"""
    return parse_config(text, "test", folder=folder, private=True, environ={})[0]


def use(face: str, each: AccountConfig, vendor: Any) -> Any:
    """Ask who an account is, with the store that its configuration asks for."""
    store = store_for(each.spec.wire(each.name, each.settings, each.sources))
    with opened(face, vendor, [each], store=store) as accounts:
        return accounts["a"].identify()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the file of a refresh token."""
    found = tmp_path / "refresh"
    found.touch(0o600)
    found.write_text("RT0\n")
    return found


def refuse(*_: Any, **__: Any) -> None:
    """Be a file that is mounted by itself."""
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("more", ["", 'token_file = "token.json"'])
def test_a_token_rotates_where_renaming_is_refused(
    face: str, provider: str, more: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bug: EBUSY, and the login was lost."""
    monkeypatch.setattr(os, "rename", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    (file.parent / "token.json").touch(0o600)
    each, vendor = account(file.parent, provider, more=more), Vendor()

    use(face, each, vendor)

    kept = file if not more else file.parent / "token.json"
    assert "RT1" in kept.read_text()
    if not more:
        use(face, account(file.parent, provider), vendor)
        assert "RT2\n" == file.read_text()


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("more", ["", 'token_file = "token.json"'])
def test_a_full_disk_costs_no_login(
    face: str, provider: str, more: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bug: the login server was asked first. With room again it goes on."""
    each, vendor = account(file.parent, provider, more=more), Vendor()

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as failing:
        failing.setattr(os, "pwrite", full)
        with pytest.raises(pb.StateError, match="No space left"):
            use(face, each, vendor)
    assert [] == vendor.spent

    assert use(face, each, vendor)


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_two_accounts_with_one_file_under_two_names_spend_each_token_once(
    face: str, file: Path, link: Callable[[Path, Path], None]
) -> None:
    """The bug: two locks, so both spent one token at a time, and were locked out for good."""
    link(file, file.with_name("other"))
    vendor = Vendor()
    outcomes: list[Any] = []

    def work(name: str) -> None:
        each = account(file.parent, "gotomeeting", file=name)
        outcomes.extend(use(face, each, vendor) for _ in range(3))

    threads = [threading.Thread(target=work, args=(name,)) for name in ("refresh", "other")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert 6 == len(outcomes)
    assert (6, "RT6\n", "RT6\n") == (len(vendor.spent), file.read_text(), file.with_name("other").read_text())


def test_no_code_is_spent_on_a_login_that_could_not_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bug: the person agreed, the code was exchanged, and the token thrown away."""
    (tmp_path / "refresh").touch(0o600)
    (tmp_path / "refresh").write_text("old\n")
    each, vendor = account(tmp_path, "zoom"), Vendor()
    request = start_login(each, "http://127.0.0.1:8976/callback")
    back = f"http://127.0.0.1:8976/callback?code=c0de&state={request.state}"

    with monkeypatch.context() as failing:
        failing.setattr(os, "pwrite", lambda *_: 0)
        with pytest.raises(pb.StateError, match="No space left"):
            finish_login(each, request, back, app=vendor)
    assert ([], "old\n") == (vendor.spent, (tmp_path / "refresh").read_text())

    finish_login(each, request, back, app=vendor)
    assert "RT1\n" == (tmp_path / "refresh").read_text()
