"""Where a quote comes from, as data and in words. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.i18n.catalogue import say
from bot.messages import Citation
from knowledge.speeches.byline import of_speech

if TYPE_CHECKING:
    from index.model import Chunk

LONGEST_TITLE = 110


def cite(chunk: Chunk, start: int, end: int) -> Citation:
    """Return the citation of ``[start, end)`` of a passage's source; its quote is exactly that slice."""
    quote = chunk.text[start - chunk.start : end - chunk.start]
    return Citation(chunk.title, chunk.source, quote, chunk.session, chunk.speaker, section(chunk), chunk.voice)


def label(citation: Citation, quoted: str, asker: str) -> str:
    """Return the line under a quote: speaker, title, section, and the quote's language when it is not the asker's."""
    parts = dict.fromkeys((signature(citation, asker), shortened(citation.title), citation.section))
    worded = ", ".join(part for part in parts if part)
    if quoted in ("", asker):
        return worded
    return f"{worded} ({say(asker, 'content.in_language', name=language_name(quoted, asker))})"


def signature(citation: Citation, asker: str) -> str:
    """Who said the words, in the asker's language; empty where nobody is known, or the title names that one alone."""
    if citation.voice != "speaker":
        return say(asker, f"content.voice.{citation.voice}")
    title, speaker = citation.title, citation.speaker
    return "" if speaker in title and of_speech(title) in ("", speaker) else speaker


def section(chunk: Chunk) -> str:
    """The innermost heading over a passage, if it says more than the title, and the time in the recording."""
    heading = chunk.heading[-1] if chunk.heading else ""
    told = "" if heading == chunk.title else heading
    clock = "" if chunk.at is None else f"{timedelta(seconds=int(chunk.at))}"
    return ", ".join(part for part in (told, clock) if part)


def shortened(title: str) -> str:
    """A title that leaves room for the quote."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def language_name(code: str, asker: str) -> str:
    """A language's name in the asker's; the code itself where no name is known."""
    from babel import Locale

    return str(Locale(asker).languages.get(code, code))
