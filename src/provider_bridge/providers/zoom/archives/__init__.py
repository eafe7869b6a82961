"""Zoom's compliance archive."""
