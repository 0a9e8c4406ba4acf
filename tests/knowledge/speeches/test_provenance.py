"""Whether a title and a speaker were given, read or guessed; crooked first lines; what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from knowledge.model import Document, Event, Knowledge, Program, Session
from knowledge.speeches.doubts import doubts
from knowledge.speeches.file_name import name_of, tells_more, title_of
from knowledge.speeches.formats import read_document
from knowledge.speeches.furniture import find_furniture, is_furniture

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "Address by Prime Minister KISHIDA Fumio"
PROSE = "\n\nGood afternoon. I am glad that you came, and that so many of you stayed until now.\n"


def read(text: str, name: str = "speeches/x.txt") -> Document:
    document, _ = read_document(text.encode(), name, "speech")
    assert document is not None
    return document


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("---\ntitle: Nets\nspeaker: Ada Quill\n---\nWords.\n", "x.md", ("Nets", "given", "Ada Quill", "given")),
        (f"Speech by Ada Quill{PROSE}", "x.txt", ("Speech by Ada Quill", "read", "Ada Quill", "read")),
        (f"Nets in orbit\n\nSpeaker: Ada Quill{PROSE}", "x.txt", ("Nets in orbit", "read", "Ada Quill", "read")),
        (f"Something or other{PROSE}", "nets-in-orbit.txt", ("nets in orbit", "guessed", "", "")),
        (f"Something or other{PROSE}", "scan 12.txt", ("Something or other", "guessed", "", "")),
        (f"Nets\n\n{ADDRESS}{PROSE}", "x.txt", ("Nets", "read", "KISHIDA Fumio", "read")),
    ],
)
def test_how_a_title_and_a_speaker_are_known(text: str, name: str, expected: tuple[str, str, str, str]) -> None:
    document = read(text, name)
    speaker = document.speaker.removeprefix("Prime Minister ")
    assert (document.title, document.title_from, speaker, document.speaker_from) == expected


CROOKED = ["ra", "ee", "1", "OFFICIAL", "1672 words", "9/24/24, 3:48 PM", "WEBVTT", "Check against delivery", "- 2 -",
           "https://www.example.org/statements/12", "www.example.org", "Tel: +1 212 555 0100", "16 January 2026",
           "866 Second Avenue, 20th floor", "New York, NY 10017",
           "EMBARGOED UNTIL DELIVERY", "***", "FINAL"]  # fmt: skip


@pytest.mark.parametrize("line", CROOKED)
def test_what_is_the_page_s_is_no_title(line: str) -> None:
    document = read(f"{line}\n\nStatement by Denmark{PROSE}", "Denmark.txt")
    assert document.title == "Statement by Denmark"


@pytest.mark.parametrize("line", CROOKED)
def test_a_telling_file_name_beats_it(line: str) -> None:
    assert read(f"{line}{PROSE}", "Denmark 2024.txt").title == "Denmark 2024"


@pytest.mark.parametrize("line", [*CROOKED[3:6], "www.example.org", "Fin", "Check against delivery"])
def test_it_is_no_text_either(line: str) -> None:
    text = f"Speech by Ada Quill{PROSE}\n{line}\n\nAnd so we go on.\n"
    document = read(text)
    shown = [document.text[section.start : section.end] for section in document.sections]
    assert not any(line in part for part in shown)
    assert any("And so we go on." in part for part in shown)


@pytest.mark.parametrize(
    "line", ["And so we go on.", "2026 was a good year.", "Thank you.", "The end of all that", "Page by page we read."]
)
def test_what_says_something_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def paged(*numbers: int, form: str = "{}") -> list[str]:
    text = "".join(
        f"{'Words that fill the page, and more of them. ' * 6}\n{form.format(number)}\n" for number in numbers
    )
    return [text[start:end].strip() for start, end in find_furniture(text, 0)]


def test_numbers_go_only_where_they_count_up_page_by_page() -> None:
    assert paged(1, 2, 3, 4) == ["1", "2", "3", "4"]
    assert paged(2, 3, 5, form="Page {} of 9") == ["Page 2 of 9", "Page 3 of 9", "Page 5 of 9"]
    assert paged(4, form="{}") == []
    assert paged(40, 12, 7, form="{}") == []
    assert paged(1, 2, form="{}") == []


def test_a_list_that_counts_is_no_row_of_pages() -> None:
    assert find_furniture("1.\nrope\n2.\nsteel\n3.\nnets\n4.\n", 0) == []


def test_names_of_files() -> None:
    assert name_of("https://x.example/a/Holy%20See.txt?x=1") == "Holy See"
    assert title_of("2026-01-16_nets-in_orbit") == "nets in orbit"
    assert tells_more("nets-in-orbit", "Something")
    assert tells_more("Denmark", "Statement")
    assert not tells_more("keynote-final-v2", "Something")
    assert not tells_more("nets-in-orbit", "On nets in orbit")
    assert not tells_more("kazeki", "Something")


def test_every_doubt_is_told_with_what_to_do() -> None:
    utc = ZoneInfo("UTC")
    from datetime import datetime

    program = Program((Session("key", "Keynote", datetime(2026, 1, 16, tzinfo=utc)),))
    sure = Document("speech", "a.md", "A", "x", (), speaker="Ada Quill", session="key", title_from="given")
    unsure = Document("speech", "b.md", "B", "x", (), title_from="guessed")
    page = Document("page", "c.md", "C", "x", (), title_from="guessed")
    found = doubts(Knowledge(Event("E", utc), program, (sure, unsure, page)))
    assert [(problem.where, problem.severity, bool(problem.mend)) for problem in found] == [
        ("b.md", "warning", True), ("b.md", "warning", True), ("b.md", "warning", True), ("c.md", "warning", True),
    ]  # fmt: skip
    assert "“B” was taken" in found[0].what
    assert "does not say who speaks" in found[1].what
    assert "belongs to no session" in found[2].what
    assert len(doubts(Knowledge(Event("E", utc), Program(), (unsure,)))) == 2


NOBODY = {"Denmark", "Greece", "Indonesia", "Jamaica", "Kiribati", "Sweden"}  # whose first lines name nobody


def test_statements_of_real_people(real_data: Path) -> None:
    files = sorted((real_data / "un-statements").glob("*.txt"))
    documents = {file.stem: read_document(file.read_bytes(), file.name, "speech")[0] for file in files}
    assert len(documents) == 25
    missing = {name for name, document in documents.items() if document is None or not document.speaker}
    assert missing <= NOBODY
    for name, document in documents.items():
        assert document is not None
        assert len(document.title) > 4, name
        assert not is_furniture(document.title), name
        assert not document.title[0].isdigit(), name
