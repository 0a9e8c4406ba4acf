"""Reminders, personal agendas, meetings, and a program that changes.

``planner`` and ``changes`` are pure; ``ticker`` wakes them; ``programs`` keeps what reminders go by; ``handlers`` are
the commands and buttons.
"""

from bot.reminders.handlers import verbs

__all__ = ["verbs"]
