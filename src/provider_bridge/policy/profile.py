"""Profiles: which promises to check, as data. A profile is a TOML file; some are shipped."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from provider_bridge.errors import ConfigurationError

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
    try:
        text = shipped.read_text("utf-8") if shipped else Path(name).read_text("utf-8")
        return Profile.model_validate(tomllib.loads(text))
    except OSError:
        known = ", ".join(profile_names())
        raise ConfigurationError(
            f"no profile is named {name!r} and no such file can be read; shipped: {known}"
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ConfigurationError(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except ValueError as error:  # not TOML, or not UTF-8
        raise ConfigurationError(f"{name} is not a valid profile: {error}") from None
