"""A part of a page to read whole, offered where nothing in it answers for certain."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.answers.citations import label, shortened
from bot.answers.passages import PAGE
from bot.answers.quoting import shown
from bot.i18n.catalogue import say
from bot.messages import Choice, Citation, QuoteBlock, Reply
from index.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.model import Chunk
    from knowledge.model import Document, Section

VERB = "part"
LONGEST = 1000  # characters; a message has to be read on a phone


def offered(chunk: Chunk, language: str) -> tuple[Choice, ...]:
    """A button that shows the part of a page which a passage is of; none for a speech or a page without parts."""
    if chunk.kind != PAGE or not chunk.heading:
        return ()
    worded = say(language, "content.read_part", section=shortened(chunk.heading[-1]))
    return (Choice(worded, encode(VERB, _mark(chunk.source, chunk.heading))),)


def read(documents: Iterable[Document], mark: str, language: str) -> Reply | None:
    """The part that a button names, verbatim; whole sentences of it when it is long. None when it is gone."""
    parts = ((page, part) for page in documents if page.kind == PAGE for part in page.sections)
    found = next(((page, part) for page, part in parts if _mark(page.source, part.heading) == mark), None)
    return _told(*found, language) if found else None


def _told(page: Document, part: Section, language: str) -> Reply:
    within = [end for _, end in sentences(page.text, part.start, part.end) if end - part.start <= LONGEST]
    quote = page.text[part.start : within[-1] if within else part.start + LONGEST]
    citation = Citation(page.title, page.source, quote, section=part.heading[-1])
    block = QuoteBlock(shown(quote), label(citation, page.language, language), citation)
    return Reply((block,), "content", language=language, citations=(citation,))


def _mark(source: str, heading: tuple[str, ...]) -> str:
    """What a part is known by in a button, which holds few signs."""
    return hashlib.blake2b(repr((source, heading)).encode(), digest_size=6).hexdigest()
