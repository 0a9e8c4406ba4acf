"""What every format ends with: details, text and headings become a document."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from knowledge.language import detect
from knowledge.model import Document
from knowledge.problems import Problem
from knowledge.speeches import byline
from knowledge.speeches.faq import with_questions
from knowledge.speeches.opening import iso_date
from knowledge.speeches.sections import Heading, sections

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from knowledge.model import DocumentKind
    from knowledge.speeches.front_matter import Details

LANGUAGES = ("en", "fr", "ja", "zh", "ko", "de", "es", "it", "pt", "nl")
SAMPLE = 1_500  # characters are plenty to tell a language


def assemble(
    text: str,
    source: str,
    kind: DocumentKind,
    told: Sequence[Details],
    *,
    headings: Sequence[Heading] = (),
    begin: int = 0,
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document, or a Problem when there is nothing to read in it.

    ``told`` are the details from the surest source to the least sure; each field is taken from the
    first that has it. Without any title the file's name serves.
    """
    if not text[begin:].strip():
        return None, (Problem(source, "holds no text.", "Put the text in, or leave the file out."),)
    outline = with_questions(text, begin, headings) if kind == "page" else headings
    asked = {heading.text for heading in outline} - {heading.text for heading in headings}
    title = _first(told, "title", but=asked) or _title_of(_name(source)) or source
    speaker = _first(told, "speaker") or byline.of_speech(title)
    document = Document(
        kind=kind,
        source=source,
        title=title,
        text=text,
        sections=sections(text, outline, begin, title),
        language=_first(told, "language") or detect(text[begin : begin + SAMPLE], LANGUAGES),
        speaker=speaker if kind == "speech" else "",  # "By metro" names nobody
        date=_first(told, "date") or iso_date(_name(source)),
        session=_first(told, "session") or None,
    )
    return document, ()


def _first(told: Sequence[Details], field: str, but: Collection[str] = ()) -> str:
    values = (str(getattr(details, field)) for details in told)
    return next((value for value in values if value and value not in but), "")


def _name(source: str) -> str:
    """The file's name without folder and ending."""
    path = unquote(urlsplit(source).path) if "://" in source else source
    return posixpath.splitext(posixpath.basename(path.rstrip("/")))[0]


def _title_of(name: str) -> str:
    """A file's name in words, without the date that it may begin with."""
    return " ".join(re.sub(r"\A(?:19|20)\d\d-\d\d-\d\d(?=.)|[_-]+", " ", name).split())
