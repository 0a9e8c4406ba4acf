"""Closed lists of words: kinds of session, nouns for any session or room, ordinals; from the catalogue's ``words``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bot.i18n.catalogue import languages
from bot.i18n.catalogue import words as listed
from bot.nlu.text import fold, is_japanese, lower
from bot.nlu.types import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.nlu.text import Utterance, Word

GAP = " ... "
EXACT = "="  # marks a phrase that keeps its accents
NARROWER = ">"  # marks a phrase that is of a topic, but does not stand for all of it
LAST = "$"  # marks a phrase that ends the message
SHORT_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{1,2}")  # may begin another word: トリ is in トリック
TYPO_FROM = 5  # letters of the shortest word that is taken for a misspelled one
SWAPPED_FROM = 4  # the same, where letters have only changed places


LIMITING = {Role.FROM: "coming", Role.UNTIL: "leaving"}


class Noun(StrEnum):
    """Words for any session, room, track and so on: they tell none of them from another."""

    SESSION = "generic_session"
    ROOM = "generic_room"
    TRACK = "generic_track"
    EVENT = "generic_event"
    SPEAKER = "generic_speaker"
    ORGANIZATION = "generic_organization"


class Concept(StrEnum):
    """A kind of session that people name without knowing its title."""

    KEYNOTE = "keynote"
    PANEL = "panel"
    LUNCH = "lunch"
    COFFEE = "coffee"
    BREAKFAST = "breakfast"
    DINNER = "dinner"
    BREAK = "break"
    OPENING = "opening"
    CLOSING = "closing"
    REGISTRATION = "registration"
    NETWORKING = "networking"
    PARTY = "party"
    WORKSHOP = "workshop"
    LIGHTNING = "lightning"
    DEMO = "demo"
    POSTER = "poster"
    QUESTIONS = "questions"
    MEETINGS = "meetings"
    AWARDS = "awards"
    VISIT = "visit"
    EXHIBITION = "exhibition"


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of the catalogue found at ``[start, end)``; ``name`` is what it stands for."""

    name: str
    start: int
    end: int


