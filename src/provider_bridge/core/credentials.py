"""What a credential must be as text, checked where it is read: an encoder's own error would hold all of it."""

from __future__ import annotations

from typing import Any, Final, cast

__all__ = ["Unshown", "credential_problem", "trimmed", "unshown"]

LONGEST: Final = 8192
"""What fits into a request's header with every server."""

_BYTE_ORDER_MARK: Final = "\ufeff"


def trimmed(text: str) -> str:
    """Return a value without the byte order mark, white space and line ends that editors and shells add around it."""
    return text.removeprefix(_BYTE_ORDER_MARK).strip()


def credential_problem(text: str) -> str:
    """Return what is wrong with a client id or a secret, ``""`` when nothing is.

    OAuth allows one line of printable ASCII (RFC 6749, appendix A). The answer can end a sentence, and holds nothing
    of the text.
    """
    if not text:
        return "is empty"
    if len(text) > LONGEST:
        return f"is longer than {LONGEST:,} characters"
    if any(line_end in text for line_end in "\r\n\v\f\x85\u2028\u2029"):
        return "has several lines, where it must have one"
    if not text.isascii():
        return "must be ASCII text, and holds another character, such as a curly quote or a byte order mark"
    if not text.isprintable():
        return "must be printable ASCII text, and holds a control character, such as NUL"
    return ""


class Unshown(str):
    """A text that may be a secret: it is used as any other, and a traceback with the values of frames has dots."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


def unshown(tree: Any) -> Any:
    """Return what a parser read with every text in it ``Unshown``: a secret can stand under any key."""
    if isinstance(tree, str):
        return Unshown(tree)
    if isinstance(tree, dict):
        return {key: unshown(value) for key, value in cast("dict[str, Any]", tree).items()}
    items: Any = tree
    return [unshown(each) for each in items] if isinstance(tree, list) else tree
