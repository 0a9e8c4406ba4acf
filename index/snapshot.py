"""One complete index in memory, and how it lies in its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.lexical import Lexical
from index.model import Chunk
from index.text import words
from index.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Passages with their vectors and words; a passage's number is its place in ``chunks``.

    ``sentences`` holds the vectors of all sentences, float16 of shape (sentences, dimensions), in the order of
    the passages and within each. ``numbers`` finds a passage's number by its id.
    """

    chunks: tuple[Chunk, ...]
    vectors: Vectors
    lexical: Lexical
    sentences: NDArray[np.float16]
    numbers: Mapping[str, int]
    _first: NDArray[np.int64]

    @classmethod
    def build(cls, chunks: Sequence[Chunk], rows: Sequence[NDArray[np.float32]]) -> Snapshot:
        """Index passages; ``rows`` holds for each its own vector and those of its sentences."""
        lexical = Lexical.build([words(context(chunk), chunk.language) for chunk in chunks])
        width = rows[0].shape[1] if rows else 1
        whole = np.array([each[0] for each in rows], np.float32).reshape(len(rows), width)
        sentences = np.concatenate([np.zeros((0, width), np.float32), *(each[1:] for each in rows)])
        return cls._joined(chunks, Vectors.build(whole), lexical, sentences.astype(np.float16))

    @classmethod
    def _joined(
        cls, chunks: Sequence[Chunk], vectors: Vectors, lexical: Lexical, sentences: NDArray[np.float16]
    ) -> Snapshot:
        first = np.cumsum([0, *(len(chunk.sentences) for chunk in chunks)])
        if first[-1] != len(sentences):
            raise ValueError(f"{len(sentences)} vectors for {first[-1]} sentences")
        numbers = {chunk.id: number for number, chunk in enumerate(chunks)}
        return cls(tuple(chunks), vectors, lexical, sentences, numbers, first)

    def sentence_rows(self, number: int) -> NDArray[np.float32]:
        """The vectors of one passage's sentences, shape (sentences, dimensions)."""
        return self.sentences[self._first[number] : self._first[number + 1]].astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write everything into an existing folder."""
        lines = (json.dumps(asdict(chunk), ensure_ascii=False) for chunk in self.chunks)
        (folder / "chunks.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        self.vectors.save(folder / "vectors.npy")
        np.save(folder / "sentences.npy", self.sentences, allow_pickle=False)
        self.lexical.save(folder / "words")

    @classmethod
    def load(cls, folder: Path) -> Snapshot:
        """Read what ``save`` wrote. Raises OSError or ValueError when it is damaged."""
        with (folder / "chunks.jsonl").open(encoding="utf-8") as lines:
            chunks = tuple(_chunk(json.loads(line)) for line in lines)
        vectors, lexical = Vectors.load(folder / "vectors.npy"), Lexical.load(folder / "words", len(chunks))
        return cls._joined(chunks, vectors, lexical, np.load(folder / "sentences.npy", allow_pickle=False))


def context(chunk: Chunk) -> str:
    """The text by which a passage is found."""
    return chunk.text


def _chunk(read: dict[str, Any]) -> Chunk:
    sentences = tuple((start, end) for start, end in read.pop("sentences"))
    return Chunk(**{**read, "heading": tuple(read["heading"])}, sentences=sentences)
