"""Zoom's own export and erasure of everything it holds of a person, asked for by e-mail address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.decode import as_utc, decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import Page, to_list
from provider_bridge.core.listing.periods import period
from provider_bridge.core.listing.stable import ALWAYS
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.domain.ids import FileId, HostId, RequestId
from provider_bridge.domain.requests import AcceptedRequest, DataRequest, DataRequestFile, OneTimeUrl
from provider_bridge.errors import BadRequest, Conflict, InvalidInput, NotFound
from provider_bridge.facets.data_requests import DataRequestsApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.listing import all_rows, page_of, rows

__all__ = ["CONFIRMATION", "DataRequests"]

_WIRE: Final = wire.data_requests


CONFIRMATION: Final = "erase everything"
"""What ``add_erasure`` wants to hear."""

_MOST: Final = 10
_LONGEST: Final = 127
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+")
_LIFE: Final = timedelta(minutes=5)
_PAGE_SIZE: Final = "10"
_FILES_PAGE_SIZE: Final = "6"
_KINDS: Final = {"EXPORT": "export", "DELETE": "erasure", "DELETION": "erasure"}
_STATES: Final = {
    "Pending": "pending",
    "Processing": "processing",
    "Canceled": "cancelled",
    "Completed": "completed",
    "Failed": "failed",
}


def _request(row: wire.data_requests.RequestRow) -> DataRequest:
    kind, state = row.request_type or "", row.state or ""
    return DataRequest(
        id=RequestId(row.request_id),
        kind=_KINDS.get(kind, kind),
        state=_STATES.get(state, state),
        created_at=row.created_at,
        start=row.start_at,
        end=row.end_at,
        files=row.files_count,
        scope=row.data_type or (),
        requested_by=HostId(row.requestor_user_id) if row.requestor_user_id else None,
        own=row.is_current_user,
        person=row.user_identifier or "",
        requested_by_name=row.requestor_name or "",
        failure=row.failed_reason or "",
    )


def _requests() -> Paged[DataRequest]:
    def parse(reply: Reply) -> Page[DataRequest]:
        page = decode(_WIRE.REQUEST_PAGE, reply)
        return page_of(page.records, _request, page)

    # a request is of one person each; the person is in the key in case that Zoom ever shows one of several
    return rows(
        _WIRE.REQUESTS, {}, {}, parse, key=lambda each: (each.id, each.person), page_size=_PAGE_SIZE, settles=ALWAYS
    )


def _files(page: wire.data_requests.FilePage) -> list[DataRequestFile]:
    return [
        DataRequestFile(FileId(row.file_id), row.size, row.created_at, row.file_name or "") for row in page.file_records
    ]


def _people(emails: Sequence[str]) -> list[str]:
    """Return the addresses as they are sent, or say what is wrong without quoting any."""
    if isinstance(emails, str):
        raise InvalidInput("emails is a list of addresses, even for one person")
    people = [each.strip() for each in emails]
    if not people:
        raise InvalidInput("emails is empty: name at least one person")
    if len(people) > _MOST:
        raise InvalidInput(f"emails names {len(people)} people, and Zoom takes ten at most in one request")
    for place, person in enumerate(people, start=1):
        if not _ADDRESS.fullmatch(person) or len(person) > _LONGEST:
            raise InvalidInput(f"number {place} of emails is no e-mail address of fewer than 128 characters")
    if len({person.casefold() for person in people}) < len(people):
        raise InvalidInput("emails names somebody twice")
    return people


def _hand_in(people: list[str], body: dict[str, Any]) -> Flow[tuple[AcceptedRequest, ...]]:
    reply: Reply = yield Call(_WIRE.ADD, body={**body, "emails": people})
    accepted = decode(_WIRE.ACCEPTED, reply).data
    ids = {(row.email or "").strip().casefold(): row.request_id for row in accepted}
    return tuple(
        AcceptedRequest(RequestId(found) if (found := ids.get(person.casefold())) else None, person)
        for person in people
    )


class DataRequests(DataRequestsApi[F]):
    """Requests to Zoom for all data of a person."""

    @paged(_WIRE.REQUESTS, note="every request of the account")
    def list(self) -> Paged[DataRequest]:
        """List the account's data requests, exports and erasures, with their state.

        Raises ``ListingIncomplete`` when Zoom announces more than it lists. Personal data: whose data it is (e-mail
        address or telephone number), who asked for it, and the reason of a failure.
        """
        yield from _requests()

    @operation(_WIRE.FILES, note="the files of an export")
    def get(self, request: RequestId) -> Flow[tuple[DataRequestFile, ...]]:
        """Return the files of an export; there are none until it is completed.

        Raises ``NotFound`` when Zoom cannot hand them out, which proves nothing about what is stored. Personal data:
        names of files.
        """
        path = {"requestId": _named(request)}
        found = yield from all_rows(_WIRE.FILES, path, {}, _WIRE.FILE_PAGE, _files, page_size=_FILES_PAGE_SIZE)
        return tuple(found)

    @operation(_WIRE.FILE_URL, note="an address that works once, for five minutes")
    def file_url(self, file: FileId) -> Flow[OneTimeUrl]:
        """Return an address from which a file of an export can be fetched once, within five minutes.

        Whoever has the address gets the person's data: it is a secret, and no ``repr`` shows it. Asking again gives
        another one. Raises ``NotFound`` or ``Forbidden`` when Zoom cannot hand the file out. Personal data: none, but
        the address opens all of it.
        """
        reply: Reply = yield Call(_WIRE.FILE_URL, {"fileId": _named(file)})
        return OneTimeUrl(reply.observed_at + _LIFE, decode(_WIRE.URL, reply).download_url)

    @operation(_WIRE.ADD, note="up to ten people at once, one request at a time")
    def add_export(self, emails: Sequence[str], *, since: date, until: date) -> Flow[tuple[AcceptedRequest, ...]]:
        """Ask Zoom to put together everything it holds of up to ten people from ``since`` to ``until``.

        Returns one id for each person; the export itself takes its time, see ``list`` and ``get``. Only one request
        runs at a time: ``Conflict`` (code 14114) otherwise. Raises ``BadRequest`` (code 14111) when somebody is not of
        this account, ``InvalidInput`` for addresses and times that cannot be meant. A call that was cut off is not
        repeated: look into ``list`` first. Personal data: the addresses that were given.
        """
        people = _people(emails)
        within = period(since, until)
        if within.since is None or within.until is None:
            raise InvalidInput("since and until have to be given")
        asked = {"start_date": _text(within.since), "end_date": _text(within.until)}
        return (yield from _hand_in(people, {"request_type": "EXPORT", **asked}))

    @operation(_WIRE.ADD, note="all data of up to ten people; can be cancelled for 30 minutes")
    def add_erasure(
        self, emails: Sequence[str], *, confirm: Literal["erase everything"]
    ) -> Flow[tuple[AcceptedRequest, ...]]:
        """Ask Zoom to erase ALL data of up to ten people in this account: not of one event, but everything.

        ``confirm`` has to be exactly ``erase everything``. ``cancel`` works for 30 minutes; later there is no way back.
        Returns one id for each person. That the request is accepted, or even ``completed`` in ``list``, is Zoom's
        word and no proof: look for the person's data afterwards.

        Raises as ``add_export`` does, and ``InvalidInput`` without the confirmation. Zoom's documents call the request
        both DELETE and DELETION: the second is sent only when Zoom says that it does not know the first. Personal data:
        the addresses that were given.
        """
        people = _people(emails)
        if confirm != CONFIRMATION:
            raise InvalidInput(f"this erases all data of these people; say confirm={CONFIRMATION!r} if that is meant")
        try:
            return (yield from _hand_in(people, {"request_type": "DELETE"}))
        except BadRequest as error:
            if error.field != "request_type":
                raise
        return (yield from _hand_in(people, {"request_type": "DELETION"}))

    @operation(_WIRE.CANCEL, _WIRE.REQUESTS, note="an erasure, within 30 minutes; read back from the list")
    def cancel(self, request: RequestId) -> Flow[DataRequest]:
        """Cancel an erasure that was asked for less than 30 minutes ago, and return it as it is listed afterwards.

        What the list shows counts, also when Zoom refuses: an attempt whose answer got lost may have been carried out.
        Raises ``Conflict`` (code 14106) when it is being carried out already, ``Conflict`` without a code when Zoom
        accepted the cancellation but does not list the request as cancelled, ``NotFound`` when there is nothing to
        cancel. Exports cannot be cancelled. Personal data: as in ``list``.
        """
        key = _named(request)

        def cancelled() -> Flow[DataRequest | None]:
            listed = yield from to_list(_requests())
            return next((each for each in listed if each.id == key and each.state == "cancelled"), None)

        try:
            yield Call(_WIRE.CANCEL, {"requestId": key})
        except (BadRequest, Conflict, NotFound):
            found = yield from cancelled()
            if found is None:
                raise
            return found
        found = yield from poll_until(cancelled)
        if found is not None:
            return found
        what = "the cancellation was accepted, but the request is not listed as cancelled"
        raise Conflict(_WIRE.CANCEL.name, 204, what)


def _named(key: str) -> str:
    if not key.strip():
        raise InvalidInput("an id is empty")
    return key.strip()


def _text(moment: datetime) -> str:
    return f"{as_utc(moment):%Y-%m-%dT%H:%M:%SZ}"
