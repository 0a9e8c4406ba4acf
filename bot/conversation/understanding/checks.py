"""Nothing that was named is passed over: what the program does not have is told, never answered around."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.understanding.aspects import NEXT_TO, asks_deed_of, is_about_program
from bot.conversation.understanding.query import Aspect, Intent
from bot.conversation.understanding.rules import SAYS_MUCH
from bot.i18n.catalogue import DEFAULT
from bot.nlu.entities.found import NameKind
from bot.nlu.frequency import TELLING, zipf
from bot.nlu.lexicon import Cue, rows
from bot.nlu.text import is_japanese, read

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.conversation.choosing.event import EventKnowledge
    from bot.conversation.understanding.query import Query
    from bot.conversation.understanding.reading import Reading
    from bot.nlu.text import Word

ARTICLES = frozenset({"the", "a", "an", "le", "la", "l", "les", "un", "une", "des", "du"})
STANDS_OUT = 0.75  # weight of a word that is not passed over even beside a clear question
PARTING = re.compile(
    r"\s+(?:or|and|ou|et)\s+|\s*[,/、]\s*|(?<=[一-鿿ァ-ヶー])(?:とか|または|や|と|か)(?=[一-鿿ァ-ヶA-Za-z])"
)
EITHER = re.compile(r"\s+(?:or|ou|vs\.?|versus)\s+|(?:とか|または|か)(?=[一-鿿ァ-ヶA-Za-z])")
SHORTEST_CODE = 3  # letters and digits of a room named by "in" alone
NUMBER = re.compile(r"\d+")
YEAR = re.compile(r"(?:19|20)\d\d")
CODE_BEFORE, CODE_AFTER = re.compile(r"[A-Za-z0-9.-]+$"), re.compile(r"[.-]?[A-Za-z0-9]+")
EXPLICIT = (
    Aspect.WHEN, Aspect.START, Aspect.END, Aspect.WHERE, Aspect.WHO, Aspect.LENGTH, Aspect.COUNT, Aspect.STATUS,
    Aspect.CANCELLED, Aspect.LANGUAGE,
)  # fmt: skip


def unknown_name(reading: Reading, query: Query, event: EventKnowledge) -> tuple[str, NameKind] | None:
    """A room, a track or a person that was named and that the program does not have."""
    room = _unknown_room(reading, of_program=query.intent is Intent.SESSIONS)
    if room:
        return room, NameKind.ROOM
    track = _unknown_track(reading, event) if query.intent is Intent.SESSIONS else ""
    if track:
        return track, NameKind.TRACK
    stranger = _stranger(reading) if query.intent is not Intent.CONTENT or query.anchor else ""
    return (stranger, NameKind.PERSON) if stranger else None


def with_topic(reading: Reading, query: Query, event: EventKnowledge) -> Query | None:
    """The query with the sessions that its unexplained words are about; None when they are about none."""
    if reading.free_weight < SAYS_MUCH:
        return _concept_as_topic(reading, query, event)
    among = {session.id for session in event.selector.fitting(query)} if query.restricts else None
    if not reading.has(Cue.TOPIC) and reading.has(Cue.SPEAK) and kind_of_unknown(reading) is NameKind.PERSON:
        return None
    found = _on_topic(reading, event, among)
    if found:
        return replace(query, sessions=found, topic=reading.free_text)
    if query.tracks and reading.has(Cue.TOPIC) and not reading.has(Cue.TRACK):  # "about android and security"
        found = _on_topic(reading, event, None)
        if found:
            return replace(query, tracks=(), sessions=found, topic=reading.free_text)
    of_role = query.organizations and reading.has(Cue.WHO_IS) and not reading.has(Cue.SPEAK)  # "the head of CNES"
    explicit = query.restricts and query.aspect in EXPLICIT and not of_role
    if explicit and all(reading.weight(word) < STANDS_OUT for word in reading.free):
        return query
    in_program = reading.has(Cue.SPEAK, Cue.TOPIC) or is_about_program(reading, rooms=False)
    return None if in_program else replace(query, intent=Intent.CONTENT)


def _on_topic(reading: Reading, event: EventKnowledge, among: Collection[str] | None) -> tuple[str, ...]:
    """The sessions that are surely on the topic of the unexplained words; on any part of it, where "or" parts it."""
    either = _on_each(re.split(EITHER, reading.free_text), reading, event, among)
    if either:
        return either
    topic = event.topics.find(reading.free, reading.free_text, reading.language, among)
    if topic.sure:
        return topic.ids
    return _on_each(re.split(PARTING, reading.free_text), reading, event, among) or _cut_short(reading, event, among)


def _cut_short(reading: Reading, event: EventKnowledge, among: Collection[str] | None) -> tuple[str, ...]:
    """Of the sessions of a kind, room or speaker that is named, the one whose title has the words cut short."""
    begun = [event.names.titles.begun(word) for word in reading.free]
    found = set.intersection(*map(set, begun)) & set(among or ()) if begun else set()
    return tuple(found) if len(found) == 1 else ()


def _on_each(
    texts: Sequence[str], reading: Reading, event: EventKnowledge, among: Collection[str] | None
) -> tuple[str, ...]:
    """The sessions on any of several topics, when there surely are some on each."""
    parts = [part for part in texts if part]
    if len(parts) < 2:  # noqa: PLR2004 - several
        return ()
    each = [event.topics.find(read(part).words, part, reading.language, among) for part in parts]
    return tuple(dict.fromkeys(key for found in each for key in found.ids)) if all(f.sure for f in each) else ()


def unknown_number(reading: Reading, query: Query, event: EventKnowledge) -> str:
    """A number said of sessions that are told apart by theirs, when none bears it: "round 9" of six."""
    numbers = [word for word in reading.free if word.folded.isdigit()]
    named = [span for kind in (NameKind.SESSION, NameKind.CONCEPT) for f in reading.of(kind) for span in f.spans]
    sessions = event.selector.fitting(query) if numbers and (named or query.sessions) else ()
    borne = [set(NUMBER.findall(session.title)) for session in sessions]
    if len(borne) < 2 or not all(borne) or any(numbers[0].folded in each for each in borne):  # noqa: PLR2004 - several
        return ""
    said = (reading.utterance.words[place] for match in reading.names.titles[:1] for place in match.said)
    places = [*named, *((word.start, word.end) for word in (*said, numbers[0]))]
    return reading.utterance.text[min(start for start, _ in places) : max(end for _, end in places)]


def other_year(reading: Reading, event: EventKnowledge) -> str:
    """A year said of the event in which it is not: "when is the conference 2031"."""
    years = {str(day.year) for day in event.calendar.days}
    return next((w.folded for w in reading.free if YEAR.fullmatch(w.folded) and years and w.folded not in years), "")


def kind_of_unknown(reading: Reading) -> NameKind | None:
    """A person, when the unexplained words stand where people's names do."""
    start, end = reading.free[0].start, reading.free[-1].end
    before = any(0 <= start - place <= NEXT_TO for _, place in reading.places(Cue.PERSON_BEFORE))
    after = any(0 <= place - end <= NEXT_TO for place, _ in reading.places(Cue.PERSON_AFTER))
    named = reading.utterance.text[start].isupper() or len(reading.free) > 1 or reading.has(Cue.SPEAK, Cue.WHO_IS)
    article = reading.utterance.folded[:start].rstrip().rsplit(" ", 1)[-1] in ARTICLES
    return NameKind.PERSON if (before or after) and named and not article else None


