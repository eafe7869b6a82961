"""Who wrote to whom, where a name may itself hold the word that stands between the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["Heading", "Names"]

_EVERYONE: Final = "Everyone"
_GROUPS: Final = (_EVERYONE, "Hosts and panelists", "All panelists")
_DIRECT: Final = "(Direct Message)"
_PRIVATELY: Final = " (Privately)"
_BETWEEN: Final = " to "


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands before the words of a message.

    ``sender`` is certain unless ``open_text`` holds both names with one or more `` to `` in it.
    """

    sender: str = ""
    recipient: str = ""
    open_text: str = ""
    everyone: bool = False
    addressed: bool = False
    """Whether the recipient is a known group, or marked as a person."""

    @classmethod
    def between(cls, sender: str, recipient: str) -> Heading:
        """Return a heading whose two names are known apart."""
        plain = recipient.removesuffix(_DIRECT)
        direct = plain != recipient
        known = not direct and recipient in _GROUPS
        return cls(sender, plain, everyone=not direct and recipient == _EVERYONE, addressed=direct or known)

    @classmethod
    def of(cls, text: str) -> Heading:
        """Return the heading of ``NAME to NAME``; what follows the last `` to `` decides when it is a known group."""
        for group in _GROUPS:
            sender = text.removesuffix(_BETWEEN + group)
            if sender != text:
                return cls.between(sender, group)
        plain = text.removesuffix(_DIRECT)
        return cls._open(plain, marked=plain != text)

    @classmethod
    def once_private(cls, text: str) -> Heading:
        """Return the heading of the oldest files: one name, which means everyone, or two and ``(Privately)``."""
        plain = text.removesuffix(_PRIVATELY)
        if plain == text or _BETWEEN not in plain:
            return cls(plain, everyone=plain == text, addressed=plain != text)
        return cls._open(plain, marked=True)

    @classmethod
    def _open(cls, text: str, *, marked: bool) -> Heading:
        sender, _, recipient = text.partition(_BETWEEN)
        if _BETWEEN in recipient:
            return cls(open_text=text, addressed=marked)
        return cls(sender, recipient, addressed=marked)


class Names:
    """The names that one file shows beyond doubt."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def learn(self, heading: Heading) -> None:
        """Take note of a heading's names where they are certain."""
        if heading.open_text:
            return
        self._known.add(heading.sender)
        if heading.recipient and not heading.everyone:
            self._known.add(heading.recipient)

    def split(self, heading: Heading) -> tuple[str, str]:
        """Return sender and recipient; of several splits the one with most known names, then the first."""
        if not heading.open_text:
            return heading.sender, heading.recipient
        parts = heading.open_text.split(_BETWEEN)
        splits = [(_BETWEEN.join(parts[:cut]), _BETWEEN.join(parts[cut:])) for cut in range(1, len(parts))]
        return max(splits, key=lambda pair: (pair[0] in self._known) + (pair[1] in self._known))
