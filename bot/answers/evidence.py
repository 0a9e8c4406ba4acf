"""What speaks for a sentence as the answer to a question, as numbers. Pure but for the search object.

Nothing here grows with the size of the material: a speech of twenty sentences and a library are judged
alike. Which number weighs how much is ``decision``'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from bot.answers.kinds import DEFINITE, NAMED, PARTICULAR, Kind, asked_kind, holds, names_office
from bot.answers.names import NEARLY, heard, names, without_names, written, written_names
from bot.answers.passages import PAGE, around_terms, asked_of, is_foreign, sentence, stretch, things_named, told_in
from bot.answers.practical import things, wanted_things
from bot.answers.terms import covered, is_rare, plain, terms
from bot.i18n.catalogue import DEFAULT, languages, words
from index.text import normalized

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.model import Chunk, Hit
    from index.search import Search

# Passages whose sentences are looked at, and how many of these, the nearest first: reading takes time.
PASSAGES = 5
SENTENCES = 12
MORE_PAGES = 3
PAGE_SIGNS = (
    "of_page",
    "page",
    "page_headed",
    "page_missing",
    "page_rare_missing",
    "thing_told",
    "thing_missing",
    "across_thing_told",
)
_QUESTION = re.compile(r"[?？]['\"”’)»」』\s*_]*$")
_ENDED = re.compile(r"[.!?…。！？:：][\"'”’)»」』\s*_]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•・]|\d{1,3}[.)])[ \t]")
_HEADING = re.compile(r"\s*#{1,6}\s")
# An editor's note rather than what was said: a sentence in italics that ends with them, or leaves them open.
_NOTE = re.compile(r"\s*([*_])(?!\1)(?=\S)(?:(?!\1).)*(?:\1\s*)?$", re.DOTALL)
_FEW = {"ja": 2}  # terms; Japanese ones are content words only
_FEW_ELSEWHERE = 4


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


def candidates(question: str, language: str, hits: Sequence[Hit], search: Search) -> list[Candidate]:
    """Return the sentences of the best passages that are nearest in meaning, with what tells the best of them."""
    kind = asked_kind(question, language)
    near = [
        (float(cosine), hit, place)
        for hit in (hits if kind in PARTICULAR else _looked_at(question, language, hits))
        for place, cosine in enumerate(search.sentence_cosines(question, hit.chunk))
    ]
    particular = [
        each for each in near if kind in PARTICULAR and holds(kind, sentence(each[1].chunk, each[2]), question)
    ]
    near = _nearest(question, language, particular or near)
    return [
        Candidate(
            hit,
            place,
            cosine,
            {"cosine": cosine, "behind": hit.score - hits[0].score, **_signs(question, language, hit.chunk, place)},
        )
        for cosine, hit, place in near
    ]


def _nearest(question: str, language: str, near: list[tuple[float, Hit, int]]) -> list[tuple[float, Hit, int]]:
    """The nearest sentences, and those of pages that name the practical thing that is asked for."""
    ordered = sorted(near, key=lambda each: -each[0])
    wanted = wanted_things(question, language)
    naming = (each for each in ordered[SENTENCES:] if things_named(wanted, each[1].chunk))
    return [*ordered[:SENTENCES], *naming]


def _looked_at(question: str, language: str, hits: Sequence[Hit]) -> list[Hit]:
    """The nearest passages, and pages further down that speak of the practical thing that is asked for."""
    wanted = wanted_things(question, language)
    naming = (hit for hit in hits[PASSAGES:] if things_named(wanted, hit.chunk))
    return [*hits[:PASSAGES], *islice(naming, MORE_PAGES)]


def _signs(question: str, language: str, chunk: Chunk, place: int) -> dict[str, float]:
    """What tells one sentence from the others, beside its cosine and how far its passage is behind the best.

    ``cover`` is the share of the question's terms in it, ``cover_with_before`` with those of the sentence before
    and of the headings. ``kind`` is 1 or -1 as the kind of thing asked for is in it or not, 0 for no particular
    kind. ``thing`` is the share of the practical things asked for that its page's passage names.
    """
    text, asked = sentence(chunk, place), asked_of(question, language, chunk)
    held, around = told_in(stretch(chunk, place), language, chunk), around_terms(chunk, language)
    # The speaker's name or the title in a question says which speech is meant, not which sentence of it.
    told = {term: weight for term, weight in asked.items() if term not in around} or asked
    before = told_in(sentence(chunk, place - 1), language, chunk) if place else frozenset()
    return {
        "thing": things_named(wanted_things(question, language), chunk),
        "cover": covered(told, held),
        "cover_with_before": covered(asked, held | before | around),
        "kind": _kind_held(question, language, chunk, place),
        "courtesy": float(is_courtesy(text, chunk.language)),
        "question": float(_QUESTION.search(text) is not None),
        "scrap": float(is_scrap(text, chunk.language)),
        "foreign": float(is_foreign(chunk, language)),
        "foreign_page": float(is_foreign(chunk, language) and chunk.kind == PAGE),
    }


def _kind_held(question: str, language: str, chunk: Chunk, place: int) -> float:
    """1 or -1 as a sentence holds the kind of thing asked for or not, 0 for no kind that tells.

    A page answers who and where without names: "anybody with a green badge", "next to the stairs".
    """
    kind = asked_kind(question, language)
    if kind not in (DEFINITE if chunk.kind == PAGE else DEFINITE | NAMED):
        return 0.0
    return 1.0 if holds(kind, stretch(chunk, place), question) else -1.0


def is_scrap(text: str, language: str) -> bool:
    """Tell whether it is a heading, a note, a greeting or the like, and no statement; an item of a list is none."""
    if _HEADING.match(text) or _NOTE.match(text):
        return True
    few = len(terms(text, language)) < _FEW.get(language, _FEW_ELSEWHERE)
    return few or not (_ENDED.search(text) or _ITEM.match(text))


def is_courtesy(text: str, language: str) -> bool:
    """Tell whether a sentence greets, thanks or introduces its speaker."""
    said = plain(text)
    return any(each in said for each in _courtesies(language))


def is_statement(text: str) -> bool:
    """Tell whether a sentence asks nothing."""
    return _QUESTION.search(text) is None


@cache
def _courtesies(language: str) -> tuple[str, ...]:
    return tuple(map(normalized, words(language, "content.courtesies"))) if language in languages() else ()


def grounds(
    question: str,
    language: str,
    best: Candidate,
    found: Sequence[Candidate],
    *,
    hits: Sequence[Hit],
    search: Search,
    topical: bool = False,
) -> dict[str, float]:
    """Return what speaks for and against answering with this sentence at all.

    ``topical`` is whether the question wants no more than what was said about something.

    Cosines are told in standard deviations above those of the question with sentences that have nothing to
    do with it (cohort normalization, as in speaker recognition: Auckenthaler et al. 2000): what a cosine
    means differs from question to question, from language to language and from model to model.
    """
    chunk = best.hit.chunk
    mean, deviation = _unrelated(question, chunk.language, search)
    elsewhere = max((each.cosine for each in found if each.hit.chunk.id != chunk.id), default=mean)
    others = [hit.dense for hit in hits[1:PASSAGES]] or [mean]
    others_aligned = [hit.aligned for hit in hits[1:PASSAGES]] or [hits[0].aligned]
    across = float(is_foreign(chunk, language))
    return {
        "sentence": (best.cosine - mean) / deviation,
        "lead": (best.cosine - elsewhere) / deviation,
        "ahead": (hits[0].dense - sum(others) / len(others)) / deviation,
        "aligned": best.hit.aligned,
        "across_aligned": best.hit.aligned * across,
        "aligned_ahead": hits[0].aligned - sum(others_aligned) / len(others_aligned),
        "across": across,
        **_words(question, language, best, across),
        **_kind(question, language, best, across),
        **_page(question, language, best),
        "scrap": best.signs["scrap"],
        "question": best.signs["question"],
        "topical": float(topical),
    }


def _words(question: str, language: str, best: Candidate, across: float) -> dict[str, float]:
    """How much of the question's words and names the sentence and its passage hold.

    Words carry over to another language only where they are names or numbers. A name that every text writes alike
    speaks against one without it in any language (``written_missing``).
    """
    chunk = best.hit.chunk
    asked = asked_of(question, language, chunk)
    around = told_in(chunk.text, language, chunk) | around_terms(chunk, language)
    rare = {term: weight for term, weight in asked.items() if is_rare(weight)}
    near = told_in(stretch(chunk, best.place), language, chunk) | around_terms(chunk, language)
    named = [name for name in names(question, language) if chunk.kind != PAGE or not things(name, language)]
    unmistakable, told = written_names(question, language), _told_of(chunk)
    unwritten = sum(not written(name, told) for name in unmistakable)
    missing = sum(not heard(name, told) for name in named)
    return {
        "cover": best.signs["cover"] * (1 - across),
        "cover_with_before": best.signs["cover_with_before"] * (1 - across),
        **{sign: share * (1 - across) for sign, share in _missing(question, language, chunk, near).items()},
        "passage_cover": covered(asked, around) * (1 - across),
        "rare_missing": (1 - covered(rare, around)) * (1 - across) if rare else 0.0,
        "names_missing": missing / len(named) * (1 - across) if named else 0.0,
        "across_names_held": (1 - missing / len(named)) * across if named else 0.0,
        "written_missing": unwritten / len(unmistakable) if unmistakable else 0.0,
        "across_names_missing": missing / len(named) * across if named else 0.0,
    }


def _told_of(chunk: Chunk) -> str:
    """A passage with what tells whose and of what it is."""
    return " ".join((chunk.title, *chunk.heading, chunk.speaker, chunk.text))


def _missing(question: str, language: str, chunk: Chunk, held: frozenset[str]) -> dict[str, float]:
    """The share of what is asked of a question's names that a sentence does not hold; 0 where there are none.

    It counts apart where all names are everyday words, as France is: these often are but a part of what is asked.
    """
    asked, rest = asked_of(question, language, chunk), without_names(question, language)
    rare = any(is_rare(weight) for weight in asked.values())
    ordinary = (
        {term: weight for term, weight in asked.items() if not is_rare(weight)}
        if rare
        else asked_of(rest, language, chunk)
    )
    share = 1 - covered(ordinary, held) if any(ordinary.values()) else 0.0
    return {"ordinary_missing": share * rare, "of_familiar_missing": share * (not rare and rest != question)}


def _kind(question: str, language: str, best: Candidate, across: float) -> dict[str, float]:
    kind, held = asked_kind(question, language), best.signs["kind"] > 0
    return {
        "amount_missing": float(kind is Kind.AMOUNT and not held),
        "definite_held": float(kind in DEFINITE and held),
        "definite_missing": float(kind in DEFINITE and kind is not Kind.AMOUNT and not held),
        "definite_absent": float(kind in DEFINITE and not held and not holds(kind, best.hit.chunk.text, question)),
        "across_definite_held": across * (kind in DEFINITE and held),
        "across_definite_missing": across * (kind in DEFINITE and not held),
        "named_held": float(kind in NAMED and held),
        "named_missing": float(kind in NAMED and best.signs["kind"] < 0),
        "particular_held": float(kind in PARTICULAR and held),
        "office_missing": float(kind is Kind.NAME and names_office(question) and not names_office(_near(best))),
        "reason": float(kind is Kind.REASON),
    }


def _near(best: Candidate) -> str:
    """A sentence with the one before it, and who says it."""
    chunk, place = best.hit.chunk, best.place
    before = sentence(chunk, place - 1) if place else ""
    return f"{chunk.speaker} {before} {best.text}"


def _page(question: str, language: str, best: Candidate) -> dict[str, float]:
    """What speaks for a page: whether it names more of the question than not, and how much the heading alone does.

    Pages are written as short answers under headings that name what is asked for, so to be one speaks for it
    (``of_page``). ``page_missing`` is how much of a question for a person or a place they do not name. The practical
    things of a question may all be named (``thing_told``) or some not (``thing_missing``, as a share).
    """
    chunk = best.hit.chunk
    if chunk.kind != PAGE:
        return dict.fromkeys(PAGE_SIGNS, 0.0)
    asked = asked_of(question, language, chunk)
    heading = told_in(chunk.heading[-1], language, chunk) if chunk.heading else frozenset()
    named, whole = best.signs["thing"], best.signs["thing"] == 1
    kind = asked_kind(question, language)
    by_form = kind in PARTICULAR and best.signs["kind"] > 0
    told = 1.0 if by_form else covered(asked, heading | told_in(stretch(chunk, best.place), language, chunk))
    return {
        "of_page": 1.0 - best.signs["foreign"],
        "page": (2 * told - 1) * (1 - best.signs["foreign"]),
        "page_headed": covered(asked, heading),
        "thing_told": float(whole),
        "across_thing_told": float(whole) * best.signs["foreign"],
        "thing_missing": 1 - named if wanted_things(question, language) else 0.0,
        "page_rare_missing": _rare_missing(asked, told_in(chunk.text, language, chunk) | around_terms(chunk, language))
        * (1 - best.signs["foreign"]),
        "page_missing": (1 - told) * (kind in NAMED and not whole) * (1 - best.signs["foreign"]),
    }


def _rare_missing(asked: Mapping[str, float], held: frozenset[str]) -> float:
    """The share of a question's rare words that no word of a page resembles."""
    from rapidfuzz import fuzz, process

    rare = [term for term, weight in asked.items() if is_rare(weight) and term.isalpha()]
    told = [term for term in rare if process.extractOne(term, held, scorer=fuzz.ratio, score_cutoff=NEARLY)]
    return 1 - len(told) / len(rare) if rare else 0.0


def _unrelated(question: str, language: str, search: Search) -> tuple[float, float]:
    """Mean and deviation of a question's cosine with sentences of a language that have nothing to do with it."""
    spoken = language if language in languages() else DEFAULT
    cosines = search.cosines(question, words(spoken, "content.unrelated"))
    return float(cosines.mean()), max(float(cosines.std()), 1e-3)
