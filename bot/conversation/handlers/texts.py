"""Whole texts: their main points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.answers.citations import label
from bot.answers.points import points
from bot.answers.quoting import shown
from bot.conversation.handlers import content, lists, said
from bot.conversation.handlers.composing import told
from bot.conversation.scene import Told
from bot.messages import Citation, QuoteBlock
from bot.nlu.types import Attribute, Kind, Role
from knowledge.said import facts, quote, said_by

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.conversation.scene import Scene
    from knowledge.model import Document, Fact, FactKind

PAIR = 2
FEW = 3  # facts shown
POINTS = 3  # where no number is said
SPEECH = "speech"
OF_TEXTS: dict[Attribute, tuple[FactKind, ...]] = {
    Attribute.WHEN: ("date",),
    Attribute.DAY: ("date",),
    Attribute.START: ("date",),
    Attribute.WHERE: ("place", "event"),
    Attribute.WHO: ("speaker", "office"),
    Attribute.ORGANIZATION: ("organization", "state"),
}


def summary(scene: Scene) -> Told:
    """The main points of the speech or session that is named; of the only speech where none is."""
    search: Any = scene.event.search
    sources = _sources(scene)
    if search is None or not sources:
        return content.answer(scene)
    guessed = not _named_sources(scene)
    passages = search.passages(sources)
    count = scene.frame.count if scene.frame.of(Kind.NUMBER) and scene.frame.count > 1 else POINTS
    reply = points(passages, count, scene.view.language, search)
    if reply is None:
        return content.answer(scene)
    return content.hedged(scene, told(reply)) if guessed else told(reply)


def told_of(scene: Scene) -> Told:
    """What a speech tells of itself: when, where and by whom it was given, in its own words."""
    wanted = OF_TEXTS.get(scene.query.attribute, ())
    meant = [document for document in scene.event.knowledge.documents if document.source in _sources(scene)]
    found = [(document, fact) for document in meant for kind in wanted for fact in facts(document, kind)[:1]]
    if _asks_more(scene):
        return content.answer(scene)
    if not found:  # the text does not tell it of itself in so many words
        near = content.answer(scene)
        return content.hedged(scene, near) if wanted and near.answered and near.sure else near
    blocks = tuple(_fact(scene, document, fact) for document, fact in found[:FEW])
    return Told(blocks, "content", citations=tuple(block.citation for block in blocks))


def _asks_more(scene: Scene) -> bool:
    """Whether something else is spoken of than the text itself: the flight whose date a speech tells."""
    topics = scene.frame.of(Kind.TOPIC, Kind.TITLE)
    return any(not said_by(scene.event.knowledge, slot.text) for slot in topics)


def giver(scene: Scene) -> Told | None:
    """Who gives the speech whose title is named, where neither the program nor a text tells it otherwise."""
    said_of = [s.span for s in scene.frame.of(Kind.TITLE, Kind.TOPIC, role=Role.PLAIN)]
    words = [w for w in scene.frame.utterance.words if w.content and any(s.touches(w.start, w.end) for s in said_of)]
    telling = [word for word in words if word.folded not in scene.event.names.common]
    document = scene.event.topics.speech_titled(telling)
    if document is None or not document.speaker:
        return None
    query = replace(scene.query, people=(document.speaker,), topic=document.title)
    return lists.of_document(replace(scene, query=query))


def dates(scene: Scene) -> Told | None:
    """When several spoke, each by the date that its text tells, the earliest first; None where not all tell it."""
    each = [(turns[0].document, facts(turns[0].document, "date")[:1]) for turns in said.each(scene)]
    if len(each) < PAIR or not all(found for _, found in each):
        return None
    told_dates = sorted(((document, found[0]) for document, found in each), key=lambda pair: pair[1].value)
    blocks = tuple(_fact(scene, document, fact) for document, fact in told_dates)
    return Told(blocks, "content", citations=tuple(block.citation for block in blocks))


def _fact(scene: Scene, document: Document, fact: Fact) -> QuoteBlock:
    source = Citation(document.title, document.source, quote(document, fact), document.session, document.speaker)
    return QuoteBlock(shown(source.quote or ""), label(source, document.language, scene.view.language), source)


def _sources(scene: Scene) -> Collection[str]:
    """Where the text meant stands; where nothing names one, the text nearest to what is named."""
    sources = _named_sources(scene)
    named = " ".join(slot.text for slot in scene.frame.of(Kind.TITLE, Kind.TOPIC, Kind.PERSON, Kind.ORGANIZATION))
    if sources or not named or scene.event.search is None:
        return sources
    return {hit.chunk.source for hit in scene.event.search.find(named, scene.frame.language, 1)}


def _named_sources(scene: Scene) -> Collection[str]:
    """Where the text that is named stands: one speech, or the description of one session."""
    speeches = [document for document in scene.event.knowledge.documents if document.kind == SPEECH]
    meant = [document for document in speeches if _is_meant(scene, document)]
    if meant:
        return {meant[0].source}
    chosen = scene.event.selector.fitting(scene.query) if scene.query.restricts else ()
    if chosen:
        spoken = next((d.source for s in chosen for d in speeches if d.session == s.id), "")
        return {spoken or f"program:{chosen[0].id}"}
    return {speeches[0].source} if len(speeches) == 1 else ()


def _is_meant(scene: Scene, document: Document) -> bool:
    """Whether a speech is by somebody named, or belongs to the sessions named."""
    spoken = any(heard.document is document for heard in said.turns(scene))
    return spoken or document.speaker in scene.query.people or (document.session or "") in scene.query.sessions
