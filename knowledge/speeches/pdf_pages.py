"""The program that takes a PDF apart in a process of its own, where it can be stopped.

Standard input: the file. Standard output: JSON, ``{"pages": [text, ...], "title": str, "heads": [[text, level], ...]}``
or ``{"fault": [what, mend]}``. A page's text has its lines, an empty line where the page leaves more room
than between lines, and a form feed where it goes up to another column. ``heads`` are the lines, in their order, that
are written larger than most of the text, or bold where it is not; 1 is the level of the largest. The program imports
nothing of ours, so it runs from any folder.
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


@dataclass(frozen=True)
class Line:
    """A line's words, its height on the page in points, the size of its letters and whether they are bold."""

    words: str
    height: float
    size: float
    bold: bool


def take_apart(data: bytes) -> dict[str, object]:
    """The text of each page and the title in the file's properties, or what is wrong with the file."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pdf = PdfDocument(data)
        if len(pdf) > MOST_PAGES:
            return {"fault": [f"has more than {MOST_PAGES} pages.", "Split it into its speeches."]}
        pages = [_lines(page) for page in pdf]
        title = pdf.get_metadata_value("Title")
    except PdfiumError as error:
        if error.err_code in PROTECTED:
            return {"fault": ["is protected by a password.", "Save it without one."]}
        return {"fault": ["cannot be read as a PDF.", "Save it anew, or bring the text as DOCX or text."]}
    usual = _usual(pages)
    return {"pages": [_set_apart(lines, usual) for lines in pages], "title": title, "heads": _heads(pages, usual)}


def _lines(page: PdfPage) -> list[Line]:
    """The page's lines in the order in which they were written."""
    from pypdfium2 import raw

    shown = page.get_textpage()
    signs = [chr(raw.FPDFText_GetUnicode(shown, at)) for at in range(min(shown.count_chars(), LONGEST))]
    ends = [at for at, sign in enumerate(signs) if sign == "\n"]
    found = (_line(shown, signs, begin, end) for begin, end in pairwise([-1, *ends, len(signs)]))
    return [line for line in found if line.words]


def _line(shown: PdfTextPage, signs: list[str], before: int, end: int) -> Line:
    """The line between two line ends, measured at its first and last letters."""
    from pypdfium2 import raw

    printed = [at for at in range(before + 1, end) if signs[at].strip()]
    if not printed:
        return Line("", 0.0, 0.0, bold=False)
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(shown, printed[0], x, y)
    edges = (printed[0], printed[-1])
    return Line(
        _tidy(signs[before + 1 : end]),
        y.value,
        min(_size(shown, at) for at in edges),
        bold=all(_is_bold(shown, at) for at in (*edges, *printed)),
    )


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
