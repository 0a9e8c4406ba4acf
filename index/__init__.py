"""Finds what was said: passages of the event's speeches, pages and sessions."""
