"""A filter for log records that keeps secrets and persons out of them."""

from __future__ import annotations

import logging
import re
import traceback
from typing import Final

__all__ = ["RedactingFilter", "redacted"]

_URL: Final = re.compile(r"""\b(https?|redis|rediss)://(?:[^\s/@'"<>]*@)?([^\s/?#'"<>]+)[^\s'"<>]*""", re.IGNORECASE)
_ENDS: Final = r"""\s<>()\[\]'",;:=/?&@"""  # what no address goes on behind
_MAIL: Final = re.compile(rf"(?:(?<![^{_ENDS}])|(?<=%40))(?:[^{_ENDS}%]|%(?!40))++(?:@|%40)[^{_ENDS}]+")
_HEADER: Final = re.compile(
    r"""\b((?:proxy-)?authorization|(?:set-)?cookie)(\\?["']?\s*[=:]\s*\\?["']?)(?:(Bearer|Basic)\s+)?[^\r\n"']+""",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(r"\b(Bearer|Basic)\s+(?!…)[^\s'\",]+", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"""
    (?P<name>
        (?: token|secret|password|passcode|passwd|pwd|api_?key|verifier | \b (?: code|zak|tk|pat ) ) \b
    )
    (?P<between> \\?["']? \s* (?:=|:|%3D) \s* | \\?["'] , \s* )
    (?: (?P<quote> \\?["'] ) [^"'\\]* | [^\s"'&,;)}\]\\]+ )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_JWT: Final = re.compile(r"(?<![\w-])eyJ[\w-]{8,4000}(?:\.[\w-]{1,8000}){1,2}")
_PHONE: Final = re.compile(r"(?<![\w.:-])\+\d[\d ()/-]{6,30}\d")


def redacted(text: str) -> str:
    """Return a text without addresses, credentials and telephone numbers; of a URL its scheme and host are left."""
    text = _URL.sub(r"\1://\2/…", text)
    text = _HEADER.sub(lambda found: f"{found[1]}{found[2]}{f'{found[3]} ' if found[3] else ''}…", text)
    text = _SCHEME.sub(r"\1 …", text)
    text = _NAMED.sub(lambda found: f"{found['name']}{found['between']}{found['quote'] or ''}…", text)
    text = _JWT.sub("…", text)
    text = _MAIL.sub("…@…", text)
    return _PHONE.sub("+…", text)


class RedactingFilter(logging.Filter):
    """Takes e-mail addresses, URLs' paths and queries, credentials and telephone numbers out of log records.

    The logger ``provider_bridge`` has it. Give it to a handler, and it cleans what other libraries log as well, such
    as httpx, which logs whole URLs::

        handler.addFilter(pb.RedactingFilter())

    It lets every record through. Names of people cannot be told from other words: they are not found.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean a record, the text of its traceback too."""
        try:
            said = record.getMessage()
        except Exception:  # noqa: BLE001 (a record that cannot be put together is its author's mistake)
            said = f"a log record that cannot be put together ({record.module}:{record.lineno})"
        record.msg, record.args = redacted(said), ()
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = redacted("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"))
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = redacted(record.exc_text)
        if record.stack_info:
            record.stack_info = redacted(record.stack_info)
        return True
