"""Of the sample's speech: what it speaks of, and does not tell. None of these is told as sure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.answers.composer import compose
from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.messages import Reply
    from index.search import Search

SPEECH = Path(__file__).parents[3] / "knowledge" / "sample" / "speeches" / "kazeki-keynote.md"
HITS = 8
UNTOLD = (
    ("What is the budget of CALLISTO?", "en"),
    ("who will pay for CALLISTO?", "en"),
    ("where will CALLISTO be launched?", "en"),
    ("when will CALLISTO fly for the first time?", "en"),
    ("how tall is CALLISTO?", "en"),
    ("who is the chief engineer of CALLISTO?", "en"),
    ("where is the headquarters of CNES?", "en"),
    ("how many people work at JAXA?", "en"),
    ("how many astronauts are on the International Space Station?", "en"),
    ("who chaired the fourth session of the dialogue?", "en"),
    ("which hotel hosted the fourth session?", "en"),
    ("when will the fifth session take place?", "en"),
    ("how much did the first French satellite cost?", "en"),
    ("who built Japan's first satellite?", "en"),
    ("when did DLR join the project?", "en"),
    ("what is the phone number of GIFAS?", "en"),
    ("où sera lancé CALLISTO ?", "fr"),
    ("quel est le budget de CALLISTO ?", "fr"),
    ("combien de salariés compte la JAXA ?", "fr"),
    ("qui est le président du CNES ?", "fr"),
    ("CALLISTOの予算はいくらですか", "ja"),
    ("CALLISTOはどこで打ち上げられますか", "ja"),
    ("JAXAの職員は何人ですか", "ja"),
    ("CNESの総裁は誰ですか", "ja"),
)
TOLD = (
    ("when did France launch its first satellite?", "en", "1965"),
    ("who develops CALLISTO?", "en", "JAXA, CNES and DLR"),
    ("since when is the dialogue held?", "en", "since 2016"),
    ("when was the fourth session?", "en", "15 January"),
    ("quelles agences développent CALLISTO ?", "fr", "JAXA, CNES and DLR"),
    ("日本の最初の衛星はいつ打ち上げられましたか", "ja", "1970"),
)


@pytest.fixture(scope="module")
def keynote(open_search: Callable[..., Search]) -> Search:
    document, _ = read_document(SPEECH.read_bytes(), SPEECH.name, "speech")
    assert document is not None
    return open_search(document)


def ask(keynote: Search, question: str, language: str) -> Reply:
    return compose(question, language, keynote.find(question, language, HITS), keynote)


@pytest.mark.parametrize(("question", "language"), UNTOLD)
def test_what_is_spoken_of_and_not_told_is_never_sure(keynote: Search, question: str, language: str) -> None:
    reply = ask(keynote, question, language)
    assert not (reply.answered and reply.sure)


@pytest.mark.parametrize(("question", "language", "told"), TOLD)
def test_what_is_told_is_sure(keynote: Search, question: str, language: str, told: str) -> None:
    reply = ask(keynote, question, language)
    assert reply.answered
    assert reply.sure
    assert any(told in (citation.quote or "") for citation in reply.citations)
