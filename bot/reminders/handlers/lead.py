"""How long before the start a person is reminded."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.i18n import formats
from bot.messages import Choice, Choices, Reply, Text
from bot.reminders.planner import LONGEST_LEAD
from bot.reminders.wording import View
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config import RemindersSection

OFFERED = (5, 10, 15, 30, 60)


def verbs(section: RemindersSection) -> Mapping[str, Verb]:
    """The verbs of this file."""
    return {"lead": Verb(partial(lead, section), private=True)}


def lead(section: RemindersSection, turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Show or change the lead time; reminders that wait to leave are planned anew."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    if not arguments:
        return _now(section, view, turn)
    told = arguments[0].split()[0] if arguments[0].split() else ""
    if not told.isdecimal() or not 1 <= int(told) <= LONGEST_LEAD:
        most = formats.duration(timedelta(minutes=LONGEST_LEAD), view.language)
        return view.said("reminders.lead_range", most=most)
    turn.unit.people.set_lead_minutes(turn.person.id, int(told))
    turn.unit.outbox.withdraw("remind:", turn.person.id)
    return view.said("reminders.lead_kept", lead=formats.duration(timedelta(minutes=int(told)), view.language))


def _now(section: RemindersSection, view: View, turn: Turn) -> Reply:
    own = turn.unit.people.preferences(turn.person.id).lead_minutes
    minutes = section.lead_minutes if own is None else own
    choices = tuple(
        Choice(formats.duration(timedelta(minutes=m), view.language), encode("lead", str(m))) for m in OFFERED
    )
    told = view.say("reminders.lead_now", lead=formats.duration(timedelta(minutes=minutes), view.language))
    return view.reply(Text(told), Choices(choices, view.say("reminders.lead_choose")))
