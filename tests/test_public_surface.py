"""What other projects rely on: the exported names, the capability matrix, the import time, what a wheel imports."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest
from found import operations
from support import sandbox_opened, unlimited
from tours import ACCOUNTS, ARGUMENTS

import provider_bridge as pb
from provider_bridge import errors
from provider_bridge.facets import FACETS
from provider_bridge.registry import load_provider, provider_names

BUILT_IN = ("gotomeeting", "gotowebinar", "zoom")


def test_every_exported_name_is_there() -> None:
    """``__all__`` of every module names what the module has."""
    for module in pkgutil.walk_packages(pb.__path__, "provider_bridge."):
        loaded = importlib.import_module(module.name)
        missing = [name for name in getattr(loaded, "__all__", ()) if not hasattr(loaded, name)]
        assert [] == missing, module.name


def test_the_error_tree_is_the_one_that_is_drawn() -> None:
    """The picture at the top of ``errors`` and the classes below it agree, and all are exported."""
    drawn = {word.split("(")[0] for line in (errors.__doc__ or "").splitlines()[2:16] for word in line.split()}
    classes = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}

    assert classes <= drawn
    assert classes <= set(pb.__all__)
    assert issubclass(pb.UnsupportedCapability, AttributeError)


def test_the_built_in_providers_are_registered() -> None:
    """The three providers come through the same entry points that plug-ins use."""
    assert set(BUILT_IN) <= set(provider_names())


@pytest.mark.parametrize("provider", BUILT_IN)
def test_capabilities_and_facets_agree(provider: str, face: str) -> None:
    """What the matrix offers is there, what it does not offer is absent or refuses, and nothing is unlisted."""
    spec = load_provider(provider)
    listed = {row.operation: row for row in spec.capabilities}
    assert len(listed) == len(spec.capabilities), "a bug once: seven rows of GoToWebinar's events stood there twice"
    with sandbox_opened(face, unlimited()) as accounts:
        account = next(each for each in accounts.values() if each.provider == provider)
        real = getattr(account, "_target", account)
        offered = {name for name, _ in operations(real) if "." in name}

    assert {name for name, row in listed.items() if row.offered} == offered
    for row in spec.capabilities:
        assert row.level in {"full", "partial", "none", "not_built"}
        assert row.reason
        assert row.reference.startswith("https://")


@pytest.mark.parametrize("provider", BUILT_IN)
def test_what_is_not_offered_is_refused_before_anything_is_sent(provider: str, face: str) -> None:
    """Operations that others offer say why this provider does not, and what to do instead."""
    sandbox = unlimited()
    rows = {row.operation: row for row in load_provider(provider).capabilities if not row.offered}
    with sandbox_opened(face, sandbox) as accounts:
        account = accounts[ACCOUNTS[provider]]
        for name, run in operations(account, refused=True):
            if name in rows:
                made = ARGUMENTS[provider][name](sandbox)
                with pytest.raises(pb.UnsupportedCapability) as caught:
                    list(run(**made))  # a listing refuses when it is read, anything else at once
                told = (caught.value.provider, caught.value.capability, caught.value.reason)
                assert told == (provider, name, rows[name].reason)
                assert caught.value.instead

    assert not sandbox.log


@pytest.mark.parametrize("provider", BUILT_IN)
def test_an_operation_of_other_providers_says_why_it_is_not_here(provider: str, face: str) -> None:
    """It is no attribute, and asking for it all the same tells the reason of its row, and what to do instead."""
    with sandbox_opened(face, unlimited()) as accounts:
        account = accounts[ACCOUNTS[provider]]
        real = getattr(account, "_target", account)
        there = {name for name, _ in operations(account, refused=True)}
        absent = [row for row in load_provider(provider).capabilities if not row.offered and row.operation not in there]
        assert absent
        for row in absent:
            path = row.operation.split(".")
            if row.operation.endswith("list.trashed"):
                continue  # an argument of a listing
            with pytest.raises(pb.UnsupportedCapability) as caught:
                functools.reduce(getattr, path, real)
            assert (row.operation, row.reason, row.instead) == (
                caught.value.capability,
                caught.value.reason,
                caught.value.instead,
            )


@pytest.mark.parametrize("name", ["sandbox-webinar", "sandbox-meeting"])
@pytest.mark.parametrize("facet", FACETS)
def test_an_absent_facet_says_why(face: str, name: str, facet: str) -> None:
    """Every facet is there, or is an error with the reason and what to do instead; its guard says which."""
    with sandbox_opened(face, unlimited()) as accounts:
        real = getattr(accounts[name], "_target", accounts[name])
        guard = getattr(pb, f"has_{facet}", None)
        if hasattr(real, facet):
            assert guard is None or guard(real)
            return
        with pytest.raises(pb.UnsupportedCapability) as caught:
            getattr(real, facet)

        assert caught.value.reason
        assert caught.value.instead
        assert guard is not None
        assert not guard(real)
        with pytest.raises(AttributeError, match="no attribute 'directroy'"):
            _ = real.directroy


def test_every_operation_is_documented() -> None:
    """Each operation's docstring says the scope, the personal data and the vendor's page."""
    for provider in BUILT_IN:
        spec = load_provider(provider)
        with sandbox_opened("sync", unlimited()) as accounts:
            account = next(each for each in accounts.values() if each.provider == spec.name)
            for facet in filter(lambda each: hasattr(account, each), FACETS):
                for name in (path for path, _ in operations(account) if path.startswith(f"{facet}.")):
                    thing = account
                    for part in name.split("."):
                        thing = getattr(thing, part)
                    text = " ".join((thing.__doc__ or "").split())
                    assert "https://" in text, name
                    assert "ersonal data" in text or "nothing is read" in text, name


def run(code: str) -> str:
    """Run code in a new interpreter and return what it printed."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_is_quick_and_brings_no_optional_package() -> None:
    """The package alone imports neither the simulator nor the command nor the other family of HTTP clients."""
    code = "import sys, provider_bridge; print(sorted({'starlette', 'uvicorn', 'typer', 'httpx2'} & set(sys.modules)))"

    assert "[]" == run(code)


