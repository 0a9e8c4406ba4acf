"""Speakers by full name, surname, initials, nickname, in any order and script."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.nlu.entities.vocabulary import Vocabulary
from bot.nlu.found import Found, NameKind, Span
from bot.nlu.frequency import EVERYDAY, TELLING, zipf
from bot.nlu.text import Word, clean_name, is_japanese, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.nlu.text import Utterance
    from knowledge.model import Knowledge, Speaker

PARTICLES = frozenset(
    "de van von der den la le da di du del dos el of the and y i dr prof mr mrs ms phd さん 先生 様 氏 博士".split(" ")  # noqa: SIM905 - a row of words reads best
)
ASIDE = re.compile(r"\s*[/(\[,|]")  # what follows stands beside the name, such as an organization
SHORT_HANDLE = 2
NEAR = 2  # characters between a name and the word that frames it
TIE = 1e-6
SHORTEST_MISSPELLED = 4
CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks, in the program or as the speaker of a document."""

    name: str
    names: tuple[str, ...] = ()
    organization: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Framing:
    """Where names are to be expected: stretches in which somebody is named.

    ``barred`` are folded words that by themselves are no name, being everyday words or nouns for any session or room.
    """

    expected: tuple[Span, ...]
    barred: frozenset[str]

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a stretch shares a place with one of them."""
        return any(first < end and start < last for first, last in self.expected)


@dataclass(frozen=True, slots=True)
class _Said:
    """A word of the question and whose names have it, with the likeness."""

    word: Word
    people: Mapping[int, float]


def people_of(knowledge: Knowledge) -> tuple[Person, ...]:
    """Everybody who speaks, each once, in the order of the program."""
    found: dict[str, Person] = {}
    for speaker in (s for session in knowledge.program.sessions for s in session.speakers):
        key = same_person(speaker.name)
        found[key] = _joined(found.get(key), speaker)
    for document in knowledge.documents:
        if document.speaker and not _is_among(document.speaker, found):
            found[same_person(document.speaker)] = Person(document.speaker)
    return tuple(found.values())


@lru_cache(maxsize=65536)
def same_person(name: str) -> str:
    """Equal for two spellings of one name that differ in case, accents, order, titles or what stands beside it."""
    own = {word.folded for word in words(clean_name(ASIDE.split(name)[0] or name))}
    return " ".join(sorted(own - PARTICLES or own))


def affiliation(speaker: Speaker) -> str:
    """The organization of a speaker, also where it only stands beside the name: "Jane Roe, University of Bern"."""
    beside = ASIDE.split(speaker.name, maxsplit=1)[1:]
    return speaker.organization or "".join(beside).strip(" )]|")


class People:
    """Finds people."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)
        self._words = [_words_of(person) for person in self.people]
        self._own = [_own_words(person) for person in self.people]
        self._particles = frozenset().union(*self._own) & PARTICLES
        self._vocabulary = Vocabulary(enumerate(self._words), names=True)

    def knows(self, word: Word) -> bool:
        """Tell whether a word, misspelled perhaps, is one of somebody's name, if only the "van" of van Dijk."""
        return word.folded in self._particles or bool(self._vocabulary.look_up(word))

    def sharing(self, name: str) -> set[str]:
        """The names of those who share a name with somebody: all Smiths for Adam Smith."""
        said = {word.folded for word in words(clean_name(name)) if len(word.folded) >= SHORTEST_MISSPELLED}
        return {person.name for person, own in zip(self.people, self._own, strict=True) if said & own}

    def find(self, utterance: Utterance, frame: Framing) -> list[Found]:
        """People named in a question."""
        said = [word for word in utterance.words if not _is_genitive(word, utterance.text)]
        return [name for run in self._runs(said) for name in self._in_run(utterance, run, frame)]

    def _runs(self, said: Sequence[Word]) -> Iterable[list[_Said]]:
        """Words of names that stand side by side; a single letter among them may be an initial."""
        run: list[_Said] = []
        for word in said:
            people = self._vocabulary.look_up(word) if word.content else {}
            if run and word.start - run[-1].word.end > NEAR:
                yield run
                run = []
            if run and not people:
                people = self._misspelled(word, run[-1].people)
            if people or (run and (len(word.folded) == 1 or word.folded in PARTICLES)):
                run.append(_Said(word, people))
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _misspelled(self, word: Word, beside: Mapping[int, float]) -> Mapping[int, float]:
        """Whose other name a word beside theirs was meant to be, even when it is a word of its own: Allison Randall."""
        from rapidfuzz.distance import OSA

        if len(word.folded) < SHORTEST_MISSPELLED or not beside:
            return {}
        found: dict[int, float] = {}
        for person in beside:
            likeness = max(OSA.normalized_similarity(word.folded, own.folded) for own in self._words[person])
            if likeness >= CLOSE:
                found[person] = likeness
        return found

    def _in_run(self, utterance: Utterance, run: list[_Said], frame: Framing) -> list[Found]:
        """The people of a run: the one whom most of it names, and those of what is left on either side."""
        best = self._best(run)
        if not best:
            return []
        used = [said for said in run if best[0] in said.people]
        name = _with_particles(self._found(best, used, run), self._own[best[0]], utterance)
        sides = (run[: run.index(used[0])], run[run.index(used[-1]) + 1 :])
        others = [f for side in sides for f in self._in_run(utterance, [s for s in side if s.people], frame)]
        return [*([name] if self._is_credible(utterance, name, used, best[0], frame) else []), *others]

    def _best(self, run: list[_Said]) -> list[int]:
        scores: dict[int, float] = {}
        for said in run:
            for person, likeness in said.people.items():
                scores[person] = scores.get(person, 0.0) + likeness * _weight(said.word)
        top = max(scores.values(), default=0.0)
        best = [person for person, score in scores.items() if score >= top - TIE]
        initials = {said.word.folded for said in run if len(said.word.folded) == 1 and not said.people}
        fitting = [p for p in best if any(word.folded[0] in initials for word in self._words[p])]
        return fitting or best

    def _found(self, best: list[int], used: list[_Said], run: list[_Said]) -> Found:
        whole = {word.folded for word in self._words[best[0]]}
        likeness = sum(said.people[best[0]] for said in used) / len(used)
        first, last = run.index(used[0]), run.index(used[-1])
        named = (said for said in run[first:] if said in used or _belongs(said.word, trails=run.index(said) > last))
        spans = tuple((said.word.start, said.word.end) for said in named)
        partial = len({said.word.folded for said in used}) < min(len(whole), 2)
        keys = tuple(self.people[person].name for person in best)
        return Found(NameKind.PERSON, keys, spans, likeness, partial, exact=likeness == 1)

    def _is_credible(self, utterance: Utterance, name: Found, used: list[_Said], person: int, frame: Framing) -> bool:
        """Whether the words are meant as a name, and not as the ordinary words that they may also be."""
        meant = {said.word.folded for said in used if said.word.folded not in PARTICLES}
        if len(meant) != 1:
            return bool(meant - frame.barred)
        word, framed = next(iter(meant)), frame.holds(name.start, name.end)
        if is_japanese(word):
            return framed or used[0].word.name or used[0].word.folded in self._own[person] or not name.exact
        if word in frame.barred or len(word) <= SHORT_HANDLE:
            return framed and name.exact and word not in frame.barred
        own = any(said.people[person] < 1 or said.word.folded in self._own[person] for said in used)
        capital = name.start > 0 and utterance.text[name.start].isupper()
        return framed or zipf(word) < TELLING or (own and (capital or zipf(word) < EVERYDAY))


