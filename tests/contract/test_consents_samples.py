"""The sample body of Zoom's report of notices, held field by field against the records it becomes."""

from __future__ import annotations

import json
from datetime import date, datetime

from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge import Consent, EventId
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.consents import Consents

pytestmark = needs_samples

NAME = "zoom/synthetic_report_disclaimer"


def test_every_field_of_a_record_is_kept() -> None:
    """The sample's empty members are none, its number and its name are kept."""
    (row,) = json.loads(sample(NAME))["disclaimer_records"]
    account = Canned({wire.consents.DISCLAIMERS: sample(NAME)}, wire.FORBIDDEN)

    (only,) = Consents(account).list(since=date(2026, 5, 1), until=date(2026, 5, 2))

    assert only == Consent(
        kind=row["disclaimer_type"],
        choice=row["disclaimer_status"],
        at=datetime.fromisoformat(row["time"]),
        session=None,
        event=EventId(row["meeting_number"]),
        client=row["client_type"],
        name=row["display_name"],
        email=row["user_email"],
    )
