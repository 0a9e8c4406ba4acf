"""Nothing that was named is passed over: what the program does not have is told, never answered around."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.names.found import NameKind
from bot.conversation.understanding.aspects import is_about_program
from bot.conversation.understanding.lexicon import Cue
from bot.conversation.understanding.query import Aspect, Intent
from bot.conversation.understanding.rules import SAYS_MUCH

if TYPE_CHECKING:
    from bot.conversation.choosing.event import EventKnowledge
    from bot.conversation.understanding.query import Query
    from bot.conversation.understanding.reading import Reading

ARTICLES = frozenset({"the", "a", "an", "le", "la", "l", "les", "un", "une", "des", "du"})
NEXT_TO = 2  # characters between two words that stand side by side
STANDS_OUT = 0.75  # weight of a word that is not passed over even beside a clear question
EXPLICIT = (
    Aspect.WHEN, Aspect.START, Aspect.END, Aspect.WHERE, Aspect.WHO, Aspect.LENGTH, Aspect.COUNT, Aspect.STATUS,
    Aspect.CANCELLED, Aspect.LANGUAGE,
)  # fmt: skip


def unknown_name(reading: Reading, query: Query) -> tuple[str, NameKind] | None:
    """A room or a person that was named and that the program does not have."""
    room = _unknown_room(reading)
    if room:
        return room, NameKind.ROOM
    stranger = _stranger(reading) if query.intent is not Intent.CONTENT else ""
    return (stranger, NameKind.PERSON) if stranger else None


def with_topic(reading: Reading, query: Query, event: EventKnowledge) -> Query | None:
    """The query with the sessions that its unexplained words are about; None when they are about none."""
    if reading.free_weight < SAYS_MUCH:
        return _concept_as_topic(reading, query, event)
    topic = event.topics.find(reading.free, reading.free_text, reading.language)
    if topic.sure:
        narrowed = replace(query, sessions=topic.ids, topic=reading.free_text)
        if not query.restricts or event.selector.fitting(narrowed):
            return narrowed
    if query.restricts and query.aspect in EXPLICIT and all(reading.weight(w) < STANDS_OUT for w in reading.free):
        return query
    return (
        None
        if is_about_program(reading) or reading.has(Cue.SPEAK, Cue.TOPIC)
        else replace(query, intent=Intent.CONTENT)
    )


def kind_of_unknown(reading: Reading) -> NameKind | None:
    """A person, when the unexplained words stand where people's names do."""
    start, end = reading.free[0].start, reading.free[-1].end
    before = any(0 <= start - place <= NEXT_TO for _, place in reading.places(Cue.PERSON_BEFORE))
    after = any(0 <= place - end <= NEXT_TO for place, _ in reading.places(Cue.PERSON_AFTER))
    named = reading.utterance.text[start].isupper() or len(reading.free) > 1 or reading.has(Cue.SPEAK, Cue.WHO_IS)
    article = reading.utterance.folded[:start].rstrip().rsplit(" ", 1)[-1] in ARTICLES
    return NameKind.PERSON if (before or after) and named and not article else None


def _concept_as_topic(reading: Reading, query: Query, event: EventKnowledge) -> Query:
    """A talk on coffee, where the program has no coffee break."""
    named = reading.of(NameKind.CONCEPT)
    if not named or not reading.has(Cue.SESSION, Cue.TOPIC) or event.names.concepts.members(named[0].keys[0]):
        return query
    said = [word for word in reading.utterance.words if named[0].start <= word.start and word.end <= named[0].end]
    phrase = reading.utterance.text[named[0].start : named[0].end]
    topic = event.topics.find(said, phrase, reading.language)
    return replace(query, concepts=(), sessions=topic.ids, topic=phrase) if topic.sure else query


def _unknown_room(reading: Reading) -> str:
    """A code beside a word for any room, such as "room Z9", that is no room of the program."""
    for start, end in reading.places(Cue.ROOM):
        if any(found.touches([(start - NEXT_TO - 1, end + NEXT_TO + 1)]) for found in reading.of(NameKind.ROOM)):
            continue
        for word in reading.free:
            beside = 0 <= word.start - end < NEXT_TO or 0 <= start - word.end < NEXT_TO
            if beside and (len(word.folded) == 1 or any(char.isdigit() for char in word.folded)):
                return reading.utterance.text[min(start, word.start) : max(end, word.end)]
    return ""


def _stranger(reading: Reading) -> str:
    """A first name or surname that is known beside another that is not: somebody else who shares it."""
    for found in reading.of(NameKind.PERSON):
        for word in reading.free if found.partial else ():
            if 0 <= word.start - found.end < NEXT_TO or 0 <= found.start - word.end < NEXT_TO:
                return reading.utterance.text[min(found.start, word.start) : max(found.end, word.end)]
    return ""
