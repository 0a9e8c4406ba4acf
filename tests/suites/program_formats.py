"""What every reader of programs owes the rest, whatever the format.

A format's test module derives from ``ReaderContract`` and gives a ``form``: how it writes a small program that the
suite makes up, and what of it the format can carry. Nothing here knows a format.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from suites.mutations import FUZZED, mutated, whole_signs

from knowledge.model import Event, Program, Session
from knowledge.program.formats import READERS, join, read_program, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knowledge.problems import Problem

PARIS = Event("The event", ZoneInfo("Europe/Paris"))


@dataclass(frozen=True)
class Talk:
    """A session as its author would put it down; ``start`` is local to the event, ``minutes`` None when unknown."""

    id: str
    title: str
    start: datetime | str
    minutes: int | None = 30
    rooms: tuple[str, ...] = ("Auditorium",)
    track: str = "Launchers"
    kind: str = "Keynote"
    speakers: tuple[str, ...] = ()
    abstract: str = ""


@dataclass(frozen=True)
class Form:
    """A format: its key in config.yaml, the usual name of such a file, a writer, and what it can say of a session."""

    format: str
    name: str
    write: Callable[[Sequence[Talk]], bytes]
    carries: frozenset[str] = frozenset({"id", "track", "kind", "speakers", "abstract", "rooms"})


DAY = datetime(2026, 1, 16)  # local to the event
TALKS = (
    Talk("open-1", "Opening — ouverture", DAY + timedelta(hours=13, minutes=30), 15, speakers=("Attendee 01",)),
    Talk(
        "key-2", "基調講演: Vers l’espace", DAY + timedelta(hours=13, minutes=45), 45, kind="Talk",
        speakers=("KAZEKI Jun", "Renée d’Été", "風木 淳"), abstract="About launchers.\n\nAnd satellites.",
    ),
    Talk("room-3", "In another room & <more>", DAY + timedelta(hours=13, minutes=45), 20, ("Salle B",), "Science"),
    Talk("party-4", "Networking", DAY + timedelta(hours=23, minutes=30), 60, ("Foyer",), speakers=()),
    Talk("open-end-5", "Open end", DAY + timedelta(days=1, hours=9), None, ("Salle B",)),
)  # fmt: skip


class ReaderContract:
    """The suite. ``form`` is given by the format's test class."""

    form: Form

    def read(self, talks: Sequence[Talk], event: Event = PARIS) -> tuple[Program, tuple[Problem, ...]]:
        return read_program(self.form.write(talks), self.form.name, event, self.form.format)

    def test_reads_what_was_written(self) -> None:
        program, problems = self.read(TALKS)
        assert not problems
        assert [session.title for session in program.sessions] == [talk.title for talk in self.ordered()]
        for session, talk in zip(program.sessions, self.ordered(), strict=True):
            self.compare(session, talk)

    def ordered(self) -> list[Talk]:
        return sorted(TALKS, key=lambda talk: (talk.start, talk.rooms))

    def compare(self, session: Session, talk: Talk) -> None:
        assert isinstance(talk.start, datetime)
        start = talk.start.replace(tzinfo=PARIS.zone)
        assert session.start == start
        assert session.end == (start + timedelta(minutes=talk.minutes) if talk.minutes else None)
        said = {
            "id": (session.id, talk.id),
            "rooms": (session.rooms, talk.rooms),
            "track": (session.track, talk.track),
            "kind": (session.kind, talk.kind.lower()),
            "speakers": (tuple(speaker.name for speaker in session.speakers), talk.speakers),
            "abstract": (session.abstract, talk.abstract),
        }
        for field in self.form.carries:
            assert said[field][0] == said[field][1], field

    def test_spoiled_files_never_raise_and_give_only_whole_signs(self) -> None:
        for data in mutated(self.form.write(TALKS), FUZZED):
            for named in (self.form.format, None):
                program, problems = read_program(data, self.form.name, PARIS, named)
                assert whole_signs(program)
                assert whole_signs(problems)

    def test_is_recognized_by_its_content(self) -> None:
        data = self.form.write(TALKS)
        assert reader(self.form.format).recognizes(data, self.form.name)
        chosen, _ = read_program(data, self.form.name, PARIS)
        assert chosen == self.read(TALKS)[0]
        others = [key for key in READERS if READERS[key] != READERS[self.form.format]]
        before = others[: list(READERS).index(self.form.format)]
        assert not [key for key in before if reader(key).recognizes(data, self.form.name)]

    def test_every_time_is_in_the_event_s_zone_and_every_source_has_its_line(self) -> None:
        program, _ = self.read(TALKS)
        for session in program.sessions:
            assert session.start.tzinfo is PARIS.zone
            assert session.end is None or session.end.tzinfo is PARIS.zone
            name, _, line = session.source.rpartition(":")
            assert name == self.form.name
            assert int(line) > 0

    def test_says_the_same_when_read_again(self) -> None:
        assert self.read(TALKS) == self.read(TALKS)

    def test_knows_sessions_again_that_moved_in_time_and_room(self) -> None:
        before, _ = self.read(TALKS)
        after, _ = self.read(
            [replace(talk, start=talk.start + timedelta(days=1), rooms=("Elsewhere",)) for talk in TALKS]
        )
        assert {session.id for session in before.sessions} == {session.id for session in after.sessions}

    def test_joins_with_itself_to_the_same_sessions(self) -> None:
        program, _ = self.read(TALKS)
        joined, problems = join([program, program])
        assert joined.sessions == program.sessions
        assert len(problems) == len(TALKS)

    def test_keeps_both_of_two_sessions_with_one_id(self) -> None:
        twins = (TALKS[0], replace(TALKS[1], id=TALKS[0].id, title=TALKS[0].title if self.no_ids else TALKS[1].title))
        program, problems = self.read(twins)
        assert len({session.id for session in program.sessions}) == 2
        for session, talk in zip(program.sessions, twins, strict=True):
            assert session.start.replace(tzinfo=None) == talk.start
            assert session.id.endswith(f"@{session.start.isoformat()}")
        assert [problem.severity for problem in problems] in ([], ["warning"])
        if self.form.format != "pretalx":  # a code with several slots is how pretalx says that a talk is repeated
            assert "is used by 2 sessions" in problems[0].what

    @property
    def no_ids(self) -> bool:
        return "id" not in self.form.carries

    def test_reports_a_start_that_cannot_be_read_and_keeps_the_others(self) -> None:
        program, problems = self.read([TALKS[0], replace(TALKS[1], start="soon"), TALKS[2]])
        assert {session.title for session in program.sessions} == {TALKS[0].title, TALKS[2].title}
        told = [problem for problem in problems if problem.severity == "error"]
        assert len(told) == 1
        assert TALKS[1].title in told[0].what
        assert told[0].where.startswith(f"{self.form.name}:")
        assert told[0].mend

    def test_reckons_lengths_as_time_passes_not_as_clocks_show(self) -> None:
        over_the_change = replace(TALKS[0], start=datetime(2026, 3, 29, 1, 30), minutes=60)  # local
        program, problems = self.read([over_the_change])
        assert not problems
        assert program.sessions[0].end is not None
        assert program.sessions[0].end.astimezone(UTC).isoformat() == "2026-03-29T01:30:00+00:00"

    @pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xff\xfe", b"\0" * 50, b"hello", bytes(range(256)) * 4])
    def test_tells_what_is_wrong_with_a_file_that_is_none_of_its_kind(self, data: bytes) -> None:
        program, problems = read_program(data, self.form.name, PARIS, self.form.format)
        assert not program.sessions
        assert problems[0].severity == "error"
        assert problems[0].where.startswith(self.form.name)
        assert problems[0].mend

    def test_never_raises_over_a_file_cut_short_and_tells_when_sessions_are_missing(self) -> None:
        data = self.form.write(TALKS)
        for cut in range(1, len(data), max(1, len(data) // 60)):
            program, problems = read_program(data[:cut], self.form.name, PARIS, self.form.format)
            assert len(program.sessions) == len(TALKS) or problems or self.complete_rows(data, cut, program)

    def complete_rows(self, data: bytes, cut: int, program: Program) -> bool:
        """Whether a cut cannot be seen: in formats of lines or blocks, what is left may be a whole program."""
        return self.form.format in ("csv", "yaml") and len(program.sessions) < len(TALKS) and cut < len(data)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(places=st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), min_size=1, max_size=4))
    def test_never_raises_over_damaged_bytes(self, places: list[tuple[int, bytes]]) -> None:
        data = self.form.write(TALKS)
        for at, put in places:
            data = data[: at % len(data)] + put + data[at % len(data) + len(put) :]
        program, _ = read_program(data, self.form.name, PARIS, self.form.format)
        assert len({session.id for session in program.sessions}) == len(program.sessions)


class LocalTimesContract(ReaderContract):
    """For a form whose times carry no offset, so that the clocks' changes make some of them doubtful."""

    def test_reports_local_times_that_the_clocks_skip_or_repeat(self) -> None:
        skipped = replace(TALKS[0], start=datetime(2026, 3, 29, 2, 30))  # local
        program, problems = self.read([skipped])
        assert program.sessions[0].start.isoformat() == "2026-03-29T03:30:00+02:00"
        assert "does not exist" in problems[0].what
        repeated = replace(TALKS[0], start=datetime(2026, 10, 25, 2, 30))  # local
        program, problems = self.read([repeated])
        assert program.sessions[0].start.isoformat() == "2026-10-25T02:30:00+02:00"
        assert program.sessions[0].duration == timedelta(minutes=15)
        assert "comes twice" in problems[0].what
