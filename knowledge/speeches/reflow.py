"""Lines as a page shows them, put together again to paragraphs. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.turns.labels import begins_turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

EDGE = 3  # lines at the top and bottom of a page where running heads stand
FEW = 3  # pages below which nothing can be said to repeat
BOTH = 2  # pages, of which both must agree
OFTEN = 0.6  # of the pages
STEP = 3  # by which a number goes up from a page to the next where it counts pages or chapters
FULL = 0.85  # of the usual width: letters differ in width, so fewer may fill a line
LOOK_AHEAD = 600  # characters in which a sentence begun on the page before must end
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ITEM = re.compile(r"[•‣▪◦●○・–—*]\s?|-\s|\(?(?:\d{1,2}|[a-z])[.)]\s|[(（【■◆▼]")
BROKEN = re.compile(r"(?P<left>[^\W\d_]{2,})-\Z")
FOLIO = re.compile(
    r"(?:page|p\.)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|of|sur|de)\s*\d{1,4})?|\d+\s*ページ", re.IGNORECASE
)
SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*(?=\s|\Z)|[。！？][」』）]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line. ``apart`` tells that the page leaves room above it, ``jumps`` that it begins a page or column."""

    words: str
    apart: bool = False
    jumps: bool = False


def pages_to_text(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    r"""Paragraphs an empty line apart, and where in this text each page begins.

    In a page an empty line tells that the page leaves room there, ``\f`` that another column begins.
    Running heads, page numbers and hyphens at line ends are taken out. A paragraph that runs over to
    the next page stays whole; that page then begins behind the sentence begun on the page before.
    """
    lines = _without_running_heads([_lines(page) for page in pages])
    every = [line.words for page in lines for line in page]
    usual = {wide: _usual_width([line for line in every if _is_east_asian(line) is wide]) for wide in (False, True)}
    words = Counter(WORD.findall("\n".join(every).lower()))
    text, before, begins = "", "", []
    for page in lines:
        begins.append(len(text))
        for line in page:
            goes_on = before and _goes_on(before, line, usual)
            text = _joined(text, line.words, words) if goes_on or not text else f"{text}\n\n{line.words}"
            before = line.words
    return text, tuple(_behind_sentence(text, begin) for begin in begins)


def without_furniture(pages: Sequence[str]) -> list[list[str]]:
    """The lines of pages without running heads and page numbers, an empty one where the page leaves room."""
    kept = _without_running_heads([_lines(page) for page in pages])
    return [[words for line in page for words in (*([""] if line.apart else []), line.words)] for page in kept]


def _lines(page: str) -> list[Line]:
    found: list[Line] = []
    for column in page.split("\f"):
        apart, jumps = False, True
        for words in map(str.strip, column.splitlines()):
            if words:
                found.append(Line(words, apart, jumps))
                jumps = False
            apart = not words
    return found


def _without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without edge lines that repeat but for their numbers, and without numbers that count the pages."""
    counts = Counter(head for page in pages for head in {_head(line) for line in _edges(page)})
    often = {head for head, count in counts.items() if len(pages) >= FEW and count >= OFTEN * len(pages)}
    often |= {_head(pages[0][at]) for at in (0, -1) if len(pages) == BOTH and _is_head_of_both(pages[0], pages[1], at)}
    often = {head for head in often if any(map(str.isalpha, head)) and _counts_pages(head, pages)}
    numbers = _page_numbers(pages)
    return [_trimmed(page, often, numbers.get(at, set())) for at, page in enumerate(pages)]


def _counts_pages(head: str, pages: list[list[Line]]) -> bool:
    """Whether the numbers of a line at the edges stay, or go up a little from page to page; others tell something."""
    told = [(at, line.words) for at, page in enumerate(pages) for line in _edges(page) if _head(line) == head]
    numbers = [(at, [int(number) for number in re.findall(r"\d+", words)]) for at, words in told]
    return all(
        0 <= after - before <= STEP * (here - there)
        for (there, left), (here, right) in pairwise(numbers)
        for before, after in zip(left, right, strict=True)
    )


def _is_head_of_both(first: list[Line], second: list[Line], at: int) -> bool:
    """Whether two pages have one and the same line at the very top or bottom, which both set apart."""
    if min(len(first), len(second)) < BOTH:
        return False
    below = 1 if at == 0 else -1
    return first[at].words == second[at].words and first[below].apart and second[below].apart


def _trimmed(page: list[Line], often: set[str], numbers: set[str]) -> list[Line]:
    last = len(page) - EDGE
    kept = [
        line
        for at, line in enumerate(page)
        if EDGE <= at < last or not ((_head(line) in often and len(page) > 1) or line.words in numbers)
    ]
    return [replace(line, jumps=True) for line in kept[:1]] + kept[1:]


def _page_numbers(pages: list[list[Line]]) -> dict[int, set[str]]:
    """For each page, from 0, the lines at its edges that number it: they go up by one with each page.

    All but a few pages have such a number. A figure that stands alone on a page counts nothing.
    """
    told: dict[int, dict[int, str]] = {}
    for at, page in enumerate(pages):
        for line in _edges(page):
            number = FOLIO.fullmatch(line.words) and re.search(r"\d+", line.words)
            if number:
                told.setdefault(int(number[0]) - at, {})[at] = line.words
    counted = [found for found in told.values() if len(found) > 1 and len(found) >= OFTEN * (len(pages) - 1)]
    best = max(counted, key=len, default={})
    return {at: {words} for at, words in best.items()}


def _edges(page: list[Line]) -> Iterable[Line]:
    return page[:EDGE] + page[max(EDGE, len(page) - EDGE) :]


def _head(line: Line) -> str:
    return re.sub(r"\d+", "0", line.words.casefold())


def _usual_width(lines: Sequence[str]) -> int:
    """The width that nine in ten lines do not pass."""
    widths = sorted(map(_width, lines))
    return widths[len(widths) * 9 // 10] if widths else 0


def _width(line: str) -> int:
    """Columns: East Asian letters take two."""
    return sum(1 + _is_wide(sign) for sign in line)


def _is_east_asian(line: str) -> bool:
    """Whether the letters of a line are mostly East Asian: these fill a line with fewer columns."""
    return 2 * sum(map(_is_wide, line)) > len(line)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in ("W", "F")


def _goes_on(before: str, line: Line, usual: Mapping[bool, int]) -> bool:
    """Whether a line continues the paragraph of the one before.

    It does not where the page sets it apart, where it begins as an item of a list, or where its first
    word would have had room above. A small letter in the midst of a sentence always continues.
    """
    ended = SENTENCE_END.search(before[-4:]) is not None
    if line.jumps and (ended or not line.words[0].islower()):
        return not ended and not _has_room(before, line.words, usual)
    if begins_turn(line.words):
        return False
    if line.words[0].islower() and not ended and not line.apart:
        return True
    return not (line.apart or ITEM.match(line.words) or _has_room(before, line.words, usual))


def _has_room(before: str, words: str, usual: Mapping[bool, int]) -> bool:
    first = words[0] if _is_wide(words[0]) else words.split(maxsplit=1)[0]
    return _width(before) + 1 + _width(first) < usual[_is_east_asian(before)] * FULL


def _joined(text: str, line: str, words: Counter[str]) -> str:
    if text.endswith("\xad"):
        return text[:-1] + line
    broken, right = BROKEN.search(text), WORD.match(line)
    if broken and right and line[0].islower():
        left = broken["left"].lower()
        apart, whole = f"{left}-{right[0].lower()}", left + right[0].lower()
        return text + line if words[apart] > words[whole] else text[:-1] + line
    glued = not text or _is_wide(text[-1]) or _is_wide(line[0])
    return text + line if glued else f"{text} {line}"


def _behind_sentence(text: str, begin: int) -> int:
    """Where a page begins for reading: the next paragraph or the end of the sentence that runs over."""
    before = text[:begin].rstrip()
    if not before or text.startswith("\n\n", begin) or SENTENCE_END.search(before[-4:]):
        return begin
    ahead = text[begin : begin + LOOK_AHEAD].partition("\n\n")[0]
    found = SENTENCE_END.search(ahead)
    return begin + (found.end() if found else len(ahead))
