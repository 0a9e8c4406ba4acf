"""Organizers' answers as pages of the knowledge, cited like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.i18n import formats
from bot.i18n.catalogue import nearest, say
from knowledge.model import Document, Section

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.store.records import InboxQuestion
    from bot.store.unit import Unit

SCHEME = "answers:"
"""Begins the source of these pages, as ``program:`` begins that of a session."""


def source_of(question: str) -> str:
    """The source under which the answer to a question is cited."""
    return f"{SCHEME}{question}"


def label_of(question: InboxQuestion, language: str, zone: ZoneInfo) -> str:
    """Answered by the organizers, 14:05."""
    at = (question.answered_at or question.asked).astimezone(zone)
    return say(language, "inbox.cited", time=formats.clock(at, language))


def documents(unit: Unit, zone: ZoneInfo) -> tuple[Document, ...]:
    """The published answers, oldest first, each a page with the question for a heading."""
    return tuple(_document(question, zone) for question in unit.inbox.published() if question.answer)


def _document(question: InboxQuestion, zone: ZoneInfo) -> Document:
    asked = " ".join(question.text.split())
    text = f"{asked}\n\n{question.answer}\n"
    section = Section((asked,), len(asked) + 2, len(text) - 1)
    title = label_of(question, nearest(question.language), zone)
    return Document("page", source_of(question.id), title, text, (section,), question.language)
