"""Where a download may go, and who may see the token on the way."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_bridge.core.download.redirects import HostPolicy, RedirectChain, Unsafe

ZOOM = HostPolicy((".zoom.us", ".zoomgov.com"), "https://api.zoom.us/v2")
AT_HOME = HostPolicy((".zoom.us",), "http://127.0.0.1:8000/v2")
FILE = "https://us06web.zoom.us/rec/download/abc"
STORAGE = "https://ssrweb.storage.example/file?signature=x"


def trail(url: str = FILE, *locations: str, hosts: HostPolicy = ZOOM) -> RedirectChain:
    """Return a trail that has followed some redirects."""
    found = RedirectChain(url, hosts)
    for location in locations:
        found.follow(location)
    return found


@pytest.mark.parametrize(
    "url",
    [
        FILE,
        "https://zoom.us/rec/download/a",
        "https://ZOOM.us:443/rec/a",
        "https://file.zoomgov.com/a",
        "https://a.b.zoom.us/x",
    ],
)
def test_quirk_18_the_vendors_own_hosts_see_the_token(url: str) -> None:
    """Zoom itself and everything below it, by https on the usual port."""
    assert trail(url).trusted


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us.evil.example/a",
        "https://evilzoom.us/a",
        "https://zoom.us:8443/a",
        "https://zoom.us./a",
        "https://xn--zom-hoa.us/a",
        STORAGE,
    ],
)
def test_quirk_18_no_other_host_sees_the_token(url: str) -> None:
    """What only looks like Zoom may be asked, and is shown no token."""
    assert not trail(url).trusted


def test_the_token_stays_within_zoom_and_never_comes_back() -> None:
    """From one of Zoom's hosts to another it is kept; once Zoom was left it is gone for good."""
    assert trail(FILE, "https://zoom.us/b").trusted
    assert trail(FILE, "/rec/other").trusted
    assert not trail(FILE, STORAGE).trusted
    assert not trail(FILE, STORAGE, "https://zoom.us/b").trusted


@pytest.mark.parametrize(
    "url",
    [
        "http://zoom.us/a",
        "ftp://zoom.us/a",
        "file:///etc/passwd",
        "https://",
        "https:///a",
        "//",
        "",
        "https://zoom.us@evil.example/a",
        "https://evil.example\\@zoom.us/a",
        "https://zoom.us:bad/a",
        "https://zoom.us/a\r\nHost: evil",
        "https://[::1/a",
        "https://10.0.0.1/a",
        "https://127.0.0.1/a",
        "https://169.254.169.254/latest/meta-data",
        "https://192.168.1.1/a",
        "https://[::1]/a",
        "https://[fe80::1]/a",
        "https://[::ffff:10.0.0.1]/a",
        "https://[fd00::1]/a",
        "https://2130706433/a",
        "https://0x7f000001/a",
        "https://127.1/a",
        "https://0x7f.1/a",
        "https://0177.0.0.1/a",
        "https://localhost/a",
        "https://a.localhost/a",
        "https://localhost./a",
        "https://a.localhost./a",
        "https://intranet/a",
        "https://printer.local/a",
        "https://metadata.google.internal/a",
        "https://LOCALHOST.LOCALDOMAIN/a",
        "https://router.home.arpa/a",
        "https://home.arpa/a",
        "https://nas.lan./a",
        "https://224.0.0.1/a",
        "https://239.255.255.250/a",
        "https://192.88.99.1/a",
        "https://100.64.0.1/a",
        "https://0.0.0.0/a",
        "https://255.255.255.255/a",
        "https://[::]/a",
        "https://[fec0::1]/a",
        "https://[ff02::1]/a",
        "https://[ff0e::1]/a",
        "https://[100::1]/a",
        "https://[2001:db8::1]/a",
        "https://[3fff::1]/a",
        "https://[4000::1]/a",
        "https://[5f00::1]/a",
        "https://[64:ff9b:1::7f00:1]/a",
        "https://[64:ff9b:1::808:808]/a",
        "http://127.0.0.1:8000/v2",
        "https://zoóm.us/a",
    ],
)
def test_what_is_unsafe_is_not_asked(url: str) -> None:
    """No plain http, no user names, no address inside a network in whatever notation: neither first nor as a hop."""
    with pytest.raises(Unsafe):
        RedirectChain(url, ZOOM)
    if ":" in url and url != "https:///a":  # that one is of the same host, to whoever resolves it
        with pytest.raises(Unsafe):
            trail(FILE, url)


