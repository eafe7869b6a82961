"""Every fault there is, by its name."""

from __future__ import annotations

from typing import Final

from provider_bridge.faults import answers as told
from provider_bridge.faults.acts import (
    Break,
    Canned,
    Cut,
    Hint,
    Moment,
    Redirect,
    Respond,
    WrongDate,
    WrongLength,
    WrongLifetime,
)
from provider_bridge.faults.fault import Fault
from provider_bridge.faults.paging import Mistotal, WrongPage
from provider_bridge.faults.vendors import ANY, PAGE_TOKEN
from provider_bridge.faults.wire import Double, Endless, PackTwice

__all__ = ["FAULTS"]


def _unreached() -> tuple[Fault, ...]:
    """Return what keeps a request from being sent at all; a server on a port cannot do it to one request."""

    def fault(name: str, what: str, act: Break) -> Fault:
        return Fault(name, what, "before", act, passes=True, served=False)

    return (
        fault("connection-refused", "nobody listens there", Break("refused")),
        fault("connect-timeout", "nobody answers to the wish to connect", Break("connect-timeout")),
        fault("dns-failure", "the host's name is not known", Break("dns")),
        fault("proxy-failure", "the proxy on the way does not let it through", Break("proxy")),
    )


def _broken_off() -> tuple[Fault, ...]:
    def fault(name: str, what: str, moment: Moment, act: Break) -> Fault:
        return Fault(name, what, moment, act, passes=True)

    return (
        fault(
            "reset-before-acting", "the connection is reset before the vendor got the request", "before", Break("reset")
        ),
        fault(
            "reset-before-body", "the vendor acted; the connection is reset before its answer", "after", Break("reset")
        ),
        fault("reset-during-body", "the connection is reset inside the body", "after", Break("reset", "middle")),
        fault(
            "reset-after-body",
            "the answer is whole; the next request on the connection breaks",
            "after",
            Break("reset", "end"),
        ),
        fault("silence-before-acting", "nothing comes in time, and the vendor did nothing", "before", Break("timeout")),
        fault("slow-first-byte", "the vendor acted; its answer does not begin in time", "after", Break("timeout")),
        fault(
            "slow-body", "the body stops in its middle, and does not go on in time", "after", Break("timeout", "middle")
        ),
    )


def _garbled() -> tuple[Fault, ...]:
    page, page_502, failed = {"": told.HTML_200}, {"": told.HTML_502}, {"": Canned(500)}
    return (
        Fault("truncated-json", "the body ends too early, and its length says that it is whole", "after", Cut()),
        Fault("length-too-long", "more bytes are announced than come", "after", WrongLength(longer=True), passes=True),
        Fault("length-too-short", "fewer bytes are announced than there are", "after", WrongLength(longer=False)),
        Fault("html-with-200", "a web page with status 200; the vendor did nothing", "before", Respond(page, ANY)),
        Fault("html-with-200-after-acting", "the same, and the vendor acted", "after", Respond(page, ANY)),
        Fault("500", "the server failed before it acted", "before", Respond(failed, ANY), passes=True),
        Fault("500-after-acting", "the server failed when it had acted", "after", Respond(failed, ANY), passes=True),
        Fault("502-html", "a gateway's page; the vendor did nothing", "before", Respond(page_502, ANY), passes=True),
        Fault("502-html-after-acting", "the same, and the vendor acted", "after", Respond(page_502, ANY), passes=True),
        Fault(
            "503-retry-after", "not available, with Retry-After", "before",
            Respond({"": Canned(503, hint=Hint("seconds"))}, ANY), passes=True,
        ),
    )  # fmt: skip


def _refused() -> tuple[Fault, ...]:
    again = "the token is not accepted, though it seems good"
    return (
        Fault("error-with-200", "status 200, and the body is the vendor's error", "before", Respond(told.ERROR_200)),
        Fault("gateway-error-with-200", "the same in the shape of GoTo's gateway", "before", Respond(told.GATEWAY_200)),
        Fault("401", again, "before", Respond(told.UNAUTHORIZED), passes=True),
        Fault("403-expired", f"GoTo: {again}", "before", Respond(told.EXPIRED), passes=True),
        Fault("403-expired-bare", "the same without a body", "before", Respond(told.EXPIRED_AT_IDENTITY), passes=True),
        Fault("redirect-loop", "a redirect to the very same address", "before", Redirect(away=False)),
        Fault("redirect-elsewhere", "a redirect to another host", "before", Redirect(away=True)),
    )


