"""The common interface: what an account has, whichever provider it is of. One module a facet.

A facet's class declares each operation once, for both faces, and its default body refuses. An account has a facet as
an attribute, or has not: then the attribute is a static error, and at run time ``UnsupportedCapability`` with the
reason. The ``has_…`` guards ask first, and type checkers follow them.
"""

from __future__ import annotations

from typing import Final

from provider_bridge.facets.archives import *
from provider_bridge.facets.attention import *
from provider_bridge.facets.base import *
from provider_bridge.facets.chats import *
from provider_bridge.facets.consents import *
from provider_bridge.facets.data_requests import *
from provider_bridge.facets.dial_ins import *
from provider_bridge.facets.directory import *
from provider_bridge.facets.downloads import *
from provider_bridge.facets.events import *
from provider_bridge.facets.participants import *
from provider_bridge.facets.questions import *
from provider_bridge.facets.recordings import *
from provider_bridge.facets.registrants import *
from provider_bridge.facets.responses import *
from provider_bridge.facets.scopes import *
from provider_bridge.facets.sessions import *
from provider_bridge.facets.settings import *
from provider_bridge.facets.staff import *
from provider_bridge.facets.transcripts import *
from provider_bridge.facets.webhooks import *

FACETS: Final = (
    "archives",
    "attention",
    "chats",
    "consents",
    "data_requests",
    "dial_ins",
    "directory",
    "events",
    "participants",
    "questions",
    "recordings",
    "registrants",
    "responses",
    "scopes",
    "sessions",
    "settings",
    "staff",
    "transcripts",
    "webhooks",
)
"""The names of the facets there are."""
