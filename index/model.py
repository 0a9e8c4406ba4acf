"""A passage and a find, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Whose words a passage is: those of ``speaker``, of somebody in the audience, or of somebody whom nothing names.
Voice = Literal["speaker", "floor", "unnamed"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage: ``text == source_text[start:end]`` of the document or session it came from.

    ``source`` is the document's path relative to the config file, or ``program:<session id>``; for
    a session the source text is its title, a line feed, and its abstract. ``sentences`` are the
    sentence ranges inside the passage, as offsets into the same source text. ``heading`` is the
    section path, outermost first. ``speaker`` says these words, or is empty; a passage never holds two voices.
    ``at`` is
    the time from the recording's beginning in seconds, None where none is known.
    """

    id: str
    source: str
    start: int
    end: int
    text: str
    title: str
    language: str = ""
    speaker: str = ""
    session: str | None = None
    heading: tuple[str, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    kind: str = "speech"
    voice: Voice = "speaker"
    at: float | None = None

    @property
    def passage(self) -> str:
        """The range as ``start-end``."""
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found, best first by ``score``.

    ``score`` joins the cosines of the passage and of its best sentence with the lexical score and the alignment, in
    standard deviations over all passages. ``dense`` is the cosine (-1 to 1) of question and passage, ``lexical`` the
    raw BM25 score, ``cover`` the share (0 to 1) of the idf mass of the question's words that this passage
    holds, ``aligned`` how near its tokens come to the question's (-1 to 1), on average.
    """

    chunk: Chunk
    score: float
    dense: float
    lexical: float
    cover: float
    aligned: float
