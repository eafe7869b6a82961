"""No operation lets a forbidden value through: not into results, reprs, logs, errors, reports or files.

Sentinels are planted under forbidden names at any depth of every answer, good or bad, whole or broken. New
operations are found by themselves: one that needs arguments this test does not know makes it fail.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from found import operations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import FACES, opened, sandbox_accounts, unlimited
from tours import ARGUMENTS

from provider_bridge.errors import ProviderBridgeError
from provider_bridge.policy import Verification, verify
from provider_bridge.providers import goto
from provider_bridge.providers.zoom import wire
from provider_bridge.reports import render_json, rows
from provider_bridge.runners.token_stores import FileStore

pytestmark = pytest.mark.sweep

TEXT, NUMBER = "sentinel-7f3a", 7919.4242
NAMES = sorted(wire.FORBIDDEN | goto.FORBIDDEN)
VENDORS_OWN = ("attentiveness_score", "averageAttentiveness", "averageInterestRating")
Answer = tuple[int, dict[str, str], bytes]


def spelled(name: str, chance: random.Random) -> str:
    """Return a forbidden name in a spelling a vendor might use."""
    cut = chance.randrange(1, len(name))
    return chance.choice([name, name.upper(), name.title(), f"{name[:cut]}_{name[cut:]}", f"{name[:cut]}-{name[cut:]}"])


def plant(tree: Any, chance: random.Random) -> Any:
    """Return a JSON tree with sentinels planted in some of its objects, and sometimes around them."""
    if isinstance(tree, dict):
        grown = {key: plant(value, chance) for key, value in tree.items()}
        if chance.random() < 0.7:
            value = chance.choice([TEXT, NUMBER, {"deep": [TEXT, NUMBER]}, [TEXT, {"score": NUMBER}]])
            names = {*VENDORS_OWN, *NAMES, spelled(chance.choice(NAMES), chance)}
            members = [*grown.items(), *((name, value) for name in names if chance.random() < 0.7)]
            chance.shuffle(members)
            return dict(members)
        return grown
    return [plant(item, chance) for item in tree] if isinstance(tree, list) else tree


def serialised(tree: Any, chance: random.Random) -> bytes:
    """Return a tree as JSON, in one of the ways a server might write it."""
    text = json.dumps(tree, indent=chance.choice([None, 1]), ensure_ascii=chance.choice([True, False]))
    if chance.random() < 0.2:  # the same name, spelled with an escape
        text = text.replace('"average', '"\\u0061verage').replace('"attent', '"\\u0061ttent')
    return text.encode()


def planted(sandbox: Any, seed: int) -> Callable[..., Answer]:
    """Return a simulator whose answers hold sentinels, and are now and then an error, a web page or broken off."""
    numbers = count()

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        chance = random.Random(f"{seed}:{next(numbers)}")
        status, answer_headers, answer = sandbox.handle(method, url, headers, body)
        answer_headers.pop("content-length", None)
        if not answer:
            return status, answer_headers, answer
        with contextlib.suppress(ValueError):  # a recording's file is no JSON
            answer = serialised(plant(json.loads(answer), chance), chance)
        fate = chance.random()
        if "oauth" in url or fate > 0.06:
            return status, answer_headers, answer
        if fate < 0.02:
            refusal = {"code": 300, "message": TEXT, "attentiveness_score": TEXT, "averageAttentiveness": NUMBER}
            return 400, answer_headers, json.dumps(refusal).encode()
        if fate < 0.04:
            return 200, {"content-type": "text/html"}, f"<html>{TEXT}</html>".encode()
        return status, answer_headers, answer[: len(answer) // 2]

    return app


def leaves(value: Any) -> Iterator[Any]:
    """Yield everything a result is made of, fields that no ``repr`` shows included."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            yield from leaves(getattr(value, each.name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(key)
            yield from leaves(inner)
    elif isinstance(value, BaseException):
        yield str(value)
        yield repr(value)
        yield from leaves(value.args)
        yield from leaves(vars(value))
        yield from leaves(value.__cause__)
        yield from leaves(value.__context__)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def assert_clean(*things: Any) -> None:
    """Assert that no sentinel is in any of these, in whatever shape."""
    for thing in things:
        for leaf in (*leaves(thing), repr(thing), str(thing)):
            assert leaf != NUMBER
            assert TEXT not in str(leaf)
            assert str(NUMBER) not in str(leaf)


def run_everything(face: str, seed: int, scenario: str, token_file: Path) -> tuple[list[Any], list[str]]:
    """Run every operation of every account over planted answers; return what came of each, and their names."""
    sandbox = unlimited(scenario=scenario, seed=seed, users=12)
    outcomes: list[Any] = []
    names: list[str] = []
    with opened(face, planted(sandbox, seed), sandbox_accounts(sandbox), store=FileStore(token_file)) as accounts:
        for account in accounts.values():
            for name, run in operations(account):
                names.append(f"{account.provider}.{name}")
                try:
                    arguments = ARGUMENTS[account.provider]
                    made = arguments[name](sandbox) if name in arguments else {}
                    result = run(**made)
                    outcomes.append(list(result) if isinstance(result, Iterator) else result)
                except ProviderBridgeError as error:
                    outcomes.append(error)
        if face == "sync":
            outcomes.append(verify(accounts_as_bridge(accounts)))
    return outcomes, names


def accounts_as_bridge(accounts: dict[str, Any]) -> Any:
    """Return accounts as the bridge that ``verify`` expects."""
    from provider_bridge.bridge import Bridge

    return Bridge(accounts)


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries, and looks at what was changed, follow at once."""
    import tenacity

    from provider_bridge.core import retry
    from provider_bridge.core.confirm import polling as patience

    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))


@pytest.mark.usefixtures("_no_waiting")
@pytest.mark.parametrize("face", FACES)
@given(seed=st.integers(1, 10**6), scenario=st.sampled_from(["compliant", "violating", "legacy", "forbidden"]))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_no_operation_lets_a_forbidden_value_through(
    face: str, tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture, seed: int, scenario: str
) -> None:
    """Whatever a vendor sends under a forbidden name is nowhere afterwards."""
    folder = tmp_path_factory.mktemp("tokens")
    caplog.clear()
    caplog.set_level(logging.DEBUG)

    outcomes, names = run_everything(face, seed, scenario, folder / "token.json")

    assert {"zoom.attention.read", "gotowebinar.attention.read", "zoom.directory.hosts.list"} <= set(names)
    assert_clean(*outcomes)
    assert_clean(*(record.getMessage() for record in caplog.records), *(record.__dict__ for record in caplog.records))
    for file in folder.rglob("*"):
        if file.is_file():
            assert_clean(file.read_text())
    for verification in (each for each in outcomes if isinstance(each, Verification)):
        assert_clean(render_json(verification), *rows(verification))


@pytest.mark.usefixtures("_no_waiting")
@pytest.mark.parametrize("face", FACES)
def test_no_person_and_no_secret_in_logs_errors_or_reprs(
    face: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """People and secrets are in results that a caller asked for, and in no log record, error or ``repr``."""
    caplog.set_level(logging.DEBUG)

    outcomes, _ = run_everything(face, 7, "compliant", tmp_path / "token.json")

    token = json.loads((tmp_path / "token.json").read_text())
    private = ["example.test", "sandbox-secret", token["access_token"]]
    shown = [record.getMessage() for record in caplog.records] + [repr(each) for each in outcomes]
    assert any("GET /users" in text for text in shown)  # our own records are there
    assert [] == [text for text in shown for word in private if word in text]
