"""A program that suddenly lost much is held until an organizer says that it is meant.

The state is in the store, since the organizer's press of a button may be handled by another process than the one
that watches the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.actions import encode
from bot.i18n.catalogue import DEFAULT, say
from bot.i18n.formats import join
from bot.messages import Choice, Choices, Lane, Reply, Text
from bot.reminders.changes import differences
from bot.store.records import Outgoing
from knowledge.model import Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.messages import Address
    from bot.reminders.changes import Snapshot
    from bot.store.unit import Unit
    from knowledge.problems import Problem

Decision = Literal["taken", "kept"]

HELD, DECIDED = "program.held", "program.decided"
MOST_LOST = 3  # one in so many sessions may go without anybody being asked
SHOWN = 3  # problems told in one message


@dataclass(frozen=True, slots=True)
class Loss:
    """How many sessions and meetings that took place no longer do, and how many there were."""

    sessions: int
    of_sessions: int
    meetings: int
    of_meetings: int

    @property
    def is_suspicious(self) -> bool:
        """Whether more than a third of the sessions, or of the meetings, are gone."""
        return self.sessions * MOST_LOST > self.of_sessions or self.meetings * MOST_LOST > self.of_meetings


def lost(old: Snapshot, new: Snapshot) -> Loss:
    """What no longer takes place; what is only called by another id does."""
    gone = [change.old for change in differences(old, new) if "cancelled" in change.kinds]
    sessions = sum(isinstance(subject, Session) for subject in gone)
    took_place = ([x for x in each if not x.cancelled] for each in (old.program.sessions, old.meetings))
    of_sessions, of_meetings = map(len, took_place)
    return Loss(sessions, of_sessions, len(gone) - sessions, of_meetings)


def hold(unit: Unit, mark: str) -> bool:
    """Hold the program of this fingerprint; False when it is held already."""
    if unit.meta.get(HELD) == mark:
        return False
    unit.meta.set(HELD, mark)
    unit.meta.set(DECIDED, "")
    return True


def decide(unit: Unit, mark: str, decision: Decision) -> bool:
    """Record an organizer's decision; False when another program is held by now, or none."""
    if not mark or unit.meta.get(HELD) != mark:
        return False
    unit.meta.set(DECIDED, decision)
    return True


def is_taken(unit: Unit, mark: str) -> bool:
    """Whether an organizer said that the program of this fingerprint is meant."""
    return unit.meta.get(HELD) == mark and unit.meta.get(DECIDED) == "taken"


def let_go(unit: Unit) -> None:
    """Hold nothing any more."""
    unit.meta.set(HELD, "")
    unit.meta.set(DECIDED, "")


def ask(unit: Unit, places: Sequence[Address], mark: str, loss: Loss, now: datetime) -> int:
    """Ask the organizers whether the program is meant; returns how many messages that is."""
    sessions = say(DEFAULT, "changes.lost_sessions", count=loss.sessions, all=loss.of_sessions)
    meetings = say(DEFAULT, "changes.lost_meetings", count=loss.meetings, all=loss.of_meetings)
    what = [words for count, words in ((loss.sessions, sessions), (loss.meetings, meetings)) if count]
    told = Text(say(DEFAULT, "changes.held", what=join(what, DEFAULT)))
    buttons = Choices(
        (
            Choice(say(DEFAULT, "changes.take"), encode("takeprogram", mark), "danger"),
            Choice(say(DEFAULT, "changes.keep"), encode("keepprogram", mark), "primary"),
        )
    )
    return _put(unit, places, f"held:{mark}", Reply((told, buttons)), now)


def warn(unit: Unit, places: Sequence[Address], mark: str, problems: Sequence[Problem], now: datetime) -> int:
    """Tell the organizers that the new files are broken and the last good program is kept."""
    lines = "\n".join(f"• {problem}"[:300] for problem in problems[:SHOWN])
    blocks = [Text(say(DEFAULT, "changes.broken")), Text(lines)]
    if len(problems) > SHOWN:
        blocks.append(Text(say(DEFAULT, "changes.broken_more", count=len(problems) - SHOWN), "note"))
    return _put(unit, places, f"broken:{mark}", Reply(tuple(blocks)), now)


def _put(unit: Unit, places: Sequence[Address], key: str, reply: Reply, now: datetime) -> int:
    # The time is part of the key: a fault that comes back is told again.
    each = [f"{key}:{now.isoformat()}:{place.platform}:{place.chat}" for place in places]
    outgoings = [Outgoing(k, Lane.REMINDER, reply, place) for k, place in zip(each, places, strict=True)]
    return unit.outbox.put_all(outgoings, now)
