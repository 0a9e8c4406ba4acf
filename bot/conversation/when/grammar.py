"""How the parts of a time expression stand together, as one regular expression over letters.

Each thing found in a text becomes a letter: ``C`` a clock time, ``B`` and ``b`` what may be a clock time or a length
("15h", and "2h" where a length is likelier), ``N`` a bare number, ``U`` a length of time, ``D`` a day, ``W`` a weekday,
``P`` a part of a day, ``L`` lunch, ``n`` now, ``X`` a span of days, ``.`` anything else; and each joining phrase of the
catalogue has a letter of its own. The templates of the catalogue ("after ~", "~以降") are spelled in these letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.conversation.when.lexicon import RELATIONS, lexicon, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = "[UBb]"
SLOTS = {"this": "[WP]", "coming": "W", "gone": "W", "lead": LENGTH, "in": LENGTH, "ago": LENGTH, "within": LENGTH}
LUNCHED = ("after", "from", "before", "until")


@cache
def grammar(language: str, *, past: bool) -> re.Pattern[str]:
    """The expression for a language, and for questions about the past: there 20分前 is "ago" and not "before".

    The last group matched is named after the relation and the number of its template (``after_3``); its slots are
    the groups ``after_3a`` and ``after_3b``. Without a template: ``point_0``, ``span_0``, ``now_0``, ``next_0``,
    ``later_0``.
    """
    points = _Points(language)
    rules = [f"(?P<{name}>{expression})" for name, expression in _rules(language, points, past=past)]
    return re.compile("|".join(rules))


@dataclass(frozen=True, slots=True)
class _Points:
    """The expressions for a day, a part of it and an hour in any order, with what may stand between them."""

    language: str

    @property
    def glue(self) -> str:
        """Any number of words that join and say nothing."""
        marks = lexicon(self.language).marks["glue"]
        return f"[{marks}{self.at}]*"

    @property
    def at(self) -> str:
        """The letters of the words that stand before an hour: "at", "around"."""
        templates = lexicon(self.language).templates["at"]
        return "".join(template.removesuffix("~") for template in templates if template.endswith("~"))

    def strict(self) -> str:
        """A point in free text: a bare number counts only with something that makes it an hour or a day."""
        return self._sequence("")

    def slot(self, relation: str) -> str:
        """A point in a template, where more counts as an hour."""
        bare = "Nb" if relation in word_list(self.language, "bare_hours") else "b"
        return self._sequence(bare + ("L" if relation in LUNCHED else "") + ("n" if relation == "between" else ""))

    def _sequence(self, more: str) -> str:
        at, glue = f"[{self.at}]", self.glue
        hour = "[CBbN]" if "at" in word_list(self.language, "bare_hours") else "[CBb]"
        units = [f"{at}{glue}{hour}", "WN", f"N{glue[:-1]}+P", f"b{glue}P", f"[DPW]{glue}b", f"[CBDWP{more}]"]
        unit = f"{glue}(?:{'|'.join(units)})"
        return f"(?:{unit})+"


def _rules(language: str, points: _Points, *, past: bool) -> Iterator[tuple[str, str]]:
    lexemes = lexicon(language)
    number = 0
    for relation in sorted(RELATIONS, key=lambda r: r == ("lead" if past else "ago")):
        for template in lexemes.templates[relation]:
            for expression in _expressions(relation, template, points):
                number += 1
                name = f"{relation}_{number}"
                yield name, points.glue + _with_groups(expression, name)
    yield "point_0", points.strict()
    yield "span_0", points.glue + "X"
    yield "now_0", "n"
    yield "length_0", "U"
    yield from ((f"{mark}_0", f"{points.glue}[{lexemes.marks[mark]}]") for mark in ("next", "later"))


def _expressions(relation: str, template: str, points: _Points) -> Iterator[list[str]]:
    """A template as its pieces, the slots with what may fill them.

    Without a word in front ("2 - 4"), one of two hours has to be an hour for sure.
    """
    loose = SLOTS.get(relation) or points.slot(relation)
    pieces = re.split("([~#])", template)
    places = [place for place, piece in enumerate(pieces) if piece in "~#" and piece]
    fillings = (
        [{places[0]: points.strict()}, {places[-1]: points.strict()}]
        if template.startswith("~") and len(places) > 1
        else [{}]
    )
    for strict in fillings:
        yield [f"({strict.get(place, loose)})" if place in places else piece for place, piece in enumerate(pieces)]


def _with_groups(pieces: list[str], name: str) -> str:
    suffixes = iter("ab")
    return "".join(f"(?P<{name}{next(suffixes)}>{piece[1:]}" if piece.startswith("(") else piece for piece in pieces)
