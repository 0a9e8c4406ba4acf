"""Sessions on a topic: by the words of titles and abstracts, and across languages by meaning."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.conversation.choosing.nearness import on_topic, worth_offering
from bot.conversation.names.vocabulary import forms, stem
from bot.conversation.understanding.frequency import COMMON, weight, zipf
from bot.conversation.understanding.text import RUNS, clean_name, fold, is_japanese, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.conversation.choosing.nearness import Nearness
    from bot.conversation.understanding.text import Word
    from knowledge.model import Session

IN_TITLE, IN_ABSTRACT = 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Topic:
    """Sessions on a topic, best first. ``sure`` is false for those that are only the nearest there are."""

    ids: tuple[str, ...] = ()
    sure: bool = False


class Topics:
    """Finds sessions on a topic."""

    def __init__(self, sessions: Sequence[Session], nearness: Nearness | None) -> None:
        self._sessions = tuple(sessions)
        self._nearness = nearness

    def find(self, said: Sequence[Word], text: str, language: str) -> Topic:
        """Sessions on what the words say; ``text`` is the words as typed."""
        by_words = self.by_words(said, language)
        if by_words:
            return Topic(by_words, sure=True)
        return self._by_meaning(text)

    def by_words(self, said: Sequence[Word], language: str) -> tuple[str, ...]:
        """Sessions in which all of the words occur, those in whose titles they do first.

        A common word of one language may be another word in an abstract of another: the French "mode" is fashion.
        """
        telling = [word for word in said if not word.folded.isdigit()]
        if not telling:
            return ()
        scores: dict[int, float] = defaultdict(float)
        held: dict[int, set[int]] = defaultdict(set)
        for place, word in enumerate(telling):
            for session, worth in self._with_word(word).items():
                if worth == IN_ABSTRACT and self._may_be_another(word, language, self._sessions[session]):
                    continue
                scores[session] += worth * weight(word.folded, language)
                held[session].add(place)
        whole = [session for session, places in held.items() if len(places) == len(telling)]
        whole.sort(key=lambda session: -scores[session])
        return tuple(self._sessions[session].id for session in whole)

    def _may_be_another(self, word: Word, language: str, session: Session) -> bool:
        return language not in ("en", "ja", session.language) and zipf(word.folded, (language,)) >= COMMON

    def _with_word(self, word: Word) -> dict[int, float]:
        found: dict[int, float] = {}
        for form in forms(word):
            for session, worth in self._postings.get(form, {}).items():
                found[session] = max(worth, found.get(session, 0.0))
        return found

    @cached_property
    def _postings(self) -> dict[str, dict[int, float]]:
        postings: dict[str, dict[int, float]] = defaultdict(dict)
        for place, session in enumerate(self._sessions):
            for token in _tokens([session.abstract]):
                postings[token][place] = IN_ABSTRACT
            for token in _tokens([session.title, *session.titles.values(), session.subtitle, session.track]):
                postings[token][place] = IN_TITLE
        return dict(postings)

    def _by_meaning(self, text: str) -> Topic:
        if self._nearness is None or not text:
            return Topic()
        found = self._nearness.nearest(text)
        known = {session.id for session in self._sessions}
        sure = tuple(i for i in on_topic(found) if i in known)
        return Topic(sure, sure=True) if sure else Topic(tuple(i for i in worth_offering(found) if i in known)[:3])


def _tokens(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if is_japanese(text):
            yield from (form for word in words(clean_name(text)) if word.content for form in forms(word))
        else:
            yield from (stem(run[0]) for run in RUNS.finditer(fold(clean_name(text))))