class Lexicon:
    """Phrases of one language, by what each stands for, ready to be found in a text."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        phrases: dict[str, list[str]] = {}
        for name, entries in lists.items():
            for text in entries:
                phrases.setdefault(text.lower(), []).append(name)
        self._by_start: dict[str, list[_Phrase]] = {}
        for text, known_as in phrases.items():
            entry = _Phrase(text, tuple(known_as))
            self._by_start.setdefault(entry.first, []).append(entry)
        for group in self._by_start.values():
            group.sort(key=lambda phrase: -len(phrase.text))
        single = {t: tuple(c) for t, c in phrases.items() if t.isalpha() and t.isascii()}
        self._single = {text: known_as for text, known_as in single.items() if len(text) >= TYPO_FROM}
        self._short = {text: known_as for text, known_as in single.items() if len(text) == SWAPPED_FROM}

    def find(self, utterance: Utterance) -> list[Match]:
        """All phrases; of those that begin at one place only the longest."""
        found: list[Match] = []
        starts = {word.start for word in utterance.words}
        place, tails = 0, dict[int, int]()
        while place < len(utterance.folded):
            if place in tails:
                place = tails[place]
                continue
            if not _may_start(utterance.folded, place, starts):
                place += 1
                continue
            matches, place = self._at(utterance, place)
            found += matches
            tails |= {match.start: match.end for match in matches if match.start >= place}
        return found

    def spelled_like(self, word: Word) -> list[Match]:
        """What a misspelled word was meant to be."""
        from rapidfuzz.distance import OSA

        if len(word.folded) < TYPO_FROM or not word.folded.isalpha():
            return self._swapped(word)
        allowed = 1 if len(word.folded) < 2 * TYPO_FROM - 2 else 2
        near = ((OSA.distance(word.folded, known, score_cutoff=allowed), known) for known in self._single)
        distance, known = min(near, default=(allowed + 1, ""))
        return [Match(name, word.start, word.end) for name in self._single[known]] if distance <= allowed else []

    def _swapped(self, word: Word) -> list[Match]:
        if len(word.folded) < SWAPPED_FROM:
            return []
        letters, first = sorted(word.folded), word.folded[0]
        meant = (known for known in self._short if known[0] == first and sorted(known) == letters)
        return [Match(name, word.start, word.end) for name in self._short.get(next(meant, ""), ())]

    def _at(self, utterance: Utterance, place: int) -> tuple[list[Match], int]:
        for phrase in self._by_start.get(utterance.folded[place], ()):
            spans = phrase.match(utterance, place)
            if spans:
                return [Match(name, *span) for name in phrase.names for span in spans], spans[0][1]
        return [], place + 1


@cache
def concepts(language: str) -> Lexicon:
    """The lexicon of the kinds of session in a language."""
    return Lexicon({concept.value: listed(language, f"words.concept_{concept.value}") for concept in Concept})


def ordinals(language: str, utterance: Utterance) -> list[Match]:
    """The ordinals in a text; the ``name`` of each is its place, counted from zero ("the second one" is ``1``)."""
    return _ordinals(language).find(utterance)


def exclusions(language: str, utterance: Utterance) -> list[Match]:
    """The phrases in a text that leave something out: except, sauf, 以外."""
    return _exclusions(language).find(utterance)


def limits(language: str, utterance: Utterance) -> list[Match]:
    """The words for coming and for leaving in a text; the ``name`` of each is the role of the time that it sets."""
    return _limits(language).find(utterance)


def refuses(language: str, utterance: Utterance) -> bool:
    """Tell whether a text has a word that takes a command back: do not, stop, no more."""
    return any(match.name == "refusing" for match in _refusals(language).find(utterance))


@cache
def _refusals(language: str) -> Lexicon:
    return Lexicon({name: listed(language, f"words.{name}") for name in ("refusing", "not_refusing")})


@cache
def _limits(language: str) -> Lexicon:
    return Lexicon({role.value: listed(language, f"words.{name}") for role, name in LIMITING.items()})


@cache
def _exclusions(language: str) -> Lexicon:
    return Lexicon({"excluding": listed(language, "words.excluding")})


@cache
def _ordinals(language: str) -> Lexicon:
    entries = enumerate(listed(language, "words.ordinal"))
    return Lexicon({str(place): entry.split("/") for place, entry in entries})


@cache
def rows(language: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """A list of the catalogue with a name in each row, which all languages share, and its words, folded."""
    parted = (row.partition(": ") for row in listed(language, key))
    return {name: tuple(_folded(phrase) for phrase in phrases.split(",")) for name, _, phrases in parted}


def _folded(phrase: str) -> str:
    """A phrase as questions are folded, with its marks."""
    narrower = NARROWER * phrase.strip().startswith(NARROWER)
    return narrower + " ".join(
        fold(part.rstrip("*")) + "*" * part.endswith("*")
        for part in phrase.strip(" " + NARROWER).replace("'", " ").split()
    )


@cache
def nouns(*wanted: Noun) -> frozenset[str]:
    """The single words of some nouns in all languages."""
    entries = (entry for noun in wanted for spoken in languages() for entry in listed(spoken, f"words.{noun.value}"))
    return frozenset(entry for entry in entries if " " not in entry)


@cache
def kind_words() -> frozenset[str]:
    """The single words for kinds of session, such as lunch, in all languages."""
    entries = (e for spoken in languages() for concept in Concept for e in listed(spoken, f"words.concept_{concept}"))
    return frozenset(entry for entry in entries if " " not in entry)


class _Phrase:
    """One phrase as regular expressions, one for each part between gaps."""

    def __init__(self, text: str, names: tuple[str, ...]) -> None:
        self.text, self.names = text, names
        self._exact = text.startswith(EXACT)
        self._written = text.removeprefix(EXACT)
        self._begins = re.split(r"[ _*$]|\.\.\.", self._written)[0]
        self._gap = re.compile(r".{0,10}?" if is_japanese(text) else r"(?: +\w+){0,6}? +")
        self.first = fold(self._written[0])

    @cached_property
    def _parts(self) -> list[re.Pattern[str]]:
        # Thousands of phrases are known and few are ever met: compiling all would take seconds.
        return [re.compile(_pattern(part)) for part in self._written.split(GAP)]

    def match(self, utterance: Utterance, place: int) -> list[tuple[int, int]]:
        """The stretches of its parts when the phrase begins at a place, else nothing."""
        text = lower(utterance.text) if self._exact else utterance.folded
        if not text.startswith(self._begins, place):
            return []
        first, *rest = self._parts
        head = first.match(text, place)
        spans = [head.span()] if head else []
        for part in rest:
            if not spans:
                break
            gapped = re.compile(self._gap.pattern + f"(?P<part>{part.pattern})").match(text, spans[-1][1])
            spans = [*spans, gapped.span("part")] if gapped else []
        return spans


def _pattern(part: str) -> str:
    if part.endswith(LAST):
        return _pattern(part.removesuffix(LAST)) + " *$"
    pattern = re.escape(part).replace(r"\ ", " +").replace("_", " *").replace(r"\*", r"\w*")
    if is_japanese(part):
        return pattern + ("(?![\u30a1-\u30fa\u30fc])" if SHORT_KATAKANA.fullmatch(part) else "")
    return pattern + r"(?![^\W\u3041-\u30ff\u3400-\u9fff])"


def _may_start(text: str, place: int, starts: set[int]) -> bool:
    """Whether a phrase may begin in a place: not inside a word."""
    if text[place] == " ":
        return False
    return place in starts if is_japanese(text[place]) else place == 0 or not _is_latin(text[place - 1])


def _is_latin(char: str) -> bool:
    return char.isalnum() and not is_japanese(char)
