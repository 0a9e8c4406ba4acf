"""Every command and button of the rooms besides the conversation, and the places where organizers are told things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import reminders
from bot.messages import Address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config import Config
    from bot.messages import Platform
    from bot.turn import Verb


def make_verbs(config: Config) -> Mapping[str, Verb]:
    """All verbs of the configured event."""
    return reminders.verbs(config.reminders, desk_places(config))


def organizer_places(config: Config) -> tuple[Address, ...]:
    """The organizers' channels, or each organizer's own chat where there is none."""
    channels, organizers = config.organizers.channels, config.organizers
    return (
        *_places("slack", channels.slack, organizers.slack),
        *_places("telegram", channels.telegram, organizers.telegram),
    )


def desk_places(config: Config) -> tuple[Address, ...]:
    """Where the desk is told of late and absent people: each of its members, else the organizers."""
    desk = config.organizers.desk
    members = (*_places("slack", None, desk.slack), *_places("telegram", None, desk.telegram))
    return members or organizer_places(config)


def _places(platform: Platform, channel: str | None, people: list[str]) -> tuple[Address, ...]:
    """Both platforms take a person's id in the place of the private chat's."""
    if channel:
        return (Address(platform, channel, public=True),)
    return tuple(Address(platform, user) for user in people)
