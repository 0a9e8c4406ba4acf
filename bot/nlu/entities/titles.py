"""Sessions by title: whole, in part, misspelled, in any of the languages that the program gives."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.nlu.entities.vocabulary import Vocabulary
from bot.nlu.text import clean_name, plain, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bot.nlu.text import Word
    from knowledge.model import Session

    Heard = Mapping[int, float]

PARTS = re.compile(r"\s*(?::|;|\?|!|\.\.\.|…| [-–—|] |[（(\[]|[)）\]])\s*")
CANDIDATES = 24
COMMON_SHARE = 0.2  # the weight of a word that says little ("the", "what") beside that of a telling one
ENOUGH = 0.8  # share of a title that names it
HALF = 0.5
ALIKE = 0.95
RUN = 3  # words of a title said in its order


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title that shares words with a question.

    ``ids`` are the sessions that bear it. ``recall`` is the share (0 to 1) of the title's weight that was said and
    ``mass`` the weight itself; ``said`` are the places of the words in the question. ``full`` tells that it was said
    from end to end; ``telling`` counts the words said that are not common ones. ``strong`` is for a match that stands
    by itself.
    """

    ids: tuple[str, ...]
    title: str
    recall: float
    mass: float
    said: tuple[int, ...]
    run: int
    full: bool
    telling: int

    @property
    def strong(self) -> bool:
        """Whether the words can hardly be meant otherwise."""
        if self.full and (self.telling > 0 or self.run >= RUN):
            return True
        return self.telling > 1 and (self.recall >= ENOUGH or (self.run >= RUN and self.recall >= HALF))


@dataclass(frozen=True, slots=True)
class _Variant:
    ids: tuple[str, ...]
    title: str
    tokens: tuple[int, ...]


class Titles:
    """Finds titles. ``written`` are folded words of the program's texts, which are no misspelled ones of titles."""

    def __init__(self, sessions: Sequence[Session], written: Collection[str] = ()) -> None:
        self._written = written
        spelled: dict[str, list[str]] = defaultdict(list)
        for session in sessions:
            for spelling in dict.fromkeys(_spellings(session)):
                spelled[spelling].append(session.id)
        own = (title for session in sessions for title in (session.title, *session.titles.values()))
        self._whole = frozenset(clean_name(title) for title in own)
        cut = {spelling: words(spelling) for spelling in spelled}
        unique = {word.folded: word for said in cut.values() for word in said}
        self._folded = tuple(unique)
        self._numbers = {folded: number for number, folded in enumerate(unique)}
        self._meaning = {self._numbers[folded] for folded, word in unique.items() if word.content}
        self._vocabulary = Vocabulary((number, (unique[folded],)) for folded, number in self._numbers.items())
        self._variants = [
            _Variant(tuple(ids), spelling, tuple(self._numbers[word.folded] for word in cut[spelling]))
            for spelling, ids in spelled.items()
        ]
        self._postings: dict[int, list[int]] = defaultdict(list)
        for place, variant in enumerate(self._variants):
            for token in set(variant.tokens):
                self._postings[token].append(place)
        self._weigh = lru_cache(maxsize=None)(self._weights)
        self._count = max(2, len(sessions))

    def match(self, said: Sequence[Word], common: frozenset[str]) -> list[TitleMatch]:
        """Titles that share a telling word or a run of words with what was said, best first.

        ``common`` are folded words that say little by themselves.
        """
        weights = self._weigh(common)
        heard = [
            self._vocabulary.look_up(word, fuzzy=word.folded not in self._written) if word.content else {}
            for word in said
        ]
        mass: dict[int, float] = defaultdict(float)
        for token, likeness in _best_of(heard).items():
            for place in self._postings[token]:
                mass[place] += likeness * weights[token]
        best = sorted(mass, key=lambda place: -mass[place])[:CANDIDATES]
        matches = [self._match(self._variants[place], heard, mass[place], weights, common) for place in best]
        return sorted(matches, key=lambda m: (-m.full, -m.mass * (1 + m.recall), -m.run))

    def hears(self, word: Word) -> bool:
        """Tell whether a word, however it is spelled, is one of a title."""
        return bool(self._vocabulary.look_up(word))

    def is_whole(self, title: str) -> bool:
        """Tell whether a title is a session's own, and not the part before a colon."""
        return title in self._whole

    def begins(self, word: Word) -> bool:
        """Tell whether a word of a title begins with a word."""
        return any(folded.startswith(word.folded) for folded in self._folded)

    def begun(self, word: Word) -> frozenset[str]:
        """The sessions with a title of which a word is cut short: the échographie of "echo"."""
        places = (place for token in self._vocabulary.begun(word) for place in self._postings[token])
        return frozenset(key for place in places for key in self._variants[place].ids)

    def knows(self, word: Word) -> bool:
        """Tell whether a word occurs in a title as it is."""
        return word in self._vocabulary

    def _match(
        self, variant: _Variant, heard: Sequence[Heard], mass: float, weights: Sequence[float], common: frozenset[str]
    ) -> TitleMatch:
        places = [[token for token in variant.tokens if token in tokens] for tokens in heard]
        said = tuple(place for place, tokens in enumerate(places) if tokens)
        run = _longest_run(variant.tokens, places)
        telling = {t for tokens in places for t in tokens if t in self._meaning and self._folded[t] not in common}
        whole = sum(weights[token] for token in set(variant.tokens)) or 1.0
        full = run >= len(variant.tokens)
        return TitleMatch(variant.ids, variant.title, min(1.0, mass / whole), mass, said, run, full, len(telling))

    def _weights(self, common: frozenset[str]) -> tuple[float, ...]:
        """How much each word says: more when few titles have it, little when it is a common one."""
        scale = math.log(1 + self._count)
        rare = (math.log(1 + self._count / len(self._postings[number])) / scale for number in range(len(self._folded)))
        return tuple(
            share * (COMMON_SHARE if folded in common or number not in self._meaning else 1.0)
            for number, (folded, share) in enumerate(zip(self._folded, rare, strict=True))
        )


