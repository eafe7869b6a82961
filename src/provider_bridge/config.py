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
import json
import os
import re
import stat
import tomllib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from pydantic import SecretStr, ValidationError

from provider_bridge.core.decode import as_object
from provider_bridge.core.exchange import check_url
from provider_bridge.core.provider import AccountSettings, ProviderSpec
from provider_bridge.errors import ConfigurationError, MissingCredential, ProviderLoadError, UnknownProvider
from provider_bridge.registry import load_provider
from provider_bridge.runners.stores import read_private

__all__ = ["AccountConfig", "load_config", "load_for_login", "parse_config"]

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_SOURCES: Final = frozenset({"env", "file", "keyring"})
_PATHS: Final = ("token_file", "budget_file")
_REFRESH: Final = "refresh_token"
_NONE_YET: Final = "(nobody has logged in yet)"
_URLS: Final = ("api_url", "token_url")

_PART: Final = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED: Final = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER: Final = re.compile(rf"\s*\[{{1,2}}\s*({_DOTTED})\s*\]")
_ASSIGNMENT: Final = re.compile(rf"\s*({_DOTTED})\s*=")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class AccountConfig:
    """One account: its name, its provider, its settings, and the files that secrets came from, by key."""

    name: str
    spec: ProviderSpec
    settings: AccountSettings = field(repr=False)
    sources: Mapping[str, str]


def load_config(path: str | os.PathLike[str], environ: Mapping[str, str] | None = None) -> tuple[AccountConfig, ...]:
    """Read a configuration file; every mistake is a ``ConfigurationError`` that names line and key."""
    file, text, private = _read(path)
    return parse_config(text, str(file), folder=file.parent, private=private, environ=environ)


def load_for_login(path: str | os.PathLike[str], name: str, environ: Mapping[str, str] | None = None) -> AccountConfig:
    """Read one account of a configuration file, whose refresh token's file need not be there yet."""
    file, text, private = _read(path)
    reader = _Reader(text, str(file), file.parent, private, os.environ if environ is None else environ, logging_in=True)
    accounts = reader.accounts()
    if name not in accounts:
        raise ConfigurationError(f"no account is named {name!r}; there are: {', '.join(accounts)}")
    return reader.account(name, accounts[name])


def _read(path: str | os.PathLike[str]) -> tuple[Path, str, bool]:
    """Return a file, its text, and whether it is private."""
    file = Path(path)
    try:
        with file.open("rb") as handle:
            private = not os.fstat(handle.fileno()).st_mode & _OTHERS
            return file, handle.read().decode(), private
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror or 'unreadable'}") from None
    except UnicodeDecodeError:
        pass
    raise ConfigurationError(f"{file} is not UTF-8 text")  # out here, because the decoder's error holds the file


