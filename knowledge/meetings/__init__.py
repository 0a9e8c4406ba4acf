"""Readers of meetings and attendees."""
