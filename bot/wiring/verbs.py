"""Every command and button of the rooms besides the conversation, and the places where organizers are told things."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from bot import reminders
from bot.announcements import Office
from bot.config import users_and_groups
from bot.messages import Address
from bot.wiring.conversation import Roles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.config import Config
    from bot.conversation.dispatcher import Scene
    from bot.messages import Platform
    from bot.turn import Verb

REMEMBERED = 1000  # questions whose vectors are kept


def make_verbs(config: Config) -> Mapping[str, Verb]:
    """All verbs of the configured event."""
    return reminders.verbs(config.reminders, desk_places(config))


def make_office(
    config: Config,
    scene: Callable[[], Scene],
    rates: Mapping[str, float],
    roles: Roles | None = None,
    forms: frozenset[str] = frozenset(),
) -> Office:
    """What organizers' work needs of the configured event.

    ``rates`` are messages a second by platform, ``forms`` the platforms that open forms.
    """
    roles = roles or Roles(config)
    return Office(config.announcements, organizer_places(config), rates, roles, Vectors(scene), forms)


class Vectors:
    """The vectors of questions, each worked out once: a new question is compared with all that wait."""

    def __init__(self, scene: Callable[[], Scene]) -> None:
        self._scene = scene
        self._known: LRUCache[str, Any] = LRUCache(REMEMBERED)
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 an array; numpy is not loaded for its name
        """Return one row for each text, None where there is no model."""
        encode = self._scene().encode
        if encode is None:
            return None
        import numpy as np

        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._known]
            found = {text: self._known[text] for text in texts if text not in new}
            found |= dict(zip(new, encode(new), strict=True)) if new else {}
            self._known.update(found)
            return np.stack([found[text] for text in texts])


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
    """Both platforms take a person's id in the place of the private chat's; a user group has no chat."""
    if channel:
        return (Address(platform, channel, public=True),)
    users = users_and_groups(people)[0] if platform == "slack" else people
    return tuple(Address(platform, user) for user in users)
