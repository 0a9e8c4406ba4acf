"""PDF: the text of each page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.problems import Problem

if TYPE_CHECKING:
    from knowledge.model import Document, DocumentKind


def read(data: bytes, source: str, kind: DocumentKind) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose sections are the pages."""
    return None, (Problem(source, "PDF is not read yet."),)