def asks_speaker(reading: Reading, query: Query) -> bool:
    """Whether it is asked who gives what the unexplained words name, and nothing else."""
    if query.aspect is not Aspect.WHO or query.restricts or query.window:
        return False
    return query.intent is Intent.SESSIONS or (query.intent is Intent.CONTENT and len(reading.free) > 1)


def rare_person(reading: Reading) -> NameKind | None:
    """A person, when a word stands where names do that is in no dictionary: "the talk of torvalds"."""
    start = reading.free[0].start
    led = any(0 <= start - place <= NEXT_TO for _, place in reading.places(Cue.PERSON_BEFORE))
    return NameKind.PERSON if led and zipf(reading.free[0].folded) < TELLING else None


def _concept_as_topic(reading: Reading, query: Query, event: EventKnowledge) -> Query:
    """A talk on coffee, where the program has no coffee break."""
    named = reading.of(NameKind.CONCEPT)
    if (
        not named
        or not reading.has(Cue.SESSION, Cue.TOPIC)
        or reading.has(Cue.WHO)
        or event.names.concepts.members(named[0].keys[0])
    ):
        return query
    said = [word for word in reading.utterance.words if named[0].start <= word.start and word.end <= named[0].end]
    phrase = reading.utterance.text[named[0].start : named[0].end]
    topic = event.topics.find(said, phrase, reading.language)
    return replace(query, concepts=(), sessions=topic.ids, topic=phrase) if topic.sure else query


