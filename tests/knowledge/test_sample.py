"""The sample event: what the documentation shows and the demonstration runs on."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from knowledge.load import Sources, SourceSpec, load
from knowledge.model import Event, Knowledge

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def sample(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    knowledge, problems = load(
        Sources(
            event=Event("Sample", ZoneInfo("Europe/Paris")),
            base=root / "knowledge" / "sample",
            cache=tmp_path_factory.mktemp("cache"),
            program=(SourceSpec("program.yaml"),),
            speeches=("speeches/",),
            pages=("pages/",),
            meetings="meetings.csv",
            attendees="attendees.csv",
        )
    )
    assert problems == ()
    return knowledge


def test_the_afternoon_has_no_holes_before_the_reception(sample: Knowledge) -> None:
    sessions = sample.program.sessions
    assert sessions[0].start.isoformat() == "2026-01-16T13:00:00+01:00"
    for before, after in itertools.pairwise(sessions[:-1]):
        assert before.end == after.start
    assert sessions[-1].id == "reception"


def test_titles_are_in_three_languages(sample: Knowledge) -> None:
    for session in sample.program.sessions:
        assert set(session.titles) == {"en", "fr", "ja"}


def test_pages_say_the_same_in_three_languages(sample: Knowledge) -> None:
    pages = {document.source: document for document in sample.documents if document.kind == "page"}
    for name in ("practical", "b2b-meetings"):
        translations = [pages[f"pages/{name}.{language}.md"] for language in ("en", "fr", "ja")]
        assert [page.language for page in translations] == ["en", "fr", "ja"]
        assert len({len(page.sections) for page in translations}) == 1


def test_the_keynote_is_tied_and_holds_its_facts(sample: Knowledge) -> None:
    (keynote,) = (document for document in sample.documents if document.kind == "speech")
    assert (keynote.session, keynote.speaker, keynote.date) == ("keynote", "KAZEKI Jun", "2026-01-16")
    text = " ".join(keynote.text.split())
    for fact in (
        "Director-General of the National Space Policy Secretariat",
        "GIFAS and SJAC",
        "France launched its first satellite in 1965 and Japan launched its first satellite in 1970",
        "Comprehensive Space Dialogue regularly since 2016",
        "The fourth session of the dialogue took place the day before",
        "United Nations and the G7",
        "JAXA and CNES",
        "exercises, and they share space situational awareness (SSA) data",
        "International Space Station",
        "CALLISTO, a reusable launch vehicle that JAXA, CNES and DLR develop together",
        "rocket technologies, exploration systems and Earth observation technologies",
        "more contested and more congested",
    ):
        assert fact in text


def test_the_keynote_copies_no_sentence(sample: Knowledge, real_data: Path) -> None:
    """The facts are the speaker's, the words are ours: nine of them in a row are never his."""
    (keynote,) = (document for document in sample.documents if document.kind == "speech")
    his = (real_data / "france-japan-2026" / "keynote.txt").read_text(encoding="utf-8").lower().split()
    runs = {tuple(his[at : at + 9]) for at in range(len(his))}
    ours = keynote.text.lower().split()
    assert [run for at in range(len(ours)) if (run := tuple(ours[at : at + 9])) in runs] == []


def test_meetings_fill_the_rounds(sample: Knowledge) -> None:
    assert (len(sample.meetings), len(sample.attendees)) == (24, 16)
    rounds = {session.start: session for session in sample.program.sessions if session.track == "B2B"}
    assert len(rounds) == 6
    for meeting in sample.meetings:
        assert (meeting.start, meeting.end) == (rounds[meeting.start].start, rounds[meeting.start].end)
        assert meeting.end - meeting.start == timedelta(minutes=20)
    assert sum(meeting.cancelled for meeting in sample.meetings) == 1


def test_people_are_placeholders(sample: Knowledge) -> None:
    for number, attendee in enumerate(sample.attendees, start=1):
        assert attendee.name.startswith(f"Attendee {number:02}, ")
        assert attendee.email.endswith("@example.org")
        assert attendee.time_zone in ("Europe/Paris", "Asia/Tokyo")
