"""Spoiled files of the kinds whose readers have no suite of their own: slides, subtitles, meetings, attendees."""

from __future__ import annotations

import io
import json
from zoneinfo import ZoneInfo

import pytest
from pptx import Presentation
from suites import tables
from suites.mutations import FUZZED, mutated, whole_signs

from knowledge.meetings import read_attendees, read_meetings
from knowledge.model import Attendee, Event
from knowledge.program.formats import read_program
from knowledge.speeches.formats import read_document

EVENT = Event("Example", ZoneInfo("Europe/Paris"))
KNOWN = (Attendee("a@example.org", "A"), Attendee("b@example.org", "B"))
MEETINGS: tables.Rows = [
    ["id", "start", "minutes", "table", "side_a", "side_b", "title", "status"],
    ["m-1", "2026-01-16 15:20", "20", "1", "a@example.org", "b@example.org", "衛星 & more", ""],
    ["m-2", "2026-01-16 15:40", "20", "2", "b@example.org", "A <a@example.org>", "", "cancelled"],
]
ATTENDEES: tables.Rows = [
    ["email", "name", "organization", "groups", "language", "time_zone"],
    ["a@example.org", "Renée d'Été", "Company", "Europe;launch", "fr", "Europe/Paris"],
    ["b@example.org", "風木 淳", "Agency", "Japan", "ja", "Asia/Tokyo"],
]
VTT = b"WEBVTT\n\nNOTE by hand\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Hana Kazeki>Good day.</v>\n\n"
SRT = b"1\n00:00:01,000 --> 00:00:04,000\nHana Kazeki: Good day.\n\n2\n00:00:05,000 --> 00:00:09,000\nThank you.\n"


def deck() -> bytes:
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Coming back to Earth"
    slide.placeholders[1].text = "Legs\nEngines"
    slide.notes_slide.notes_text_frame.text = "We will land on a ship."
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("name", "data"), [("a.vtt", VTT), ("a.srt", SRT), ("a.pptx", deck())])
def test_a_spoiled_speech_is_read_or_told(name: str, data: bytes) -> None:
    for spoiled in mutated(data, FUZZED):
        document, problems = read_document(spoiled, name, "speech")
        assert document or problems
        assert document is None or whole_signs(document)


@pytest.mark.parametrize(("name", "write"), [("m.csv", tables.as_csv), ("m.xlsx", tables.as_xlsx)])
def test_spoiled_tables_of_people_are_read_or_told(name: str, write: object) -> None:
    assert callable(write)
    for spoiled in mutated(write(MEETINGS), FUZZED):
        assert whole_signs(read_meetings(spoiled, name, EVENT, KNOWN))
    for spoiled in mutated(write(ATTENDEES), FUZZED):
        assert whole_signs(read_attendees(spoiled, name))


@pytest.mark.parametrize(
    ("escape", "shown"),
    [
        ("\\ud800", "\ufffd"),
        ("\\udfff x", "\ufffd x"),
        ("\\ude80\\ud83d", "\ufffd\ufffd"),
        ("\\ud83d\\ude80", "\N{ROCKET}"),
    ],
)
def test_half_a_sign_is_shown_as_one_that_is_lost(escape: str, shown: str) -> None:
    talk = {"id": 1, "guid": "g", "date": "2026-01-16T10:00:00+01:00", "start": "10:00", "duration": "00:30"}
    day = {"date": "2026-01-16", "rooms": {"A": [talk | {"title": "T"}]}}
    data = json.dumps({"schedule": {"conference": {"title": "C", "days": [day]}}}).replace('"T"', f'"a{escape}b"')
    program, _ = read_program(data.encode(), "schedule.json", EVENT)
    assert [session.title for session in program.sessions] == [f"a{shown}b"]
