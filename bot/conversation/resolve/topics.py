"""Sessions on a topic: by the words of titles, descriptions and speeches, and across languages by meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.resolve.nearness import on_topic, worth_offering
from bot.conversation.resolve.speeches import Speeches
from bot.conversation.resolve.word_index import IN_TITLE, MENTIONED, WordIndex, any_of, in_all
from bot.nlu.frequency import TELLING, meant_by, weight, zipf
from bot.nlu.glossary import units
from bot.nlu.text import KATAKANA, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.conversation.resolve.nearness import Nearness
    from bot.conversation.resolve.word_index import Worth
    from bot.nlu.text import Word
    from knowledge.model import Document, Session

OFFERED = 3
RARE = 0.95  # weight of words that nobody uses by the way
RELATED = 0.6  # distinction of a session from which one mention of a topic tells that it is on it


@dataclass(frozen=True, slots=True)
class Topic:
    """Sessions on a topic, best first. ``sure`` is false for those that are only the nearest there are."""

    ids: tuple[str, ...] = ()
    sure: bool = False


class Topics:
    """Finds sessions on a topic."""

    def __init__(
        self, sessions: Sequence[Session], nearness: Nearness | None = None, documents: Iterable[Document] = ()
    ) -> None:
        self._ids = tuple(session.id for session in sessions)
        self._index = WordIndex(sessions)
        self._speeches = Speeches(documents)
        self._nearness = nearness

    def find(self, said: Sequence[Word], text: str, language: str, among: Collection[str] | None = None) -> Topic:
        """Sessions on what the words say; ``text`` is the words as typed. With ``among`` only those of some."""
        allowed = frozenset(self._ids if among is None else among)
        found = self._find(said, text, language, allowed)
        mended = read(" ".join(self._mended(word, language) for word in said)) if not found.sure else None
        if mended is None or [w.folded for w in mended.words] == [w.folded for w in said]:
            return found
        again = self._find(mended.words, mended.text, language, allowed)
        return again if again.sure else found

    def _mended(self, word: Word, language: str) -> str:
        """A word spelled right, unless the program has it as it is."""
        known = bool(self._index.of_word(word, language)) or language == "ja"
        return word.folded if known else meant_by(word.folded, language) or word.folded

    def _find(self, said: Sequence[Word], text: str, language: str, allowed: frozenset[str]) -> Topic:
        parts = units(text, language)
        known = in_all([self._index.of_phrases(part) for part in parts])
        own = self._of_words(said, language)
        for worth in (any_of([own, known]), known):
            chief = self._chief(worth, allowed)
            # Another word for it, used by the way, makes no session one about it, however rare what was said is.
            doubtful = set(chief.values()) == {MENTIONED} and not (own and _are_rare(said, language))
            found = self._related(chief, text) if doubtful else tuple(chief)
            if found:
                return Topic(found[:OFFERED], sure=False) if doubtful and not own else Topic(found, sure=True)
        spoken = self._speeches.about(parts or [(word.folded,) for word in said], language)
        found = tuple(key for key in spoken if key in allowed)
        if found:
            return Topic(found, sure=True)
        near = self._by_meaning(text, allowed)
        return Topic(near.ids[:OFFERED]) if any(self._is_foreign_name(word, near.ids) for word in said) else near

    def by_words(self, said: Sequence[Word], language: str) -> tuple[str, ...]:
        """Sessions in which all of some words occur: those in whose titles they do, when there are some."""
        return tuple(self._chief(self._of_words(said, language), frozenset(self._ids)))

    def by_title(self, text: str, language: str) -> tuple[str, ...]:
        """Sessions whose titles speak of all that some words say, in another language perhaps."""
        found = self._chief(
            in_all([self._index.of_phrases(part) for part in units(text, language)]), frozenset(self._ids)
        )
        return tuple(key for key, worth in found.items() if worth == IN_TITLE)

    def _is_foreign_name(self, word: Word, near: Sequence[str]) -> bool:
        """Whether a word may be a name or an acronym that no session has: LTSP is near in meaning to any other."""
        if KATAKANA.fullmatch(word.folded) and not zipf(word.folded, ("ja",)):
            return not self._index.of_word(word, "ja")
        if not word.folded.isascii() or zipf(word.folded) >= TELLING or self._index.of_word(word, "en"):
            return False
        return not {self._ids[place] for place in self._index.of_misspelled(word)} & set(near)

    def also_on(self, text: str, found: Collection[str]) -> tuple[str, ...]:
        """Sessions found to be on a topic, and those that are surely on it in meaning: passkeys, passwordless."""
        near = self._by_meaning(text, self._ids)
        return tuple(dict.fromkeys((*found, *(near.ids if near.sure else ()))))

    def nearest(self, text: str) -> tuple[str, ...]:
        """The sessions by how near they lie to a text in meaning, nearest first; none where that cannot be measured."""
        return tuple(near.session for near in self._nearness.of_all(text)) if self._nearness else ()

    def speech_titled(self, said: Sequence[Word]) -> Document | None:
        """The speech in whose title all words are; None when it is none or several."""
        return self._speeches.titled(said)

    def _of_words(self, said: Sequence[Word], language: str) -> Worth:
        telling = [word for word in said if not word.folded.isdigit()]
        rare = any(_are_rare([word], language) for word in telling)
        found = in_all(
            [
                self._index.of_word(word, language, beside_rare=rare) or self._index.of_misspelled(word)
                for word in telling
            ]
        )
        return (self._index.side_by_side(telling, found) or found) if telling else {}

    def _chief(self, worth: Worth, allowed: Collection[str]) -> dict[str, float]:
        """Of sessions those that have a topic in their title; else those that speak of it most."""
        inside = {self._ids[place]: each for place, each in sorted(worth.items()) if self._ids[place] in allowed}
        return {key: each for key, each in inside.items() if each == max(inside.values())}

    def _related(self, found: Iterable[str], text: str) -> tuple[str, ...]:
        """Of sessions that mention a topic once, those that are near to it, when that can be measured."""
        if self._nearness is None:
            return tuple(found)
        near = {each.session: each.distinction for each in self._nearness.of_all(text)}
        if not near:
            return tuple(found)
        return tuple(key for key in found if near.get(key, 0.0) >= RELATED)

    def _by_meaning(self, text: str, allowed: Collection[str]) -> Topic:
        if self._nearness is None or not text:
            return Topic()
        found = [near for near in self._nearness.nearest(text) if near.session in allowed]
        sure = on_topic(found)
        return Topic(sure, sure=True) if sure else Topic(worth_offering(found)[:OFFERED])


def _are_rare(said: Sequence[Word], language: str) -> bool:
    """Whether words are so rare that a session which has them but once is about them: Raspberry Pi."""
    return bool(said) and all(weight(word.folded, language) >= RARE for word in said)
