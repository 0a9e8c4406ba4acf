from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.vectors import Vectors

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

DIMENSIONS = 16


def unit(count: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def passages(count: int) -> list[NDArray[np.float32]]:
    return [unit(1 + number % 4, number) for number in range(count)]


def expected(rows: list[NDArray[np.float32]], question: NDArray[np.float32]) -> list[float]:
    cosines = [each @ question for each in rows]
    return [float(0.5 * each[0] + 0.5 * max(each[1:], default=each[0])) for each in cosines]


QUESTION = unit(1, 999)[0]


def test_the_dense_score_joins_the_passage_and_its_best_sentence() -> None:
    rows = passages(40)
    vectors = Vectors.build(rows, DIMENSIONS)
    assert vectors.dense(QUESTION, np.arange(40)) == pytest.approx(expected(rows, QUESTION), abs=1e-5)
    some = np.array([7, 3, 30])
    assert vectors.dense(QUESTION, some) == pytest.approx([expected(rows, QUESTION)[n] for n in some], abs=1e-5)


def test_the_nearest_rows_name_their_passages_once() -> None:
    rows = passages(40)
    cosines = [float((each @ QUESTION).max()) for each in rows]
    found = Vectors.build(rows, DIMENSIONS).nearest(QUESTION, 10)
    assert int(np.argmax(cosines)) in found
    assert len(set(found.tolist())) == len(found) <= 10


def test_more_rows_asked_for_than_there_are() -> None:
    assert Vectors.build(passages(3), DIMENSIONS).nearest(QUESTION, 100).tolist() == [0, 1, 2]


def test_the_scale_is_that_of_all_passages() -> None:
    rows = passages(60)
    mean, deviation = Vectors.build(rows, DIMENSIONS).scale(QUESTION)
    assert mean == pytest.approx(np.mean(expected(rows, QUESTION)), abs=1e-5)
    assert deviation == pytest.approx(np.std(expected(rows, QUESTION)), abs=1e-5)


def test_the_scale_of_many_passages_is_close_to_that_of_all() -> None:
    rows = passages(3000)
    mean, deviation = Vectors.build(rows, DIMENSIONS).scale(QUESTION)
    truth = expected(rows, QUESTION)
    assert mean == pytest.approx(np.mean(truth), abs=0.15 * np.std(truth))
    assert deviation == pytest.approx(np.std(truth), rel=0.15)


def test_the_graph_finds_what_comparing_with_every_row_finds() -> None:
    rows = passages(800)
    exact, graph = Vectors.build(rows, DIMENSIONS), Vectors.build(rows, DIMENSIONS, exact_rows=100)
    for question in unit(20, 5):
        truth = set(exact.nearest(question, 40).tolist())
        assert len(truth & set(graph.nearest(question, 40).tolist())) >= 0.95 * len(truth)
        assert graph.dense(question, np.arange(800)) == pytest.approx(exact.dense(question, np.arange(800)), abs=1e-6)


@pytest.mark.parametrize("exact_rows", [1000, 10])
def test_what_is_saved_is_loaded(tmp_path: Path, exact_rows: int) -> None:
    built = Vectors.build(passages(50), DIMENSIONS, exact_rows=exact_rows)
    built.save(tmp_path)
    loaded = Vectors.load(tmp_path)
    assert np.array_equal(loaded.dense(QUESTION, np.arange(50)), built.dense(QUESTION, np.arange(50)))
    assert np.array_equal(loaded.nearest(QUESTION, 9), built.nearest(QUESTION, 9))
    assert np.array_equal(loaded.rows(6), built.rows(6))
    assert np.array_equal(loaded.wholes(np.array([6, 2])), np.stack([built.rows(6)[0], built.rows(2)[0]]))


def test_no_passages_at_all(tmp_path: Path) -> None:
    Vectors.build([], DIMENSIONS).save(tmp_path)
    assert Vectors.load(tmp_path).nearest(QUESTION, 5).tolist() == []


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    Vectors.build(passages(5), DIMENSIONS).save(tmp_path)
    (tmp_path / "vectors.faiss").write_bytes(b"nothing of the kind")
    with pytest.raises((RuntimeError, ValueError)):
        Vectors.load(tmp_path)
