from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from fakes.hashing_embedder import HashingEmbedder

from index import build as building
from index.build import build, is_stale
from index.chunker import document_chunks
from index.search import Search
from knowledge.model import Document, Event, Knowledge, Program, Section, Session, Speaker, Turn

if TYPE_CHECKING:
    from pathlib import Path

ZONE = ZoneInfo("Europe/Paris")


def page(source: str, text: str) -> Document:
    return Document("page", source, source, text, (Section((), 0, len(text)),), "en")


def knowing(*documents: Document, sessions: tuple[Session, ...] = ()) -> Knowledge:
    return Knowledge(Event("Test", ZONE), Program(sessions), documents)


MOON = page("moon.md", "The base on the moon is planned for 2040.")
TEA = page("tea.md", "Tea is served at four. Coffee is served all day.")
KEYNOTE = Session("k1", "Keynote", datetime(2026, 1, 16, 14, tzinfo=ZONE), abstract="On reusable rockets.")


def test_a_build_tells_what_it_did(tmp_path: Path, hashing: HashingEmbedder) -> None:
    report = build(knowing(MOON, TEA, page("empty.md", " \n"), sessions=(KEYNOTE,)), tmp_path, hashing)
    assert (report.documents, report.sessions, report.passages) == (3, 1, 3)
    assert (report.embedded, report.reused) == (3, 0)
    assert report.skipped == (("empty.md", "it has no text"),)
    assert str(report) == (
        "3 passages (3 embedded, 0 reused) of 3 speeches and pages and 1 sessions\nempty.md: skipped: it has no text"
    )


def test_only_what_changed_is_embedded_again(tmp_path: Path, hashing: HashingEmbedder) -> None:
    build(knowing(MOON, TEA), tmp_path, hashing)
    hashing.embedded.clear()
    changed = replace(TEA, text=TEA.text.replace("four", "five"))
    report = build(knowing(MOON, changed), tmp_path, hashing)
    assert (report.embedded, report.reused) == (1, 1)
    assert hashing.embedded == [changed.text, "Tea is served at five."]


def test_nothing_changed_writes_nothing(tmp_path: Path, hashing: HashingEmbedder) -> None:
    build(knowing(MOON), tmp_path, hashing)
    before = sorted(tmp_path.iterdir())
    assert build(knowing(MOON), tmp_path, hashing).reused == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_rebuild_embeds_everything(tmp_path: Path, hashing: HashingEmbedder) -> None:
    build(knowing(MOON, TEA), tmp_path, hashing)
    assert build(knowing(MOON, TEA), tmp_path, hashing, rebuild=True).embedded == 2


def test_another_model_embeds_everything(tmp_path: Path, hashing: HashingEmbedder) -> None:
    build(knowing(MOON), tmp_path, hashing)
    assert build(knowing(MOON), tmp_path, HashingEmbedder("another")).embedded == 1


def test_what_is_gone_is_found_no_more(tmp_path: Path, hashing: HashingEmbedder) -> None:
    build(knowing(MOON, TEA), tmp_path, hashing)
    build(knowing(TEA), tmp_path, hashing)
    assert {hit.chunk.source for hit in Search.open(tmp_path, hashing).find("moon base")} == {"tea.md"}


def test_a_damaged_index_is_built_anew(tmp_path: Path, hashing: HashingEmbedder) -> None:
    build(knowing(MOON), tmp_path, hashing)
    (vectors,) = tmp_path.glob("version-*/vectors.faiss")
    vectors.write_bytes(b"x")
    assert is_stale(knowing(MOON), tmp_path, hashing.name)
    assert build(knowing(MOON), tmp_path, hashing).embedded == 1
    assert Search.open(tmp_path, hashing).find("moon")


def test_progress_is_told_in_passages(tmp_path: Path, hashing: HashingEmbedder) -> None:
    told: list[tuple[int, int]] = []
    documents = [page(f"{n}.md", f"Sentence number {n}.") for n in range(40)]
    build(knowing(*documents), tmp_path, hashing, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (40, 40)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


STALE = {
    "text": replace(MOON, text=MOON.text + " More."),
    "title": replace(MOON, title="Another"),
    "speaker": replace(MOON, speaker="Ito"),
    "language": replace(MOON, language="fr"),
    "session": replace(MOON, session="k1"),
    "sections": replace(MOON, sections=(Section(("Moon",), 0, len(MOON.text)),)),
}


@pytest.mark.parametrize("changed", STALE.values(), ids=STALE)
def test_what_the_index_takes_from_a_source_makes_it_stale(
    tmp_path: Path, hashing: HashingEmbedder, changed: Document
) -> None:
    build(knowing(MOON), tmp_path, hashing)
    assert not is_stale(knowing(MOON), tmp_path, hashing.name)
    assert is_stale(knowing(changed), tmp_path, hashing.name)


def test_what_makes_an_index_stale(tmp_path: Path, hashing: HashingEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    given = knowing(MOON, sessions=(KEYNOTE,))
    assert is_stale(given, tmp_path, hashing.name)
    build(given, tmp_path, hashing)
    assert not is_stale(given, tmp_path, hashing.name)
    assert is_stale(given, tmp_path, "another model")
    assert is_stale(knowing(MOON, sessions=(replace(KEYNOTE, speakers=(Speaker("Ito"),)),)), tmp_path, hashing.name)
    assert not is_stale(knowing(MOON, sessions=(replace(KEYNOTE, rooms=("A",)),)), tmp_path, hashing.name)
    # The version of the chunker is a constant of the program.
    monkeypatch.setattr(building, "CHUNKER_VERSION", -1)
    assert is_stale(given, tmp_path, hashing.name)


def test_an_index_of_nothing_works_and_finds_nothing(tmp_path: Path, hashing: HashingEmbedder) -> None:
    assert build(knowing(), tmp_path, hashing).passages == 0
    assert not is_stale(knowing(), tmp_path, hashing.name)
    search = Search.open(tmp_path, hashing)
    assert search.find("anything") == []
    ids, wholes, titles = search.session_cosines(["anything"])
    assert (ids, wholes.shape, titles.shape) == ((), (1, 0), (1, 0))
    assert build(knowing(MOON), tmp_path, hashing).embedded == 1
    assert search.refresh()
    assert search.find("moon")


def test_another_voice_in_the_same_text_is_another_index(tmp_path: Path, hashing: HashingEmbedder) -> None:
    talk = Document("speech", "talk.md", "Talk", TEA.text, TEA.sections, "en", speaker="Ada Quill")
    build(knowing(talk), tmp_path, hashing)
    assert not is_stale(knowing(talk), tmp_path, hashing.name)
    half = TEA.text.index("Coffee")
    changes = (
        replace(talk, turns=(Turn("Ada Quill", 0, half), Turn("", half, len(TEA.text), floor=True))),
        replace(talk, speaker="Luc Moreau"),
        replace(talk, times=((0, 41.0),)),
    )
    assert all(is_stale(knowing(changed), tmp_path, hashing.name) for changed in changes)
    build(knowing(changes[0]), tmp_path, hashing)
    voices = {chunk.text: (chunk.speaker, chunk.voice) for chunk in document_chunks(changes[0])}
    assert voices == {
        "Tea is served at four.": ("Ada Quill", "speaker"),
        "Coffee is served all day.": ("", "floor"),
    }
