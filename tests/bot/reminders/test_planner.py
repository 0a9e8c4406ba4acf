from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from fakes.reminder_stage import ANN, BOB, FIRST, KEYNOTE, MINUTE, PARIS, at, session
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Person
from bot.reminders.planner import LONGEST_LEAD, Notice, Rules, World, capped, due, spread
from bot.store.records import Preferences, QuietHours, Recipient, Wish
from knowledge.model import Program, Session, Speaker

RULES = Rules(PARIS)
TOKYO = ZoneInfo("Asia/Tokyo")


def person(name: str = "p", email: str = "", zone: str = "", platform: str = "telegram", **more: object) -> Recipient:
    who = Person(name, platform, name, email=email, time_zone=zone)
    return Recipient(who, name, preferences=Preferences(**more))


def planned(world: World, rules: Rules = RULES, since: datetime | None = None) -> list[Notice]:
    return due(world, rules, since or at(0), at(23))


def times(world: World, rules: Rules = RULES) -> list[datetime]:
    return [notice.promised for notice in planned(world, rules)]


def world(*wishes: Wish, sessions: tuple[Session, ...] = (KEYNOTE,), **more: object) -> World:
    return World(Program(sessions), wishes=wishes, **{"people": (person(),), **more})


@pytest.mark.parametrize(
    ("wish", "own", "minutes"),
    [
        (None, None, 10),
        (20, None, 20),
        (None, 5, 5),
        (20, 5, 20),
        (0, None, 1),
        (-5, None, 1),
        (100_000, None, LONGEST_LEAD),
    ],
)
def test_the_lead_is_the_wish_s_then_the_person_s_then_the_default(
    wish: int | None, own: int | None, minutes: int
) -> None:
    planned_for = world(Wish("p", "session", "keynote", wish), people=(person(lead_minutes=own),))
    assert times(planned_for) == [at(14) - minutes * MINUTE]


@pytest.mark.parametrize(("kind", "target"), [("speaker", "kazeki jun"), ("track", "plenary"), ("room", "auditorium")])
def test_what_is_followed_reminds_of_each_of_its_sessions(kind: str, target: str) -> None:
    other = session("other", at(15))
    assert [n.subject.id for n in planned(world(Wish("p", kind, target), sessions=(KEYNOTE, other)))] == ["keynote"]


def test_overlapping_wishes_give_one_reminder_and_the_closest_decides() -> None:
    wishes = (
        Wish("p", "room", "auditorium", 60),
        Wish("p", "track", "plenary", 30),
        Wish("p", "session", "keynote", 5),
    )
    assert times(world(*wishes)) == [at(13, 55)]
    assert times(world(*wishes[:2])) == [at(13, 30)]
    assert times(world(*wishes[:2], Wish("p", "session", "keynote", wanted=False))) == []


def test_both_sides_of_a_meeting_are_reminded_unless_they_wish_not_to_be() -> None:
    sides = (person("a", ANN), person("b", BOB), person("c"))
    both = World(Program(), (FIRST,), people=sides)
    assert [n.recipient.person.id for n in planned(both)] == ["a", "b"]
    without = replace(both, wishes=(Wish("a", "meeting", "m1", wanted=False), Wish("b", "meeting", "m1", 30)))
    assert [(n.recipient.person.id, n.promised) for n in planned(without)] == [("b", at(14, 30))]
    assert planned(replace(both, off={"m1"})) == []
    assert planned(replace(both, meetings=(replace(FIRST, cancelled=True),))) == []


def test_nobody_is_reminded_of_what_is_cancelled_begun_or_muted() -> None:
    wish = Wish("p", "session", "keynote")
    assert planned(world(wish, sessions=(replace(KEYNOTE, cancelled=True),))) == []
    assert planned(world(wish), since=at(14)) == []
    assert planned(world(wish, people=(person(muted=True),))) == []
    assert planned(world(Wish("stranger", "session", "keynote"))) == []


def test_what_is_followed_waits_for_the_end_of_quiet_hours_and_what_was_asked_for_does_not() -> None:
    early = session("early", at(8, 30), track="T")
    sleeper = person(quiet=QuietHours(time(22), time(8, 25)))
    assert times(world(Wish("p", "track", "t"), sessions=(early,), people=(sleeper,))) == [at(8, 25)]
    assert times(world(Wish("p", "session", "early"), sessions=(early,), people=(sleeper,))) == [at(8, 20)]
    night = session("night", at(2), track="T")
    assert times(world(Wish("p", "track", "t"), sessions=(night,), people=(sleeper,))) == []


def test_quiet_hours_are_of_the_person_s_own_clock_and_the_default_ones_of_the_event_where_it_is_unknown() -> None:
    rules = replace(RULES, quiet=QuietHours(time(22), time(7)))
    morning, evening = session("m", at(7, 5), track="T"), session("e", at(15), track="T")
    wish = Wish("p", "track", "t")
    assert times(world(wish, sessions=(morning, evening)), rules) == [at(7), at(14, 50)]
    visitor = person(zone="Asia/Tokyo")  # 14:50 in Paris is 22:50 in Tokyo
    assert times(world(wish, sessions=(morning, evening), people=(visitor,)), rules) == [at(6, 55)]


