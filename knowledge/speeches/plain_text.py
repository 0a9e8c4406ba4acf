"""Plain text: headings are recognized with restraint, since a wrong one is worse than none."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.sections import Heading
from knowledge.speeches import front_matter, opening
from knowledge.speeches.assembly import Read, assemble
from knowledge.speeches.cast import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.model import Document, DocumentKind
    from knowledge.problems import Problem
    from knowledge.speeches.cast import Cast

LONGEST = 80  # characters of a heading
STYLES = {
    "hash": re.compile(r"#{1,6}\s+(?P<words>\S.*?)\s*#*"),
    "bracket": re.compile(r"[【〔《](?P<words>[^】〕》]+)[】〕》]"),
    "mark": re.compile(r"[■◆▼◇□]\s*(?P<words>\S.*)"),
    "parenthesis": re.compile(r"[(\uff08](?P<words>[^()\uff08\uff09]+)[)\uff09]"),
    "bold": re.compile(r"(\*\*|__)(?P<words>[^*_]+)\1"),
    "chapter": re.compile(r"(?P<words>第.{1,3}[章部節回]\s*\S.*)"),
    "roman": re.compile(r"(?P<words>[IVX]{1,5}[.)]\s+[^\W\d_].*)"),
    "number": re.compile(r"(?P<words>\d{1,2}[.)．、]\s*[^\W\d_].*)"),
    "capitals": re.compile(r"(?=.*[A-ZÀ-Þ]{4})(?P<words>[A-ZÀ-Þ0-9][A-ZÀ-Þ0-9\s'’&/,:?()–—.-]+)"),
}
ALONE = ("parenthesis", "bold", "roman", "number", "capitals")  # need an empty line on both sides, or above in Japanese
IN_COMPANY = ("roman", "number", "capitals")  # one alone is no outline, and one after the other a list
STAGE = re.compile(
    r"(?:applause|laughter|laughs?|music|pause|inaudible|crosstalk|cheers|as interpreted|silence|"
    r"applaudissements|rires|musique|拍手|笑い?|笑声)\b.*",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.,;:!。、!:…]['\"”»)]*$")
EAST_ASIAN = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
SENTENCES = re.compile(r"[。！？]|[.!?]\s+\S")
NUMBER = re.compile(r"\A(?:\d{1,2}|[IVX]{1,5})[.)．、]\s*")
UNDERLINE = re.compile(r"(?P<sign>[=\-~])(?P=sign){2,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line's words without outer white space, and the range of the whole line."""

    words: str
    start: int
    end: int


def read(
    text: str, source: str, kind: DocumentKind, cast: Cast = NOBODY
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is the whole file."""
    told, begin, problems = front_matter.read(text, source)
    first = opening.read(text, begin, title=told.title)
    headings = [heading for heading in find_headings(text, begin) if heading.start >= first.end]
    found = Read(text, ((told, "given"), *first.told), headings, begin, first)
    document, faults = assemble(found, source, kind, cast)
    return document, problems + faults


def find_headings(text: str, begin: int = 0) -> tuple[Heading, ...]:
    """Lines that stand as headings. Styles nest in the order in which they first appear."""
    lines = list(_lines(text, begin))
    found = [(style, words, line) for style, words, line in _candidates(lines) if not STAGE.fullmatch(words)]
    often = Counter(words.casefold() for _, words, _ in found)
    kept = [item for item in found if often[item[1].casefold()] == 1 and item[0] in _trusted(found)]
    levels = list(dict.fromkeys(style for style, _, _ in kept))
    return tuple(Heading(levels.index(style) + 1, words, line.start, line.end) for style, words, line in kept)


def _trusted(found: Sequence[tuple[str, str, Line]]) -> set[str]:
    """The styles that make an outline: several lines of it, and numbers that count from one."""
    counts = Counter(style for style, _, _ in found)
    numbers = [int(words[:2].rstrip(".)．、")) for style, words, _ in found if style == "number"]
    counted = numbers == list(range(1, len(numbers) + 1))
    return {
        style
        for style, count in counts.items()
        if style not in IN_COMPANY or (count > 1 and (style != "number" or counted))
    }


def _lines(text: str, begin: int) -> Iterable[Line]:
    position = begin
    for piece in text[begin:].splitlines(keepends=True):
        yield Line(piece.strip(), position, position + len(piece))
        position += len(piece)


def _candidates(lines: Sequence[Line]) -> Iterable[tuple[str, str, Line]]:
    for number, line in enumerate(lines):
        before = lines[number - 1].words if number else ""
        after = lines[number + 1].words if number + 1 < len(lines) else ""
        if not line.words or len(line.words) > LONGEST:
            continue
        if not before and UNDERLINE.fullmatch(after) and not UNDERLINE.fullmatch(line.words):
            yield f"underline{after[0]}", line.words, Line(line.words, line.start, lines[number + 1].end)
        elif found := _style(line.words, alone=not before and (not after or bool(EAST_ASIAN.search(line.words)))):
            follower = next((below.words for below in lines[number + 1 :] if below.words), "")
            if found[0] not in IN_COMPANY or not STYLES[found[0]].fullmatch(follower):
                yield *found, line


def _style(words: str, *, alone: bool) -> tuple[str, str] | None:
    """The style of a line that may be a heading, and its words without their marks."""
    for style, pattern in STYLES.items():
        found = pattern.fullmatch(words)
        if found and (alone or style not in ALONE):
            inner = " ".join(found["words"].split())
            return (style, inner) if is_heading(inner) else None
    return None


def is_heading(words: str) -> bool:
    """Whether words set off as a heading read like one, and not like a sentence or a list."""
    bare = NUMBER.sub("", words)
    begins = next((sign for sign in bare if sign.isalpha()), "")
    return bool(begins) and not begins.islower() and not SENTENCE_END.search(bare) and not SENTENCES.search(bare)
