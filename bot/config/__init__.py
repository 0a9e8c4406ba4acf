"""config.yaml as data: one class per section, every fault told at once.

Secrets never stand in the file: they come from the environment. Paths are relative to the file.
"""

from __future__ import annotations

from bot.config.loading import load
from bot.config.settings import (
    AnnouncementsSection,
    Config,
    OrganizersDesk,
    OrganizersSection,
    RemindersSection,
    users_and_groups,
)
from bot.config.tokens import Secrets, secrets

__all__ = [
    "AnnouncementsSection",
    "Config",
    "OrganizersDesk",
    "OrganizersSection",
    "RemindersSection",
    "Secrets",
    "load",
    "secrets",
    "users_and_groups",
]
