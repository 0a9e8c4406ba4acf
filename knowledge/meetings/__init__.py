"""Readers of meetings and attendees."""

from knowledge.meetings.attendees import read_attendees
from knowledge.meetings.meeting_list import read_meetings

__all__ = ["read_attendees", "read_meetings"]
