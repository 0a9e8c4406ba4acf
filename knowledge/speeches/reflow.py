"""Lines as a page shows them, put together again to paragraphs. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EDGE = 3  # lines at the top and bottom of a page where running heads stand
FEW = 2  # pages below which nothing can be said to repeat
OFTEN = 0.6  # of the pages
FULL = 0.85  # of the usual width: letters differ in width, so fewer may fill a line
LOOK_AHEAD = 600  # characters in which a sentence begun on the page before must end
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ITEM = re.compile(r"[•‣▪◦●○・–—*]\s?|-\s|\(?(?:\d{1,2}|[a-z])[.)]\s|[(（【■◆▼]")
BROKEN = re.compile(r"(?P<left>[^\W\d_]{2,})-\Z")
FOLIO = re.compile(
    r"(?:page|p\.)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|of|sur|de)\s*\d{1,4})?|\d+\s*ページ", re.IGNORECASE
)
SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*(?=\s|\Z)|[。！？][」』）]*")


def pages_to_text(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Paragraphs an empty line apart, and where in this text each page begins.

    Running heads, page numbers and hyphens at line ends are taken out. A paragraph that runs over
    to the next page stays whole; that page then begins behind the sentence begun on the page before.
    """
    lines = _without_running_heads([[line.strip() for line in page.splitlines() if line.strip()] for page in pages])
    every = [line for page in lines for line in page]
    usual = {wide: _usual_width([line for line in every if _is_east_asian(line) is wide]) for wide in (False, True)}
    words = Counter(WORD.findall("\n".join(every).lower()))
    text, before, begins = "", "", []
    for page in lines:
        begins.append(len(text))
        for line in page:
            new = not before or _is_new(before, line, usual[_is_east_asian(before)])
            text = f"{text}\n\n{line}" if new and text else _joined(text, line, words)
            before = line
    return text, tuple(_behind_sentence(text, begin) for begin in begins)


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without edge lines that repeat but for their numbers, and without page numbers."""
    counts = Counter(head for page in pages for head in {_head(line) for line in _edges(page)})
    often = {head for head, count in counts.items() if len(pages) >= FEW and count >= OFTEN * len(pages)}
    return [_trimmed(page, often) for page in pages]


def _trimmed(page: list[str], often: set[str]) -> list[str]:
    last = len(page) - EDGE
    return [
        line for at, line in enumerate(page) if EDGE <= at < last or not (_head(line) in often or FOLIO.fullmatch(line))
    ]


def _edges(page: list[str]) -> Iterable[str]:
    return page[:EDGE] + page[max(EDGE, len(page) - EDGE) :]


def _head(line: str) -> str:
    return re.sub(r"\d+", "0", line.casefold())


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


def _is_new(before: str, line: str, width: int) -> bool:
    """Whether a paragraph begins: the first word would have had room above, or an item mark says so."""
    first = line[0] if _is_wide(line[0]) else line.split(maxsplit=1)[0]
    return _width(before) + 1 + _width(first) < width * FULL or bool(ITEM.match(line))


def _joined(text: str, line: str, words: Counter[str]) -> str:
    if text.endswith("\xad"):
        return text[:-1] + line
    broken = BROKEN.search(text)
    right = WORD.match(line)
    if broken and right and line[0].islower():
        left = broken["left"].lower()
        apart, whole = f"{left}-{right[0].lower()}", left + right[0].lower()
        return text + line if words[apart] > words[whole] else text[:-1] + line
    glued = not text or _is_wide(text[-1]) or _is_wide(line[0])
    return text + line if glued else f"{text} {line}"


def _behind_sentence(text: str, begin: int) -> int:
    """Where a page begins for reading: the next paragraph or the end of the sentence that runs over."""
    before = text[:begin].rstrip()
    if not before or text.startswith("\n\n", begin) or SENTENCE_END.search(before[-4:] + " "):
        return begin
    ahead = text[begin : begin + LOOK_AHEAD].partition("\n\n")[0]
    found = SENTENCE_END.search(ahead)
    return begin + (found.end() if found else len(ahead))
