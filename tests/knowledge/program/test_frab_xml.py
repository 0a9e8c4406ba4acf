from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

import pytest
from suites.program_formats import PARIS, Form, LocalTimesContract, ReaderContract, Talk

from knowledge.program.frab_xml import read

if TYPE_CHECKING:
    from collections.abc import Sequence


def write(talks: Sequence[Talk]) -> bytes:
    """As frab writes today: rooms inside days, a date with its offset in every event."""
    events = "".join(
        f"""<room name={quoteattr(talk.rooms[0])}>
        <event guid={quoteattr(talk.id)} id="{number}">
          <date>{zoned(talk.start)}</date>
          <start>{talk.start:%H:%M}</start>
          <duration>{f"{talk.minutes // 60:02}:{talk.minutes % 60:02}" if talk.minutes else ""}</duration>
          <room>{escape(talk.rooms[0])}</room>
          <slug>slug-{number}</slug>
          <title>{escape(talk.title)}</title>
          <track>{escape(talk.track)}</track>
          <type>{escape(talk.kind)}</type>
          <abstract>{escape(talk.abstract)}</abstract>
          <persons>{"".join(f"<person id='{n}'>{escape(s)}</person>" for n, s in enumerate(talk.speakers))}</persons>
        </event></room>"""
        if isinstance(talk.start, datetime)
        else f"""<room name="x"><event id="{number}"><date>{talk.start}</date><start>{talk.start}</start>
        <title>{escape(talk.title)}</title></event></room>"""
        for number, talk in enumerate(talks)
    )
    return f"""<?xml version='1.0' encoding='utf-8' ?>
    <schedule><generator name="frab"/><conference><title>The event</title><day_change>04:00:00</day_change></conference>
    <day index="1" date="2026-01-16">{events}</day></schedule>""".encode()


def zoned(local: datetime) -> str:
    return local.replace(tzinfo=PARIS.zone).isoformat()


def old(events: str, head: str = "<day_change>09:00</day_change>", day: str = 'date="2012-02-04" index="1"') -> bytes:
    """As pentabarf wrote: events directly under the day, no date, no zone."""
    return f"<schedule><conference>{head}</conference>\n<day {day}>\n{events}\n</day></schedule>".encode()


class TestContract(ReaderContract):
    form = Form("frab-xml", "schedule.xml", write)


class TestOldDialect(LocalTimesContract):
    """The same program as pentabarf would write it."""

    @staticmethod
    def write(talks: Sequence[Talk]) -> bytes:
        days = "".join(
            f"""<day date="{talk.start:%Y-%m-%d}"><event id={quoteattr(talk.id)}>
            <start>{talk.start:%H:%M}</start><duration>{talk.minutes or ""}</duration>
            <room>{escape(talk.rooms[0])}</room><title>{escape(talk.title)}</title><track>{escape(talk.track)}</track>
            <type>{escape(talk.kind)}</type><abstract>{escape(escape(talk.abstract))}</abstract>
            <persons>{"".join(f"<person>{escape(s)}</person>" for s in talk.speakers)}</persons></event></day>"""
            if isinstance(talk.start, datetime)
            else f"""<day date='2026-01-16'><event id='x'><start>{talk.start}</start>
            <title>{talk.title}</title></event></day>"""
            for talk in talks
        )
        return f"<schedule><conference><day_change>00:00</day_change></conference>{days}</schedule>".encode()

    form = Form("frab-xml", "old.xml", write)


def test_what_is_earlier_than_the_change_of_day_belongs_to_the_next_one() -> None:
    program, problems = read(
        old(
            "<event id='1'><start>23:30</start><duration>45</duration><title>Late</title></event>"
            "<event id='2'><start>00:30</start><duration>0:45</duration><title>After midnight</title></event>"
            "<event id='3'><start>09:00</start><duration>1:30:00</duration><title>Morning</title></event>"
        ),
        "old.xml",
        PARIS,
    )
    assert not problems
    assert [(s.title, s.start.isoformat(), s.end and s.end.isoformat()) for s in program.sessions] == [
        ("Morning", "2012-02-04T09:00:00+01:00", "2012-02-04T10:30:00+01:00"),
        ("Late", "2012-02-04T23:30:00+01:00", "2012-02-05T00:15:00+01:00"),
        ("After midnight", "2012-02-05T00:30:00+01:00", "2012-02-05T01:15:00+01:00"),
    ]


