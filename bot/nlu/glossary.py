"""Words for one topic in all languages, from the catalogues: what is asked in one is found written in another."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from bot.i18n.catalogue import DEFAULT, languages
from bot.nlu.frequency import of_little_weight
from bot.nlu.lexicon import NARROWER, Lexicon, rows
from bot.nlu.text import is_japanese, read, unexplained

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.nlu.found import Span
    from bot.nlu.text import Utterance


Unit = tuple[str, ...]
"""One part of a topic: any of these phrases stands for it. A "*" at the end of a word stands for any ending."""


def units(text: str, language: str) -> list[Unit]:
    """What a topic is made of: topics that the glossary knows, in all languages, and the words beside them.

    Empty when the glossary knows none of it.
    """
    utterance = read(text)
    known: dict[Span, list[str]] = defaultdict(list)
    for spoken in dict.fromkeys((language, DEFAULT)):
        for match in _lexicon(spoken).find(utterance):
            known[match.start, match.end].append(match.name)
    spans = [span for span in known if not any(_is_inside(span, other) for other in known)]
    common = of_little_weight()
    rest = (word.folded for word in unexplained(utterance, spans) if word.folded not in common)
    return [*(_phrases(known[span]) for span in spans), *((word,) for word in rest)] if spans else []


def compounds(utterance: Utterance, language: str) -> list[Span]:
    """Where topics of several words stand, such as "open data": their words mean nothing by themselves."""
    found = (match for spoken in dict.fromkeys((language, DEFAULT)) for match in _lexicon(spoken).find(utterance))
    return [(match.start, match.end) for match in found if " " in utterance.folded[match.start : match.end]]


def _is_inside(span: Span, other: Span) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _phrases(topics: Iterable[str]) -> Unit:
    entries = (phrase for spoken in languages() for topic in topics for phrase in rows(spoken, "topics").get(topic, ()))
    return tuple(dict.fromkeys(entry.removeprefix(NARROWER) for entry in entries))


@cache
def _lexicon(language: str) -> Lexicon:
    """The phrases that stand for a whole topic: who asks for MongoDB does not want all databases."""
    whole = {topic: [p for p in phrases if p[0] != NARROWER] for topic, phrases in rows(language, "topics").items()}
    return Lexicon({topic: [*phrases, *map(_plural, phrases)] for topic, phrases in whole.items()})


def _plural(phrase: str) -> str:
    return phrase if is_japanese(phrase) or phrase.endswith(("s", "*")) else phrase + "s"
