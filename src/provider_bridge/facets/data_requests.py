"""Export and erasure of all data of a person, carried out by the vendor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Literal

    from provider_bridge.domain.ids import FileId, RequestId
    from provider_bridge.domain.requests import AcceptedRequest, DataRequest, DataRequestFile, OneTimeUrl

__all__ = [
    "DataRequestsApi",
    "HasDataRequests",
    "has_data_requests",
]


class DataRequestsApi(Facet[F]):
    """Export and erasure of all data of a person, carried out by the vendor."""

    @paged
    def list(self) -> Paged[DataRequest]:
        """List the account's data requests. Personal data: whose data it is, and who asked for it."""
        return self.refuse("list")

    @operation
    def get(self, request: RequestId) -> Flow[tuple[DataRequestFile, ...]]:
        """Return the files of an export. Personal data: names of files."""
        return self.refuse("get")

    @operation
    def file_url(self, file: FileId) -> Flow[OneTimeUrl]:
        """Return an address from which a file can be fetched once. It is a secret."""
        return self.refuse("file_url")

    @operation
    def add_export(self, emails: Sequence[str], *, since: date, until: date) -> Flow[tuple[AcceptedRequest, ...]]:
        """Ask the vendor to put together everything it holds of these people from a period."""
        return self.refuse("add_export")

    @operation
    def add_erasure(
        self, emails: Sequence[str], *, confirm: Literal["erase everything"]
    ) -> Flow[tuple[AcceptedRequest, ...]]:
        """Ask the vendor to erase ALL data of these people. An accepted request proves nothing yet."""
        return self.refuse("add_erasure")

    @operation
    def cancel(self, request: RequestId) -> Flow[DataRequest]:
        """Cancel an erasure that is not carried out yet, and return it as it is listed afterwards."""
        return self.refuse("cancel")


class HasDataRequests(Account[F], Protocol[F]):
    """An account whose provider hands out or erases all data of a person on request."""

    @property
    def data_requests(self) -> DataRequestsApi[F]: ...


def has_data_requests(account: Account[F]) -> TypeIs[HasDataRequests[F]]:
    """Whether the provider hands out or erases all data of a person on request."""
    return has(account, "data_requests")
