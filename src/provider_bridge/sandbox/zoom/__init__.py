"""The simulated Zoom: one module a facet, each with its routes and its own state."""

from __future__ import annotations

from typing import Final

from provider_bridge.sandbox.zoom import files, reports, users

__all__ = ["ROUTES", "SCOPES"]

ROUTES: Final = (
    *users.ROUTES,
    *reports.ROUTES,
    *files.ROUTES,
)

SCOPES: Final = tuple(sorted({route.scopes[0] for route in ROUTES}))
"""What a token is issued with: of each endpoint's scopes the one that opens it for the whole account."""
