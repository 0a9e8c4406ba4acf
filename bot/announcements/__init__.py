"""Organizers: announcements that arrive, and an inbox that closes the loop.

An announcement is drafted by verbs (``drafting``) or in a form (``form``, ``filling``), shown (``preview``), confirmed
(``confirming``) and followed up (``control``, ``correcting``). ``audience`` is how organizers write whom it is for,
``selection`` finds them, ``announcer`` puts the messages into the outbox. A question that the bot could not answer
comes in by ``questions``, is answered by ``inbox`` and becomes a page by ``pages``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.announcements.confirming import Confirming
from bot.announcements.control import Control
from bot.announcements.correcting import Correcting
from bot.announcements.drafting import Drafting
from bot.announcements.inbox import Inbox
from bot.announcements.office import Office
from bot.announcements.questions import Questions
from bot.announcements.reporting import Reporting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.turn import Verb

__all__ = ["Office", "Questions", "verbs"]


def verbs(office: Office) -> Mapping[str, Verb]:
    """The commands and buttons of organizers, and what attendees do with questions and answers."""
    rooms = (Drafting, Confirming, Control, Correcting, Inbox, Questions, Reporting)
    return {name: verb for room in rooms for name, verb in room(office).verbs().items()}
