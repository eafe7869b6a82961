"""Every error this package raises, in the order of their tree.

    ProviderBridgeError
      ConfigurationError       MissingCredential  UnknownProvider  ProviderLoadError  WrongAccount
                               LoginFailed(reason)  ReadOnlyAccount(operation)
      InvalidInput             (also ValueError)
      UnsupportedCapability    (also AttributeError)
      BridgeClosed
      TransportFailed          ConnectFailed  TimedOut
      ApiError                 BadRequest  PageExpired  Unauthorized  Forbidden(missing_scope)
                               NotFound(missing)  Conflict  RateLimited(retry_after)
                               QuotaExhausted(resume_at)  ProviderBroken
      DecodeError              (paths and types, no values)
      ListingIncomplete        (what was asked, what came)
      WebhookRejected          (reason)
      StateError               LedgerTampered  PlanStale  LeaseLost

``str(error)`` is one sentence a person can act on. It holds the operation's name, the status, the vendor's
error code and its request id; never a body, a query, a secret or a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime, timedelta

__all__ = [
    "ApiError",
    "BadRequest",
    "BridgeClosed",
    "ConfigurationError",
    "Conflict",
    "ConnectFailed",
    "DecodeError",
    "Forbidden",
    "InvalidInput",
    "LeaseLost",
    "LedgerTampered",
    "ListingIncomplete",
    "LoginFailed",
    "MissingCredential",
    "NotFound",
    "PageExpired",
    "PlanStale",
    "ProviderBridgeError",
    "ProviderBroken",
    "ProviderLoadError",
    "QuotaExhausted",
    "RateLimited",
    "ReadOnlyAccount",
    "StateError",
    "TimedOut",
    "TransportFailed",
    "Unauthorized",
    "UnknownProvider",
    "UnsupportedCapability",
    "WebhookRejected",
    "WrongAccount",
]

_TOKEN = re.compile(r"[A-Za-z0-9_.:;+/=-]{1,120}")


def plain(text: str) -> str:
    """A vendor's code or request id as it may be shown: a short word, or nothing when it is anything else."""
    return text if _TOKEN.fullmatch(text) else ""


class ProviderBridgeError(Exception):
    """The base of every error of this package.

    ``final`` is true when trying again was already given up, so that nobody up the way starts over.
    ``sent`` is ``maybe`` when something at the vendor may have been changed by what ended so: a request whose answer
    did not come or cannot be understood, or an earlier one of the same operation. Look before you ask again.
    """

    final: bool = False
    sent: Literal["no", "maybe"] = "no"

    def follows(self, change: str) -> None:
        """Say that ``change``, an earlier call of the same operation, was accepted or may have been."""
        self.sent = "maybe"
        if getattr(self, "operation", "") != change:
            self.args = (f"{self.args[0] if self.args else type(self).__name__}; {change} may have been carried out",)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes as it is: its text is made already, and what it was made of is in its fields."""
        return _revived, (type(self), self.args, vars(self))


def _revived(kind: type[ProviderBridgeError], args: tuple[Any, ...], fields: dict[str, Any]) -> ProviderBridgeError:
    error = kind.__new__(kind, *args)
    vars(error).update(fields)
    return error


# --- configuration: never retried, exit code 3 -------------------------------------------------------------


class ConfigurationError(ProviderBridgeError):
    """The configuration cannot be used as it stands."""


class ReadOnlyAccount(ConfigurationError):
    """The account is opened read-only and the call could change something, so it was not sent.

    ``operation`` is the method and the path of the vendor's endpoint, without the values of its parameters.
    """

    def __init__(self, operation: str) -> None:
        self.operation = operation
        super().__init__(f"{operation} would change something, and the account is opened read-only")


class MissingCredential(ConfigurationError):
    """A secret was asked for where there is none, or where others can read it."""


class UnknownProvider(ConfigurationError):
    """No installed provider has this name."""


class ProviderLoadError(ConfigurationError):
    """A provider is installed but cannot be loaded; the text names the distribution."""


class WrongAccount(ConfigurationError):
    """The vendor reports another account than the one the configuration pins."""


class LoginFailed(ConfigurationError):
    """Nobody was logged in; ``reason`` says why, as a word.

    ``state`` (the answer belongs to another login), ``denied`` (the vendor or the person said no), ``malformed``
    (it is no answer of a login), or ``late`` (the code was good for a few minutes and they are over).
    """

    def __init__(self, reason: str, what: str) -> None:
        self.reason = reason
        super().__init__(what)


class InvalidInput(ProviderBridgeError, ValueError):
    """An argument cannot be used as it was given; nothing was sent."""


class UnsupportedCapability(ProviderBridgeError, AttributeError):
    """The provider offers no way to do this; ``reason`` says why and ``instead`` what a person can do."""

    def __init__(self, provider: str, capability: str, reason: str, instead: str = "") -> None:
        self.provider = provider
        self.capability = capability
        self.reason = reason
        self.instead = instead
        text = f"{provider} offers no {capability}: {reason}"
        super().__init__(f"{text}; {instead}" if instead else text)


class BridgeClosed(ProviderBridgeError):
    """The bridge was closed, and its accounts with it; nothing was sent."""

    def __init__(self) -> None:
        super().__init__("the bridge is closed, and its accounts with it; open it anew")


# --- the wire: no answer came back -------------------------------------------------------------------------


class TransportFailed(ProviderBridgeError):
    """No complete answer came back; ``sent`` says whether the vendor may have acted on the request."""

    sent: Literal["no", "maybe"] = "maybe"

    def __init__(self, operation: str, what: str) -> None:
        self.operation = operation
        super().__init__(f"{operation}: {what}")


class ConnectFailed(TransportFailed):
    """The host could not be reached; nothing was sent, so anything may be tried again."""

    sent = "no"


class TimedOut(TransportFailed):
    """The host did not answer in time."""


# --- the vendor answered, and the answer is no -------------------------------------------------------------


class ApiError(ProviderBridgeError):
    """The vendor refused.

    Attributes
    ----------
    operation : the endpoint's name, such as ``GET /users``
    status : HTTP status; 0 where nothing was sent
    code : the vendor's own code as text, ``""`` when it sent none
    request_id : the vendor's request id, ``""`` when it sent none

    """

    def __init__(self, operation: str, status: int, what: str, *, code: str = "", request_id: str = "") -> None:
        self.operation = operation
        self.status = status
        self.code = plain(code)
        self.request_id = plain(request_id)
        marks = [f"HTTP {status}" if status else "nothing was sent"]
        if self.code:
            marks.append(f"code {self.code}")
        if self.request_id:
            marks.append(f"request {self.request_id}")
        super().__init__(f"{operation}: {what} ({', '.join(marks)})")


class BadRequest(ApiError):
    """The vendor does not accept the request as it was made.

    ``field`` names the part it does not accept, where the vendor says so and this package has to know.
    """

    field: str = ""


class PageExpired(BadRequest):
    """The token of a listing's next page died; the listing has to be started anew."""


