"""The vectors of all passages and their sentences, searched by FAISS.

A passage has several rows: itself first, then its sentences. While there are few, FAISS compares a question
with every row; beyond ``EXACT_ROWS`` it walks a graph instead, which finds the same passages in a fraction
of the time. Where that begins to pay was measured: ``docs/decisions/faiss-crossover.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from index import fusion
from index.threads import compute_on_one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from faiss import Index
    from numpy.typing import NDArray

EXACT_ROWS = 100_000
# Of the graph: neighbours of a row, and how widely it is searched when built and when asked.
_NEIGHBOURS, _BUILD_WIDTH, _SEARCH_WIDTH = 32, 80, 1000
# Passages from which the spread of a question's cosines is told when there are more.
_SAMPLE = 512


class Vectors:
    """Rows of length 1, float32 of shape (rows, dimensions), ``counts[i]`` of them for the i-th passage."""

    def __init__(self, engine: Index, counts: NDArray[np.int64]) -> None:
        import faiss

        self._engine = engine
        self._first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._owner = np.repeat(np.arange(len(counts)), counts)
        flat: Any = faiss.downcast_index(engine.storage) if hasattr(engine, "storage") else engine
        # FAISS's own memory, so that nothing is held twice; it is gone with the engine, so no view of it leaves here.
        self._rows = faiss.rev_swig_ptr(flat.get_xb(), engine.ntotal * engine.d).reshape(-1, engine.d)
        self._sample = np.unique(np.linspace(0, len(counts) - 1, min(_SAMPLE, len(counts))).astype(np.int64))

    @classmethod
    def build(cls, rows: Sequence[NDArray[np.float32]], dimensions: int, *, exact_rows: int = EXACT_ROWS) -> Vectors:
        """Index passages, each with its rows, shape (rows of it, dimensions)."""
        compute_on_one_thread()
        together = np.concatenate([np.zeros((0, dimensions), np.float32), *rows])
        engine = exact(dimensions) if len(together) <= exact_rows else graph(dimensions)
        engine.add(together)
        return cls(engine, np.array([len(each) for each in rows], np.int64))

    def nearest(self, vector: NDArray[np.float32], rows: int) -> NDArray[np.int64]:
        """Return the numbers of the passages that own the nearest ``rows`` rows, in ascending order."""
        _cosines, found = self._engine.search(vector.reshape(1, -1), max(1, min(rows, self._engine.ntotal)))
        return np.unique(self._owner[found[0][found[0] >= 0]])

    def dense(self, vector: NDArray[np.float32], numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the dense score of each of these passages (at least one), as ``fusion.dense`` tells it."""
        counts = self._first[numbers + 1] - self._first[numbers]
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        places = np.arange(counts.sum()) - np.repeat(starts - self._first[numbers], counts)
        cosines = self._rows[places] @ vector
        return fusion.dense(cosines[starts], _best_part(cosines, starts, counts))

    def scale(self, vector: NDArray[np.float32]) -> tuple[float, float]:
        """Return the mean and the standard deviation of a question's dense score over all passages."""
        scores = self.dense(vector, self._sample)
        return float(scores.mean()), float(scores.std())

    def rows(self, number: int) -> NDArray[np.float32]:
        """A copy of the rows of one passage."""
        return self._rows[self._first[number] : self._first[number + 1]].copy()

    def wholes(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows of these passages as a whole, shape (passages, dimensions)."""
        wholes: NDArray[np.float32] = self._rows[self._first[numbers]]
        return wholes

    def save(self, folder: Path) -> None:
        """Write the vectors into an existing folder."""
        import faiss

        (folder / "vectors.faiss").write_bytes(faiss.serialize_index(self._engine).tobytes())
        np.save(folder / "rows.npy", np.diff(self._first), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Vectors:
        """Read what ``save`` wrote. Raises OSError, ValueError or RuntimeError when it is damaged."""
        import faiss

        compute_on_one_thread()
        stored = np.fromfile(folder / "vectors.faiss", np.uint8)
        return cls(faiss.deserialize_index(stored), np.load(folder / "rows.npy", allow_pickle=False))


def exact(dimensions: int) -> Index:
    """An index that compares a question with every row."""
    import faiss

    return faiss.IndexFlatIP(dimensions)


def graph(dimensions: int) -> Index:
    """An index that walks from row to row towards a question."""
    import faiss

    engine = faiss.IndexHNSWFlat(dimensions, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    engine.hnsw.efConstruction, engine.hnsw.efSearch = _BUILD_WIDTH, _SEARCH_WIDTH
    return engine


def _best_part(
    cosines: NDArray[np.float32], starts: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.float32]:
    """The best cosine among a passage's sentences, or its own where it has none."""
    parts = cosines.copy()
    parts[starts[counts > 1]] = -1.0
    best: NDArray[np.float32] = np.maximum.reduceat(parts, starts)
    return best
