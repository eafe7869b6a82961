"""Looking again after a change: until it shows, or until an absence held."""
