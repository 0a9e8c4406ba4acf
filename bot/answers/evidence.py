"""What speaks for a sentence as the answer to a question, as numbers. Pure but for the search object.

Nothing here grows with the size of the material: a speech of twenty sentences and a library are judged
alike. Which number weighs how much is ``decision``'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.kinds import DEFINITE, NAMED, Kind, asked_kind, holds
from bot.answers.terms import asked_terms, covered, is_rare, terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.model import Chunk, Hit
    from index.search import Search

# Passages whose sentences are looked at, and sentences of them all at most.
PASSAGES = 5
_QUESTION = re.compile(r"[?？]['”\"’)»」』\s*_]*$")
_ENDED = re.compile(r"[.!?…。！？:：][\"'”’)»」』\s*_]*$")
_FEW = 5  # words: a greeting or a heading rather than a statement


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence: the ``place``-th of its passage, its cosine with the question, and what speaks for it."""

    hit: Hit
    place: int
    cosine: float
    signs: Mapping[str, float]

    @property
    def text(self) -> str:
        """The sentence as it stands in the source."""
        return sentence(self.hit.chunk, self.place)


def sentence(chunk: Chunk, place: int) -> str:
    """One sentence of a passage."""
    start, end = chunk.sentences[place]
    return chunk.text[start - chunk.start : end - chunk.start]


def candidates(question: str, language: str, hits: Sequence[Hit], search: Search) -> list[Candidate]:
    """Return the sentences of the best passages with what tells the best of them."""
    asked, kind = asked_terms(question, language), asked_kind(question, language)
    found = []
    for hit in hits[:PASSAGES]:
        chunk = hit.chunk
        around = _around(chunk)
        for place, cosine in enumerate(search.sentence_cosines(question, chunk)):
            text = sentence(chunk, place)
            held = terms(text, language)
            before = terms(sentence(chunk, place - 1), language) if place else around
            signs = {
                "cosine": float(cosine),
                "behind": hit.score - hits[0].score,
                "cover": covered(asked, held),
                "cover_with_before": covered(asked, held | before | around),
                "kind": _kind_sign(kind, text, question),
                "question": float(_QUESTION.search(text) is not None),
                "scrap": float(len(held) < _FEW or not _ENDED.search(text)),
            }
            found.append(Candidate(hit, place, float(cosine), signs))
    return found


def grounds(question: str, language: str, best: Candidate, hits: Sequence[Hit]) -> dict[str, float]:
    """Return what speaks for and against answering with this sentence at all."""
    chunk = best.hit.chunk
    asked, kind = asked_terms(question, language), asked_kind(question, language)
    around = terms(chunk.text, language) | _around(chunk)
    rare = {term: weight for term, weight in asked.items() if is_rare(weight)}
    across = float(bool(chunk.language) and chunk.language != language)
    others = [hit.dense for hit in hits[1:PASSAGES]]
    return {
        "sentence": best.cosine,
        "passage": best.hit.dense,
        "ahead": hits[0].dense - sum(others) / len(others) if others else 0.0,
        "cover": best.signs["cover"] * (1 - across),
        "passage_cover": covered(asked, around) * (1 - across),
        "rare": float(bool(rare)),
        "rare_missing": (1 - covered(rare, around)) if rare else 0.0,
        "definite_held": float(kind in DEFINITE and best.signs["kind"] > 0),
        "definite_missing": float(kind in DEFINITE and best.signs["kind"] < 0),
        "named_held": float(kind in NAMED and best.signs["kind"] > 0),
        "named_missing": float(kind in NAMED and best.signs["kind"] < 0),
        "reason": float(kind is Kind.REASON),
        "across": across,
        "question": best.signs["question"],
        "scrap": best.signs["scrap"],
    }


def _around(chunk: Chunk) -> frozenset[str]:
    """The terms that say what a passage is about without being in it."""
    return terms(" ".join((chunk.title, *chunk.heading, chunk.speaker)), chunk.language)


def _kind_sign(kind: Kind, text: str, question: str) -> float:
    if kind is Kind.ANY:
        return 0.0
    return 1.0 if holds(kind, text, question) else -1.0
