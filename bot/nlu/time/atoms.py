"""Finding the things in a text that a time expression may be made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.nlu.time.lexicon import lexicon
from bot.nlu.time.patterns import patterns
from bot.nlu.time.spoken import Clock, Day, Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LETTERS = {
    "clock": "C", "shaky_clock": "N", "number": "N", "length": "U", "day": "D", "date": "M", "month_first": "M",
    "month_day": "D", "weekday": "W", "part": "P", "lunch": "L", "now": "n", "span": "X", "half": "h", "zone": "Z",
}  # fmt: skip
SURE_HOUR = 7  # "8h" alone is an hour of the day, "2h" alone is a length
OTHER = "."
GAP = re.compile(r"[\s():]*")
GAP_AFTER_SHORT = re.compile(r"\.?[\s():]*")


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


def candidates(text: str, language: str) -> Iterator[Atom]:
    """Everything in a folded text that may be an atom, overlapping as it comes."""
    found: dict[tuple[int, int], tuple[str, dict[str, object]]] = {}
    phrases = lexicon(language)
    for match in phrases.literal.finditer(text):
        letter, meaning = phrases.read(match.group())
        found[match.span()] = (letter, dict([meaning] if meaning else []))
    for pattern in patterns(language):
        for match in pattern.regex.finditer(text) if pattern.needle in text else ():
            value = pattern.read(match.groupdict())
            if value is not None:
                found.setdefault(match.span(), ("", {}))[1][pattern.sense] = value
    return (Atom(start, end, letter or _letter(senses), senses) for (start, end), (letter, senses) in found.items())


def longest(atoms: Sequence[Atom], text: str) -> list[Atom]:
    """Of overlapping atoms the longest, in the order of the text."""
    taken = bytearray(len(text))
    chosen: list[Atom] = []
    for atom in sorted(atoms, key=lambda a: (a.start - a.end, a.start)):
        if not any(taken[atom.start : atom.end]):
            taken[atom.start : atom.end] = b"\1" * (atom.end - atom.start)
            chosen.append(atom)
    return sorted(chosen, key=lambda a: a.start)


def adjoin(text: str, end: int, start: int, letter: str = "") -> bool:
    """Whether nothing that counts stands between; after a weekday (``W``) that may be the dot of an abbreviation."""
    return (GAP_AFTER_SHORT if letter == "W" else GAP).fullmatch(text, end, start) is not None


def spell(text: str, atoms: Sequence[Atom]) -> tuple[str, tuple[int, ...]]:
    """The atoms as letters, with a dot for other text; and for each letter the number of its atom or the next one."""
    letters: list[str] = []
    places: list[int] = []
    end, letter = 0, ""
    for number, atom in enumerate(atoms):
        if not adjoin(text, end, atom.start, letter):
            letters.append(OTHER)
            places.append(number)
        letters.append(atom.letter)
        places.append(number)
        end, letter = atom.end, atom.letter
    trailing = OTHER if text[end:].strip(" .?!") else ""
    return "".join(letters) + trailing, tuple(places)


def _letter(senses: Mapping[str, object]) -> str:
    clock = senses.get("clock")
    if isinstance(clock, Clock) and "length" in senses:
        return "b" if clock.hour < SURE_HOUR else "B"
    if "month_day" in senses and "length" in senses:
        return "d"
    return next(LETTERS[sense] for sense in senses)


def _point(sense: str, value: object) -> Point:
    if isinstance(value, Clock):
        return Point(clock=value)
    if isinstance(value, Day):
        return Point(day=value)
    return value if isinstance(value, Point) else Point(number=int(str(value)) if sense == "number" else None)
