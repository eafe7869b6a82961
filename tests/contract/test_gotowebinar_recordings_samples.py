"""GoToWebinar's recording assets as the vendor documents them: every member is read, or there is a reason why not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

import pytest
from contract.openapi import needs_documents, needs_samples, webinar
from contract.samples import sample
from support import NOON

from provider_bridge.core.calls import Reply
from provider_bridge.core.decode import decode
from provider_bridge.domain.recordings import Recording, RecordingFile
from provider_bridge.providers.gotowebinar.recording_rows import recording
from provider_bridge.providers.gotowebinar.wire import recordings as wire

SEARCHED: Final = "goto/vendor_g2w_account_recordingassets_search"
OF_WEBINAR: Final = "goto/vendor_g2w_webinar_recordingassets"

NOT_READ: Final = {
    "productName": "the vendor's word for where it was made; all that are found here are GoToWebinar's business",
    "accountKey": "the account that was asked about",
    "totalReferenceCount": "how often GoTo's products use it; nothing follows from it for who may see it",
}
"""Members of a row that are deliberately not read, each with the reason."""

READ: Final = {
    "recordingAssetKey",
    "name",
    "createTime",
    "creatorKey",
    "webinarKey",
    "mp4DownloadUrl",
    "transcriptDownloadUrl",
    "recordingShareUrl",
}


def rows(name: str) -> list[dict[str, Any]]:
    tree = json.loads(sample(name))
    found: list[dict[str, Any]] = tree["data"] if "data" in tree else tree["_embedded"]["recordingAssets"]
    return found


def reply(name: str) -> Reply:
    return Reply("GET /x", sample(name), 0, NOON, "")


def expected(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row has to become, worked out from its JSON alone."""
    name = "/".join(quote(row[key], safe="") for key in ("creatorKey", "webinarKey", "recordingAssetKey"))
    files = (("video", "MP4", "MP4", "mp4DownloadUrl"), ("transcript", "TRANSCRIPT", "", "transcriptDownloadUrl"))
    return {
        "id": name,
        "session": None,
        "event": f"{row['creatorKey']}/{row['webinarKey']}",
        "kind": "webinar",
        "state": "stored",
        "start": None,
        "duration": None,
        "host": row["creatorKey"],
        "size": None,
        "files": [expected_file(name, *each[:3], row[each[3]]) for each in files],
        "auto_delete_on": None,
        "trash_ends_on": None,
        "title": row["name"],
        "host_email": "",
        "share_url": row["recordingShareUrl"],
        "passcode": "",
        "created_at": datetime.fromisoformat(row["createTime"]).astimezone(UTC),
    }


def expected_file(name: str, which: str, kind: str, extension: str, url: str) -> dict[str, Any]:
    return {
        "id": which,
        "recording": name,
        "type": kind,
        "content": which,
        "status": "completed",
        "extension": extension,
        "size": None,
        "start": None,
        "end": None,
        "deleted_at": None,
        "name": "",
        "url": url,
    }


def shown(found: Recording) -> dict[str, Any]:
    """Return a recording's fields, those that no repr shows included."""
    files = [{name: getattr(file, name) for name in RecordingFile.__slots__} for file in found.files]
    return {name: getattr(found, name) for name in Recording.__slots__} | {"files": files}


@needs_samples
@pytest.mark.parametrize("name", [SEARCHED, OF_WEBINAR])
def test_every_member_of_a_row_is_read_or_excused(name: str) -> None:
    """Nothing is lost, and nothing is invented."""
    if name == SEARCHED:
        page = decode(wire.ASSETS_PAGE, reply(name))
        found = page.embedded.assets
        assert page.page.total == json.loads(sample(name))["page"]["totalElements"]
    else:
        answer = decode(wire.WEBINAR_ASSETS, reply(name))
        found = answer.data
        assert (answer.total, answer.page) == tuple(json.loads(sample(name))[key] for key in ("total", "page"))

    assert [expected(row) for row in rows(name)] == [shown(recording(each)) for each in found]
    for row in rows(name):
        assert READ | NOT_READ.keys() == row.keys()


@needs_documents
def test_the_document_has_no_member_that_nobody_thought_of() -> None:
    """Each member of the schema is read, or excused with a reason."""
    schema = webinar().tree["components"]["schemas"]["Asset"]["properties"]

    assert READ | NOT_READ.keys() == schema.keys()
    assert not READ & NOT_READ.keys()
    assert all(NOT_READ.values())
