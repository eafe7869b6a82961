"""The recording assets of the simulated webinars: two searches, and a webinar's own list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2W, moment, numbered_page, page_by_size, written
from provider_bridge.sandbox.goto.recording_files import Files, content_of
from provider_bridge.sandbox.goto.webinars import Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Asset", "Assets"]

_DEFAULT: Final = frozenset({"recordingShareUrl", "webinarKey"})
_TEXTS: Final = ("accountKey", "organizerKey", "name", "sortField", "sortOrder", "fromTime", "toTime")
_BODY: Final = dict.fromkeys(_TEXTS, str)
_LATER: Final = timedelta(minutes=25)
_SPOKEN: Final = b"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nEdda Horn: Good morning.\n"


@dataclass(frozen=True, slots=True)
class Asset:
    """A recording that is complete; ``webinar`` is ``""`` for an upload."""

    key: str
    name: str
    creator: str
    created: datetime
    webinar: str = ""
    transcript: bool = False


class Assets:
    """A recording of each past webinar, a second one of the newest, every other with a transcript, and an upload."""

    def __init__(self, world: World) -> None:
        webinars = world.part(Webinars)
        self.all: list[Asset] = []
        for webinar in webinars.all:
            for run in webinars.sessions(webinar):
                key, even = world.digits("asset", run.key), len(self.all) % 2 == 0
                title = f"Recording of {webinar.subject}"
                self.all.append(Asset(key, title, webinar.organizer, run.end + _LATER, webinar.key, even))
        first = self.all[0]
        again = first.created + timedelta(minutes=5)
        self.all.append(Asset(world.digits("asset", "again"), first.name, first.creator, again, first.webinar))
        uploaded = world.now().replace(microsecond=0) - timedelta(days=15)
        self.all.append(Asset(world.digits("asset", "upload"), "Trailer", world.organizer_key, uploaded))


def _asset(world: World, ask: Ask, asset: Asset, includes: frozenset[str]) -> dict[str, Any]:
    files = world.part(Files)
    film = f"film-{asset.key}.mp4"
    row: dict[str, Any] = {
        "name": asset.name,
        "recordingAssetKey": asset.key,
        "productName": "g2w",
        "createTime": written(asset.created),
        "creatorKey": asset.creator,
        "accountKey": world.account_key,
        "totalReferenceCount": 1,
        "mp4DownloadUrl": files.link(ask.base, film, content_of(world, film)),
    }
    if asset.transcript:
        row["transcriptDownloadUrl"] = files.link(ask.base, f"words-{asset.key}.vtt", _SPOKEN)
    if "recordingShareUrl" in includes:
        row["recordingShareUrl"] = f"https://attendee.gotowebinar.com/recording/{world.key('share', asset.key)}"
    if "webinarKey" in includes and asset.webinar:
        row["webinarKey"] = asset.webinar
    return row


def _asked(ask: Ask, required: str) -> dict[str, str]:
    body: dict[str, str] = ask.body
    if not body.get(required):
        raise Refusal(400, 0, f"{required} is required")
    return body


def _answer(world: World, ask: Ask, found: list[Asset], body: dict[str, str]) -> Answer:
    found = [each for each in found if body.get("name", "") in each.name]
    by_name = body.get("sortField", "CREATETIME") == "NAME"
    found.sort(key=lambda each: each.name if by_name else written(each.created))
    if body.get("sortOrder", "DESC") == "DESC":
        found.reverse()
    includes = frozenset(ask.query.get("includes", "").split(","))
    return page_by_size(ask, "recordingAssets", len(found), lambda at: _asset(world, ask, found[at], includes))


def _search(world: World, ask: Ask) -> Answer:
    body = _asked(ask, "accountKey")
    if body["accountKey"] != world.account_key:
        raise Refusal(403, 0, "The caller is not authorized for this account")
    own = [each for each in world.part(Assets).all if each.creator == world.organizer_key]
    return _answer(world, ask, own, body)


def _admin_search(world: World, ask: Ask) -> Answer:
    body = _asked(ask, "organizerKey")
    if ask.path["accountKey"] != world.account_key:
        raise Refusal(403, 0, "The caller is not authorized for this account")
    world.part(Webinars).of(body["organizerKey"])
    found = [each for each in world.part(Assets).all if each.creator == body["organizerKey"]]
    if "fromTime" in body:
        found = [each for each in found if each.created >= moment(body["fromTime"])]
    if "toTime" in body:
        found = [each for each in found if each.created <= moment(body["toTime"])]
    return _answer(world, ask, found, body)


def _of_webinar(world: World, ask: Ask) -> Answer:
    webinar = world.part(Webinars).get(ask.path)
    found = [each for each in world.part(Assets).all if each.webinar == webinar.key]
    page = numbered_page(ask, len(found), lambda at: _asset(world, ask, found[at], _DEFAULT))
    return {name: page[name] for name in ("data", "total", "page", "pageSize")}


ROUTES: Final = (
    Route(f"{G2W}/recordingassets/search", "G2W", ("collab:",), _search, "POST", _BODY),
    Route(f"{G2W}/accounts/{{accountKey}}/recordingassets/search", "G2W", ("collab:",), _admin_search, "POST", _BODY),
    Route(f"{G2W}/webinars/{{webinarKey}}/recordingAssets", "G2W", ("collab:",), _of_webinar),
)