def _with_particles(name: Found, own: frozenset[str], utterance: Utterance) -> Found:
    """A surname with the particles that stand before it: van Dijk, de la Cruz."""
    spans = list(name.spans)
    for word in reversed(utterance.words):
        if 0 < spans[0][0] - word.end <= NEAR and word.folded in PARTICLES & own:
            spans.insert(0, (word.start, word.end))
    return replace(name, spans=tuple(spans))


def _is_genitive(word: Word, text: str) -> bool:
    return word.folded == "s" and text[max(0, word.start - 1)] == "'"


def _belongs(word: Word, *, trails: bool) -> bool:
    """Whether a word among or after those of a name is a part of it: a particle, or a given name of one kanji."""
    return word.name and len(word.folded) == 1 if trails else word.folded in PARTICLES


def _joined(known: Person | None, speaker: Speaker) -> Person:
    if known is None:
        return Person(speaker.name, speaker.names, speaker.organization, speaker.role)
    names = tuple(dict.fromkeys((*known.names, *speaker.names)))
    return Person(known.name, names, known.organization or speaker.organization, known.role or speaker.role)


def _is_among(name: str, found: Mapping[str, Person]) -> bool:
    said = set(same_person(name).split())
    others = (set(other.split()) for other in found if other)
    return any(said <= other or other <= said for other in others)


def _words_of(person: Person) -> tuple[Word, ...]:
    spelled = (word for spelling in (person.name, *person.names) for word in words(clean_name(spelling)))
    found = {word.folded: word for word in spelled if word.content}
    found |= {word.folded: word for spelling in (person.name, *person.names) for word in _run_together(spelling)}
    return tuple(word for folded, word in found.items() if folded not in PARTICLES or len(found) == 1)


def _run_together(spelling: str) -> Iterable[Word]:
    """A particle or a letter with the name that it belongs to, as people write them: deluca, oneil."""
    for before, word in pairwise(words(clean_name(spelling))):
        if not is_japanese(spelling) and (before.folded in PARTICLES or len(before.folded) == 1):
            yield Word(before.folded + word.folded, before.start, word.end)


def _own_words(person: Person) -> frozenset[str]:
    """The words of the name itself, without what stands beside it."""
    spellings = (ASIDE.split(spelling)[0] or spelling for spelling in (person.name, *person.names))
    return frozenset(word.folded for spelling in spellings for word in words(clean_name(spelling)))


def _weight(word: Word) -> float:
    return 0.3 if len(word.folded) == 1 or word.folded.isdecimal() else 1.0
