"""Finding the things in a text that a time expression may be made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.conversation.when.lexicon import lexicon, word_list
from bot.conversation.when.names import own_weekdays
from bot.conversation.when.patterns import patterns
from bot.conversation.when.spoken import Clock, Day, Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LETTERS = {
    "clock": "C", "shaky_clock": "N", "number": "N", "length": "U", "day": "D", "month_first": "D", "month_day": "D",
    "weekday": "W", "part": "P", "lunch": "L", "now": "n", "span": "X",
}  # fmt: skip
SHAKY = ("shaky_clock", "number", "month_day")  # they count only before an end, or a word that may follow a time
SURE_HOUR = 7  # "8h" alone is an hour of the day, "2h" alone is a length
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
NEXT = re.compile(r"\s*([a-z0-9']+|[%€$£°+*=#&])?")
UNDECIDED = "Nb"
GAP = {True: re.compile(r"\.?[\s():]*"), False: re.compile(r"[\s():]*")}
LONG_NAME, LONG_TYPED, SHORTEST_TYPED = 8, 7, 5  # letters; a long name may have two slips
OTHER = "."


@dataclass(frozen=True, slots=True)
class Atom:
    """Something found at ``[start, end)`` of the folded text: its letter in the grammar, and its values by sense."""

    start: int
    end: int
    letter: str
    senses: Mapping[str, object] = field(default_factory=dict)

    @property
    def point(self) -> Point:
        """What it says as part of a point; an empty one for words that only join."""
        points = (_point(sense, value) for sense, value in self.senses.items() if sense not in ("length", "span"))
        return next(points, Point())


def scan(text: str, language: str) -> tuple[Atom, ...]:
    """The atoms of a folded text in order; they do not overlap."""
    chosen: list[Atom] = []
    for atom in sorted(_candidates(text, language), key=lambda a: (a.start - a.end, a.start)):
        if all(atom.end <= other.start or other.end <= atom.start for other in chosen):
            chosen.append(atom)
    chosen += _mistyped(text, language, chosen)
    chosen.sort(key=lambda a: a.start)
    return tuple(atom for atom in chosen if _holds(atom, text, language, chosen))


def spell(text: str, atoms: Sequence[Atom]) -> tuple[str, tuple[int, ...]]:
    """The atoms as letters, with a dot for text between them; and for each letter the number of its atom."""
    letters = ""
    places: list[int] = []
    for number, atom in enumerate(atoms):
        if number and not _adjoin(text, atoms[number - 1], atom):
            letters, places = letters + OTHER, [*places, number]
        letters, places = letters + atom.letter, [*places, number]
    return letters, tuple(places)


def _candidates(text: str, language: str) -> Iterator[Atom]:
    found: dict[tuple[int, int], tuple[str, dict[str, object]]] = {}
    lexemes = lexicon(language)
    for match in lexemes.literal.finditer(text):
        letter, meaning = lexemes.read(match.group())
        found[match.span()] = (letter, dict([meaning] if meaning else []))
    for pattern in patterns(language):
        if pattern.needle in text:
            for match in pattern.regex.finditer(text):
                value = pattern.read(match.groupdict())
                if value is not None:
                    found.setdefault(match.span(), ("", {}))[1][pattern.sense] = value
    return (Atom(start, end, letter or _letter(senses), senses) for (start, end), (letter, senses) in found.items())


def _letter(senses: Mapping[str, object]) -> str:
    clock = senses.get("clock")
    if isinstance(clock, Clock) and "length" in senses:
        return "b" if clock.hour < SURE_HOUR else "B"
    return next(LETTERS[sense] for sense in senses)


def _point(sense: str, value: object) -> Point:
    if isinstance(value, Clock):
        return Point(clock=value)
    if isinstance(value, Day):
        return Point(day=value)
    return value if isinstance(value, Point) else Point(number=int(str(value)) if sense == "number" else None)


def _holds(atom: Atom, text: str, language: str, atoms: Sequence[Atom]) -> bool:
    """Whether an atom that might be something else stands where a time would."""
    careful = word_list(language, "careful")
    if any(sense in SHAKY for sense in atom.senses):
        return _is_followed(atom, text, language, atoms)
    first = re.split("[ .,-]", text[atom.start : atom.end], maxsplit=1)[0]
    if atom.letter == "W" and first in careful:
        return _is_weekday(atom, text, language, atoms)
    return not ("month_first" in atom.senses and first in careful) or _is_followed(atom, text, language, atoms)


def _is_followed(atom: Atom, text: str, language: str, atoms: Sequence[Atom]) -> bool:
    """At 3 in..., at 3?, at 3 tomorrow; and not: at 3 tables, after 2 talks."""
    match = NEXT.match(text, atom.end)
    word = match[1] if match else None
    if word is None or word in word_list(language, "follow"):
        return True
    return any(other.start == match.start(1) and other.letter not in UNDECIDED for other in atoms) if match else False


def _is_weekday(atom: Atom, text: str, language: str, atoms: Sequence[Atom]) -> bool:
    """Whether a short form that is also a word (sat, sun, mer, mar) is the weekday."""
    after, before = text[atom.end :], text[: atom.start].split()
    if after.startswith(".") or not (WORD.search(after) or WORD.search(text[: atom.start])):
        return True
    if any(a.letter in "NCBbPDU" and a.start >= atom.end and _adjoin(text, atom, a) for a in atoms):
        return True
    return (
        bool(before)
        and before[-1] in word_list(language, "before_short_day")
        and _is_followed(atom, text, language, atoms)
    )


def _adjoin(text: str, one: Atom, other: Atom) -> bool:
    return GAP[one.letter == "W"].fullmatch(text, one.end, other.start) is not None


def _mistyped(text: str, language: str, atoms: Sequence[Atom]) -> Iterator[Atom]:
    """Weekdays with a slip or two in them."""
    names = own_weekdays(language)
    for match in WORD.finditer(text):
        word = match.group()
        if len(word) >= SHORTEST_TYPED and all(a.end <= match.start() or match.end() <= a.start for a in atoms):
            found = process.extractOne(word, names.keys(), scorer=OSA.distance, score_cutoff=2)
            if found and _is_slip(word, found[0], found[1]):
                yield Atom(*match.span(), "W", {"weekday": Day(weekday=names[found[0]])})


def _is_slip(word: str, name: str, distance: float) -> bool:
    """saterday, wensday, firday, jeuid; and not: sundae, Frida, maudit."""
    allowed = 2 if len(name) >= LONG_NAME and len(word) >= LONG_TYPED else 1
    return distance <= allowed and word[0] == name[0] and sorted(word[-3:]) == sorted(name[-3:])
