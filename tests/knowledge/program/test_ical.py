from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from suites.calendars import calendar, escaped, event
from suites.program_formats import PARIS, TALKS, Form, LocalTimesContract, ReaderContract, Talk

from knowledge.program.formats import read_program
from knowledge.program.ical import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Program
    from knowledge.problems import Problem


def talk_event(talk: Talk, start: str, length: str) -> str:
    lines = [start, length, f"SUMMARY:{escaped(talk.title)}", f"LOCATION:{escaped(talk.rooms[0])}"]
    lines += [f"CATEGORIES:{escaped(talk.track)}", f"DESCRIPTION:{escaped(talk.abstract)}"]
    lines += [f'ATTENDEE;CN="{name}";ROLE=REQ-PARTICIPANT:mailto:{n}@x.org' for n, name in enumerate(talk.speakers)]
    return event(*[line for line in lines if line], uid=talk.id)


def write_utc(talks: Sequence[Talk]) -> bytes:
    """As Google Calendar exports: instants in UTC, an end."""

    def times(talk: Talk) -> tuple[str, str]:
        if not isinstance(talk.start, datetime):
            return f"DTSTART:{talk.start}", ""
        start = talk.start.replace(tzinfo=PARIS.zone).astimezone(UTC)
        end = f"DTEND:{start + timedelta(minutes=talk.minutes):%Y%m%dT%H%M%SZ}" if talk.minutes else ""
        return f"DTSTART:{start:%Y%m%dT%H%M%SZ}", end

    return calendar(*(talk_event(talk, *times(talk)) for talk in talks))


def write_local(talks: Sequence[Talk]) -> bytes:
    """As pretalx and Indico export: local times with a zone, a duration."""

    def times(talk: Talk) -> tuple[str, str]:
        written = f"{talk.start:%Y%m%dT%H%M%S}" if isinstance(talk.start, datetime) else talk.start
        return f"DTSTART;TZID=Europe/Paris:{written}", f"DURATION:PT{talk.minutes}M" if talk.minutes else ""

    return calendar(*(talk_event(talk, *times(talk)) for talk in talks))


CARRIED = frozenset({"id", "track", "speakers", "abstract", "rooms"})


class TestInUtc(ReaderContract):
    form = Form("ical", "program.ics", write_utc, CARRIED)


class TestInLocalTime(LocalTimesContract):
    form = Form("ical", "program.ics", write_local, CARRIED)


def load(*blocks: str, head: str = "") -> tuple[Program, tuple[Problem, ...]]:
    return read(calendar(*blocks, head=head), "p.ics", PARIS)


def starts(program: Program) -> list[str]:
    return [session.start.isoformat() for session in program.sessions]


def test_one_broken_event_costs_no_other() -> None:
    program, problems = load(
        event("DTSTART:garbage", "SUMMARY:A", uid="1"),
        event("DTSTART:20260116T140000Z", "SUMMARY:B", 'X-ODD;P="never closed:x', uid="2"),
        event("DTSTART;VALUE=DATE;VALUE=DATE:20260116", "SUMMARY:E", uid="3"),
        "BEGIN:VEVENT\nSUMMARY:C",
        event("DTSTART:20260116T150000Z", "SUMMARY:D", uid="4"),
    )
    assert [s.title for s in program.sessions] == ["B", "D"]
    told = " ".join(str(problem) for problem in problems)
    assert ["'A' cannot be read" in told, "'C' has no start" in told, "not closed" in told] == [True, True, True]
    assert any(problem.where == "p.ics:4" for problem in problems)


def test_long_lines_never_folded_and_lines_broken_without_a_space() -> None:
    long = "word " * 800
    block = event("DTSTART:20260116T140000Z", "SUMMARY:A", f"DESCRIPTION:{long}\nmore of it\n\nand: more")
    data = f"BEGIN:VCALENDAR\n{block}\nEND:VCALENDAR"
    program, problems = read(data.encode(), "p.ics", PARIS)
    assert not problems
    assert program.sessions[0].abstract == f"{long.strip()}\nmore of it\nand: more"


def test_uids_that_come_twice_get_their_starts() -> None:
    program, problems = load(
        event("DTSTART:20260116T140000Z", "SUMMARY:A"),
        event("DTSTART:20260117T140000Z", "SUMMARY:A"),
        event("DTSTART:20260117T140000Z", "SUMMARY:B"),
    )
    assert [s.id for s in program.sessions] == [
        "1@2026-01-16T15:00:00+01:00",
        "1@2026-01-17T15:00:00+01:00",
        "1@2026-01-17T15:00:00+01:00#2",
    ]
    assert len(problems) == 1
    assert "is used by 3 sessions" in problems[0].what


def test_an_event_that_only_repeats_another_counts_once() -> None:
    block = event("DTSTART:20260116T140000Z", "SUMMARY:A")
    program, problems = load(block, block)
    assert [s.id for s in program.sessions] == ["1"]
    assert "is here twice" in problems[0].what


