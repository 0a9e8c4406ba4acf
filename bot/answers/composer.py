"""Passages in, an answer out: the best sentence quoted verbatim, or an honest refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.i18n.catalogue import say
from bot.messages import Citation, QuoteBlock, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.model import Hit
    from index.search import Search


def compose(question: str, language: str, hits: Sequence[Hit], search: Search) -> Reply:
    """Answer a content question from the passages found, in the asker's language around the quote."""
    ranked = search.rank_sentences(question, hits[:3])
    if not ranked or ranked[0][2] < 0.8:
        return Reply((Text(say(language, "content.unknown")),), kind="refusal", answered=False, language=language)
    hit, (start, end), _, _ = ranked[0]
    chunk = hit.chunk
    quote = chunk.text[start - chunk.start : end - chunk.start]
    section = chunk.heading[-1] if chunk.heading else ""
    citation = Citation(chunk.title, chunk.source, quote, chunk.session, chunk.speaker, section)
    label = ", ".join(part for part in (chunk.speaker, chunk.title, section) if part)
    return Reply((QuoteBlock(quote, label, citation),), "content", language=language, citations=(citation,))
