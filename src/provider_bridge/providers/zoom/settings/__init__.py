"""Zoom's settings: the catalogue, readings, and what they amount to for a user."""
