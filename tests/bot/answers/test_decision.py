"""The calibrated weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers import decision
from bot.answers.evidence import candidates, grounds

if TYPE_CHECKING:
    from index.search import Search

QUESTION = "when was the observatory founded?"


def test_there_is_a_weight_for_what_is_told_and_nothing_else(search: Search) -> None:
    hits = search.find(QUESTION, "en", 8)
    found = candidates(QUESTION, "en", hits, search)
    told = grounds(QUESTION, "en", found[0], found, hits=hits, search=search)
    assert decision.weights()["choose"].keys() == found[0].signs.keys()
    assert decision.weights()["answer"].keys() <= told.keys()


def test_what_speaks_for_an_answer_never_counts_against_it() -> None:
    weights = decision.weights()
    assert weights["choose"]["cosine"] > 0
    assert weights["choose"]["kind"] > 0
    assert weights["answer"]["sentence"] > 0
    assert weights["answer"].get("definite_missing", 0) <= 0
    assert weights["answer"].get("names_missing", 0) <= 0


def test_confidence_is_relative_to_the_cut() -> None:
    weights = decision.weights()
    nothing = dict.fromkeys(weights["answer"], 0.0)
    assert decision.confidence(nothing) == weights["bias"] - weights["cut"]
    assert decision.confidence({**nothing, "sentence": 100.0}) > 0
