"""Who wrote to whom, where a name may itself hold the word that stands between the two."""

# ruff: noqa: RUF001 (words and signs of many scripts, as clients write them)
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from provider_bridge.providers.zoom.text.chat_heading import is_group

if TYPE_CHECKING:
    from provider_bridge.providers.zoom.text.chat_heading import Heading

__all__ = ["Names"]

_COMMA: Final = re.compile(r"\s{0,3}[,、，]\s{0,3}")
_BETWEEN: Final = ", "
_MOST_COMMAS: Final = 3


class Names:
    """The names that one file shows beyond doubt."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._with_comma: set[str] = set()
        self._groups: dict[str, bool] = {}
        self._chosen: dict[tuple[tuple[str, str], ...], tuple[str, str]] = {}

    def learn(self, heading: Heading) -> None:
        """Take note of a heading's names where they are certain."""
        if not heading.understood or heading.splits:
            return
        for name in (heading.sender, heading.recipient):
            if name and name not in self._known:
                self._known.add(name)
                self._chosen.clear()
                if _BETWEEN in name:
                    self._with_comma.add(name)

    def split(self, heading: Heading) -> tuple[str, str]:
        """Return sender and recipient; of several splits the one with most known names, then the first."""
        if not heading.splits:
            return heading.sender, heading.recipient
        chosen = self._chosen.get(heading.splits)
        if chosen is None:
            chosen = self._chosen[heading.splits] = max(heading.splits, key=self._likely)
        return chosen

    def _likely(self, pair: tuple[str, str]) -> int:
        sender, recipient = pair
        return (sender in self._known) + (recipient in self._known or self._is_group(recipient))

    def _is_group(self, name: str) -> bool:
        if name not in self._groups:
            self._groups[name] = is_group(name)
        return self._groups[name]

    def listed(self, text: str) -> list[str]:
        """Return the names of a list with commas; a known name may hold commas itself."""
        parts = _COMMA.split(text.strip())
        if not self._with_comma:
            return [name for name in parts if name]
        found: list[str] = []
        place = 0
        while place < len(parts):
            widths = range(min(len(parts) - place, _MOST_COMMAS + 1), 1, -1)
            width = next((each for each in widths if _BETWEEN.join(parts[place : place + each]) in self._with_comma), 1)
            found.append(_BETWEEN.join(parts[place : place + width]))
            place += width
        return [name for name in found if name]