def test_attendees_are_the_speakers_without_rooms_and_addresses() -> None:
    program, _ = load(
        event(
            "DTSTART:20260116T080000Z",
            "SUMMARY:A",
            "ORGANIZER;CN=The desk:mailto:desk@x.org",
            'ATTENDEE;CN="Doe, Jane":mailto:jane@x.org',
            "ATTENDEE:mailto:hidden@x.org",
            "ATTENDEE;CN=b@x.org:mailto:b@x.org",
            "ATTENDEE;CUTYPE=ROOM;CN=Salle B:mailto:room@x.org",
            "ATTENDEE:John Roe",
        )
    )
    assert [s.name for s in program.sessions[0].speakers] == ["Doe, Jane", "John Roe"]
    assert program.sessions[0].rooms == ("Salle B",)


def test_organizers_are_the_speakers_where_they_differ_and_nobody_attends() -> None:
    def by(name: str, uid: str) -> str:
        return event("DTSTART:20260116T080000Z", f"SUMMARY:{uid}", f"ORGANIZER;CN={name}:mailto:x@x.org", uid=uid)

    program, _ = load(by("Jane Doe", "1"), by("John Roe", "2"), by("Jane Doe", "3"))
    assert [s.speakers[0].name for s in program.sessions] == ["Jane Doe", "John Roe", "Jane Doe"]
    program, _ = load(by("The desk", "1"), by("The desk", "2"))
    assert [s.speakers for s in program.sessions] == [(), ()]


def test_what_sched_and_outlook_add() -> None:
    program, problems = load(
        event(
            "DTSTART:20260116T080000Z",
            "DTEND:20260116T090000Z",
            "SUMMARY;LANGUAGE=en-us:Keynote\\, part 1",
            "LOCATION:Hall A\\nGround floor",
            "CATEGORIES:Plenary,Space",
            "CATEGORIES:Space",
            "URL:https://x.sched.com/event/1",
            "STATUS:CONFIRMED",
            "X-ALT-DESC;FMTTYPE=text/html:<p>x</p>",
            "DESCRIPTION:<p>An <b>HTML</b> text</p>",
            "BEGIN:VALARM",
            "TRIGGER:-PT15M",
            "DESCRIPTION:Reminder",
            "END:VALARM",
        ),
        head="METHOD:PUBLISH",
    )
    session = program.sessions[0]
    assert not problems
    assert (session.title, session.rooms, session.track) == (
        "Keynote, part 1",
        ("Hall A, Ground floor",),
        "Plenary, Space",
    )
    assert (session.url, session.abstract) == ("https://x.sched.com/event/1", "An HTML text")


def test_rooms_in_one_location_are_told_apart_where_both_are_known() -> None:
    places = ("Hall A", "Hall B", "Hall A\\, Hall B")
    program, _ = load(
        *(event("DTSTART:20260116T080000Z", f"SUMMARY:{n}", f"LOCATION:{p}", uid=str(n)) for n, p in enumerate(places))
    )
    assert {s.rooms for s in program.sessions} == {("Hall A",), ("Hall B",), ("Hall A", "Hall B")}


def test_cancelled_by_status_or_by_the_calendar() -> None:
    block = event("DTSTART:20260116T080000Z", "SUMMARY:A")
    assert load(block, head="METHOD:CANCEL")[0].sessions[0].cancelled
    assert load(event("DTSTART:20260116T080000Z", "SUMMARY:A", "STATUS:CANCELLED"))[0].sessions[0].cancelled
    assert not load(block)[0].sessions[0].cancelled


def test_an_event_without_uid_or_summary() -> None:
    data = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260116T140000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    assert [(s.id, s.title) for s in read(data, "p.ics", PARIS)[0].sessions] == [("untitled", "untitled")]


def test_properties_given_twice() -> None:
    program, _ = load(event("DTSTART:20260116T140000Z", "DTSTART:20260117T140000Z", "SUMMARY:A", "SUMMARY:B"))
    assert [(s.title, s.start.day) for s in program.sessions] == [("A", 16)]


def test_a_calendar_without_events_is_told() -> None:
    assert "holds no events" in load()[1][0].what
    assert "dates of a recurring event" in load(event("DTSTART:20260116T140000Z", "RDATE:x", "SUMMARY:A"))[1][0].what


def test_japanese_encodings() -> None:
    data = write_local(TALKS).decode().replace("\r\n", "\n")
    texts = "\n".join(f"X-COMMENT:{'これは日本語のカレンダーです。' * 3}" for _ in range(20))
    program, _ = read_program(
        data.replace("VERSION:2.0", f"VERSION:2.0\n{texts}").encode("cp932", "replace"), "p.ics", PARIS
    )
    assert len(program.sessions) == len(TALKS)
    assert any("基調講演" in s.title for s in program.sessions)
