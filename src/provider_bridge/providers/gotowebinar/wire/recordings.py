"""GoToWebinar: recording assets, found by a search or by their webinar."""

from __future__ import annotations

from typing import Final

from pydantic import AliasChoices, Field, TypeAdapter

from provider_bridge.core.calls import Echo, Endpoint
from provider_bridge.core.decode import Key, MaybeKey, OpenText, WireModel
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.pages import PageInfo
from provider_bridge.providers.goto.times import GoToTime

__all__ = [
    "ADMIN_SEARCH",
    "ASSETS_PAGE",
    "ENDPOINTS",
    "OF_WEBINAR",
    "SEARCH",
    "WEBINAR_ASSETS",
    "AssetRow",
    "AssetsPage",
    "WebinarAssets",
]

_DOCS: Final = "https://developer.goto.com/GoToWebinarV2#operation/"
_SCOPES: Final = ("collab:",)

SEARCH = Endpoint("POST", "/recordingassets/search", GOTO, _SCOPES, _DOCS + "searchAssets", "page", reads=True)
ADMIN_SEARCH = Endpoint(
    "POST",
    "/accounts/{accountKey}/recordingassets/search",
    GOTO,
    _SCOPES,
    _DOCS + "searchAssetsForAdmin",
    "page",
    reads=True,
)
OF_WEBINAR = Endpoint(
    "GET",
    "/webinars/{webinarKey}/recordingAssets",
    GOTO,
    _SCOPES,
    _DOCS + "getRecordingAssets",
    "data",
    echoes=(Echo("webinarKey", "data.[].webinarKey", "event"),),
)

ENDPOINTS: Final = (SEARCH, ADMIN_SEARCH, OF_WEBINAR)


class AssetRow(WireModel):
    """A recording that is complete. ``webinar`` is missing for an upload; the vendor's prose says ``transcriptUrl``."""

    key: Key = Field(alias="recordingAssetKey", min_length=1)
    name: OpenText = None
    created: GoToTime = Field(default=None, alias="createTime")
    creator: MaybeKey = Field(default=None, alias="creatorKey")
    webinar: MaybeKey = Field(default=None, alias="webinarKey")
    mp4: OpenText = Field(default=None, alias="mp4DownloadUrl", repr=False)
    transcript: OpenText = Field(
        default=None, validation_alias=AliasChoices("transcriptDownloadUrl", "transcriptUrl"), repr=False
    )
    share: OpenText = Field(default=None, alias="recordingShareUrl", repr=False)


class _Embedded(WireModel):
    assets: tuple[AssetRow, ...] = Field(default=(), alias="recordingAssets")


class AssetsPage(WireModel):
    """A page of a search; GoTo leaves ``_embedded`` out when there is nothing."""

    embedded: _Embedded = Field(default=_Embedded(), alias="_embedded")
    page: PageInfo


class WebinarAssets(WireModel):
    """A page of a webinar's recordings: unlike other lists by ``limit`` it does not say which limit it kept to."""

    data: tuple[AssetRow, ...] = ()
    total: int
    page: int


ASSETS_PAGE: Final = TypeAdapter(AssetsPage)
WEBINAR_ASSETS: Final = TypeAdapter(WebinarAssets)
