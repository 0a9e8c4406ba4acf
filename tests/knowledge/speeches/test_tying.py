"""Which session a speech belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.model import Document, Program, Section, Session, Speaker
from knowledge.speeches.tying import tie

START = datetime(2026, 1, 16, 14, tzinfo=ZoneInfo("Europe/Paris"))
PROGRAM = Program(
    (
        Session("open", "Opening", START, speakers=(Speaker("Ada Example"),)),
        Session(
            "key",
            "Keynote: bridges in orbit",
            START,
            kind="keynote",
            speakers=(Speaker("SAMPLE Bob", names=("ボブ・サンプル",)), Speaker("Ada Example")),
            titles={"fr": "Discours : des ponts en orbite"},
        ),
        Session("panel", "Panel", START, kind="panel", speakers=(Speaker("Zoé Exemple"), Speaker("Ada Example"))),
        Session("talk1", "Same title", START),
        Session("talk2", "Same title", START),
    )
)
SPEECH = Document("speech", "a.md", "Something", "Words.", (Section((), 0, 6),))


def session_of(**told: str) -> str | None:
    (document,), problems = tie([replace(SPEECH, **told)], PROGRAM)
    assert problems == ()
    return document.session


@pytest.mark.parametrize(
    ("title", "speaker", "session"),
    [
        ("Keynote – Bridges in Orbit", "", "key"),
        ("Discours: des ponts en orbite", "", "key"),
        ("Keynote: bridges in orbit", "Bob Sample", "key"),
        ("Keynote: bridges in orbit", "Somebody Else", None),
        ("Whatever", "Bob SAMPLE", "key"),
        ("Whatever", "Dr. Bob Sample (EA)", "key"),
        ("Whatever", "ボブ・サンプル", "key"),
        ("Whatever", "Zoe Exemple", "panel"),
        ("Whatever", "Ada Example", None),
        ("Keynote speech by Ada Example", "Ada Example", "key"),
        ("Words of the opening", "Ada Example", "open"),
        ("Same title", "", None),
        ("Whatever", "Nobody", None),
        ("Whatever", "", None),
    ],
)
def test_title_and_speaker(title: str, speaker: str, session: str | None) -> None:
    assert session_of(title=title, speaker=speaker) == session


def test_the_front_matter_wins() -> None:
    assert session_of(title="Opening", session="panel") == "panel"


def test_pages_are_tied_by_their_front_matter_alone() -> None:
    assert session_of(kind="page", title="Opening") is None
    assert session_of(kind="page", session="open") == "open"


@pytest.mark.parametrize(("wrong", "mend"), [("pannel", "Should it be panel?"), ("xyz", "Write the id")])
def test_an_unknown_session_is_told_and_the_match_taken(wrong: str, mend: str) -> None:
    (document,), (problem,) = tie([replace(SPEECH, title="Opening", session=wrong)], PROGRAM)
    assert document.session == "open"
    assert (problem.where, problem.severity) == ("a.md", "warning")
    assert f"“{wrong}”" in problem.what
    assert problem.mend.startswith(mend)
