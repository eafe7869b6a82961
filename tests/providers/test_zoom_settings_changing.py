"""Zoom's settings on both faces, against the simulator: changed and locked, and read back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from setting_calls import Answer, edited, host, run
from support import sandbox_opened, unlimited

from provider_bridge import BadRequest, Conflict, Forbidden, InvalidInput, Level, ProviderBroken, has_settings
from provider_bridge.sandbox.zoom.settings_state import SettingsState

ZOOM = "sandbox-zoom"
AUTO = "recording.auto_recording"
FREE = "in_meeting.file_transfer"


@pytest.mark.parametrize(
    ("level", "path", "value"),
    [
        (Level.ACCOUNT, AUTO, "cloud"),
        (Level.ACCOUNT, "recording.auto_delete_cmr_days", 45),
        (Level.ACCOUNT, "recording.archive.settings.chat_file", True),
        (Level.GROUP, FREE, True),
        (Level.GROUP, "in_meeting.data_center_regions", ("DE",)),
        (Level.USER, "in_meeting.webinar_chat.allow_users_save_chats", 2),
        (Level.USER, "in_meeting.record_play_own_voice", True),
    ],
)
def test_a_change_sends_one_leaf_and_is_read_back(face: str, level: Level, path: str, value: Any) -> None:
    """Nothing but the leaf goes out, in its nested object; what comes back is what was read afterwards."""
    sent: list[bytes] = []
    sandbox = unlimited()
    subject = {Level.ACCOUNT: None, Level.GROUP: sandbox.world.group_ids[1], Level.USER: host(sandbox).id}[level]

    def observe(method: str, *rest: Any) -> None:
        if method == "PATCH":
            sent.append(rest[2])

    sandbox._observe = observe

    def use(settings: Any) -> Any:
        before = settings.list(level=level, subject=subject)
        changed = settings.update(path, value, level=level, subject=subject)
        return before, changed, settings.list(level=level, subject=subject)

    before, changed, after = run(face, sandbox, use)

    assert (value, level, subject) == (changed.value, changed.level, changed.subject)
    leaf: Any = json.loads(sent[0])
    for name in changed.path.split("."):
        assert [name] == list(leaf)
        leaf = leaf[name]
    assert value == (tuple(leaf) if isinstance(leaf, list) else leaf)
    assert 1 == len(sent)
    different = [new.path for old, new in zip(before, after, strict=True) if old.value != new.value]
    assert [changed.path] == different


@pytest.mark.parametrize("refuses", [False, True])
@pytest.mark.parametrize("level", [Level.GROUP, Level.USER])
def test_a_change_that_a_lock_forbids_is_an_error(
    face: str, refuses: bool, level: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether Zoom refuses the change or ignores it in silence, it is an error that names path and level."""
    monkeypatch.setattr("provider_bridge.core.confirm.polling._WAITS", (0.0, 0.0))
    sandbox = unlimited()
    sandbox.world.part(SettingsState).refuses = refuses
    subject = sandbox.world.group_ids[1] if level is Level.GROUP else host(sandbox).id

    with pytest.raises(Conflict, match=rf"recording\.auto_recording at {level} level") as caught:
        run(face, sandbox, lambda settings: settings.update(AUTO, "cloud", level=level, subject=subject))

    assert (400 if refuses else 204) == caught.value.status
    assert caught.value.request_id
    assert subject not in str(caught.value)
    kept = run(face, sandbox, lambda settings: settings.list(level=level, subject=subject, paths=(AUTO,)))
    assert ["none"] == [each.value for each in kept]


