"""What a setting of Zoom's amounts to for a user: worked out by hand, by every combination, and on both faces."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from setting_calls import Answer, edited, host, run
from support import NOON, unlimited

from provider_bridge import EffectiveSetting, Forbidden, HostId, InvalidInput, Level, NotFound, SettingReading, Unread
from provider_bridge.providers.zoom.settings.catalogue import CATALOGUE, find
from provider_bridge.providers.zoom.settings.effective import Place, conclude
from provider_bridge.providers.zoom.settings.model import Kind, Setting
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.settings_state import SettingsState

USER = HostId("user1")
FREE = "in_meeting.file_transfer"
AUTO = "recording.auto_recording"
SWITCH = Setting("a.b", Kind.SWITCH, "AGU", "", "a.b", "AG")
NOT_FOR_USERS = Setting("a.b", Kind.SWITCH, "AG", "", "a.b", "AG")
WITHOUT_LOCK = Setting("a.b", Kind.SWITCH, "AGU", "")
ABSENT = "absent"


def place(level: Level, value: Any = ABSENT, locked: bool | None = False) -> SettingReading:
    """Return a reading at a level."""
    present = value != ABSENT
    return SettingReading(
        level, None, "GET /x", "a.b", present, value if present else None, locked, NOON, "trace", note=""
    )


def own(value: Any = ABSENT) -> SettingReading:
    return place(Level.USER, value, None)


def account(value: Any = ABSENT, locked: bool | None = False) -> SettingReading:
    return place(Level.ACCOUNT, value, locked)


def group(value: Any = ABSENT, locked: bool | None = False) -> SettingReading:
    return place(Level.GROUP, value, locked)


def amount(setting: Setting, mine: SettingReading, above: Place, *groups: Place) -> tuple[Any, Level | None, Any]:
    found = conclude(setting, USER, mine, above, groups)
    assert found.known
    return found.value, found.decided_by, found.locked


def doubt(setting: Setting, mine: SettingReading, above: Place, *groups: Place) -> str:
    found = conclude(setting, USER, mine, above, groups)
    assert not found.known
    assert (found.value, found.decided_by) == (None, None)
    return found.why


def test_what_a_user_chose_counts_unless_something_locks_it() -> None:
    """The order of deciding: the account's lock, the group's lock, the user."""
    assert amount(SWITCH, own(True), account(False)) == (True, Level.USER, False)
    assert amount(SWITCH, own(True), account(False, True)) == (False, Level.ACCOUNT, True)
    assert amount(SWITCH, own(True), account(True), group(False)) == (True, Level.USER, False)
    assert amount(SWITCH, own(True), account(True), group(False, True)) == (False, Level.GROUP, True)
    assert amount(SWITCH, own(True), account(False, True), group(True, True)) == (False, Level.ACCOUNT, True)


def test_a_group_without_the_key_inherits() -> None:
    """A lock of a group that does not show the setting holds the account's value; absent is never false."""
    assert amount(SWITCH, own(False), account(True), group(locked=True)) == (True, Level.ACCOUNT, True)


def test_a_setting_that_users_do_not_have_is_decided_above() -> None:
    """Without a user's own value the group's counts, and without that the account's; no lock is needed."""
    assert amount(NOT_FOR_USERS, own(), account(True), group(False)) == (False, Level.GROUP, False)
    assert amount(NOT_FOR_USERS, own(), account(True), group()) == (True, Level.ACCOUNT, False)
    assert amount(NOT_FOR_USERS, own(), account(True)) == (True, Level.ACCOUNT, False)


def test_a_setting_without_a_lock_is_the_users() -> None:
    """Where Zoom has no lock for a setting, nothing above the user holds it."""
    assert amount(WITHOUT_LOCK, own(True), account(False, None), group(False, None)) == (True, Level.USER, False)


def test_groups_that_agree_decide() -> None:
    """Several groups with the same lock and value leave nothing open."""
    both = group(False, True)

    assert amount(SWITCH, own(True), account(True), both, both) == (False, Level.GROUP, True)


def test_groups_that_disagree_leave_it_unknown() -> None:
    """Which of several groups decides is not documented: another value, or a lock of one only, is unknown."""
    assert "which of the user's groups" in doubt(SWITCH, own(True), account(), group(True, True), group(False, True))
    assert "which of the user's groups" in doubt(SWITCH, own(True), account(True), group(True), group(False, True))


def test_groups_that_disagree_on_locks_alone_leave_the_lock_open() -> None:
    """When every reading of the rules gives the same value it is known, though nobody can say who decides."""
    assert amount(SWITCH, own(False), account(True), group(True), group(False, True)) == (False, None, None)


def test_a_lock_that_is_not_shown_leaves_it_unknown() -> None:
    """An absent lock is not an open one: only where it does not matter is the value known."""
    assert "whether the account locks it" in doubt(SWITCH, own(True), account(False, None))
    assert "whether the group locks it" in doubt(SWITCH, own(True), account(True), group(False, None))
    assert amount(SWITCH, own(True), account(True, None)) == (True, None, None)


