"""The words that show what a question is after, from the catalogue's section ``words``.

The closed list of cues is here; the words are data, one list for each cue in each language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bot.i18n.catalogue import DEFAULT, languages
from bot.i18n.catalogue import words as listed
from bot.nlu.text import fold, is_japanese, lower

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


class Cue(StrEnum):
    """What a word or phrase hints at. The values are the keys of the catalogue's section ``words``."""

    FILLER = "filler"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    LENGTH = "length"
    END = "end"
    START = "start"
    COUNT = "count"
    ABOUT = "about"
    TOPIC = "topic"
    EXISTS = "exists"
    NOW = "now"
    ON_AIR = "on_air"
    NEXT = "next"
    LATER = "later"
    FIRST = "first"
    LAST = "last"
    LONGEST = "longest"
    SHORTEST = "shortest"
    AFTER = "after"
    BEFORE = "before"
    FREE = "free"
    CLASH = "clash"
    ATTEND = "attend"
    MEETING = "meeting"
    TABLE = "table"
    MINE = "mine"
    GO = "go"
    AM_FREE = "am_free"
    SPEAKERS = "speakers"
    TRACKS = "tracks"
    ROOMS = "rooms"
    ORGANIZATIONS = "organizations"
    PROGRAM = "program"
    CANCELLED = "cancelled"
    STATUS = "status"
    SAID = "said"
    WHY = "why"
    WHAT_IS = "what_is"
    WHO_IS = "who_is"
    WHAT_DO = "what_do"
    SESSION = "generic_session"
    ROOM = "generic_room"
    TRACK = "generic_track"
    EVENT = "generic_event"
    DOORS = "doors"
    HELD = "held"
    SPEAKER = "generic_speaker"
    ORGANIZATION = "generic_organization"
    PERSON_BEFORE = "person_before"
    PERSON_AFTER = "person_after"
    LANGUAGE_OF = "language_of"
    TRACK_OF = "track_of"
    PRACTICAL = "practical"
    THEREAFTER = "thereafter"
    PERSON_PRONOUN = "person_pronoun"
    PLACE_PRONOUN = "place_pronoun"
    RELATIVE = "relative"
    SPEAK = "speak"
    OF_DAY = "of_day"
    DAYS = "days"
    WHOM_I_MEET = "whom_i_meet"
    WHAT = "what"
    SPOKEN_IN = "spoken_in"
    DURING = "during"
    BETWEEN = "between"
    ELSE = "else"
    CLOCK_OF = "clock_of"
    UNTIL = "until"
    LIKE = "like"
    BOTH = "both"
    DEMONSTRATIVE = "demonstrative"
    MORE = "more"
    AND_LEAD = "and_lead"
    HELLO = "hello"
    THANKS = "thanks"
    BYE = "bye"
    HELP = "help"
    WHO_ARE_YOU = "who_are_you"
    HOW_ARE_YOU = "how_are_you"
    CLOCK = "clock"
    SORRY = "sorry"
    RUDE = "rude"
    SMALL = "small"
    REMIND = "command_remind"
    UNREMIND = "command_unremind"
    MUTE = "command_mute"
    STAR = "command_star"
    UNSTAR = "command_unstar"
    AGENDA = "command_agenda"
    FOLLOW = "command_follow"
    UNFOLLOW = "command_unfollow"
    ANNOUNCE = "command_announce"
    LANGUAGE = "command_language"
    PRIVACY = "command_privacy"
    FORGET = "command_forget"
    QUIET = "command_quiet"
    LATE = "late"
    ABSENT = "absent"


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
    """A phrase of the catalogue found at ``[start, end)``; ``name`` is the cue's or concept's value."""

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


# Cues of one group compete for a place in the text, the longest phrase wins; groups do not see one another.
TALK = (
    Cue.HELLO, Cue.THANKS, Cue.BYE, Cue.HELP, Cue.WHO_ARE_YOU, Cue.HOW_ARE_YOU, Cue.CLOCK, Cue.SORRY, Cue.RUDE,
    Cue.SMALL,
)  # fmt: skip
NOUNS = (
    Cue.SESSION, Cue.ROOM, Cue.TRACK, Cue.EVENT, Cue.DOORS, Cue.SPEAKER, Cue.ORGANIZATION, Cue.MINE, Cue.LANGUAGE_OF,
)  # fmt: skip
PRONOUNS = (Cue.PERSON_PRONOUN, Cue.PLACE_PRONOUN)
ALONE = (
    Cue.DEMONSTRATIVE, Cue.ON_AIR, Cue.DAYS, Cue.WHOM_I_MEET, Cue.WHAT, Cue.OF_DAY, Cue.SPOKEN_IN, Cue.DURING,
    Cue.SPEAK, Cue.BOTH, Cue.RELATIVE, Cue.PRACTICAL, Cue.STATUS, Cue.PERSON_BEFORE, Cue.PERSON_AFTER, Cue.AND_LEAD,
    Cue.FILLER, Cue.HELD, Cue.LATE, Cue.ABSENT, Cue.BETWEEN, Cue.ELSE, Cue.CLOCK_OF, Cue.UNTIL, Cue.LIKE,
)  # fmt: skip
APART = (TALK, NOUNS, PRONOUNS, *((cue,) for cue in ALONE))
GROUPS = (tuple(cue for cue in Cue if not any(cue in group for group in APART)), *APART)


def cues(language: str, utterance: Utterance) -> list[Match]:
    """All cues of a language in a text, in no order; Japanese may also use the nouns of the default language."""
    found = [match for group in GROUPS for match in _group(language, group).find(utterance)]
    if language == DEFAULT or not is_japanese(utterance.text):
        return found
    return found + [match for match in _group(DEFAULT, NOUNS).find(utterance) if match not in found]


def misspelled(language: str, word: Word) -> list[Match]:
    """The cues that a word nobody knows was meant to be."""
    return _group(language, GROUPS[0]).spelled_like(word) or _group(language, NOUNS).spelled_like(word)


@cache
def _group(language: str, group: tuple[Cue, ...]) -> Lexicon:
    return Lexicon({cue.value: listed(language, f"words.{cue.value}") for cue in group})


@cache
def concepts(language: str) -> Lexicon:
    """The lexicon of the kinds of session in a language."""
    return Lexicon({concept.value: listed(language, f"words.concept_{concept.value}") for concept in Concept})


def ordinals(language: str, utterance: Utterance) -> list[Match]:
    """The ordinals in a text; the ``name`` of each is its place, counted from zero ("the second one" is ``1``)."""
    return _ordinals(language).find(utterance)


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
def folded_words(*cues: Cue) -> frozenset[str]:
    """The single words of some cues in all languages."""
    entries = (entry for cue in cues for spoken in languages() for entry in listed(spoken, f"words.{cue.value}"))
    return frozenset(entry for entry in entries if " " not in entry and not entry.startswith("="))


@cache
def kind_words() -> frozenset[str]:
    """The single words for kinds of session, such as lunch, in all languages."""
    entries = (e for spoken in languages() for concept in Concept for e in listed(spoken, f"words.concept_{concept}"))
    return frozenset(entry for entry in entries if " " not in entry)


@cache
def common_words(language: str) -> frozenset[str]:
    """Words that say little in a language or in the default one, in which titles often are."""
    cues = (Cue.FILLER, Cue.SESSION, Cue.SPEAKER)
    entries = (e for spoken in (language, DEFAULT) for cue in cues for e in listed(spoken, f"words.{cue.value}"))
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
