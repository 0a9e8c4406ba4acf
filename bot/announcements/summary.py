"""The day in numbers, told to the organizers once a day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.announcements.numbers import numbers, worded
from bot.announcements.places import tell_organizers
from bot.i18n.catalogue import DEFAULT, say
from bot.messages import Reply, Text

if TYPE_CHECKING:
    from bot.announcements.office import Office
    from bot.store.engine import Store
    from knowledge.model import Knowledge

LATE = timedelta(hours=2)
"""A summary that could not be told in time is told until then; after that the day is over."""


def tell_summary(store: Store, office: Office, now: datetime, knowledge: Knowledge) -> bool:
    """Tell the summary of the day when it is time; True when it was put. ``now`` is in the event's zone."""
    at = office.section.summary_at
    if at is None or not office.places or not at <= now.time() or now - _today(now, at) > LATE:
        return False
    key = f"summary:{now.date().isoformat()}"
    with store.read() as unit:
        if unit.outbox.by_key(f"{key}:0") is not None:
            return False
        figures = numbers(unit, _today(now, time()))
    if not figures.questions and not figures.announcements and not figures.unanswered:
        return False
    heading = Text(say(DEFAULT, "report.summary", event=knowledge.event.name), "heading")
    reply = Reply((heading, Text("\n".join(worded(figures, DEFAULT)))))
    with store.begin() as unit:
        return tell_organizers(unit, office.places, key, reply, now) > 0


def _today(now: datetime, at: time) -> datetime:
    return datetime.combine(now.date(), at, now.tzinfo)
