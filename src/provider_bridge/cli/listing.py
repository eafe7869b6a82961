"""Writing a listing: to the terminal or whole into a file, in any of the three formats."""

from __future__ import annotations

import secrets
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.cli.failures import exit_code_of, say
from provider_bridge.cli.options import Listing
from provider_bridge.cli.outputs import ESCAPING, check_path, is_special, opened_file, stdout, unwritable
from provider_bridge.cli.tables import write_table
from provider_bridge.domain.outcomes import ExitCode
from provider_bridge.errors import (
    ListingIncomplete,
    ProviderBridgeError,
    UnsupportedCapability,
)
from provider_bridge.reports.listing import write_csv, write_json
from provider_bridge.runners.private_files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from typing import IO

    from provider_bridge.domain.events import HostProblem
    from provider_bridge.facets import Account

__all__ = ["Gathering", "write_listing"]

_WHY: Final = {
    "unlicensed": "the plan or a licence is missing, so theirs, if there are any, are not shown",
    "no_such_host": "the vendor no longer knows them",
    "unreadable": "the vendor did not answer as it should",
}


class Gathering:
    """Items of one facet from several accounts; what goes wrong at one is said and does not end the others."""

    def __init__(self, accounts: Sequence[Account], facet: str, *, named: bool) -> None:
        self._accounts = accounts
        self._facet = facet
        self._named = named
        self._failures: list[ProviderBridgeError] = []
        self._problems: Counter[str] = Counter()
        self._listed = 0

    def problem(self, problem: HostProblem) -> None:
        """Take note of a host that could not be listed."""
        self._problems[problem.kind] += 1

    def items(self, listing: Callable[[Any], Iterable[Any]]) -> Iterator[tuple[dict[str, str], Any]]:
        """Yield what ``listing`` makes of each account that has the facet, with whose it is.

        An account that has it not does not fail the others, unless it was named, or none has it: an empty listing
        would say that there is nothing.
        """
        lacking: list[tuple[dict[str, str], UnsupportedCapability]] = []
        for account in self._accounts:
            owner = {"account": account.name, "provider": account.provider}
            begun = False
            try:
                getattr(account, self._facet.partition(".")[0])
                for item in listing(account):
                    begun = True
                    yield owner, item
            except UnsupportedCapability as error:  # of the facet, or of what is asked of it
                if self._named or begun:
                    yield owner, self._failed(account, error)
                else:
                    say(f"account {account.name}: {error}")
                    lacking.append((owner, error))
            except ProviderBridgeError as error:
                yield owner, self._failed(account, error)
            else:
                self._listed += 1
            for gap in self._unlisted():
                yield owner, self._failed(account, gap)
        if not self._listed and not self._failures:
            self._failures += [error for _, error in lacking]
            yield from lacking

    def _failed(self, account: Account, error: ProviderBridgeError) -> ProviderBridgeError:
        """Say and remember that an account could not be listed, wholly or in part; return the error."""
        say(f"error: account {account.name}: {error}")
        self._failures.append(error)
        return error

    def _unlisted(self) -> Iterator[ListingIncomplete]:
        """Yield one error for each kind of problem that hosts of one account had."""
        for kind, count in self._problems.items():
            what = f"{count} host{'s' if count > 1 else ''} could not be listed: {_WHY.get(kind, kind)}"
            yield ListingIncomplete(self._facet, what)
        self._problems.clear()

    def exit_code(self) -> ExitCode:
        """Return 0 when every account was listed, 5 when only some were, else what the first failure means."""
        if not self._failures:
            return ExitCode.DONE
        return ExitCode.PARTLY if self._listed else exit_code_of(self._failures[0])


def write_listing(
    items: Iterable[tuple[dict[str, str], Any]],
    kind: type,
    form: Listing,
    output: Path | None,
    shown: Sequence[str],
    *,
    wide: bool = False,
) -> None:
    """Write items of a domain type.

    Args:
        items: Each with the account and the provider it is of.
        kind: The type of the items.
        form: The format.
        output: The file; stdout where it is ``None``.
        shown: The fields that a table has, the most important first.
        wide: Whether a table has all of them even where they are empty or there is no room for them.

    """
    with _target(output) as to:
        if form is Listing.JSON:
            write_json(items, to)
        elif form is Listing.CSV:
            write_csv(items, kind, to)
        else:
            write_table(items, shown, to, wide=wide)


@contextmanager
def _target(output: Path | None) -> Generator[IO[str]]:
    """Yield where to write. A file is there whole or not at all, and private: listings name people."""
    if output is None:
        with stdout() as to:
            yield to
        return
    check_path(output)
    if is_special(output):
        with opened_file(output) as to:
            yield to
        return
    try:
        part = output.parent / f".{output.name}.{secrets.token_hex(4)}.part"  # two commands may write the same file
        with replacing(output, part, durable=False, errors=ESCAPING) as file:
            yield file
    except OSError as error:
        raise unwritable(output, error) from None
