"""The program that takes a PDF apart in a process of its own, where it can be stopped.

Standard input: the file. Standard output: JSON, ``{"pages": [text, ...], "title": str}`` or
``{"fault": [what, mend]}``. A page's text has its lines, an empty line where the page leaves more room
than between lines, and a form feed where it goes up to another column. The program imports nothing of
ours, so it runs from any folder.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject, PdfReader

MOST_PAGES = 500
MEMORY = 2_000_000_000  # bytes of address space
WIDER = 1.3  # times the usual step from line to line


def take_apart(data: bytes) -> dict[str, object]:
    """The text of each page and the title in the file's properties, or what is wrong with the file."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"fault": ["is protected by a password.", "Save it without one."]}
        if len(reader.pages) > MOST_PAGES:
            return {"fault": [f"has more than {MOST_PAGES} pages.", "Split it into its speeches."]}
        return {"pages": [_text(page) for page in reader.pages], "title": _title(reader)}
    except Exception as error:  # noqa: BLE001 # pypdf lets whatever a crooked file makes it meet escape
        return {"fault": [f"cannot be read as a PDF ({type(error).__name__}).", "Save it anew, or as DOCX or text."]}


def _title(reader: PdfReader) -> str:
    try:
        return str((reader.metadata and reader.metadata.title) or "")
    except Exception:  # noqa: BLE001 # see above; a crooked title is no title
        return ""


def _text(page: PageObject) -> str:
    """The page's lines in the order in which they were written, set apart where the page does so."""
    lines: list[tuple[float, str]] = []
    pieces: list[tuple[float, str]] = []

    def gather(text: str, cm: Sequence[float], tm: Sequence[float], *_: object) -> None:
        for part in text.splitlines(keepends=True):
            pieces.append((tm[4] * cm[1] + tm[5] * cm[3] + cm[5], part))
            if part.endswith("\n"):
                end_line()

    def end_line() -> None:
        words = "".join(part for _, part in pieces).strip()
        if words:
            lines.append((next(height for height, part in pieces if part.strip()), words))
        pieces.clear()

    whole = page.extract_text(visitor_text=gather)
    end_line()
    told = "".join(words for _, words in lines)
    if sum(map(str.isalnum, told)) < 0.98 * sum(map(str.isalnum, whole)):
        return whole  # the heights do not tell all
    return _set_apart(lines)


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
    logging.disable()
    json.dump(take_apart(source.read()), target)


def bound_memory() -> None:
    """Let a file that unpacks to more than any document fail, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    bound_memory()
    main(sys.stdin.buffer, sys.stdout)