def _unknown_room(reading: Reading, *, of_program: bool) -> str:
    """A code or a name beside a word for any room, such as "room Z9", that is no room of the program."""
    rooms = [span for found in reading.of(NameKind.ROOM) for span in found.spans]
    for start, end in (*reading.places(Cue.ROOM), *rooms):
        code = _code_beside(reading, start, end)
        if code:
            return _whole_code(reading, min(start, code.start), max(end, code.end))
    inside = (_code_beside(reading, *place) for place in (reading.places(Cue.SPOKEN_IN) if of_program else ()))
    code = next((word for word in inside if word and len(word.folded) >= SHORTEST_CODE), None)
    if code:
        return _whole_code(reading, code.start, code.end)
    if rooms:
        return ""
    sized = (_sized(reading, *place) for place in reading.places(Cue.ROOM))
    room = next((name for name in sized if name), "")
    if room or reading.has(Cue.WHERE):
        return room
    named = (_named_after(reading, end) for _, end in reading.places(Cue.ROOM))
    return next((name for name in named if name), "")


def _unknown_track(reading: Reading, event: EventKnowledge) -> str:
    """The words beside one for any track, when no track has them: "python devroom", "track 2"."""
    if reading.of(NameKind.TRACK):
        return ""
    coded = ((place, _code_beside(reading, *place)) for place in reading.places(Cue.TRACK))
    for (start, end), code in coded:
        if code is not None:
            return reading.utterance.text[min(start, code.start) : max(end, code.end)]
    for start, end in reading.places(Cue.TRACK) if event.names.tracks.keys else ():
        beside = [w for w in reading.free if 0 <= w.start - end < NEXT_TO or 0 <= start - w.end < NEXT_TO]
        if beside and reading.weight(beside[0]) >= STANDS_OUT:
            return reading.utterance.text[beside[0].start : beside[0].end]
    return ""


def _code_beside(reading: Reading, start: int, end: int) -> Word | None:
    coded = (word for word in reading.free if len(word.folded) == 1 or any(char.isdigit() for char in word.folded))
    beside = (w for w in coded if 0 <= w.start - end < NEXT_TO or 0 <= start - w.end < NEXT_TO)
    return next(beside, None)


def _whole_code(reading: Reading, start: int, end: int) -> str:
    """A stretch of the question with the rest of the code that it cuts: all of "K.4.999"."""
    text = reading.utterance.text
    before, after = CODE_BEFORE.search(text[:start]), CODE_AFTER.match(text[end:])
    return (before[0] if before else "") + text[start:end] + (after[0] if after else "")


def _sized(reading: Reading, start: int, end: int) -> str:
    """A word for any room with one for its size, such as "small hall", where no room is of that size."""
    sizes = {
        size
        for spoken in (reading.language, DEFAULT)
        for row in rows(spoken, "words.room_sizes").values()
        for size in row
    }
    for word in reading.utterance.words:
        if word.folded in sizes and (0 <= start - word.end < NEXT_TO or 0 <= word.start - end < NEXT_TO):
            return reading.utterance.text[min(start, word.start) : max(end, word.end)]
    return ""


def _named_after(reading: Reading, end: int) -> str:
    """The word after one for any room ("saal adams"), when nothing else is surely meant by it."""
    word = next((word for word in reading.utterance.words if 0 <= word.start - end < NEXT_TO), None)
    practical = reading.places(Cue.PRACTICAL, Cue.SMALL)
    if word is None or is_japanese(word.folded) or any(s <= word.start and word.end <= e for s, e in practical):
        return ""
    guessed = any(not found.exact and found.touches([(word.start, word.end)]) for found in reading.names.found)
    rare = word in reading.free and reading.weight(word) >= STANDS_OUT
    return reading.utterance.text[word.start : word.end] if guessed or rare else ""


def _stranger(reading: Reading) -> str:
    """A first name or surname that is known beside another that is not: somebody else who shares it."""
    for found in reading.of(NameKind.PERSON):
        for word in reading.free if found.partial and not asks_deed_of(reading, found) else ():
            if 0 <= word.start - found.end < NEXT_TO or 0 <= found.start - word.end < NEXT_TO:
                return reading.utterance.text[min(found.start, word.start) : max(found.end, word.end)]
    return ""
