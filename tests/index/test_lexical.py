from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.lexical import Lexical

if TYPE_CHECKING:
    from pathlib import Path

PASSAGES = [["moon", "rocket"], ["moon", "moon", "base", "plan"], ["tea"], []]


@pytest.fixture
def lexical() -> Lexical:
    return Lexical.build(PASSAGES)


def test_the_rarer_word_weighs_more(lexical: Lexical) -> None:
    scores = lexical.match(["rocket", "moon"]).scores
    assert scores[0] > scores[1] > scores[2] == scores[3] == 0
    assert lexical.idf("never seen") > lexical.idf("rocket") > lexical.idf("moon") > 0


def test_shares_and_covers_are_of_all_that_was_asked(lexical: Lexical) -> None:
    both, one = lexical.match(["rocket", "unseen"]), lexical.match(["rocket"])
    assert one.covers[0] == pytest.approx(1)
    assert both.covers[0] == pytest.approx(lexical.idf("rocket") / (lexical.idf("rocket") + lexical.idf("unseen")))
    assert both.shares[0] < one.shares[0] < 1
    assert np.all(both.shares <= both.covers)


def test_a_word_asked_for_twice_counts_once(lexical: Lexical) -> None:
    assert np.array_equal(lexical.match(["moon", "moon"]).scores, lexical.match(["moon"]).scores)


@pytest.mark.parametrize("asked", [[], [""], ["unseen"]])
def test_nothing_found_is_nothing_scored(lexical: Lexical, asked: list[str]) -> None:
    match = lexical.match(asked)
    assert not match.scores.any()
    assert not match.shares.any()
    assert not match.covers.any()


@pytest.mark.parametrize("passages", [[], [[], []], PASSAGES])
def test_what_is_saved_is_loaded(tmp_path: Path, passages: list[list[str]]) -> None:
    built = Lexical.build(passages)
    built.save(tmp_path / "words")
    loaded = Lexical.load(tmp_path / "words", len(passages))
    assert np.array_equal(loaded.match(["moon", "base"]).scores, built.match(["moon", "base"]).scores)
    assert loaded.count == len(passages)