class Unauthorized(ApiError):
    """The credentials are not accepted."""


class Forbidden(ApiError):
    """The credentials are good, but not for this; ``missing_scope`` names what to grant when the vendor says.

    ``missing_plan`` is true where the vendor says that a plan, a licence or an add-on is missing, ``in_trash``
    where it says that the object is in its trash: still stored, and not to be read.
    """

    missing_plan: bool = False
    in_trash: bool = False

    def __init__(
        self,
        operation: str,
        status: int,
        what: str,
        *,
        code: str = "",
        request_id: str = "",
        missing_scope: str = "",
    ) -> None:
        self.missing_scope = missing_scope
        super().__init__(operation, status, what, code=code, request_id=request_id)


class NotFound(ApiError):
    """The vendor knows no such object, as far as this account may see.

    ``missing`` says what kind of object the vendor's code speaks of, such as ``user``, ``event`` or ``recording``;
    ``""`` when it sent a bare 404, which proves nothing about any object.
    """

    missing: str = ""


class Conflict(ApiError):
    """The object is in a state that forbids this."""


class RateLimited(ApiError):
    """Too many requests at once; ``retry_after`` is the vendor's hint, if it gave one.

    ``whole`` is false where only calls about the same object were too many.
    """

    retry_after: timedelta | None = None
    whole: bool = True


class QuotaExhausted(ApiError):
    """The vendor's quota is used up until ``resume_at`` (UTC): it says so, or our own count does (``status`` 0).

    ``whole`` is true where it is known to be the account's, and not that of one host or one registrant.
    """

    resume_at: datetime | None = None
    whole: bool = False


class ProviderBroken(ApiError):
    """The vendor's server failed, or answered with something that is no answer of this API.

    What was to be changed may have been changed, or not: ``sent`` says so, as it does where no answer came.
    """

    sent = "maybe"


# --- the answer came and cannot be trusted -----------------------------------------------------------------


class DecodeError(ProviderBridgeError):
    """The answer has not the documented shape; ``problems`` are paths and kinds of mismatch, never values.

    ``sent``: what was to be changed was probably changed, and its answer cannot be read.
    """

    sent = "maybe"

    def __init__(self, operation: str, problems: tuple[str, ...]) -> None:
        self.operation = operation
        self.problems = problems
        super().__init__(f"{operation}: the answer has an unexpected shape ({'; '.join(problems[:3])})")


class ListingIncomplete(ProviderBridgeError):
    """A listing ended without all it announced, so nothing may be concluded from what is missing in it."""

    def __init__(self, operation: str, what: str) -> None:
        self.operation = operation
        super().__init__(f"{operation}: the listing is incomplete: {what}")


# --- a vendor's call to us ---------------------------------------------------------------------------------


class WebhookRejected(ProviderBridgeError):
    """A request claims to be a vendor's and is not proven to be; answer 401 and look at nothing in it.

    ``reason`` is ``missing``, ``duplicate`` or ``malformed`` (a header), ``age`` (too old, or from the future),
    ``signature`` (no known secret signed this), or ``unverifiable`` (nobody said how to prove it).
    """

    def __init__(self, reason: str, what: str) -> None:
        self.reason = reason
        super().__init__(f"the webhook is rejected: {what}")


# --- our own records ---------------------------------------------------------------------------------------


class StateError(ProviderBridgeError):
    """A record this package keeps on disk cannot be used."""


class LedgerTampered(StateError):
    """The ledger's hash chain does not hold."""


class PlanStale(StateError):
    """The world changed since the plan was made."""


class LeaseLost(StateError):
    """Another worker took over."""
