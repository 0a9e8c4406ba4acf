"""Time words: what "demain à 10h", "after lunch" or "明日の午後3時" means at this event, now. Pure.

``calendar_of(program, zone)`` once per program; then ``find`` the mentions in a question and ``resolve`` them.
``durations`` finds lead times ("20 minutes before").
"""

from bot.nlu.time.calendar import Calendar, calendar_of
from bot.nlu.time.finding import durations, find, resolve
from bot.nlu.time.model import Duration, Guess, Kind, Mention, Window
from bot.nlu.time.zones import zone_among

__all__ = [
    "Calendar",
    "Duration",
    "Guess",
    "Kind",
    "Mention",
    "Window",
    "calendar_of",
    "durations",
    "find",
    "resolve",
    "zone_among",
]
