"""Numbers in a message: ordinals, counts, and those of titles that are told apart by theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.i18n.catalogue import words
from bot.nlu.lexicon import ordinals
from bot.nlu.text import is_japanese
from bot.nlu.types import Kind, Role, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.nlu.entities.titles import Titles
    from bot.nlu.text import Utterance

MOST_COUNTED = 20
UNNAMING = (Kind.REFERENCE, Kind.TIME, Kind.NUMBER)


def ordinal_in(utterance: Utterance, language: str, spans: Sequence[Span]) -> int | None:
    """The place of the first ordinal said, counted from zero: 1 for "the second one"; None without one."""
    numbers = [span for span in spans if span.kind is Kind.NUMBER]
    found = [m for m in ordinals(language, utterance) if any(span.touches(m.start, m.end) for span in numbers)]
    if found:
        return int(found[0].name)
    if not numbers and not any(span.kind not in UNNAMING for span in spans):  # "the second one", whatever else is said
        found = ordinals(language, utterance)
    value = int(found[0].name) + 1 if found else _value(utterance, language, numbers)
    return value - 1 if value else None


def count_in(utterance: Utterance, language: str, spans: Sequence[Span]) -> int:
    """How many are asked for: 3 in "the next three talks"; 1 where no number is said."""
    named = [span for span in spans if span.kind is not Kind.NUMBER]
    words = [w for w in utterance.words if not any(span.touches(w.start, w.end) for span in named)]
    return _value(utterance, language, [Span(Kind.NUMBER, Role.PLAIN, w.start, w.end) for w in words]) or 1


def digits_for_numbers(utterance: Utterance, language: str, titles: Titles) -> Utterance:
    """The utterance with "round two" as "round 2", where titles bear such numbers beside such words."""
    numbers = words(language, "words.numbers")
    said = list(utterance.words)
    for place, word in enumerate(said):
        beside = said[place + 1 : place + 2] if is_japanese(word.folded) else said[max(0, place - 1) : place]
        digit = replace(word, folded=str(numbers.index(word.folded) + 1)) if word.folded in numbers else word
        if digit is not word and titles.knows(digit) and any(titles.knows(other) for other in beside):
            said[place] = digit
    return replace(utterance, words=tuple(said))


def _value(utterance: Utterance, language: str, spans: Sequence[Span]) -> int:
    """The first cardinal number in some stretches; 0 where there is none that anybody would count to."""
    numbers = words(language, "words.numbers")
    for word in utterance.words:
        if any(span.touches(word.start, word.end) for span in spans):
            value = int(word.folded) if word.folded.isdecimal() else 0
            value = value or (numbers.index(word.folded) + 1 if word.folded in numbers else 0)
            if 0 < value <= MOST_COUNTED:
                return value
    return 0
