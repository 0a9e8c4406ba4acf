"""The fast path: an e5 model run by onnxruntime, without torch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from index.builtin.folder import ONNX, PIECES
from index.builtin.tokenizer import PADDING, FastTokenizer
from index.errors import ModelError
from index.reading import Reading
from index.threads import threads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

# The model's own limit of positions.
TOKENS = 512
# Texts are padded to the longest of a batch: long passages are fastest one by one, sentences some together.
_BATCH_TOKENS = 192
_QUERY, _PASSAGE = "query: ", "passage: "
_LAST, _MIDDLE = "last_hidden_state", "middle"


class OnnxEmbedder:
    """A folder with a sentencepiece and an ONNX model, mean-pooled and normalized.

    Raises ModelError when the folder does not hold a model that runs.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        # Both are slow to load and leave the interpreter free meanwhile.
        with ThreadPoolExecutor(2) as pool:
            tokenizer = pool.submit(_tokenizer, folder)
            session = pool.submit(open_session, folder / ONNX)
            self._tokenizer = tokenizer.result()
            self._session = session.result()
        # One thread for each text is faster than several for one, which wait for one another after every layer.
        self._pool = ThreadPoolExecutor(threads())
        self.dimensions = int(self._session.get_outputs()[0].shape[-1])

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, float32 of shape (texts, dimensions)."""
        return self._encode([_QUERY + text for text in texts], None)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages, float32 of shape (texts, dimensions)."""
        return self._encode([_PASSAGE + text for text in texts], progress)

    def read_queries(self, texts: Sequence[str]) -> list[Reading]:
        """Return questions with their tokens."""
        return self._read(_QUERY, texts)

    def read_passages(self, texts: Sequence[str]) -> list[Reading]:
        """Return passages with their tokens."""
        return self._read(_PASSAGE, texts)

    def _read(self, prompt: str, texts: Sequence[str]) -> list[Reading]:
        encoded = [self._tokenizer.ids(prompt + text) for text in texts]
        states = list(self._pool.map(self._states, encoded)) if len(texts) > 1 else map(self._states, encoded)
        added = self._added(prompt)
        return [
            Reading(normalized(last.sum(axis=0, keepdims=True))[0], last[added:-1], middle) for last, middle in states
        ]

    def query_places(self, text: str) -> list[tuple[int, int]]:
        """Where the tokens of a question lie in it, in the order of ``Reading.tokens``; white space is of none."""
        cut = self._tokenizer.places(_QUERY + text)[self._added(_QUERY) - 1 :]
        return [(max(0, start - len(_QUERY)), end - len(_QUERY)) for start, end in cut]

    def _added(self, prompt: str) -> int:
        """How many tokens stand before those of a text."""
        return len(self._tokenizer.ids(prompt.strip())) - 1  # all but the end

    def _states(self, ids: list[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The last and the middle states of all tokens of one text, each of shape (tokens, dimensions)."""
        tokens = np.array([ids])
        fed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        (last,), (middle,) = self._session.run([_LAST, _MIDDLE], fed)
        return np.asarray(last, np.float32), np.asarray(middle, np.float32)

    def _encode(self, texts: Sequence[str], progress: Callable[[int], None] | None) -> NDArray[np.float32]:
        encoded = [self._tokenizer.ids(text) for text in texts]
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        batches = _batches([len(ids) for ids in encoded])[::-1]  # the longest first, so that no thread ends late
        jobs = [[encoded[i] for i in batch] for batch in batches]
        done = map(self._run, jobs) if len(jobs) == 1 else self._pool.map(self._run, jobs)
        for batch, rows in zip(batches, done, strict=True):
            vectors[batch] = rows
            if progress is not None:
                progress(len(batch))
        return vectors

    def _run(self, ids: list[list[int]]) -> NDArray[np.float32]:
        tokens = np.full((len(ids), max(map(len, ids))), PADDING, np.int64)
        mask = np.zeros_like(tokens)
        for row, each in enumerate(ids):
            tokens[row, : len(each)] = each
            mask[row, : len(each)] = 1
        (states,) = self._session.run([_LAST], {"input_ids": tokens, "attention_mask": mask})
        return normalized(np.einsum("nth,nt->nh", states, mask.astype(np.float32)))


def normalized(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row at length 1; a row of zeros stays one."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (vectors / np.maximum(length, 1e-12)).astype(np.float32)
    return unit


def _batches(lengths: list[int]) -> list[list[int]]:
    """Indices grouped so that texts of like length share a batch of bounded size."""
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and (len(batches[-1]) + 1) * lengths[index] <= _BATCH_TOKENS:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def _tokenizer(folder: Path) -> FastTokenizer:
    try:
        return FastTokenizer(folder / PIECES, TOKENS)
    except (OSError, RuntimeError) as trouble:
        raise ModelError(f"{folder / PIECES}: cannot be read ({trouble}); delete {folder}") from trouble


def open_session(file: Path) -> InferenceSession:
    """A model on one thread. Raises ModelError when the file is none."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as trouble:  # the library's exceptions share no other root
        raise ModelError(f"{file}: cannot be loaded ({trouble}); delete {file.parent}") from trouble