def parse_config(
    text: str,
    origin: str,
    *,
    folder: Path | None = None,
    private: bool = False,
    environ: Mapping[str, str] | None = None,
) -> tuple[AccountConfig, ...]:
    """Read a configuration's text. Relative paths in it are relative to ``folder``."""
    reader = _Reader(text, origin, folder or Path(), private, os.environ if environ is None else environ)
    found = tuple(reader.account(name, table) for name, table in reader.accounts().items())
    reader.check_overrides(found)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str = field(repr=False)
    origin: str
    folder: Path
    private: bool
    environ: Mapping[str, str] = field(repr=False)
    logging_in: bool = False
    """Whether a refresh token's file may be missing, because a login is about to write it."""

    def accounts(self) -> dict[str, Any]:
        """Return the accounts' tables by name."""
        tree, why = _parsed(self.text)
        if why:
            raise ConfigurationError(f"{self.origin} is not valid TOML: {why}")
        unknown = sorted(set(tree) - {"accounts"})
        if unknown:
            raise self.wrong((unknown[0],), "is not a known key; accounts stand under [accounts.NAME]")
        accounts = as_object(tree.get("accounts"))
        if not accounts:
            raise ConfigurationError(f"{self.origin} has no account; add a table [accounts.NAME]")
        return accounts

    def wrong(self, path: tuple[str, ...], what: str) -> ConfigurationError:
        """Return an error that says where: file, line, key."""
        return ConfigurationError(f"{self._place(path)} {what}")

    def _place(self, path: tuple[str, ...]) -> str:
        return f"{self._source(path)}: {_shown(path)}"

    def _source(self, path: tuple[str, ...]) -> str:
        """Return where a key's value comes from: file and line, or the variable that overrides it."""
        variable = self._variable(path[1], path[2])[0] if len(path) > len(("accounts", "name")) else ""
        if variable:
            return f"environment variable {variable}"
        line = _line_of(self.text, path)
        return f"{self.origin}, line {line}" if line else self.origin

    @contextmanager
    def _at(self, path: tuple[str, ...]) -> Generator[None]:
        """Add file, line and key to what a secret's source or the registry says."""
        try:
            yield
        except (MissingCredential, UnknownProvider, ProviderLoadError) as error:
            raise type(error)(f"{self._place(path)}: {error}") from error.__cause__

    def account(self, name: str, value: object) -> AccountConfig:
        where = ("accounts", name)
        table = as_object(value)
        if table is None:
            raise self.wrong(where, "must be a table")
        if not name.strip() or not name.isprintable():
            raise self.wrong(where, "must have a printable name")
        sources: dict[str, str] = {}
        provider = self._override(name, "provider", sources) or table.get("provider")
        if not isinstance(provider, str):
            what = "must be text" if "provider" in table else "is missing"
            raise self.wrong((*where, "provider"), f"{what}; it is zoom, gotowebinar or gotomeeting")
        with self._at((*where, "provider")):
            spec = load_provider(provider)
        values = self._values(name, table, spec.settings, sources)
        settings = _validated(spec.settings, values)
        if isinstance(settings, _Mistake):
            raise self.wrong((*where, *settings.key), settings.what)
        for url in _URLS:
            self._check_url((*where, url), getattr(settings, url))
        try:
            spec.wire(name, settings, sources)
        except ConfigurationError as error:
            raise ConfigurationError(f"{self._source(where)}: {error}") from None
        return AccountConfig(name, spec, settings, sources)

    def check_overrides(self, accounts: tuple[AccountConfig, ...]) -> None:
        """Refuse a variable that was meant to override a key of an account and is misspelt."""
        known: set[str] = set()
        for each in accounts:
            known |= {_variable_name(each.name, key) for key in type(each.settings).model_fields}
        for variable in self.environ:
            near = [each.name for each in accounts if variable.startswith(_variable_name(each.name, ""))]
            if near and variable.removesuffix("_FILE") not in known and variable not in known:
                raise ConfigurationError(f"environment variable {variable} overrides no key of account {near[0]!r}")

    def _values(
        self, name: str, table: dict[str, Any], model: type[AccountSettings], sources: dict[str, str]
    ) -> dict[str, Any]:
        """Return an account's values with overrides and secrets in place; note the files that secrets came from."""
        values = dict(table)
        for key, info in model.model_fields.items():
            override = self._override(name, key, sources)
            path = ("accounts", name, key)
            if override is not None:
                values[key] = override
            elif key in values and SecretStr in (info.annotation, *get_args(info.annotation)):
                with self._at(path):
                    values[key] = self._secret(path, values[key], sources)
        for key in _PATHS:
            if isinstance(values.get(key), str) and values[key]:
                values[key] = str(self._path(values[key]))
        return values

    def _variable(self, name: str, key: str) -> tuple[str, bool]:
        """Return the variable that overrides a key, ``""`` when none does, and whether it names a file."""
        variable = _variable_name(name, key)
        if f"{variable}_FILE" in self.environ:
            return f"{variable}_FILE", True
        return (variable if variable in self.environ else ""), False

    def _override(self, name: str, key: str, sources: dict[str, str]) -> str | None:
        variable, names_file = self._variable(name, key)
        if not names_file:
            return self.environ.get(variable)
        sources[key] = self.environ[variable]
        with self._at(("accounts", name, key)):
            return self._from_file(key, Path(sources[key]))

    def _from_file(self, key: str, file: Path) -> str:
        if self.logging_in and key == _REFRESH and not file.exists():
            return _NONE_YET
        return read_private(file).strip()

    def _check_url(self, path: tuple[str, ...], url: str) -> None:
        """Refuse a URL that secrets could leave by, or that nothing could be sent to."""
        if not url:
            return  # the vendor's own
        if any(map(str.isspace, url)):
            raise self.wrong(path, "must be a URL without spaces")
        try:
            check_url(url, _shown(path))
        except ConfigurationError as error:
            raise ConfigurationError(f"{self._source(path)}: {error}") from None

    def _secret(self, path: tuple[str, ...], value: object, sources: dict[str, str]) -> str:
        if isinstance(value, str):
            if not self.private:
                raise MissingCredential("it stands in a file that others can read; chmod 600 it, or use { env = … }")
            return value
        named = as_object(value) or {}
        if len(named) != 1 or not _SOURCES.issuperset(named):
            raise self.wrong(path, 'must be { env = "…" }, { file = "…" } or { keyring = "service/user" }')
        ((source, where),) = named.items()
        if not isinstance(where, str):
            raise self.wrong((*path, source), "must be text")
        if source == "env":
            return self._from_environment(where)
        if source == "keyring":
            return _from_keyring(where)
        sources[path[-1]] = str(self._path(where))
        return self._from_file(path[-1], self._path(where))

    def _from_environment(self, variable: str) -> str:
        found = self.environ.get(variable)
        if not found:
            raise MissingCredential(f"the environment variable {variable} is not set")
        return found

    def _path(self, text: str) -> Path:
        return self.folder / Path(text).expanduser()