def _too_many() -> tuple[Fault, ...]:
    def zoom(name: str, what: str, made: Canned, *, passes: bool = False) -> Fault:
        return Fault(name, what, "before", Respond({"zoom": made}), passes=passes)

    def hinted(shape: Hint) -> Respond:
        return Respond({"zoom": told.zoom(429, 429, told.QPS, hint=shape), "goto": Canned(429, hint=shape)})

    over = {"goto": Canned(403, b"<h1>Developer Over Qps</h1>", {"content-type": "text/html"})}
    return (
        zoom("429-per-second", "Zoom: too many in a second", told.PER_SECOND, passes=True),
        zoom("429-concurrent", "Zoom: another change of the same object is under way", told.CONCURRENT, passes=True),
        zoom("429-daily", "Zoom: the day's quota is used up, with Retry-After as an ISO time", told.DAILY_ISO),
        zoom("429-daily-bare", "Zoom: the day's quota is used up, and only a sentence says so", told.DAILY_BARE),
        zoom("429-daily-per-host", "Zoom: one host's daily quota is used up", told.PER_HOST),
        Fault("429-seconds", "too many, with Retry-After in seconds", "before", hinted(Hint("seconds")), passes=True),
        Fault("429-date", "too many, with Retry-After as an HTTP date", "before", hinted(Hint("date")), passes=True),
        Fault("429-iso", "too many, with Retry-After as an ISO time", "before", hinted(Hint("iso")), passes=True),
        Fault("429-bare", "too many, and nothing else is said", "before", Respond({"": Canned(429)}), passes=True),
        Fault("403-over-qps", "GoTo: too many, told as a 403", "before", Respond(over), passes=True),
    )  # fmt: skip


def _listed() -> tuple[Fault, ...]:
    expired = Respond({"zoom": told.PAGE_EXPIRED}, having=PAGE_TOKEN)
    return (
        Fault("page-token-repeats", "a page names itself as its successor", "after", WrongPage("repeats")),
        Fault("page-token-expires", "Zoom: the token of the next page died", "before", expired),
        Fault("page-skipped", "a page is left out", "after", WrongPage("skips")),
        Fault("page-doubled", "the first page comes again in the place of another", "after", WrongPage("doubles")),
        Fault("page-row-moved", "a row moved to a page before, where one is gone by now", "after", WrongPage("moves")),
        Fault("total-absent", "a page does not say how many rows there are", "after", Mistotal("absent")),
        Fault("total-null", "the number of rows that a page announces is null", "after", Mistotal("null")),
        Fault(
            "total-negative", "the number of rows that a page announces is below zero", "after", Mistotal("negative")
        ),
    )


def _misclocked() -> tuple[Fault, ...]:
    return (
        Fault("server-clock-ahead", "the server's Date is ten minutes ahead", "after", WrongDate(10), passes=True),
        Fault("server-clock-behind", "the server's Date is ten minutes behind", "after", WrongDate(-10), passes=True),
        Fault("token-life-overstated", "a token lives ten minutes too long", "after", WrongLifetime(10), passes=True),
        Fault("token-life-understated", "a token is told to have no life", "after", WrongLifetime(-60), passes=True),
    )  # fmt: skip


def _without_measure() -> tuple[Fault, ...]:
    return (
        Fault("interim-for-ever", "100 Continue comes again and again, and no answer", "after", Endless("interim")),
        Fault("head-drips", "the answer's head comes byte by byte, without an end", "after", Endless("head")),
        Fault("body-drips", "the body's second half comes byte by byte", "after", Endless("body")),
        Fault("answer-doubled", "the answer comes twice on a kept connection", "after", Double(), passes=True),
        Fault("packed-twice", "the body is packed, and packed again", "after", PackTwice()),
    )


FAULTS: Final[dict[str, Fault]] = {
    fault.name: fault
    for group in (_unreached, _broken_off, _garbled, _refused, _too_many, _listed, _misclocked, _without_measure)
    for fault in group()
}
"""Every fault by its name."""
