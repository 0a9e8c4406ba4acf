"""Speakers by full name, surname, initials, nickname, in any order and script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.conversation.names.found import Found, NameKind, Span
from bot.conversation.names.vocabulary import Vocabulary
from bot.conversation.understanding.frequency import EVERYDAY, zipf
from bot.conversation.understanding.text import clean_name, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.conversation.understanding.text import Utterance, Word
    from knowledge.model import Knowledge, Speaker

PARTICLES = frozenset(
    [
        "de",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "da",
        "di",
        "du",
        "del",
        "dos",
        "el",
        "of",
        "the",
        "and",
        "y",
        "i",
        "dr",
        "prof",
        "mr",
        "mrs",
        "ms",
        "phd",
    ]
)
ASIDE = re.compile(r"\s*[/(\[,|]")
SHORT_HANDLE = 2
NEAR = 2  # characters between a name and the word that frames it


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks, in the program or as the speaker of a document."""

    name: str
    names: tuple[str, ...] = ()
    organization: str = ""
    role: str = ""


def people_of(knowledge: Knowledge) -> tuple[Person, ...]:
    """Everybody who speaks, each once, in the order of the program."""
    found: dict[str, Person] = {}
    for speaker in (s for session in knowledge.program.sessions for s in session.speakers):
        known = found.get(same_person(speaker.name))
        found[same_person(speaker.name)] = _joined(known, speaker)
    for document in knowledge.documents:
        if document.speaker and not _is_among(document.speaker, found):
            found[same_person(document.speaker)] = Person(document.speaker)
    return tuple(found.values())


@lru_cache(maxsize=65536)
def same_person(name: str) -> str:
    """Equal for two spellings of one name that differ in case, accents or order alone."""
    return " ".join(sorted(word.folded for word in words(clean_name(name))))


