"""What speaks for a sentence as the answer to a question, as numbers. Pure but for the search object.

Nothing here grows with the size of the material: a speech of twenty sentences and a library are judged
alike. Which number weighs how much is ``decision``'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.kinds import DEFINITE, NAMED, Kind, asked_kind, holds
from bot.answers.names import heard, names
from bot.answers.terms import asked_terms, covered, is_rare, plain, terms
from bot.i18n.catalogue import DEFAULT, languages, words
from index.text import normalized

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.model import Chunk, Hit
    from index.search import Search

# Passages whose sentences are looked at, and how many of these, the nearest first: reading takes time.
PASSAGES = 5
SENTENCES = 12
_QUESTION = re.compile(r"[?？]['\"”’)»」』\s*_]*$")
_ENDED = re.compile(r"[.!?…。！？:：][\"'”’)»」』\s*_]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•・]|\d{1,3}[.)])[ \t]")
_FEW = 4  # terms


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
    """Return the sentences of the best passages that are nearest in meaning, with what tells the best of them."""
    near = [
        (float(cosine), hit, place)
        for hit in hits[:PASSAGES]
        for place, cosine in enumerate(search.sentence_cosines(question, hit.chunk))
    ]
    near = sorted(near, key=lambda each: -each[0])[:SENTENCES]
    return [
        Candidate(
            hit,
            place,
            cosine,
            {"cosine": cosine, "behind": hit.score - hits[0].score, **_signs(question, language, hit.chunk, place)},
        )
        for cosine, hit, place in near
    ]


def _signs(question: str, language: str, chunk: Chunk, place: int) -> dict[str, float]:
    """What tells one sentence from the others, beside its cosine and how far its passage is behind the best.

    ``cover`` is the share of the question's terms in it, ``cover_with_before`` with those of the sentence before
    and of the headings. ``kind`` is 1 or -1 as the kind of thing asked for is in it or not, 0 for no particular
    kind.
    """
    text, asked = sentence(chunk, place), asked_terms(question, language)
    held, around = terms(text, language), _around(chunk, language)
    # The speaker's name or the title in a question says which speech is meant, not which sentence of it.
    told = {term: weight for term, weight in asked.items() if term not in around} or asked
    before = terms(sentence(chunk, place - 1), language) if place else frozenset()
    kind = asked_kind(question, language)
    return {
        "cover": covered(told, held),
        "cover_with_before": covered(asked, held | before | around),
        "kind": 0.0 if kind not in DEFINITE | NAMED else 1.0 if holds(kind, text, question) else -1.0,
        "courtesy": float(_is_courtesy(text, chunk.language)),
        "question": float(_QUESTION.search(text) is not None),
        "scrap": float(_is_scrap(text, held)),
        "foreign": float(_across(chunk, language)),
    }


def _is_scrap(text: str, held: frozenset[str]) -> bool:
    """Whether it is a heading, a greeting or the like rather than a statement; an item of a list is none."""
    return len(held) < _FEW or not (_ENDED.search(text) or _ITEM.match(text))


def _is_courtesy(text: str, language: str) -> bool:
    """Whether a sentence greets, thanks or introduces its speaker."""
    said = plain(text)
    return language in languages() and any(normalized(each) in said for each in words(language, "content.courtesies"))


def grounds(
    question: str, language: str, best: Candidate, found: Sequence[Candidate], *, hits: Sequence[Hit], search: Search
) -> dict[str, float]:
    """Return what speaks for and against answering with this sentence at all.

    Cosines are told in standard deviations above those of the question with sentences that have nothing to
    do with it (cohort normalization, as in speaker recognition: Auckenthaler et al. 2000): what a cosine
    means differs from question to question, from language to language and from model to model.
    """
    chunk = best.hit.chunk
    mean, deviation = _unrelated(question, chunk.language, search)
    elsewhere = max((each.cosine for each in found if each.hit.chunk.id != chunk.id), default=mean)
    others = [hit.dense for hit in hits[1:PASSAGES]] or [mean]
    across = float(_across(chunk, language))
    return {
        "sentence": (best.cosine - mean) / deviation,
        "passage": (best.hit.dense - mean) / deviation,
        "lead": (best.cosine - elsewhere) / deviation,
        "ahead": (hits[0].dense - sum(others) / len(others)) / deviation,
        "across": across,
        **_words(question, language, best, across),
        **_kind(question, language, best, across),
        "scrap": best.signs["scrap"],
    }


def _words(question: str, language: str, best: Candidate, across: float) -> dict[str, float]:
    """How much of the question's words and names the sentence and its passage hold.

    Words carry over to another language only where they are names or numbers.
    """
    chunk = best.hit.chunk
    asked = asked_terms(question, language)
    around = terms(chunk.text, language) | _around(chunk, language)
    rare = {term: weight for term, weight in asked.items() if is_rare(weight)}
    named = names(question, language)
    missing = sum(not heard(name, f"{chunk.title} {chunk.speaker} {chunk.text}") for name in named)
    return {
        "cover": best.signs["cover"] * (1 - across),
        "cover_with_before": best.signs["cover_with_before"] * (1 - across),
        "passage_cover": covered(asked, around) * (1 - across),
        "rare_missing": (1 - covered(rare, around)) * (1 - across) if rare else 0.0,
        "names_missing": missing / len(named) * (1 - across) if named else 0.0,
        "across_names_held": (1 - missing / len(named)) * across if named else 0.0,
        "across_names_missing": missing / len(named) * across if named else 0.0,
    }


def _kind(question: str, language: str, best: Candidate, across: float) -> dict[str, float]:
    kind, held = asked_kind(question, language), best.signs["kind"] > 0
    return {
        "amount_missing": float(kind is Kind.AMOUNT and not held),
        "definite_held": float(kind in DEFINITE and held),
        "definite_missing": float(kind in DEFINITE and kind is not Kind.AMOUNT and not held),
        "across_definite_held": across * (kind in DEFINITE and held),
        "named_held": float(kind in NAMED and held),
        "named_missing": float(kind in NAMED and not held),
        "reason": float(kind is Kind.REASON),
    }


def _across(chunk: Chunk, language: str) -> bool:
    return bool(chunk.language) and chunk.language != language


def _around(chunk: Chunk, language: str) -> frozenset[str]:
    """The terms that say what a passage is about without being in it."""
    return terms(" ".join((chunk.title, *chunk.heading, chunk.speaker)), language)


def _unrelated(question: str, language: str, search: Search) -> tuple[float, float]:
    """Mean and deviation of a question's cosine with sentences of a language that have nothing to do with it."""
    spoken = language if language in languages() else DEFAULT
    cosines = search.cosines(question, words(spoken, "content.unrelated"))
    return float(cosines.mean()), max(float(cosines.std()), 1e-3)
