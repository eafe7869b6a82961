"""``bridge.toml``: accounts and where their secrets are.

    [accounts.acme-zoom]
    provider = "zoom"
    account_id = "…"
    client_id = "…"
    client_secret = { env = "ACME_ZOOM_SECRET" }     # or { file = "…" } or { keyring = "service/user" }

A variable ``PROVIDER_BRIDGE_ACME_ZOOM_CLIENT_ID`` overrides ``client_id`` of ``acme-zoom``, and one with
``_FILE`` behind it names a file to read it from. A secret may stand in the file itself only when nobody else can
read the file; a secrets file must be private too, and either must belong to this user or to root.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from pydantic import SecretStr, ValidationError

from provider_bridge.core.credentials import Unshown, credential_problem, trimmed, unshown
from provider_bridge.core.decode import as_object
from provider_bridge.core.provider import ProviderSpec
from provider_bridge.core.settings import AccountSettings
from provider_bridge.core.toml_text import line_of, parse_toml, shown_key
from provider_bridge.core.urls import check_url
from provider_bridge.errors import ConfigurationError, MissingCredential, ProviderLoadError, UnknownProvider
from provider_bridge.registry import load_provider
from provider_bridge.runners.secret_files import read_secret
from provider_bridge.runners.text_files import FOREIGN, READABLE, TextFile, path_problem, read_text, shown_path

__all__ = ["AccountConfig", "load_config", "load_for_login", "parse_config"]

_SOURCES: Final = frozenset({"env", "file", "keyring"})
_PATHS: Final = ("token_file", "budget_file")
_REFRESH: Final = "refresh_token"
_NONE_YET: Final = "(nobody has logged in yet)"
_VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9_]*")
_NAMELESS: Final = "the environment variable that is named here"
"""What is not spelt as a variable usually is may be the secret itself, put there by mistake."""

_URLS: Final = ("api_url", "token_url")
_LONGEST_URL: Final = 2_000
_EXPOSED: Final = {
    READABLE: "it stands in a file that others can read; chmod 600 it, or use { env = … }",
    FOREIGN: "it stands in a file that belongs to another user; chown it, or use { env = … }",
}


@dataclass(frozen=True, slots=True)
class AccountConfig:
    """One account: its name, its provider, its settings, and the files that secrets came from, by key."""

    name: str
    spec: ProviderSpec
    settings: AccountSettings = field(repr=False)
    sources: Mapping[str, str]


def load_config(path: str | os.PathLike[str], environ: Mapping[str, str] | None = None) -> tuple[AccountConfig, ...]:
    """Read a configuration file; every mistake is a ``ConfigurationError`` that names line and key."""
    file, found, environ = *_read(path), _unshown(environ)
    reader = _Reader(found.text, shown_path(file), file.parent, found.exposure, environ)
    return reader.all_accounts()


def load_for_login(path: str | os.PathLike[str], name: str, environ: Mapping[str, str] | None = None) -> AccountConfig:
    """Read one account of a configuration file, whose refresh token's file need not be there yet."""
    file, found, environ = *_read(path), _unshown(environ)
    reader = _Reader(found.text, shown_path(file), file.parent, found.exposure, environ, logging_in=True)
    accounts = reader.accounts()
    if name not in accounts:
        raise ConfigurationError(f"no account is named {name!r}; there are: {', '.join(accounts)}")
    return reader.account(name, accounts[name])


def _unshown(environ: Mapping[str, str] | None) -> Mapping[str, str]:
    found: dict[str, str] = unshown(dict(os.environ if environ is None else environ))
    return found


def _read(path: str | os.PathLike[str]) -> tuple[Path, TextFile]:
    """Return a file and what is in it."""
    file = Path(path)
    found = read_text(file)
    if found.problem:
        raise ConfigurationError(f"{shown_path(file)} cannot be read: {found.problem}")
    return file, found


