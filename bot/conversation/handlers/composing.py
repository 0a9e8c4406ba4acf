"""Asking the composer: the best quote of the speeches and pages, or its refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.scene import Scene, Told

if TYPE_CHECKING:
    from bot.messages import Reply

HITS = 8


def composed(scene: Scene) -> Reply | None:
    """What the composer says; None when there is nothing to compose from."""
    event = scene.event
    if event.search is None or event.compose is None:
        return None
    text, language = scene.query.text or scene.frame.utterance.text, scene.view.language
    hits = event.search.find(text, language, HITS)
    return event.compose(text, language, hits, event.search)


def told(reply: Reply) -> Told:
    """The composer's reply as ours."""
    return Told(reply.blocks, reply.kind, answered=reply.answered, citations=reply.citations, sure=reply.sure)


def is_from_pages(scene: Scene, reply: Reply) -> bool:
    """Tell whether a reply quotes the pages alone, which hold what is practical."""
    pages = {document.source for document in scene.event.knowledge.documents if document.kind == "page"}
    return reply.answered and all(citation.source in pages for citation in reply.citations)
