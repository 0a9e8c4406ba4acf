"""PowerPoint: each slide a section headed by its title, with what the speaker's notes say to it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from knowledge import archive
from knowledge.problems import Problem
from knowledge.speeches import opening
from knowledge.speeches.assembly import Read, assemble
from knowledge.speeches.cast import NOBODY
from knowledge.speeches.front_matter import Details
from knowledge.speeches.slides import Slide, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.model import Document, DocumentKind
    from knowledge.speeches.cast import Cast

TEMPLATES = ("powerpoint presentation", "présentation powerpoint", "powerpoint プレゼンテーション")
FURNITURE = ("DATE", "FOOTER", "HEADER", "SLIDE_NUMBER")
MOST_SLIDES = 500
DEEPEST = 10  # groups in one another


def read(
    data: bytes, source: str, kind: DocumentKind, cast: Cast = NOBODY
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is the slides in order, an empty line between paragraphs; hidden ones are left out.

    Dates, footers and slide numbers are the template's and not read.
    """
    unsafe = archive.fault(data, "ppt/presentation.xml")
    if unsafe:
        return None, (Problem(source, unsafe[0] + ".", unsafe[1]),)
    from pptx import Presentation

    try:
        opened = Presentation(io.BytesIO(data))
        slides = [_slide(slide) for slide in list(opened.slides)[:MOST_SLIDES] if slide.element.get("show") != "0"]
        title = " ".join((opened.core_properties.title or "").split())
    except archive.CROOKED as error:
        told = f"cannot be read as a PowerPoint file ({type(error).__name__})."
        return None, (Problem(source, told, "Open it in PowerPoint and save it again."),)
    text, headings = to_text(slides)
    first = opening.read(
        text, 0, headings[1].start if len(headings) > 1 else None, title=slides[0].title if slides else ""
    )
    given = Details(title="" if title.lower() in TEMPLATES else title)
    return assemble(Read(text, (*first.told, (given, "given")), headings, 0, first), source, kind, cast)


def _slide(slide: Any) -> Slide:  # noqa: ANN401 - python-pptx has no types
    title = slide.shapes.title
    shapes = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return Slide(
        " ".join(title.text_frame.text.split()) if title is not None else "",
        tuple(words for shape in _placed(shapes) for words in _words(shape)),
        tuple(_paragraphs(notes)) if notes is not None else (),
    )


def _placed(shapes: Iterable[Any]) -> list[Any]:
    """The shapes from top to bottom and left to right, as they are looked at."""
    return sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))


def _words(shape: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - python-pptx has no types
    kind = shape.placeholder_format.type if shape.is_placeholder else None
    if kind is not None and kind.name in FURNITURE:
        return
    if shape.has_text_frame:
        yield from _paragraphs(shape.text_frame)
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            cells = " | ".join(
                " ".join(cell.text_frame.text.split()) for cell in row.cells if cell.text_frame.text.strip()
            )
            if cells:
                yield cells
    elif hasattr(shape, "shapes") and depth < DEEPEST:
        for inner in _placed(shape.shapes):
            yield from _words(inner, depth + 1)


def _paragraphs(frame: Any) -> Iterator[str]:  # noqa: ANN401 - python-pptx has no types
    """The paragraphs of a text frame, items of a list as such."""
    for paragraph in frame.paragraphs:
        words = " ".join(paragraph.text.replace("\v", " ").split())
        if words:
            yield words
