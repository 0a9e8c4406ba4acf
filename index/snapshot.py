"""One complete index in memory, and how it lies in its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.lexical import Lexical
from index.model import Chunk
from index.text import words
from index.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Passages with their vectors and words; a passage's number is its place in ``chunks``."""

    chunks: tuple[Chunk, ...]
    vectors: Vectors
    lexical: Lexical

    @classmethod
    def build(cls, chunks: Sequence[Chunk], rows: NDArray[np.float32]) -> Snapshot:
        """Index passages whose vectors are ``rows``."""
        lexical = Lexical.build([words(context(chunk), chunk.language) for chunk in chunks])
        return cls(tuple(chunks), Vectors.build(rows), lexical)

    def save(self, folder: Path) -> None:
        """Write everything into an existing folder."""
        lines = (json.dumps(asdict(chunk), ensure_ascii=False) for chunk in self.chunks)
        (folder / "chunks.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        self.vectors.save(folder / "vectors.npy")
        self.lexical.save(folder / "words")

    @classmethod
    def load(cls, folder: Path) -> Snapshot:
        """Read what ``save`` wrote. Raises OSError or ValueError when it is damaged."""
        with (folder / "chunks.jsonl").open(encoding="utf-8") as lines:
            chunks = tuple(_chunk(json.loads(line)) for line in lines)
        return cls(chunks, Vectors.load(folder / "vectors.npy"), Lexical.load(folder / "words", len(chunks)))


def context(chunk: Chunk) -> str:
    """The text by which a passage is found."""
    return chunk.text


def _chunk(read: dict[str, Any]) -> Chunk:
    sentences = tuple((start, end) for start, end in read.pop("sentences"))
    return Chunk(**{**read, "heading": tuple(read["heading"])}, sentences=sentences)
