"""Fusion: the order of the candidates does not matter, and what is better in both measures ranks higher."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import fusion

if TYPE_CHECKING:
    from random import Random

Found = list[tuple[float, float]]

cosines = st.floats(-1, 1, width=32)
shares = st.floats(0, 1, width=32)
candidates = st.lists(st.tuples(cosines, shares), min_size=1, max_size=30)
means = st.floats(-1, 1)
deviations = st.floats(1e-3, 1)


def fused(found: Found, mean: float, deviation: float) -> np.ndarray:
    dense, lexical = np.array(found, np.float32).T
    return fusion.fuse(dense, lexical, mean=mean, deviation=deviation)


@given(candidates, means, deviations, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(found: Found, mean: float, deviation: float, random: Random) -> None:
    order = list(range(len(found)))
    random.shuffle(order)
    shuffled = fused([found[i] for i in order], mean, deviation)
    assert np.array_equal(shuffled, fused(found, mean, deviation)[order])


@given(candidates, means, deviations)
def test_what_is_at_least_as_good_in_both_is_not_ranked_lower(found: Found, mean: float, deviation: float) -> None:
    scores = fused(found, mean, deviation)
    for (dense, lexical), score in zip(found, scores, strict=True):
        worse = [s for (d, w), s in zip(found, scores, strict=True) if d <= dense and w <= lexical]
        assert max(worse) <= score


@given(st.tuples(cosines, cosines), st.tuples(shares, shares), means, deviations)
def test_what_is_clearly_better_in_both_ranks_higher(
    pair: tuple[float, float], held: tuple[float, float], mean: float, deviation: float
) -> None:
    low, high = sorted(pair)
    few, many = sorted(held)
    if high - low > 1e-2 and many - few > 1e-2:
        worse, better = fused([(low, few), (high, many)], mean, deviation)
        assert better > worse


@given(candidates, means)
def test_where_all_cosines_are_alike_words_decide(found: Found, mean: float) -> None:
    scores = fused(found, mean, 0.0)
    lexical = np.array([share for _, share in found], np.float32)
    assert np.array_equal(np.argsort(scores, kind="stable"), np.argsort(lexical, kind="stable"))
    assert np.isfinite(scores).all()


@given(cosines, cosines)
def test_the_dense_score_lies_between_passage_and_sentence(passage: float, sentence: float) -> None:
    joined = fusion.dense(np.array([passage], np.float32), np.array([sentence], np.float32))[0]
    assert min(passage, sentence) - 1e-6 <= joined <= max(passage, sentence) + 1e-6
