"""Zoom's Team Chat and the chats of meetings."""
