"""Each sample body of a vendor's is read by a contract test of its facet, or there is a reason why it is not."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from contract.openapi import SHARED, needs_samples
from contract.reading import REPORT

pytestmark = needs_samples

HERE: Final = Path(__file__).parent
SAMPLES: Final = SHARED / "samples"
VENDORS: Final = ("zoom", "goto")

_SURVEY: Final = "the questions of a survey as they were set up; responses have those that people answered"
_ABSENTEES: Final = "who registered and did not come follows from registrants and participants"

_TELEPHONE: Final = "the recording of a phone call: GoTo Connect is another product"

EXCUSED: Final = {
    "zoom/spec2025_archive_files-statistics_GET": "counts of files by state for the whole account, of nobody",
    "zoom/spec2025_past_webinars-webinarId-absentees_GET": _ABSENTEES,
    "zoom/zoomrb_webinar_past_webinars_absentees": _ABSENTEES,
    "zoom/spec2025_report-activities_GET": "who signed in and out of the account: no facet",
    "zoom/spec2025_report-cloud_recording_GET": "how much storage was used on each day: no facet",
    "zoom/spec2025_report-meeting_activities_GET": "who did what in a meeting: no facet, and a trace of people",
    "zoom/spec2025_report-operationlogs_GET": "what administrators did: no facet",
    "zoom/spec2025_webinars-webinarId-panelists_GET": "who presents: not read; once they came they are participants",
    "zoom/spec2025_meetings-meetingId-survey_GET": _SURVEY,
    "zoom/spec2025_webinars-webinarId-survey_GET": _SURVEY,
    "zoom/zoomrb_meeting_get_survey": _SURVEY,
    "zoom/synthetic_token_device_code": "the login of devices without a browser, which is not offered",
    "zoom/zoomrb_token_data_compliance": "the confirmation of a deauthorization, which Zoom's pages no longer ask for",
    "zoom/files/attendee_report.csv": "a report that is downloaded in the web portal; no endpoint serves it",
    "zoom/files/README.md": "says where the files come from",
    "goto/vendor_g2w_session_attendee_get": "an attendee's registration once more, which registrants.get has in full",
    "goto/doc_connect_recording_content_token": _TELEPHONE,
    "goto/doc_connect_transcript_v1": _TELEPHONE,
}
"""Samples that belong to no facet, each with the reason."""


def samples() -> set[str]:
    """Return the name of every sample: those of the manifests, and the files beside them."""
    found: set[str] = set()
    for vendor in VENDORS:
        with (SAMPLES / vendor / "manifest.csv").open(newline="") as file:
            found |= {f"{vendor}/{row['name'].removesuffix('.json')}" for row in csv.DictReader(file)}
        found |= {f"{vendor}/{path.stem}" for path in (SAMPLES / vendor).glob("*.json")}
    return found | {f"zoom/files/{path.name}" for path in (SAMPLES / "zoom" / "files").iterdir()}


@pytest.fixture
def read(tmp_path: Path) -> dict[str, list[str]]:
    """Return which test files read each sample, having run them all: they pass."""
    report = tmp_path / "read.json"
    files = sorted(str(path) for path in HERE.glob("test_*samples.py"))
    here = (str(HERE.parent), str(HERE.parent / "helpers"), os.environ.get("PYTHONPATH", ""))
    search = os.pathsep.join(filter(None, here))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "0",
        "-q",
        "-p",
        "contract.reading",
        "-p",
        "no:cacheprovider",
        *files,
    ]
    subprocess.run(
        command,
        check=True,
        env={**os.environ, REPORT: str(report), "PYTHONPATH": search, "PYTEST_ADDOPTS": ""},  # one process, not several
        stdout=subprocess.DEVNULL,
        cwd=HERE.parent.parent,
    )
    found: dict[str, list[str]] = json.loads(report.read_text())
    return found


def test_every_sample_is_read_or_excused(read: dict[str, list[str]]) -> None:
    """A new sample fails here until a test of its facet reads it, or a reason says why none does."""
    assert sorted(samples() - read.keys() - EXCUSED.keys()) == []
    assert sorted(EXCUSED.keys() & read.keys()) == []  # what is read needs no excuse
    assert EXCUSED.keys() <= samples()
    assert all(EXCUSED.values())
