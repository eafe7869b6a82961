"""The simulated Zoom's data requests. An export is ready after ten minutes; an erasure begins after thirty.

An erasure here runs through its states and erases nothing of the rest of the simulated account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Made, Refusal, Route
from provider_bridge.sandbox.zoom.common import invalid, required, time_text
from provider_bridge.sandbox.zoom.paging import page

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "DataRequests"]

_MOST: Final = 10
_LARGEST_PAGE: Final = 10
_LARGEST_FILE_PAGE: Final = 6
_FILES: Final = 2
_STEPS: Final = {"EXPORT": (timedelta(minutes=1), timedelta(minutes=10)), "DELETE": (timedelta(minutes=30),) * 2}
"""How long after it was asked for a request is taken up, and how much later it is done."""


_BODY: Final = {"request_type": str, "emails": [str], "start_date": str, "end_date": str, "data_type": [str]}


@dataclass(slots=True)
class Kept:
    """A request for one person's data."""

    id: str
    kind: str
    email: str
    at: datetime
    cancelled: bool = False

    def state(self, now: datetime) -> str:
        if self.cancelled:
            return "Canceled"
        begins, takes = _STEPS[self.kind]
        if now < self.at + begins:
            return "Pending"
        return "Processing" if now < self.at + begins + takes else "Completed"

    def files(self, world: World, now: datetime) -> list[str]:
        done = self.kind == "EXPORT" and self.state(now) == "Completed"
        return [world.key("export file", self.id, number) for number in range(_FILES)] if done else []


class DataRequests:
    """The account's requests, oldest first, and how many addresses of files were handed out."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.requests: list[Kept] = []
        self.urls = 0

    def find(self, key: str, refusal: Refusal) -> Kept:
        for each in self.requests:
            if each.id == key:
                return each
        raise refusal

    def running(self) -> bool:
        now = self.world.now()
        return any(each.state(now) in {"Pending", "Processing"} for each in self.requests)


def _list(world: World, ask: Ask) -> Answer:
    requests = world.part(DataRequests).requests
    listed = page(world, ask, requests, _LARGEST_PAGE, usual=_LARGEST_PAGE)
    return {
        "total_records": listed.total,
        "records": [_record(world, each) for each in listed.rows],
        "next_page_token": listed.token,
    }


def _record(world: World, kept: Kept) -> dict[str, Any]:
    now, owner = world.now(), world.people["active"][0]
    return {
        "request_id": kept.id,
        "request_type": kept.kind,
        "created_at": time_text(kept.at),
        "requestor_user_id": owner.id,
        "requestor_name": f"{owner.first_name} {owner.last_name}",
        "account_id": world.account_id,
        "user_identifier": kept.email,
        "data_type": ["ALL"],
        "state": kept.state(now),
        "files_count": len(kept.files(world, now)),
        "start_at": time_text(kept.at),
        "end_at": time_text(kept.at + sum(_STEPS[kept.kind], timedelta())),
        "is_current_user": True,
    }


def _add(world: World, ask: Ask) -> Answer:
    part = world.part(DataRequests)
    kind, emails = required(ask, "request_type"), required(ask, "emails")
    if kind not in _STEPS:
        raise invalid("request_type")
    if kind == "EXPORT" and not required(ask, "start_date") < required(ask, "end_date"):
        raise invalid("start_date")
    if not emails or not all("@" in each for each in emails):
        raise invalid("emails")
    if len(emails) > _MOST:
        raise Refusal(400, 200, "You can only input up to 10 emails in one request.")
    unknown = [each for each in emails if each.casefold() not in world.person_by_id]
    if unknown:
        text = f"Invalid email accounts detected. Please remove the following emails and try again {unknown}"
        raise Refusal(400, 14111, text)
    if part.running():
        text = "You can only have one data request in process at a time. Wait until your current request is completed."
        raise Refusal(409, 14114, text)
    made: list[dict[str, str]] = []
    for email in emails:
        kept = Kept(world.digits("data request", len(part.requests)), kind, email, world.now())
        part.requests.append(kept)
        made.append({"email": email, "request_id": kept.id})
    return Made(201, {"data": made})


def _files(world: World, ask: Ask) -> Answer:
    missing = Refusal(404, 14103, "Unable to download data. Please try again later.")
    kept = world.part(DataRequests).find(ask.path["requestId"], missing)
    if kept.kind != "EXPORT":
        raise Refusal(400, 14115, "Invalid parameters.")
    files = kept.files(world, world.now())
    listed = page(world, ask, files, _LARGEST_FILE_PAGE, usual=_LARGEST_FILE_PAGE)
    return {
        "total_records": listed.total,
        "request_type": "EXPORT",
        "file_records": [
            {
                "file_id": each,
                "file_name": f"EXPORT_{each[:8]}.zip",
                "size": "15667",
                "created_at": time_text(kept.at + sum(_STEPS["EXPORT"], timedelta())),
            }
            for each in listed.rows
        ],
        "next_page_token": listed.token,
    }


def _url(world: World, ask: Ask) -> Answer:
    part, now = world.part(DataRequests), world.now()
    if not any(ask.path["fileId"] in each.files(world, now) for each in part.requests):
        raise Refusal(404, 14103, "Unable to download data. Please try again later.")
    part.urls += 1
    return {"download_url": f"https://example.test/data/{world.key('export url', ask.path['fileId'], part.urls)}"}


def _cancel(world: World, ask: Ask) -> Answer:
    missing = Refusal(404, 14105, "Unable to cancel data request. Please try again later.")
    kept = world.part(DataRequests).find(ask.path["requestId"], missing)
    if kept.kind != "DELETE" or kept.cancelled:
        raise missing
    if kept.state(world.now()) != "Pending":
        raise Refusal(422, 14106, "Your data request is processing, and can no longer be canceled.")
    kept.cancelled = True
    return Made(204)


ROUTES: Final = (
    Route("/data_requests/requests", "Medium", ("data_request:read:history:admin",), _list),
    Route("/data_requests/requests", "Medium", ("data_request:write:request:admin",), _add, "POST", _BODY),
    Route("/data_requests/requests/{requestId}", "Medium", ("data_request:read:download:admin",), _files),
    Route("/data_requests/requests/{requestId}", "Medium", ("data_request:delete:request:admin",), _cancel, "DELETE"),
    Route("/data_requests/files/{fileId}/url", "Medium", ("data_request:read:download:admin",), _url),
)