def test_names_are_imported_when_they_are_asked_for() -> None:
    """To import the package costs next to nothing: what a name needs is loaded with the name, and no more."""
    code = "import sys, provider_bridge as pb; {}; print(sorted({{'httpx', 'pydantic', 'authlib'}} & set(sys.modules)))"

    assert "[]" == run(code.format("pb.__version__"))
    assert "[]" == run(code.format("pb.NotFound, pb.EventId, pb.errors.NotFound"))
    assert "['authlib', 'httpx', 'pydantic']" == run(code.format("pb.open_bridge"))


def _starred(module: str) -> dict[str, str]:
    """Return the names that a star import of a module takes: those of its list, or of the modules that it stars."""
    found = importlib.import_module(module)
    tree = ast.parse(inspect.getsource(found))
    stars = [each.module or "" for each in tree.body if isinstance(each, ast.ImportFrom) and each.names[0].name == "*"]
    own = getattr(found, "__all__", [ast.unparse(each.target) for each in tree.body if isinstance(each, ast.AnnAssign)])
    return {name: name for names in (own, *map(_starred, stars)) for name in names}


def test_what_a_type_checker_sees_is_what_there_is() -> None:
    """Each name that is imported for type checkers alone is exported, and comes from that very module."""
    imported: dict[str, tuple[str, str]] = {}
    for node in ast.walk(ast.parse(inspect.getsource(pb))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("provider_bridge."):
            for each in node.names:
                found = _starred(node.module or "") if each.name == "*" else {each.asname or each.name: each.name}
                imported |= {name: (node.module or "", own) for name, own in found.items()}

    assert set(pb.__all__) == imported.keys()
    for name, (home, own) in imported.items():
        assert getattr(pb, name) is getattr(importlib.import_module(home), own), name
    assert set(pb.__all__) <= set(dir(pb))
    with pytest.raises(AttributeError, match="no attribute 'open_brigde'"):
        _ = getattr(pb, "open_brigde")  # noqa: B009 (a type checker would see it)


def test_a_provider_is_imported_only_when_it_is_asked_for() -> None:
    """Plug-ins that nobody configured cost nothing and break nothing."""
    code = (
        "import sys, provider_bridge; from provider_bridge.registry import load_provider; load_provider('zoom');"
        "print([name for name in sys.modules if name.startswith('provider_bridge.providers.goto')])"
    )

    assert "[]" == run(code)