INNER = ("127.0.0.1", "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1")
CARRIERS = {
    "mapped": lambda v4: 0xFFFF << 32 | v4,
    "compatible": lambda v4: v4,
    "translated": lambda v4: 0xFFFF << 48 | v4,
    "NAT64": lambda v4: 0x64_FF9B << 96 | v4,
    "local NAT64": lambda v4: 0x64_FF9B_0001 << 80 | v4,
    "6to4": lambda v4: 0x2002 << 112 | v4 << 80 | 1,
    "Teredo's server": lambda v4: 0x2001_0000 << 96 | v4 << 64 | 0xF7F7_F7F7,
    "Teredo's client": lambda v4: 0x2001_0000 << 96 | 0x0808_0808 << 64 | (v4 ^ 0xFFFF_FFFF),
    "ISATAP": lambda v4: 0x2606_2800_0220_0001 << 64 | 0x5EFE << 32 | v4,
    "ISATAP, universal": lambda v4: 0x2606_2800_0220_0001 << 64 | 0x0200_5EFE << 32 | v4,
    "ISATAP, link-local": lambda v4: 0xFE80 << 112 | 0x5EFE << 32 | v4,
}


@pytest.mark.parametrize("inner", INNER)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_an_address_inside_is_not_asked_in_the_clothes_of_another(carrier: str, inner: str) -> None:
    """A gateway leads from each of these forms to the IPv4 address that it carries."""
    address = ipaddress.IPv6Address(CARRIERS[carrier](int(ipaddress.IPv4Address(inner))))
    for text in (address.compressed, address.exploded):
        with pytest.raises(Unsafe, match="inside"):
            trail(FILE, f"https://[{text}]/a")


@given(st.integers(0, 2**128 - 1))
def test_only_addresses_assigned_to_the_public_are_asked(number: int) -> None:
    """Whatever Python's tables know, nothing outside of 2000::/3 is asked, but a public IPv4 address in its clothes."""
    address = ipaddress.IPv6Address(number)
    try:
        trail(FILE, f"https://[{address}]/a")
    except Unsafe:
        return
    assert address in ipaddress.IPv6Network("2000::/3") or address.ipv4_mapped is not None
    assert address.is_global
    assert address.sixtofour is None
    assert address.teredo is None


@pytest.mark.parametrize(
    "url", ["https://93.184.216.34/a", "https://[2606:2800:220:1::1]/a", "https://[::ffff:5db8:d822]/a"]
)
def test_public_addresses_may_be_asked(url: str) -> None:
    """An address that is everybody's is a host like another."""
    assert not trail(FILE, url).trusted


def test_at_home_this_machine_may_be_asked_and_only_the_api_sees_the_token() -> None:
    """With a simulator the files are here as well; its own host and port count as the vendor."""
    assert trail("http://127.0.0.1:8000/rec/a", hosts=AT_HOME).trusted
    assert not trail("http://127.0.0.1:8000/rec/a", "http://localhost:8000/b", hosts=AT_HOME).trusted
    assert not trail("http://127.0.0.1:9000/rec/a", hosts=AT_HOME).trusted
    for inside in ("http://10.0.0.1/a", "https://169.254.169.254/a", "http://storage.example/a", "ftp://localhost/a"):
        with pytest.raises(Unsafe):
            trail("http://127.0.0.1:8000/rec/a", inside, hosts=AT_HOME)


def test_loops_and_long_ways_end() -> None:
    """A place is asked once, five redirects are followed, the sixth is not."""
    with pytest.raises(Unsafe, match="where it came from"):
        trail(FILE, "/b", FILE + "#again")
    with pytest.raises(Unsafe, match="where it came from"):
        trail(FILE, FILE)
    assert trail(FILE, *(f"/{number}" for number in range(5))).trusted
    with pytest.raises(Unsafe, match="5 redirects"):
        trail(FILE, *(f"/{number}" for number in range(6)))
    with pytest.raises(Unsafe, match="nowhere"):
        trail(FILE, "")


@given(
    st.text(max_size=60), st.sampled_from(["", "https://", "https://zoom.us", "//", "/", "https://zoom.us@", "http:"])
)
def test_whatever_a_redirect_says(text: str, start: str) -> None:
    """Any text is followed or refused; what is followed is https, and trusted on Zoom's own hosts only."""
    found = trail()
    try:
        found.follow(start + text)
    except Unsafe:
        return
    host = urlsplit(found.url).netloc.casefold()
    assert found.url.startswith("https://")
    assert "@" not in host
    assert (
        not found.trusted
        or host.removesuffix(":443").endswith((".zoom.us", ".zoomgov.com"))
        or host
        in {
            "zoom.us",
            "zoomgov.com",
            "zoom.us:443",
            "zoom.us:",
        }
    )
