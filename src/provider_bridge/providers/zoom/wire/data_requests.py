"""Zoom's own export and erasure by e-mail address: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.decode import Key, MaybeFlag, MaybeInt, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import MEDIUM, TokenPage, endpoint

__all__ = [
    "ACCEPTED",
    "ADD",
    "CANCEL",
    "ENDPOINTS",
    "FILES",
    "FILE_PAGE",
    "FILE_URL",
    "REQUESTS",
    "REQUEST_PAGE",
    "URL",
    "ExportFileRow",
    "RequestRow",
]

_PAGE: Final = "accounts/#tag/data-requests"
_DOWNLOAD: Final = ("data_request:read:download:admin", "data_request:read:admin", "data_request:write:admin")

REQUESTS = endpoint(
    "GET",
    "/data_requests/requests",
    MEDIUM,
    ("data_request:read:history:admin", "data_request:read:admin", "data_request:write:admin"),
    page=_PAGE,
    expects="records",
)
ADD = endpoint(
    "POST",
    "/data_requests/requests",
    MEDIUM,
    ("data_request:write:request:admin", "data_request:write:admin"),
    page=_PAGE,
    expects="data",
)
FILES = endpoint("GET", "/data_requests/requests/{requestId}", MEDIUM, _DOWNLOAD, page=_PAGE, expects="file_records")
CANCEL = endpoint(
    "DELETE",
    "/data_requests/requests/{requestId}",
    MEDIUM,
    ("data_request:delete:request:admin", "data_request:write:admin"),
    page=_PAGE,
)
FILE_URL = endpoint("GET", "/data_requests/files/{fileId}/url", MEDIUM, _DOWNLOAD, page=_PAGE, expects="download_url")

ENDPOINTS: Final = (REQUESTS, ADD, FILES, CANCEL, FILE_URL)


class RequestRow(WireModel):
    request_id: Key
    request_type: OpenText = None
    state: OpenText = None
    created_at: UtcTime = None
    start_at: UtcTime = None
    end_at: UtcTime = None
    files_count: MaybeInt = None
    data_type: tuple[str, ...] | None = None
    requestor_user_id: OpenText = None
    requestor_name: OpenText = None
    user_identifier: OpenText = None
    is_current_user: MaybeFlag = None
    failed_reason: OpenText = None


class RequestPage(TokenPage):
    records: tuple[RequestRow, ...]


class AcceptedRow(WireModel):
    email: OpenText = None
    request_id: OpenText = None


class Accepted(WireModel):
    data: tuple[AcceptedRow, ...]


class ExportFileRow(WireModel):
    file_id: Key
    file_name: OpenText = None
    size: MaybeInt = None
    created_at: UtcTime = None


class FilePage(TokenPage):
    file_records: tuple[ExportFileRow, ...]


class Url(WireModel):
    download_url: str


REQUEST_PAGE: Final = TypeAdapter(RequestPage)
ACCEPTED: Final = TypeAdapter(Accepted)
FILE_PAGE: Final = TypeAdapter(FilePage)
URL: Final = TypeAdapter(Url)
