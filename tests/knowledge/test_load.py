"""Everything that a configuration names, read together."""

from __future__ import annotations

import dataclasses
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from knowledge.copies import write
from knowledge.load import Sources, SourceSpec, load
from knowledge.model import Event, Knowledge, Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVENT = Event("Example", ZoneInfo("Europe/Paris"))
PROGRAM = b"""
days:
  - date: 2026-01-16
    sessions:
      - {id: key, title: Keynote, start: "14:00", end: "14:30", room: Hall, speakers: [Ada Example]}
"""


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(event=EVENT, base=tmp_path, cache=tmp_path / "var")


def put(sources: Sources, **files: bytes) -> None:
    for name, content in files.items():
        write(sources.base / name.replace("__", "/").replace("_", "."), content)


def test_nothing_configured_is_nothing_known(sources: Sources) -> None:
    assert load(sources) == (Knowledge(EVENT), ())


def test_all_kinds_are_read_and_speeches_tied(sources: Sources) -> None:
    put(
        sources,
        program_yaml=PROGRAM,
        speeches__ada_md=b"---\nspeaker: Ada Example\n---\nThese are my words to you.\n",
        pages__faq_txt=b"Where is the hall?\n\nThe hall is behind the foyer.\n",
        attendees_csv=b"email,name\na@example.org,A\nb@example.org,B\n",
        meetings_csv=b"start,minutes,table,side_a,side_b\n2026-01-16 15:00,20,1,a@example.org,b@example.org\n",
    )
    knowledge, problems = load(
        dataclasses.replace(
            sources,
            program=(SourceSpec("program.yaml"),),
            speeches=("speeches",),
            pages=("pages/",),
            meetings="meetings.csv",
            attendees="attendees.csv",
        )
    )
    assert problems == ()
    assert [session.id for session in knowledge.program.sessions] == ["key"]
    assert [(document.kind, document.source, document.session) for document in knowledge.documents] == [
        ("speech", "speeches/ada.md", "key"),
        ("page", "pages/faq.txt", None),
    ]
    assert [attendee.name for attendee in knowledge.attendees] == ["A", "B"]
    assert [meeting.table for meeting in knowledge.meetings] == ["1"]


def test_every_fault_is_told_and_the_rest_is_read(sources: Sources) -> None:
    put(
        sources,
        speeches__good_md=b"# Good\n\nThese are words.\n",
        speeches__empty_md=b"",
        speeches__slides_key=b"PK",
        program_yaml=PROGRAM,
    )
    (sources.base / "none").mkdir()
    knowledge, problems = load(
        dataclasses.replace(
            sources,
            program=(SourceSpec("absent.xml"), SourceSpec("program.yaml")),
            speeches=("absent.md", "speeches", "none"),
            pages=("speeches/slides.key",),
            meetings="absent.csv",
            attendees="absent.xlsx",
        )
    )
    assert [document.title for document in knowledge.documents] == ["Good"]
    assert [session.id for session in knowledge.program.sessions] == ["key"]
    assert [(problem.where, problem.severity) for problem in problems] == [
        ("absent.xml", "error"),
        ("absent.md", "error"),
        ("speeches/slides.key", "warning"),
        ("speeches/empty.md", "error"),
        ("none", "error"),
        ("speeches/slides.key", "error"),
        ("absent.xlsx", "error"),
        ("absent.csv", "error"),
    ]
    assert all(problem.mend for problem in problems)


def test_a_file_named_twice_is_read_once(sources: Sources) -> None:
    put(sources, speeches__a_md=b"# A\n\nWords.\n")
    (sources.base / "speeches" / "link.md").symlink_to(sources.base / "speeches" / "a.md")
    knowledge, problems = load(
        dataclasses.replace(
            sources,
            speeches=("speeches/a.md", "speeches", "./speeches/../speeches/a.md"),
            pages=(str(sources.base / "speeches" / "a.md"),),
        )
    )
    assert [document.source for document in knowledge.documents] == ["speeches/a.md"]
    assert problems == ()


def test_a_missing_program_is_an_empty_one(sources: Sources) -> None:
    knowledge, problems = load(dataclasses.replace(sources, program=(SourceSpec("absent.xml"),)))
    assert knowledge.program == Program()
    assert len(problems) == 1


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_urls_are_read_like_files_and_without_their_password_shown(sources: Sources, address: str) -> None:
    put(sources, talk_md=b"# Talk\n\nThese are words.\n", page_html=b"<h1>Venue</h1><p>It is here.</p>")
    secret = address.replace("//", "//desk:secret@")
    knowledge, problems = load(
        dataclasses.replace(
            sources, speeches=(f"{secret}/talk.md", f"{secret}/gone.md"), pages=(f"{address}/page.html",)
        )
    )
    assert [(document.source, document.title) for document in knowledge.documents] == [
        (f"{address}/talk.md", "Talk"),
        (f"{address}/page.html", "Venue"),
    ]
    (problem,) = problems
    assert problem.where == f"{address}/gone.md"
    assert "404" in problem.what


def test_no_table_s_password_is_shown_either(sources: Sources, address: str) -> None:
    put(
        sources,
        p_csv=b"Date,Start,Title\n2026-01-16,late,A\n",
        m_csv=b"start,side_a,side_b\nx,y,z\n",
        a_csv=b"email\nx\n",
    )
    secret = address.replace("//", "//desk:secret@")
    named = {"meetings": f"{secret}/m.csv", "attendees": f"{secret}/a.csv"}
    programs = (SourceSpec(f"{secret}/p.csv"), SourceSpec("ftp://desk:secret@example.org/p.csv"))
    _, problems = load(dataclasses.replace(sources, program=programs, **named))
    assert {problem.where.rpartition("/")[2] for problem in problems} == {"p.csv:2", "p.csv", "m.csv:2", "a.csv:2"}
    assert not [problem for problem in problems if "secret" in str(problem)]


def test_real_speeches_and_pages(real_data: Path, tmp_path: Path) -> None:
    """89 speeches, 45 transcripts (7 of them Chinese), 6 pages, one keynote; each section is in its text."""
    knowledge, problems = load(
        Sources(
            event=EVENT,
            base=real_data,
            cache=tmp_path,
            speeches=("france-japan-2026/keynote.txt", "wh-speeches", "talk-transcripts"),
            pages=("europython-website-pages",),
        )
    )
    assert problems == ()
    documents = {document.source: document for document in knowledge.documents}
    counts = [sum(source.startswith(folder) for source in documents) for folder in ("wh", "talk", "euro", "france")]
    assert counts == [89, 45, 6, 1]
    for source, document in documents.items():
        text = (real_data / source).read_text(encoding="utf-8")
        assert document.text == text
        assert document.title
        assert document.sections
        assert document.language == ("zh" if source.endswith(".zh.md") else "en")
        assert bool(document.speaker) == (document.kind == "speech")
    tooling = documents["talk-transcripts/building-on-bitcoin/2018/tooling.md"]
    assert (tooling.title, tooling.date) == ("Tooling Panel", "2018-07-03")
    assert tooling.speaker == "Eric Voskuil, Nicolas Dorier, Kevin Loaec, Lawrence Nahum"
    landing = next(document for source, document in documents.items() if source.endswith("mars-landing.md"))
    assert landing.speaker == "President Biden"
    assert landing.title.startswith("Remarks by President Biden in a Call to Congratulate the NASA JPL")
    faq = documents["europython-website-pages/faq.mdx"]
    assert faq.title == "FAQ"
    assert faq.sections[1].heading == ("Q. When and where is EuroPython 2025 taking place?",)
