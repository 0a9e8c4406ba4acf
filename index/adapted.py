"""The upper half of the built-in model, adapted to a purpose of its own.

An adapter holds two small matrices for each large one of the layers above the middle; their product is added to it
(low-rank adaptation, LoRA: Hu et al. 2021). It is merged once into a model in the user's cache folder, so that it costs
no time while running, and the lower half is computed once for the search and for this.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.builtin import folder, graph, weights
from index.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    from index.onnx_embedder import OnnxEmbedder
    from index.reading import Reading


@dataclass(frozen=True, slots=True)
class AdaptedWeights(weights.Weights):
    """The model's weights with an adapter: ``NAME.a`` of shape (rank, columns), ``NAME.b`` of shape (rows, rank)."""

    adapter: Mapping[str, NDArray[np.float16]]

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A matrix with what the adapter adds to it."""
        dense = self.blocks(name, columns).dense()
        own = name.removesuffix(".w")
        if f"{own}.a" not in self.adapter:
            return dense
        added: NDArray[np.float32] = self.adapter[f"{own}.b"].astype(np.float32) @ self.adapter[f"{own}.a"]
        return dense + added


class AdaptedStates:
    """States of tokens as the adapted upper half gives them."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session

    @classmethod
    def open(cls, cache: Path, name: str, adapter: Mapping[str, NDArray[np.float16]]) -> AdaptedStates:
        """Open the model of an adapter, making it in ``cache`` when it is not there yet.

        ``name`` tells one adapter from another. Making takes some two seconds. Raises ModelError as
        ``folder.ensure`` does.
        """
        from index.onnx_embedder import open_session

        file = cache / f"adapted-{folder.CHECKSUM[:12]}-{folder.FORM}-{name}.onnx"
        if not file.is_file():
            base = weights.read(folder.package_content())
            merged = AdaptedWeights(base.sizes, base.pieces, base.content, base.directory, adapter)
            _put_whole(file, graph.make_upper(merged))
        return cls(open_session(file))

    def of(self, middle: NDArray[np.float32]) -> NDArray[np.float32]:
        """The adapted states of one text, shape (tokens, hidden), from those of the middle."""
        mask = np.ones((1, len(middle)), np.int64)
        ((states,),) = self._session.run(["adapted"], {"middle": middle[None], "attention_mask": mask})
        return np.asarray(states, np.float32)


def _put_whole(file: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(prefix=folder.MAKING, dir=file.parent)
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        Path(made).replace(file)
    except OSError as trouble:
        raise ModelError(f"{file}: cannot be written: {trouble.strerror or trouble}") from trouble


class AdaptedReader:
    """Reads questions by adapted halves of the model; ``read`` is how the whole model reads one."""

    def __init__(
        self, embedder: OnnxEmbedder, read: Callable[[str], Reading], adapted: Sequence[AdaptedStates]
    ) -> None:
        self._embedder = embedder
        self._read = read
        self._adapted = tuple(adapted)

    def states(self, text: str) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
        """The states of all tokens of a question in each adapted half, and the places of those of the question itself.

        The states are of shape (halves, tokens, hidden).
        """
        middle = self._read(text).middle
        if middle is None:
            raise ValueError("the adapted half goes on from the built-in model, and another one was given")
        return np.stack([each.of(middle) for each in self._adapted]), self._embedder.query_places(text)
