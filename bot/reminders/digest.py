"""What a person is told of changes: old and new with title, speaker, time and room in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import encode
from bot.messages import Citation, Item, Listing, Text
from bot.reminders.subjects import key_of
from knowledge import queries
from knowledge.model import Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.messages import Block, Reply
    from bot.reminders.changes import Change
    from bot.reminders.subjects import Subject
    from bot.reminders.wording import View
    from knowledge.model import Program

MOST = 8
INSTEAD = 3


def digest(view: View, changes: Sequence[Change], program: Program, now: datetime) -> Reply:
    """One calm message about everything that changed for a person."""
    blocks: list[Block] = [Text(view.say("changes.heading", count=len(changes)), "heading")]
    for change in changes[:MOST]:
        blocks += _told(view, change, program, now)
    if len(changes) > MOST:
        blocks.append(Text(view.say("changes.rest", count=len(changes) - MOST), "note"))
    reply = view.reply(*blocks)
    return type(reply)(reply.blocks, language=reply.language, citations=_cited(changes))


def _cited(changes: Sequence[Change]) -> tuple[Citation, ...]:
    sessions = (change.subject for change in changes[:MOST])
    return tuple(Citation(s.title, f"program:{s.id}", session=s.id) for s in sessions if isinstance(s, Session))


def _told(view: View, change: Change, program: Program, now: datetime) -> list[Block]:
    old, new = change.old, change.new
    if "cancelled" in change.kinds and old is not None:
        key = "standing.now_postponed" if new is not None and new.standing == "postponed" else "changes.cancelled"
        told = Text(view.say(key, what=_named(view, old), slot=_slot(view, old, now)))
        return [told, *_instead(view, old, program, now)]
    if "added" in change.kinds and new is not None:
        return [Text(view.say("changes.added", what=_named(view, new), slot=_slot(view, new, now)))]
    if old is None or new is None:
        return []
    return [Text(view.say("changes.changed", what=_named(view, new), parts=_parts(view, change, old, new, now)))]


def _parts(view: View, change: Change, old: Subject, new: Subject, now: datetime) -> str:
    """What differs as old → new, and what stays the same beside it."""
    time = view.span(new, now)
    if "retimed" in change.kinds:
        time = view.say("changes.arrow", old=view.span(old, now), new=time)
    place = view.place(new)
    if "moved" in change.kinds:
        nowhere = view.say("changes.no_place")
        place = view.say("changes.arrow", old=view.place(old) or nowhere, new=place or nowhere)
    parts = [time, place]
    if "renamed" in change.kinds and isinstance(new, Session):
        parts.append(view.say("changes.renamed", old=view.title(old)))
    return view.say("changes.gap").join(part for part in parts if part)


def _named(view: View, subject: Subject) -> str:
    """Title with speakers, or with whom a meeting is."""
    if not isinstance(subject, Session):
        return view.say("changes.meeting", name=view.partner(subject))
    speakers = view.speakers(subject)
    key = "changes.titled_by" if speakers else "changes.titled"
    return view.say(key, title=view.title(subject), speakers=speakers)


def _slot(view: View, subject: Subject, now: datetime) -> str:
    return view.say("changes.gap").join(part for part in (view.span(subject, now), view.place(subject)) if part)


def _instead(view: View, old: Subject, program: Program, now: datetime) -> list[Block]:
    """What else is on while a cancelled session would have been, with a button to each."""
    if not isinstance(old, Session):
        return []
    end = old.end or old.start + queries.LONGEST_UNKNOWN
    others = [s for s in queries.touching(program, program.sessions, old.start, end) if s.id != old.id]
    items = tuple(
        Item(
            view.say("changes.item", when=view.span(session, now), title=view.title(session)),
            " · ".join(part for part in (view.place(session), view.speakers(session)) if part),
            encode("session", key_of(session)),
        )
        for session in others[:INSTEAD]
    )
    return [Listing(view.say("changes.instead"), items)] if items else []
