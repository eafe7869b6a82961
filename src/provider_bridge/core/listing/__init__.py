"""Lists: pages, periods, windows and hosts, and the proof that a list is whole."""
