"""Chunking: passages lie in order, cover the text, are slices of it, and are bounded; no sentence is lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.chunker import LONGEST, MOST, SCRAP, document_chunks, size
from index.sentences import sentences
from knowledge.model import Document, Section

_PROSE = [
    "The agency builds a rocket. ",
    "Mr. Ito came! ",
    "Pourquoi ? ",
    "« Oui. » ",
    "M. Dupont parle ",
    "e.g. ",
    "U.S. ",
]
_SCRIPTS = [
    "打ち上げは明日です。",
    "「はい。」と",
    "面積は３．５",
    "宇宙" * 60,
    "word ",
    "x" * 120,
    "é",
    "a, b; c: ",
    "🛰️ ",
]
_MARKS = ["\n", "\n\n", " \t", "\u3000", "\u200b", "\x0b", "\x85", "\u2028", "...", "?!", ".", "。", ")"]
_LINES = ["- item\n", "1. one\n", "| a |\n", "# Head\n"]
pieces = st.sampled_from([*_PROSE, *_SCRIPTS, *_MARKS, *_LINES])
texts = st.one_of(st.lists(pieces, max_size=80).map("".join), st.text(max_size=400))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(texts)
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    sections = tuple(Section((f"h{start}",), start, end) for start, end in list(pairwise(edges))[::2])
    return Document("page", "p.md", "P", text, sections)


def stretches(document: Document) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in document.sections] or [(0, len(document.text))]


@given(documents())
def test_a_passage_is_a_slice_of_the_source(document: Document) -> None:
    for chunk in document_chunks(document):
        assert chunk.text == document.text[chunk.start : chunk.end]
        assert chunk.text == chunk.text.strip() != ""
        assert (chunk.sentences[0][0], chunk.sentences[-1][1]) == (chunk.start, chunk.end)


@given(documents())
def test_passages_and_their_sentences_are_in_order_and_apart(document: Document) -> None:
    chunks = document_chunks(document)
    spans = [span for chunk in chunks for span in chunk.sentences]
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert len({chunk.id for chunk in chunks}) == len(chunks)


@given(documents())
def test_nothing_but_white_space_is_left_out(document: Document) -> None:
    held = [span for chunk in document_chunks(document) for span in chunk.sentences]
    for start, end in stretches(document):
        inside = [(a, b) for a, b in held if start <= a and b <= end]
        edges = [start, *(place for span in inside for place in span), end]
        assert all(not document.text[a:b].strip() for a, b in list(pairwise(edges))[::2])
    assert all(any(start <= a and b <= end for start, end in stretches(document)) for a, b in held)


@given(documents())
def test_a_passage_is_bounded_and_within_one_section(document: Document) -> None:
    for chunk in document_chunks(document):
        assert size(chunk.text) <= MOST + SCRAP
        assert all(end - start <= LONGEST for start, end in chunk.sentences)
        holding = [s for s in document.sections if s.start <= chunk.start and chunk.end <= s.end]
        assert chunk.heading in [s.heading for s in holding] or not document.sections


@given(documents())
def test_every_sentence_of_usual_length_stays_whole(document: Document) -> None:
    kept = {span for chunk in document_chunks(document) for span in chunk.sentences}
    for start, end in stretches(document):
        for a, b in sentences(document.text, start, end):
            assert (a, b) in kept or b - a > LONGEST or size(document.text[a:b]) > MOST


@given(texts)
def test_sentences_hold_every_character_once(text: str) -> None:
    spans = sentences(text)
    edges = [0, *(place for span in spans for place in span), len(text)]
    assert edges == sorted(edges)
    assert all(not text[a:b].strip() for a, b in list(pairwise(edges))[::2])