def parse_config(
    text: str,
    origin: str,
    *,
    folder: Path | None = None,
    private: bool = False,
    environ: Mapping[str, str] | None = None,
) -> tuple[AccountConfig, ...]:
    """Read a configuration's text. Relative paths in it are relative to ``folder``."""
    exposure = "" if private else READABLE
    text, environ = Unshown(text), _unshown(environ)
    return _Reader(text, origin, folder or Path(), exposure, environ).all_accounts()


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str = field(repr=False)
    origin: str
    folder: Path
    exposure: str
    """How others could read the text, ``""`` when they cannot: then secrets may stand in it."""

    environ: Mapping[str, str] = field(repr=False)
    logging_in: bool = False
    """Whether a refresh token's file may be missing, because a login is about to write it."""

    def all_accounts(self) -> tuple[AccountConfig, ...]:
        """Return every account; a variable that was meant to override a key and does not is refused."""
        found = tuple(self.account(name, table) for name, table in self.accounts().items())
        self.check_overrides(found)
        return found

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
        return f"{self._source(path)}: {shown_key(path)}"

    def _source(self, path: tuple[str, ...]) -> str:
        """Return where a key's value comes from: file and line, or the variable that overrides it."""
        variable = self._variable(path[1], path[2])[0] if len(path) > len(("accounts", "name")) else ""
        if variable:
            return f"environment variable {variable}"
        line = line_of(self.text, path)
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
            spec = load_provider(str(provider))
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
                values[key] = str(self._path(("accounts", name, key), values[key]))
        return values

    def _variable(self, name: str, key: str) -> tuple[str, bool]:
        """Return the variable that overrides a key, ``""`` when none does, and whether it names a file."""
        variable = _variable_name(name, key)
        if f"{variable}_FILE" in self.environ:
            return f"{variable}_FILE", True
        return (variable if variable in self.environ else ""), False

    def _override(self, name: str, key: str, sources: dict[str, str]) -> Unshown | None:
        variable, names_file = self._variable(name, key)
        path = ("accounts", name, key)
        if not names_file:
            return self._told(path, Unshown(trimmed(self.environ[variable]))) if variable else None
        sources[key] = str(self._checked(path, self.environ[variable]))
        with self._at(path):
            return self._from_file(key, Path(sources[key]))

    def _told(self, path: tuple[str, ...], text: Unshown) -> Unshown:
        """Return a variable's text; a byte that is no UTF-8, which Python keeps as half a character, fits no key."""
        if text.encode(errors="ignore") != text.encode(errors="surrogatepass"):
            raise self.wrong(path, credential_problem(text) or "must be UTF-8 text")
        return text

    def _from_file(self, key: str, file: Path) -> Unshown:
        if self.logging_in and key == _REFRESH and _is_empty(file):
            return Unshown(_NONE_YET)
        return Unshown(read_secret(file).get_secret_value())

    def _check_url(self, path: tuple[str, ...], url: str) -> None:
        """Refuse a URL that secrets could leave by, or that nothing could be sent to."""
        if not url:
            return  # the vendor's own
        if not url.isprintable() or " " in url or len(url) > _LONGEST_URL:
            raise self.wrong(path, f"must be a URL of at most {_LONGEST_URL:,} characters, without spaces")
        try:
            check_url(url, shown_key(path))
        except ConfigurationError as error:
            raise ConfigurationError(f"{self._source(path)}: {error}") from None

    def _secret(self, path: tuple[str, ...], value: object, sources: dict[str, str]) -> Unshown:
        if isinstance(value, str):
            if self.exposure:
                raise MissingCredential(_EXPOSED[self.exposure])
            return Unshown(trimmed(value))
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
        file = self._path((*path, source), where)
        sources[path[-1]] = str(file)
        return self._from_file(path[-1], file)

    def _from_environment(self, variable: str) -> Unshown:
        source = f"the environment variable {variable}" if _VARIABLE.fullmatch(variable) else _NAMELESS
        if not self.environ.get(variable):
            raise MissingCredential(f"{source} is not set")
        return _sendable(Unshown(self.environ[variable]), source)

    def _path(self, path: tuple[str, ...], text: str) -> Path:
        """Return the file that a key names, from the configuration's folder on."""
        self._checked(path, text)
        try:
            return self.folder / Path(text).expanduser()
        except RuntimeError:
            pass
        raise self.wrong(path, "begins with ~ and there is no such home folder; write the whole path")

    def _checked(self, path: tuple[str, ...], text: str) -> Path:
        problem = path_problem(text) if text.strip() else "it is empty"
        if problem:
            raise self.wrong(path, f"must be the path of a file: {problem}")
        return Path(text)


def _is_empty(file: Path) -> bool:
    """Whether nothing is in a file yet; one that is mounted into a container has to be there before a login."""
    found = read_text(file)
    return found.missing or not (found.problem or found.exposure or trimmed(found.text))


def _sendable(text: Unshown, source: str) -> Unshown:
    """Return a secret as it is sent, or raise ``MissingCredential`` with where it came from."""
    secret = Unshown(trimmed(text))
    problem = credential_problem(secret)
    if problem:
        raise MissingCredential(f"{source} {problem}")
    return secret


def _variable_name(name: str, key: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", f"PROVIDER_BRIDGE_{name}_{key}".upper())


def _from_keyring(where: str) -> Unshown:
    service, _, user = where.partition("/")
    try:
        keyring: Any = importlib.import_module("keyring")
    except ModuleNotFoundError:
        raise MissingCredential("secrets from a keyring need: pip install 'provider-bridge[keyring]'") from None
    try:
        found = Unshown(keyring.get_password(service, user) or "")
    except Exception as error:  # noqa: BLE001 (each of its backends raises what it likes)
        raise MissingCredential(f"the keyring cannot be read ({type(error).__name__})") from None
    if not found:
        raise MissingCredential(f"the keyring has no secret for {service}/{user}")
    return _sendable(found, f"the keyring's secret for {service}/{user}")


def _parsed(text: str) -> tuple[dict[str, Any], str]:
    tree, why = parse_toml(text)
    return unshown(tree), why


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
