"""Zoom's cloud recordings: listing, downloading, deleting, restoring, and their audience."""
