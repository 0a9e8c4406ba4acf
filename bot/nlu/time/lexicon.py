"""The fixed phrases of a language's catalogue: what each says, and the letter that stands for it in the grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.i18n.catalogue import languages, words
from bot.nlu.time.folding import fold_phrase, key
from bot.nlu.time.names import full_weekdays, is_known_abroad, weekdays
from bot.nlu.time.patterns import GAP
from bot.nlu.time.spoken import Clock, Day, Point, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Meaning = tuple[str, object]

OFFSETS = {"before_yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "after_tomorrow": 2}
PARTS = (
    "early_morning",
    "morning",
    "late_morning",
    "early_afternoon",
    "afternoon",
    "late_afternoon",
    "evening",
    "night",
)
OFFSET_PARTS = {
    "last_night": (-1, "evening"),
    "this_morning": (0, "morning"),
    "this_afternoon": (0, "afternoon"),
    "tonight": (0, "evening"),
    "tomorrow_morning": (1, "morning"),
    "tomorrow_evening": (1, "evening"),
}
SPANS = {"weekend": Span("weekend"), "this_week": Span("week"), "next_week": Span("week", 1), "next_hour": Span("hour")}
RELATIONS = (
    "between",
    "lead",
    "ago",
    "within",
    "in",
    "after",
    "from",
    "until",
    "before",
    "at",
    "this",
    "coming",
    "gone",
)
MARKS = ("next", "later", "glue", "opening", "tail", "not")
FIRST_LETTER = 0xE000  # of the private use area: phrases of the grammar get one letter each, from here on
PLACE = re.compile("([~#])")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one language, by their folded ``key``.

    ``meanings`` gives the sense and the value of those that say something by themselves; ``letters`` the letter of
    those that join or mark. ``marks`` holds the letters of each mark, ``templates`` those of each relation, with ``~``
    and ``#`` for what they join. ``literal`` finds all phrases in folded text, the longest first.
    """

    meanings: Mapping[str, Meaning]
    letters: Mapping[str, str]
    marks: Mapping[str, str]
    templates: Mapping[str, tuple[str, ...]]
    literal: re.Pattern[str]

    def read(self, phrase: str) -> tuple[str, Meaning | None]:
        """The letter (empty for none) and the meaning of a phrase that ``literal`` found."""
        found = key(phrase)
        return self.letters.get(found, ""), self.meanings.get(found)


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, with the unmistakable words of the others."""
    meant = list(_meant(language))
    lists = {relation: _list(language, relation) for relation in RELATIONS}
    joining = {part for entries in lists.values() for entry in entries for part in _parts(entry)}
    marked = {mark: _list(language, mark) for mark in MARKS}
    joining |= {entry for entries in marked.values() for entry in entries}
    letters = {key(phrase): chr(FIRST_LETTER + place) for place, phrase in enumerate(sorted(joining))}
    meanings = {key(phrase): meaning for phrase, meaning in meant}
    marks = {mark: {letters[key(entry)] for entry in entries} for mark, entries in marked.items()}
    marks["span"] = {letter for found, letter in letters.items() if meanings.get(found, ("",))[0] == "span"}
    return Lexicon(
        meanings,
        letters,
        {mark: "".join(sorted(found)) for mark, found in marks.items()},
        {relation: tuple(_lettered(entry, letters) for entry in entries) for relation, entries in lists.items()},
        _literal([*(phrase for phrase, _ in meant), *joining]),
    )


@cache
def word_list(language: str, name: str) -> frozenset[str]:
    """A list of single words of the catalogue, folded."""
    return frozenset(_list(language, name))


def _meant(language: str) -> Iterator[tuple[str, Meaning]]:
    for other in languages():
        if other != language:
            yield from ((p, m) for p, m in _said_in(other) if is_known_abroad(p) and m[0] != "number")
    yield from ((name, ("weekday", Day(weekday=day))) for name, day in full_weekdays(language).items())
    yield from ((name, ("weekday", Day(weekday=day))) for name, day in weekdays(language).items())
    yield from _said_in(language)


def _said_in(language: str) -> Iterator[tuple[str, Meaning]]:
    articles = _list(language, "articles")
    for number, entry in enumerate(_list(language, "numbers")):
        yield from ((word, ("number", number)) for word in entry.split("/") if number and word not in articles)
    for phrase, _, zone in (entry.partition(" = ") for entry in words(language, "time.words.zones")):
        yield fold_phrase(phrase), ("zone", Point(zone=zone))
    for name, meaning in _meanings():
        yield from ((phrase, meaning) for phrase in _list(language, name))


def _meanings() -> Iterator[tuple[str, Meaning]]:
    """What the lists of the catalogue say, a list a meaning."""
    yield from ((name, ("day", Point(Day(offset=days)))) for name, days in OFFSETS.items())
    yield from ((name, ("part", Point(part=name))) for name in (*PARTS, "lunchtime"))
    yield from ((name, ("day", Point(Day(offset=days), part))) for name, (days, part) in OFFSET_PARTS.items())
    yield from ((name, ("span", span)) for name, span in SPANS.items())
    yield ("first_day", ("day", Point(Day(nth=1))))
    yield ("last_day", ("day", Point(Day(nth=-1))))
    yield ("noon", ("clock", Clock(12, exact=True)))
    yield ("midnight", ("clock", Clock(24, exact=True)))
    yield ("am", ("half", Point(half="am")))
    yield ("pm", ("half", Point(half="pm")))
    yield ("lunch", ("lunch", Point(lunch=True)))
    yield ("now", ("now", Point(now=True)))


def _list(language: str, name: str) -> list[str]:
    """A list of the catalogue, folded; the places for times stay as they are."""
    entries = words(language, f"time.words.{name}")
    return ["~".join(fold_phrase(piece) for piece in entry.split("~")) for entry in entries]


def _parts(template: str) -> list[str]:
    return [part.strip() for part in PLACE.split(template)[::2] if part.strip()]


def _lettered(template: str, letters: Mapping[str, str]) -> str:
    pieces = (piece.strip() for piece in PLACE.split(template))
    return "".join(letters.get(key(piece), piece) for piece in pieces if piece)


def _literal(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(phrases), key=len, reverse=True)
    return re.compile("|".join(_expression(phrase) for phrase in longest_first))


def _expression(phrase: str) -> str:
    spaced = GAP.join(re.escape(word) for word in re.split("[ -]", phrase) if word) or re.escape(phrase)
    left = r"(?<![a-z0-9])" if _is_latin(phrase[0]) else ""
    return left + spaced + (r"(?![a-z0-9])" if _is_latin(phrase[-1]) else "")


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
