"""What organizers' work needs to know of its surroundings, handed in from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.config import AnnouncementsSection

if TYPE_CHECKING:
    from bot.messages import Address
    from bot.turn import Turn

Encode = Callable[[Sequence[str]], Any]
"""Normalized vectors of texts, one row each."""


def _nobody(_platform: str, _user: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Office:
    """The settings of announcements, and what they are not to find out by themselves.

    ``places`` are where the organizers are told things. ``rates`` are messages a second by platform, for estimates.
    ``roles`` tells the roles of an account as they are now. ``encode`` compares questions by meaning, None: by words.
    ``forms`` are the platforms that can open a form.
    """

    section: AnnouncementsSection = field(default_factory=AnnouncementsSection)
    places: tuple[Address, ...] = ()
    rates: Mapping[str, float] = field(default_factory=dict)
    roles: Callable[[str, str], frozenset[str]] = _nobody
    encode: Encode | None = None
    forms: frozenset[str] = frozenset()

    def is_organizer(self, actor: str) -> bool:
        """Tell whether ``platform:user`` is an organizer now."""
        platform, _, user = actor.partition(":")
        return "organizer" in self.roles(platform, user)


def actor_of(turn: Turn) -> str:
    """Who acts, as drafts and the audit log name them: ``platform:user``."""
    return f"{turn.incoming.platform}:{turn.incoming.user}"
