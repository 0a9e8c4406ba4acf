"""From the text of a question to what its time expressions say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from bot.nlu.time.atoms import spell
from bot.nlu.time.folding import fold
from bot.nlu.time.grammar import grammar
from bot.nlu.time.lexicon import lexicon, word_list
from bot.nlu.time.scanning import scan
from bot.nlu.time.spoken import Day, Point, Said, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.nlu.time.atoms import Atom
    from bot.nlu.time.lexicon import Lexicon
    from bot.nlu.time.spoken import Relation

NO_LETTER = re.compile("[^a-z]+")
POINTED = ("after", "from", "before", "until", "between", "later")


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression at ``[start, end)`` of the text as typed."""

    start: int
    end: int
    said: Said


@dataclass(frozen=True, slots=True)
class _Found:
    """A match of the grammar over the letters ``[first, last)``; its own words begin at ``start``."""

    first: int
    last: int
    start: int
    said: Said


def read(text: str, language: str) -> tuple[Expression, ...]:
    """The time expressions of a text in order, lengths of time among them."""
    folded = fold(text)
    atoms = scan(folded.text, language)
    letters, places = spell(folded.text, atoms)
    spoken = [atoms[place] for place in places]
    matches = grammar(language, past=is_past(folded.text, language)).finditer(letters)
    found = [_Found(*match.span(), _start(match, language), _said(match, spoken)) for match in matches]
    merged = [(f.start, _last(f, letters, language), f.said) for f in _merged(found, letters, language)]
    return tuple(Expression(*folded.origin(spoken[a].start, spoken[b].end), said) for a, b, said in merged)


def is_past(folded: str, language: str) -> bool:
    """Whether a folded text speaks of the past."""
    spaced = f" {NO_LETTER.sub(' ', folded)} "
    return any(f" {word} " in spaced if word.isascii() else word in folded for word in word_list(language, "past"))


def _said(match: re.Match[str], atoms: Sequence[Atom]) -> Said:
    name = str(match.lastgroup)
    relation = name.partition("_")[0]
    slots = [_slot(match, name + suffix, atoms) for suffix in "ab" if name + suffix in match.re.groupindex]
    if relation in ("in", "ago", "within", "lead", "length"):
        return Said(cast("Relation", relation), length=_length(slots[0] if slots else [atoms[match.start()]]))
    if relation == "span":
        return Said("span", span=cast("Span", atoms[match.end() - 1].senses["span"]))
    first, *second = [_point(slot) for slot in slots or [atoms[match.start() : match.end()]]]
    if relation in ("this", "coming", "gone"):
        return Said("at", _shown(relation, first))
    alone = _length([atoms[match.start()]]) if match.group() == "b" else None
    return Said(cast("Relation", relation), first, second[0] if second else Point(), length=alone)


def _slot(match: re.Match[str], name: str, atoms: Sequence[Atom]) -> Sequence[Atom]:
    start, end = match.span(name)
    return atoms[start:end]


def _length(atoms: Sequence[Atom]) -> timedelta:
    return next(value for atom in atoms for value in atom.senses.values() if isinstance(value, timedelta))


def _point(atoms: Sequence[Atom]) -> Point:
    """What the atoms say of one point; a number right after a weekday may be the day of the month."""
    points = [atom.point for atom in atoms]
    for place, (one, number) in enumerate(pairwise(points)):
        if one.day and one.day.weekday is not None and number.number is not None:
            points[place] = replace(one, day=replace(one.day, month_day=number.number))
    return reduce(Point.joined, points)


def _shown(relation: str, point: Point) -> Point:
    day = point.day or Day(offset=0)
    return replace(point, day=replace(day, gone=relation == "gone"))


def _merged(found: Sequence[_Found], letters: str, language: str) -> list[_Found]:
    """Neighbours with nothing but joining words between them are one expression, where they can be."""
    glue = set(lexicon(language).marks["glue"])
    merged: list[_Found] = []
    for one in found:
        last = merged[-1] if merged else None
        said = last and glue.issuperset(letters[last.last : one.first]) and _together(last.said, one.said)
        if last and said:
            merged[-1] = _Found(last.first, one.last, last.start, said)
        else:
            merged.append(one)
    return merged


def _together(one: Said, other: Said) -> Said | None:
    if "at" not in (one.relation, other.relation) or (one.point.has_hour and other.point.has_hour):
        return None
    main, beside = (one, other) if other.relation == "at" else (other, one)
    if main.relation not in (*POINTED, "at") or (main is not one and beside.point.has_hour):
        return None
    if main.point.day and beside.point.day and main.relation != "at":
        return None
    return replace(main, point=main.point.joined(beside.point))


def _start(match: re.Match[str], language: str) -> int:
    """The first letter, without joining words that belong to what stands before: "what is on at 3", 講演の3時."""
    words, letters, name = lexicon(language), match.string, str(match.lastgroup)
    start = match.start(name)
    if not name.endswith("_0"):
        while start > match.start() and letters[start - 1] in words.marks["opening"]:
            start -= 1
        return start
    opening = words.marks["opening"]
    while letters[start] in words.marks["glue"] and (
        letters[start] not in opening or _is_at(letters[start + 1], words)
    ):
        start += 1
    return start


def _is_at(letter: str, words: Lexicon) -> bool:
    return f"{letter}~" in words.templates["at"]


def _last(found: _Found, letters: str, language: str) -> int:
    """The last letter, with the words that lean on a time: 's, sharp, に."""
    last, tail = found.last, lexicon(language).marks["tail"]
    while last < len(letters) and letters[last] in tail:
        last += 1
    return last - 1
