"""The program that takes a PDF apart in a process of its own, where it can be stopped.

Standard input: the file. Standard output: JSON, ``{"pages": [text, ...], "title": str, "heads": [[text, level], ...],
"wide": [bool, ...], "unsure": [page, ...]}`` or ``{"fault": [what, mend]}``. A page's text has its lines, an empty line
where the page leaves more room than between lines, and a form feed where it goes up to another column; columns that
are drawn row by row are put one after the other. ``heads`` are the lines, in their order, that are written larger than
most of the text, or bold where it is not; 1 is the level of the largest. ``wide`` tells of each page whether it is
wider than high, as slides are; ``unsure`` are the pages, from 1, that may hold a table in place of columns. The program
imports nothing of ours, so it runs from any folder.
"""

from __future__ import annotations

import contextlib
import json
import math
import sys
from collections import Counter
from ctypes import c_double, c_int, create_string_buffer
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, BinaryIO, TextIO

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

MOST_PAGES = 500
LONGEST = 100_000  # characters of a page
PROTECTED = (4, 5)  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
HYPHENS = {"\x02": "\xad", "\ufffe": "\xad"}
MEMORY = 2_000_000_000  # bytes of address space: a file that unpacks to more fails
WIDER = 1.3  # times the usual step from line to line
LARGER = 1.15  # times the usual size of letters
ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "”", "»", ")", "」")
HEAVY = ("bold", "black", "heavy")  # in the name of a font


GAP = 0.8  # of the size of letters: wider than the room between words
GUTTER = 0.5  # of the size: so wide must be the room that all lines of two columns share
ROWS = 2  # lines that make columns, with a gutter of WIDE times the size; MANY may have one as narrow as NARROW
MANY = 4
WIDE = 1.5
NARROW = 0.7
CELL = 3.0  # words: what has fewer in a line on average is a table's column
FILLED = 0.75  # of a column's width: lines of a paragraph reach so far
MOSTLY = 0.5
SAME_LINE = 0.6  # of the size: so far up or down a sign may stand in a line
BLANK = 0.15  # of the size: the room between words is wider
DEEPEST = 6  # columns side by side


