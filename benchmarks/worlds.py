"""Small and large collections with questions that they answer, and questions that they do not.

A world is a part of a set: some documents are taken out of it, so that their questions have no answer there
though everything around it is left in. Questions of the other sets have no answer there either.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from question_sets import SPEECHES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from question_sets import Question, QuestionSet

    from index.model import Chunk

Label = Literal["answerable", "struck out", "elsewhere"]
# Articles (or speeches) of a world, and questions asked in it of each label at most.
SCALES = {1: 14, 5: 30, 1000: 250}
WORLDS = 12


@dataclass(frozen=True, slots=True)
class World:
    """A collection and what is asked of it. ``calibration`` worlds share no document with the others."""

    name: str
    calibration: bool
    scale: int
    passages: list[Chunk]
    asked: list[tuple[Question, Label]]


def worlds(sets: list[QuestionSet]) -> Iterator[World]:
    """Make the worlds, always the same."""
    for one in sets:
        others = [question for other in sets if other is not one for question in other.questions]
        for calibration in (True, False):
            articles = sorted({_article(one, source) for source in one.passages}, key=_fraction)
            mine = [article for article in articles if (_fraction(article) < 0.5) == calibration]
            unrelated = [question for question in others if (_fraction(question.article) < 0.5) == calibration]
            for scale in SCALES:
                groups = [mine[start : start + scale] for start in range(0, len(mine), scale)][:WORLDS]
                for group in groups:
                    yield from _world(one, scale, set(group), unrelated, calibration=calibration)


def _world(
    one: QuestionSet, scale: int, group: set[str], unrelated: list[Question], *, calibration: bool
) -> Iterator[World]:
    sources = [source for source in one.passages if _article(one, source) in group]
    kept = {source for source in sources if not _struck_out(one, source, scale)}
    passages = [chunk for source in sources if source in kept for chunk in one.passages[source]]
    if not passages:
        return
    near = [question for question in one.questions if question.article in group]
    if one.name == SPEECHES and scale == 1:  # a single speech stays whole: what others say has no answer in it
        near = [question for question in one.questions if (_fraction(question.article) < 0.5) == calibration]
    most = SCALES[scale]
    spoken = sorted({question.language for question in unrelated})
    foreign = [_some([question for question in unrelated if question.language == each], most) for each in spoken]
    asked: list[tuple[Question, Label]] = []
    asked += [(each, "answerable") for each in _some([q for q in near if q.source in kept], most)]
    asked += [(each, "struck out") for each in _some([q for q in near if q.source not in kept], most)]
    asked += [(each, "elsewhere") for some in foreign for each in some]
    yield World(one.name, calibration, scale, passages, sorted(asked, key=lambda each: (each[1], each[0].text)))


def _struck_out(one: QuestionSet, source: str, scale: int) -> bool:
    """A third of the documents, another third in worlds of another size."""
    return _fraction(f"{source}{scale}") < 1 / 3 and not (one.name == SPEECHES and scale == 1)


def _article(one: QuestionSet, source: str) -> str:
    return source if one.name == SPEECHES else source.split("/", 1)[1].rsplit("/", 1)[0]


def _some(questions: list[Question], most: int) -> list[Question]:
    ordered = sorted(questions, key=lambda question: question.text)
    random.Random(most).shuffle(ordered)  # noqa: S311 a fixed draw, nothing secret
    return ordered[:most]


def _fraction(name: str) -> float:
    """A number from 0 to 1 that a name always has."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest()) / 2**32
