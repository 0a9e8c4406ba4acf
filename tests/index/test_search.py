from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from fakes.hashing_embedder import HashingEmbedder

from index.build import build
from index.errors import IndexMissingError, IndexUnfitError
from index.search import Search
from index.storage import Storage
from knowledge.model import Document, Event, Knowledge, Program, Section, Session

if TYPE_CHECKING:
    from pathlib import Path

ZONE = ZoneInfo("Europe/Paris")


def page(source: str, text: str, language: str = "en") -> Document:
    return Document("page", source, "", text, (Section((), 0, len(text)),), language)


MOON = page("moon.md", "The base on the moon is planned for 2040. Its name is Artemis.")
TEA = page("tea.md", "Tea is served at four. Coffee is served all day.")
LONG = page("long.md", "The agency builds a rocket that can land again after its flight. " * 30)


def knowing(*documents: Document) -> Knowledge:
    keynote = Session("k1", "Rockets", datetime(2026, 1, 16, 14, tzinfo=ZONE), abstract="On reusable ones.")
    return Knowledge(Event("Test", ZONE), Program((keynote,)), documents)


@pytest.fixture
def search(tmp_path: Path, hashing: HashingEmbedder) -> Search:
    build(knowing(MOON, TEA, LONG), tmp_path, hashing)
    return Search.open(tmp_path, hashing)


def test_the_passage_that_answers_is_found_first(search: Search) -> None:
    hits = search.find("when is tea served?", "en")
    assert hits[0].chunk.source == "tea.md"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].cover == pytest.approx(1)
    assert hits[0].lexical > 0
    assert -1 <= hits[0].dense <= 1


def test_no_more_are_found_than_asked_for(search: Search) -> None:
    assert len(search.find("rocket flight", limit=2)) == 2
    assert search.find("rocket flight", limit=0) == []


@pytest.mark.parametrize("text", ["", "  \n"])
def test_no_question_no_finds(search: Search, text: str) -> None:
    assert search.find(text) == []


def test_a_question_without_known_words_still_finds_by_meaning(search: Search) -> None:
    hits = search.find("zzz qqq")
    assert hits
    assert all(hit.cover == hit.lexical == 0 for hit in hits)


def test_a_sentence_s_cosine_is_told_in_its_place(search: Search) -> None:
    (hit,) = search.find("coffee all day", limit=1)
    cosines = search.sentence_cosines("coffee all day", hit.chunk)
    (start, end) = hit.chunk.sentences[int(cosines.argmax())]
    assert TEA.text[start:end] == "Coffee is served all day."


def test_a_passage_of_an_index_since_replaced_still_has_cosines(
    tmp_path: Path, search: Search, hashing: HashingEmbedder
) -> None:
    (hit,) = search.find("artemis", limit=1)
    before = search.sentence_cosines("artemis", hit.chunk)
    build(knowing(TEA), tmp_path, hashing)
    assert search.refresh()
    assert search.sentence_cosines("artemis", hit.chunk) == pytest.approx(before, abs=1e-6)


def test_vectors_of_texts_and_cosines_with_fixed_ones(search: Search, hashing: HashingEmbedder) -> None:
    assert search.encode(["tea"]).shape == (1, hashing.dimensions)
    assert search.encode(["tea", "moon"]).shape == (2, hashing.dimensions)
    assert search.cosines("tea", ("tea", "moon")).tolist() == pytest.approx(
        (search.encode(["tea", "moon"]) @ search.encode(["tea"])[0]).tolist()
    )
    ids, wholes, titles = search.session_cosines(["rockets", "tea"])
    assert ids == ("k1",)
    assert wholes.shape == titles.shape == (2, 1)
    assert titles[0, 0] == pytest.approx(1)


def test_no_index_is_told(tmp_path: Path, hashing: HashingEmbedder) -> None:
    with pytest.raises(IndexMissingError, match=r"there is no index yet: run 'rendezvous index'"):
        Search.open(tmp_path / "nowhere", hashing)


def test_an_index_of_another_model_is_refused(tmp_path: Path, hashing: HashingEmbedder) -> None:
    build(knowing(TEA), tmp_path, hashing)
    with pytest.raises(IndexUnfitError, match=r"embedding model hashing, but another is in use: run"):
        Search.open(tmp_path, HashingEmbedder("another"))


def test_a_new_version_is_taken_over_when_asked_for(tmp_path: Path, search: Search, hashing: HashingEmbedder) -> None:
    assert not search.refresh()
    build(knowing(TEA), tmp_path, hashing)
    assert search.find("artemis", limit=1)[0].chunk.source == "moon.md"
    assert search.refresh()
    assert search.find("artemis", limit=1)[0].chunk.source != "moon.md"


def test_the_old_version_stays_in_use_when_the_new_one_does_not_fit(tmp_path: Path, search: Search) -> None:
    build(knowing(TEA), tmp_path, HashingEmbedder("another"))
    with pytest.raises(IndexUnfitError):
        search.refresh()
    assert search.find("artemis", limit=1)[0].chunk.source == "moon.md"


@pytest.mark.parametrize("gone", ["manifest.json", "vectors.faiss"])
def test_a_version_replaced_while_it_was_being_opened_is_let_go(
    tmp_path: Path, hashing: HashingEmbedder, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    """The name was read, then two builds came and cleared that version away."""
    build(knowing(MOON), tmp_path, hashing)
    current = Storage.current
    old = Storage(tmp_path).current()
    build(knowing(TEA), tmp_path, hashing)
    (tmp_path / old / gone).unlink()
    names = iter([old])
    monkeypatch.setattr(Storage, "current", lambda storage: next(names, current(storage)))
    assert Search.open(tmp_path, hashing).find("tea", limit=1)[0].chunk.source == "tea.md"


def test_questions_go_on_while_the_index_is_replaced(tmp_path: Path, search: Search, hashing: HashingEmbedder) -> None:
    """Builds and refreshes run while other threads ask: every question is answered from one whole version."""
    troubles: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                (hit,) = search.find("tea served", limit=1)
                assert hit.chunk.source == "tea.md"
                assert len(search.sentence_cosines("tea", hit.chunk)) == len(hit.chunk.sentences)
        except BaseException as trouble:  # noqa: BLE001 - told to the main thread
            troubles.append(trouble)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(5):
        build(knowing(TEA, page("more.md", f"Number {number}.")), tmp_path, hashing)
        assert search.refresh()
    stop.set()
    for thread in threads:
        thread.join()
    assert troubles == []


def test_every_method_agrees_with_comparing_everything(tmp_path: Path, hashing: HashingEmbedder) -> None:
    """What the candidates leave out would not have been first."""
    rng = np.random.default_rng(0)
    vocabulary = [f"word{n}" for n in range(300)]
    documents = [page(f"{n}.md", " ".join(rng.choice(vocabulary, 12)) + ".") for n in range(700)]
    build(knowing(*documents), tmp_path, hashing)
    search = Search.open(tmp_path, hashing)
    for _ in range(20):
        asked = " ".join(rng.choice(vocabulary, 3))
        few, many = search.find(asked, limit=5), search.find(asked, limit=1000)
        assert [hit.chunk.id for hit in few] == [hit.chunk.id for hit in many[:5]]
