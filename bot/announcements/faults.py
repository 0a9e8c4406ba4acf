"""What an organizer asked for that cannot be done, told in their language."""

from __future__ import annotations

from bot.i18n.catalogue import say


class AnnouncementError(Exception):
    """Bad input of an organizer; nothing was changed. ``key`` is under ``announce.faults`` of the catalogue."""

    def __init__(self, key: str, **slots: object) -> None:
        super().__init__(key)
        self.key, self.slots = key, slots

    def told(self, language: str) -> str:
        """One clear sentence: what is wrong, and what to write instead."""
        return say(language, f"announce.faults.{self.key}", **self.slots)

    def __str__(self) -> str:
        return self.told("en")
