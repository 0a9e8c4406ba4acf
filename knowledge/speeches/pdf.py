"""PDF: the text of each page, read in a process of its own that cannot take for ever."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.copies import write
from knowledge.problems import Problem
from knowledge.sections import Heading
from knowledge.speeches import opening, plain_text
from knowledge.speeches.assembly import Read, assemble
from knowledge.speeches.cast import NOBODY
from knowledge.speeches.front_matter import Details
from knowledge.speeches.reflow import pages_to_text, without_furniture
from knowledge.speeches.slides import are_slides, of_page, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.model import Document, DocumentKind
    from knowledge.speeches.cast import Cast
    from knowledge.speeches.opening import Opening

LONGEST = 30.0  # seconds; a hundred pages take about five
PAGE_LEVEL = 9  # inside every heading
SCAN = 20  # letters a page below which a file is taken for pictures of pages


def read(
    data: bytes,
    source: str,
    kind: DocumentKind,
    cache: Path | None = None,
    *,
    longest: float = LONGEST,
    cast: Cast = NOBODY,
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose sections are its headings and in them its pages, as "p. 3".

    Taking a PDF apart costs a quarter of a second and more: ``cache`` is a folder where the outcome
    is kept. ``longest`` is in seconds.
    """
    told = _kept(data, cache) or _take_apart(data, longest)
    if cache and "fault" not in told:
        _keep(data, cache, told)
    if "fault" in told:
        what, mend = told["fault"]
        return None, (Problem(source, what, mend),)
    pages: list[str] = told["pages"]
    letters = sum(sign.isalnum() for page in pages for sign in page)
    if letters < SCAN * max(1, len(pages)):
        mend = "Make it searchable with OCR, or bring the text as DOCX or text."
        return None, (Problem(source, "holds pictures of pages and next to no text (a scan?).", mend),)
    read = _slides(pages, told) if are_slides(pages, told["wide"]) else _prose(pages, told)
    document, problems = assemble(read, source, kind, cast)
    return document, (*problems, *_unsure(source, told["unsure"]))


def _prose(pages: Sequence[str], told: dict[str, Any]) -> Read:
    """Pages that are read on from one to the next."""
    text, begins = pages_to_text(pages)
    first = _printed(opening.read(text), told["heads"])
    outline = tuple(_with_pages(_headings(text, told["heads"], first.end), begins))
    return Read(text, ((_properties(told["title"], text), "given"), *first.told), outline, 0, first)


def _slides(pages: Sequence[str], told: dict[str, Any]) -> Read:
    """Pages each of which stands for itself under its title; the first one tells what they are about."""
    text, headings = to_text([of_page(lines) for lines in without_furniture(pages)])
    first = _printed(opening.read(text, 0, headings[1].start if len(headings) > 1 else None), told["heads"])
    return Read(text, ((_properties(told["title"], text), "given"), *first.told), headings, 0, first)


def _printed(first: Opening, heads: Sequence[tuple[str, int]]) -> Opening:
    """What the first lines told; a title that is printed larger than the text is no guess."""
    large = {" ".join(words.split()) for words, _ in heads}
    return replace(first, title_from="read") if first.details.title in large and first.title_from else first


def _unsure(source: str, pages: Sequence[int]) -> tuple[Problem, ...]:
    if not pages:
        return ()
    shown = ", ".join(map(str, pages))
    what = f"has stretches side by side on p. {shown} that may be columns or a table; read as columns."
    return (
        Problem(source, what, "Look at what search finds there; bring it as DOCX or text if it is wrong.", "warning"),
    )


def _headings(text: str, heads: Sequence[tuple[str, int]], begin: int) -> list[Heading]:
    """The paragraphs that the page shows as headings; where it shows none, the lines that read like some."""
    found = []
    at = begin
    for words, level in heads:
        shown = re.compile(r"(?:\A|(?<=\n\n))" + re.escape(words) + r"(?=\n\n)").search(text, at)
        if shown and len(words) <= plain_text.LONGEST and plain_text.is_heading(words):
            found.append(Heading(min(level, PAGE_LEVEL - 1), words, shown.start(), shown.end()))
            at = shown.end()
    return found or [heading for heading in plain_text.find_headings(text) if heading.start >= begin]


def _take_apart(data: bytes, longest: float) -> dict[str, Any]:
    program = Path(__file__).with_name("pdf_pages.py")
    try:
        # -P: the program's folder holds names such as "markdown" that would hide others
        done = subprocess.run(  # noqa: S603 # our own program, no shell
            [sys.executable, "-P", str(program)], input=data, capture_output=True, timeout=longest, check=False
        )
    except subprocess.TimeoutExpired:
        return {"fault": (f"takes longer than {longest:g} s to read.", "Save it anew, or as DOCX or text.")}
    return _told(done.stdout)


def _told(answer: bytes) -> dict[str, Any]:
    """What the program answered; one that died has nothing to say."""
    try:
        told: dict[str, Any] = json.loads(answer)
    except ValueError:
        return {"fault": ("cannot be read as a PDF.", "Save it anew, or as DOCX or text.")}
    return told


def _path(data: bytes, cache: Path) -> Path:
    program = Path(__file__).with_name("pdf_pages.py").read_bytes()
    return cache / f"{sha256(program + data).hexdigest()[:32]}.pages.json"


def _kept(data: bytes, cache: Path | None) -> dict[str, Any] | None:
    if cache is None:
        return None
    try:
        told: dict[str, Any] = json.loads(_path(data, cache).read_bytes())
    except (OSError, ValueError):
        return None
    return told


def _keep(data: bytes, cache: Path, told: dict[str, Any]) -> None:
    """Keep what took long; not being able to costs time only."""
    with contextlib.suppress(OSError):
        write(_path(data, cache), json.dumps(told).encode())


def _properties(title: str, text: str) -> Details:
    """The title in the file's properties, if it is printed in the beginning: else it is a template's."""
    words = re.findall(r"\w+", title.casefold())
    shown = set(re.findall(r"\w+", text[:2000].casefold()))
    return Details(title=" ".join(title.split()) if len(words) > 1 and shown.issuperset(words) else "")


def _with_pages(headings: Sequence[Heading], begins: Sequence[int]) -> Iterator[Heading]:
    """The headings and, inside each, the pages that it runs over."""
    marks = [(heading.start, heading) for heading in headings]
    marks += [(begin, Heading(PAGE_LEVEL, f"p. {number}", begin, begin)) for number, begin in enumerate(begins, 1)]
    page: Heading | None = None
    for _, heading in sorted(marks, key=lambda mark: (mark[0], -mark[1].level)):
        yield heading
        if heading.level == PAGE_LEVEL:
            page = heading
        elif page:
            yield Heading(PAGE_LEVEL, page.text, heading.end, heading.end)