class People:
    """Finds people. ``find`` is told where words stand that show a name comes or came."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)
        self._tokens = [_tokens(person) for person in self.people]
        self._vocabulary = Vocabulary(enumerate(self._tokens), names=True)
        self._own = [_own_words(person) for person in self.people]

    def find(
        self, utterance: Utterance, before: Collection[int], after: Collection[int], barred: Collection[str]
    ) -> list[Found]:
        """People named. ``before`` are ends of words such as "by", ``after`` starts of words such as "speaks".

        ``barred`` are folded words that by themselves are no name (cues and fillers of the language).
        """
        found: list[Found] = []
        for run in self._runs(utterance.words):
            found += self._people_in(utterance, run, before, after, barred)
        return found

    def _runs(self, said: Sequence[Word]) -> Iterable[list[tuple[Word, Mapping[int, float]]]]:
        run: list[tuple[Word, Mapping[int, float]]] = []
        for word in said:
            owners = self._vocabulary.look_up(word) if word.content else {}
            if run and word.start - run[-1][0].end > NEAR:
                yield run
                run = []
            if owners or (run and len(word.folded) == 1):
                run.append((word, owners))
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _people_in(
        self,
        utterance: Utterance,
        run: list[tuple[Word, Mapping[int, float]]],
        before: Collection[int],
        after: Collection[int],
        barred: Collection[str],
    ) -> list[Found]:
        best = self._best(run)
        if not best:
            return []
        first = best[0]
        used = [(word, owners) for word, owners in run if first in owners]
        name = self._found(best, used)
        rest = [self._part(part) for part in _around(run, used)]
        others = [f for part in rest if part for f in self._people_in(utterance, part, before, after, barred)]
        aside = all(word.folded not in self._own[first] for word, owners in used if owners[first] == 1.0)
        kept = _is_credible(utterance, name, used, before, after, barred, aside=aside)
        return ([name] if kept else []) + others

    def _part(self, run: list[tuple[Word, Mapping[int, float]]]) -> list[tuple[Word, Mapping[int, float]]]:
        return [(word, owners) for word, owners in run if owners]

    def _best(self, run: list[tuple[Word, Mapping[int, float]]]) -> list[int]:
        scores: dict[int, float] = {}
        for word, owners in run:
            for owner, likeness in owners.items():
                scores[owner] = scores.get(owner, 0.0) + likeness * _weight(word)
        top = max(scores.values(), default=0.0)
        best = [owner for owner, score in scores.items() if score >= top - 1e-6]
        initials = {word.folded for word, owners in run if len(word.folded) == 1 and not owners}
        fitting = [o for o in best if initials and any(w.folded[0] in initials for w in self._tokens[o])]
        return fitting or best

    def _found(self, best: list[int], used: list[tuple[Word, Mapping[int, float]]]) -> Found:
        first = best[0]
        whole = {w.folded for w in self._tokens[first] if w.folded not in PARTICLES}
        said = {word.folded for word, _ in used}
        likeness = sum(owners[first] for _, owners in used) / len(used)
        spans: tuple[Span, ...] = tuple((word.start, word.end) for word, _ in used)
        keys = tuple(self.people[owner].name for owner in best)
        partial = len(said) < min(len(whole), 2)
        return Found(NameKind.PERSON, keys, spans, likeness, partial, exact=likeness == 1.0)


def _is_credible(
    utterance: Utterance,
    name: Found,
    used: list[tuple[Word, Mapping[int, float]]],
    before: Collection[int],
    after: Collection[int],
    barred: Collection[str],
    *,
    aside: bool,
) -> bool:
    """Whether the words are meant as a name, and not as the ordinary words that they may also be.

    ``aside`` tells that they are only of what stands beside the name, such as an organization.
    """
    meant = [word for word, _ in used if word.folded not in PARTICLES]
    if not meant:
        return False
    if len({word.folded for word in meant}) > 1:
        return not all(word.folded in barred for word in meant)
    framed = any(0 <= name.start - end <= NEAR for end in before) or any(0 <= s - name.end <= NEAR for s in after)
    word = meant[0].folded
    if word in barred or len(word) <= SHORT_HANDLE:
        return framed and ((name.exact and word not in barred) or len(utterance.words) <= SHORT_HANDLE)
    capital = utterance.text[name.start].isupper() and name.start > 0
    return framed or (not aside and (capital or zipf(word) < EVERYDAY))


def _around(
    run: list[tuple[Word, Mapping[int, float]]], used: list[tuple[Word, Mapping[int, float]]]
) -> list[list[tuple[Word, Mapping[int, float]]]]:
    first, last = run.index(used[0]), run.index(used[-1])
    return [run[:first], run[last + 1 :]]


def _joined(known: Person | None, speaker: Speaker) -> Person:
    if known is None:
        return Person(speaker.name, speaker.names, speaker.organization, speaker.role)
    names = tuple(dict.fromkeys((*known.names, *speaker.names)))
    return Person(known.name, names, known.organization or speaker.organization, known.role or speaker.role)


def _is_among(name: str, found: Mapping[str, Person]) -> bool:
    said = set(same_person(name).split())
    return any(said <= set(other.split()) or set(other.split()) <= said for other in found if other)


def _tokens(person: Person) -> tuple[Word, ...]:
    spellings = (person.name, *person.names)
    found = {word.folded: word for spelling in spellings for word in words(clean_name(spelling)) if word.content}
    return tuple(word for folded, word in found.items() if folded not in PARTICLES or len(found) == 1)


def _own_words(person: Person) -> frozenset[str]:
    """The words of the name itself, without what follows a slash or stands in brackets."""
    spellings = (ASIDE.split(spelling)[0] or spelling for spelling in (person.name, *person.names))
    return frozenset(word.folded for spelling in spellings for word in words(clean_name(spelling)))


def _weight(word: Word) -> float:
    return 0.3 if len(word.folded) == 1 or re.fullmatch(r"\d+", word.folded) else 1.0
