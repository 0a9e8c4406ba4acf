"""What of speeches was only guessed or not found, for whoever can write it into the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.model import Document, Knowledge


def doubts(knowledge: Knowledge) -> tuple[Problem, ...]:
    """A warning for each title that was guessed, each speech without a speaker, each that belongs to no session."""
    has_sessions = bool(knowledge.program.sessions)
    return tuple(problem for document in knowledge.documents for problem in _of(document, has_sessions=has_sessions))


def _of(document: Document, *, has_sessions: bool) -> Iterator[Problem]:
    if document.title_from == "guessed":
        what = f"has no title that is plainly one; “{document.title}” was taken."
        yield Problem(document.source, what, "Write it in the front matter (title: ...) or above the text.", "warning")
    if document.kind == "page":
        return
    if not document.speaker:
        what = "does not say who speaks: its quotes are signed by nobody."
        yield Problem(document.source, what, "Write “Speech by NAME” below the title, or speaker: NAME.", "warning")
    if has_sessions and document.session is None:
        what = "belongs to no session of the program that can be told."
        yield Problem(document.source, what, "Write session: ID in the front matter, if it has one.", "warning")
