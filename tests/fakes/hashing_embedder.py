"""An embedding model that needs no weights: texts that share words have near vectors."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from index.reading import Reading
from index.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


class HashingEmbedder:
    """Each word adds a direction of its own; ``embedded`` keeps the passages that were asked for."""

    def __init__(self, name: str = "hashing", dimensions: int = 32) -> None:
        self.name = name
        self.dimensions = dimensions
        self.embedded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), self.dimensions)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.embedded += texts
        if progress is not None:
            progress(len(texts))
        return self.encode_queries(texts)

    def read_queries(self, texts: Sequence[str]) -> list[Reading]:
        """Each word is a token."""
        vectors = self.encode_queries(texts)
        return [Reading(vector, self.encode_queries(words(text))) for vector, text in zip(vectors, texts, strict=True)]

    def read_passages(self, texts: Sequence[str]) -> list[Reading]:
        self.embedded += texts
        return self.read_queries(texts)

    def _vector(self, text: str) -> NDArray[np.float64]:
        total = np.zeros(self.dimensions)
        for word in words(text):
            seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest())
            total += np.random.default_rng(seed).normal(size=self.dimensions)
        return total / (np.linalg.norm(total) or 1.0)
