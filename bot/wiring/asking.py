"""Questions and searches without any platform: what ``ask`` and ``search`` answer."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.channels.console.render import render
from bot.clock import SystemClock
from bot.conversation.request import Asked
from bot.conversation.resolve.explaining import explained
from bot.wiring.event import make_assistant, open_event
from knowledge.language import detect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.config import Config
    from bot.conversation.assistant import Assistant
    from bot.conversation.resolve.resolver import Resolution
    from bot.messages import Citation, Reply
    from bot.wiring.event import Progress
    from index.model import Hit
    from index.search import Search
    from knowledge.problems import Problem


class Interview:
    """Answers single questions, each with the earlier questions of its own conversation."""

    def __init__(self, assistant: Assistant, problems: Sequence[Problem] = ()) -> None:
        self._assistant = assistant
        self.problems = tuple(problems)
        self._resolution: Resolution | None = None

    @classmethod
    def open(cls, config: Config, progress: Progress | None = None) -> Interview:
        """Load the event and its index."""
        event = open_event(config, progress)
        return cls(make_assistant(config, event), event.problems)

    def ask(
        self,
        question: str,
        *,
        now: datetime | None = None,
        email: str = "",
        language: str = "",
        history: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Answer one question, as the contract's answer row without its id."""
        began = time.perf_counter()
        asked = Asked(question, now or SystemClock().now(), language=language, email=email.strip().lower())
        for earlier in history:
            answered = self._assistant.answer(replace(asked, text=earlier))
            asked = replace(asked, context=answered.context)
        answered = self._assistant.answer(asked)
        self._resolution = answered.resolution
        return answer_row(answered.reply, time.perf_counter() - began)

    def why(self) -> list[str]:
        """What the last question was understood as, and why, in lines."""
        return explained(self._resolution) if self._resolution else []


def answer_row(reply: Reply, seconds: float) -> dict[str, Any]:
    """The contract's answer row, without the question's id."""
    return {
        "text": render(reply),
        "kind": reply.kind,
        "answered": reply.answered,
        **({"sure": reply.sure} if reply.answered else {}),
        "citations": [_citation(citation) for citation in reply.citations],
        "language": reply.language,
        "ms": round(seconds * 1000, 2),
    }


def _citation(citation: Citation) -> dict[str, str | None]:
    return {
        "title": citation.title,
        "source": citation.source,
        "quote": citation.quote,
        "session": citation.session,
    }


def find_passages(search: Search, query: str, top: int) -> dict[str, Any]:
    """The contract's search row, without the query's id."""
    began = time.perf_counter()
    hits = search.find(query, detect(query), top)
    return {"hits": [_hit(hit) for hit in hits], "ms": round((time.perf_counter() - began) * 1000, 2)}


def _hit(hit: Hit) -> dict[str, object]:
    chunk = hit.chunk
    return {"source": chunk.source, "passage": chunk.passage, "text": chunk.text, "score": round(hit.score, 4)}
