from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from index.chunker import ENOUGH, LONGEST, MOST, SCRAP, document_chunks, session_chunks, session_text, size
from knowledge.model import Document, Section, Session, Speaker

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "The agency builds a rocket that can land again after its flight. "


def document(text: str, *sections: Section) -> Document:
    return Document("speech", "speeches/a.md", "A speech", text, sections, "en", "Jun Kazeki", "2026-01-16", "s1")


def test_a_passage_carries_what_an_answer_cites() -> None:
    text = "# Part\nOne sentence. Another one."
    (chunk,) = document_chunks(document(text, Section(("Part",), 7, len(text))))
    assert chunk.text == "One sentence. Another one."
    assert (chunk.source, chunk.passage, chunk.id) == ("speeches/a.md", "7-33", "speeches/a.md#7-33")
    assert (chunk.title, chunk.speaker, chunk.session, chunk.heading) == ("A speech", "Jun Kazeki", "s1", ("Part",))
    assert [text[a:b] for a, b in chunk.sentences] == ["One sentence.", "Another one."]
    assert (chunk.language, chunk.kind) == ("en", "speech")


def test_passages_never_cross_a_section() -> None:
    first, second = "Short one. ", "Short two."
    sections = Section(("A",), 0, len(first)), Section(("B",), len(first), len(first + second))
    chunks = document_chunks(document(first + second, *sections))
    assert [(chunk.heading, chunk.text) for chunk in chunks] == [(("A",), "Short one."), (("B",), "Short two.")]


def test_passages_are_about_a_paragraph_of_whole_sentences() -> None:
    chunks = document_chunks(document(SENTENCE * 60))
    assert all(chunk.text.endswith(".") for chunk in chunks)
    assert all(ENOUGH <= size(chunk.text) <= MOST for chunk in chunks[:-1])


def test_a_paragraph_ends_a_passage_that_is_long_enough() -> None:
    paragraph = SENTENCE * 6
    chunks = document_chunks(document(f"{paragraph}\n\n{paragraph}\n\n{paragraph}"))
    assert [len(chunk.sentences) for chunk in chunks] == [6, 6, 6]


def test_a_few_last_words_join_the_passage_before() -> None:
    chunks = document_chunks(document(SENTENCE * 10 + "Thank you."))
    assert chunks[-1].text.endswith("flight. Thank you.")


def test_text_without_sections_is_one_stretch() -> None:
    assert [chunk.text for chunk in document_chunks(document("All of it."))] == ["All of it."]


def test_a_section_without_text_gives_no_passage() -> None:
    assert document_chunks(document("  \n ", Section(("A",), 0, 4))) == []


@pytest.mark.parametrize("text", ["x" * 50_000, "word " * 10_000, "宇宙" * 20_000, "a, b; " * 8_000, "é" * 50_000])
def test_what_has_no_end_is_cut_to_size(text: str) -> None:
    chunks = document_chunks(document(text))
    assert all(size(chunk.text) <= MOST + SCRAP for chunk in chunks)
    assert all(end - start <= LONGEST for chunk in chunks for start, end in chunk.sentences)
    assert sum(len("".join(c.text.split())) for c in chunks) == len("".join(text.split()))


def test_an_endless_sentence_is_cut_at_clauses_if_it_has_them() -> None:
    chunks = document_chunks(document("one two three four five, " * 200))
    assert all(chunk.text.endswith(",") for chunk in chunks)


def session(title: str, abstract: str) -> Session:
    start = datetime(2026, 1, 16, 14, tzinfo=ZoneInfo("Europe/Paris"))
    speakers = (Speaker("Kazeki Jun"), Speaker("Ito Mei"))
    return Session("s1", title, start, abstract=abstract, speakers=speakers, language="en")


def test_a_session_is_its_title_and_abstract() -> None:
    given = session("Keynote: a title that is longer than forty characters in all", "What we plan. And why.")
    (chunk,) = session_chunks(given)
    text = session_text(given)
    assert (chunk.source, chunk.session, chunk.kind) == ("program:s1", "s1", "session")
    assert chunk.text == text[chunk.start : chunk.end] == f"{given.title}\n{given.abstract}"
    assert [text[a:b] for a, b in chunk.sentences] == [given.title, "What we plan.", "And why."]
    assert chunk.speaker == "Kazeki Jun, Ito Mei"


def test_a_session_without_abstract_is_its_title() -> None:
    assert [chunk.text for chunk in session_chunks(session("Lunch", ""))] == ["Lunch"]


def test_a_session_without_words_gives_no_passage() -> None:
    assert session_chunks(session("", " ")) == []


def test_real_speeches_are_covered(real_data: Path) -> None:
    for file in sorted((real_data / "wh-speeches").glob("2024-*/*.md")):
        text = file.read_text("utf-8")
        chunks = document_chunks(document(text))
        assert all(chunk.text == text[chunk.start : chunk.end] for chunk in chunks)
        gaps = [0, *(place for chunk in chunks for place in (chunk.start, chunk.end)), len(text)]
        assert all(not text[a:b].strip() for a, b in list(pairwise(gaps))[::2])
        assert all(size(chunk.text) <= MOST + SCRAP for chunk in chunks)
