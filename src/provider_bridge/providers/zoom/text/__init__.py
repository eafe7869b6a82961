"""Zoom's own files of words: chats and timelines. Pure functions; no error of theirs holds a word."""
