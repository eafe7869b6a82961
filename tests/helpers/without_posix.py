"""Hides what Windows does not have, in a fresh process of a test, before the package is imported.

``fcntl`` is hidden from every module; what ``os``, ``time`` and ``signal`` lack, from the package alone: the libraries
beneath it ask ``sys.platform``.
"""

from __future__ import annotations

import builtins
import os
import signal
import sys
import time
from types import ModuleType
from typing import Any

MODULES = frozenset({"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"})
_OS = """
O_ASYNC O_CLOEXEC O_DIRECTORY O_DSYNC O_NOATIME O_NOCTTY O_NOFOLLOW O_NONBLOCK O_PATH O_SYNC O_TMPFILE chown chroot
fchdir fchmod fchown fdatasync fork forkpty fpathconf fstatvfs getegid geteuid getgid getgroups getloadavg getpgid
getpgrp getpriority getresuid getsid getuid initgroups killpg lchown lockf mkfifo mknod nice pathconf pipe2
posix_fadvise posix_fallocate posix_spawn pread preadv pwrite pwritev readv register_at_fork sched_getaffinity
sched_yield sendfile set_blocking setegid seteuid setgid setsid setuid splice statvfs sync sysconf uname wait wait3
wait4 waitid writev
"""
_TIME = """
CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_REALTIME clock_getres clock_gettime clock_gettime_ns tzset
"""
_SIGNAL = """
ITIMER_REAL SIGALRM SIGCHLD SIGHUP SIGKILL SIGQUIT SIGUSR1 SIGUSR2 alarm pause pthread_kill setitimer
"""
LACKING = {os: frozenset(_OS.split()), time: frozenset(_TIME.split()), signal: frozenset(_SIGNAL.split())}
"""What is missing on Windows with Python 3.11, as the standard library's documentation says."""


class _Lacking(ModuleType):
    def __init__(self, whole: ModuleType) -> None:
        super().__init__(whole.__name__)
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        if name in LACKING[self._whole]:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        return getattr(self._whole, name)


def hide_fcntl() -> None:
    """Have ``import fcntl`` fail everywhere."""
    assert not any(name.partition(".")[0] == "provider_bridge" for name in sys.modules)
    sys.modules["fcntl"] = None  # type: ignore[assignment]


def hide_posix() -> None:
    """Hide ``fcntl``, and from the package all else that Windows does not have."""
    hide_fcntl()
    found = {module.__name__: _Lacking(module) for module in LACKING}
    import_usually = builtins.__import__

    def import_less(name: str, *args: Any, **options: Any) -> ModuleType:
        caller = (args[0] if args else options.get("globals")) or {}
        if str(caller.get("__name__")).partition(".")[0] == "provider_bridge":
            if name in MODULES:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            if name in found:
                return found[name]
        return import_usually(name, *args, **options)

    builtins.__import__ = import_less


HIDE = {"fcntl": hide_fcntl, "posix": hide_posix}
"""What a test can have hidden, by a word on a program's command line."""