def test_beyond_the_daily_cap_only_the_first_are_kept_and_the_same_when_planned_again() -> None:
    sessions = tuple(session(f"s{n}", at(9 + n)) for n in range(5))
    found = planned(world(Wish("p", "room", "hall"), sessions=sessions))
    first = capped(found, {}, 3)
    assert [n.subject.id for n in first] == ["s0", "s1", "s2"]
    assert capped(found, {"p": {n.key for n in first}}, 3) == first
    assert len(capped(found, {"p": {"another"}}, 2)) == 1


def test_what_was_asked_of_one_session_and_meetings_pass_the_daily_cap() -> None:
    sessions = tuple(session(f"s{n}", at(9 + n)) for n in range(3))
    wishes = (Wish("p", "room", "hall"), Wish("p", "session", "s2"))
    found = planned(world(*wishes, sessions=sessions, meetings=(FIRST,), people=(person(email=ANN),)))
    kept = capped(found, {"p": {"another"}}, 2)
    assert [n.subject.id for n in kept] == ["s0", "s2", "m1"]


def test_five_thousand_at_one_minute_are_all_there_in_time_and_none_is_earlier_than_the_margin() -> None:
    crowd = tuple(person(str(n)) for n in range(5000))
    wishes = tuple(Wish(str(n), "session", "keynote") for n in range(5000))
    found = spread(planned(world(*wishes, people=crowd)), {"telegram": 30.0}, timedelta(seconds=180))
    leaving = sorted(notice.at for notice in found)
    assert leaving[-1] == at(13, 50)
    assert timedelta(seconds=166) < at(13, 50) - leaving[0] < timedelta(seconds=167)
    assert all(later - earlier >= timedelta(seconds=0.033) for earlier, later in itertools.pairwise(leaving))
    hurried = spread(found, {"telegram": 30.0}, timedelta(seconds=60))
    assert min(notice.at for notice in hurried) == at(13, 49)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=40),
    st.sampled_from([0.2, 1.0, 30.0]),
    st.integers(0, 300),
)
def test_spreading_keeps_the_rate_and_the_margin(told: list[tuple[int, str]], rate: float, margin_seconds: int) -> None:
    notices = [
        Notice(
            str(n), person(str(n), platform="slack" if slack else "telegram"), KEYNOTE, at(13, minute), at(13, minute)
        )
        for n, (minute, slack) in enumerate(told)
    ]
    margin = timedelta(seconds=margin_seconds)
    placed = spread(notices, {"slack": rate, "telegram": rate}, margin)
    assert {n.key for n in placed} == {n.key for n in notices}
    assert all(n.promised - margin <= n.at <= n.promised for n in placed)
    for platform in ("slack", "telegram"):
        each = sorted((n.promised, n.at) for n in placed if n.recipient.person.platform == platform)
        unclipped = [leaves for promised, leaves in each if leaves > promised - margin]
        gaps = [later - earlier for earlier, later in itertools.pairwise(unclipped)]
        assert all(gap >= timedelta(seconds=1 / rate) - timedelta(microseconds=2) for gap in gaps)


def test_where_no_rate_is_told_everything_leaves_at_its_time() -> None:
    notices = planned(world(Wish("p", "session", "keynote")))
    assert [n.at for n in spread(notices, {}, timedelta(minutes=2))] == [at(13, 50)]


# Clocks


@pytest.mark.parametrize(
    ("zone", "local", "promised"),
    [
        # Paris: clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 to 02:00 on 25 October 2026.
        ("Europe/Paris", datetime(2026, 3, 29, 3, 5), datetime(2026, 3, 29, 0, 55)),
        ("Europe/Paris", datetime(2026, 10, 25, 2, 5, fold=0), datetime(2026, 10, 24, 23, 55)),
        ("Europe/Paris", datetime(2026, 10, 25, 2, 5, fold=1), datetime(2026, 10, 25, 0, 55)),
        ("Europe/Paris", datetime(2026, 1, 17, 0, 5), datetime(2026, 1, 16, 22, 55)),
        # Tokyo before nine in the morning is the day before in UTC.
        ("Asia/Tokyo", datetime(2026, 1, 17, 8, 30), datetime(2026, 1, 16, 23, 20)),
    ],
)
def test_the_lead_is_elapsed_time_over_midnight_and_changes_of_the_clock(
    zone: str, local: datetime, promised: datetime
) -> None:
    start = local.replace(tzinfo=ZoneInfo(zone))
    late = Session("late", "Late", start, rooms=("Hall",))
    told = due(
        world(Wish("p", "session", "late"), sessions=(late,)),
        Rules(ZoneInfo(zone)),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 12, 31, tzinfo=UTC),
    )
    assert [n.promised for n in told] == [promised.replace(tzinfo=UTC)]
    assert told[0].key.endswith(start.astimezone(UTC).isoformat())


def test_names_are_followed_whatever_their_case_and_spaces() -> None:
    spoken = session("s", at(10), speakers=(Speaker("  Jun   KAZEKI "),))
    assert len(planned(world(Wish("p", "speaker", "jun kazeki"), sessions=(spoken,)))) == 1
