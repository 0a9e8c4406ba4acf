"""From a message to what is meant by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.conversation.choosing.pairs import nearest_pair
from bot.conversation.understanding import checks, slots
from bot.conversation.understanding.aspects import aspect_of
from bot.conversation.understanding.leaning import lean
from bot.conversation.understanding.query import Intent, Pick, Query
from bot.conversation.understanding.reading import UNEXPLAINING, read_question
from bot.conversation.understanding.rules import SAYS_MUCH, decide, evidence_of
from bot.conversation.understanding.small_words import command_in, small_talk
from bot.nlu.entities.found import NameKind
from bot.nlu.lexicon import Cue
from bot.nlu.text import read
from bot.nlu.tongue import is_foreign, language_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.conversation.choosing.event import EventKnowledge
    from bot.conversation.context import Context
    from bot.conversation.understanding.reading import Reading
    from bot.conversation.understanding.slots import Slots
    from bot.nlu.entities.found import Found
    from knowledge.model import Document

PAIR = 2
PAIRED = (NameKind.SESSION, NameKind.CONCEPT, NameKind.PERSON, NameKind.ROOM)
WHOLE = (Intent.EVENT, Intent.DAYS, Intent.PROGRAM)  # of these a year may be said


@dataclass(frozen=True, slots=True)
class Understood:
    """What is meant.

    ``command`` is the cue of a command in words. ``unknown`` names what the program does not have, ``unknown_kind``
    what it would be, when that can be told. ``foreign`` is a message in none of our languages, ``empty`` one without
    words.
    """

    reading: Reading
    query: Query
    command: Cue | None = None
    unknown: str = ""
    unknown_kind: NameKind | None = None
    foreign: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """What is known of the one who asks.

    ``preferred`` is the language that is used when the text does not tell; ``linked`` tells that they are a known
    attendee.
    """

    preferred: str = ""
    linked: bool = False


def understand(message: str, now: datetime, event: EventKnowledge, context: Context, asker: Asker) -> Understood:
    """Work out what a message means.

    ``now`` is in the event's zone. ``context`` is empty when nothing may be leaned on.
    """
    utterance = read(message)
    language = language_of(utterance, asker.preferred, event.names.knows)
    reading = read_question(utterance, language, event.names, now, event.calendar)
    if not utterance.words:
        return Understood(reading, Query(), empty=True)
    talk = small_talk(reading)
    if talk is not None:
        return Understood(reading, Query(talk))
    return _meant(slots.without_title_cues(reading), now, event, context, asker)


def _meant(reading: Reading, now: datetime, event: EventKnowledge, context: Context, asker: Asker) -> Understood:
    filled = _within_concept(_resolved(slots.fill(reading), event), reading, event)
    reading, filled = _by_role(reading, filled, event)
    pair = _pair(reading, event, now)
    if pair:
        return Understood(reading, Query(Intent.BETWEEN, aspect_of(reading), anchor=pair))
    evidence = evidence_of(reading, filled, names_event=_names_event(reading, event), linked=asker.linked)
    leaning = lean(evidence, context, event.knowledge.program) if context.at else None
    command = command_in(reading)
    if command is not None:
        return _commanded(reading, leaning or filled.query, command, context, event)
    if leaning is not None:
        return Understood(reading, leaning)
    query = decide(evidence)
    if not filled.titled and checks.asks_speaker(reading, query):
        speech = event.topics.speech_titled(reading.free)
        if speech is not None and speech.speaker:
            return Understood(reading, _by_speaker_of(speech, query))
    understood = _others(_checked(reading, query, filled, event), event, context)
    unsure = query.intent in (Intent.CONTENT, Intent.UNCLEAR) and not query.restricts
    lost = understood.unknown and understood.unknown_kind is None
    if (unsure or lost) and is_foreign(reading.utterance, reading.language):
        return Understood(reading, Query(), foreign=True)
    return understood


def _others(understood: Understood, event: EventKnowledge, context: Context) -> Understood:
    """Without the sessions talked about, where others on a topic are asked for: "something else on orbits"."""
    reading, query = understood.reading, understood.query
    if not reading.has(Cue.ELSE) or not context.focus or not set(query.sessions) & set(context.focus):
        return understood
    topic = event.topics.find(reading.free, reading.free_text, reading.language)
    others = tuple(key for key in (*query.sessions, *(topic.ids if topic.sure else ())) if key not in context.focus)
    if not others:
        return understood
    return replace(understood, query=replace(query, sessions=tuple(dict.fromkeys(others)), topic=reading.free_text))


def _whole_topic(reading: Reading, query: Query, event: EventKnowledge) -> Query:
    """With all sessions in whose titles a topic is, not only the one of which it is a part: "RuboCop: ..."."""
    named = reading.of(NameKind.SESSION)
    if len(named) != 1 or len(named[0].spans) != 1 or not reading.has(Cue.TOPIC, Cue.COUNT) or reading.free:
        return query
    said = [word for word in reading.utterance.words if (word.start, word.end) == named[0].spans[0]]
    ids = event.topics.by_words(said, reading.language)
    text = reading.utterance.text[named[0].start : named[0].end]
    return replace(query, sessions=ids, topic=text) if set(query.sessions) < set(ids) else query


def _pair(reading: Reading, event: EventKnowledge, now: datetime) -> tuple[str, ...]:
    """The two sessions named of which it is asked what lies between them, or which comes first; empty for none."""
    named = [found for found in reading.names.found if found.kind in PAIRED]
    compared = reading.has(Cue.BEFORE) and reading.has(Cue.AFTER)
    if len(named) != PAIR or reading.free_weight >= SAYS_MUCH or not (compared or reading.has(Cue.BETWEEN)):
        return ()
    program = event.knowledge.program
    ones, others = ([s for key in _sessions_of(f, event) if (s := program.session(key))] for f in named)
    pair = nearest_pair(program, ones, others, now)
    return tuple(session.id for session in pair) if pair else ()


def _by_role(reading: Reading, filled: Slots, event: EventKnowledge) -> tuple[Reading, Slots]:
    """With the speakers whose role is all that is named: "when does the president speak"."""
    of_program = filled.titled or filled.query.anchor or reading.has(Cue.SESSION, Cue.TOPIC)
    elsewhere = replace(filled.query, organizations=())
    if of_program or elsewhere.restricts or not reading.free:
        return reading, filled
    people = event.names.roles.holding(reading.free, partly=reading.has(Cue.WHO, Cue.WHO_IS))
    if filled.query.organizations:
        theirs = event.selector.fitting(replace(filled.query, window=None, pick=Pick.ALL))
        people = tuple(name for name in people if any(name == s.name for each in theirs for s in each.speakers))
    if not people:
        return reading, filled
    cues = tuple(cue for cue in reading.cues if cue.name not in UNEXPLAINING)
    query = replace(elsewhere, people=people, several=len(people) > 1)
    return replace(reading, free=(), cues=cues), replace(filled, query=query)


def _by_speaker_of(speech: Document, query: Query) -> Query:
    """The query for whoever gives a speech: in its session, where it has one."""
    if speech.session:
        return replace(query, intent=Intent.SESSIONS, sessions=(speech.session,))
    return replace(query, intent=Intent.PERSON, people=(speech.speaker,), topic=speech.title)


def _checked(reading: Reading, query: Query, filled: Slots, event: EventKnowledge) -> Understood:
    """The query, once nothing that was named is passed over."""
    unknown = checks.unknown_name(reading, query, event)
    if unknown is not None:
        return Understood(reading, query, unknown=unknown[0], unknown_kind=unknown[1])
    if query.intent is Intent.SESSIONS:
        return _of_sessions(reading, query, filled, event)
    if query.intent is Intent.CLASH and not query.restricts and reading.free_weight >= SAYS_MUCH:
        return _clashing(reading, query, event)
    year = checks.other_year(reading, event) if query.intent in WHOLE else ""
    return Understood(reading, query, unknown=year)


def _of_sessions(reading: Reading, query: Query, filled: Slots, event: EventKnowledge) -> Understood:
    """The query for sessions, with those that the unexplained words are about."""
    number = checks.unknown_number(reading, query, event)
    if number:
        return Understood(reading, query, unknown=number)
    if filled.titled and event.selector.strictly_fitting(query):
        return Understood(reading, query)
    query = _whole_topic(reading, query, event)
    none_such = not any(event.names.concepts.members(concept) for concept in query.concepts)
    if filled.titled and query.concepts and none_such:  # of a kind that the program does not have
        return _of_sessions(reading, replace(query, concepts=()), filled, event)
    if filled.titled:  # only in titles of other rooms, tracks or kinds
        query = replace(query, sessions=tuple(key for f in reading.of(NameKind.SESSION) for key in f.keys))
    on_topic = checks.with_topic(reading, query, event)
    if on_topic is not None or (query.concepts and none_such):  # "is lunch included", where there is no lunch
        return Understood(reading, on_topic or query)
    return Understood(reading, query, unknown=reading.free_text, unknown_kind=checks.kind_of_unknown(reading))


def _clashing(reading: Reading, query: Query, event: EventKnowledge) -> Understood:
    """What is missed by going to a session that is named by its topic, or by somebody who is unknown."""
    person = checks.kind_of_unknown(reading) or checks.rare_person(reading)
    topic = event.topics.find(reading.free, reading.free_text, reading.language)
    if person is None and topic.sure:
        return Understood(reading, replace(query, sessions=topic.ids, topic=reading.free_text))
    return Understood(reading, query, unknown=reading.free_text, unknown_kind=person)


def _commanded(reading: Reading, query: Query, command: Cue, context: Context, event: EventKnowledge) -> Understood:
    if query.anchor and not query.restricts:  # "20 minutes before the keynote"
        query = replace(query, sessions=query.anchor, anchor=(), pick=Pick.ALL)
    if not query.restricts and not query.window and context.focus:
        query = replace(query, sessions=context.focus)
    of_session = command in (Cue.REMIND, Cue.UNREMIND, Cue.STAR, Cue.UNSTAR)
    number = checks.unknown_number(reading, query, event) if of_session else ""
    if number or (of_session and reading.free_weight >= SAYS_MUCH and not query.restricts):
        return Understood(reading, query, command, unknown=number or reading.free_text)
    return Understood(reading, replace(query, intent=Intent.COMMAND), command)


def _resolved(filled: Slots, event: EventKnowledge) -> Slots:
    """With the sessions that "after" and "before" count from."""
    if not filled.anchors:
        return replace(filled, query=event.selector.beside_hour(filled.query))
    ids = tuple(key for found in filled.anchors for key in _sessions_of(found, event))
    return replace(filled, query=replace(filled.query, anchor=ids))


def _sessions_of(found: Found, event: EventKnowledge) -> tuple[str, ...]:
    if found.kind is NameKind.SESSION:
        return found.keys
    named = Query().having(slots.FIELDS[found.kind], found.keys)
    return tuple(session.id for session in event.selector.fitting(named))


def _within_concept(filled: Slots, reading: Reading, event: EventKnowledge) -> Slots:
    """Of "the microkernel panel" the panel that the other words are about, not a session that shares them."""
    query = filled.query
    if not (filled.titled and query.concepts) or query.pick in (Pick.AFTER, Pick.BEFORE):
        return filled
    members = {session.id for session in event.selector.fitting(replace(query, sessions=(), window=None))}
    inside = tuple(key for key in event.topics.by_words(reading.free, reading.language) if key in members)
    return replace(filled, query=replace(query, sessions=inside)) if inside else filled


def _names_event(reading: Reading, event: EventKnowledge) -> bool:
    said = {word.folded for word in reading.utterance.words} & event.names.event_words
    utterance = reading.utterance
    return len(said) > 1 or any(event.names.is_of_event(word, utterance) for word in utterance.words)
