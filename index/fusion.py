"""Measures of how well passages answer a question, made comparable and joined. Pure.

The dense score is standardized over all passages, because what counts as a high cosine differs from one
model and one question to the next. The lexical score already has an absolute scale: it is BM25 as a share
of what the question's words could bring at most. It fades by itself as the question's words are not found,
as they are not across languages. Figures: ``docs/decisions/fusion.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A passage with all of the question's words gains this many standard deviations. Anything from 3 to 6
# does as well on every set tried.
LEXICAL_WEIGHT = 4.0
# So much alignment is worth a standard deviation.
ALIGNMENT = 0.04
# Of the dense score: how much the best sentence counts beside the passage as a whole.
SENTENCE_WEIGHT = 0.5
_FLAT = 1e-6


def dense(passages: NDArray[np.float32], best_sentences: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return one cosine for each candidate from that of the whole passage and of its best sentence."""
    joined: NDArray[np.float32] = (1 - SENTENCE_WEIGHT) * passages + SENTENCE_WEIGHT * best_sentences
    return joined


def fuse(
    dense_scores: NDArray[np.float32], shares: NDArray[np.float32], *, mean: float, deviation: float
) -> NDArray[np.float32]:
    """Return one score for each candidate, higher for the better.

    ``dense_scores`` are the candidates' cosines and ``shares`` their lexical shares (0 to 1), both of shape
    (candidates,). ``mean`` and ``deviation`` describe the dense score over all passages of the index.
    """
    if deviation < _FLAT:  # all passages are alike, so the cosine tells nothing
        return np.float32(LEXICAL_WEIGHT) * shares
    return (dense_scores - np.float32(mean)) / np.float32(deviation) + np.float32(LEXICAL_WEIGHT) * shares


def spread(aligned: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Return the alignment of ``count`` candidates of which that of the first, at least one, was looked at.

    The rest count as no better than any of those, so that they stay behind them.
    """
    known = aligned[:count]
    return np.concatenate([known, np.full(count - len(known), known.min(), np.float32)])
