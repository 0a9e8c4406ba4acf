"""What holds of every text and every moment."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n import formats
from bot.i18n.catalogue import languages, words
from bot.nlu.time import Calendar, Kind, calendar_of, durations, find, resolve
from knowledge.model import Program, Session

PARIS, TOKYO = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Tokyo")
WIDE = 600  # characters that are looked at

zones = st.sampled_from([PARIS, TOKYO, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")])
moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=zones)  # zones are given beside
tongues = st.sampled_from(languages())


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    zone, first = draw(zones), draw(st.dates(date(2025, 1, 1), date(2026, 12, 1)))
    sessions = []
    for number, day in enumerate(draw(st.lists(st.integers(0, 6), max_size=4, unique=True))):
        start = datetime.combine(first, datetime.min.time(), zone) + timedelta(days=day, hours=draw(st.integers(6, 22)))
        title = draw(st.sampled_from(["Talk", "Lunch", "Party"]))
        sessions.append(Session(str(number), title, start, start + timedelta(minutes=draw(st.integers(5, 600)))))
    return calendar_of(Program(tuple(sorted(sessions, key=lambda s: s.start))), zone)


def phrases(language: str) -> list[str]:
    """Phrases of the catalogue with their slots filled in: what questions about times are made of."""
    lists = (
        "today",
        "tomorrow",
        "afternoon",
        "night",
        "noon",
        "midnight",
        "next",
        "later",
        "now",
        "lunch",
        "last_day",
        "weekend",
    )
    templates = (
        "after",
        "before",
        "until",
        "from",
        "between",
        "at",
        "clock",
        "in",
        "ago",
        "within",
        "lead",
        "dates",
        "this",
    )
    fixed = [phrase for name in lists for phrase in words(language, f"time.words.{name}")]
    filled = [phrase.partition(" = ")[0] for name in templates for phrase in words(language, f"time.words.{name}")]
    return [*fixed, *(fill(phrase, language) for phrase in filled)]


def fill(phrase: str, language: str) -> str:
    month = formats.locale(language).months["format"]["wide"][1]
    slots = {"h": "3", "m": "20", "d": "16", "e": "16th", "n": "2", "month": month, "y": "2026"}
    text = re.sub(r"\{(\w+)\}", lambda slot: slots[slot[1]], phrase)
    return text.replace("~", "15:00").replace("#", "1h30")


PHRASES = {language: phrases(language) for language in languages()}
pieces = st.one_of(
    tongues.flatmap(lambda language: st.sampled_from(PHRASES[language])),
    st.sampled_from(
        [
            "3",
            "15h",
            "16",
            "friday",
            "ven.",
            "(土)",
            "room",
            "salle",
            ",",
            "-",
            "and",
            "の",
            "jst",
            "{",
            "~",
            "#",
            "２０時",
        ]
    ),
    st.text(max_size=5),
)
texts = st.one_of(
    st.text(max_size=80), st.lists(pieces, max_size=8).map(" ".join), st.lists(pieces, max_size=8).map("".join)
)


@given(texts, tongues, moments, calendars())
@settings(max_examples=400, deadline=None)
def test_windows_are_aware_ordered_and_in_the_event_s_zone(
    text: str, language: str, now: datetime, calendar: Calendar
) -> None:
    mentions = find(text, language, now, calendar)
    for mention in mentions:
        window = mention.window
        assert window.start.tzinfo is window.end.tzinfo is calendar.zone
        assert window.start.astimezone(UTC) <= window.end.astimezone(UTC)
        assert (window.kind in (Kind.NOW, Kind.INSTANT)) <= window.is_point
    joined = resolve(mentions)
    assert (joined is None) == (mentions == ())
    assert joined is None or joined.start.astimezone(UTC) <= joined.end.astimezone(UTC)


@given(texts, tongues, moments, calendars())
@settings(deadline=None)
def test_spans_are_in_order_and_do_not_overlap(text: str, language: str, now: datetime, calendar: Calendar) -> None:
    for found in (find(text, language, now, calendar), durations(text, language)):
        ends = [0, *(f.end for f in found)]
        assert all(before <= f.start < f.end <= len(text) for before, f in zip(ends, found, strict=False))


@given(texts, tongues, moments, calendars())
@settings(deadline=None)
def test_the_same_question_means_the_same_twice_and_in_any_zone_of_the_present(
    text: str, language: str, now: datetime, calendar: Calendar
) -> None:
    found = find(text, language, now, calendar)
    assert found == find(text, language, now.astimezone(UTC), calendar)
    assert resolve(found) == resolve(list(found))


@given(st.lists(st.sampled_from(["zorro", "qux", "blorb", "wug"]), min_size=1, max_size=3), st.data(), tongues)
@settings(deadline=None)
def test_what_stands_around_a_time_is_left_alone(around: list[str], data: st.DataObject, language: str) -> None:
    phrase = data.draw(st.sampled_from(PHRASES[language]))
    text = f"{' '.join(around)} {phrase} {' '.join(around)}"
    found = find(text, language, NOW, CALENDAR)
    rest = text
    for mention in reversed(found):
        rest = rest[: mention.start] + rest[mention.end :]
    assert rest.startswith(" ".join(around))
    assert rest.endswith(" ".join(around))


@given(
    st.sampled_from([" ", "at 3 ", "15h", "1 ", "9", "次の", "demain à ", "a", "-", "("]),
    st.integers(5000, 20000),
    tongues,
)
@settings(max_examples=30, deadline=None)
def test_a_long_text_is_read_at_its_beginning_only(piece: str, length: int, language: str) -> None:
    text = (piece * length)[:20000]
    found = find(text, language, NOW, CALENDAR)
    assert found == find(text[:WIDE], language, NOW, CALENDAR)
    assert all(mention.end <= WIDE for mention in found)
    assert durations(text, language) == durations(text[:WIDE], language)


DAY = datetime(2026, 1, 16, tzinfo=PARIS)
NOW = DAY.replace(hour=12)
CALENDAR = calendar_of(
    Program(
        tuple(
            Session(f"{n}", "Talk", DAY + timedelta(days=n, hours=9), DAY + timedelta(days=n, hours=18))
            for n in range(3)
        )
    ),
    PARIS,
)


@given(st.integers(0, 2), st.integers(10 * 60, 18 * 60), tongues)
@settings(deadline=None)
def test_a_time_as_we_write_it_is_read_as_the_same_instant(day: int, minute: int, language: str) -> None:
    moment = DAY + timedelta(days=day, minutes=minute)
    told = formats.span(moment, None, language, PARIS)
    window = resolve(find(told, language, NOW, CALENDAR))
    assert window is not None
    assert (window.kind, window.start, window.end) == (Kind.INSTANT, moment, moment)


@given(st.integers(0, 2), st.integers(9 * 60, 17 * 60), st.integers(1, 60), tongues)
@settings(deadline=None)
def test_a_stretch_as_we_write_it_is_read_as_the_same(day: int, minute: int, length: int, language: str) -> None:
    start = DAY + timedelta(days=day, minutes=minute)
    end = start + timedelta(minutes=length)
    window = resolve(find(formats.span(start, end, language, PARIS), language, NOW, CALENDAR))
    assert window is not None
    assert (window.kind, window.start, window.end) == (Kind.INTERVAL, start, end)


@given(st.dates(date(2025, 8, 1), date(2026, 6, 30)), tongues)
@settings(deadline=None)
def test_a_day_as_we_write_it_is_read_as_the_same(day: date, language: str) -> None:
    window = resolve(find(formats.day(day, language, NOW), language, NOW, CALENDAR))
    assert window is not None
    assert (window.kind, window.start.date()) == (Kind.DAY, day)


@given(st.integers(1, 7 * 60 - 1), tongues)
@settings(deadline=None)
def test_a_length_as_we_write_it_is_read_as_the_same(minutes: int, language: str) -> None:
    length = timedelta(minutes=minutes)
    (found,) = durations(formats.duration(length, language), language)
    assert found.length == length


@given(st.integers(1, 23 * 60), tongues)
@settings(deadline=None)
def test_how_far_from_now_as_we_write_it_is_read_as_the_same(minutes: int, language: str) -> None:
    window = resolve(find(formats.near(timedelta(minutes=minutes), language), language, NOW, CALENDAR))
    assert window is not None
    assert window.start == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize("language", languages())
def test_every_phrase_of_the_catalogue_is_read(language: str) -> None:
    bare = {*words(language, "time.words.lunch")}  # "when is lunch" asks for a session, not at a time
    phrases = [phrase for phrase in PHRASES[language] if phrase not in bare]
    assert [p for p in phrases if not find(p, language, NOW, CALENDAR) and not durations(p, language)] == []
