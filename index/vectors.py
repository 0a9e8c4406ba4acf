"""Nearest passages by cosine, by FAISS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from index.onnx_embedder import threads

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


class Vectors:
    """The vectors of all passages, float32 of shape (passages, dimensions), each of length 1."""

    def __init__(self, engine: Any, rows: NDArray[np.float32]) -> None:
        self._engine = engine
        self.rows = rows

    @classmethod
    def build(cls, rows: NDArray[np.float32]) -> Vectors:
        """Index the vectors."""
        import faiss

        faiss.omp_set_num_threads(threads())
        engine = faiss.IndexFlatIP(rows.shape[1])
        engine.add(np.ascontiguousarray(rows))
        return cls(engine, rows)

    def nearest(self, vector: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
        """Return the numbers of the nearest passages, nearest first, at most ``limit``."""
        _cosines, numbers = self._engine.search(vector.reshape(1, -1), min(limit, len(self.rows)))
        found: NDArray[np.int64] = numbers[0]
        return found[found >= 0]

    def cosines(self, vector: NDArray[np.float32], numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of a question with each of these passages."""
        return self.rows[numbers] @ vector

    def scale(self, vector: NDArray[np.float32]) -> tuple[float, float]:
        """Return the mean and the standard deviation of a question's cosine over all passages."""
        cosines = self.rows @ vector
        return float(cosines.mean()), float(cosines.std())

    def save(self, file: Path) -> None:
        """Write the vectors to a file."""
        np.save(file, self.rows, allow_pickle=False)

    @classmethod
    def load(cls, file: Path) -> Vectors:
        """Read what ``save`` wrote. Raises OSError or ValueError when it is damaged."""
        return cls.build(np.load(file, allow_pickle=False))
