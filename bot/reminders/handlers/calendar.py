"""Calendar files: of one session or meeting, of the agenda, of the meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.messages import Reply, Text
from bot.reminders import ics
from bot.reminders.handlers.agenda import own
from bot.reminders.subjects import find
from bot.reminders.wording import View
from bot.turn import Turn, Verb
from knowledge.model import Session
from knowledge.queries import meetings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.reminders.subjects import Subject


def verbs() -> Mapping[str, Verb]:
    """The verbs of this file."""
    return {"ics": Verb(calendar, private=True)}


def calendar(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Hand over a file; without an argument, that of the agenda."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    wanted = arguments[0] if arguments else "agenda"
    subjects = _subjects(turn, wanted)
    if not subjects:
        key = {"agenda": "agenda.empty", "meetings": "home.no_meetings"}.get(wanted, "reminders.gone")
        return view.said(key)
    name = wanted if wanted in {"agenda", "meetings"} else "session"
    file = ics.attachment(view, subjects, turn.now, name)
    return view.reply(Text(view.say("agenda.file_told", count=len(subjects))), file)


def _subjects(turn: Turn, wanted: str) -> Sequence[Subject]:
    if wanted == "agenda":
        return [entry.subject for entry in own(turn)]
    if wanted == "meetings":
        return meetings_of(turn.knowledge.meetings, turn.person.email)
    found = find(turn.knowledge, wanted)
    if found is None or (not isinstance(found, Session) and turn.person.email not in (found.side_a, found.side_b)):
        return []
    return [found]
