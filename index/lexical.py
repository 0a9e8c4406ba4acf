"""BM25 over the passages' words, by bm25s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bm25s import BM25
    from numpy.typing import NDArray

# In a passage of one paragraph a word's repetition says little, so k1 is low and the score is close to the
# idf of the words found. Measured in docs/decisions/fusion.md.
_OPTIONS = {"k1": 0.4, "b": 0.75, "method": "lucene"}


@dataclass(frozen=True, slots=True)
class Match:
    """How well every passage holds the words of a question; float32 arrays of one value a passage.

    ``scores`` is BM25. ``shares`` is BM25 divided by the question's idf mass: 0 to 1, and comparable between
    questions, since a word that no passage has counts in the whole. ``covers`` is the share of that mass
    whose words the passage holds at all.
    """

    scores: NDArray[np.float32]
    shares: NDArray[np.float32]
    covers: NDArray[np.float32]


class Lexical:
    """The inverted index of ``count`` passages."""

    def __init__(self, engine: BM25 | None, count: int) -> None:
        self._engine = engine
        self.count = count

    @classmethod
    def build(cls, passages: Sequence[Sequence[str]]) -> Lexical:
        """Index the words of each passage."""
        if not any(passages):
            return cls(None, len(passages))
        import bm25s

        engine = bm25s.BM25(**_OPTIONS)
        engine.index([list(words) for words in passages], show_progress=False)
        return cls(engine, len(passages))

    def match(self, words: Iterable[str]) -> Match:
        """Return how well each passage holds these words, each counted once."""
        scores = np.zeros(self.count, np.float32)
        covers = np.zeros(self.count, np.float32)
        mass = 0.0
        for word in dict.fromkeys(words):
            rows, values = self._postings(word)
            idf = self._idf(len(rows))
            mass += idf
            scores[rows] += values
            covers[rows] += idf
        whole = np.float32(mass or 1.0)
        return Match(scores, scores / whole, covers / whole)

    def idf(self, word: str) -> float:
        """The inverse document frequency of a word, at least 0; highest for a word never seen."""
        return self._idf(len(self._postings(word)[0]))

    def _idf(self, holding: int) -> float:
        return float(np.log1p((self.count - holding + 0.5) / (holding + 0.5)))

    def _postings(self, word: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The passages that hold a word, and its BM25 score in each."""
        number = None if self._engine is None else self._engine.vocab_dict.get(word)
        if self._engine is None or not word or number is None:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        matrix = self._engine.scores
        span = slice(matrix["indptr"][number], matrix["indptr"][number + 1])
        return matrix["indices"][span], matrix["data"][span]

    def save(self, folder: Path) -> None:
        """Write the index into a folder, which is made."""
        folder.mkdir()
        if self._engine is not None:
            self._engine.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, count: int) -> Lexical:
        """Read what ``save`` wrote. Raises OSError, ValueError or KeyError when it is damaged."""
        if not any(folder.iterdir()):
            return cls(None, count)
        import bm25s

        return cls(bm25s.BM25.load(folder, show_progress=False), count)
