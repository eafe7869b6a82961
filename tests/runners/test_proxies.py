"""Which proxy a request goes by: what the environment says, and never one for this machine."""

from __future__ import annotations

import os
import re
from typing import Any

import httpx
import pytest
from runners.test_http import answer_with, send, server
from runners.test_http_lanes import Recorder, send_all

from provider_bridge.errors import ConfigurationError
from provider_bridge.runners.proxies import Proxies, Proxy

PASSWORD = "PASSWORD-4d1c"
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name == "REQUEST_METHOD":
            monkeypatch.delenv(name)


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_is_for_this_machine_goes_by_no_proxy(
    face: str, variable: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug once: a simulator's client secret and bearer went in the clear to whatever proxy was set."""
    seen, asked = Recorder(), Recorder()
    with server(seen) as proxy, server(asked) as url:
        monkeypatch.setenv(variable, proxy)
        send_all(face, [url.replace("127.0.0.1", host)])

    assert (0, 1) == (len(seen.paths), len(asked.paths))


@pytest.mark.parametrize(
    "host", ["[::1]", "127.8.9.10", "LOCALHOST", "app.localhost", "localhost.", "[::ffff:127.0.0.1]"]
)
def test_every_name_of_this_machine_is_one(host: str) -> None:
    """Whichever way it is written."""
    proxies = Proxies(
        {"http": Proxy("HTTP_PROXY", "http://proxy.example"), "all": Proxy("ALL_PROXY", "http://p.example")}
    )

    assert proxies.way_to(f"http://{host}:8080/v2") is None
    assert proxies.way_to("http://127.example.com/") is not None


@pytest.mark.parametrize(
    ("exceptions", "url", "direct"),
    [
        ("*", "https://api.zoom.us/", True),
        ("[::1]", "https://api.zoom.us/", False),
        ("api.zoom.us", "https://api.zoom.us/", True),
        ("API.Zoom.US ", "https://api.zoom.us/", True),
        ("zoom.us", "https://api.zoom.us/", True),
        ("zoom.us", "https://notzoom.us/", False),
        (".zoom.us", "https://api.zoom.us/", True),
        (".zoom.us", "https://zoom.us/", False),
        ("*.zoom.us", "https://api.zoom.us/", True),
        ("a.example,\tb.example  api.zoom.us", "https://api.zoom.us/", True),
        ("api.zoom.us:443", "https://api.zoom.us/", True),
        ("api.zoom.us:8443", "https://api.zoom.us/", False),
        ("https://api.zoom.us", "https://api.zoom.us/", True),
        ("http://api.zoom.us", "https://api.zoom.us/", False),
        ("10.0.0.0/8", "https://10.9.8.7/", True),
        ("10.0.0.0/8", "https://11.9.8.7/", False),
        ("10.1.2.3", "https://10.1.2.3:9/", True),
        ("fd00::/8", "https://[fd00::7]/", True),
        ("[fd00::]/8", "https://[fd00::7]/", True),
        ("fd00::/8", "https://[fe00::7]/", False),
        ("[2001:db8::1]", "https://[2001:db8::1]/", True),
        ("[2001:db8::1]:443", "https://[2001:db8::1]/", True),
        ("[2001:db8::1]:8443", "https://[2001:db8::1]/", False),
        ("2001:db8::1", "https://[2001:DB8:0::1]/", True),
        ("[::, 300.1.1.1/99, :::, http://, fd00::/999, :", "https://api.zoom.us/", False),
    ],
)
def test_what_is_excepted(exceptions: str, url: str, direct: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug once: an address of IPv6 or a network in ``NO_PROXY`` was a raw error."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", exceptions)

    way = Proxies.of_environment().way_to(url)

    assert direct is (way is None)


WRONG = {
    f"garbage://ada:{PASSWORD}@127.0.0.1:9": "of an unknown kind; its URL must begin with http://, https:// or socks5://",
    f"socks4://ada:{PASSWORD}@127.0.0.1:9": "of an unknown kind",
    f"socks5://ada:{PASSWORD}@127.0.0.1:9": r"SOCKS proxy, which needs: pip install 'httpx\[socks\]'",
    f"socks5h://ada:{PASSWORD}@127.0.0.1:9": "SOCKS proxy",
    f"http://ada:{PASSWORD}@[::1": "must be a proxy's URL",
    f"http://ada:{PASSWORD}@127.0.0.1:99999": "must be a proxy's URL",
    f"http://ada:{PASSWORD}@": "must be a proxy's URL",
    f"http://ada:{PASSWORD}@pro xy": "must be a proxy's URL",
    f"http://ada:{PASSWORD}@\u200b": "must be a proxy's URL",
    f"//ada:{PASSWORD}@127.0.0.1": "must be a proxy's URL",
}


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "all_proxy"])
@pytest.mark.parametrize("url", WRONG)
def test_a_proxy_that_cannot_be_used_is_named_by_its_variable(
    face: str, url: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug once: it was a fault of ours. Its password is never shown, and the request never goes around it."""
    monkeypatch.setenv(variable, url)

    with pytest.raises(ConfigurationError, match=f"{variable} .*{WRONG[url]}") as caught:
        send(face, "http://api.example.test")

    assert (caught.value.__context__, caught.value.__cause__) == (None, None)
    assert PASSWORD not in str(caught.value) + repr(caught.value) + repr(vars(caught.value))


def test_a_proxy_that_nobody_needs_is_not_looked_at(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One account's proxy fails that account alone."""
    monkeypatch.setenv("HTTPS_PROXY", "garbage://proxy")
    with server(answer_with(b"{}")) as url:
        assert 200 == send(face, url).status


@pytest.mark.parametrize("value", ["", "  "])
def test_a_variable_that_is_empty_names_no_proxy(face: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As every other program reads it."""
    monkeypatch.setenv("HTTP_PROXY", value)

    assert not Proxies.of_environment()


def test_a_proxy_without_a_scheme_is_one_of_http(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """``HTTP_PROXY=127.0.0.1:8080``, with a login, which is sent to the proxy alone."""
    seen = Recorder()
    with server(seen) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"ada:{PASSWORD}@{proxy.removeprefix('http://')}")
        send_all(face, ["http://api.example.test"] * 2)

    assert 2 == len(seen.paths)
    assert all(each["Proxy-Authorization"].startswith("Basic ") for each in seen.headers)


def test_a_proxy_shows_no_password() -> None:
    """Neither it nor what knows it."""
    proxy = Proxy("HTTP_PROXY", f"http://ada:{PASSWORD}@proxy.example")

    assert not re.search(PASSWORD, f"{proxy!r} {Proxies({'http': proxy})!r}")


def test_a_client_that_is_handed_in_goes_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its proxies are its own settings."""
    asked: list[Any] = []
    monkeypatch.setenv("HTTP_PROXY", "garbage://proxy")

    def answer(request: Any) -> Any:
        asked.append(request)
        return httpx.Response(200)

    with httpx.Client(transport=httpx.MockTransport(answer), trust_env=False) as client:
        send("sync", "http://api.example.test", client)

    assert 1 == len(asked)
