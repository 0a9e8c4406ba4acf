"""In which sessions words and phrases occur: in the title, again and again in the description, or once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.nlu.entities.loanwords import Loanwords
from bot.nlu.entities.vocabulary import forms, stem
from bot.nlu.frequency import COMMON, is_known, zipf
from bot.nlu.text import KATAKANA, RUNS, clean_name, fold, is_japanese, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.nlu.text import Word
    from knowledge.model import Session

IN_TITLE, REPEATED, MENTIONED = 3.0, 2.0, 1.0
MISSPELLED_FROM, LONG = 6, 10  # letters, with one and with two of them wrong
LAST_LETTER = "\uffff"

Worth = dict[int, float]
"""Places of sessions, and how much a word's occurrence there is worth."""


class WordIndex:
    """Where the words of titles, subtitles, tracks and descriptions are."""

    def __init__(self, sessions: Sequence[Session]) -> None:
        self._sessions = sessions

    def of_word(self, word: Word, language: str, *, beside_rare: bool = False) -> Worth:
        """The sessions with a word as it is typed.

        A common word of one language may be another word in a description in another: the French "mode" is fashion.
        Beside a rare one it may not: the "pi" of "raspberry pi".
        """
        known = [form for form in forms(word) if form in self._postings]
        if not known and KATAKANA.fullmatch(word.folded):
            known = [form for form, _ in self._loanwords.like(word.folded)]
        found = any_of(self._postings[form] for form in known)
        if beside_rare or language in ("en", "ja") or zipf(word.folded, (language,)) < COMMON:
            return found
        return {s: worth for s, worth in found.items() if worth == IN_TITLE or self._sessions[s].language == language}

    def of_misspelled(self, word: Word) -> Worth:
        """The sessions with words of which a long one that no dictionary has may be a misspelling: coffein."""
        from rapidfuzz.distance import OSA

        if len(word.folded) < MISSPELLED_FROM or is_known(word.folded):
            return {}
        allowed = 1 if len(word.folded) < LONG else 2
        said = stem(word.folded)
        near = (t for t in self._postings if OSA.distance(said, t, score_cutoff=allowed) <= allowed)
        return any_of(self._postings[token] for token in near)

    def of_phrases(self, phrases: Iterable[str]) -> Worth:
        """The sessions with any of some phrases of the glossary."""
        return any_of(in_all([self._of_part(part) for part in _parts(phrase)]) for phrase in phrases)

    def side_by_side(self, said: Sequence[Word], found: Worth) -> Worth:
        """Of sessions with several words, which stood side by side, those in which they do so too: "open data"."""
        apart = any(second.start - first.end > 1 for first, second in pairwise(said))
        if len(said) == 1 or apart:
            return {}
        phrase = re.compile("[^a-z0-9]".join(re.escape(stem(word.folded)) + "[a-z]?" for word in said))
        return {session: worth for session, worth in found.items() if phrase.search(self._text(session))}

    def _text(self, session: int) -> str:
        known = self._sessions[session]
        return fold(clean_name(" | ".join((known.title, *known.titles.values(), known.abstract))))

    def _of_part(self, part: str) -> Mapping[int, float]:
        if not part.endswith("*"):
            return self._postings.get(stem(part), {})
        start = part.removesuffix("*")
        first, last = bisect_left(self._in_order, start), bisect_left(self._in_order, start + LAST_LETTER)
        return any_of(self._postings[token] for token in self._in_order[first:last])

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self._postings)

    @cached_property
    def _loanwords(self) -> Loanwords:
        return Loanwords(word for word in self._postings if word.isascii() and word.isalpha())

    @cached_property
    def _postings(self) -> dict[str, Worth]:
        postings: dict[str, Worth] = defaultdict(dict)
        for place, session in enumerate(self._sessions):
            for token, times in Counter(_tokens([session.abstract])).items():
                postings[token][place] = REPEATED if times > 1 else MENTIONED
            for token in _tokens([session.title, *session.titles.values(), session.subtitle, session.track]):
                postings[token][place] = IN_TITLE
        return dict(postings)


def in_all(parts: Sequence[Mapping[int, float]]) -> Worth:
    """The sessions that have all parts of a topic, with the worth of the part that is worth the least."""
    whole = set.intersection(*(set(part) for part in parts)) if parts else set()
    return {session: min(part[session] for part in parts) for session in whole}


def any_of(found: Iterable[Mapping[int, float]]) -> Worth:
    """The sessions that have any part of a topic, with the worth of the part that is worth the most."""
    best: Worth = {}
    for each in found:
        best |= {session: max(worth, best.get(session, 0.0)) for session, worth in each.items()}
    return best


def _parts(phrase: str) -> list[str]:
    """The words of a phrase of the glossary, as they are filed."""
    if not is_japanese(phrase):
        return phrase.split()
    return [word.folded for word in words(phrase) if word.content]


def _tokens(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if is_japanese(text):
            yield from (form for word in words(clean_name(text)) if word.content for form in forms(word))
        else:
            yield from (stem(run[0]) for run in RUNS.finditer(fold(clean_name(text))))
