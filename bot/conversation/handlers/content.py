"""What was or will be said: quoted from the speeches and pages by the composer, or from a session's description."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.handlers import refusals, sessions
from bot.conversation.lexicon import Cue
from bot.conversation.query import Aspect, Intent
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import card
from bot.messages import Citation, QuoteBlock, Text

if TYPE_CHECKING:
    from bot.messages import Reply
    from knowledge.model import Session

HITS = 8
LONGEST_QUOTE = 320
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


def answer(scene: Scene) -> Told:
    """Quote what answers the question; where nothing does, tell so."""
    reply = composed(scene)
    if reply is not None and reply.answered:
        return _told(reply)
    if scene.reading.has(Cue.SMALL):
        return refusal(Text(scene.say("refuse.out_of_scope", event=scene.event_name)))
    if reply is not None:
        return _told(reply)
    return refusal(Text(scene.say("refuse.no_answer")), refusals.ask_organizers(scene))


def composed(scene: Scene) -> Reply | None:
    """What the composer says; None when there is nothing to compose from."""
    event = scene.event
    if event.search is None or event.compose is None:
        return None
    text, language = scene.reading.utterance.text, scene.view.language
    hits = event.search.find(text, language, HITS)
    return event.compose(text, language, hits, event.search)


def about(scene: Scene, session: Session) -> Told:
    """What a session is about: the first sentences of its description, quoted."""
    quote = opening(session.abstract)
    if not quote:
        return Told((Text(scene.say("schedule.no_abstract")), card(session, scene.view)), sessions=(session,))
    source = Citation(session.title, f"program:{session.id}", quote, session.id)
    label = " · ".join(part for part in (scene.view.title(session), scene.view.speakers(session)) if part)
    return Told((QuoteBlock(quote, label, source),), "content", focus=(session,), citations=(source,))


def opening(text: str) -> str:
    """The first sentences of a text, as many as fit a screen, verbatim; empty for an empty text."""
    text = text.strip()
    end = 0
    for cut in SENTENCE_END.finditer(text):
        if cut.start() > LONGEST_QUOTE:
            break
        end = cut.start()
    if len(text) <= LONGEST_QUOTE:
        end = len(text)
    return text[: end or text.rfind(" ", 0, LONGEST_QUOTE)].strip() if text else ""


def describe(scene: Scene) -> Told:
    """Answer what one or more sessions are about."""
    selected = scene.event.selector.select(scene.query, scene.view.now)
    if len(selected.sessions) == 1:
        return about(scene, selected.sessions[0])
    return sessions.answer(replace(scene, query=replace(scene.query, intent=Intent.SESSIONS)))


def _told(reply: Reply) -> Told:
    return Told(reply.blocks, reply.kind, answered=reply.answered, citations=reply.citations)


__all__ = ["Aspect", "about", "answer", "composed", "describe", "opening"]
