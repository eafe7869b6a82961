"""The one vocabulary above all vendors: frozen values, no I/O, no vendor words."""

from __future__ import annotations

from provider_bridge.domain.attention import *
from provider_bridge.domain.audio import *
from provider_bridge.domain.events import *
from provider_bridge.domain.ids import *
from provider_bridge.domain.notifications import *
from provider_bridge.domain.outcomes import *
from provider_bridge.domain.people import *
from provider_bridge.domain.questions import *
from provider_bridge.domain.recordings import *
from provider_bridge.domain.requests import *
from provider_bridge.domain.scopes import *
from provider_bridge.domain.settings import *
from provider_bridge.domain.staff import *
from provider_bridge.domain.transcripts import *
from provider_bridge.domain.webhooks import *
