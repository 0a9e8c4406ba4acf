"""Texts to vectors: what an embedding model must do, and a text as one reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a model reads it.

    ``vector`` is that of the text, shape (dimensions,), and ``tokens`` are the states of its tokens, shape (tokens,
    width), without those that the model adds. Both are float32; the width may differ from the dimensions. ``middle``
    are the states of all tokens halfway through the built-in model; other models give none.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]
    middle: NDArray[np.float32] | None = None


class Embedder(Protocol):
    """An embedding model. Vectors are float32 of shape (texts, ``dimensions``) and of length 1."""

    @property
    def name(self) -> str:
        """What it is, with a checksum where it can change: vectors of two names do not compare."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions."""
        ...

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages. ``progress`` is told how many more are done, each time."""
        ...

    def read_queries(self, texts: Sequence[str]) -> list[Reading]:
        """Return questions with their tokens."""
        ...

    def read_passages(self, texts: Sequence[str]) -> list[Reading]:
        """Return passages with their tokens."""
        ...
