"""Sessions by title: whole, in part, misspelled, in any of the languages that the program gives."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.names.vocabulary import Vocabulary
from bot.conversation.text import clean_name, plain, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.conversation.text import Word
    from knowledge.model import Session

PARTS = re.compile(r"\s*(?::|;|\?|!|\.\.\.|…| [-–—|] |[（(\[]|[)）\]])\s*")
CANDIDATES = 24
COMMON_SHARE = 0.2  # the weight of a word that says little ("the", "what") beside that of a telling one
ENOUGH = 0.8  # share of a title that names it
HALF = 0.5
RUN = 3  # words of a title said in its order


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title that shares words with a question.

    ``ids`` are the sessions that bear it. ``recall`` is the share (0 to 1) of the title's weight that was said, ``mass`` the
    weight itself, ``said`` the places of the words in the question. ``full`` tells that it was said from end to end;
    ``telling`` counts the words said that are not common ones. ``strong`` is for a match that stands by itself.
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
    total: float


class Titles:
    """Finds titles. ``common`` are folded words that say little by themselves."""

    def __init__(self, sessions: Sequence[Session], common: Collection[str]) -> None:
        spelled: dict[str, list[str]] = defaultdict(list)
        for session in sessions:
            for spelling in dict.fromkeys(_spellings(session)):
                spelled[spelling].append(session.id)
        cut = {spelling: words(spelling) for spelling in spelled}
        self._tokens = {f: i for i, f in enumerate(dict.fromkeys(w.folded for ws in cut.values() for w in ws))}
        unique = {word.folded: word for ws in cut.values() for word in ws}
        self._vocabulary = Vocabulary((self._tokens[folded], (word,)) for folded, word in unique.items())
        self._common = {self._tokens[f] for f in self._tokens if f in common or not unique[f].content}
        self._postings: dict[int, list[int]] = defaultdict(list)
        self._weights = self._weigh(cut.values(), len(sessions))
        self._variants = [self._variant(spelling, ids, cut[spelling]) for spelling, ids in spelled.items()]
        for place, variant in enumerate(self._variants):
            for token in set(variant.tokens):
                self._postings[token].append(place)

    def match(self, said: Sequence[Word]) -> list[TitleMatch]:
        """Titles that share a telling word or a run of words with what was said, best first."""
        heard = [self._vocabulary.look_up(word) if word.content else {} for word in said]
        mass: dict[int, float] = defaultdict(float)
        for token, likeness in _best_of(heard).items():
            for place in self._postings[token]:
                mass[place] += likeness * self._weights[token]
        best = sorted(mass, key=lambda place: (-mass[place], -mass[place] / self._variants[place].total))[:CANDIDATES]
        matches = [self._match(self._variants[place], heard, mass[place]) for place in best]
        return sorted(matches, key=lambda m: (-m.full, -m.mass * (1 + m.recall), -m.run))

    def knows(self, word: Word) -> bool:
        """Tell whether a word occurs in a title as it is."""
        return word in self._vocabulary

    def _match(self, variant: _Variant, heard: Sequence[dict[int, float] | object], mass: float) -> TitleMatch:
        places = [[t for t in variant.tokens if t in tokens] for tokens in heard]  # type: ignore[operator] # mappings
        said = tuple(i for i, tokens in enumerate(places) if tokens)
        run = _longest_run(variant.tokens, places)
        telling = len({t for tokens in places for t in tokens} - self._common)
        recall = min(1.0, mass / variant.total)
        return TitleMatch(variant.ids, variant.title, recall, mass, said, run, run >= len(variant.tokens), telling)

    def _variant(self, spelling: str, ids: list[str], cut: Sequence[Word]) -> _Variant:
        tokens = tuple(self._tokens[word.folded] for word in cut)
        return _Variant(tuple(ids), spelling, tokens, sum(self._weights[t] for t in set(tokens)) or 1.0)

    def _weigh(self, titles: Collection[Sequence[Word]], count: int) -> dict[int, float]:
        spread: dict[int, int] = defaultdict(int)
        for title in titles:
            for token in {self._tokens[word.folded] for word in title}:
                spread[token] += 1
        share = {t: math.log(1 + count / n) / math.log(1 + count) for t, n in spread.items()} if count else {}
        return {t: w * (COMMON_SHARE if t in self._common else 1.0) for t, w in share.items()}


def _spellings(session: Session) -> Iterator[str]:
    for title in (session.title, *session.titles.values()):
        whole = clean_name(title)
        if not words(whole):
            continue
        yield whole
        parts = [part for part in PARTS.split(whole) if part and part != whole]
        yield from (part for part in parts if len(words(part)) > 1 or len(part) >= RUN + 1)
    if session.subtitle and words(clean_name(session.subtitle)):
        yield clean_name(session.subtitle)


def _best_of(heard: Sequence[object]) -> dict[int, float]:
    best: dict[int, float] = {}
    for tokens in heard:
        for token, likeness in tokens.items():  # type: ignore[attr-defined] # mappings
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
