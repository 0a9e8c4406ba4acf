"""An embedding model whose vectors are kept in a file, so that a benchmark can be run over and over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from index.tokens import Ordinary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.reading import Embedder, Reading

_AT_A_TIME = 64


class Remembered:
    """An embedder in front of another; ``learn_...`` embeds what is not in the file yet and writes it."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self._embedder = embedder
        self._file = file
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self.ordinary = Ordinary.of(embedder)
        self.signs: dict[str, NDArray[np.uint8]] = {}
        self._known: dict[str, NDArray[np.float32]] = {}
        if file.exists():
            kept = np.load(file, allow_pickle=False)
            if str(kept["model"]) == self.name:
                self._known = dict(zip(kept["texts"].tolist(), kept["rows"].astype(np.float32), strict=True))
                each = np.split(kept["signs"], np.cumsum(kept["counts"])[:-1])
                self.signs = dict(zip(kept["read"].tolist(), each, strict=True))

    def learn_passages(self, texts: Iterable[str]) -> None:
        """Embed and keep passages."""
        self._learn("p", texts, self._embedder.encode_passages)

    def learn_tokens(self, texts: Iterable[str]) -> None:
        """Read and keep passages: their vectors, and in ``signs`` what an index keeps of their tokens."""

        def read(some: Sequence[str]) -> list[NDArray[np.float32]]:
            readings = self._embedder.read_passages(some)
            self.signs.update(zip(some, (self.ordinary.signs(each.tokens) for each in readings), strict=True))
            return [each.vector for each in readings]

        self._learn("p", texts, read)

    def read_queries(self, texts: Sequence[str]) -> list[Reading]:
        """Return questions with their tokens, which are not kept."""
        return self._embedder.read_queries(texts)

    def read_passages(self, texts: Sequence[str]) -> list[Reading]:
        """Return passages with their tokens, which are not kept."""
        return self._embedder.read_passages(texts)

    def learn_queries(self, texts: Iterable[str]) -> None:
        """Embed and keep questions."""
        self._learn("q", texts, self._embedder.encode_queries)

    def encode_passages(
        self,
        texts: Sequence[str],
        progress: Callable[[int], None] | None = None,  # noqa: ARG002 the embedder's interface
    ) -> NDArray[np.float32]:
        """Return the vectors of passages."""
        return self._rows("p", texts, self._embedder.encode_passages)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions."""
        return self._rows("q", texts, self._embedder.encode_queries)

    def _learn(self, kind: str, texts: Iterable[str], encode: Callable) -> None:
        missing = [text for text in dict.fromkeys(texts) if kind + text not in self._known]
        for start in tqdm(range(0, len(missing), _AT_A_TIME), unit_scale=_AT_A_TIME, disable=not missing):
            some = missing[start : start + _AT_A_TIME]
            self._known.update(zip((kind + text for text in some), encode(some), strict=True))
        if missing:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            rows = np.array(list(self._known.values()), np.float16)
            signs = {
                "read": np.array(list(self.signs)),
                "signs": np.concatenate(list(self.signs.values())),
                "counts": [len(each) for each in self.signs.values()],
            }
            np.savez(self._file, model=self.name, texts=np.array(list(self._known)), rows=rows, **signs)

    def _rows(self, kind: str, texts: Sequence[str], encode: Callable) -> NDArray[np.float32]:
        for text in texts:
            if kind + text not in self._known:
                self._known[kind + text] = encode([text])[0]
        return np.array([self._known[kind + text] for text in texts], np.float32).reshape(-1, self.dimensions)