def test_what_is_absent_or_empty_is_unknown() -> None:
    """A user who should show the setting and does not, a locked value that is not shown, and an empty one."""
    assert "do not show it" in doubt(SWITCH, own(), account(False))
    assert "no level above" in doubt(SWITCH, own(True), account(locked=True))
    assert "no value" in doubt(SWITCH, own(""), account(False))
    assert "no value" in doubt(SWITCH, own(None), account(False))


def test_what_could_not_be_read_is_unknown() -> None:
    """A level above that was not read could hold a lock and a value of any kind."""
    unread = Unread(Level.ACCOUNT, None, "no scope")

    assert doubt(SWITCH, own(True), unread) == "no scope"
    assert doubt(SWITCH, own(True), account(True), Unread(Level.GROUP, "g", "gone")) == "gone"
    found = conclude(SWITCH, USER, own(True), account(True, True), (Unread(Level.GROUP, "g", "gone"),))
    assert (found.value, len(found.unread)) == (True, 1)  # the account's lock leaves nothing to the group


def test_true_and_one_are_not_the_same() -> None:
    """A number that compares equal to a switch is another value."""
    assert doubt(SWITCH, own(True), account(1, None))


VALUES = st.sampled_from([True, False, ABSENT])
LOCKS = st.sampled_from([True, False, None])


@given(VALUES, VALUES, LOCKS, st.lists(st.tuples(VALUES, LOCKS), max_size=3), st.sampled_from(["AGU", "AG"]))
def test_a_known_value_is_right_whatever_the_open_questions_mean(
    mine: Any, above: Any, lock: bool | None, groups: list[tuple[Any, bool | None]], levels: str
) -> None:
    """Close every open lock in every way and let every group decide: a known value is the answer each time."""
    setting = Setting("a.b", Kind.SWITCH, levels, "", "a.b", "AG")
    found = conclude(setting, USER, own(mine), account(above, lock), [group(*each) for each in groups])

    answers = set()
    for decided in (lock,) if lock is not None else (True, False):
        for value, group_lock in groups or [(ABSENT, False)]:
            for group_decided in (group_lock,) if group_lock is not None else (True, False):
                inherited = above if value == ABSENT else value
                if decided:
                    answers.add(above)
                elif group_decided or (mine == ABSENT and levels == "AG"):
                    answers.add(inherited)
                else:
                    answers.add(mine)

    assert found.known == (len(answers) == 1 and ABSENT not in answers)
    if found.known:
        assert {found.value} == answers


# --- on both faces -----------------------------------------------------------------------------------------


def effective(
    face: str,
    sandbox: Sandbox,
    path: str,
    user: str,
    change: Callable[[str, str, Answer], Answer] | None = None,
) -> EffectiveSetting:
    found: EffectiveSetting = run(face, sandbox, lambda settings: settings.effective(path, HostId(user)), change)
    return found


def test_a_users_own_value_counts(face: str) -> None:
    """Unlocked at every level, what the user chose counts, and evidence has all levels in it."""
    sandbox = unlimited()
    person = host(sandbox, grouped=True)
    sandbox.world.part(SettingsState).change("user", person.id, {"in_meeting": {"file_transfer": True}}, person)

    found = effective(face, sandbox, FREE, person.id)

    assert (found.value, found.decided_by, found.locked) == (True, Level.USER, False)
    assert (found.path, found.subject) == (FREE, person.id)
    assert {Level.USER, Level.GROUP, Level.ACCOUNT} == {each.level for each in found.readings}
    assert all(each.request_id for each in found.readings)


def test_a_groups_lock_decides(face: str) -> None:
    """What a group locks holds for its members and for nobody else."""
    sandbox = unlimited()
    inside, outside = host(sandbox, grouped=True), host(sandbox)
    state = sandbox.world.part(SettingsState)
    for person in (inside, outside):
        state.change("user", person.id, {"in_meeting": {"file_transfer": True}}, person)
    state.change_locks("group", inside.group_id, {"in_meeting": {"file_transfer": True}})

    held, free = (effective(face, sandbox, FREE, each.id) for each in (inside, outside))

    assert (held.value, held.decided_by, held.locked) == (False, Level.GROUP, True)
    assert (free.value, free.decided_by, free.locked) == (True, Level.USER, False)


def test_the_accounts_lock_decides(face: str) -> None:
    """What the account locks holds for everybody, whatever groups and users say."""
    sandbox = unlimited()
    sandbox.world.part(SettingsState).change("account", "", {"recording": {"auto_recording": "cloud"}})

    found = effective(face, sandbox, AUTO, host(sandbox, grouped=True).id)

    assert (found.value, found.decided_by, found.locked) == ("cloud", Level.ACCOUNT, True)