def test_the_day_s_own_start_tells_when_it_changes() -> None:
    day = 'date="2019-08-21" start="2019-08-21T09:00:00+02:00" end="2019-08-22T04:00:00+02:00"'
    program, _ = read(old("<event id='1'><start>01:00</start><title>Night</title></event>", "", day), "s.xml", PARIS)
    assert program.sessions[0].start.isoformat() == "2019-08-22T01:00:00+02:00"


@pytest.mark.parametrize(
    ("day", "start"),
    [
        ('start="2012-02-04T04:00:00+01:00"', "2012-02-05T01:00:00+01:00"),
        ('start="2012-02-04T10:00:00+01:00"', "2012-02-04T01:00:00+01:00"),
        ('start="2012-02-04T10:00:00+01:00" end="2012-02-04T18:00:00+01:00"', "2012-02-04T01:00:00+01:00"),
        ('start="2012-02-04T10:00:00+01:00" end="2012-02-05T01:00:00+01:00"', "2012-02-05T01:00:00+01:00"),
        ('start="2012-02-04T10:00:00+01:00" end="2012-02-05T00:30:00+01:00"', "2012-02-04T01:00:00+01:00"),
    ],
)
def test_how_late_a_day_lasts(day: str, start: str) -> None:
    event = "<event id='1'><start>01:00</start><title>Night</title></event>"
    program, _ = read(old(event, "", f'date="2012-02-04" {day}'), "s.xml", PARIS)
    assert program.sessions[0].start.isoformat() == start


def test_a_date_wins_over_day_and_start() -> None:
    program, problems = read(
        old("<event id='1'><date>2012-02-05T00:30:00+01:00</date><start>00:45</start><title>Night</title></event>"),
        "s.xml",
        PARIS,
    )
    assert program.sessions[0].start.isoformat() == "2012-02-05T00:30:00+01:00"
    assert "the date is taken" in problems[0].what


def test_a_small_hour_without_a_known_change_of_day_is_reported() -> None:
    program, problems = read(old("<event id='1'><start>00:30</start><title>Night</title></event>", ""), "s.xml", PARIS)
    assert program.sessions[0].start.isoformat() == "2012-02-04T00:30:00+01:00"
    assert "does not say when its days change" in problems[0].what


def test_html_escaped_once_or_twice_becomes_plain_text() -> None:
    once = escape("<p>Users&#39; freedom &amp; more.</p><ul><li>a</li><li>b</li></ul>")
    twice = escape(escape("<p>Once <b>more</b>.</p>"))
    data = old(
        f"<event id='1'><start>10:00</start><title>A &amp;amp; B&amp;#39;s</title><abstract>{once}</abstract></event>"
        f"<event id='2'><start>11:00</start><title>C</title><abstract>{twice}</abstract></event>"
        "<event id='3'><start>12:00</start><title>std::vector&lt;int&gt;</title>"
        "<abstract>Why std::vector&lt;int&gt; is fast</abstract></event>"
    )
    first, second, third = read(data, "s.xml", PARIS)[0].sessions
    assert (first.title, first.abstract) == ("A & B's", "Users' freedom & more.\n\n- a\n- b")
    assert second.abstract == "Once more."
    assert (third.title, third.abstract) == ("std::vector<int>", "Why std::vector<int> is fast")


def test_namespaces_and_cdata_do_not_matter() -> None:
    data = b"""<p:schedule xmlns:p="urn:x"><p:day date="2026-01-16"><p:event id="1"><p:start>10:00</p:start>
    <p:title><![CDATA[Tom & Jerry]]></p:title></p:event></p:day></p:schedule>"""
    program, problems = read(data, "s.xml", PARIS)
    assert [session.title for session in program.sessions] == ["Tom & Jerry"]
    assert not problems


def test_an_xml_bomb_is_refused() -> None:
    bomb = b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><schedule><day>&b;</day></schedule>'
    program, problems = read(bomb, "s.xml", PARIS)
    assert not program.sessions
    assert "entities" in problems[0].what


def test_a_file_of_the_disk_is_not_drawn_in() -> None:
    data = b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule><day>&x;</day></schedule>'
    assert "entities" in read(data, "s.xml", PARIS)[1][0].what


def test_broken_xml_is_told_with_its_line() -> None:
    _, problems = read(b"<schedule>\n<day date='2026-01-16'>\n<event></day></schedule>", "s.xml", PARIS)
    assert problems[0].where == "s.xml:3"
    assert "mismatched tag" in problems[0].what


