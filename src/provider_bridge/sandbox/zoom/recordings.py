"""The simulated Zoom's cloud recordings and their trash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Made, Refusal, Route
from provider_bridge.sandbox.zoom.common import (
    choice,
    find_user,
    flag,
    invalid,
    optional_days,
    required,
    time_text,
    uuid_in_path,
    whole,
)
from provider_bridge.sandbox.zoom.downloads import Doors
from provider_bridge.sandbox.zoom.paging import page
from provider_bridge.sandbox.zoom.recordings_state import FILE_TRASH, RUN_TRASH, STORED, File, Recordings, Run

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "file_by_token", "find_run"]

_VOICE: Final = "audio_only_each_participant"
_MINUTES: Final = 40


def state_of(world: World) -> Recordings:
    """Return the recordings as they are now."""
    state = world.part(Recordings)
    state.tidy()
    return state


def no_recording() -> Refusal:
    return Refusal(404, 3301, "There is no recording for this meeting.")


def find_run(world: World, text: str) -> Run:
    """Return the run that a path's segment means: a UUID, or a number, which means the latest run only."""
    state, name = state_of(world), uuid_in_path(text)
    latest = max(
        (run for run in state.runs if run.number and str(run.number) == name), key=lambda run: run.start, default=None
    )
    run = state.by_uuid.get(name) or latest
    if run is None:
        raise no_recording()
    return run


def file_by_token(world: World, token: str) -> tuple[dict[str, Any], bytes] | None:
    """Return the stored file that a download address names, as answers show it, and its content; ``None`` if none."""
    found = state_of(world).by_token.get(token)
    if found is None or found[1] not in found[0].files or found[1].place != STORED or found[1].processing:
        return None
    run, file = found
    return _file(world, "", run, file), _content(world, file)


