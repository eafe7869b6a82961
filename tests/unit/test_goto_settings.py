"""What ``bridge.toml`` says of a GoTo account only: whose webinars or meetings it is about."""

from __future__ import annotations

import re
from typing import Any

import pytest

from provider_bridge.config import parse_config
from provider_bridge.errors import ConfigurationError
from provider_bridge.providers.goto import GoToSettings

TABLE = 'client_id = "c"\nclient_secret = "s"\npersonal_access_token = "p"\n'
PREFIX = "PROVIDER_BRIDGE_HQ_"
GOTO = pytest.mark.parametrize("provider", ["gotowebinar", "gotomeeting"])


def settings(provider: str, text: str = "", **overrides: str) -> GoToSettings:
    """Return the settings of an account named hq."""
    whole = f'[accounts.hq]\nprovider = "{provider}"\n{TABLE}{text}\n'
    environ = {PREFIX + name: value for name, value in overrides.items()}
    (account,) = parse_config(whole, "bridge.toml", private=True, environ=environ)
    assert isinstance(account.settings, GoToSettings)
    return account.settings


@GOTO
def test_an_account_is_about_its_tokens_owner_unless_it_says_otherwise(provider: str) -> None:
    """Nothing is widened, and no key is made up."""
    found = settings(provider)

    assert ("", "", False) == (found.organizer_key, found.account_key, found.whole_account)


@GOTO
@pytest.mark.parametrize(
    ("text", "key"), [("12345678901234567890", "12345678901234567890"), ('"77"', "77"), ('""', "")]
)
def test_keys_are_text_or_numbers_of_any_length(provider: str, text: str, key: str) -> None:
    """No digit is lost, and an empty one is as none."""
    found = settings(provider, f"organizer_key = {text}\naccount_key = {text}\nwhole_account = true")

    assert (key, key, True) == (found.organizer_key, found.account_key, found.whole_account)


@GOTO
@pytest.mark.parametrize("name", ["organizer_key", "account_key"])
@pytest.mark.parametrize("text", ["true", "1.5", "-5", "[1]", '"1/2"', '".."', '" 1"', '"1\\n"', '"ada@example.test"'])
def test_what_is_no_key_is_a_mistake_with_its_place(provider: str, name: str, text: str) -> None:
    """A bug once: any text was taken for a key, and the first call failed with the vendor's own words."""
    with pytest.raises(ConfigurationError) as caught:
        settings(provider, f"{name} = {text}")

    assert re.fullmatch(
        rf"bridge\.toml, line 6: accounts\.hq\.{name} must be (text|one of GoTo's keys.*)", str(caught.value)
    )


@GOTO
@pytest.mark.parametrize("text", ["2", '"maybe"', '""', '{ env = "X" }', "[true]"])
def test_the_whole_account_or_not(provider: str, text: str) -> None:
    """A bug once: what is neither was "unable to interpret input"."""
    with pytest.raises(ConfigurationError, match=r"line 6: accounts\.hq\.whole_account must be true or false$"):
        settings(provider, f"whole_account = {text}")


@GOTO
@pytest.mark.parametrize(("value", "whole"), [("true", True), ("1", True), ("false", False), ("0", False)])
def test_variables_override_them(provider: str, value: str, whole: bool) -> None:
    """What is set outside wins, also when it narrows."""
    text = f"whole_account = {str(not whole).lower()}\norganizer_key = 1\naccount_key = 2"
    overrides: dict[str, Any] = {"WHOLE_ACCOUNT": value, "ORGANIZER_KEY": "", "ACCOUNT_KEY": "3"}

    found = settings(provider, text, **overrides)

    assert (whole, "", "3") == (found.whole_account, found.organizer_key, found.account_key)


@GOTO
@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("WHOLE_ACCOUNT", "perhaps", "accounts.hq.whole_account must be true or false"),
        ("WHOLE_ACCOUNT", "", "accounts.hq.whole_account must be true or false"),
        ("ACCOUNT_KEY", "a b", "accounts.hq.account_key must be one of GoTo's keys, such as 1234567890123456789"),
    ],
)
def test_a_wrong_override_names_the_variable(provider: str, name: str, value: str, what: str) -> None:
    """The line of the file is not where the mistake is."""
    with pytest.raises(ConfigurationError) as caught:
        settings(provider, "whole_account = true", **{name: value})

    assert str(caught.value) == f"environment variable {PREFIX}{name}: {what}"
