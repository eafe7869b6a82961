"""A budget file that holds anything but a whole budget: one sentence, and no endless wait."""

from __future__ import annotations

import copy
import errno
import fcntl
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.core.rate_limit.validation import whole_budget
from provider_bridge.core.rate_limit.window import RateRequest, acquire, apply_events, fresh
from provider_bridge.errors import ConfigurationError, ProviderBridgeError, StateError
from provider_bridge.runners.rate_stores import FileRateStore
from provider_bridge.runners.token_stores import FileStore

NOW = 1_000.0
WALL = 20_787 * 86_400.0
GOOD = {
    "slots": {"medium": {"n": 2, "went": [990.0, 991.5], "due": [991.0, 992.5]}},
    "held": 0.0,
    "guard": 0.02,
    "guard_at": 990.0,
    "day": 20_787,
    "ends": 40_000.0,
    "days": {"calls": [3, -1]},
    "spent": {"medium": 0.0},
    "alone": {"user:1": ["owner", 999.0]},
}


def test_a_good_one_is_taken_as_it_is() -> None:
    """And so is a new one."""
    assert GOOD == whole_budget(copy.deepcopy(GOOD), NOW)
    assert fresh() == whole_budget({}, NOW)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("slots", None),
        ("slots", {"medium": {}}),
        ("slots", {"medium": {"n": 1, "went": ["x"], "due": []}}),
        ("slots", {"medium": {"n": True, "went": [], "due": []}}),
        ("slots", {"medium": {"n": 1, "went": [1e300], "due": []}}),
        ("held", "x"),
        ("held", float("inf")),
        ("held", 1e300),
        ("held", 10**400),
        ("guard", float("nan")),
        ("guard", 7),
        ("day", "20787"),
        ("day", -1),
        ("ends", []),
        ("ends", 1e300),
        ("days", {"calls": 3}),
        ("days", {"calls": [3]}),
        ("days", {"calls": [3, "x"]}),
        ("spent", {"medium": float("inf")}),
        ("spent", {"medium": 1e18}),
        ("alone", {"user:1": "owner"}),
        ("alone", {"user:1": ["owner", 1e300]}),
    ],
)
def test_a_part_that_is_not_what_it_must_be(tmp_path: Path, part: str, value: Any) -> None:
    """A bug once: each was a raw error, or let calls wait for ever."""
    file = tmp_path / "budget.json"
    FileRateStore(file, "key").ask([], None)
    file.write_text(json.dumps({**json.loads(file.read_text()), part: value}))

    with pytest.raises(StateError, match=r"budget\.json holds no rate budget .*move it away"):
        FileRateStore(file, "key").ask([], None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(part=st.sampled_from(sorted(GOOD)), value=JSON)
@settings(max_examples=150, deadline=None)
def test_whatever_is_taken_can_be_used(part: str, value: Any) -> None:
    """What passes as a budget is one that no call fails or waits for ever with."""
    state = whole_budget({**copy.deepcopy(GOOD), part: value}, NOW)
    if state is None:
        return
    apply_events(
        state, [("hold", 1.0), ("spent", "low", 5.0), ("open", "user:1", "owner"), ("back", "calls")], NOW, WALL
    )

    told = acquire(state, RateRequest(None, (("calls", 10),), "user:1", "me"), NOW, WALL)

    assert told.at <= NOW + 86_400 or told.spent or told.busy


def test_a_file_system_without_locks_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug once: ``ENOLCK`` was a raw error. The sentence has the remedy."""

    def no_locks(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(
        ProviderBridgeError, match=r"budget\.json cannot be locked: No locks available.*disk of this machine"
    ) as it:
        FileRateStore(tmp_path / "budget.json", "key").ask([], None)

    assert isinstance(it.value, ConfigurationError)


def test_what_lies_where_the_next_budget_is_prepared_is_not_written_into(tmp_path: Path) -> None:
    """A link there, symbolic or hard, leads to another file: that one stays as it is, and a lock follows no link."""
    other = tmp_path / "other"
    other.write_text("precious")
    budget, fresh_one = tmp_path / "budget", tmp_path / ".budget.new"
    for make in (fresh_one.symlink_to, fresh_one.hardlink_to):
        make(other)
        FileRateStore(budget, "key").ask([], None)
        assert "precious" == other.read_text()
        assert 0o600 == budget.stat().st_mode & 0o777

    (tmp_path / ".budget.lock").unlink()
    (tmp_path / ".budget.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigurationError, match="cannot be locked"):
        FileRateStore(budget, "key").ask([], None)
    assert not (tmp_path / "elsewhere").exists()


def test_a_token_files_lock_follows_no_link(tmp_path: Path) -> None:
    """It would make a file wherever somebody else likes."""
    (tmp_path / ".token.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigurationError, match="cannot be locked"):
        FileStore(tmp_path / "token").acquire()
    assert not (tmp_path / "elsewhere").exists()
