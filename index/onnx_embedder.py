"""The fast path: an e5 model run by onnxruntime, without torch."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from index.builtin.folder import ONNX
from index.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

# The model's own limit of positions.
TOKENS = 512
_PASSAGE = "passage: "
# Texts are padded to the longest of a batch: long passages are fastest one by one, short ones together.
_BATCH_TOKENS = 192


class OnnxEmbedder:
    """A folder with ``tokenizer.json`` and an ONNX model, mean-pooled and normalized.

    Raises ModelError when the folder does not hold a model that runs.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        # Both are slow to load and leave the interpreter free meanwhile.
        with ThreadPoolExecutor(2) as pool:
            tokenizer = pool.submit(_tokenizer, folder)
            session = pool.submit(_session, folder)
            self._tokenizer = tokenizer.result()
            self._session = session.result()
        self.dimensions = int(self._session.get_outputs()[0].shape[-1])

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, float32 of shape (texts, dimensions)."""
        return self._encode([f"query: {text}" for text in texts], None)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages, float32 of shape (texts, dimensions)."""
        return self._encode([f"{_PASSAGE}{text}" for text in texts], progress)

    def encode_parts(
        self,
        texts: Sequence[str],
        parts: Sequence[Sequence[tuple[int, int]]],
        progress: Callable[[int], None] | None = None,
    ) -> list[NDArray[np.float32]]:
        """Return the vectors of passages and their parts, float32 of shape (1 + parts, dimensions) each.

        One run of the network serves both: a part's vector is the mean of its tokens' states within the
        passage ("late chunking", Günther et al. 2024), so it knows what its pronouns stand for.
        """
        encoded = self._tokenizer.encode_batch([f"{_PASSAGE}{text}" for text in texts])
        found = [np.zeros((0, self.dimensions), np.float32)] * len(texts)
        for batch in _batches([len(encoding.ids) for encoding in encoded]):
            states, _ = self._states([encoded[i].ids for i in batch])
            for row, i in enumerate(batch):
                within = _within(encoded[i].offsets, parts[i])
                found[i] = normalized(within @ states[row, : within.shape[1]])
            if progress is not None:
                progress(len(batch))
        return found

    def _encode(self, texts: Sequence[str], progress: Callable[[int], None] | None) -> NDArray[np.float32]:
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for batch in _batches([len(ids) for ids in encoded]):
            vectors[batch] = self._run([encoded[i] for i in batch])
            if progress is not None:
                progress(len(batch))
        return vectors

    def _run(self, ids: list[list[int]]) -> NDArray[np.float32]:
        states, mask = self._states(ids)
        return normalized(np.einsum("nth,nt->nh", states, mask))

    def _states(self, ids: list[list[int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The states of all tokens, shape (texts, tokens, dimensions), and which are no padding (texts, tokens)."""
        tokens = np.ones((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(tokens)
        for row, each in enumerate(ids):
            tokens[row, : len(each)] = each
            mask[row, : len(each)] = 1
        (states,) = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})
        return states, mask.astype(np.float32)


def normalized(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row at length 1; a row of zeros stays one."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (vectors / np.maximum(length, 1e-12)).astype(np.float32)
    return unit


def _within(offsets: list[tuple[int, int]], parts: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """Which tokens lie in which part, shape (1 + parts, tokens): first in the whole, that is all of them.

    A part beyond the model's limit has no tokens and counts as the whole.
    """
    starts, ends = np.array(offsets).T - len(_PASSAGE)
    bounds = np.array(parts, np.int64).reshape(-1, 2, 1)
    held = (starts < bounds[:, 1]) & (ends > bounds[:, 0]) & (ends > starts)
    inside = held | ~held.any(axis=1, keepdims=True)
    return np.vstack([np.ones((1, len(starts))), inside]).astype(np.float32)


def _batches(lengths: list[int]) -> list[list[int]]:
    """Indices grouped so that texts of like length share a batch of bounded size."""
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and (len(batches[-1]) + 1) * lengths[index] <= _BATCH_TOKENS:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as trouble:  # the library raises bare Exception
        raise ModelError(f"{folder / 'tokenizer.json'}: cannot be read ({trouble}); delete {folder}") from trouble
    tokenizer.enable_truncation(TOKENS)
    return tokenizer


def _session(folder: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Left alone, each of several thread pools takes all cores and they wait for one another.
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(folder / ONNX), options, providers=["CPUExecutionProvider"])
    except Exception as trouble:  # the library's exceptions share no other root
        raise ModelError(f"{folder / ONNX}: cannot be loaded ({trouble}); delete {folder}") from trouble


def threads() -> int:
    """The cores that this process may use, at most four: a question is too short for more."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(4, allowed))
