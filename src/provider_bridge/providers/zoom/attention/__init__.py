"""Zoom's attention tracking: where it is looked for, and the verdict."""
