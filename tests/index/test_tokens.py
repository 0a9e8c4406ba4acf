from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import spread
from index.tokens import Ordinary, Tokens

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.hashing_embedder import HashingEmbedder
    from numpy.typing import NDArray

    from index.reading import Embedder

WIDTH = 20  # not a multiple of eight
counts = st.lists(st.integers(0, 6), min_size=1, max_size=8)


def states(count: int, seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)


ORDINARY = Ordinary(states(1, 100)[0], states(1, 101)[0])


def departures(tokens: NDArray[np.float32], ordinary: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    return [token - (tokens.mean(axis=0) + ordinary) / 2 for token in tokens]


def expected(asked: NDArray[np.float32], told: NDArray[np.float32]) -> float:
    """The definition, token by token."""
    signs = [np.where(each > 0, 1.0, -1.0) for each in departures(told, ORDINARY.told)]
    looked = departures(asked, ORDINARY.asked)
    lengths = [float(np.linalg.norm(each)) for each in looked]
    nearest = [
        max(float(each @ sign) for sign in signs) / length / WIDTH**0.5
        for each, length in zip(looked, lengths, strict=True)
    ]
    return float(np.average(nearest, weights=np.square(lengths)))


@given(counts, st.integers(1, 5))
def test_alignment_is_the_mean_of_the_nearest_tokens(tokens: list[int], asked: int) -> None:
    told = [states(count, seed) for seed, count in enumerate(tokens)]
    question = states(asked, 50) if asked > 1 else states(2, 50)
    table = Tokens.build(ORDINARY, [ORDINARY.signs(each) for each in told])
    numbers = np.arange(len(told))[::-1]
    found = table.aligned(question, numbers)
    wanted = [expected(question, told[number]) if len(told[number]) else 0.0 for number in numbers]
    assert found == pytest.approx(wanted, abs=1e-5)
    assert found.dtype == np.float32


def test_a_question_without_tokens_is_aligned_with_nothing() -> None:
    table = Tokens.build(ORDINARY, [ORDINARY.signs(states(3, 1))])
    assert table.aligned(states(0, 1), np.array([0])).tolist() == [0.0]


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    told = [ORDINARY.signs(states(count, count)) for count in (3, 0, 5)]
    Tokens.build(ORDINARY, told).save(tmp_path)
    table = Tokens.load(tmp_path)
    for number, signs in enumerate(told):
        assert (table.signs(number) == signs).all()
    assert (table.ordinary.told == ORDINARY.told).all()
    assert (table.ordinary.asked == ORDINARY.asked).all()


def test_no_passages(hashing: HashingEmbedder, tmp_path: Path) -> None:
    Tokens.build(Ordinary.of(hashing), []).save(tmp_path)
    assert Tokens.load(tmp_path).aligned(states(2, 1)[:, :1].repeat(32, axis=1), np.array([], np.int64)).shape == (0,)


def test_the_passage_that_says_it_in_another_language_is_aligned_best(builtin: Embedder) -> None:
    told = [
        "The launch was put off because of the wind over the sea.",
        "Lunch is served in the hall on the ground floor.",
        "The two agencies signed the agreement in Tokyo.",
    ]
    ordinary = Ordinary.of(builtin)
    table = Tokens.build(ordinary, [ordinary.signs(each.tokens) for each in builtin.read_passages(told)])
    for question, place in (
        ("Pourquoi le lancement a-t-il été reporté ?", 0),
        ("昼食はどこで出ますか。", 1),
        ("Où l'accord a-t-il été signé ?", 2),
    ):
        (asked,) = builtin.read_queries([question])
        assert table.aligned(asked.tokens, np.arange(3)).argmax() == place


def test_those_that_were_not_looked_at_stay_behind() -> None:
    assert spread(np.array([0.3, 0.2, 0.4], np.float32), 5) == pytest.approx([0.3, 0.2, 0.4, 0.2, 0.2])
    assert spread(np.array([0.3, 0.2], np.float32), 1) == pytest.approx([0.3])
