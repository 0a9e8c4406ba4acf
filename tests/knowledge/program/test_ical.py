from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from suites.program_formats import PARIS, TALKS, Form, LocalTimesContract, ReaderContract, Talk

from knowledge.program.formats import read_program
from knowledge.program.ical import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Program
    from knowledge.problems import Problem


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A content line of 75 octets at most, as RFC 5545 asks."""
    parts, rest = [], line
    while len(rest.encode()) > 73:
        cut = next(n for n in range(len(rest), 0, -1) if len(rest[:n].encode()) <= 73)
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])


def calendar(*blocks: str, head: str = "") -> bytes:
    lines = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", head, *blocks, "END:VCALENDAR", ""])
    return "\r\n".join(folded(line) for line in lines.split("\n") if line).encode()


def event(*lines: str, uid: str = "1") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"])


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


def zone(name: str, offset: str) -> str:
    offsets = f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}"
    standard = f"BEGIN:STANDARD\nDTSTART:19700101T000000\n{offsets}\nEND:STANDARD"
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{standard}\nEND:VTIMEZONE"


@pytest.mark.parametrize(
    ("tzid", "expected"),
    [
        ("Europe/Paris", "2026-07-01T14:00:00+02:00"),
        ("Asia/Tokyo", "2026-07-01T07:00:00+02:00"),
        ("/freeassociation.sourceforge.net/Asia/Tokyo", "2026-07-01T07:00:00+02:00"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "2026-07-01T19:00:00+02:00"),
        ("Tokyo Standard Time", "2026-07-01T07:00:00+02:00"),
        ('"Asia/Tokyo"', "2026-07-01T07:00:00+02:00"),
    ],
)
def test_zones_by_their_names(tzid: str, expected: str) -> None:
    program, problems = load(event(f"DTSTART;TZID={tzid}:20260701T140000", "SUMMARY:A"))
    assert starts(program) == [expected]
    assert not problems


def test_the_name_of_a_real_zone_wins_over_a_bogus_definition() -> None:
    program, problems = load(
        zone("Europe/Paris", "+0900"), event("DTSTART;TZID=Europe/Paris:20260116T140000", "SUMMARY:A")
    )
    assert starts(program) == ["2026-01-16T14:00:00+01:00"]
    assert not problems


def test_a_zone_of_the_file_s_own_counts_by_its_offsets() -> None:
    block = event("DTSTART;TZID=Customized Time Zone:20260116T140000", "SUMMARY:A")
    program, problems = load(zone("Customized Time Zone", "+0900"), block)
    assert starts(program) == ["2026-01-16T06:00:00+01:00"]
    assert not problems


@pytest.mark.parametrize(
    "definition", ["", "BEGIN:VTIMEZONE\nTZID:Nowhere\nEND:VTIMEZONE", zone("Nowhere", "nonsense")]
)
def test_a_zone_that_nothing_tells_is_the_event_s_with_a_warning(definition: str) -> None:
    program, problems = load(definition, event("DTSTART;TZID=Nowhere:20260116T140000", "SUMMARY:A"))
    assert starts(program) == ["2026-01-16T14:00:00+01:00"]
    assert [problem.severity for problem in problems] == ["warning"]
    assert "Nowhere" in problems[0].what


def test_a_zone_that_says_which_real_one_it_stands_for() -> None:
    definition = zone("Here", "+0000").replace("TZID:Here", "TZID:Here\nX-LIC-LOCATION:Asia/Tokyo")
    program, problems = load(definition, event("DTSTART;TZID=Here:20260116T140000", "SUMMARY:A"))
    assert starts(program) == ["2026-01-16T06:00:00+01:00"]
    assert not problems


def test_utc_counts_beside_a_zone() -> None:
    program, _ = load(event("DTSTART;TZID=Europe/Paris:20260116T140000Z", "SUMMARY:A"))
    assert starts(program) == ["2026-01-16T15:00:00+01:00"]


def test_floating_times_are_in_the_event_s_zone() -> None:
    assert starts(load(event("DTSTART:20260116T140000", "SUMMARY:A"), head="X-WR-TIMEZONE:Asia/Tokyo")[0]) == [
        "2026-01-16T14:00:00+01:00"
    ]


def test_times_that_are_not_quite_icalendar() -> None:
    program, _ = load(
        event("DTSTART:2026-01-16T14:00:00", "SUMMARY:A", uid="1"),
        event("DTSTART:20260116T1500Z", "SUMMARY:B", uid="2"),
    )
    assert starts(program) == ["2026-01-16T14:00:00+01:00", "2026-01-16T16:00:00+01:00"]


def test_whole_days_are_no_sessions_and_told() -> None:
    program, problems = load(event("DTSTART;VALUE=DATE:20260116", "SUMMARY:Day 1"))
    assert not program.sessions
    assert problems[0].severity == "warning"
    assert "'Day 1' is for the whole day" in problems[0].what


def test_ends_by_end_by_duration_by_neither() -> None:
    program, problems = load(
        event("DTSTART:20260116T140000Z", "DTEND:20260116T143000Z", "SUMMARY:A", uid="1"),
        event("DTSTART:20260116T150000Z", "DURATION:PT1H30M", "SUMMARY:B", uid="2"),
        event("DTSTART:20260116T160000Z", "SUMMARY:C", uid="3"),
        event("DTSTART:20260116T170000Z", "DTEND:whenever", "SUMMARY:D", uid="4"),
        event("DTSTART:20260116T180000Z", "DTEND:20260116T170000Z", "SUMMARY:E", uid="5"),
    )
    assert [s.duration for s in program.sessions] == [timedelta(minutes=30), timedelta(minutes=90), None, None, None]
    assert ["'D' cannot be read" in problems[0].what, "before it starts" in problems[1].what] == [True, True]


def test_one_broken_event_costs_no_other() -> None:
    program, problems = load(
        event("DTSTART:garbage", "SUMMARY:A", uid="1"),
        event("DTSTART:20260116T140000Z", "SUMMARY:B", 'X-ODD;P="never closed:x', uid="2"),
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


def test_recurring_events_with_exceptions_and_moved_occurrences() -> None:
    rule = "RRULE:FREQ=DAILY;COUNT=5"
    program, problems = load(
        event(
            "DTSTART;TZID=Europe/Paris:20260327T090000",
            "DURATION:PT1H",
            rule,
            "SUMMARY:Stand-up",
            "EXDATE;TZID=Europe/Paris:20260328T090000",
            "RDATE;TZID=Europe/Paris:20260404T100000",
            uid="s",
        ),
        event(
            "RECURRENCE-ID;TZID=Europe/Paris:20260330T090000",
            "DTSTART;TZID=Europe/Paris:20260330T110000",
            "SUMMARY:Later",
            uid="s",
        ),
        event(
            "RECURRENCE-ID;TZID=Europe/Paris:20260331T090000",
            "DTSTART;TZID=Europe/Paris:20260331T090000",
            "SUMMARY:Off",
            "STATUS:CANCELLED",
            uid="s",
        ),
    )
    assert not problems
    assert [(s.id, s.title, s.start.isoformat(), s.cancelled) for s in program.sessions] == [
        ("s@2026-03-27T09:00:00+01:00", "Stand-up", "2026-03-27T09:00:00+01:00", False),
        ("s@2026-03-29T09:00:00+02:00", "Stand-up", "2026-03-29T09:00:00+02:00", False),
        ("s@2026-03-30T09:00:00+02:00", "Later", "2026-03-30T11:00:00+02:00", False),
        ("s@2026-03-31T09:00:00+02:00", "Off", "2026-03-31T09:00:00+02:00", True),
        ("s@2026-04-04T10:00:00+02:00", "Stand-up", "2026-04-04T10:00:00+02:00", False),
    ]
    assert program.sessions[1].duration == timedelta(hours=1)


@pytest.mark.parametrize("until", ["20260118T080000Z", "20260118", "20260118T090000"])
def test_rules_with_an_end_in_any_form(until: str) -> None:
    program, problems = load(
        event("DTSTART;TZID=Europe/Paris:20260116T090000", f"RRULE:FREQ=DAILY;UNTIL={until}", "SUMMARY:A")
    )
    assert [start[:10] for start in starts(program)] == ["2026-01-16", "2026-01-17", "2026-01-18"]
    assert not problems


def test_a_rule_without_end_reaches_to_the_end_of_the_other_events() -> None:
    endless = event("DTSTART:20260116T080000Z", "RRULE:FREQ=DAILY", "SUMMARY:Breakfast", uid="b")
    program, problems = load(endless, event("DTSTART:20260118T140000Z", "SUMMARY:Last", uid="1"))
    assert len([s for s in program.sessions if s.title == "Breakfast"]) == 3
    assert not problems
    program, problems = load(endless)
    assert len(program.sessions) == 366
    assert "recurs more than 366 times" in problems[0].what


def test_a_rule_that_cannot_be_read_leaves_the_first_occurrence() -> None:
    program, problems = load(event("DTSTART:20260116T080000Z", "RRULE:FREQ=SOMETIMES", "SUMMARY:A"))
    assert len(program.sessions) == 1
    assert "recurrence rule cannot be read" in problems[0].what


def test_a_change_of_all_later_occurrences_is_told() -> None:
    _, problems = load(
        event("DTSTART:20260116T080000Z", "RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:A"),
        event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260117T080000Z", "DTSTART:20260117T090000Z", "SUMMARY:A"),
    )
    assert "all later occurrences" in problems[0].what


def test_a_recurring_whole_day_is_no_session() -> None:
    program, problems = load(event("DTSTART;VALUE=DATE:20260116", "RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:A"))
    assert not program.sessions
    assert len(problems) == 1


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


def test_several_calendars_with_zones_of_one_name() -> None:
    block = event("DTSTART;TZID=Here:20260116T140000", "SUMMARY:A")
    data = calendar(zone("Here", "+0900"), block) + calendar(zone("Here", "+0000"), block)
    assert starts(read(data, "p.ics", PARIS)[0]) == ["2026-01-16T06:00:00+01:00", "2026-01-16T15:00:00+01:00"]


def test_an_event_without_uid_or_summary() -> None:
    data = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260116T140000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    assert [(s.id, s.title) for s in read(data, "p.ics", PARIS)[0].sessions] == [("untitled", "untitled")]


def test_properties_given_twice() -> None:
    program, _ = load(event("DTSTART:20260116T140000Z", "DTSTART:20260117T140000Z", "SUMMARY:A", "SUMMARY:B"))
    assert [(s.title, s.start.day) for s in program.sessions] == [("A", 16)]


def test_a_calendar_without_events_is_told() -> None:
    assert "holds no events" in load()[1][0].what


def test_japanese_encodings() -> None:
    data = write_local(TALKS).decode().replace("\r\n", "\n")
    texts = "\n".join(f"X-COMMENT:{'これは日本語のカレンダーです。' * 3}" for _ in range(20))
    program, _ = read_program(
        data.replace("VERSION:2.0", f"VERSION:2.0\n{texts}").encode("cp932", "replace"), "p.ics", PARIS
    )
    assert len(program.sessions) == len(TALKS)
    assert any("基調講演" in s.title for s in program.sessions)
