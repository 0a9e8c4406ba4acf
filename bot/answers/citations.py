"""Where a quote comes from, as data and in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.i18n.catalogue import say
from bot.messages import Citation

if TYPE_CHECKING:
    from index.model import Chunk

LONGEST_TITLE = 110


def cite(chunk: Chunk, start: int, end: int) -> Citation:
    """Return the citation of ``[start, end)`` of a passage's source; its quote is exactly that slice."""
    quote = chunk.text[start - chunk.start : end - chunk.start]
    return Citation(chunk.title, chunk.source, quote, chunk.session, chunk.speaker, section(chunk))


def label(citation: Citation, quoted: str, asker: str) -> str:
    """Return the line under a quote: speaker, title, section, and the quote's language when it is not the asker's."""
    speaker = "" if citation.speaker in citation.title else citation.speaker
    parts = dict.fromkeys((speaker, shortened(citation.title), citation.section))
    worded = ", ".join(part for part in parts if part)
    if quoted in ("", asker):
        return worded
    return f"{worded} ({say(asker, 'content.in_language', name=language_name(quoted, asker))})"


def section(chunk: Chunk) -> str:
    """The innermost heading over a passage, if it says more than the title."""
    heading = chunk.heading[-1] if chunk.heading else ""
    return "" if heading == chunk.title else heading


def shortened(title: str) -> str:
    """A title that leaves room for the quote."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def language_name(code: str, asker: str) -> str:
    """A language's name in the asker's; the code itself where no name is known."""
    from babel import Locale

    return str(Locale(asker).languages.get(code, code))
