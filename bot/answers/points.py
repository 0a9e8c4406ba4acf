"""The main points of a text: a few of its sentences, verbatim and in its order, that together cover what it says.

A sentence says much of a text when it is near to all of it; of those that say the same, one is enough (maximal marginal
relevance: Carbonell and Goldstein 1998, with centrality in place of a query).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from bot.answers.citations import cite, label
from bot.answers.evidence import is_courtesy, is_scrap, is_statement
from bot.answers.passages import sentence
from bot.answers.quoting import leans, shown
from bot.i18n.catalogue import say
from bot.messages import QuoteBlock, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.model import Chunk
    from index.search import Search

FOOTNOTE = re.compile(r"[”\"»*†\d]")  # what begins with the end of a quotation, or a mark, is one
SHORTEST, LONGEST = 40, 260  # characters of a sentence that is a point
DISTINCT = 0.55  # how much it counts that a sentence says what the others say not
MOST = 5

Place = tuple["Chunk", int]


def points(chunks: Sequence[Chunk], count: int, language: str, search: Search) -> Reply | None:
    """The main points of some passages of one text, at most five; None where nothing in them is one."""
    places = [(chunk, place) for chunk in chunks for place in range(len(chunk.sentences)) if _is_point(chunk, place)]
    if not places:
        return None
    rows = np.stack([search.sentence_rows(chunk)[place] for chunk, place in places])
    chosen = sorted(_chosen(rows, min(count, MOST, len(places))))
    blocks, citations = [], []
    for number in chosen:
        chunk, place = places[number]
        citation = cite(chunk, *chunk.sentences[place])
        citations.append(citation)
        blocks.append(QuoteBlock(shown(citation.quote or ""), label(citation, chunk.language, language), citation))
    heading = Text(say(language, "content.points"))
    return Reply((heading, *blocks), "content", language=language, citations=tuple(citations))


def _is_point(chunk: Chunk, place: int) -> bool:
    text = sentence(chunk, place)
    whole = not text[:1].islower()  # a line of a page cut in two begins in the middle
    return whole and len(text) <= LONGEST and is_telling(chunk, place) and not leans(text, chunk.language)


def is_telling(chunk: Chunk, place: int) -> bool:
    """Tell whether a sentence of a passage says something by itself: no greeting, heading, footnote or question."""
    text = sentence(chunk, place)
    long = len(text) * (2 if chunk.language == "ja" else 1) >= SHORTEST
    said = is_statement(text) and not is_courtesy(text, chunk.language) and not is_scrap(text, chunk.language)
    return long and said and not FOOTNOTE.match(text)


def _chosen(rows: NDArray[np.float32], count: int) -> list[int]:
    """The numbers of the sentences that cover the most, the best one first."""
    central = rows @ rows.mean(axis=0)
    chosen = [int(np.argmax(central))]
    while len(chosen) < count:
        alike = (rows @ rows[chosen].T).max(axis=1)
        worth = (1 - DISTINCT) * _even(central) - DISTINCT * _even(alike)
        worth[chosen] = -np.inf
        chosen.append(int(np.argmax(worth)))
    return chosen


def _even(values: NDArray[np.float32]) -> NDArray[np.float32]:
    spread: NDArray[np.float32] = (values - values.mean()) / max(float(values.std()), 1e-6)
    return spread