def strong_titles(titles: Sequence[TitleMatch], said: Sequence[Word], common: frozenset[str]) -> list[TitleMatch]:
    """The matches that stand by themselves.

    Those alike in all that was said are one; each is given all telling words that were said of its title.
    """
    telling = {place for place, word in enumerate(said) if word.folded not in common}
    strong = [match for match in titles if match.strong]
    joined: list[TitleMatch] = []
    for match in strong:
        ids = tuple(dict.fromkeys(key for other in strong if _is_alike(match, other) for key in other.ids))
        places = {place for other in titles if other.ids == match.ids for place in other.said if place in telling}
        joined.append(replace(match, ids=ids, said=tuple(sorted({*places, *match.said}))))
    return joined


def _is_alike(match: TitleMatch, other: TitleMatch) -> bool:
    return other.full == match.full and other.said == match.said and other.mass >= ALIKE * match.mass


def _spellings(session: Session) -> Iterator[str]:
    for title in (session.title, *session.titles.values()):
        whole = clean_name(title)
        if not words(whole):
            continue
        yield whole
        parts = [part for part in PARTS.split(whole) if part != whole and words(part)]
        yield from (part for part in parts if len(words(part)) > 1 or (whole.startswith(part) and len(part) > RUN))
    if session.subtitle and words(clean_name(session.subtitle)):
        yield clean_name(session.subtitle)


def _best_of(heard: Sequence[Heard]) -> dict[int, float]:
    best: dict[int, float] = {}
    for tokens in heard:
        for token, likeness in tokens.items():
            best[token] = max(likeness, best.get(token, 0.0))
    return best


def _longest_run(title: tuple[int, ...], heard: Sequence[Sequence[int]]) -> int:
    """How many words were said one after another in the title's order."""
    longest = 0
    lengths = [0] * (len(title) + 1)
    for tokens in heard:
        known = set(tokens)
        lengths = [0, *(lengths[i] + 1 if title[i] in known else 0 for i in range(len(title)))]
        longest = max(longest, *lengths)
    return longest


def same_title(session: Session) -> str:
    """Equal for two sessions that bear the same title."""
    return plain(session.title)
