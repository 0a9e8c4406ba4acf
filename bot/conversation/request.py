"""What goes into the conversation and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.context import START, Context

if TYPE_CHECKING:
    from datetime import datetime

    from bot.actions import Action
    from bot.conversation.resolve.resolver import Resolution
    from bot.messages import Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what is known of the asker.

    ``now`` is aware, in any zone. ``language`` is the reply's, whatever the question's; ``preferred`` is used when
    the text does not tell.
    ``email`` is the linked attendee's. In a ``public`` place nothing personal is shown.
    """

    text: str
    now: datetime
    language: str = ""
    preferred: str = ""
    email: str = ""
    time_zone: str = ""
    public: bool = False
    context: Context = START


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply, the context to hand in with the next question, and the command meant, if it was one.

    With a ``command`` the ``reply`` is only what to say where the command cannot be carried out. ``personal`` is
    set when something personal was asked in a public place: it goes to the direct message, and ``reply``, shown
    in public, only says so. ``resolution`` is what the question was taken to mean, None for a button.
    """

    reply: Reply
    context: Context
    command: Action | None = None
    personal: Reply | None = None
    resolution: Resolution | None = None
