"""From a message to what is meant by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.conversation.names.found import NameKind
from bot.conversation.understanding import rules, slots
from bot.conversation.understanding.aspects import is_about_program
from bot.conversation.understanding.leaning import lean
from bot.conversation.understanding.lexicon import Cue
from bot.conversation.understanding.query import Aspect, Intent, Pick, Query
from bot.conversation.understanding.reading import read_question
from bot.conversation.understanding.text import read
from bot.conversation.understanding.tongue import is_foreign, language_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.conversation.choosing.event import EventKnowledge
    from bot.conversation.context import Context
    from bot.conversation.names.found import Found
    from bot.conversation.understanding.reading import Reading
    from bot.conversation.understanding.slots import Slots

ARTICLES = frozenset({"the", "a", "an", "le", "la", "l", "les", "un", "une", "des", "du"})
STANDS_OUT = 0.75  # weight of a word that is not passed over even beside a clear question
EXPLICIT = (
    Aspect.WHEN, Aspect.START, Aspect.END, Aspect.WHERE, Aspect.WHO, Aspect.LENGTH, Aspect.COUNT, Aspect.STATUS,
    Aspect.CANCELLED, Aspect.LANGUAGE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """What is meant. ``command`` is the cue of a command in words; ``unknown`` names what the program does not have.

    ``foreign`` is a message in a script we do not read, ``empty`` one without words.
    """

    reading: Reading
    query: Query
    command: Cue | None = None
    unknown: str = ""
    unknown_kind: NameKind | None = None
    foreign: bool = False
    empty: bool = False


def understand(
    message: str,
    now: datetime,
    event: EventKnowledge,
    context: Context,
    *,
    language: str = "",
    preferred: str = "",
    linked: bool = False,
) -> Understood:
    """Work out what a message means. ``context`` is empty when nothing may be leaned on; ``now`` is in the event's zone."""
    utterance = read(message)
    spoken = language or language_of(utterance, preferred, event.names.titles.knows)
    reading = read_question(utterance, spoken, event.names, now, event.calendar)
    if not utterance.words:
        return Understood(reading, Query(), empty=True)
    talk = rules.small_talk(reading)
    if talk is not None:
        return Understood(reading, Query(talk))
    reading = slots.without_title_cues(reading)
    filled = _within_concept(_resolved(slots.fill(reading), event), reading, event)
    evidence = rules.evidence_of(reading, filled, names_event=_names_event(reading, event), linked=linked)
    leaning = lean(evidence, context, event.knowledge.program) if context.at else None
    command = rules.command_cue(reading)
    if command is not None:
        return _commanded(reading, filled, leaning, command, context)
    if leaning is not None:
        return Understood(reading, leaning)
    query = rules.decide(evidence)
    if query.intent in (Intent.CONTENT, Intent.UNCLEAR) and not query.restricts and is_foreign(utterance, spoken):
        return Understood(reading, Query(), foreign=True)
    return _checked(reading, filled, query, event)


def _commanded(reading: Reading, filled: Slots, leaning: Query | None, command: Cue, context: Context) -> Understood:
    query = leaning or filled.query
    if query.anchor and not query.restricts:  # "20 minutes before the keynote"
        query = replace(query, sessions=query.anchor, anchor=(), pick=Pick.ALL)
    if not query.restricts and not query.window and context.focus:
        query = replace(query, sessions=context.focus)
    if command in (Cue.REMIND, Cue.STAR, Cue.UNSTAR) and filled.left >= rules.SAYS_MUCH and not query.restricts:
        return Understood(reading, query, command, unknown=reading.free_text)
    return Understood(reading, replace(query, intent=Intent.COMMAND), command)


def _resolved(filled: Slots, event: EventKnowledge) -> Slots:
    """With the sessions that "after" and "before" count from."""
    if not filled.anchors:
        return filled
    ids = tuple(i for found in filled.anchors for i in _sessions_of(found, event))
    return replace(filled, query=replace(filled.query, anchor=ids))


def _within_concept(filled: Slots, reading: Reading, event: EventKnowledge) -> Slots:
    """ "The microkernel panel" is the panel that the other words are about, not a session that shares them."""
    query = filled.query
    if not (filled.titled and query.concepts) or query.pick in (Pick.AFTER, Pick.BEFORE):
        return filled
    members = {s.id for s in event.selector.fitting(replace(query, sessions=(), window=None))}
    inside = tuple(i for i in event.topics.by_words(reading.free, reading.language) if i in members)
    return replace(filled, query=replace(query, sessions=inside)) if inside else filled


