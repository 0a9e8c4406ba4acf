from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.i18n.catalogue import languages
from bot.i18n.formats import clock, day, duration, is_month_first, join, near, span, zone

PARIS, TOKYO, NEW_YORK, LONDON = (
    ZoneInfo(key) for key in ("Europe/Paris", "Asia/Tokyo", "America/New_York", "Europe/London")
)
START = datetime(2026, 1, 16, 14, 30, tzinfo=PARIS)
END = datetime(2026, 1, 16, 15, 20, tzinfo=PARIS)
EARLY = datetime(2026, 1, 16, 9, 5, tzinfo=PARIS)


@pytest.mark.parametrize(("language", "expected"), [("en", "14:30"), ("fr", "14 h 30"), ("ja", "14:30")])
def test_an_hour(language: str, expected: str) -> None:
    assert clock(START, language) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "09:05"), ("fr", "9 h 05"), ("ja", "9:05")])
def test_an_early_hour(language: str, expected: str) -> None:
    assert clock(EARLY, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Friday 16 January"), ("fr", "vendredi 16 janvier"), ("ja", "1月16日(金)")],
)
def test_a_day(language: str, expected: str) -> None:
    assert day(date(2026, 1, 16), language) == expected
    assert day(START, language) == expected
    assert day(START, language, now=START) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Friday 16 January 2026"), ("fr", "vendredi 16 janvier 2026"), ("ja", "2026年1月16日(金)")],
)
def test_a_day_of_another_year(language: str, expected: str) -> None:
    assert day(date(2026, 1, 16), language, now=START.replace(year=2025)) == expected


def test_the_year_is_compared_in_the_zone_of_the_day() -> None:
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=TOKYO)
    assert day(new_year, "en", now=datetime(2026, 12, 31, 16, tzinfo=UTC)) == "Friday 1 January"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Friday 16 January, 14:30–15:20"),
        ("fr", "vendredi 16 janvier, 14 h 30 – 15 h 20"),
        ("ja", "1月16日(金) 14:30〜15:20"),
    ],
)
def test_when_something_is(language: str, expected: str) -> None:
    assert span(START, END, language, PARIS) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Friday 16 January, 14:30–15:20 (22:30–23:20 Tokyo time)"),
        ("fr", "vendredi 16 janvier, 14 h 30 – 15 h 20 (22 h 30 – 23 h 20, heure de Tokyo)"),
        ("ja", "1月16日(金) 14:30〜15:20（東京時間22:30〜23:20）"),
    ],
)
def test_the_asker_s_zone_stands_beside_the_event_s(language: str, expected: str) -> None:
    assert span(START, END, language, PARIS, TOKYO) == expected


def test_a_zone_with_the_same_hours_is_not_told() -> None:
    berlin, march = ZoneInfo("Europe/Berlin"), datetime(2026, 3, 20, 14, tzinfo=PARIS)
    assert span(START, END, "en", PARIS, berlin) == span(START, END, "en", PARIS)
    assert "New York" in span(march, None, "en", PARIS, NEW_YORK)
    assert "(09:00 New York time)" in span(march, None, "en", PARIS, NEW_YORK)  # summer time has begun there only


def test_the_asker_s_day_is_told_where_it_is_another() -> None:
    evening = START.replace(hour=20, minute=0)
    told = span(evening, evening + timedelta(hours=1), "en", PARIS, TOKYO)
    assert told == "Friday 16 January, 20:00–21:00 (Saturday 17 January, 04:00–05:00 Tokyo time)"


@pytest.mark.parametrize(
    ("language", "now", "expected"),
    [
        ("en", "14:05", "today, 14:30–15:20 (in 25 min)"),
        ("en", "13:20", "today, 14:30–15:20 (in 1 h 10 min)"),
        ("en", "12:00", "today, 14:30–15:20"),
        ("en", "14:30", "now, until 15:20 (since 14:30)"),
        ("en", "15:19", "now, until 15:20 (since 14:30)"),
        ("en", "15:20", "today, 14:30–15:20"),
        ("fr", "14:05", "aujourd'hui, 14 h 30 – 15 h 20 (dans 25 min)"),
        ("fr", "15:00", "en ce moment, jusqu'à 15 h 20 (depuis 14 h 30)"),
        ("ja", "14:05", "本日 14:30〜15:20（25分後）"),
        ("ja", "15:00", "現在開催中、15:20まで（14:30開始）"),
    ],
)
def test_what_is_near_or_running_says_so(language: str, now: str, expected: str) -> None:
    hour, minute = map(int, now.split(":"))
    at = datetime(2026, 1, 16, hour, minute, tzinfo=PARIS).astimezone(NEW_YORK)
    assert span(START, END, language, PARIS, now=at) == expected


def test_near_and_elsewhere_share_one_bracket() -> None:
    told = span(START, END, "en", PARIS, TOKYO, now=START - timedelta(minutes=25))
    assert told == "today, 14:30–15:20 (in 25 min; 22:30–23:20 Tokyo time)"
    told = span(START, END, "ja", PARIS, TOKYO, now=START)
    assert told == "現在開催中、15:20まで（14:30開始、東京時間22:30〜23:20）"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Friday 16 January, 14:30"), ("fr", "vendredi 16 janvier, 14 h 30"), ("ja", "1月16日(金) 14:30")],
)
def test_an_unknown_end_is_not_made_up(language: str, expected: str) -> None:
    assert span(START, None, language, PARIS) == expected