def test_depth_without_end_is_refused() -> None:
    assert "nested too deeply" in read(b"<schedule>" + b"<a>" * 5000, "s.xml", PARIS)[1][0].what


def test_a_wrong_encoding_is_read_or_told() -> None:
    data = old("<event id='1'><start>10:00</start><title>Universit\xe9</title></event>").decode().encode("latin-1")
    program, problems = read(data, "s.xml", PARIS)
    assert [session.title for session in program.sessions] == ["Université"]
    assert "not UTF-8" in problems[0].what


def test_a_zone_label_without_offsets_gives_way_to_the_event_s_zone() -> None:
    head = "<day_change>00:00</day_change><time_zone_name>Asia/Tokyo</time_zone_name>"
    program, problems = read(old("<event id='1'><start>10:00</start><title>A</title></event>", head), "s.xml", PARIS)
    assert program.sessions[0].start.isoformat() == "2012-02-04T10:00:00+01:00"
    assert "Asia/Tokyo" in problems[0].what
    unknown = head.replace("Asia/Tokyo", "Mars/Olympus")
    _, problems = read(old("<event id='1'><start>10:00</start><title>A</title></event>", unknown), "s.xml", PARIS)
    assert "Mars/Olympus" in problems[0].what


def test_a_session_without_time_or_title() -> None:
    program, problems = read(
        old("<event id='1'><title>A</title></event><event id='2'><start>10:00</start></event>"), "s.xml", PARIS
    )
    assert [session.title for session in program.sessions] == ["untitled"]
    assert problems[0].what == "'A' has no start; it is not in the program."


def test_a_session_on_a_day_without_a_readable_date() -> None:
    room = b"<room name='R'><event><start>10:00</start><title>A</title></event></room>"
    text = b"<schedule><day date='16 Jan'>" + room + b"</day></schedule>"
    program, problems = read(text, "s.xml", PARIS)
    assert not program.sessions
    assert [problem.what for problem in problems] == ["the day of 'A' (10:00) is not known; it is not in the program."]


def test_a_length_that_cannot_be_read_is_told_with_its_line() -> None:
    event = "<event id='1'><start>10:00</start><duration>soon</duration><title>A</title></event>"
    program, problems = read(old(event, "<day_change>00:00</day_change>"), "s.xml", PARIS)
    assert program.sessions[0].end is None
    assert [problem.what for problem in problems] == ["the duration 'soon' of 'A' cannot be read; its end is left out."]
    assert problems[0].where.startswith("s.xml:")


def test_a_schedule_without_events_is_reported() -> None:
    assert "no <event>" in read(b"<schedule><conference/></schedule>", "s.xml", PARIS)[1][0].what


def test_rooms_in_one_string_are_told_apart_where_both_are_known() -> None:
    events = "".join(
        f"<event id='{n}'><start>1{n}:00</start><room>{room}</room><title>{n}</title></event>"
        for n, room in enumerate(
            ("Aula", "E59", "Aula, E59", "Aula + E59", "Aula / E59", "Aula; Foyer", "Aula, E60", "A + B")
        )
    )
    program, problems = read(old(events), "s.xml", PARIS)
    assert [session.rooms for session in program.sessions] == [
        ("Aula",),
        ("E59",),
        ("Aula", "E59"),
        ("Aula", "E59"),
        ("Aula", "E59"),
        ("Aula", "Foyer"),
        ("Aula, E60",),
        ("A + B",),
    ]
    assert ["'Aula, E60'" in problems[0].what, "'A + B'" in problems[1].what] == [True, True]


def test_a_cancelled_session_stays_and_says_so() -> None:
    events = "".join(
        f"<event id='{n}'><start>1{n}:00</start><title>{title}</title>{more}</event>"
        for n, (title, more) in enumerate(
            (("A", "<state>cancelled</state>"), ("Canceled: B", ""), ("[abgesagt] C", ""), ("Cancelled culture", ""))
        )
    )
    program, problems = read(old(events), "s.xml", PARIS)
    assert [session.cancelled for session in program.sessions] == [True, True, True, False]
    assert len(problems) == 2


def test_times_are_shown_in_the_zone_of_the_event_wherever_that_is() -> None:
    tokyo = type(PARIS)("The event", ZoneInfo("Asia/Tokyo"))
    program, _ = read(write([Talk("1", "A", datetime(2026, 1, 16, 14, 0))]), "s.xml", tokyo)  # local
    assert program.sessions[0].start.isoformat() == "2026-01-16T22:00:00+09:00"
