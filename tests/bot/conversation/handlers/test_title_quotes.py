"""A quote that is nothing but a session's title is told as the session, with its time and room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from suites import conference
from suites.conference import Talk, at, cited, shown

from bot.messages import Citation, QuoteBlock, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence


def quoting(quote: str, key: str) -> conference.Composer:
    """A composer that always gives one quote of a session."""

    def compose(question: str, language: str, hits: Sequence[Any], search: Any) -> Reply:
        del question, hits, search
        source = Citation("Source", f"program:{key}", quote, key)
        return Reply((QuoteBlock(quote, "Source", source),), "content", language=language, citations=(source,))

    return compose


@pytest.mark.parametrize(
    ("quote", "key", "kind", "told"),
    [
        ("Insuring a constellation", "insurance", "schedule", "10:30–11:00"),
        ("基調講演：なぜ月へ戻るのか", "moon", "schedule", "09:15–10:00"),
        ("Nets, harpoons and lasers.", "debris", "content", "Nets"),
    ],
)
def test_what_is_told_of_a_quote(quote: str, key: str, kind: str, told: str) -> None:
    assistant = conference.assistant(search=conference.Silent(), composer=quoting(quote, key))
    reply = Talk(assistant, at("05 09:00")).ask("why zebra").reply
    assert (reply.kind, cited(reply)) == (kind, [key])
    assert told in shown(reply)
