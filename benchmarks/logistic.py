"""Two small fits, both to the end and without chance: a choice among several, and a yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RIDGE = 1.0


def fit_choice(groups: list[tuple[NDArray, NDArray]], steps: int = 60) -> NDArray:
    """Return the weights of a conditional logit (McFadden 1974).

    Each group holds the alternatives' features, shape (alternatives, features), and which are right, shape
    (alternatives,).
    """
    groups = [(features, right) for features, right in groups if 0 < right.sum() < len(right)]
    scale = np.concatenate([features for features, _ in groups]).std(axis=0) + 1e-9
    weights = np.zeros(len(scale))
    for _ in range(steps):
        gradient, curvature = -RIDGE * weights, RIDGE * np.eye(len(scale))
        for features, right in groups:
            x = features / scale
            shares = np.exp(x @ weights - (x @ weights).max())
            shares /= shares.sum()
            mean = shares @ x
            gradient = gradient + right @ x / right.sum() - mean
            curvature = curvature + (x * shares[:, None]).T @ x - np.outer(mean, mean)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return weights / scale


def fit_answer(
    features: NDArray, right: NDArray, counts: NDArray, signs: NDArray, given: NDArray
) -> tuple[float, NDArray]:
    """Return bias and weights of a logistic regression, by Newton's method.

    ``counts`` is how much each row counts. ``signs`` says of each feature whether it may speak only for (1) or only
    against (-1) an answer, or either way (0); one that would have the wrong sign gets no weight. ``given`` are
    log-odds of each row that stand already.
    """
    used = np.ones(features.shape[1], bool)
    while True:
        bias, weights = _newton(features[:, used], right, counts, given)
        wrong = np.flatnonzero(used)[weights * signs[used] < 0]
        if not len(wrong):
            break
        used[wrong] = False
    whole = np.zeros(features.shape[1])
    whole[used] = weights
    return bias, whole


def _newton(features: NDArray, right: NDArray, counts: NDArray, given: NDArray) -> tuple[float, NDArray]:
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-9
    rows = np.hstack([np.ones((len(features), 1)), (features - mean) / deviation])
    ridge = RIDGE * np.eye(rows.shape[1])
    ridge[0, 0] = 0
    found = np.zeros(rows.shape[1])
    for _ in range(50):
        odds = 1 / (1 + np.exp(-rows @ found - given))
        curvature = (rows * (counts * odds * (1 - odds))[:, None]).T @ rows + ridge
        found = found - np.linalg.solve(curvature, rows.T @ (counts * (odds - right)) + ridge @ found)
    weights = found[1:] / deviation
    return float(found[0] - weights @ mean), weights


def auc(scores: NDArray, right: NDArray) -> float:
    """The chance that a right one scores above a wrong one (ties count half)."""
    good, bad = scores[right], np.sort(scores[~right])
    if not len(good) or not len(bad):
        return float("nan")
    below = np.searchsorted(bad, good, "left") + np.searchsorted(bad, good, "right")
    return float(below.sum() / 2 / len(good) / len(bad))
