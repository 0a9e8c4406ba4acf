"""A name found in a question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class NameKind(StrEnum):
    """What a name stands for."""

    PERSON = "person"
    ORGANIZATION = "organization"
    ROOM = "room"
    TRACK = "track"
    SESSION_KIND = "session_kind"
    LANGUAGE = "language"
    SESSION = "session"
    CONCEPT = "concept"


@dataclass(frozen=True, slots=True)
class Found:
    """A name: ``keys`` are what it may stand for, best first; several when it is ambiguous.

    The keys are a person's, room's or track's name, a session's id, a concept's value or a language code. ``spans``
    are its words in the text. ``score`` is 0 to 1. ``partial`` tells that only a part of the name was said, and
    ``exact`` that every word was spelled as the program spells it.
    """

    kind: NameKind
    keys: tuple[str, ...]
    spans: tuple[Span, ...]
    score: float
    partial: bool = False
    exact: bool = True

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return min(start for start, _ in self.spans)

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return max(end for _, end in self.spans)

    def touches(self, spans: tuple[Span, ...] | list[Span]) -> bool:
        """Tell whether it shares a place with some stretches."""
        return any(a < d and c < b for a, b in self.spans for c, d in spans)
