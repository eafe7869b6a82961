"""Reading the files that hold a secret: private, of this user or of root, and of a text that can be sent."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from provider_bridge.core.credentials import credential_problem, trimmed
from provider_bridge.errors import MissingCredential
from provider_bridge.runners.text_files import FOREIGN, READABLE, read_text, shown_path

__all__ = ["read_private", "read_secret"]


def read_private(path: Path) -> str:
    """Return a secret file's text, or raise ``MissingCredential`` when others can read it or it is not there."""
    found = read_text(path)
    if found.problem:
        raise MissingCredential(f"{shown_path(path)} cannot be read: {found.problem}")
    if found.exposure == FOREIGN:
        raise MissingCredential(f"{shown_path(path)} {FOREIGN}; it must belong to the user that runs this, or to root")
    if found.exposure:
        raise MissingCredential(f"{shown_path(path)} {READABLE}; make it private with: chmod 600 {shown_path(path)}")
    return found.text


def read_secret(path: Path) -> SecretStr:
    """Return the secret in a file, or raise ``MissingCredential`` when there is none that could be sent."""
    secret = SecretStr(trimmed(read_private(path)))
    problem = credential_problem(secret.get_secret_value())
    if problem:
        raise MissingCredential(f"{shown_path(path)} {problem}")
    return secret
