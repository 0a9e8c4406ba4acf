"""Which session a speech belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.model import Document, Program
    from knowledge.problems import Problem


def tie(documents: tuple[Document, ...], program: Program) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents with the session each belongs to; untied when in doubt."""
    return documents, ()