@dataclass(frozen=True)
class Sign:
    """A printed sign with its left and right edge, its height and its size in points."""

    sign: str
    left: float
    right: float
    height: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Line:
    """A line's words, its height on the page in points, the size of its letters and whether they are bold.

    ``signs`` are its printed signs, ``gaps`` the stretches between them that are wider than a blank.
    """

    words: str
    height: float
    size: float
    bold: bool
    signs: tuple[Sign, ...] = ()

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.signs[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return max(sign.right for sign in self.signs)

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """The stretches of a line where nothing is printed."""
        return [
            (before.right, after.left)
            for before, after in pairwise(self.signs)
            if after.left - before.right > GAP * self.size
        ]


def take_apart(data: bytes) -> dict[str, object]:
    """The text of each page and the title in the file's properties, or what is wrong with the file."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pdf = PdfDocument(data)
        if len(pdf) > MOST_PAGES:
            return {"fault": [f"has more than {MOST_PAGES} pages.", "Split it into its speeches."]}
        read = [_columns(_lines(page)) for page in pdf]
        wide = [page.get_width() > page.get_height() for page in pdf]
        title = pdf.get_metadata_value("Title")
    except PdfiumError as error:
        if error.err_code in PROTECTED:
            return {"fault": ["is protected by a password.", "Save it without one."]}
        return {"fault": ["cannot be read as a PDF.", "Save it anew, or bring the text as DOCX or text."]}
    pages = [lines for lines, _ in read]
    usual = _usual(pages)
    return {
        "pages": [_set_apart(lines, usual) for lines in pages],
        "title": title,
        "heads": _heads(pages, usual),
        "wide": wide,
        "unsure": [number for number, (_, unsure) in enumerate(read, 1) if unsure],
    }


def _lines(page: PdfPage) -> list[Line]:
    """The page's lines in the order in which they were written."""
    from pypdfium2 import raw

    shown = page.get_textpage()
    found: list[Line] = []
    signs: list[str] = []
    printed: list[Sign] = []
    for at in range(min(shown.count_chars(), LONGEST)):
        sign = chr(raw.FPDFText_GetUnicode(shown, at))
        placed = _placed(shown, at, sign) if sign.strip() and sign not in HYPHENS else None
        if sign == "\n" or (placed and printed and _is_below(printed[-1], placed)):
            found += _line(signs, printed)
            signs, printed = [], []
        signs.append(sign)
        if placed:
            printed.append(placed)
    return [*found, *_line(signs, printed)]


def _is_below(before: Sign, sign: Sign) -> bool:
    """Whether a sign begins another line, of which PDFium says nothing behind a hyphen."""
    return abs(before.height - sign.height) > SAME_LINE * max(before.size, sign.size, 1.0)


def _placed(shown: PdfTextPage, at: int, sign: str) -> Sign:
    """A sign with its place on the page."""
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    raw.FPDFText_GetLooseCharBox(shown, at, box)
    raw.FPDFText_GetCharOrigin(shown, at, x, y)
    return Sign(sign, box.left, box.right, y.value, _size(shown, at), _is_bold(shown, at))


def _line(signs: list[str], printed: list[Sign]) -> list[Line]:
    """The line that signs make, if any is printed, measured at its first and last letters."""
    words = _tidy(signs)
    if not words or not printed:
        return []
    size = min(printed[0].size, printed[-1].size)
    return [Line(words, printed[0].height, size, all(sign.bold for sign in printed), tuple(printed))]


def _columns(lines: list[Line], depth: int = 0) -> tuple[list[Line], bool]:
    """The lines with columns that are drawn row by row one after the other, and whether some may be a table."""
    found: list[Line] = []
    unsure = False
    at = 0
    while at < len(lines):
        end, gutter = _block(lines, at)
        sides = _split(lines[at:end], gutter) if gutter and depth < DEEPEST else None
        if sides is None:
            found.append(lines[at])
            at += 1
            continue
        left, (right, doubt) = sides, _columns(sides[1], depth + 1)
        unsure |= doubt or not _is_filled(left[0])
        found += [*left[0], *right]
        at = end
    return found, unsure


def _block(lines: list[Line], begin: int) -> tuple[int, tuple[float, float] | None]:
    """The end of the lines from ``begin`` on that share a gutter, and the gutter; lines beside it may belong too."""
    gutter: tuple[float, float] | None = None
    end = begin
    for at in range(begin, len(lines)):
        line = lines[at]
        if gutter is None:
            gutter = next(iter(line.gaps), None)
            if gutter is None:
                break
            end = at + 1
            continue
        low, high = gutter
        shared = [(max(low, a), min(high, b)) for a, b in line.gaps]
        wide = [each for each in shared if each[1] - each[0] >= GUTTER * line.size]
        if wide:
            gutter, end = wide[0], at + 1
        elif not (line.right <= high and line.left < low) and not (line.left >= low and line.right > high):
            break
        elif line.right > low and line.left < low:
            gutter, end = (line.right, high), at + 1
        else:
            end = at + 1
    return end, gutter


def _split(lines: list[Line], gutter: tuple[float, float]) -> tuple[list[Line], list[Line]] | None:
    """The lines left and right of a gutter; None where they are too few, or cells of a table."""
    middle = sum(gutter) / 2
    left = [part for line in lines for part in _part([sign for sign in line.signs if sign.left < middle], line)]
    right = [part for line in lines for part in _part([sign for sign in line.signs if sign.left >= middle], line)]
    both = sum(line.left < middle <= line.right for line in lines)
    room = (gutter[1] - gutter[0]) / max(lines[0].size, 1.0)
    if both < ROWS or room < (NARROW if both >= MANY else WIDE) or min(_words(left), _words(right)) < CELL:
        return None
    return left, right


def _words(lines: list[Line]) -> float:
    """How many words a line has on average; an East Asian one is as long as its signs are many."""
    counts = [max(len(line.words.split()), sum(sign > "\u2e80" for sign in line.words) / 2) for line in lines]
    return sum(counts) / len(counts) if counts else 0.0


def _is_filled(lines: list[Line]) -> bool:
    """Whether lines reach the end of their column, as those of a paragraph do."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    full = sum(line.right - left >= FILLED * (right - left) for line in lines)
    return full >= MOSTLY * len(lines)


def _part(signs: list[Sign], line: Line) -> list[Line]:
    """A part of a line, its blanks put in where there is room between signs."""
    if not signs:
        return []
    if len(signs) == len(line.signs):
        return [line]
    words = signs[0].sign
    for before, sign in pairwise(signs):
        words += (" " if sign.left - before.right > BLANK * line.size else "") + sign.sign
    hyphen = "\xad" if signs[-1] is line.signs[-1] and line.words.endswith("\xad") else ""
    return [Line(_tidy(list(words)) + hyphen, line.height, line.size, line.bold, tuple(signs))]


def _size(shown: PdfTextPage, at: int) -> float:
    """The size of a letter in points, to the half: the font's own times what the page makes of it."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    stretched = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(shown, at, matrix) else 1.0
    size = raw.FPDFText_GetFontSize(shown, at) * stretched
    return round(2 * size) / 2 if math.isfinite(size) else 0.0


def _is_bold(shown: PdfTextPage, at: int) -> bool:
    from pypdfium2 import raw

    name = create_string_buffer(200)
    raw.FPDFText_GetFontInfo(shown, at, name, len(name), c_int())
    return any(word in name.value.lower().decode("utf-8", "replace") for word in HEAVY)


def _usual(pages: list[list[Line]]) -> tuple[float, bool]:
    """The size and weight in which most of the text is written."""
    letters: Counter[tuple[float, bool]] = Counter()
    for line in (line for lines in pages for line in lines):
        letters[line.size, line.bold] += len(line.words)
    return letters.most_common(1)[0][0] if letters else (0.0, False)


def _is_large(line: Line, usual: tuple[float, bool]) -> bool:
    return line.size >= LARGER * usual[0]


def _stands_out(line: Line, usual: tuple[float, bool]) -> bool:
    return _is_large(line, usual) or (line.size >= usual[0] and line.bold and not usual[1])


def _begins_apart(above: Line, line: Line, usual: tuple[float, bool]) -> bool:
    """Whether a line is no part of the paragraph above by its look; bold words may stand within a sentence."""
    if _is_large(above, usual) != _is_large(line, usual):
        return True
    ended = above.words.endswith(ENDS)
    return ended and _stands_out(line, usual) and not _stands_out(above, usual)


def _heads(pages: list[list[Line]], usual: tuple[float, bool]) -> list[tuple[str, int]]:
    """The lines that stand out, those that follow each other in one look as one."""
    found = [
        (" ".join(line.words for line in lines), look)
        for page in pages
        for look, same in groupby(page, key=lambda line: (line.size, line.bold))
        for lines in [list(same)]
        if _stands_out(lines[0], usual)
    ]
    levels = sorted({look for _, look in found}, reverse=True)
    return [(words, levels.index(look) + 1) for words, look in found]


def _tidy(signs: list[str]) -> str:
    """A line's words; PDFium's mark of a hyphen at the line's end becomes a soft one."""
    words = "".join(signs).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(HYPHENS.get(sign, sign) for sign in words if sign >= " " or sign in HYPHENS).strip()


def _set_apart(lines: list[Line], look: tuple[float, bool]) -> str:
    """The lines, with an empty one where the step down is clearly more than usual or the look changes."""
    steps = [above.height - below.height for above, below in pairwise(lines)]
    downward = sorted(step for step in steps if step > 0)
    usual = downward[len(downward) // 4] if downward else 0.0  # paragraphs of one line are many steps too
    text = lines[0].words if lines else ""
    for step, (above, line) in zip(steps, pairwise(lines), strict=True):
        apart = step > WIDER * usual or _begins_apart(above, line, look)
        text += ("\f" if step < -usual else "\n\n" if apart else "\n") + line.words
    return text


def main(source: BinaryIO, target: TextIO) -> None:
    """Read, take apart, answer."""
    json.dump(take_apart(source.read()), target)


if __name__ == "__main__":  # pragma: no cover # a process of its own, as the tests of pdf.py run it
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows knows no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    main(sys.stdin.buffer, sys.stdout)
