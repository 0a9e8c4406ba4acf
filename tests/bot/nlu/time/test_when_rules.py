"""The rules for what words leave open, at events and moments of different kinds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.nlu.time import Calendar, Kind, Mention, Window, calendar_of, find, resolve
from knowledge.model import Program, Session

PARIS, TOKYO, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")


def at(text: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def event(*hours: tuple[str, str], zone: ZoneInfo = PARIS) -> Calendar:
    sessions = (Session(str(n), "Talk", at(start, zone), at(end, zone)) for n, (start, end) in enumerate(hours))
    return calendar_of(Program(tuple(sessions)), zone)


AFTERNOON = event(("2026-01-16T14:00", "2026-01-16T18:00"))
EVENING = event(("2026-01-16T19:00", "2026-01-16T23:00"))
LONG_DAYS = event(*((f"2026-01-{day}T09:00", f"2026-01-{day}T23:00") for day in (16, 17)))
NIGHTS = event(("2026-01-16T20:00", "2026-01-17T03:00"), ("2026-01-17T10:00", "2026-01-18T01:00"))
WEEK = event(*((f"2026-01-{day}T09:00", f"2026-01-{day}T18:00") for day in range(12, 24)))
SPRING = event(*((f"2026-03-{day}T09:00", f"2026-03-{day}T18:00") for day in (27, 28, 29)))
AUTUMN = event(*((f"2026-10-{day}T09:00", f"2026-10-{day}T18:00") for day in (24, 25)))
NEW_YEAR = event(*((day + "T09:00", day + "T18:00") for day in ("2026-12-30", "2026-12-31", "2027-01-01")))
NONE = Calendar(PARIS)


def meant(question: str, now: str, calendar: Calendar, language: str = "en") -> Window:
    window = resolve(find(question, language, at(now, calendar.zone), calendar))
    assert window is not None
    return window


def the_mention(question: str, now: str, calendar: Calendar, language: str = "en") -> Mention:
    (mention,) = find(question, language, at(now, calendar.zone), calendar)
    return mention


@pytest.mark.parametrize(
    ("calendar", "now", "question", "expected"),
    [
        # The reading inside the program's hours of that day.
        (AFTERNOON, "2026-01-16T10:00", "at 3", "2026-01-16T15:00"),
        (AFTERNOON, "2026-01-10T10:00", "at 3", "2026-01-16T15:00"),
        (AFTERNOON, "2026-02-10T10:00", "who spoke at 3", "2026-01-16T15:00"),
        (EVENING, "2026-01-16T10:00", "at 8", "2026-01-16T20:00"),
        (EVENING, "2026-01-16T10:00", "at 10:30", "2026-01-16T22:30"),
        (EVENING, "2026-01-16T10:00", "at half past nine", "2026-01-16T21:30"),
        (NIGHTS, "2026-01-16T19:00", "at 2", "2026-01-17T02:00"),
        (NIGHTS, "2026-01-16T19:00", "at 02:00", "2026-01-17T02:00"),
        (NIGHTS, "2026-01-16T19:00", "at midnight", "2026-01-17T00:00"),
        # Both inside: the next one to come, and daytime on another day.
        (LONG_DAYS, "2026-01-16T12:00", "at 9", "2026-01-16T21:00"),
        (LONG_DAYS, "2026-01-16T08:00", "at 9", "2026-01-16T09:00"),
        (LONG_DAYS, "2026-01-16T12:00", "tomorrow at 9", "2026-01-17T09:00"),
        # None inside: the next one to come, and daytime on another day.
        (AFTERNOON, "2026-01-16T12:00", "at 9", "2026-01-16T21:00"),
        (AFTERNOON, "2026-01-10T12:00", "at 9", "2026-01-16T09:00"),
        (AFTERNOON, "2026-01-10T12:00", "friday at 2am", "2026-01-16T02:00"),
        # Two digits with minutes, and a leading zero, say what they mean.
        (LONG_DAYS, "2026-01-16T13:00", "at 10:30", "2026-01-17T10:30"),
        (LONG_DAYS, "2026-01-16T09:30", "at 10:30", "2026-01-16T10:30"),
        (EVENING, "2026-01-16T10:00", "at 08:00", "2026-01-16T08:00"),
        # What is on stays today's for ninety minutes, then it is tomorrow's, or today's when asked in the past.
        (LONG_DAYS, "2026-01-16T15:20", "the talk at 3pm", "2026-01-16T15:00"),
        (LONG_DAYS, "2026-01-16T17:00", "the talk at 3pm", "2026-01-17T15:00"),
        (LONG_DAYS, "2026-01-16T17:00", "which talk was at 3pm", "2026-01-16T15:00"),
        (LONG_DAYS, "2026-01-17T17:00", "the talk at 3pm", "2026-01-17T15:00"),
        # Between two days of the event, the next one.
        (WEEK, "2026-01-24T12:00", "at 3pm", "2026-01-23T15:00"),
        (NONE, "2026-01-16T12:00", "at 3", "2026-01-16T15:00"),
        (NONE, "2026-01-16T17:00", "at 3", "2026-01-17T15:00"),
    ],
)
def test_hours_are_read_by_the_hours_of_the_program(calendar: Calendar, now: str, question: str, expected: str) -> None:
    assert meant(question, now, calendar).start == at(expected)


@pytest.mark.parametrize(
    ("calendar", "now", "question", "expected"),
    [
        (WEEK, "2026-01-01T10:00", "friday", "2026-01-16"),  # before the event: its first one
        (WEEK, "2026-01-17T10:00", "friday", "2026-01-23"),  # during it: the next
        (WEEK, "2026-02-20T10:00", "friday", "2026-01-23"),  # after it: its last
        (WEEK, "2026-01-16T10:00", "friday", "2026-01-16"),
        (WEEK, "2026-01-16T10:00", "last friday", "2026-01-09"),
        (WEEK, "2026-01-15T10:00", "sunday", "2026-01-18"),
        (AFTERNOON, "2026-01-01T10:00", "monday", "2026-01-05"),  # not a day of the event: the nearest to come
        (AFTERNOON, "2026-01-01T10:00", "tomorrow", "2026-01-02"),  # the calendar's, also before the event
        (AFTERNOON, "2026-01-01T10:00", "the first day", "2026-01-16"),
        (AFTERNOON, "2026-01-01T10:00", "day 3", "2026-01-18"),
        (AFTERNOON, "2026-01-01T10:00", "on the 16th", "2026-01-16"),
        (AFTERNOON, "2026-03-01T10:00", "yesterday", "2026-02-28"),
        (SPRING, "2026-03-20T10:00", "27/3", "2026-03-27"),
        (SPRING, "2026-03-20T10:00", "3/28", "2026-03-28"),
        (event(("2026-03-04T09:00", "2026-03-04T18:00")), "2026-03-01T10:00", "on 3/4", "2026-03-04"),
        (event(("2026-04-03T09:00", "2026-04-03T18:00")), "2026-03-01T10:00", "on 3/4", "2026-04-03"),
        (AFTERNOON, "2026-01-01T10:00", "on 03/04", "2026-04-03"),
        (NEW_YEAR, "2026-12-01T10:00", "january 1st", "2027-01-01"),
        (NEW_YEAR, "2026-12-01T10:00", "31 december", "2026-12-31"),
        (NEW_YEAR, "2026-12-01T10:00", "the last day", "2027-01-01"),
        (NEW_YEAR, "2026-12-31T10:00", "tomorrow", "2027-01-01"),
        (AFTERNOON, "2025-11-01T10:00", "16 january", "2026-01-16"),
        (AFTERNOON, "2025-11-01T10:00", "friday 16", "2026-01-16"),
        (AFTERNOON, "2025-11-01T10:00", "friday 13", "2026-02-13"),
        (NONE, "2026-01-14T10:00", "friday", "2026-01-16"),
        (NONE, "2026-01-14T10:00", "the 16th", "2026-01-16"),
        (NONE, "2026-01-14T10:00", "on the 16th", "2026-01-16"),
        (NONE, "2026-01-14T10:00", "16 january", "2026-01-16"),
    ],
)
def test_days_are_those_of_the_event_first(calendar: Calendar, now: str, question: str, expected: str) -> None:
    found = find(question, "en", at(now), calendar)
    if calendar is NONE and question == "the 16th":
        assert found == ()
        return
    window = resolve(found)
    assert window is not None
    assert (window.kind, window.start.date()) == (Kind.DAY, date.fromisoformat(expected))


@pytest.mark.parametrize(
    ("now", "question", "start", "end"),
    [
        # At one in the morning of a running event the night is still the day before's.
        ("2026-01-17T01:00", "today", "2026-01-16T05:00", "2026-01-17T05:00"),
        ("2026-01-17T01:00", "tonight", "2026-01-16T17:00", "2026-01-17T05:00"),
        ("2026-01-17T01:00", "tomorrow", "2026-01-17T05:00", "2026-01-18T05:00"),
        ("2026-01-17T01:00", "later", "2026-01-17T01:00", "2026-01-17T05:00"),
        ("2026-01-17T01:00", "at 2", "2026-01-17T02:00", "2026-01-17T02:00"),
        ("2026-01-17T01:00", "at 11", "2026-01-17T11:00", "2026-01-17T11:00"),
        ("2026-01-17T01:00", "in an hour", "2026-01-17T02:00", "2026-01-17T02:00"),
        ("2026-01-17T05:30", "today", "2026-01-17T05:00", "2026-01-18T05:00"),
        ("2026-01-18T00:30", "what did I miss this afternoon", "2026-01-17T12:00", "2026-01-17T18:00"),
        # Where the day before is not the event's, it is the calendar's day.
        ("2026-01-16T01:00", "today", "2026-01-16T05:00", "2026-01-17T05:00"),
        ("2026-01-16T01:00", "tonight", "2026-01-16T17:00", "2026-01-17T05:00"),
        ("2026-01-20T01:00", "tomorrow", "2026-01-21T05:00", "2026-01-22T05:00"),
        # A stretch over midnight.
        ("2026-01-16T12:00", "from 11pm to 1am", "2026-01-16T23:00", "2026-01-17T01:00"),
        ("2026-01-16T12:00", "between 10 and 2", "2026-01-16T22:00", "2026-01-17T02:00"),
        ("2026-01-16T12:00", "after midnight", "2026-01-17T00:00", "2026-01-17T05:00"),
        ("2026-01-16T12:00", "after 2am on friday", "2026-01-17T02:00", "2026-01-17T05:00"),
        ("2026-01-16T12:00", "friday night", "2026-01-16T20:00", "2026-01-17T05:00"),
    ],
)
def test_nights_belong_to_the_day_before(now: str, question: str, start: str, end: str) -> None:
    window = meant(question, now, NIGHTS)
    assert (window.start, window.end) == (at(start), at(end))


def test_a_day_of_a_clock_change_is_an_hour_shorter_or_longer() -> None:
    spring = meant("on the 28th", "2026-03-20T10:00", SPRING)
    autumn = meant("on the 24th", "2026-10-20T10:00", AUTUMN)
    assert spring.end.astimezone(UTC) - spring.start.astimezone(UTC) == timedelta(hours=23)
    assert autumn.end.astimezone(UTC) - autumn.start.astimezone(UTC) == timedelta(hours=25)


def test_hours_on_both_sides_of_a_clock_change_keep_to_the_wall() -> None:
    assert meant("saturday at 3pm", "2026-03-27T10:00", SPRING).start.isoformat() == "2026-03-28T15:00:00+01:00"
    assert meant("sunday at 3pm", "2026-03-27T10:00", SPRING).start.isoformat() == "2026-03-29T15:00:00+02:00"


def test_an_hour_that_is_left_out_moves_on() -> None:
    assert meant("29 march at 2:30 am", "2026-03-27T10:00", SPRING).start.isoformat() == "2026-03-29T03:30:00+02:00"


def test_of_an_hour_that_comes_twice_the_first_is_taken() -> None:
    assert meant("25 october at 2:30 am", "2026-10-24T10:00", AUTUMN).start.isoformat() == "2026-10-25T02:30:00+02:00"


def test_elapsed_time_runs_through_a_clock_change() -> None:
    calendar = event(("2026-10-24T20:00", "2026-10-25T06:00"))
    window = meant("in an hour", "2026-10-25T02:30", calendar)
    assert window.start.isoformat() == "2026-10-25T02:30:00+01:00"
    assert not window.holds(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert window.holds(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))


@pytest.mark.parametrize("zone", [UTC, TOKYO, NEW_YORK])
@pytest.mark.parametrize("question", ["at 3", "tomorrow", "in an hour", "now", "tonight", "later", "next", "friday"])
def test_the_zone_in_which_the_present_is_told_does_not_matter(question: str, zone: ZoneInfo) -> None:
    now = at("2026-01-16T00:30")
    assert find(question, "en", now.astimezone(zone), NIGHTS) == find(question, "en", now, NIGHTS)


def test_days_are_those_of_the_event_s_zone() -> None:
    calendar = event(("2026-01-16T14:00", "2026-01-16T18:00"), ("2026-01-17T14:00", "2026-01-17T18:00"), zone=TOKYO)
    now = datetime(2026, 1, 16, 20, tzinfo=UTC)  # five in the morning of the 17th in Tokyo
    window = resolve(find("today at 3", "en", now, calendar))
    assert window is not None
    assert window.start.isoformat() == "2026-01-17T15:00:00+09:00"


@pytest.mark.parametrize(
    ("calendar", "now", "question", "guessed"),
    [
        (AFTERNOON, "2026-01-16T10:00", "at 3", set()),
        (AFTERNOON, "2026-01-10T10:00", "at 3pm", set()),
        (LONG_DAYS, "2026-01-16T12:00", "at 9", {"half"}),
        (LONG_DAYS, "2026-01-16T12:00", "at 9pm", set()),
        (LONG_DAYS, "2026-01-10T12:00", "at 3pm", {"day"}),
        (LONG_DAYS, "2026-01-10T12:00", "at 9", {"day", "half"}),
        (LONG_DAYS, "2026-01-16T12:00", "at 3pm", set()),
        (LONG_DAYS, "2026-01-16T18:00", "at 3pm", {"day"}),
        (LONG_DAYS, "2026-01-10T12:00", "friday at 3pm", set()),
        (LONG_DAYS, "2026-01-10T12:00", "in the afternoon", {"day"}),
        (LONG_DAYS, "2026-01-16T10:00", "after lunch", {"lunch"}),
        (LONG_DAYS, "2026-01-16T10:00", "friday 17 january", {"day"}),
        (LONG_DAYS, "2026-01-16T10:00", "friday 16 january", set()),
    ],
)
def test_what_was_guessed_is_told(calendar: Calendar, now: str, question: str, guessed: set[str]) -> None:
    assert the_mention(question, now, calendar).guessed == guessed


def test_without_a_lunch_in_the_program_the_usual_hour_stands_in() -> None:
    assert meant("after lunch", "2026-01-16T10:00", LONG_DAYS).start == at("2026-01-16T13:00")
    assert meant("before lunch", "2026-01-16T10:00", LONG_DAYS).end == at("2026-01-16T12:00")


def test_next_ends_with_the_event_and_after_it_is_a_point() -> None:
    assert meant("what's next", "2026-01-16T10:00", LONG_DAYS).end == at("2026-01-17T23:00")
    over = meant("what's next", "2026-01-20T10:00", LONG_DAYS)
    assert (over.kind, over.is_point) == (Kind.NEXT, True)


@pytest.mark.parametrize(
    "question",
    [
        "31 june",
        "30 february",
        "day 0",
        "99/99",
        "at 25",
        "friday at 27",
        "in 999 weeks",
        "13pm",
        "25:10",
        "from 31 june to 2 july",
        "on 31 june between 2 and 4",
        "at 3pm on 31 june",
    ],
)
def test_what_does_not_exist_is_no_time(question: str) -> None:
    assert [m for m in find(question, "en", at("2026-01-16T10:00"), AFTERNOON) if m.window.kind is not Kind.DAY] == []


@pytest.mark.parametrize("question", ["the last day", "day 1 to day 2", "on day 2 from 2 to 4", "after day 1"])
def test_without_a_program_its_days_are_no_times(question: str) -> None:
    assert find(question, "en", at("2026-01-16T10:00"), NONE) == ()


def test_later_on_another_day_is_that_day() -> None:
    assert meant("later tomorrow", "2026-01-16T10:00", LONG_DAYS).kind is Kind.DAY
    this_afternoon = meant("later this afternoon", "2026-01-16T15:00", LONG_DAYS)
    assert (this_afternoon.start, this_afternoon.end) == (at("2026-01-16T15:00"), at("2026-01-16T18:00"))


def test_a_stretch_that_begins_now() -> None:
    window = meant("now until friday evening", "2026-01-16T10:00", LONG_DAYS)
    assert window.start == at("2026-01-16T10:00")
    window = meant("between now and noon", "2026-01-16T10:00", LONG_DAYS)
    assert (window.start, window.end) == (at("2026-01-16T10:00"), at("2026-01-16T12:00"))


def test_a_window_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Window(at("2026-01-16T10:00"), at("2026-01-16T09:00"), Kind.INTERVAL)


def test_a_window_holds_its_start_and_not_its_end() -> None:
    window = Window(at("2026-01-16T10:00"), at("2026-01-16T11:00"), Kind.INTERVAL)
    assert window.holds(at("2026-01-16T10:00"))
    assert not window.holds(at("2026-01-16T11:00"))
