"""The program that takes a PDF apart in a process of its own, where it can be stopped.

Standard input: the file. Standard output: JSON, ``{"pages": [text, ...], "title": str}`` or
``{"fault": [what, mend]}``. A page's text has its lines, an empty line where the page leaves more room
than between lines, and a form feed where it goes up to another column. The program imports nothing of
ours, so it runs from any folder.
"""

from __future__ import annotations

import contextlib
import json
import sys
from ctypes import c_double
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO, TextIO

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MOST_PAGES = 500
LONGEST = 100_000  # characters of a page
PROTECTED = (4, 5)  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
HYPHENS = {"\x02": "\xad", "\ufffe": "\xad"}
MEMORY = 2_000_000_000  # bytes of address space: a file that unpacks to more fails
WIDER = 1.3  # times the usual step from line to line


def take_apart(data: bytes) -> dict[str, object]:
    """The text of each page and the title in the file's properties, or what is wrong with the file."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pdf = PdfDocument(data)
        if len(pdf) > MOST_PAGES:
            return {"fault": [f"has more than {MOST_PAGES} pages.", "Split it into its speeches."]}
        return {"pages": [_text(page) for page in pdf], "title": pdf.get_metadata_value("Title")}
    except PdfiumError as error:
        if error.err_code in PROTECTED:
            return {"fault": ["is protected by a password.", "Save it without one."]}
        return {"fault": ["cannot be read as a PDF.", "Save it anew, or bring the text as DOCX or text."]}


def _text(page: PdfPage) -> str:
    """The page's lines in the order in which they were written, set apart where the page does so."""
    from pypdfium2 import raw

    shown = page.get_textpage()
    lines: list[tuple[float, str]] = []
    signs: list[str] = []
    height, x, y = 0.0, c_double(), c_double()
    for at in range(min(shown.count_chars(), LONGEST)):
        sign = chr(raw.FPDFText_GetUnicode(shown, at))
        if sign == "\n":
            lines.append((height, _tidy(signs)))
            signs.clear()
            continue
        if not any(map(str.strip, signs)) and raw.FPDFText_GetCharOrigin(shown, at, x, y):
            height = y.value
        signs.append(sign)
    lines.append((height, _tidy(signs)))
    return _set_apart([line for line in lines if line[1]])


def _tidy(signs: list[str]) -> str:
    """A line's words; PDFium's mark of a hyphen at the line's end becomes a soft one."""
    words = "".join(signs).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(HYPHENS.get(sign, sign) for sign in words if sign >= " " or sign in HYPHENS).strip()


def _set_apart(lines: list[tuple[float, str]]) -> str:
    """The lines, with an empty one where the step down is clearly more than usual."""
    steps = [above[0] - below[0] for above, below in pairwise(lines)]
    downward = sorted(step for step in steps if step > 0)
    usual = downward[len(downward) // 4] if downward else 0.0  # paragraphs of one line are many steps too
    text = lines[0][1] if lines else ""
    for step, (_, words) in zip(steps, lines[1:], strict=True):
        text += ("\f" if step < -usual else "\n\n" if step > WIDER * usual else "\n") + words
    return text


def main(source: BinaryIO, target: TextIO) -> None:
    """Read, take apart, answer."""
    json.dump(take_apart(source.read()), target)


if __name__ == "__main__":  # pragma: no cover # a process of its own, as the tests of pdf.py run it
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows knows no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    main(sys.stdin.buffer, sys.stdout)
