"""What makes a quote doubtful though it is near: the thing is spoken of, and what is asked of it is not told.

A question for somebody, a place, a time or a number asks for one fact. A sentence that lacks one of its telling words,
as do those beside it, or that names no place where one asks where, may be about the thing and say nothing of that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.kinds import DEFINITE, NAMED, Kind, asked_kind
from bot.answers.passages import PAGE, around_terms, asked_of, is_foreign, sentence, told_in

if TYPE_CHECKING:
    from bot.answers.evidence import Candidate

FACTS = DEFINITE | NAMED
TELLING = 0.12  # weight of a word from which it says something
MOST_MISSING = 0.28  # weight of all that may be missing where a fact is asked for
MOST_MISSING_OF_ANY = 1.0  # and where anything else is, which may be told in other words
# Where something is, in the languages that part words: "in Nara", "at the University of Bern", "à Toulouse".
LOCATED = {
    "en": re.compile(r"\b(?:in|at|near|outside|inside)\s+(?:the\s+|a\s+)?(?=[^\W\d_])(?-i:[A-Z])", re.IGNORECASE),
    "fr": re.compile(
        r"(?:\b(?:à|au|aux|en|dans|chez|près d\w+|sur)\s+|\bà\s+l['’])(?:la\s+|le\s+|les\s+|l['’])?[A-ZÉÈÀ]"
    ),
}


def is_doubtful(question: str, language: str, best: Candidate) -> bool:
    """Tell whether a speech's sentence is likely to speak of the thing without telling what is asked."""
    kind, chunk = asked_kind(question, language), best.hit.chunk
    if chunk.kind == PAGE:  # pages answer under a heading that has the words
        return False
    if kind is Kind.PLACE and chunk.language in LOCATED and not LOCATED[chunk.language].search(best.text):
        return True
    if is_foreign(chunk, language):
        return False
    beside = range(max(best.place - 1, 0), min(best.place + 2, len(chunk.sentences)))
    near = (told_in(sentence(chunk, place), language, chunk) for place in beside)
    held = around_terms(chunk, language).union(*near)
    missing = [weight for term, weight in asked_of(question, language, chunk).items() if term not in held]
    whole = sum(weight for weight in missing if weight >= TELLING)
    return whole >= (MOST_MISSING if kind in FACTS else MOST_MISSING_OF_ANY)
