"""Organizers decide about a program that lost so much that it may be a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reminders import holding
from bot.reminders.wording import View
from bot.store.records import AuditEntry
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.messages import Reply


def verbs() -> Mapping[str, Verb]:
    """The verbs of this file."""
    return {
        "takeprogram": Verb(take, edits=True, role="organizer"),
        "keepprogram": Verb(keep, edits=True, role="organizer"),
    }


def take(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Go by the new program; the next look at the files takes it over."""
    return _decided(turn, arguments, "taken")


def keep(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Stay with the old program until the files change again."""
    return _decided(turn, arguments, "kept")


def _decided(turn: Turn, arguments: tuple[str, ...], decision: holding.Decision) -> Reply:
    view = View.of(turn.person, turn.knowledge, turn.language)
    if not arguments or not holding.decide(turn.unit, arguments[0], decision):
        return view.said("changes.held_gone")
    actor = f"{turn.person.platform}:{turn.person.user}"
    turn.unit.audit.note(AuditEntry(turn.now, actor, f"program {decision}", arguments[0]))
    return view.said(f"changes.held_{decision}")
