"""What was or will be said: quoted from the speeches and pages by the composer, or from a session's description."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.choosing.topics import Topic
from bot.conversation.handlers import refusals, sessions
from bot.conversation.handlers.composing import composed, is_from_pages, told
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.understanding.query import Aspect, Intent, Pick
from bot.conversation.understanding.rules import SAYS_MUCH
from bot.conversation.wording import card
from bot.messages import Citation, QuoteBlock, Text
from bot.nlu.entities.vocabulary import stem
from bot.nlu.lexicon import Concept, Cue, ordinals
from bot.nlu.text import fold, is_japanese, plain

if TYPE_CHECKING:
    from bot.messages import Reply
    from knowledge.model import Session

CLEARLY = 0.015  # lead in cosine
MOST = 0.6  # of the weight of words
BY_TOPIC = (Aspect.LIST, Aspect.EXISTS, Aspect.ABOUT)
OF_SESSION = (Aspect.LIST, Aspect.EXISTS, Aspect.ABOUT, Aspect.WHEN, Aspect.START, Aspect.WHERE)
LONGEST_QUOTE = 320
GATHERINGS = (Concept.NETWORKING, Concept.PARTY, Concept.DINNER, Concept.VISIT, Concept.EXHIBITION, Concept.MEETINGS)
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n\s*\n")


def answer(scene: Scene) -> Told:
    """Quote what answers the question; where nothing does, tell so."""
    reply = composed(scene)
    if reply is not None and reply.answered and not _is_beside_the_point(scene, reply):
        return _quoted(scene, reply)
    spoken = _spoken_of(scene)
    if spoken is not None:
        return spoken
    named = scene.event.selector.fitting(scene.query) if scene.query.sessions else ()
    if len(named) == 1 and not scene.reading.has(Cue.PRACTICAL, Cue.SAID, Cue.WHY, Cue.WHAT_DO):
        return about(scene, named[0])
    if scene.reading.has(Cue.SMALL) or _is_elsewhere(scene):
        return _out_of_scope(scene)
    return _unanswered(scene, reply)


def _unanswered(scene: Scene, reply: Reply | None) -> Told:
    """The composer's refusal, which tells what is nearest, or where it quoted beside the point one of our own."""
    if reply is not None and not reply.answered:
        return told(reply)
    return refusal(Text(scene.say("refuse.no_answer")), refusals.ask_organizers(scene))


def _out_of_scope(scene: Scene) -> Told:
    """That it has nothing to do with the event; whoever says more than the weather may still mean the organizers."""
    sentence = Text(scene.say("refuse.out_of_scope", event=scene.event_name))
    small = scene.reading.places(Cue.SMALL)
    more = any(not any(start <= w.start and w.end <= end for start, end in small) for w in scene.reading.free)
    return refusal(sentence, *((refusals.ask_organizers(scene),) if more else ()))


def from_pages(scene: Scene) -> Told | None:
    """What the pages say on a question; None where they do not."""
    reply = composed(scene)
    return told(reply) if reply is not None and is_from_pages(scene, reply) else None


def instead(scene: Scene) -> Told | None:
    """A quote that answers what the program does not, when the question is not plainly one for sessions."""
    reading = scene.reading
    numbered = scene.query.pick is Pick.NTH  # "the fourth session of the dialogue" may be no session of ours
    for_sessions = reading.has(Cue.TOPIC, Cue.TRACK, Cue.SPEAK) or (reading.has(Cue.SESSION) and not numbered)
    reply = composed(scene) if (reading.free or numbered) and not for_sessions else None
    if reply is None or not reply.answered or not _holds_words(scene, reply):
        return None
    if scene.query.aspect is Aspect.EXISTS and not is_from_pages(scene, reply):  # a speech that names it does not tell
        return None
    return replace(told(reply), focus=_spoken_in(scene, reply))


def _holds_words(scene: Scene, reply: Reply) -> bool:
    """Whether quotes have most of what the program has no words for; across languages that cannot be told by words."""
    reading, sources = scene.reading, {citation.source for citation in reply.citations}
    spoken = {each.language for each in scene.event.knowledge.documents if each.source in sources}
    if spoken and reading.language not in spoken:
        return True
    wanted = {word.folded: reading.weight(word) for word in reading.free}
    if scene.query.pick is Pick.NTH:
        places = ordinals(reading.language, reading.utterance)
        wanted |= {reading.utterance.folded[place.start : place.end].strip(): 1.0 for place in places}
    quotes = fold(" ".join(citation.quote or "" for citation in reply.citations))
    stems = {stem(word) for word in quotes.split()}
    held = sum(
        weight for word, weight in wanted.items() if stem(word) in stems or (is_japanese(word) and word in quotes)
    )
    return held >= MOST * sum(wanted.values())


