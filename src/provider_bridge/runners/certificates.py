"""Which certificate authorities are trusted: those of the package certifi, or those that the environment names."""

from __future__ import annotations

import functools
import os
import ssl
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from provider_bridge.errors import ConfigurationError
from provider_bridge.runners.os_support import FOLLOWING
from provider_bridge.runners.text_files import os_reason, path_problem

__all__ = ["forget", "trusted"]

_VARIABLES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""In the order in which they win; those behind the first two are what people have set for other programs."""

_FOLDERS: Final = frozenset({"SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"})
_ONLY_FOLDERS: Final = frozenset({"SSL_CERT_DIR"})
_KEY_LOG: Final = "SSLKEYLOGFILE"
_LARGEST: Final = 16 * 1024 * 1024


class _Source(NamedTuple):
    """What the environment names, and the state of it, so that a renewed file is read anew."""

    variable: str
    path: str
    folder: bool = False
    changed: int = 0


def trusted(usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Return what decides whom to trust, as the environment says now; ``usual`` where it says nothing.

    Raises ``ConfigurationError`` with the variable's name where it names nothing that can be used: going on with
    other authorities would trust whom the administrator does not.
    """
    _check_key_log()
    return _context(_source(), os.environ.get(_KEY_LOG, ""), usual)


def forget() -> None:
    """Have whom to trust found out anew: a forked child shares nothing of OpenSSL with its parent."""
    _context.cache_clear()


def _refused(variable: str, what: str) -> ConfigurationError:
    must = "a folder of certificates" if variable in _ONLY_FOLDERS else "a PEM file with certificates of authorities"
    return ConfigurationError(f"{variable} must name {must}: {what}; correct the variable or unset it")


def _source() -> _Source:
    """Return the variable that wins, empty ones being as good as unset."""
    for variable in _VARIABLES:
        path = os.environ.get(variable, "")
        if path:
            return _looked_at(variable, path)
    return _Source("", "")


def _looked_at(variable: str, path: str) -> _Source:
    if not path.strip():
        raise _refused(variable, "it is blank")
    problem = path_problem(path)
    if problem:
        raise _refused(variable, problem)
    if variable in _ONLY_FOLDERS:
        return _folders(variable, path)
    try:
        found = Path(path).stat()
    except OSError as error:
        problem = os_reason(error)
    else:
        folder = stat.S_ISDIR(found.st_mode)
        if folder and variable in _FOLDERS:
            return _folders(variable, path)
        if folder:
            problem = "it is a folder"
        elif not stat.S_ISREG(found.st_mode):
            problem = "it must be a regular file"
        elif found.st_size > _LARGEST:
            problem = f"it is larger than {_LARGEST // 1024 // 1024} MiB"
        else:
            return _Source(variable, path, changed=found.st_mtime_ns ^ found.st_size)
    raise _refused(variable, problem)


def _folders(variable: str, path: str) -> _Source:
    """Accept folders of which one at least has something in it; OpenSSL would say nothing, and trust no one."""
    for each in path.split(os.pathsep):
        try:
            with os.scandir(each) as found:
                if next(found, None) is not None:
                    return _Source(variable, path, folder=True)
        except OSError:
            continue
    raise _refused(variable, "there is no such folder, or it is empty")


@functools.lru_cache(maxsize=8)
def _context(source: _Source, key_log: str, usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:  # noqa: ARG001 (Python's ssl reads the log's name itself)
    """Return what trusts a source; it is slow to make, so it is kept."""
    if not source.variable:
        return usual()
    problem = "it holds no certificate"
    try:
        if source.folder:
            return ssl.create_default_context(capath=source.path)
        context = ssl.create_default_context(cafile=source.path)
        if context.cert_store_stats()["x509"]:
            return context
    except ssl.SSLError:
        problem = "it holds no certificate, or is not PEM"
    except OSError as error:
        problem = os_reason(error)
    raise _refused(source.variable, problem)


def _check_key_log() -> None:
    """See that Python's ssl, which honours this variable, can write there: its own error names nothing."""
    path = os.environ.get(_KEY_LOG, "")
    if not path:
        return
    problem = path_problem(path)
    try:
        if not problem:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | FOLLOWING
            os.close(os.open(path, flags, 0o600))
    except OSError as error:
        problem = os_reason(error)
    if problem:
        raise ConfigurationError(f"{_KEY_LOG} must name a file that can be written: {problem}; correct it or unset it")