def _variable_name(name: str, key: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", f"PROVIDER_BRIDGE_{name}_{key}".upper())


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


def _parsed(text: str) -> tuple[dict[str, Any], str]:
    """Return what a text says, or why it is no TOML; the parser's own error can hold the text, secrets and all."""
    try:
        return tomllib.loads(text), ""
    except tomllib.TOMLDecodeError as error:
        return {}, str(error)


class _Mistake(NamedTuple):
    """Which key of an account is wrong, and what is wrong with it."""

    key: tuple[str, ...]
    what: str


def _validated(model: type[AccountSettings], values: dict[str, Any]) -> AccountSettings | _Mistake:
    """Return settings, or the first mistake in their values; pydantic's own error holds them, secrets and all."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        first = min(found, key=lambda each: each["type"] != "extra_forbidden")  # a typo explains what is missing
        return _Mistake(tuple(map(str, first["loc"])), _sentence(first["type"], first["msg"]))


def _sentence(kind: str, message: str) -> str:
    known = {
        "missing": "is missing",
        "extra_forbidden": "is not a known key",
        "string_too_short": "is empty",
        "too_short": "is empty",
        "string_type": "must be text",
        "bool_type": "must be true or false",
        "bool_parsing": "must be true or false",
        "value_error": message.removeprefix("Value error, "),
    }
    return known.get(kind) or message.replace("Input should", "must", 1)


def _shown(path: tuple[str, ...]) -> str:
    """Return a key as TOML spells it, on one line."""
    return ".".join(part if _BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False) for part in path)


def _line_of(text: str, path: tuple[str, ...]) -> int | None:
    """Return the line a key stands on, or that of the innermost table of its path that is there."""
    found: int | None = None
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            table = _parts(header.group(1))
            if table and tuple(table) == path[: len(table)]:
                found = number
            continue
        key = _ASSIGNMENT.match(line)
        if key:
            whole = (*table, *_parts(key.group(1)))
            if whole == path[: len(whole)]:
                return number
    return found


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_PART, dotted)]
