"""Finds the passages that answer a question."""

from __future__ import annotations

import threading
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index import fusion
from index.chunker import CHUNKER_VERSION
from index.errors import IndexUnfitError
from index.manifest import MEND
from index.model import Hit
from index.snapshot import Snapshot
from index.storage import Storage
from index.text import asked_words
from index.views import sentence_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.lexical import Match
    from index.model import Chunk
    from index.reading import Embedder

# What each of the two rankings brings: the best of both together are among them. A passage has some six rows.
NEAREST_ROWS = 400
MATCHING = 100
# How many of the best have their tokens looked at, which takes most of the time of a find.
_ALIGNED = 30
_REMEMBERED = 64


class Search:
    """An open index. Questions may be asked from several threads, also while ``refresh`` runs."""

    def __init__(self, storage: Storage, embedder: Embedder, version: str, snapshot: Snapshot) -> None:
        self._storage = storage
        self.embedder = embedder
        self._state = (version, snapshot)
        self._refreshing = threading.Lock()
        # One question is looked up several times on the way to its answer.
        self.reading = lru_cache(maxsize=_REMEMBERED)(lambda text: embedder.read_queries([text])[0])
        self._fixed = lru_cache(maxsize=_REMEMBERED)(embedder.encode_passages)
        self._kept: Callable[[Chunk], bool] | None = None

    @classmethod
    def open(cls, folder: Path, embedder: Embedder) -> Search:
        """Open the current version.

        Raises IndexMissingError when there is none, IndexUnfitError when it was made by another model,
        chunker or format, or is damaged.
        """
        storage = Storage(folder)
        return cls(storage, embedder, *_load(storage, embedder))

    def narrowed(self, kept: Callable[[Chunk], bool]) -> Search:
        """The same search over the passages that are ``kept`` alone: whatever it finds is one of them."""
        narrow = copy(self)
        narrow._kept = kept  # noqa: SLF001 - of its own class
        return narrow

    def find(self, text: str, language: str = "", limit: int = 8) -> list[Hit]:
        """Return the passages that answer a question best, best first, at most ``limit``.

        ``language`` is the question's, a code such as ``fr``; empty when unknown.
        """
        snapshot = self._state[1]
        if not snapshot.chunks or not text.strip() or limit < 1:
            return []
        reading = self.reading(text)
        match = snapshot.lexical.match(asked_words(text, language))
        numbers = _candidates(snapshot, reading.vector, match) if self._kept is None else _those(snapshot, self._kept)
        if not len(numbers):
            return []
        mean, deviation = snapshot.vectors.scale(reading.vector)
        dense = snapshot.vectors.dense(reading.vector, numbers)
        scores = fusion.fuse(dense, match.shares[numbers], mean=mean, deviation=deviation)
        order = np.argsort(-scores, kind="stable")
        numbers, scores = numbers[order], scores[order]
        aligned = fusion.spread(snapshot.tokens.aligned(reading.tokens, numbers[:_ALIGNED]), len(numbers))
        scores = scores + aligned / np.float32(fusion.ALIGNMENT)
        best = _distinct(snapshot, numbers, np.argsort(-scores, kind="stable"))[:limit]
        cosines = snapshot.vectors.wholes(numbers[best]) @ reading.vector
        return [
            Hit(
                chunk=snapshot.chunks[numbers[at]],
                score=float(scores[at]),
                dense=float(cosine),
                lexical=float(match.scores[numbers[at]]),
                cover=float(match.covers[numbers[at]]),
                aligned=float(aligned[at]),
            )
            for at, cosine in zip(best, cosines, strict=True)
        ]

    def passages(self, sources: Collection[str]) -> list[Chunk]:
        """All passages of some sources, in the order of their texts."""
        found = [chunk for chunk in self._state[1].chunks if chunk.source in sources]
        return sorted(found, key=lambda chunk: (chunk.source, chunk.start))

    def sentence_rows(self, chunk: Chunk) -> NDArray[np.float32]:
        """The vectors of a passage's sentences, float32 of shape (sentences, dimensions)."""
        snapshot = self._state[1]
        number = snapshot.numbers.get(chunk.id)
        if number is not None and snapshot.chunks[number] == chunk:
            return snapshot.sentence_rows(number)
        return self.embedder.encode_passages(sentence_texts(chunk))  # the index was refreshed since it was found

    def sentence_cosines(self, question: str, chunk: Chunk) -> NDArray[np.float32]:
        """Return the cosine of a question with each sentence of a passage, in their order."""
        cosines: NDArray[np.float32] = self.sentence_rows(chunk) @ self.reading(question).vector
        return cosines

    def cosines(self, question: str, texts: tuple[str, ...]) -> NDArray[np.float32]:
        """Return the cosine of a question with each of some fixed texts, taken as passages; they are remembered."""
        cosines: NDArray[np.float32] = self._fixed(texts) @ self.reading(question).vector
        return cosines

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of texts taken as questions, float32 of shape (texts, dimensions)."""
        if len(texts) == 1:
            vectors: NDArray[np.float32] = self.reading(texts[0]).vector.reshape(1, -1)
            return vectors
        return self.embedder.encode_queries(texts)

    def session_cosines(self, texts: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.float32], NDArray[np.float32]]:
        """The cosines of texts, taken as questions, with every session: its best passage, and its title.

        The session ids, and two arrays, float32 of shape (texts, sessions).
        """
        snapshot = self._state[1]
        owned: dict[str, list[int]] = {}
        for number, chunk in enumerate(snapshot.chunks):
            if chunk.kind == "session" and chunk.session:
                owned.setdefault(chunk.session, []).append(number)
        asked = self.encode(texts)
        if not owned:
            return (), np.zeros((len(asked), 0), np.float32), np.zeros((len(asked), 0), np.float32)
        numbers = np.array([number for group in owned.values() for number in group], np.int64)
        starts = np.cumsum([0, *(len(group) for group in owned.values())])[:-1]
        wholes = np.maximum.reduceat(asked @ snapshot.vectors.wholes(numbers).T, starts, axis=1)
        titles = np.stack([snapshot.vectors.rows(group[0])[1] for group in owned.values()])
        return tuple(owned), wholes, asked @ titles.T

    def refresh(self) -> bool:
        """Take over a version that was built since; True when there was one.

        Raises StorageError when it does not fit or is damaged: the old one stays in use then.
        """
        with self._refreshing:
            if self._storage.current() == self._state[0]:
                return False
            self._state = _load(self._storage, self.embedder)
            return True


def _load(storage: Storage, embedder: Embedder) -> tuple[str, Snapshot]:
    """The current version and its content; tried again when builds replaced it meanwhile."""
    while True:
        version = storage.current()
        try:
            manifest = storage.manifest(version)
            manifest.demand(embedder.name, CHUNKER_VERSION)
            return version, _read(storage.checked(version, manifest))
        except IndexUnfitError:
            if storage.current() == version:
                raise


def _read(folder: Path) -> Snapshot:
    try:
        return Snapshot.load(folder)
    except (OSError, ValueError, TypeError, KeyError, RuntimeError) as trouble:
        raise IndexUnfitError(f"{folder}: is damaged: {MEND}") from trouble


def _distinct(snapshot: Snapshot, numbers: NDArray[np.int64], order: NDArray[np.int64]) -> list[int]:
    """The places in their order, of passages with the same text only the first: a session that is held three times."""
    first: dict[str, int] = {}
    for place in order.tolist():
        first.setdefault(snapshot.chunks[numbers[place]].text, place)
    return list(first.values())


def _those(snapshot: Snapshot, kept: Callable[[Chunk], bool]) -> NDArray[np.int64]:
    return np.array([number for number, chunk in enumerate(snapshot.chunks) if kept(chunk)], np.int64)


def _candidates(snapshot: Snapshot, vector: NDArray[np.float32], match: Match) -> NDArray[np.int64]:
    """The passages that either ranking puts among its best, in ascending order."""
    nearest = snapshot.vectors.nearest(vector, NEAREST_ROWS)
    matching = np.argsort(-match.shares, kind="stable")[:MATCHING]
    return np.union1d(nearest, matching[match.shares[matching] > 0])
