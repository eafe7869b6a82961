"""What people chose when a notice was shown: endpoint and rows.

Zoom announced the endpoint on 2026-03-23 (https://developers.zoom.us/changelog/meetings/march-23-2026). It is in no
API document that this project has seen: its scope and its rate label are assumed to be those of the other reports.
"""

from __future__ import annotations

from typing import Final

from pydantic import Field, TypeAdapter

from provider_bridge.core.decode import OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import HEAVY, TokenPage, endpoint

__all__ = ["DISCLAIMERS", "DISCLAIMER_PAGE", "ENDPOINTS", "DisclaimerPage", "DisclaimerRow"]

DISCLAIMERS = endpoint(
    "GET",
    "/report/disclaimer",
    HEAVY,
    ("report:read:admin",),
    page="meetings/#tag/reports",
    expects="disclaimer_records",
)

ENDPOINTS: Final = (DISCLAIMERS,)


class DisclaimerRow(WireModel):
    """One choice of one person. What the words can be is not documented, so they stay text."""

    disclaimer_type: OpenText = None
    disclaimer_status: OpenText = None
    time: UtcTime = None
    meeting_number: OpenText = None
    meeting_id: OpenText = None
    client_type: OpenText = None
    display_name: OpenText = None
    user_email: OpenText = None


class DisclaimerPage(TokenPage):
    """As other reports do, this one may say which days it is about; whether it does is unsure."""

    first: OpenText = Field(default=None, alias="from")
    last: OpenText = Field(default=None, alias="to")
    disclaimer_records: tuple[DisclaimerRow, ...]


DISCLAIMER_PAGE: Final = TypeAdapter(DisclaimerPage)
