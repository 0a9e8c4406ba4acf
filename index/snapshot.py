"""One complete index in memory, and how it lies in its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.lexical import Lexical
from index.model import Chunk
from index.tokens import Tokens
from index.vectors import Vectors
from index.views import lexical_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Passages with their vectors, tokens and words; a passage's number is its place in ``chunks``.

    ``numbers`` finds it by the passage's id.
    """

    chunks: tuple[Chunk, ...]
    vectors: Vectors
    tokens: Tokens
    lexical: Lexical
    numbers: Mapping[str, int]

    @classmethod
    def build(
        cls, chunks: Sequence[Chunk], rows: Sequence[NDArray[np.float32]], tokens: Tokens, dimensions: int
    ) -> Snapshot:
        """Index passages; ``rows`` holds for each the vectors of its ``embedded_texts``."""
        lexical = Lexical.build([lexical_words(chunk) for chunk in chunks])
        return cls._numbered(chunks, Vectors.build(rows, dimensions), tokens, lexical)

    def sentence_rows(self, number: int) -> NDArray[np.float32]:
        """The vectors of one passage's sentences, shape (sentences, dimensions)."""
        return self.vectors.rows(number)[1 : 1 + len(self.chunks[number].sentences)]

    def save(self, folder: Path) -> None:
        """Write everything into an existing folder."""
        lines = (json.dumps(asdict(chunk), ensure_ascii=False) for chunk in self.chunks)
        (folder / "chunks.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        self.vectors.save(folder)
        self.tokens.save(folder)
        self.lexical.save(folder / "words")

    @classmethod
    def load(cls, folder: Path) -> Snapshot:
        """Read what ``save`` wrote.

        Raises OSError, ValueError, TypeError, KeyError or RuntimeError when it is damaged.
        """
        with (folder / "chunks.jsonl").open(encoding="utf-8") as lines:
            chunks = [_chunk(json.loads(line)) for line in lines]
        lexical = Lexical.load(folder / "words", len(chunks))
        return cls._numbered(chunks, Vectors.load(folder), Tokens.load(folder), lexical)

    @classmethod
    def _numbered(cls, chunks: Sequence[Chunk], vectors: Vectors, tokens: Tokens, lexical: Lexical) -> Snapshot:
        return cls(tuple(chunks), vectors, tokens, lexical, {chunk.id: number for number, chunk in enumerate(chunks)})


def _chunk(read: dict[str, Any]) -> Chunk:
    sentences = tuple((start, end) for start, end in read.pop("sentences"))
    return Chunk(**{**read, "heading": tuple(read["heading"])}, sentences=sentences)