def test_whether_it_still_runs_is_not_said_without_an_end() -> None:
    assert span(START, None, "en", PARIS, now=START + timedelta(minutes=5)) == "today, 14:30"
    assert span(START, None, "en", PARIS, now=START - timedelta(minutes=5)) == "today, 14:30 (in 5 min)"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Friday 16 January, 23:30 – Saturday 17 January, 00:30"),
        ("fr", "vendredi 16 janvier, 23 h 30 – samedi 17 janvier, 0 h 30"),
        ("ja", "1月16日(金) 23:30 〜 1月17日(土) 0:30"),
    ],
)
def test_over_midnight_both_days_are_told(language: str, expected: str) -> None:
    late = START.replace(hour=23)
    assert span(late, late + timedelta(hours=1), language, PARIS) == expected
    running = span(late, late + timedelta(hours=1), "en", PARIS, now=late + timedelta(minutes=45))
    assert running == "now, until 00:30 (since Friday 16 January, 23:30)"


def test_in_a_list_under_its_day_only_hours_are_told() -> None:
    assert span(START, END, "en", PARIS, with_day=False) == "14:30–15:20"
    assert span(START, None, "en", PARIS, with_day=False) == "14:30"
    late = START.replace(hour=23)
    assert span(late, late + timedelta(hours=1), "en", PARIS, with_day=False) == "23:30 – Saturday 17 January, 00:30"


def test_hours_are_told_in_the_event_s_zone_whatever_zone_they_come_in() -> None:
    assert span(START.astimezone(UTC), END.astimezone(TOKYO), "en", PARIS) == span(START, END, "en", PARIS)


def test_over_a_clock_change_the_wall_is_told() -> None:
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert span(start, start + timedelta(hours=1), "en", PARIS) == "Sunday 25 October, 02:30–02:30"


@pytest.mark.parametrize(
    ("length", "en", "fr", "ja"),
    [
        (timedelta(minutes=1), "1 minute", "1 minute", "1分"),
        (timedelta(minutes=45), "45 minutes", "45 minutes", "45分"),
        (timedelta(hours=1), "1 hour", "1 heure", "1時間"),
        (timedelta(minutes=90), "1 hour 30 minutes", "1 heure 30 minutes", "1時間30分"),
        (timedelta(days=2), "2 days", "2 jours", "2日"),
        (timedelta(days=1, hours=2), "1 day 2 hours", "1 jour 2 heures", "1日2時間"),
        (timedelta(), "0 minutes", "0 minute", "0分"),
        (timedelta(minutes=-5), "5 minutes", "5 minutes", "5分"),
    ],
)
def test_lengths_of_time(length: timedelta, en: str, fr: str, ja: str) -> None:
    assert [duration(length, language) for language in ("en", "fr", "ja")] == [en, fr, ja]


@pytest.mark.parametrize(
    ("delta", "en", "fr", "ja"),
    [
        (timedelta(minutes=25), "in 25 min", "dans 25 min", "25分後"),
        (timedelta(minutes=70), "in 1 h 10 min", "dans 1 h 10 min", "1時間10分後"),
        (timedelta(minutes=-5), "5 min ago", "il y a 5 min", "5分前"),
        (timedelta(days=3), "in 3 d", "dans 3 j", "3日後"),
        (timedelta(seconds=20), "now", "maintenant", "まもなく"),
        (timedelta(seconds=-20), "now", "maintenant", "まもなく"),
    ],
)
def test_how_far_from_now(delta: timedelta, en: str, fr: str, ja: str) -> None:
    assert [near(delta, language) for language in ("en", "fr", "ja")] == [en, fr, ja]


@pytest.mark.parametrize(
    ("key", "en", "fr", "ja"),
    [
        ("Asia/Tokyo", "Tokyo time", "heure de Tokyo", "東京時間"),
        ("Europe/London", "London time", "heure de Londres", "ロンドン時間"),
        ("Europe/Athens", "Athens time", "heure d'Athènes", "アテネ時間"),
        ("UTC", "UTC", "UTC", "UTC"),
    ],
)
def test_the_name_of_a_zone(key: str, en: str, fr: str, ja: str) -> None:
    moment = START.astimezone(ZoneInfo(key))
    assert [zone(moment, language) for language in ("en", "fr", "ja")] == [en, fr, ja]


def test_a_zone_without_a_city_has_the_name_that_it_gives_itself() -> None:
    assert zone(START.astimezone(UTC), "en") == "UTC"
    assert zone(datetime.fromisoformat("2026-01-16T14:00:00+09:00"), "en") == "UTC+09:00"


@pytest.mark.parametrize("language", languages())
def test_every_zone_has_a_name(language: str) -> None:
    names = [zone(START.astimezone(ZoneInfo(key)), language) for key in available_timezones()]
    assert all(names)
    assert not {"\u00a0", "\u202f", "\u2009"} & set("".join(names))


@pytest.mark.parametrize(
    ("items", "en", "fr", "ja"),
    [
        ([], "", "", ""),
        (["a"], "a", "a", "a"),
        (["a", "b"], "a and b", "a et b", "a、b"),
        (["a", "b", "c"], "a, b and c", "a, b et c", "a、b、c"),
    ],
)
def test_lists(items: list[str], en: str, fr: str, ja: str) -> None:
    assert [join(items, language) for language in ("en", "fr", "ja")] == [en, fr, ja]


def test_the_order_of_numeric_dates() -> None:
    assert [is_month_first(language) for language in ("en", "fr", "ja")] == [False, False, True]


@pytest.mark.parametrize("language", languages())
def test_spaces_are_those_that_people_type(language: str) -> None:
    told = span(START, END, language, PARIS, TOKYO, now=START - timedelta(minutes=70)) + duration(END - START, language)
    assert not {"\u00a0", "\u202f", "\u2009"} & set(told)