def _sessions_of(found: Found, event: EventKnowledge) -> tuple[str, ...]:
    if found.kind is NameKind.SESSION:
        return found.keys
    return tuple(s.id for s in event.selector.fitting(Query().having(slots.FIELDS[found.kind], found.keys)))


def _names_event(reading: Reading, event: EventKnowledge) -> bool:
    said = [word.folded for word in reading.utterance.words if word.folded in event.names.event_words]
    return len(set(said)) > 1 or any(word in event.names.proper_event_words for word in said)


def _checked(reading: Reading, filled: Slots, query: Query, event: EventKnowledge) -> Understood:
    """The query, once nothing that was named is passed over."""
    room = _unknown_room(reading)
    if room:
        return Understood(reading, query, unknown=room, unknown_kind=NameKind.ROOM)
    stranger = _stranger(reading)
    if stranger and query.intent is not Intent.CONTENT:
        return Understood(reading, query, unknown=stranger, unknown_kind=NameKind.PERSON)
    if query.intent is not Intent.SESSIONS:
        return Understood(reading, query)
    if filled.left >= rules.SAYS_MUCH:
        return _with_topic(reading, query, event)
    return Understood(reading, _concept_as_topic(reading, query, event))


def _concept_as_topic(reading: Reading, query: Query, event: EventKnowledge) -> Query:
    """A talk on coffee, where the program has no coffee break."""
    named = reading.of(NameKind.CONCEPT)
    if not named or not reading.has(Cue.SESSION, Cue.TOPIC) or event.names.concepts.members(named[0].keys[0]):
        return query
    said = [word for word in reading.utterance.words if named[0].start <= word.start and word.end <= named[0].end]
    phrase = reading.utterance.text[named[0].start : named[0].end]
    topic = event.topics.find(said, phrase, reading.language)
    return replace(query, concepts=(), sessions=topic.ids, topic=phrase) if topic.sure else query


def _with_topic(reading: Reading, query: Query, event: EventKnowledge) -> Understood:
    """The query with the sessions that its unexplained words are about; what is about nothing is unknown."""
    topic = event.topics.find(reading.free, reading.free_text, reading.language)
    if topic.sure and topic.ids:
        narrowed = replace(query, sessions=topic.ids, topic=reading.free_text)
        if not query.restricts or event.selector.fitting(narrowed):
            return Understood(reading, narrowed)
    clear = query.restricts and query.aspect in EXPLICIT
    if clear and all(reading.weight(word) < STANDS_OUT for word in reading.free):
        return Understood(reading, query)
    if is_about_program(reading) or reading.has(Cue.SPEAK, Cue.TOPIC):
        return Understood(reading, query, unknown=reading.free_text, unknown_kind=_kind_of_unknown(reading))
    return Understood(reading, replace(query, intent=Intent.CONTENT))


def _kind_of_unknown(reading: Reading) -> NameKind | None:
    """A person, when the unknown words stand where people's names do."""
    start, end = reading.free[0].start, reading.free[-1].end
    before = any(0 <= start - place <= 2 for _, place in reading.places(Cue.PERSON_BEFORE))  # noqa: PLR2004 - a space
    after = any(0 <= place - end <= 2 for place, _ in reading.places(Cue.PERSON_AFTER))  # noqa: PLR2004
    named = reading.utterance.text[start].isupper() or len(reading.free) > 1 or reading.has(Cue.SPEAK, Cue.WHAT_IS)
    article = reading.utterance.folded[:start].rstrip().rsplit(" ", 1)[-1] in ARTICLES
    return NameKind.PERSON if (before or after) and named and not article else None


def _unknown_room(reading: Reading) -> str:
    """A code beside a word for any room, such as "room Z9", that is no room of the program."""
    for start, end in reading.places(Cue.ROOM):
        if any(found.touches([(start - 3, end + 3)]) for found in reading.of(NameKind.ROOM)):
            continue
        for word in reading.free:
            beside = 0 <= word.start - end <= 1 or 0 <= start - word.end <= 1
            code = len(word.folded) == 1 or any(char.isdigit() for char in word.folded)
            if beside and code:
                return reading.utterance.text[min(start, word.start) : max(end, word.end)]
    return ""


def _stranger(reading: Reading) -> str:
    """A first name or surname that is known beside another that is not: somebody else who shares it."""
    for found in reading.of(NameKind.PERSON):
        for word in reading.free if found.partial else ():
            if 0 <= word.start - found.end <= 1 or 0 <= found.start - word.end <= 1:
                return reading.utterance.text[min(found.start, word.start) : max(found.end, word.end)]
    return ""


__all__ = ["Intent", "Pick", "Understood", "understand"]
