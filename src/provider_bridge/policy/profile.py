"""Profiles: which promises to check, as data. A profile is a TOML file; some are shipped."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from provider_bridge.core.toml_text import parse_toml
from provider_bridge.errors import ConfigurationError
from provider_bridge.runners.text_files import read_text, shown_path

__all__ = ["Profile", "Rule", "load_profile", "profile_names"]


class Rule(BaseModel):
    """One promise and what keeps it: the facet that is read, and whether an administrator must have locked it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    promise: str = Field(min_length=1)
    facet: Literal["attention"]
    require_lock: bool = False


class Profile(BaseModel):
    """A named set of rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    title: str = Field(min_length=1)
    rules: tuple[Rule, ...] = Field(min_length=1)


def _shipped() -> dict[str, Traversable]:
    folder = resources.files("provider_bridge.policy") / "profiles"
    return {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}


def profile_names() -> tuple[str, ...]:
    """Return the names of the shipped profiles."""
    return tuple(sorted(_shipped()))


def load_profile(name: str) -> Profile:
    """Return a shipped profile by its name, or the one in the file of that path.

    Raises ``ConfigurationError`` when there is neither, or when the file is no profile.
    """
    shipped = _shipped().get(name)
    text = shipped.read_text("utf-8") if shipped else _text_of(Path(name))
    tree, why = parse_toml(text)
    if not why:
        try:
            return Profile.model_validate(tree)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    raise ConfigurationError(f"{shown_path(name)} is not a valid profile: {why}")


def _text_of(file: Path) -> str:
    found = read_text(file)
    if found.problem:
        known = ", ".join(profile_names())
        what = f"no profile is named {shown_path(file)!r}, and no such file can be read: {found.problem}"
        raise ConfigurationError(f"{what}; shipped: {known}")
    return found.text
