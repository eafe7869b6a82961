"""Zoom's transcripts and summaries, and every place where the words of a session can lie."""
