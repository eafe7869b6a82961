"""``bridge.toml``: accounts and where their secrets are.

    [accounts.acme-zoom]
    provider = "zoom"
    account_id = "…"
    client_id = "…"
    client_secret = { env = "ACME_ZOOM_SECRET" }     # or { file = "…" } or { keyring = "service/user" }

A variable ``PROVIDER_BRIDGE_ACME_ZOOM_CLIENT_ID`` overrides ``client_id`` of ``acme-zoom``, and one with
``_FILE`` behind it names a file to read it from. A secret may stand in the file itself only when nobody else can
read the file; a secrets file must be private too.
"""

from __future__ import annotations

import importlib
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import SecretStr, ValidationError

from provider_bridge.core.decode import as_object
from provider_bridge.core.provider import AccountSettings, ProviderSpec
from provider_bridge.errors import ConfigurationError, MissingCredential
from provider_bridge.registry import load_provider
from provider_bridge.runners.stores import read_private

__all__ = ["AccountConfig", "load_config", "parse_config"]

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_SOURCES: Final = frozenset({"env", "file", "keyring"})
_PATHS: Final = ("token_file",)


@dataclass(frozen=True, slots=True)
class AccountConfig:
    """One account: its name, its provider, its settings, and the files that secrets came from, by key."""

    name: str
    spec: ProviderSpec
    settings: AccountSettings = field(repr=False)
    sources: Mapping[str, str]


def load_config(path: str | os.PathLike[str], environ: Mapping[str, str] | None = None) -> tuple[AccountConfig, ...]:
    """Read a configuration file; every mistake is a ``ConfigurationError`` that names line and key."""
    file = Path(path)
    try:
        with file.open("rb") as handle:
            private = not os.fstat(handle.fileno()).st_mode & _OTHERS
            text = handle.read().decode()
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror or 'unreadable'}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{file} is not UTF-8 text") from None
    return parse_config(text, str(file), folder=file.parent, private=private, environ=environ)


def parse_config(
    text: str,
    origin: str,
    *,
    folder: Path | None = None,
    private: bool = False,
    environ: Mapping[str, str] | None = None,
) -> tuple[AccountConfig, ...]:
    """Read a configuration's text. Relative paths in it are relative to ``folder``."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{origin} is not valid TOML: {error}") from None
    reader = _Reader(text, origin, folder or Path(), private, os.environ if environ is None else environ)
    unknown = sorted(set(tree) - {"accounts"})
    if unknown:
        raise reader.wrong((unknown[0],), "is not a known key; accounts stand under [accounts.NAME]")
    accounts = as_object(tree.get("accounts"))
    if not accounts:
        raise ConfigurationError(f"{origin} has no account; add a table [accounts.NAME]")
    return tuple(reader.account(name, table) for name, table in accounts.items())


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str = field(repr=False)
    origin: str
    folder: Path
    private: bool
    environ: Mapping[str, str] = field(repr=False)

    def wrong(self, path: tuple[str, ...], what: str) -> ConfigurationError:
        """Return an error that says where: file, line, key."""
        line = _line_of(self.text, path)
        place = f"{self.origin}, line {line}" if line else self.origin
        return ConfigurationError(f"{place}: {'.'.join(path)} {what}")

    def account(self, name: str, value: object) -> AccountConfig:
        where = ("accounts", name)
        table = as_object(value)
        if table is None:
            raise self.wrong(where, "must be a table")
        provider = self._override(name, "provider") or table.get("provider")
        if not isinstance(provider, str):
            raise self.wrong((*where, "provider"), "is missing; it is zoom, gotowebinar or gotomeeting")
        spec = load_provider(provider)
        values, sources = self._values(name, table, spec.settings)
        try:
            settings = spec.settings.model_validate(values)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            key = (*where, *map(str, first["loc"]))
            raise self.wrong(key, _sentence(first["type"], first["msg"])) from None
        return AccountConfig(name, spec, settings, sources)

    def _values(
        self, name: str, table: dict[str, Any], model: type[AccountSettings]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return an account's values with overrides and secrets in place, and the files that secrets came from."""
        values = dict(table)
        sources: dict[str, str] = {}
        for key, info in model.model_fields.items():
            override = self._override(name, key)
            if override is not None:
                values[key] = override
            elif key in values and SecretStr in (info.annotation, *get_args(info.annotation)):
                values[key] = self._secret(("accounts", name, key), values[key], sources)
        for key in _PATHS:
            if isinstance(values.get(key), str) and values[key]:
                values[key] = str(self._path(values[key]))
        return values, sources

    def _override(self, name: str, key: str) -> str | None:
        variable = re.sub(r"[^A-Z0-9]", "_", f"PROVIDER_BRIDGE_{name}_{key}".upper())
        if f"{variable}_FILE" in self.environ:
            return read_private(Path(self.environ[f"{variable}_FILE"])).strip()
        return self.environ.get(variable)

    def _secret(self, path: tuple[str, ...], value: object, sources: dict[str, str]) -> str:
        if isinstance(value, str):
            if not self.private:
                raise MissingCredential(
                    str(self.wrong(path, "stands in a file that others can read; chmod 600 it, or use { env = … }"))
                )
            return value
        named = as_object(value) or {}
        if len(named) != 1 or not _SOURCES.issuperset(named):
            raise self.wrong(path, 'must be { env = "…" }, { file = "…" } or { keyring = "service/user" }')
        ((source, where),) = named.items()
        if not isinstance(where, str):
            raise self.wrong((*path, source), "must be text")
        if source == "env":
            return self._from_environment(path, where)
        if source == "keyring":
            return _from_keyring(where)
        sources[path[-1]] = str(self._path(where))
        return read_private(self._path(where)).strip()

    def _from_environment(self, path: tuple[str, ...], variable: str) -> str:
        found = self.environ.get(variable)
        if not found:
            raise MissingCredential(f"{'.'.join(path)}: the environment variable {variable} is not set")
        return found

    def _path(self, text: str) -> Path:
        return self.folder / Path(text).expanduser()


def _from_keyring(where: str) -> str:
    service, _, user = where.partition("/")
    try:
        keyring: Any = importlib.import_module("keyring")
        keyring_error: type[Exception] = importlib.import_module("keyring.errors").KeyringError
    except ModuleNotFoundError:
        raise MissingCredential("secrets from a keyring need: pip install 'provider-bridge[keyring]'") from None
    try:
        found: str | None = keyring.get_password(service, user)
    except keyring_error as error:
        raise MissingCredential(f"the keyring cannot be read ({type(error).__name__})") from None
    if not found:
        raise MissingCredential(f"the keyring has no secret for {service}/{user}")
    return found


def _sentence(kind: str, message: str) -> str:
    known = {
        "missing": "is missing",
        "extra_forbidden": "is not a known key",
        "string_too_short": "is empty",
        "value_error": message.removeprefix("Value error, "),
    }
    return known.get(kind) or message[:1].lower() + message[1:]


def _line_of(text: str, path: tuple[str, ...]) -> int | None:
    """Return the line a key stands on, or that of the innermost table of its path that is there."""
    found: int | None = None
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[([^\[\]]+)\]\s*(#.*)?$", line)
        if header:
            table = _parts(header.group(1))
            if table and tuple(table) == path[: len(table)]:
                found = number
            continue
        key = re.match(r"\s*([A-Za-z0-9_.\"'-]+)\s*=", line)
        if key:
            whole = (*table, *_parts(key.group(1)))
            if whole == path[: len(whole)]:
                return number
    return found


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
