"""Rooms by name, number, nickname, or the part of the name that tells them apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.frequency import EVERYDAY, zipf
from bot.conversation.names.found import Found, NameKind
from bot.conversation.names.vocabulary import Vocabulary
from bot.conversation.text import clean_name, is_japanese, words
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.conversation.text import Utterance, Word
    from knowledge.model import Program, Room

LONGEST_CODE = 5  # words: "A W 1.125" is read as one code
SHORTEST_CODE = 2
NEAR = 2


@dataclass(frozen=True, slots=True)
class _Alias:
    """One way to call a room: its telling words, and all its words run together."""

    room: int
    words: tuple[Word, ...]
    squashed: str
    telling: tuple[Word, ...]


class Places:
    """Finds rooms. ``generic`` are the folded words for any room, in all languages ("room", "salle")."""

    def __init__(self, program: Program, generic: Collection[str]) -> None:
        self.rooms = room_names(program)
        self._generic = frozenset(generic)
        nicknames = {room.name: room.nicknames for room in program.rooms}
        self._aliases = [
            self._alias(index, name)
            for index, room in enumerate(self.rooms)
            for name in (room, *nicknames.get(room, ()))
        ]
        self._codes: dict[str, set[int]] = {}
        for alias in self._aliases:
            for code in {alias.squashed, "".join(word.folded for word in alias.telling)}:
                self._codes.setdefault(code, set()).add(alias.room)
        self._vocabulary = Vocabulary(((alias.room, alias.telling) for alias in self._aliases), names=True)
        self._spread = Counter(w for r in range(len(self.rooms)) for w in self._words_of(r))

    def find(self, utterance: Utterance, generics: Sequence[tuple[int, int]]) -> list[Found]:
        """Rooms named; ``generics`` are the places of words for any room in the text."""
        found: list[Found] = []
        taken: set[int] = set()
        for name, used in (*self._by_code(utterance, generics), *self._by_word(utterance, generics)):
            if not taken & used:
                taken |= used
                found.append(name)
        return found

    def _by_code(self, utterance: Utterance, generics: Sequence[tuple[int, int]]) -> Iterator[tuple[Found, set[int]]]:
        """Runs of words that, without the gaps between them, are a room's name: "k 4 401" is K.4.401."""
        said = utterance.words
        for length in range(min(LONGEST_CODE, len(said)), 0, -1):
            for first in range(len(said) - length + 1):
                run = said[first : first + length]
                rooms = self._codes.get("".join(word.folded for word in run), set())
                if rooms and self._is_code(utterance, run, generics):
                    yield self._found(rooms, run), set(range(first, first + length))

    def _is_code(self, utterance: Utterance, run: Sequence[Word], generics: Sequence[tuple[int, int]]) -> bool:
        code = "".join(word.folded for word in run)
        if _is_beside(run[0].start, run[-1].end, generics):
            return True
        if len(code) < SHORTEST_CODE or code.isdigit():
            return False
        if code.isalpha() and len(run) == 1:
            return _is_distinctive(utterance, run[0])
        return not all(word.folded in self._generic or word.folded.isdigit() for word in run) or any(
            word.folded in self._generic for word in run
        )

    def _by_word(self, utterance: Utterance, generics: Sequence[tuple[int, int]]) -> Iterator[tuple[Found, set[int]]]:
        for place, word in enumerate(utterance.words):
            owners = self._vocabulary.look_up(word) if word.content else {}
            if not owners or word.folded.isdigit() or len(word.folded) < SHORTEST_CODE:
                continue
            beside = _is_beside(word.start, word.end, generics)
            exact = max(owners.values()) == 1.0
            if beside or (len(owners) == 1 and (exact or word.sound) and _is_distinctive(utterance, word)):
                best = {owner for owner, likeness in owners.items() if likeness == max(owners.values())}
                yield self._found(best, [word], max(owners.values())), {place}

    def _found(self, rooms: set[int], run: Sequence[Word], score: float = 1.0) -> Found:
        keys = tuple(self.rooms[index] for index in sorted(rooms))
        spans = tuple((word.start, word.end) for word in run)
        return Found(NameKind.ROOM, keys, spans, score, exact=score == 1.0)

    def _alias(self, index: int, name: str) -> _Alias:
        all_words = tuple(word for word in words(clean_name(name)) if word.content)
        telling = tuple(word for word in all_words if word.folded not in self._generic)
        return _Alias(index, all_words, "".join(word.folded for word in all_words), telling)

    def _words_of(self, room: int) -> set[str]:
        return {word.folded for alias in self._aliases if alias.room == room for word in alias.telling}


def room_names(program: Program) -> tuple[str, ...]:
    """All rooms: those that the program describes, then those that only sessions name."""
    described = [room.name for room in program.rooms]
    used = queries.distinct(program.sessions, lambda session: session.rooms)
    return tuple(dict.fromkeys((*described, *used)))


def described(program: Program) -> dict[str, Room]:
    """The rooms that the program describes, by name."""
    return {room.name: room for room in program.rooms}


def _is_beside(start: int, end: int, generics: Sequence[tuple[int, int]]) -> bool:
    return any(
        0 <= start - after <= NEAR or 0 <= before - end <= NEAR or (before < end and start < after)
        for before, after in generics
    )


def _is_distinctive(utterance: Utterance, word: Word) -> bool:
    """Whether a word by itself can only be the name: rare, or written with a capital inside the sentence."""
    if is_japanese(word.folded) or not word.folded.isalpha():
        return True
    capital = word.start > 0 and utterance.text[word.start].isupper()
    return capital or zipf(word.folded) < EVERYDAY
