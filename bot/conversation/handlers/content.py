"""What was or will be said: quoted from the speeches and pages by the composer, or from a session's description."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.handlers import refusals, sessions
from bot.conversation.handlers.composing import composed, is_from_pages, told
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import card
from bot.messages import Citation, QuoteBlock, Text
from bot.nlu.entities.vocabulary import stem
from bot.nlu.lexicon import Concept
from bot.nlu.text import fold, is_japanese, plain
from bot.nlu.types import Attribute, Goal, Kind, Order, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.messages import Reply
    from bot.nlu.types import Slot
    from knowledge.model import Session

MUCH = 3  # words
MOST = 0.6  # of the words of a slot
LONGEST_QUOTE = 320
GATHERINGS = (Concept.NETWORKING, Concept.PARTY, Concept.DINNER, Concept.VISIT, Concept.EXHIBITION, Concept.MEETINGS)
TEXTUAL = (Kind.TOPIC, Kind.TITLE, Kind.PERSON, Kind.ORGANIZATION, Kind.TYPE)
RUN = re.compile(r"\w+")
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n\s*\n")


def answer(scene: Scene) -> Told:
    """Quote what answers the question; where nothing does, the sessions it is about, or an honest refusal."""
    reply = composed(scene)
    if reply is not None and reply.answered and not _is_beside_the_point(scene, reply):
        return _quoted(scene, reply)
    practical = scene.query.goal is Goal.PRACTICAL
    known = all(slot.names for slot in scene.frame.of(*TEXTUAL))
    chosen = (is_titled(scene) or (scene.query.concepts and known)) if practical else scene.query.sessions
    named = scene.event.selector.fitting(scene.query) if chosen else ()
    if named and scene.query.goal in (Goal.CONTENT, Goal.SUMMARY, Goal.PRACTICAL):
        if len(named) == 1 and not practical:
            return about(scene, named[0])
        return sessions.answer(replace(scene, query=replace(scene.query, goal=Goal.SESSIONS)))
    if reply is not None and not reply.answered:
        return told(reply)
    return refusal(Text(scene.say("refuse.no_answer")), refusals.ask_organizers(scene))


def who_said(scene: Scene) -> Told:
    """Who spoke of something: the sessions that are on it, else who says it in a text."""
    if scene.query.sessions and not scene.query.people:
        query = replace(scene.query, goal=Goal.SESSIONS, attribute=Attribute.WHO, order=Order.ALL)
        return sessions.answer(replace(scene, query=query))
    return answer(scene)


def is_titled(scene: Scene) -> bool:
    """Tell whether the topic asked for stands in the title of a session that is on it."""
    said = {stem(word) for word in fold(scene.query.topic).split()} - scene.event.names.common
    found = (scene.program.session(key) for key in scene.query.sessions)
    titles = ({stem(word) for word in fold(" ".join((s.title, *s.titles.values()))).split()} for s in found if s)
    return any(said <= title for title in titles)


def is_unexplained(scene: Scene) -> bool:
    """Tell whether a question says much that neither the program's words nor a time explain."""
    frame = scene.frame
    spans = [slot.span for slot in frame.slots if slot.names or slot.kind in (Kind.TIME, Kind.NUMBER)]
    said = [w for w in frame.utterance.words if w.content and not any(s.touches(w.start, w.end) for s in spans)]
    return sum(word.folded not in scene.event.names.common for word in said) >= MUCH


def out_of_scope(scene: Scene) -> Told:
    """What seems to have nothing to do with the event: answered all the same where a text does, else declined."""
    reply = composed(scene)
    if reply is not None and is_from_pages(scene, reply):
        return told(reply)
    sentence = Text(scene.say("refuse.out_of_scope", event=scene.event_name))
    return refusal(sentence, refusals.ask_organizers(scene))


def from_pages(scene: Scene) -> Told | None:
    """What the pages say on a question; None where they do not."""
    reply = composed(scene)
    return told(reply) if reply is not None and is_from_pages(scene, reply) else None


def instead(scene: Scene) -> Told | None:
    """A quote that answers what the program does not."""
    reply = composed(scene)
    if reply is None or not reply.answered or not _holds_words(scene, reply):
        return None
    if scene.query.attribute is Attribute.EXISTS and not is_from_pages(
        scene, reply
    ):  # a speech that names it does not tell
        return None
    return replace(told(reply), focus=spoken_in(scene, reply))


def hedged(scene: Scene, quoted: Told) -> Told:
    """A quote under words that say that it may not answer."""
    blocks = (Text(scene.say("content.perhaps")), *quoted.blocks, refusals.ask_organizers(scene))
    return replace(quoted, blocks=blocks, sure=False)


