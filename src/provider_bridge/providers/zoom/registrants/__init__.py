"""Zoom's registrants, and what an event asks of them."""
