"""Finding providers among the installed distributions, good and bad ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from provider_bridge import registry
from provider_bridge.core.provider import API_VERSION
from provider_bridge.errors import ConfigurationError, ProviderLoadError, UnknownProvider
from provider_bridge.providers.zoom import PROVIDER
from provider_bridge.registry import GROUP, load_provider, provider_names

ZOOM = "provider_bridge.providers.zoom:PROVIDER"
FUTURE = dataclasses.replace(PROVIDER, name="future", api_version=API_VERSION + 1)
NO_SPEC = "a provider in name only"

Install = Callable[..., None]


def broken() -> None:
    """Stand for a module that fails while it is imported, and says too much."""
    raise RuntimeError("SENTINEL-SECRET")


class Broken(EntryPoint):
    """An entry point whose module fails while it is imported."""

    def load(self) -> None:
        broken()


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Generator[Install]:
    """Let a test say which entry points are installed: name, value and distribution of each."""

    def installed(*points: tuple[str, str, str], kind: type[EntryPoint] = EntryPoint) -> None:
        found = []
        for name, value, owner in points:
            point = kind(name, value, GROUP)
            vars(point)["dist"] = SimpleNamespace(name=owner) if owner else None
            found.append(point)
        monkeypatch.setattr(registry, "entry_points", lambda *, group: found if group == GROUP else [])
        registry._found.cache_clear()

    registry._found.cache_clear()
    yield installed
    registry._found.cache_clear()


def refused(name: str, kind: type[ConfigurationError]) -> str:
    """Return the one sentence a provider is refused with."""
    with pytest.raises(ConfigurationError) as caught:
        load_provider(name)
    assert kind is caught.type
    assert 1 == len(str(caught.value).splitlines())
    return str(caught.value)


def test_the_three_are_installed() -> None:
    """The project's own providers are found by their entry points, and each goes by its own name."""
    assert {"gotomeeting", "gotowebinar", "zoom"} <= set(provider_names())
    assert PROVIDER is load_provider("zoom")
    for name in ("gotomeeting", "gotowebinar", "zoom"):
        assert name == load_provider(name).name


def test_a_plug_in_is_found_like_our_own(install: Install) -> None:
    """Nothing but the entry point says what is installed."""
    install(("zoom", ZOOM, "provider-bridge"), ("acme", ZOOM, "acme-bridge"))

    assert ("acme", "zoom") == provider_names()
    assert PROVIDER is load_provider("acme")


def test_listing_names_imports_nothing(install: Install) -> None:
    """A broken plug-in hurts only those who ask for it."""
    install(("acme", "no_such_module:PROVIDER", "acme-bridge"), ("zoom", ZOOM, "provider-bridge"))

    assert ("acme", "zoom") == provider_names()
    assert PROVIDER is load_provider("zoom")


@pytest.mark.parametrize("name", ["teams", "", "Zoom", "zoom "])
def test_an_unknown_provider(install: Install, name: str) -> None:
    """The sentence says which there are."""
    install(("zoom", ZOOM, "provider-bridge"), ("acme", ZOOM, "acme-bridge"))

    assert f"no provider is named {name!r}; there are: acme, zoom" == refused(name, UnknownProvider)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("no_such_module:PROVIDER", "ModuleNotFoundError"),
        ("provider_bridge.providers.zoom:NOTHING", "AttributeError"),
    ],
)
def test_a_plug_in_that_is_not_there(install: Install, value: str, kind: str) -> None:
    """A plug-in whose module or object is missing is named with its distribution."""
    install(("acme", value, "acme-bridge"))

    assert f"provider 'acme' of acme-bridge cannot be loaded: {kind}" == refused("acme", ProviderLoadError)


def test_a_plug_in_that_breaks_while_it_is_imported(install: Install) -> None:
    """Whatever it raises, its text stays out of the sentence and is kept as the cause."""
    install(("acme", ZOOM, "acme-bridge"), kind=Broken)

    assert "provider 'acme' of acme-bridge cannot be loaded: RuntimeError" == refused("acme", ProviderLoadError)
    with pytest.raises(ProviderLoadError) as caught:
        load_provider("acme")
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_two_distributions_that_claim_a_name(install: Install) -> None:
    """Which of two would be taken is nobody's guess: neither is."""
    install(("zoom", ZOOM, "provider-bridge"), ("zoom", "acme.zoom:PROVIDER", "acme-bridge"))

    sentence = "provider 'zoom' is claimed by several distributions: provider-bridge, acme-bridge"
    assert sentence == refused("zoom", ProviderLoadError)


def test_one_distribution_seen_twice(install: Install) -> None:
    """A distribution that stands on the path twice, as editable installs do, claims nothing twice."""
    install(("zoom", ZOOM, "provider-bridge"), ("zoom", ZOOM, "provider-bridge"))

    assert PROVIDER is load_provider("zoom")


def test_a_plug_in_for_another_version(install: Install) -> None:
    """A provider made for another version of the contract is refused, not tried."""
    install(("future", f"{__name__}:FUTURE", "future-bridge"))

    sentence = f"of future-bridge is made for version {API_VERSION + 1} of the contract; this is version {API_VERSION}"
    assert f"provider 'future' {sentence}" == refused("future", ProviderLoadError)


def test_a_plug_in_that_is_no_provider(install: Install) -> None:
    """An entry point that leads to anything but a ``ProviderSpec`` is refused; one without a distribution is ``?``."""
    install(("odd", f"{__name__}:NO_SPEC", "odd-bridge"), ("lost", f"{__name__}:NO_SPEC", ""))

    assert "provider 'odd' of odd-bridge is no ProviderSpec" == refused("odd", ProviderLoadError)
    assert "provider 'lost' of ? is no ProviderSpec" == refused("lost", ProviderLoadError)


def test_our_own_are_found_without_metadata(install: Install) -> None:
    """A bug once: in a zip application, or copied beside other code, "there are: " and then nothing."""
    install(("acme", "acme.bridge:PROVIDER", "acme-bridge"))

    assert ("acme", "gotomeeting", "gotowebinar", "zoom") == provider_names()
    assert PROVIDER is load_provider("zoom")


def test_a_name_of_ours_is_not_taken_where_there_is_no_metadata(install: Install) -> None:
    """Another distribution that claims it is refused as ever."""
    install(("zoom", "acme.zoom:PROVIDER", "acme-bridge"))

    sentence = "provider 'zoom' is claimed by several distributions: acme-bridge, provider-bridge"
    assert sentence == refused("zoom", ProviderLoadError)
