"""Lines that are the page's and not the text's: running heads, page numbers, addresses, times of printing. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STAMPED = re.compile(
    r"""(?:please\s+)?check\s+against\s+delivery|(?:\d{1,3}\s+)?as\s+(?:delivered|prepared(?:\s+for\s+delivery)?)(?:\s+\d{1,3})?|final(?:\s+(?:version|draft|text))?
    |draft(?:\s+\d+)?|official|unofficial(?:\s+translation)?|unclassified|confidential|public|embargo(?:ed)?(?:\s+(?:until|jusqu).*)?|advance\s+copy
    |for\s+immediate\s+release|courtesy\s+translation|original\s*:\s*\w+|(?:seul\s+le\s+)?prononc[ée]\s+fait\s+foi|[àa]\s+v[ée]rifier\s+(?:au|[àa]\s+l).*
    |sous\s+embargo.*|version\s+(?:finale|provisoire|d[ée]finitive)|projet|traduction\s+(?:de\s+courtoisie|non\s+officielle)|webvtt.*
    |\(?\d[\d,. ]*\s*words\b.*|\(?\d[\d ]*\s*mots\b.*|\(?\d[\d,]*字\)?|skip\s+to\s+(?:main\s+)?content
    |print(?:\s+this\s+page)?|share(?:\s+this)?|menu|home|accueil
    |(?:取扱注意|機密|部外秘|案|最終版|仮訳|暫定版)""",
    re.IGNORECASE | re.VERBOSE,
)
PAGE = re.compile(
    r"""(?:page|p\.|seite|頁)?\s*[-–—|\[(]*\s*\d{1,4}\s*[-–—|\])]*(?:\s*(?:/|\||of|sur|de)\s*\d{1,4})?|\d{1,4}\s*\|\s*page|page\s*\|?\s*\d{1,4}.*\d
    |\d+\s*(?:ページ|頁)""",
    re.IGNORECASE | re.VERBOSE,
)
ADDRESS = re.compile(
    r"""(?:https?://|www\.|x\s)?[\w.-]+\.(?:com|org|net|gov|int|info|edu|fr|jp|eu|io|[a-z]{2})(?:/\S*)?(?:\s+\d+/\d+)?
    |<?(?:https?://|www\.)\S+>?.*|.*\b(?:tel|t[ée]l|t[ée]l[ée]phone|phone|fax|e-?mail|courriel)\b\s*[.:]*\s*[:+(\d].*|.*\S+@\S+\.\w+.*
    |.*\b[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?\b.*|.*\bN\.?Y\.?,?\s+1\d{4}\b.*|\d{1,5}\s+.*\b(?:street|avenue|road|plaza|boulevard|floor|st\.|ave\.?|rue|place)\b.*
    |.*\b\d{1,3}(?:st|nd|rd|th|\*|")?\s+floor\b.*|〒.*""",
    re.IGNORECASE | re.VERBOSE,
)
PRINTED = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}[:h]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\b.*|\d{1,2}:\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s+[A-Z]{2,4}T?)?",
    re.IGNORECASE,
)
ENDING = re.compile(r"\W*(?:end|fin|ends|###|以上|終わり)\b\W*(?:\d{1,2}:\d\d.*)?", re.IGNORECASE)
CRUMBS = re.compile(r"\A(?:home|accueil|ホーム|startseite)\s*[>»›/|]\s*(?:[^>»›|]{1,40}[>»›|]\s*)*", re.IGNORECASE)
_REFERENCE = re.compile(r"[A-Z\d][A-Z\d/._-]*\d[A-Z\d/._-]*\s+\d{1,3}|\d{1,3}\s*[.)]")
_COUNTED = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_ANY_WIDE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
_FEWEST = 3  # lines that count up
_STEP = 3  # by which they may: a page whose number was not read
_APART = 150  # characters: a list that counts has its items closer


def is_furniture(line: str) -> bool:
    """Whether a line by itself belongs to the page and says nothing."""
    plain = " ".join(line.split())
    stamped = any(pattern.fullmatch(plain) for pattern in (STAMPED, ADDRESS, PRINTED, ENDING))
    return bool(plain) and (stamped or _is_stain(plain))


def is_scrap(plain: str) -> bool:
    """Whether a line has no letters or digits, or only bits of words as a machine reads them from a stain."""
    return not any(map(str.isalnum, plain)) or _is_stain(plain)


def _is_stain(plain: str) -> bool:
    words = _WORD.findall(plain)
    bits = len(words) > _FEWEST and all(len(word) <= len("of") for word in words)
    return bits and not _ANY_WIDE.search(plain)


def without_crumbs(line: str) -> str:
    """A line without the path through a site that leads it: "Home > News > Statement by ..."."""
    return CRUMBS.sub("", line)


def find_furniture(text: str, begin: int) -> list[tuple[int, int]]:
    """The ranges of the lines from ``begin`` on that belong to pages: they do alone, or they count up page by page."""
    lines = list(_lines(text, begin))
    counted = _counting(lines)
    return [(start, end) for start, end, words in lines if (start in counted or is_furniture(words))]


def _lines(text: str, begin: int) -> Iterator[tuple[int, int, str]]:
    position = begin
    for piece in text[begin:].splitlines(keepends=True):
        words = piece.strip()
        if words:
            yield position, position + len(piece), words
        position += len(piece)


def _counting(lines: Sequence[tuple[int, int, str]]) -> set[int]:
    """Where lines begin that number pages: alike but for one number, which goes up a little from each to the next."""
    alike: dict[str, list[tuple[int, int]]] = {}
    for start, _, words in lines:
        numbers = _COUNTED.findall(words)
        if numbers and (PAGE.fullmatch(words) or STAMPED.fullmatch(words) or _REFERENCE.fullmatch(words)):
            for at in {0, len(numbers) - 1}:
                alike.setdefault(_shape(words, at), []).append((int(numbers[at]), start))
    return {start for found in alike.values() for start in _rising(found)}


def _shape(words: str, at: int) -> str:
    """A line with one of its numbers left open."""
    count = iter(range(len(words)))
    return f"{at} " + _COUNTED.sub(lambda number: "#" if next(count) == at else number[0], words.casefold())


def _rising(found: Iterable[tuple[int, int]]) -> list[int]:
    """The starts of the longest run of numbers that go up by little."""
    best: list[int] = []
    run: list[int] = []
    before: int | None = None
    for number, start in found:
        if before is not None and not 0 < number - before <= _STEP:
            run = []
        if run and start - run[-1] < _APART:
            continue
        run.append(start)
        before = number
        if len(run) > len(best):
            best = list(run)
    return best if len(best) >= _FEWEST else []
