"""Identifiers: text of any length, told apart by type so that they cannot be mixed up."""

from __future__ import annotations

from typing import NewType

__all__ = ["GroupId", "HostId"]

HostId = NewType("HostId", str)
GroupId = NewType("GroupId", str)
