"""Knowledge to an index folder; what did not change is not embedded again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from index.chunker import CHUNKER_VERSION, document_chunks, session_chunks
from index.errors import StorageError
from index.manifest import Manifest
from index.snapshot import Snapshot
from index.storage import Storage
from index.tokens import Ordinary, Tokens
from index.views import embedded_texts, whole_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.model import Chunk
    from index.reading import Embedder
    from knowledge.model import Document, Knowledge, Session

# Passages embedded at a time: enough to batch their sentences well, few enough to show progress.
_AT_A_TIME = 16


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``documents`` counts speeches and pages, ``sessions`` the program's entries.

    ``passages`` is the sum of ``embedded`` and ``reused``. ``skipped`` names each source that gave no
    passage, with the reason.
    """

    documents: int
    sessions: int
    passages: int
    embedded: int
    reused: int
    skipped: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        made = f"{self.passages} passages ({self.embedded} embedded, {self.reused} reused)"
        told = [f"{made} of {self.documents} speeches and pages and {self.sessions} sessions"]
        return "\n".join([*told, *(f"{source}: skipped: {reason}" for source, reason in self.skipped)])


def build(
    knowledge: Knowledge,
    folder: Path,
    embedder: Embedder,
    *,
    rebuild: bool = False,
    progress: Callable[[int, int], None] | None = None,
    wait: float = 60.0,
) -> BuildReport:
    """Bring the index in ``folder`` up to date and return what was done.

    ``progress`` is called with the number of passages embedded so far and of all that must be.
    ``rebuild`` embeds everything anew. Another build of the same folder is waited for, ``wait`` seconds.
    Raises StorageError when the folder cannot be written or the other build does not end: the index that
    was there is untouched then.
    """
    storage = Storage(folder)
    chunks, skipped = _passages(knowledge)
    with storage.building(wait):
        known = (None if rebuild else _known(storage, embedder)) or _Known(Ordinary.of(embedder))
        missing = [chunk for chunk in chunks if not known.has(chunk)]
        if rebuild or missing or is_stale(knowledge, folder, embedder.name):
            _embed(missing, known, embedder, progress)
            manifest = Manifest(embedder.name, embedder.dimensions, CHUNKER_VERSION, len(chunks), _sources(knowledge))
            storage.publish(known.snapshot(chunks, embedder.dimensions).save, manifest)
    return BuildReport(
        documents=len(knowledge.documents),
        sessions=len(knowledge.program.sessions),
        passages=len(chunks),
        embedded=len(missing),
        reused=len(chunks) - len(missing),
        skipped=skipped,
    )


def is_stale(knowledge: Knowledge, folder: Path, embedder_name: str) -> bool:
    """Whether ``folder`` lacks a whole index of exactly this knowledge, made by this model and chunker."""
    storage = Storage(folder)
    try:
        version = storage.current()
        manifest = storage.manifest(version)
        manifest.demand(embedder_name, CHUNKER_VERSION)
    except StorageError:
        return True
    return manifest.sources != _sources(knowledge) or not storage.has_all_files(version, manifest)


def _passages(knowledge: Knowledge) -> tuple[list[Chunk], tuple[tuple[str, str], ...]]:
    chunks: list[Chunk] = []
    skipped = []
    for document in knowledge.documents:
        found = document_chunks(document)
        chunks += found
        if not found:
            skipped.append((document.source, "it has no text"))
    for session in knowledge.program.sessions:
        chunks += session_chunks(session)
    return chunks, tuple(skipped)


@dataclass(frozen=True, slots=True)
class _Known:
    """What has been embedded: the vectors of texts, and the signs of the tokens of those that are whole passages."""

    ordinary: Ordinary
    rows: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    signs: dict[str, NDArray[np.uint8]] = field(default_factory=dict)

    def has(self, chunk: Chunk) -> bool:
        """Whether nothing of a passage is missing."""
        return whole_text(chunk) in self.signs and all(text in self.rows for text in embedded_texts(chunk))

    def snapshot(self, chunks: Sequence[Chunk], dimensions: int) -> Snapshot:
        """The index of passages of which nothing is missing."""
        rows = [np.stack([self.rows[text] for text in embedded_texts(chunk)]) for chunk in chunks]
        tokens = Tokens.build(self.ordinary, [self.signs[whole_text(chunk)] for chunk in chunks])
        return Snapshot.build(chunks, rows, tokens, dimensions)


def _known(storage: Storage, embedder: Embedder) -> _Known | None:
    """What the current version holds; None when it does not fit."""
    try:
        version = storage.current()
        manifest = storage.manifest(version)
        manifest.demand(embedder.name, CHUNKER_VERSION)
        snapshot = Snapshot.load(storage.checked(version, manifest))
    except (StorageError, OSError, ValueError, TypeError, KeyError, RuntimeError):
        return None
    known = _Known(snapshot.tokens.ordinary)
    for number, chunk in enumerate(snapshot.chunks):
        known.rows.update(zip(embedded_texts(chunk), snapshot.vectors.rows(number), strict=True))
        known.signs[whole_text(chunk)] = snapshot.tokens.signs(number)
    return known


def _embed(
    chunks: Sequence[Chunk],
    known: _Known,
    embedder: Embedder,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Add to ``known`` what these passages lack."""
    for start in range(0, len(chunks), _AT_A_TIME):
        some = chunks[start : start + _AT_A_TIME]
        whole = [text for text in dict.fromkeys(map(whole_text, some)) if text not in known.signs]
        for text, reading in zip(whole, embedder.read_passages(whole), strict=True):
            known.rows[text], known.signs[text] = reading.vector, known.ordinary.signs(reading.tokens)
        parts = dict.fromkeys(text for chunk in some for text in embedded_texts(chunk))
        new = [text for text in parts if text not in known.rows]
        known.rows.update(zip(new, embedder.encode_passages(new), strict=True))
        if progress is not None:
            progress(start + len(some), len(chunks))


def _sources(knowledge: Knowledge) -> dict[str, str]:
    """A checksum of each source, over everything that an index takes from it."""
    sources = {document.source: _checksum(_document(document)) for document in knowledge.documents}
    sources.update({f"program:{each.id}": _checksum(_session(each)) for each in knowledge.program.sessions})
    return sources


def _document(document: Document) -> tuple[object, ...]:
    parts = (document.kind, document.title, document.language, document.speaker, document.session or "")
    sections = tuple((section.heading, section.start, section.end) for section in document.sections)
    return (*parts, document.text, sections, document.turns, document.times)


def _session(session: Session) -> tuple[object, ...]:
    speakers = tuple(speaker.name for speaker in session.speakers)
    return (session.title, session.abstract, session.language, speakers)


def _checksum(value: object) -> str:
    return hashlib.blake2b(repr(value).encode(), digest_size=16).hexdigest()
