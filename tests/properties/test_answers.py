"""Nothing is invented: every clock time, date, room and table of an answer is in a session or meeting that it cites."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from suites.conference import Talk, shown
from suites.ears import encoder
from suites.generated import ASKER, DAYS, ROOMS, WEEKDAYS, Case, cases

from bot.conversation.assistant import Assistant
from bot.i18n import formats
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.messages import Reply
    from knowledge.model import Knowledge

CLOCKS = re.compile(r"\b(\d{1,2})(?::| h )(\d{2})\b(?! min)")
TABLES = re.compile(r"(?:table |テーブル ?)(\d+)|(\d+)番テーブル", re.IGNORECASE)
ELSEWHERE = "Asia/Tokyo"  # asked for in the questions themselves
AROUND = timedelta(days=400)


@given(cases())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_no_time_date_room_or_table_is_invented(case: Case) -> None:
    talk = Talk(
        Assistant(case.knowledge, None, None, encoder()), case.now, more={"email": ASKER, "time_zone": case.time_zone}
    )
    for number, (question, language) in enumerate(case.questions):
        reply = talk.ask(question, language=language).reply
        earlier = " ".join(text for text, _ in case.questions[: number + 1])
        _check(reply, _without_titles(shown(reply), case.knowledge), earlier, case)


def _check(reply: Reply, text: str, questions: str, case: Case) -> None:
    slots = list(_instants(reply, case.knowledge))
    zones = [case.knowledge.event.zone, *(ZoneInfo(name) for name in (case.time_zone, ELSEWHERE) if name)]
    local = [instant.astimezone(zone) for instant in slots for zone in zones]
    said = {(int(hour), int(minute)) for hour, minute in CLOCKS.findall(text)}
    assert said <= {(instant.hour, instant.minute) for instant in local}, text
    days = {instant.date() for instant in local} | _days_at_large(case) | _days_asked(case, questions)
    assert set(_dates(text, reply.language, case)) <= days, text
    assert {int(a or b) for a, b in TABLES.findall(text)} <= _tables(reply, case.knowledge), text
    for room in ROOMS:
        assert room not in text or room in questions or room in _rooms(reply, case.knowledge), (room, text)


def _without_titles(text: str, knowledge: Knowledge) -> str:
    for session in knowledge.program.sessions:
        text = text.replace(session.title, "")
    return text


def _instants(reply: Reply, knowledge: Knowledge) -> Iterator[datetime]:
    keys = {citation.source for citation in reply.citations}
    for session in knowledge.program.sessions:
        if f"program:{session.id}" in keys:
            yield session.start
            yield from (session.end,) if session.end else ()
    for meeting in knowledge.meetings:
        if f"meeting:{meeting.id}" in keys:
            yield from (meeting.start, meeting.end)


def _tables(reply: Reply, knowledge: Knowledge) -> set[int]:
    keys = {citation.source for citation in reply.citations}
    return {int(meeting.table) for meeting in knowledge.meetings if f"meeting:{meeting.id}" in keys}


def _rooms(reply: Reply, knowledge: Knowledge) -> set[str]:
    """Rooms of the sessions cited; all that there are, where a room that does not exist was asked for."""
    keys = {citation.session for citation in reply.citations}
    everywhere = reply.kind == "refusal" and not keys
    return {room for s in knowledge.program.sessions if everywhere or s.id in keys for room in s.rooms}


def _days_at_large(case: Case) -> set[date]:
    """The event's first and last day, by which a day that it does not run is refused."""
    return {day for days in [queries.days(case.knowledge.program)] for day in (*days[:1], *days[-1:])}


def _days_asked(case: Case, questions: str) -> set[date]:
    """The days that the questions name: tomorrow, today, or a weekday of this week or one beside it.

    An hour that has passed may be tomorrow's: at half past one, midnight is.
    """
    now = case.now.astimezone(case.knowledge.event.zone).date()
    tomorrow = any(word in questions for word in ("tomorrow", "demain", "明日")) or CLOCKS.search(questions)
    weekdays = [
        number for days in DAYS.values() for number, day in zip(WEEKDAYS, days, strict=True) if day in questions
    ]
    around = [now + timedelta(days=ahead) for ahead in range(-7, 8)]
    named = {day for day in around if day.weekday() in weekdays}
    return named | {now, now - timedelta(days=1)} | ({now, now + timedelta(days=1)} if tomorrow else set())


def _dates(text: str, language: str, case: Case) -> Iterator[date]:
    """The dates in a text, in the way in which the language writes them."""
    for ahead in range(-AROUND.days, AROUND.days):
        day = case.now.date() + timedelta(days=ahead)
        if formats.day(day, language) in text:
            yield day
