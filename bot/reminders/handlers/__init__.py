"""The commands and buttons of reminders, agendas and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reminders.handlers import agenda, attendance, calendar, following, home, lead, program, remind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.config import RemindersSection
    from bot.messages import Address
    from bot.turn import Verb


def verbs(section: RemindersSection, desk: Sequence[Address] = ()) -> Mapping[str, Verb]:
    """All of them; ``desk`` is where those hear of it who look after late and absent people."""
    return {
        **remind.verbs(section),
        **following.verbs(),
        **agenda.verbs(),
        **calendar.verbs(),
        **attendance.verbs(desk),
        **home.verbs(section),
        **lead.verbs(section),
        **program.verbs(),
    }
