"""What stays unreadable is told by name, with the export to take instead."""

from __future__ import annotations

import pytest
from suites.program_formats import PARIS

from knowledge.program.formats import read_program

XCAL = (
    b'<?xml version="1.0"?><icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vcalendar></vcalendar></icalendar>'
)


@pytest.mark.parametrize(
    ("data", "name", "what", "mend"),
    [
        (b'{"count": 1, "_type": "HTTPAPIResult", "results": {"1": {}}}', "p.json", "Indico's JSON", ".ics"),
        (XCAL, "p.xml", "xCal", ".ics"),
        (b"%PDF-1.7\n", "p.pdf", "a PDF", "table"),
        (b"PK\x03\x04....word/document.xml", "p.docx", "Word", "table"),
        (b"PK\x03\x04....Index/Document.iwa", "p.numbers", "Numbers", "Excel"),
        (b"\n<!DOCTYPE html><html><body>Program</body></html>", "p.html", "a web page", "export"),
    ],
)
def test_it_is_named_and_what_to_take_instead(data: bytes, name: str, what: str, mend: str) -> None:
    program, (problem,) = read_program(data, name, PARIS)
    assert program.sessions == ()
    assert what in problem.what
    assert mend in problem.mend
    assert problem.where == name


def test_whoever_names_a_format_is_believed() -> None:
    _, problems = read_program(XCAL, "p.xml", PARIS, "frab-xml")
    assert "xCal" not in problems[0].what