def detail(scene: Scene) -> Told:
    """A thing that a program seldom tells of a session: out of its description and speech, then out of the pages."""
    reply = composed(scene)
    found = scene.event.selector.select(scene.query, scene.view.now).sessions if scene.query.restricts else ()
    ids = {session.id for session in found}
    if reply is not None and reply.answered and (is_from_pages(scene, reply) or _is_of(reply, ids)):
        return replace(told(reply), focus=found or None)
    if len(found) == 1:
        unsaid = Text(scene.say("schedule.no_detail"))
        return refusal(unsaid, card(found[0], scene.view), refusals.ask_organizers(scene), sessions=found)
    return answer(scene)


def _is_of(reply: Reply, ids: set[str]) -> bool:
    return bool(ids) and all(citation.session in ids for citation in reply.citations)


def _holds_words(scene: Scene, reply: Reply) -> bool:
    """Whether quotes have most of what was named; across languages that cannot be told by words."""
    frame, sources = scene.frame, {citation.source for citation in reply.citations}
    spoken = {each.language for each in scene.event.knowledge.documents if each.source in sources}
    if spoken and frame.language not in spoken:
        return True
    return names_wanted(scene, " ".join(citation.quote or "" for citation in reply.citations))


def names_wanted(scene: Scene, text: str, kinds: tuple[Kind, ...] = TEXTUAL, without: Sequence[Slot] = ()) -> bool:
    """Tell whether a text has most of the words of what was named but for some; so has any where nothing was."""
    spans = [slot.span for slot in scene.frame.of(*kinds) if slot not in without]
    words = scene.frame.utterance.words
    said = [w.folded for w in words if w.content and any(s.touches(w.start, w.end) for s in spans)]
    wanted = [word for word in said if word not in scene.event.names.common]
    folded = fold(text)
    stems = {stem(word) for word in RUN.findall(folded)}
    held = sum(stem(word) in stems or (is_japanese(word) and word in folded) for word in wanted)
    return held >= MOST * len(wanted)


def _is_beside_the_point(scene: Scene, reply: Reply) -> bool:
    """Whether a quote answers no practical question: it is from no page, nor of a break or reception.

    Talks are full of networks, prices and addresses, but seldom of those of the event.
    """
    if scene.query.goal is not Goal.PRACTICAL or is_from_pages(scene, reply):
        return False
    if any((citation.quote or "").rstrip(' »”"').endswith(("?", "？")) for citation in reply.citations):
        return True
    cited = [scene.program.session(c.source.removeprefix("program:")) for c in reply.citations]
    if any(cited):
        return not all(session is not None and _is_gathering(scene, session) for session in cited)
    return not _holds_words(scene, reply)


def _quoted(scene: Scene, reply: Reply) -> Told:
    """A reply with quotes; where it quotes nothing but titles, the sessions, whose cards tell more."""
    cited = [(scene.program.session(c.source.removeprefix("program:")), c.quote or "") for c in reply.citations]
    titled = tuple(session.id for session, quote in cited if session and _is_title(quote, session))
    if not titled or len(titled) < len(cited):
        return replace(told(reply), focus=spoken_in(scene, reply))
    return sessions.answer(replace(scene, query=replace(scene.query, goal=Goal.SESSIONS, sessions=titled)))


def _is_title(quote: str, session: Session) -> bool:
    return plain(quote) in {plain(title) for title in (session.title, *session.titles.values())}


def _is_gathering(scene: Scene, session: Session) -> bool:
    """Whether a session is a break, a reception or the like, which people ask practical things about."""
    concepts = scene.event.names.concepts
    return concepts.is_pause(session) or any(session in concepts.members(name) for name in GATHERINGS)


def spoken_in(scene: Scene, reply: Reply) -> tuple[Session, ...]:
    """The sessions that a quote is from: a follow-up such as "when was that" is about them."""
    keys = dict.fromkeys(citation.session for citation in reply.citations if citation.session)
    return tuple(session for key in keys if (session := scene.program.session(key)))


def about(scene: Scene, session: Session) -> Told:
    """What a session is about: the first sentences of its description, quoted."""
    quote = opening(session.abstract)
    if not quote:
        lead = (Text(scene.say("schedule.no_abstract")),)
        return Told((*lead, card(session, scene.view)), sessions=(session,))
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
    if not scene.query.restricts and not scene.query.window and scene.frame.of(*TEXTUAL, role=Role.PLAIN):
        return answer(replace(scene, query=replace(scene.query, goal=Goal.CONTENT)))
    return sessions.answer(replace(scene, query=replace(scene.query, goal=Goal.SESSIONS)))
