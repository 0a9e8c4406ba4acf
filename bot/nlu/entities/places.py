"""Rooms by name, number, nickname, or the part of the name that tells them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.i18n.catalogue import languages
from bot.nlu.entities.vocabulary import Vocabulary
from bot.nlu.found import Found, NameKind
from bot.nlu.frequency import EVERYDAY, zipf
from bot.nlu.lexicon import rows
from bot.nlu.text import clean_name, is_japanese, words
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bot.nlu.found import Span
    from bot.nlu.text import Utterance, Word
    from knowledge.model import Program

LONGEST_CODE = 5  # words: "A W 1.125" is read as one code
SHORTEST_CODE, SHORTEST_NUMBER = 2, 3
NEAR = 2
ASIDE = re.compile(r"\s*[(（\[].*?[)）\]]")


@dataclass(frozen=True, slots=True)
class _Said:
    """A word of the question and the rooms whose names have it, with the likeness."""

    place: int
    word: Word
    rooms: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What may stand next to, among or inside the words of a room: words for any room, and words such as "in"."""

    generics: Sequence[Span]
    leads: Sequence[Span]

    def generic(self, run: Sequence[Word]) -> bool:
        """Whether a word for any room does."""
        return _is_beside(run, self.generics)

    def lead(self, run: Sequence[Word]) -> bool:
        """Whether a word such as "in" does."""
        return _is_beside(run, self.leads)


def _others(word: str) -> tuple[str, ...]:
    """What a word such as "main" is in the languages spoken."""
    known = [rows(spoken, "words.room_sizes") for spoken in languages()]
    names = {name for spoken in known for name, same in spoken.items() if word in same}
    return tuple(other for spoken in known for name in names for other in spoken.get(name, ()))


def _is_beside(run: Sequence[Word], places: Sequence[Span]) -> bool:
    start, end = run[0].start, run[-1].end
    return any(before - end <= NEAR and start - after <= NEAR for before, after in places)


class Places:
    """Finds rooms. ``generic`` are the folded words for any room, in all languages ("room", "salle")."""

    def __init__(self, program: Program, generic: Collection[str]) -> None:
        self.rooms = room_names(program)
        self._generic = frozenset(generic)
        nicknames = {room.name: room.nicknames for room in program.rooms}
        called = [(i, name) for i, room in enumerate(self.rooms) for name in (room, *nicknames.get(room, ()))]
        self._codes: dict[str, set[int]] = {}
        for index, name in called:
            for code in self._codes_of(name):
                self._codes.setdefault(code, set()).add(index)
        self._vocabulary = Vocabulary(((index, self._telling(name)) for index, name in called), names=True)

    def find(self, utterance: Utterance, generics: Sequence[Span], leads: Sequence[Span] = ()) -> list[Found]:
        """Rooms named; ``generics`` are the places of words for any room in the text, ``leads`` those of "in"."""
        found: list[Found] = []
        taken: set[int] = set()
        beside = _Beside(generics, leads)
        for name, used in (*self._by_code(utterance, beside), *self._by_word(utterance, beside)):
            if not taken & used:
                taken |= used
                found.append(name)
        return found

    def _by_code(self, utterance: Utterance, beside: _Beside) -> Iterator[tuple[Found, set[int]]]:
        """Runs of words that, without the gaps between them, are a room's name: "k 4 401" is K.4.401."""
        said = utterance.words
        for length in range(min(LONGEST_CODE, len(said)), 0, -1):
            for first in range(len(said) - length + 1):
                run = said[first : first + length]
                rooms = self._codes.get("".join(word.folded for word in run), set())
                if rooms and self._is_code(utterance, run, beside):
                    yield self._found(rooms, run, 1.0), set(range(first, first + length))

    def _is_code(self, utterance: Utterance, run: Sequence[Word], beside: _Beside) -> bool:
        code = "".join(word.folded for word in run)
        if beside.generic(run):
            return True
        if code.isdigit():
            return len(code) >= SHORTEST_NUMBER and beside.lead(run)
        if len(code) < SHORTEST_CODE:
            return False
        return len(run) > 1 or not code.isalpha() or _is_distinctive(utterance, run[0])

    def _by_word(self, utterance: Utterance, beside: _Beside) -> Iterator[tuple[Found, set[int]]]:
        """Groups of words that are parts of one room's name: "breakout 2", "monheim"."""
        for group in self._groups(utterance.words, beside):
            scores: dict[int, float] = {}
            for said in group:
                for room, likeness in said.rooms.items():
                    scores[room] = scores.get(room, 0.0) + likeness
            best = {room for room, score in scores.items() if score >= max(scores.values()) - 1e-6}
            used = [said for said in group if best & said.rooms.keys()]
            run = [said.word for said in used]
            lead = beside.lead(run)
            telling = any(_is_distinctive(utterance, w) or (lead and len(w.folded) >= SHORTEST_NUMBER) for w in run)
            alone = telling and (len(best) == 1 or lead)
            if beside.generic(run) or alone:
                name = self._found(best, run, max(scores.values()) / len(used))
                yield replace(name, partial=not beside.generic(run)), {said.place for said in used}

    def _groups(self, said: Sequence[Word], beside: _Beside) -> Iterator[list[_Said]]:
        """Words of rooms' names that follow one another, with nothing but words for any room between them."""
        group: list[_Said] = []
        for place, word in enumerate(said):
            own = word.content and word.folded not in self._generic
            rooms = self._vocabulary.look_up(word) if own else {}
            if own and not rooms and beside.lead([word]) and zipf(word.folded) < EVERYDAY:
                rooms = self._vocabulary.begun(word)
            if rooms:
                group.append(_Said(place, word, rooms))
            elif word.folded not in self._generic and group:
                yield group
                group = []
        if group:
            yield group

    def _found(self, rooms: set[int], run: Sequence[Word], score: float) -> Found:
        keys = tuple(self.rooms[index] for index in sorted(rooms))
        spans = tuple((word.start, word.end) for word in run)
        return Found(NameKind.ROOM, keys, spans, score, exact=score == 1.0)

    def _codes_of(self, name: str) -> set[str]:
        """The name run together: whole, without what stands in brackets, without the word for a room."""
        forms = (words(clean_name(part)) for part in {name, ASIDE.sub("", name)})
        runs = [cut for form in forms for cut in (form, [w for w in form if w.folded not in self._generic])]
        return {code for run in runs if (code := "".join(word.folded for word in run))}

    def _telling(self, name: str) -> tuple[Word, ...]:
        own = [w for w in words(clean_name(name)) if w.content and w.folded not in self._generic]
        others = (other for word in own for other in _others(word.folded))
        return (*own, *(word for other in others for word in words(other)))

    def hears(self, word: Word) -> bool:
        """Tell whether a word, however it is spelled, is one of a room's name or stands for any room."""
        return word.folded in self._generic or bool(self._vocabulary.look_up(word))


def room_names(program: Program) -> tuple[str, ...]:
    """All rooms: those that the program describes, then those that only sessions name."""
    described = [room.name for room in program.rooms]
    used = queries.distinct(program.sessions, lambda session: session.rooms)
    return tuple(dict.fromkeys((*described, *used)))


def _is_distinctive(utterance: Utterance, word: Word) -> bool:
    """Whether a word by itself can only be the name: rare, or written with a capital inside the sentence."""
    if word.folded.isdigit() or len(word.folded) < SHORTEST_CODE:
        return False
    if is_japanese(word.folded) or not word.folded.isalpha():
        return True
    capital = word.start > 0 and utterance.text[word.start].isupper()
    return capital or zipf(word.folded) < EVERYDAY
