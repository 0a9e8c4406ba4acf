"""How the parts of a time expression stand together, as one regular expression over letters.

Each thing found in a text becomes a letter. ``C`` is a clock time; ``B`` and ``b`` may be a clock time or a length
("15h", and "2h" where a length is likelier); ``N`` is a bare number, ``U`` a length, ``D`` a day, ``M`` one with its
month, ``d`` a day of the month or a length ("2日"), ``W`` a weekday, ``P`` a part of a day, ``L`` lunch, ``n`` now,
``Z`` a time zone, ``h`` am or pm, ``X`` a span of days, ``.`` anything else. Each joining phrase of the catalogue has a
letter of its own. The catalogue's templates ("after ~", "~以降") are spelled in these letters; what may fill them is
said here.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bot.nlu.time.lexicon import RELATIONS, lexicon, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = "[UBbd]"
FILLED = {"this": "[WP]", "coming": "W", "gone": "W", "lead": LENGTH, "in": LENGTH, "ago": LENGTH, "within": LENGTH}
ALSO = {"after": "L", "from": "Ln", "before": "L", "until": "L", "between": "Ln"}  # what counts as an hour beside hours
DAYS = ("WN", "[DdMWP]")


@cache
def grammar(language: str, *, past: bool) -> re.Pattern[str]:
    """The expression for a language, and for questions about the past: there 20分前 is "ago" and not "before".

    The last group matched is named after the relation and the number of its rule (``after_3``); its slots are the
    groups ``after_3a`` and ``after_3b``. Without a template: ``at_0``, ``span_0``, ``now_0``, ``next_0``, ``later_0``,
    ``length_0``.
    """
    rules = _Rules(language)
    order = sorted(rules.from_templates(), key=lambda rule: rule[0] == ("lead" if past else "ago"))
    numbered = [(f"{relation}_{number}", pieces) for number, (relation, pieces) in enumerate(order, 1)]
    expressions = [f"{rules.glue}(?P<{name}>{_grouped(pieces, name)})" for name, pieces in numbered]
    return re.compile("|".join([*expressions, *rules.plain()]))


class _Rules:
    """The rules of one language."""

    def __init__(self, language: str) -> None:
        self.words = lexicon(language)
        self.bare = word_list(language, "bare_hours")
        self.at = "".join(template.strip("~") for template in self.words.templates["at"])

    @cached_property
    def glue(self) -> str:
        """A few words that join and say nothing, or none; bounded, so that a text made of them costs no time."""
        return f"{self.joining}{{0,4}}"

    @cached_property
    def joining(self) -> str:
        """A word that joins and says nothing."""
        return f"[{self.words.marks['glue']}{self.at}]"

    def plain(self) -> Iterator[str]:
        """The rules without a template."""
        yield f"(?P<at_0>{self.hourly('')}|{self.daily}|(?<![^.])^b$)"
        yield f"(?P<span_0>{self.glue}[X{self.words.marks['span']}])"
        yield "(?P<now_0>n)"
        yield "(?P<length_0>[Ub])"
        yield from (f"(?P<{mark}_0>{self.glue}[{self.words.marks[mark]}])" for mark in ("next", "later"))

    def from_templates(self) -> Iterator[tuple[str, list[str]]]:
        """Each template with its slots filled in, once for each way to fill them."""
        for relation in RELATIONS:
            templates = self.words.templates[relation] if relation != "at" else ()
            for template in sorted(templates, key=len, reverse=True):
                pieces = re.split("([~#])", template)
                for slots in self._slots(relation, template):
                    filling = iter(slots)
                    yield relation, [f"({next(filling)})" if piece in ("~", "#") else piece for piece in pieces]

    def hourly(self, more: str) -> str:
        """An hour with the day and the part of it, in any order; ``more`` are letters that count as hours here."""
        hour = "[CBbN]" if "at" in self.bare else "[CBb]"
        sure, bare = more.strip("Nb"), more.strip("Ln")
        hours = [f"[{self.at}]{self.glue}{hour}", f"N{self.joining}{{1,4}}P", f"b{self.glue}P", f"[DdMWP]{self.glue}b"]
        hours = [f"{self.glue}{expression}" for expression in (*hours, "[bN]h", f"[CB{sure}]")]
        if bare:  # not after an article ("from the 2"), and right after a weekday it is a date
            hours.append(f"[{self.at}]{{0,2}}[{bare}](?<!WN)")
        days = f"(?:{self.glue}(?:{'|'.join(DAYS)}|Z))*"
        return f"{days}(?:{'|'.join(hours)})h?{days}"

    @cached_property
    def daily(self) -> str:
        """A day or a part of one."""
        return f"(?:{self.glue}(?:{'|'.join(DAYS)}))+"

    @cached_property
    def dated(self) -> str:
        """A day, perhaps with a part of it."""
        return f"(?:{self.glue}P)*{self.glue}(?:WN|[DdMW])(?:{self.glue}P)*"

    def _slots(self, relation: str, template: str) -> list[tuple[str, ...]]:
        if relation in FILLED:
            return [(FILLED[relation],)]
        free = self.hourly(ALSO[relation] + ("Nb" if relation in self.bare else "b"))
        if relation != "between":
            return [(f"{free}|{self.daily}",)]
        hours = [(free, free)]
        sure, leans = self.hourly("n"), bool(set(template) & set(self.at))  # "à" is also "at": le 16 janvier à 17
        if template.startswith("~"):  # without a word in front ("2 - 4") one of the two has to be an hour for sure
            hours = [(sure, free)] if leans else [(sure, free), (free, sure)]
        dates = [("N", f"{self.glue}M")] if leans else [("N", f"{self.glue}M"), (f"{self.glue}M", "N")]
        return [*hours, (self.dated, self.dated), *dates]


def _grouped(pieces: list[str], name: str) -> str:
    """The pieces as one expression, the slots as groups a and b."""
    suffixes = iter("ab")
    return "".join(f"(?P<{name}{next(suffixes)}>{piece[1:]}" if piece.startswith("(") else piece for piece in pieces)
