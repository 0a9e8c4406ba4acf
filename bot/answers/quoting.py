"""From the sentence chosen to the stretch that is quoted, and how that stretch is shown. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.answers.decision import preference
from bot.answers.passages import around_terms, asked_of, is_short_section, sentence, told_in
from bot.answers.terms import covered
from bot.i18n.catalogue import has, languages, words
from index.text import normalized

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answers.evidence import Candidate
    from index.model import Chunk

# Characters: with its label and the buttons, a quote of this length stays within about 600.
LONGEST = 420
ROUND = 320
MOST_SENTENCES = 3
FEWEST_ITEMS = 2
# A neighbour this little behind the best sentence is likely to hold the answer too.
NEAR = 1.0
# A neighbour that adds this share of the question's words is likely to as well. It took the quotes that hold the answer
# from 84 to 87 % of the English questions that were calibrated on, and from 81 to 82 % of the Japanese ones.
MORE = 0.05
_LEADS_ON = re.compile(r"[:：]['\"”’)»*_\s]*$")
_CJK = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    # What was struck through no longer holds.
    (re.compile(r"<(s|strike|del)>.*?</\1>|~~(?=\S).*?~~", re.DOTALL), ""),
    (re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>|\{/\*.*?\*/\}", re.DOTALL), ""),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"^[ \t]*(?:#{1,6}|>)[ \t]+", re.MULTILINE), ""),
    (re.compile(r"(?<![\w\\])(\*\*|__|\*|_)(?=\S)(.+?)(?<=[^\s\\])\1(?!\w)", re.DOTALL), r"\2"),
    (re.compile(r"\*\*|(?<!\w)__|__(?!\w)"), ""),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~<>|-])"), r"\1"),
)
_ITEM = re.compile(r"\n[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+")


def span(question: str, language: str, best: Candidate, others: Sequence[Candidate]) -> tuple[int, int]:
    """Return the range ``[start, end)`` in the source that is quoted for a sentence.

    It takes in the sentence before when the best one leans on it, the ones that a colon announces, and
    neighbours that are nearly as good or hold what of the question is still missing, at most three sentences and
    ``LONGEST`` characters in all. A short section of a page is quoted whole: what stands together under one heading
    is wanted together.
    """
    chunk = best.hit.chunk
    if is_short_section(chunk):
        return chunk.start, chunk.end
    liked = {each.place: preference(each.signs) for each in others if each.hit.chunk.id == chunk.id}
    first = last = best.place
    if first > 0 and leans(sentence(chunk, first), chunk.language) and _fits(chunk, first - 1, last):
        first -= 1
    while last + 1 < len(chunk.sentences) and _fits(chunk, first, last + 1) and _goes_on(chunk, first, last, liked):
        last += 1
    while first > 0 and _fits(chunk, first - 1, last) and liked.get(first - 1, -1e9) > liked[best.place] - NEAR:
        first -= 1
    first, last = _completed(asked_of(question, language, chunk), language, chunk, first, last)
    first, last = _rounded(chunk, first, last, liked)
    return chunk.sentences[first][0], chunk.sentences[last][1]


def _rounded(chunk: Chunk, first: int, last: int, liked: Mapping[int, float]) -> tuple[int, int]:
    """A short quote with the better of its neighbours, while that fits: an answer often stands a sentence beside."""
    wider = [
        (new, first - (new < first), last + (new > last))
        for new in (first - 1, last + 1)
        if new in liked and new < len(chunk.sentences)
    ]
    fitting = [(liked[new], begin, end) for new, begin, end in wider if _length(chunk, begin, end) <= ROUND]
    if not fitting or last - first + 1 >= MOST_SENTENCES:
        return first, last
    _, begin, end = max(fitting)
    return _rounded(chunk, begin, end, liked)


def _length(chunk: Chunk, first: int, last: int) -> int:
    """Characters from one sentence to another; a Japanese sign says as much as two letters."""
    return (chunk.sentences[last][1] - chunk.sentences[first][0]) * (2 if chunk.language == "ja" else 1)


def _completed(asked: Mapping[str, float], language: str, chunk: Chunk, first: int, last: int) -> tuple[int, int]:
    """The sentences ``first`` to ``last`` with the neighbours that hold more of what is asked, the best ones first."""
    held = around_terms(chunk, language).union(
        *(told_in(sentence(chunk, place), language, chunk) for place in range(first, last + 1))
    )
    wider = [
        (covered(asked, held | told_in(sentence(chunk, new), language, chunk)), begin, end)
        for new, begin, end in ((last + 1, first, last + 1), (first - 1, first - 1, last))
        if 0 <= new < len(chunk.sentences) and _fits(chunk, begin, end)
    ]
    share, begin, end = max(wider, default=(0.0, first, last))
    if share < covered(asked, held) + MORE:
        return first, last
    return _completed(asked, language, chunk, begin, end)


def leans(text: str, language: str) -> bool:
    """Tell whether a sentence begins with a word that points back, such as "it" or "therefore"."""
    return _backward(language).match(normalized(text)) is not None


def shown(quote: str) -> str:
    """The quote as a person reads it: without Markdown's marks, on one line but for the items of a list."""
    text = f"\n{quote}" if _ITEM.match(f"\n{quote}") else quote
    for mark, instead in _MARKS:
        text = mark.sub(instead, text)
    head, *items = (_one_line(line) for line in _ITEM.split(text))
    listed = [item for item in items if item]
    if len(listed) < FEWEST_ITEMS:
        return _one_line(" ".join([head, *listed]))
    return "\n".join([*([head] if head else []), *(f"• {item}" for item in listed)])


def _one_line(text: str) -> str:
    """White space made single; a line break between two Japanese signs is none."""
    joined = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])", "", text)
    return " ".join(joined.split())


def _fits(chunk: Chunk, first: int, last: int) -> bool:
    length = chunk.sentences[last][1] - chunk.sentences[first][0]
    return last - first < MOST_SENTENCES and length <= LONGEST


def _goes_on(chunk: Chunk, first: int, last: int, liked: dict[int, float]) -> bool:
    """Whether the next sentence was announced by a colon, or is nearly as good as the best."""
    following = sentence(chunk, last + 1)
    if _LEADS_ON.search(sentence(chunk, last)):
        return True
    if _ITEM.match(f"\n{following}") and any(_LEADS_ON.search(sentence(chunk, n)) for n in range(first, last)):
        return True
    return liked.get(last + 1, -1e9) > max(liked.values()) - NEAR


@cache
def _backward(language: str) -> re.Pattern[str]:
    key = "content.backward"
    spoken = language in languages() and has(language, key)
    found = [normalized(word) for word in words(language, key)] if spoken else []
    return re.compile("|".join(re.escape(word) + ("" if _CJK.search(word) else r"\b") for word in found) or "(?!)")