def test_everything_at_once_costs_a_few_calls(face: str) -> None:
    """All of the catalogue takes four calls, and two more for a group."""
    sandbox = unlimited()
    person = host(sandbox, grouped=True)

    found = run(face, sandbox, lambda settings: settings.effective_all(HostId(person.id)))

    assert [setting.path for setting in CATALOGUE] == [each.path for each in found]
    assert 6 == sum(count for name, count in sandbox.log.items() if name.startswith("GET"))
    known = {each.path: each.value for each in found if each.known}
    assert known[AUTO] == "none"
    assert known["recording.host_delete_cloud_recording"] is True
    assert all(each.why for each in found if not each.known)


def test_a_user_of_two_groups(face: str) -> None:
    """Groups that disagree leave the setting unknown, and the result says why."""
    sandbox = unlimited()
    person = host(sandbox)
    one, two = sandbox.world.group_ids[:2]
    sandbox.world.part(SettingsState).change_locks("group", one, {"in_meeting": {"file_transfer": True}})
    sandbox.world.part(SettingsState).change("user", person.id, {"in_meeting": {"file_transfer": True}}, person)

    found = effective(
        face, sandbox, FREE, person.id, edited(f"/users/{person.id}", lambda tree: tree.update(group_ids=[one, two]))
    )

    assert not found.known
    assert "which of the user's groups" in found.why
    assert {one, two} == {each.subject for each in found.readings if each.level is Level.GROUP}


@pytest.mark.parametrize("shown", [{}, {"group_ids": None}])
def test_a_user_whose_groups_are_not_shown(face: str, shown: dict[str, Any]) -> None:
    """Absent groups are not no groups: only what no group can lock, or the account locks, is known."""
    sandbox = unlimited()
    person = host(sandbox, grouped=True)

    def edit(tree: dict[str, Any]) -> Any:
        del tree["group_ids"]
        return tree | shown

    change = edited(f"/users/{person.id}", edit)

    assert "does not say which groups" in effective(face, sandbox, FREE, person.id, change).why
    assert effective(face, sandbox, AUTO, person.id, change).locked is True
    assert effective(face, sandbox, "recording.save_chat_text", person.id, change).known


def test_locks_that_may_not_be_read_leave_it_unknown(face: str) -> None:
    """Without the scope for locks a value that differs between the levels is unknown, with the scope as the reason."""
    sandbox = unlimited(scenario="forbidden")
    person = host(sandbox)
    sandbox.world.part(SettingsState).change("user", person.id, {"in_meeting": {"file_transfer": True}}, person)

    found = effective(face, sandbox, FREE, person.id)

    assert not found.known
    assert "account:read:lock_settings:admin" in found.why


def test_an_unreadable_group_leaves_it_unknown(face: str) -> None:
    """A group whose settings are refused could hold a lock; the user's own value is not enough."""
    sandbox = unlimited()
    person = host(sandbox, grouped=True)

    def change(method: str, url: str, answer: Answer) -> Answer:
        return (400, {}, b'{"code": 200, "message": "No permission."}') if "/groups/" in url else answer

    found = effective(face, sandbox, FREE, person.id, change)

    assert not found.known
    assert [person.group_id] == [each.subject for each in found.unread]


def test_quirk_4_a_groups_id_may_be_a_number(face: str) -> None:
    """An id that comes as a number is the same id as text; here of a group that is gone, which leaves it unknown."""
    sandbox = unlimited()
    person = host(sandbox)

    found = effective(
        face, sandbox, FREE, person.id, edited(f"/users/{person.id}", lambda tree: tree.update(group_ids=[123]))
    )

    assert not found.known
    assert ["123"] == [each.subject for each in found.unread]


def test_no_such_user_is_an_error(face: str) -> None:
    """A user who does not exist has no settings that could be unknown."""
    with pytest.raises(NotFound) as caught:
        effective(face, unlimited(), FREE, "nobody")

    assert "user" == caught.value.missing


def test_a_user_who_may_not_be_read_is_an_error(face: str) -> None:
    """Without access to the user's own settings there is nothing to conclude from."""
    sandbox = unlimited()

    def change(method: str, url: str, answer: Answer) -> Answer:
        refusal = json.dumps({"code": 200, "message": "No permission."}).encode()
        return (400, {}, refusal) if "/users/" in url and url.endswith("/settings") else answer

    with pytest.raises(Forbidden):
        effective(face, sandbox, FREE, host(sandbox).id, change)


def test_users_are_named_by_id(face: str) -> None:
    """An e-mail address would end up in evidence, so it is refused before anything is sent."""
    sandbox = unlimited()

    with pytest.raises(InvalidInput):
        effective(face, sandbox, FREE, "ada@example.test")
    assert not sandbox.log


def test_an_unknown_path_is_judged_with_care(face: str) -> None:
    """Of a path outside the catalogue nothing is certain: without a lock to be seen, levels must agree."""
    sandbox = unlimited()
    person = host(sandbox)
    path = "in_meeting.annotation"
    assert find(path) is None
    agreed = effective(face, sandbox, path, person.id)
    sandbox.world.part(SettingsState).change("user", person.id, {"in_meeting": {"annotation": False}}, person)

    differing = effective(face, sandbox, path, person.id)

    assert (agreed.known, agreed.value, agreed.locked) == (True, True, None)
    assert not differing.known
