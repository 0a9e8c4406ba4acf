"""``/report``: the last announcements and the numbers of the event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.announcements.numbers import numbers, worded
from bot.announcements.office import Office  # noqa: TC001 a field of a dataclass
from bot.announcements.resending import BEGUN
from bot.announcements.writing import excerpt
from bot.i18n.catalogue import say
from bot.messages import Item, Listing, Reply, Text
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.records import Announcement, AnnouncementState
    from bot.store.unit import Unit

SHOWN = 8
WEEK = timedelta(days=7)
TO_COME: tuple[AnnouncementState, ...] = ("confirming", "scheduled")


@dataclass(frozen=True, slots=True)
class Reporting:
    """The verb that shows what became of everything."""

    office: Office

    def verbs(self) -> Mapping[str, Verb]:
        """The verb, for organizers alone."""
        return {"report": Verb(self.report, private=True, role="organizer")}

    def report(self, turn: Turn, _: tuple[str, ...]) -> Reply:
        """The last announcements, each to be opened, and a week's numbers."""
        sent = listed(turn.unit)[-SHOWN:][::-1]
        items = tuple(Item(excerpt(a, turn.language), _counts(turn, a), encode("announce-report", a.id)) for a in sent)
        listing = [Listing(say(turn.language, "report.announcements"), items)] if items else []
        figures = Text("\n".join(worded(numbers(turn.unit, turn.now - WEEK), turn.language)))
        return Reply((*listing, figures), language=turn.language)


def listed(unit: Unit) -> list[Announcement]:
    """The announcements that somebody confirmed, oldest first; drafts that were given up are none."""
    found = unit.announcements.listed((*TO_COME, *BEGUN))
    return [announcement for announcement in found if announcement.sent or announcement.state in TO_COME]


def _counts(turn: Turn, announcement: Announcement) -> str:
    counts = turn.unit.ledger.counts(announcement.id)
    state = say(turn.language, f"report.states.{announcement.state}")
    every = counts.delivered + counts.blocked + counts.failed + counts.uncertain + counts.waiting
    return say(turn.language, "report.line", state=state, delivered=counts.delivered, all=every)