def test_a_copy_that_is_late_is_waited_for(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the first look still shows the old value, the next ones decide."""
    monkeypatch.setattr("provider_bridge.core.confirm.polling._WAITS", (0.0, 0.0))
    looks: list[str] = []

    def change(method: str, url: str, answer: Answer) -> Answer:
        if method == "GET" and url.endswith("/settings"):
            looks.append(url)
            if len(looks) < 3:
                return edited("/settings", lambda tree: tree["recording"].update(auto_recording="none"))(
                    method, url, answer
                )
        return answer

    reading = run(face, unlimited(), lambda settings: settings.update(AUTO, "local", level=Level.ACCOUNT), change)

    assert ("local", 3) == (reading.value, len(looks))


@pytest.mark.parametrize(
    ("path", "value", "level", "problem"),
    [
        ("recording.no_such_thing", True, Level.ACCOUNT, "settings of the catalogue"),
        ("in_meeting.attention_tracking", False, Level.ACCOUNT, "settings of the catalogue"),
        (AUTO, True, Level.ACCOUNT, "takes 'none' or 'local' or 'cloud'"),
        (AUTO, "Cloud", Level.ACCOUNT, "takes 'none'"),
        (FREE, 1, Level.ACCOUNT, "takes true or false"),
        (FREE, None, Level.ACCOUNT, "takes true or false"),
        ("recording.auto_delete_cmr_days", True, Level.ACCOUNT, "takes a whole number"),
        ("recording.auto_delete_cmr_days", 30, Level.GROUP, "no setting at group level"),
        ("in_meeting.allow_users_save_chats", True, Level.ACCOUNT, "takes 1 or 2 or 3"),
        ("in_meeting.ai_companion_questions.enable", False, Level.ACCOUNT, "cannot be changed at account level"),
        ("in_meeting.data_center_regions", "DE", Level.ACCOUNT, "takes a tuple of texts"),
    ],
)
def test_a_change_that_cannot_be_right_is_refused_before_anything_is_sent(
    face: str, path: str, value: Any, level: Level, problem: str
) -> None:
    """Unknown paths, levels without the setting and wrong values never reach the vendor."""
    sandbox = unlimited()
    subject = None if level is Level.ACCOUNT else sandbox.world.group_ids[0]

    with pytest.raises(InvalidInput, match=problem):
        run(face, sandbox, lambda settings: settings.update(path, value, level=level, subject=subject))

    assert not sandbox.log


def test_a_missing_scope_for_writing_is_said(face: str) -> None:
    """A refusal for want of a scope names the scope; it is no conflict."""

    def change(method: str, url: str, answer: Answer) -> Answer:
        text = "Invalid access token, does not contain scopes:[account:update:settings:admin]."
        refusal = json.dumps({"code": 4711, "message": text}).encode()
        return (400, {}, refusal) if method == "PATCH" else answer

    with pytest.raises(Forbidden) as caught:
        run(face, unlimited(), lambda settings: settings.update(AUTO, "none", level=Level.ACCOUNT), change)

    assert "account:update:settings:admin" == caught.value.missing_scope


# --- locking -----------------------------------------------------------------------------------------------


def test_a_lock_is_closed_and_opened_again(face: str) -> None:
    """Locking changes the lock and not the value, and the lock then holds a user's setting."""
    sandbox = unlimited()
    person = host(sandbox)

    def use(settings: Any) -> Any:
        free = settings.update(FREE, True, level=Level.USER, subject=person.id)
        closed = settings.lock(FREE, True, level=Level.ACCOUNT)
        opened = settings.lock(FREE, False, level=Level.ACCOUNT)
        return free, closed, opened

    free, closed, opened = run(face, sandbox, use)

    assert (True, True, False) == (free.value, closed.locked, opened.locked)
    assert (False, False) == (closed.value, opened.value)
    assert closed.lock is not None
    assert FREE == closed.lock.path


def test_a_group_locks_what_shares_a_lock(face: str) -> None:
    """The lock of a webinar's chat holds all of its settings."""
    sandbox = unlimited()
    group = sandbox.world.group_ids[2]
    paths = ("in_meeting.webinar_chat.enable", "in_meeting.webinar_chat.allow_users_save_chats")

    def use(settings: Any) -> Any:
        settings.lock(paths[0], True, level=Level.GROUP, subject=group)
        return settings.list(level=Level.GROUP, subject=group, paths=paths)

    readings = run(face, sandbox, use)

    assert [True, True] == [each.locked for each in readings]
    assert {"in_meeting.webinar_chat"} == {each.lock.path for each in readings}


@pytest.mark.parametrize(
    ("path", "level"),
    [
        (FREE, Level.USER),
        ("recording.save_chat_text", Level.ACCOUNT),
        ("recording.ip_address_access_control.enable", Level.GROUP),
        ("in_meeting.anonymous_question_answer", Level.GROUP),
        ("no.such", Level.ACCOUNT),
    ],
)
def test_a_lock_that_does_not_exist_is_refused_before_anything_is_sent(face: str, path: str, level: Level) -> None:
    """Users have no locks, some settings have none, and one is an object that cannot be set."""
    sandbox = unlimited()
    subject = None if level is Level.ACCOUNT else "id"

    with pytest.raises(InvalidInput):
        run(face, sandbox, lambda settings: settings.lock(path, True, level=level, subject=subject))

    assert not sandbox.log


def test_a_lock_that_is_ignored_is_an_error(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the lock does not show afterwards, it was not made."""
    monkeypatch.setattr("provider_bridge.core.confirm.polling._WAITS", ())

    def change(method: str, url: str, answer: Answer) -> Answer:
        return edited("/lock_settings", lambda tree: tree["in_meeting"].pop("file_transfer") and None)(
            method, url, answer
        )

    with pytest.raises(Conflict, match=r"in_meeting\.file_transfer at account level"):
        run(face, unlimited(), lambda settings: settings.lock(FREE, True, level=Level.ACCOUNT), change)


def test_locks_that_cannot_be_read_do_not_count_as_made(face: str) -> None:
    """A lock whose answer is refused afterwards is an error of its own, never a success."""

    def change(method: str, url: str, answer: Answer) -> Answer:
        refused = method == "GET" and url.endswith("/lock_settings")
        return (400, {}, b'{"code": 200, "message": "No permission."}') if refused else answer

    with pytest.raises(Forbidden):
        run(face, unlimited(), lambda settings: settings.lock(FREE, True, level=Level.ACCOUNT), change)


def test_a_lost_answer_is_not_sent_again(face: str) -> None:
    """A server's failure in answer to a change is raised: it is not known whether the change was made."""
    sent: list[str] = []

    def change(method: str, url: str, answer: Answer) -> Answer:
        if method != "PATCH":
            return answer
        sent.append(url)
        return 502, {"content-type": "text/html"}, b"<html></html>"

    with pytest.raises(ProviderBroken):
        run(face, unlimited(), lambda settings: settings.update(AUTO, "none", level=Level.ACCOUNT), change)

    assert 1 == len(sent)


def test_the_guard_knows_who_has_settings(face: str) -> None:
    """Zoom has the facet, the others have none, whatever they call their configuration."""
    with sandbox_opened(face, unlimited()) as accounts:
        real = {name: getattr(each, "_target", each) for name, each in accounts.items()}

        assert [ZOOM] == [name for name, each in real.items() if has_settings(each)]


def test_attention_is_untouched_by_changes(face: str) -> None:
    """The old switch stays what the scenario says when other settings of the same user were changed."""
    sandbox = unlimited(scenario="violating")
    person = sandbox.world.people["active"][7]

    def use(settings: Any) -> Any:
        settings.update(FREE, True, level=Level.USER, subject=person.id)
        return settings.list(level=Level.USER, subject=person.id, paths=("in_meeting.attention_tracking", FREE))

    switch, changed = run(face, sandbox, use)

    assert (True, True) == (switch.value, changed.value)


def test_a_wrong_kind_is_refused_by_the_simulator() -> None:
    """The simulator refuses what Zoom would refuse, so that a wrong body cannot pass unnoticed."""
    from provider_bridge.sandbox.routing import Refusal

    state = unlimited().world.part(SettingsState)

    with pytest.raises(Refusal):
        state.change("account", "", {"recording": {"auto_recording": True}})
    state.change("account", "", {"recording": {"no_such_thing": True}})
    assert b"no_such_thing" not in state.settings("account")


def test_a_refused_change_without_a_lock_is_a_conflict_too(face: str) -> None:
    """Zoom's validation errors become a conflict that names path and level, and quotes nothing."""

    def change(method: str, url: str, answer: Answer) -> Answer:
        text = b'{"code": 300, "message": "Validation Failed. ada@example.test"}'
        return (400, {}, text) if method == "PATCH" else answer

    with pytest.raises(Conflict) as caught:
        run(face, unlimited(), lambda settings: settings.update(AUTO, "none", level=Level.ACCOUNT), change)

    assert not isinstance(caught.value, BadRequest)
    assert "ada" not in f"{caught.value}{caught.value!r}{caught.value.__context__}"
