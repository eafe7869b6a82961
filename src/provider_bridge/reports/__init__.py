"""Verifications, written down."""

from __future__ import annotations

from provider_bridge.reports.json_report import render_json
from provider_bridge.reports.table import Row, rows

__all__ = ["Row", "render_json", "rows"]
