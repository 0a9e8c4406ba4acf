from __future__ import annotations

from dataclasses import replace

from index.chunker import document_chunks
from index.views import embedded_texts, lexical_words, sentence_texts
from knowledge.model import Document, Section

TEXT = "Yes. In the garage."
CHUNK = document_chunks(
    Document("page", "faq.md", "Practical", TEXT, (Section(("Venue", "Is there parking?"), 0, 19),), speaker="Ito")
)[0]


def test_a_passage_is_embedded_under_its_heading_by_sentence_and_by_heading() -> None:
    assert embedded_texts(CHUNK) == [f"Is there parking?\n{TEXT}", "Yes.", "In the garage.", "Is there parking?"]


def test_without_a_heading_there_are_the_passage_and_its_sentences() -> None:
    assert embedded_texts(replace(CHUNK, heading=())) == [TEXT, "Yes.", "In the garage."]
    assert sentence_texts(CHUNK) == ["Yes.", "In the garage."]


def test_title_headings_and_speaker_are_words_to_be_found_by() -> None:
    assert {"practi", "venue", "parkin", "ito", "garage"} <= set(lexical_words(CHUNK))