def _content(world: World, file: File) -> bytes:
    if file.data:
        return file.data
    mark = world.mark("content", file.id)
    return (mark * (file.size // len(mark) + 1))[: file.size]


# --- how they are shown ------------------------------------------------------------------------------------


def _file(world: World, base: str, run: Run, file: File) -> dict[str, Any]:
    link = world.key("file", file.id)
    body: dict[str, Any] = {
        "id": file.id,
        "meeting_id": run.uuid,
        "recording_start": time_text(file.start),
        "recording_end": time_text(file.end),
        "file_type": file.type,
        "file_extension": file.extension,
        "file_size": file.size,
        "download_url": f"{base}/rec/download/{link}",
        "status": "completed",
        "recording_type": file.content,
    }
    if file.type in {"MP4", "M4A"}:
        body["play_url"] = f"{base}/rec/play/{link}"
    if file.processing:
        del body["recording_type"]
        body |= {"recording_end": "", "file_type": "", "file_extension": "", "file_size": 0, "status": "processing"}
    if file.deleted_at is not None:
        body["deleted_time"] = time_text(file.deleted_at)
    return body


def _voice(world: World, base: str, run: Run, file: File) -> dict[str, Any]:
    body = _file(world, base, run, file) | {"file_name": file.name}
    return {
        name: value for name, value in body.items() if name not in {"meeting_id", "file_extension", "recording_type"}
    }


def _recording(world: World, ask: Ask, run: Run, place: str, *, alone: bool = False) -> dict[str, Any]:
    """Return a run's recording; ``alone`` adds what only the answer about one run has."""
    state = world.part(Recordings)
    files = [file for file in run.at(place) if state.shown(file)]
    done = [file for file in files if not file.processing]
    body: dict[str, Any] = {
        "uuid": run.uuid,
        "id": run.number,
        "account_id": world.account_id,
        "host_id": run.host.id,
        "topic": run.topic,
        "type": run.type if state.live else str(run.type),
        "start_time": time_text(run.start),
        "duration": _MINUTES,
        "total_size": sum(file.size for file in done),
        "recording_count": len(done),
        "recording_files": [_file(world, ask.base, run, file) for file in files if file.content != _VOICE],
        "recording_play_passcode": world.key("passcode", run.uuid),
        "auto_delete": run.settings["auto_delete"],
    }
    if run.settings["auto_delete"]:
        body["auto_delete_date"] = run.settings["auto_delete_date"]
    if state.live:
        share = f"{ask.base}/rec/share/{world.key('share', run.uuid)}"
        body |= {"timezone": "", "host_email": run.host.email, "share_url": share}
    if run.number is None:
        del body["id"]
    if alone:
        body["password"] = run.settings["password"]
        body["participant_audio_files"] = [
            _voice(world, ask.base, run, each) for each in files if each.content == _VOICE
        ]
        if "download_access_token" in ask.query.get("include_fields", ""):
            body["download_access_token"] = world.part(Doors).key(run.uuid)
    return body


# --- endpoints ---------------------------------------------------------------------------------------------


def _list(world: World, ask: Ask) -> Answer:
    person, state = find_user(world, ask), state_of(world)
    first, last = optional_days(world, ask)
    trash, kind = flag(ask, "trash"), choice(ask, "trash_type", RUN_TRASH, FILE_TRASH)
    place = kind if trash else STORED
    number = whole(ask, "meeting_id", 0)
    dated = state.trash_by_date or not trash
    found = [
        run
        for run in state.by_host.get(person.id, ())
        if any(map(state.shown, run.at(place)))
        and (not dated or first <= run.start.date() <= last)
        and number in {0, run.number}
    ]
    found.sort(key=lambda run: run.start, reverse=True)
    listed = page(world, ask, found)
    meetings = [_recording(world, ask, run, place) for run in listed.rows]
    return {"from": f"{first}", "to": f"{last}", **listed.counted(), "meetings": meetings}


def _get(world: World, ask: Ask) -> Answer:
    run = find_run(world, ask.path["meetingId"])
    if not run.at(STORED):
        raise no_recording()
    return _recording(world, ask, run, STORED, alone=True)


def _action(ask: Ask) -> str:
    return choice(ask, "action", "trash", "delete")


def _check_deletable(run: Run, files: list[File]) -> None:
    if run.held:
        raise Refusal(400, 3310, "This recording was selected for a simulive webinar. You cannot delete or trash it.")
    if any(file.processing for file in files):
        raise Refusal(400, 3303, "You can not delete an uncompleted meeting.")


def _delete(world: World, ask: Ask) -> Answer:
    run, state = find_run(world, ask.path["meetingId"]), world.part(Recordings)
    action = _action(ask)
    files = run.at(STORED)
    if not files and action == "delete" and state.erases_from_trash:
        files = run.files
    if not files:
        raise no_recording()
    _check_deletable(run, files)
    state.delete(run, list(files), RUN_TRASH if action == "trash" else "")
    return Made(204)


def _delete_file(world: World, ask: Ask) -> Answer:
    run, state = find_run(world, ask.path["meetingId"]), world.part(Recordings)
    action = _action(ask)
    files = run.files if action == "delete" and state.erases_from_trash else run.at(STORED)
    mine = [file for file in files if file.id == ask.path["recordingId"]]
    if not mine:
        raise no_recording()
    _check_deletable(run, mine)
    state.delete(run, mine, FILE_TRASH if action == "trash" else "")
    return Made(204)


def _restored(world: World, ask: Ask, files: list[File]) -> None:
    if required(ask, "action") != "recover":
        raise invalid("action")
    if not files:
        raise no_recording()
    if world.part(Recordings).full:
        raise Refusal(400, 3309, "Not enough cloud storage available.")
    for file in files:
        file.place, file.deleted_at = STORED, None


def _recover(world: World, ask: Ask) -> Answer:
    run = find_run(world, ask.path["meetingId"])
    _restored(world, ask, [file for file in run.files if file.place != STORED])
    return Made(200)


def _recover_file(world: World, ask: Ask) -> Answer:
    run = find_run(world, ask.path["meetingId"])
    wanted = ask.path["recordingId"]
    _restored(world, ask, [file for file in run.files if file.id == wanted and file.place != STORED])
    return Made(204)


_ACTION: Final = {"action": str}
_RUN: Final = "/meetings/{meetingId}/recordings"

ROUTES: Final = (
    Route("/users/{userId}/recordings", "Medium", ("cloud_recording:read:list_user_recordings:admin",), _list),
    Route(_RUN, "Light", ("cloud_recording:read:list_recording_files:admin",), _get),
    Route(_RUN, "Light", ("cloud_recording:delete:meeting_recording:admin",), _delete, "DELETE"),
    Route(f"{_RUN}/{{recordingId}}", "Light", ("cloud_recording:delete:recording_file:admin",), _delete_file, "DELETE"),
    Route(
        f"{_RUN}/status",
        "Light",
        ("cloud_recording:update:recover_meeting_recordings:admin",),
        _recover,
        "PUT",
        _ACTION,
    ),
    Route(
        f"{_RUN}/{{recordingId}}/status",
        "Light",
        ("cloud_recording:update:recover_single_recording:admin",),
        _recover_file,
        "PUT",
        _ACTION,
    ),
)
