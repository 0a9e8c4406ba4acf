"""An announcement on its way, as one message that is kept up to date: numbers, and what can be done now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from bot.actions import encode
from bot.announcements.writing import excerpt
from bot.i18n import formats
from bot.i18n.catalogue import say
from bot.messages import Choice, Choices, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.store.records import Announcement, Counts
    from bot.store.unit import Unit

SCRIPT = "console:script"
"""The author of what is announced from the terminal without being asked."""

STATES = ("delivered", "waiting", "blocked", "failed", "uncertain")


def leaves_at(announcement: Announcement, undo_seconds: int) -> datetime | None:
    """From when on its messages leave: the time to think again is over. None: at once.

    What was given a time could be taken back until then, and a script that asks nobody does not think again.
    """
    hurried = announcement.scheduled is not None or announcement.author == SCRIPT
    return None if hurried or announcement.sent is None else announcement.sent + timedelta(seconds=undo_seconds)


def change_keys(announcement: Announcement, *, deletes: bool) -> str:
    """How the keys of what deletes or corrects its messages begin."""
    return f"delete:{announcement.id}:" if deletes else f"correct:{announcement.id}:{announcement.revision}:"


def changes(unit: Unit, announcement: Announcement, language: str) -> Iterator[str]:
    """For how many a correction or deletion is done, and who keeps what they have."""
    if announcement.state == "cancelled":
        kind, deletes = "deleted", True
    elif announcement.revision:
        kind, deletes = "corrected", False
    else:
        return
    told = unit.ledger.changes(change_keys(announcement, deletes=deletes))
    if told.delivered or told.failed or told.waiting:
        yield say(language, f"announce.changes.{kind}", count=told.delivered)
    if told.waiting:
        yield say(language, "announce.counts.waiting", count=told.waiting)
    if told.failed:
        yield say(language, "announce.changes.kept", count=told.failed)


def show(unit: Unit, announcement: Announcement, undo_seconds: int, language: str, now: datetime) -> Reply:
    """The state of an announcement with its buttons; ``now`` is in the event's zone."""
    counts = unit.ledger.counts(announcement.id)
    state = say(
        language, f"announce.states.{_state(announcement, undo_seconds, now)}", time=_time(announcement, now, language)
    )
    lines = [say(language, f"announce.counts.{name}", count=getattr(counts, name)) for name in STATES]
    shown = [line for name, line in zip(STATES, lines, strict=True) if getattr(counts, name) or name == "delivered"]
    blocks = [Text(state, "heading"), Text(f"“{excerpt(announcement, language)}”")]
    if announcement.sent:
        blocks.append(Text(" · ".join(shown)))
    if counts.cancelled or counts.stale:
        blocks.append(Text(say(language, "announce.dropped", cancelled=counts.cancelled, stale=counts.stale), "note"))
    if changed := " · ".join(changes(unit, announcement, language)):
        blocks.append(Text(changed))
    if announcement.state == "cancelled":
        deleted = unit.ledger.changes(change_keys(announcement, deletes=True)).delivered
        counts = replace(counts, delivered=counts.delivered - deleted)
    buttons = tuple(_buttons(announcement, counts, undo_seconds, language, now))
    return Reply((*blocks, *([Choices(buttons)] if buttons else [])), language=language)


def _state(announcement: Announcement, undo_seconds: int, now: datetime) -> str:
    leaves = leaves_at(announcement, undo_seconds)
    return "undo" if announcement.state == "sending" and leaves and now < leaves else announcement.state


def _time(announcement: Announcement, now: datetime, language: str) -> str:
    moment = announcement.scheduled if announcement.state == "scheduled" else announcement.sent
    if moment is None:
        return ""
    return formats.span(moment, None, language, now.tzinfo)  # type: ignore[arg-type]  # the event's zone


def _buttons(
    announcement: Announcement, counts: Counts, undo_seconds: int, language: str, now: datetime
) -> Iterator[Choice]:
    for name in _possible(announcement, counts, _state(announcement, undo_seconds, now)):
        style: Literal["plain", "primary", "danger"] = "danger" if name in {"undo", "cancel", "delete"} else "plain"
        yield Choice(say(language, f"announce.buttons.{name}"), encode(f"announce-{name}", announcement.id), style)


def _possible(announcement: Announcement, counts: Counts, state: str) -> Iterator[str]:
    match state:
        case "undo":
            yield "undo"
        case "sending":
            yield from ("pause", "correct", "cancel")
        case "paused":
            yield from ("resume", "correct", "cancel")
        case "confirming":
            yield "cancel"
        case "scheduled":
            yield from ("edit", "cancel")
        case "sent":
            if counts.blocked or counts.failed:
                yield "missed"
            yield from ("correct", "delete", "csv")
        case "cancelled" if announcement.sent:
            yield from (*(["delete"] if counts.delivered else []), "csv")
