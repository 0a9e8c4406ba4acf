"""The card of a person's meetings of one day, sent in the morning and shown on demand. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.i18n import formats
from bot.messages import Choice, Choices, Item, Lane, Listing, Text
from bot.reminders.meetings import on_day, seat_note
from bot.reminders.quiet import after_quiet, zone_of
from bot.reminders.wording import View
from bot.store.records import Outgoing
from knowledge.identity import meeting_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from bot.messages import Block, Reply
    from bot.store.records import Attendance, QuietHours, Recipient
    from knowledge.model import Knowledge, Meeting

BEFORE_FIRST = timedelta(hours=1)
"""A card comes at least this long before the first meeting, however late the morning's hour is set."""

MOST = 8  # items of one list
FOLDED = 24  # meetings shown in all: three lists


@dataclass(frozen=True, slots=True)
class Morning:
    """The hour of today's cards, in the event's zone, the present instant, and quiet hours of who set none."""

    at: datetime
    now: datetime
    quiet: QuietHours | None = None


def card(view: View, meetings: Sequence[Meeting], told: Iterable[Attendance], day: date, now: datetime) -> Reply:
    """A person's meetings of a day: hour, table, with whom, and what the other side told."""
    mine = on_day(meetings, view.email, day)
    if not mine:
        return view.said("daycard.none", day=formats.day(day, view.language))
    said = {(each.meeting, each.email): each for each in told}
    items = [_item(view, meeting, meetings, said) for meeting in mine[:FOLDED]]
    count = sum(not meeting.cancelled for meeting in mine)
    heading = view.say("daycard.heading", count=count, day=formats.day(day, view.language))
    pages = [tuple(items[start : start + MOST]) for start in range(0, len(items), MOST)]
    lists: list[Block] = [Listing(heading if n == 0 else "", page) for n, page in enumerate(pages)]
    if len(mine) > FOLDED:
        lists.append(Text(view.say("daycard.rest", count=len(mine) - FOLDED), "note"))
    return view.reply(*lists, *_buttons(view, mine, said, now))


def day_cards(
    knowledge: Knowledge,
    meetings: Sequence[Meeting],
    people: Iterable[Recipient],
    told: Collection[Attendance],
    morning: Morning,
) -> list[Outgoing]:
    """The cards of today whose hour has come, for everybody linked who has meetings still to come."""
    today, now = morning.at.date(), morning.now
    busy = {side for m in meetings if m.start.date() == today for side in (m.side_a, m.side_b)}
    found = []
    for recipient in people:
        person = recipient.person
        if person.email not in busy or recipient.preferences.muted:
            continue
        mine = [m for m in on_day(meetings, person.email, today) if not m.cancelled]
        hours, zone = recipient.preferences.quiet or morning.quiet, zone_of(person.time_zone) or knowledge.event.zone
        if not mine or not _is_time(mine, after_quiet(morning.at, hours, zone), now):
            continue
        reply = card(View.of(person, knowledge), meetings, told, today, now)
        until = mine[-1].start.astimezone(UTC)
        key = f"daycard:{today.isoformat()}:{person.id}"
        found.append(Outgoing(key, Lane.REMINDER, reply, person=person.id, not_before=now, useful_until=until))
    return found


def _is_time(mine: Sequence[Meeting], awake: datetime, now: datetime) -> bool:
    """From when the card may come, or an hour before the first meeting, until the last one begins."""
    first, last = mine[0].start.astimezone(UTC), mine[-1].start.astimezone(UTC)
    return min(awake, first - BEFORE_FIRST) <= now < last


def _item(view: View, meeting: Meeting, meetings: Sequence[Meeting], said: dict[tuple[str, str], Attendance]) -> Item:
    hours = formats.span(meeting.start, meeting.end, view.language, view.zone, with_day=False)
    text = view.say("daycard.item", when=hours, name=view.partner(meeting))
    return Item(text, " · ".join(part for part in _details(view, meeting, meetings, said) if part))


def _details(
    view: View, meeting: Meeting, meetings: Sequence[Meeting], said: dict[tuple[str, str], Attendance]
) -> list[str]:
    if meeting.cancelled:
        return [view.say(f"standing.{meeting.standing}")]
    notes = attendance_notes(view, meeting, said)
    is_off = any(told.meeting == meeting.id and told.state == "absent" for told in said.values())
    unsure = view.say("standing.tentative") if meeting.standing == "tentative" else ""
    return notes if is_off else [unsure, view.place(meeting), seat_note(view, meeting, meetings), *notes]


def attendance_notes(view: View, meeting: Meeting, said: Mapping[tuple[str, str], Attendance]) -> list[str]:
    """What the two sides of a meeting told, given by meeting and e-mail, in this person's words."""
    sides = (("their", meeting.other_side(view.email)), ("own", view.email))
    told = [(whose, each) for whose, email in sides if (each := said.get((meeting.id, email)))]
    return [view.say(f"daycard.{whose}_{each.state}", count=each.minutes) for whose, each in told]


def _buttons(
    view: View, mine: Sequence[Meeting], said: dict[tuple[str, str], Attendance], now: datetime
) -> list[Block]:
    """Those of the meeting to come next, and the file for one's own calendar."""
    off = {meeting for (meeting, _), each in said.items() if each.state == "absent"}
    coming = [m for m in mine if m.end.astimezone(UTC) > now and not m.cancelled and m.id not in off]
    files = Choice(view.say("daycard.file"), encode("ics", "meetings"))
    if not coming:
        return [Choices((files,))]
    key = meeting_key(coming[0].id)
    manage = Choice(
        view.say("daycard.manage", time=formats.clock(coming[0].start, view.language)), encode("meeting", key)
    )
    return [Choices((manage, files))]
