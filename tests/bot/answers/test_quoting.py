"""How much is quoted, and how it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.decision import weights
from bot.answers.evidence import Candidate
from bot.answers.passages import sentence
from bot.answers.quoting import LONGEST, MOST_SENTENCES, leans, shown, span
from index.chunker import document_chunks
from index.model import Chunk, Hit
from knowledge.model import Document, Section


def passage(text: str, language: str = "en") -> Chunk:
    return document_chunks(Document("speech", "a.md", "T", text, (), language))[0]


def quoted(text: str, best: int, likings: list[float] | None = None, question: str = "") -> str:
    chunk = passage(text)
    hit = Hit(chunk, 1.0, 0.8, 1.0, 0.5, 0.3)
    signs = dict.fromkeys(weights()["choose"], 0.0)
    liked = likings or [float(place == best) for place in range(len(chunk.sentences))]
    found = [Candidate(hit, place, cosine, {**signs, "cosine": cosine}) for place, cosine in enumerate(liked)]
    start, end = span(question, "en", found[best], found)
    return text[start:end]


FAR = f"The park is {'very ' * 60}new."  # longer than what a short quote takes along


def test_a_long_neighbour_is_left_out_when_the_sentence_stands_by_itself() -> None:
    assert quoted(f"{FAR} The bridge was built in 1901. {FAR}", 1) == "The bridge was built in 1901."


def test_a_short_neighbour_comes_along_since_it_often_holds_the_answer() -> None:
    told = quoted(f"{FAR} The bridge was built in 1901. It was green.", 1)
    assert told == "The bridge was built in 1901. It was green."


def test_a_sentence_that_leans_takes_the_one_before_along() -> None:
    assert quoted(f"The bridge is famous. It was built in 1901. {FAR}", 1) == (
        "The bridge is famous. It was built in 1901."
    )


def test_what_a_colon_announces_comes_along() -> None:
    told = quoted("There are two gates:\n\n- The north gate is open.\n- The south gate is shut.\n\nThe park is new.", 0)
    assert "north" in told
    assert "south" in told


def test_a_neighbour_that_is_as_good_comes_along() -> None:
    assert quoted(f"One is here. Two is there. {FAR}", 1, [0.0, 1.0, 0.999]).startswith("Two is there.")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("who designed the bridge of Arlen?", "The bridge of Arlen is famous. Its design was Irma's."),
    ],
)
def test_a_neighbour_that_holds_what_is_missing_comes_along(question: str, told: str) -> None:
    text = f"{FAR} The bridge of Arlen is famous. Its design was Irma's. {FAR}"
    assert quoted(text, 1, question=question) == told


def test_a_quote_stays_short() -> None:
    long = " ".join(f"It was number {n} of the many {'very ' * 20}long sentences." for n in range(9))
    assert len(quoted(long, 3, [1.0] * 9)) <= LONGEST


def section_quoted(text: str) -> str:
    """What is quoted of a page's section, or of a page without any, for its second sentence."""
    end = len(text)
    page = Document("page", "a.md", "T", text, (Section(("T", "Coats"), 0, end),) if "coat" in text else (), "en")
    chunk = document_chunks(page)[0]
    signs = dict.fromkeys(weights()["choose"], 0.0)
    best = Candidate(Hit(chunk, 1.0, 0.8, 1.0, 0.5, 0.3), 1, 1.0, {**signs, "cosine": 1.0})
    start, end = span("", "en", best, [best])
    return text[start:end]


def test_a_short_section_of_a_page_is_quoted_whole() -> None:
    told = "Hang your coat by the stairs. The room closes at six. Nothing is watched."
    assert section_quoted(told) == told


def test_of_a_long_section_and_of_a_page_without_sections_the_sentence_is_quoted() -> None:
    long = f"Hang your coat by the stairs. The room closes at six. Nothing is watched {'at all ' * 30}there."
    assert section_quoted(long) == "The room closes at six."
    assert section_quoted("Hang it up. The room closes at six. Nothing is watched.") == "The room closes at six."


@given(
    st.lists(st.sampled_from(["It rains.", "The sun shines:", "A\nB c.", "**Bold** it is."]), min_size=1, max_size=9)
)
def test_a_quote_is_whole_sentences_of_the_passage(parts: list[str]) -> None:
    chunk = passage(" ".join(parts))
    hit = Hit(chunk, 1.0, 0.8, 1.0, 0.5, 0.3)
    signs = dict.fromkeys(weights()["choose"], 0.0)
    found = [Candidate(hit, place, 0.0, signs) for place in range(len(chunk.sentences))]
    for best in found:
        start, end = span("", "en", best, found)
        assert best.text in chunk.text[start - chunk.start : end - chunk.start]
        assert start in [first for first, _ in chunk.sentences]
        assert end in [last for _, last in chunk.sentences]
        assert sum(start <= first < end for first, _ in chunk.sentences) <= MOST_SENTENCES
        assert sentence(chunk, best.place) == best.text


@pytest.mark.parametrize(
    ("text", "language", "back"),
    [
        ("It was founded then.", "en", True),
        ("Items are listed.", "en", False),
        ("Elle a été fondée alors.", "fr", True),
        ("Les fusées volent.", "fr", False),
        ("これは新しい。", "ja", True),
        ("東京は大きい。", "ja", False),
        ("Es war so.", "de", False),
    ],
)
def test_sentences_that_lean_on_the_one_before(text: str, language: str, back: bool) -> None:
    assert leans(text, language) is back


@pytest.mark.parametrize(
    ("quote", "read"),
    [
        ("It is **very** _nice_ and *new*.", "It is very nice and new."),
        ("See [the map](https://example.org/map) there.", "See the map there."),
        ("# Heading\nText", "Heading Text"),
        ("a wrapped\nline", "a wrapped line"),
        ("日本の\n宇宙", "日本の宇宙"),
        ("Two gates:\n- north\n- south", "Two gates:\n• north\n• south"),
        ("- only one", "only one"),
        ("<b>Bold</b> and `code`", "Bold and code"),
        ("remarks \\_here\\_", "remarks _here_"),
        ("5 * 3 * 2 and snake_case_name", "5 * 3 * 2 and snake_case_name"),
        ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
        ("Open until <strike>27 January</strike> 3 February, ~~or~~ not later.", "Open until 3 February, not later."),
    ],
)
def test_marks_are_not_shown(quote: str, read: str) -> None:
    assert shown(quote) == read


@given(st.text(max_size=200))
def test_anything_can_be_shown(quote: str) -> None:
    told = shown(quote)
    assert len(told) <= len(quote) + 2 * quote.count("\n") + 2
    assert "\n" not in told or "• " in told
