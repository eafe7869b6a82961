"""Export and erasure of all data of a person, carried out by the vendor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
    from datetime import date
    from typing import Literal

    from provider_bridge.domain.ids import FileId, RequestId
    from provider_bridge.domain.requests import AcceptedRequest, DataRequest, DataRequestFile, OneTimeUrl

__all__ = [
    "AsyncDataRequestsApi",
    "AsyncHasDataRequests",
    "DataRequestsApi",
    "HasDataRequests",
    "async_has_data_requests",
    "has_data_requests",
]


class DataRequestsApi(Protocol):
    """Export and erasure of all data of a person, carried out by the vendor."""

    def list(self) -> Iterator[DataRequest]:
        """List the account's data requests. Personal data: whose data it is, and who asked for it."""
        ...

    def get(self, request: RequestId) -> tuple[DataRequestFile, ...]:
        """Return the files of an export. Personal data: names of files."""
        ...

    def file_url(self, file: FileId) -> OneTimeUrl:
        """Return an address from which a file can be fetched once. It is a secret."""
        ...

    def add_export(self, emails: Sequence[str], *, since: date, until: date) -> tuple[AcceptedRequest, ...]:
        """Ask the vendor to put together everything it holds of these people from a period."""
        ...

    def add_erasure(
        self, emails: Sequence[str], *, confirm: Literal["erase everything"]
    ) -> tuple[AcceptedRequest, ...]:
        """Ask the vendor to erase ALL data of these people. An accepted request proves nothing yet."""
        ...

    def cancel(self, request: RequestId) -> DataRequest:
        """Cancel an erasure that is not carried out yet, and return it as it is listed afterwards."""
        ...


class AsyncDataRequestsApi(Protocol):
    """Export and erasure of all data of a person, carried out by the vendor."""

    def list(self) -> AsyncIterator[DataRequest]:
        """List the account's data requests. Personal data: whose data it is, and who asked for it."""
        ...

    def get(self, request: RequestId) -> Awaitable[tuple[DataRequestFile, ...]]:
        """Return the files of an export. Personal data: names of files."""
        ...

    def file_url(self, file: FileId) -> Awaitable[OneTimeUrl]:
        """Return an address from which a file can be fetched once. It is a secret."""
        ...

    def add_export(self, emails: Sequence[str], *, since: date, until: date) -> Awaitable[tuple[AcceptedRequest, ...]]:
        """Ask the vendor to put together everything it holds of these people from a period."""
        ...

    def add_erasure(
        self, emails: Sequence[str], *, confirm: Literal["erase everything"]
    ) -> Awaitable[tuple[AcceptedRequest, ...]]:
        """Ask the vendor to erase ALL data of these people. An accepted request proves nothing yet."""
        ...

    def cancel(self, request: RequestId) -> Awaitable[DataRequest]:
        """Cancel an erasure that is not carried out yet, and return it as it is listed afterwards."""
        ...


class HasDataRequests(Account, Protocol):
    """An account whose provider hands out or erases all data of a person on request."""

    @property
    def data_requests(self) -> DataRequestsApi: ...


class AsyncHasDataRequests(AsyncAccount, Protocol):
    """An account whose provider hands out or erases all data of a person on request."""

    @property
    def data_requests(self) -> AsyncDataRequestsApi: ...


def has_data_requests(account: Account) -> TypeIs[HasDataRequests]:
    """Whether the provider hands out or erases all data of a person on request."""
    return has(account, "data_requests")


def async_has_data_requests(account: AsyncAccount) -> TypeIs[AsyncHasDataRequests]:
    """Whether the provider hands out or erases all data of a person on request."""
    return has(account, "data_requests")
