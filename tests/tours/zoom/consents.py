"""What people chose when a notice was shown."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments
from tours.zoom.dial_ins import weeks

ARGUMENTS: Arguments = {"consents.list": weeks}
UNDOCUMENTED: dict[str, str] = {
    "/report/disclaimer": "zoom/synthetic_report_disclaimer.json",  # announced in March 2026, later than the document
}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List the choices of some weeks."""
    list(account.consents.list(**weeks(sandbox)))
