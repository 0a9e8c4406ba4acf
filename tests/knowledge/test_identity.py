from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from knowledge import identity
from knowledge.model import Session

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 1, 16, 14, tzinfo=PARIS)
SESSION = Session("a", "A", START, rooms=("Aula",), source="p.yaml:1")

ids = st.sampled_from(["a", "b", "a@2026-01-16T14:00:00+01:00"])
starts = st.integers(0, 2).map(lambda hours: START + timedelta(hours=hours))
sessions = st.lists(
    st.builds(Session, id=ids, title=st.sampled_from("AB"), start=starts, rooms=st.sampled_from([("X",), ("Y",), ()]))
)


def test_the_first_that_is_an_id_is_chosen() -> None:
    assert identity.choose((None, "", " ", 0, "x"), "T") == "0"
    assert identity.choose(("00000000-0000-0000-0000-000000000000", "  x  y "), "T") == "x y"
    assert identity.choose((), "  The   Great: Talk! ") == "the-great-talk"
    assert identity.choose((), "!!!") == "untitled"


def test_uuids_are_compared_without_case_and_braces() -> None:
    assert identity.choose(("{A0A0FCFE-B7FB-46E3-84B6-97A5406016B4}",), "") == "a0a0fcfe-b7fb-46e3-84b6-97a5406016b4"
    assert identity.choose(("Not-A-UUID",), "") == "Not-A-UUID"


def test_long_titles_keep_apart() -> None:
    one, other = (identity.slug("word " * 40 + end) for end in ("a", "b"))
    assert one != other
    assert len(one) <= identity.LONGEST_SLUG + 1 + identity.SHORT


def test_short_ids_fit_a_button() -> None:
    assert identity.short("a0a0fcfe-b7fb-46e3-84b6-97a5406016b4") == identity.short(
        "a0a0fcfe-b7fb-46e3-84b6-97a5406016b4"
    )
    for text in ("", "x", "講演", "x" * 1000):
        assert len(identity.short(text)) == 13
        assert identity.short(text) == identity.short(text).lower()
        assert identity.short(text).isalnum()


@given(st.sets(st.text(), min_size=1))
def test_short_ids_differ(texts: set[str]) -> None:
    assert len({identity.short(text) for text in texts}) == len(texts)


def test_what_shares_an_id_gets_its_start_and_a_number_where_even_that_is_shared() -> None:
    later = replace(SESSION, start=START + timedelta(hours=1))
    found, problems = identity.unique([SESSION, later, replace(SESSION, title="B"), replace(SESSION, id="c")])
    assert [session.id for session in found] == [
        "a@2026-01-16T14:00:00+01:00", "a@2026-01-16T15:00:00+01:00", "a@2026-01-16T14:00:00+01:00#2", "c",
    ]  # fmt: skip
    assert len(problems) == 1
    assert problems[0].where == "p.yaml:1"


def test_copies_are_left_out_and_rooms_brought_together() -> None:
    found, problems = identity.unique([SESSION, replace(SESSION, rooms=("Foyer",), source="p.yaml:9"), SESSION])
    assert [(session.id, session.rooms) for session in found] == [("a", ("Aula", "Foyer"))]
    assert [problem.where for problem in problems] == ["p.yaml:9", "p.yaml:1"]


@given(sessions)
def test_no_session_is_lost_and_no_id_comes_twice(given_sessions: list[Session]) -> None:
    found, problems = identity.unique(given_sessions)
    assert len({session.id for session in found}) == len(found)
    assert {(s.title, s.start, room) for s in given_sessions for room in s.rooms} == {
        (s.title, s.start, room) for s in found for room in s.rooms
    }
    assert bool(problems) == (len({s.id for s in given_sessions}) < len(given_sessions))


@given(sessions.map(lambda each: [replace(session, id=session.id[0]) for session in each]))
def test_the_base_of_an_id_is_what_the_source_wrote(given_sessions: list[Session]) -> None:
    written = {identity.base(session.id) for session in given_sessions}
    assert {identity.base(session.id) for session in identity.unique(given_sessions)[0]} == written


def test_occurrences_of_one_item() -> None:
    again = replace(SESSION, start=START + timedelta(days=1))
    assert identity.occurrences([SESSION]) == (SESSION,)
    assert [s.id for s in identity.occurrences([SESSION, again])] == [
        "a@2026-01-16T14:00:00+01:00", "a@2026-01-17T14:00:00+01:00",
    ]  # fmt: skip