def _is_beside_the_point(scene: Scene, reply: Reply) -> bool:
    """Whether a quote answers no practical question: it is from no page, nor of a break or reception.

    Talks are full of networks, prices and addresses, but seldom of those of the event; a speech may tell them, when it
    has all the words that make a question practical.
    """
    reading = scene.reading
    asked = reading.places(Cue.PRACTICAL, Cue.SMALL)
    of_speech = reading.has(Cue.SAID) or (reading.has(Cue.WHY) and not reading.has(Cue.MINE))
    if not asked or of_speech or is_from_pages(scene, reply):
        return False
    quotes = fold(" ".join(citation.quote or "" for citation in reply.citations))
    named = {reading.utterance.folded[start:end].strip() for start, end in asked}
    if any((citation.quote or "").rstrip(' »”"').endswith(("?", "？")) for citation in reply.citations):
        return True
    sessions = [scene.program.session(c.source.removeprefix("program:")) for c in reply.citations]
    others = [w for w in reading.free if not any(start <= w.start and w.end <= end for start, end in asked)]
    if not any(sessions) and sum(map(reading.weight, others)) >= SAYS_MUCH:  # what a launch costs, not the ticket
        return False
    gatherings = all(session is not None and _is_gathering(scene, session) for session in sessions)
    spoken = not any(sessions) and all(name in quotes for name in named)
    return not (spoken or (gatherings and any(name in quotes for name in named)))


def _quoted(scene: Scene, reply: Reply) -> Told:
    """A reply with quotes; where it quotes nothing but titles, the sessions, whose cards tell more."""
    cited = [(scene.program.session(c.source.removeprefix("program:")), c.quote or "") for c in reply.citations]
    titled = tuple(session.id for session, quote in cited if session and _is_title(quote, session))
    if not titled or len(titled) < len(cited):
        return replace(told(reply), focus=_spoken_in(scene, reply))
    return sessions.answer(replace(scene, query=replace(scene.query, intent=Intent.SESSIONS, sessions=titled)))


def _is_title(quote: str, session: Session) -> bool:
    return plain(quote) in {plain(title) for title in (session.title, *session.titles.values())}


def _is_gathering(scene: Scene, session: Session) -> bool:
    """Whether a session is a break, a reception or the like, which people ask practical things about."""
    concepts = scene.event.names.concepts
    return concepts.is_pause(session) or any(session in concepts.members(name) for name in GATHERINGS)


def _spoken_in(scene: Scene, reply: Reply) -> tuple[Session, ...]:
    """The sessions that a quote is from: a follow-up such as "when was that" is about them."""
    keys = dict.fromkeys(citation.session for citation in reply.citations if citation.session)
    return tuple(session for key in keys if (session := scene.program.session(key)))


def _is_elsewhere(scene: Scene) -> bool:
    """Whether a question that nothing answers is more like those that have nothing to do with an event."""
    likeness, reading = scene.event.likeness, scene.reading
    if likeness is None or scene.query.restricts or reading.has(Cue.PRACTICAL):
        return False
    return likeness.lead_of(reading.utterance.text, reading.language, "out_of_scope") > CLEARLY


def _spoken_of(scene: Scene) -> Told | None:
    """The sessions that all the unexplained words are about, when the question is no other than one for them."""
    other = (Cue.PRACTICAL, Cue.SMALL, Cue.SAID, Cue.WHY, Cue.WHAT_DO)
    if scene.query.restricts or scene.query.aspect not in OF_SESSION or scene.reading.has(*other):
        return None
    reading, topics = scene.reading, scene.event.topics
    by_words = topics.by_words(reading.free, reading.language)
    if not by_words and scene.query.pick is Pick.ALL:
        by_words = topics.by_title(reading.free_text, reading.language)
    asks_by_topic = scene.query.aspect in BY_TOPIC or reading.has(Cue.TOPIC)
    topic = (
        topics.find(reading.free, reading.free_text, reading.language) if asks_by_topic else Topic(by_words, sure=True)
    )
    if not (topic.sure and topic.ids):
        return None
    query = replace(scene.query, intent=Intent.SESSIONS, sessions=topic.ids, topic=reading.free_text)
    return sessions.answer(replace(scene, query=query))


def about(scene: Scene, session: Session) -> Told:
    """What a session is about: the first sentences of its description, quoted."""
    quote = opening(session.abstract)
    if not quote:
        asked = scene.query.aspect is Aspect.ABOUT or scene.reading.has(Cue.WHAT_IS)
        lead = (Text(scene.say("schedule.no_abstract")),) if asked else ()
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
    return sessions.answer(replace(scene, query=replace(scene.query, intent=Intent.SESSIONS)))
