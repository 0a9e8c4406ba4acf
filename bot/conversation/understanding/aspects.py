"""What is asked of the sessions, and which of those that fit are meant: read off the cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.understanding.query import Aspect, Pick
from bot.nlu.entities.found import NameKind
from bot.nlu.lexicon import Concept, Cue
from bot.nlu.time import Kind

if TYPE_CHECKING:
    from bot.conversation.understanding.query import Query
    from bot.conversation.understanding.reading import Reading
    from bot.nlu.entities.found import Found

# In this order: "how many", however much else is said, is a count; "who speaks when" is told best with the speaker.
ASPECTS = (
    (Aspect.STATUS, (Cue.STATUS,)),
    (Aspect.CANCELLED, (Cue.CANCELLED,)),
    (Aspect.COUNT, (Cue.COUNT,)),
    (Aspect.LENGTH, (Cue.LENGTH,)),
    (Aspect.LANGUAGE, (Cue.LANGUAGE_OF,)),
    (Aspect.ABOUT, (Cue.ABOUT,)),
    (Aspect.TRACK, (Cue.TRACK_OF,)),
    (Aspect.WHO, (Cue.WHO, Cue.WHO_IS, Cue.SPEAKERS)),
    (Aspect.ORGANIZATION, (Cue.ORGANIZATIONS,)),
    (Aspect.WHERE, (Cue.WHERE,)),
    (Aspect.END, (Cue.END,)),
    (Aspect.START, (Cue.START,)),
    (Aspect.WHEN, (Cue.WHEN,)),
    (Aspect.EXISTS, (Cue.EXISTS,)),
)
NEXT_TO = 2  # characters between two words that stand side by side
TIMES = (Aspect.WHEN, Aspect.START, Aspect.END, Aspect.LENGTH)
PICKS = (
    (Pick.LONGEST, (Cue.LONGEST,)),
    (Pick.SHORTEST, (Cue.SHORTEST,)),
    (Pick.FIRST, (Cue.FIRST,)),
    (Pick.LAST, (Cue.LAST,)),
    (Pick.NEXT, (Cue.NEXT, Cue.THEREAFTER)),
    (Pick.NOW, (Cue.NOW,)),
)
EXTREMES = (Pick.FIRST, Pick.LAST, Pick.LONGEST, Pick.SHORTEST)
LISTED = (Cue.SPEAKERS, Cue.TRACKS, Cue.ROOMS, Cue.ORGANIZATIONS, Cue.DAYS)  # what there is of these is asked at large
OF_ONE = (*TIMES, Aspect.WHERE, Aspect.LANGUAGE, Aspect.STATUS, Aspect.ABOUT)  # asked of one session, not of many


def aspect_of(reading: Reading) -> Aspect:
    """What is asked."""
    found = [aspect for aspect, cues in ASPECTS if reading.has(*cues)]
    if Aspect.STATUS in found and reading.has(Cue.WHEN):
        found.remove(Aspect.STATUS)  # when is it over
    if Aspect.START in found and Aspect.END in found:
        return Aspect.WHEN  # from when to when
    if Aspect.ABOUT not in found and not reading.has(Cue.TRACKS) and _ends_with_about(reading):
        return Aspect.ABOUT
    if Aspect.LENGTH in found and reading.has(Cue.BEFORE) and not reading.has(Cue.END):
        return Aspect.WHEN  # how long before the keynote
    if Aspect.WHO in found and _speaks_for_itself(reading, found):
        found.remove(Aspect.WHO)
    return found[0] if found else Aspect.LIST


def _ends_with_about(reading: Reading) -> bool:
    """Whether a word for the topic comes last, without a topic: "what is the keynote about"."""
    if not reading.has(Cue.WHAT_IS, Cue.WHAT_DO, Cue.WHAT) or reading.free:
        return False
    ends = [end for _, end in reading.places(Cue.TOPIC)]
    return bool(ends) and not reading.utterance.folded[max(ends) :].strip()


def _speaks_for_itself(reading: Reading, found: list[Aspect]) -> bool:
    """Whether the speaker is only a way to say which session: "where does the speaker of X stand"."""
    only_noun = all(reading.utterance.folded[s:e] in {"speaker", "the speaker"} for s, e in reading.places(Cue.WHO))
    return only_noun and len(found) > 1


def pick_of(reading: Reading, query: Query) -> Pick:
    """Which of the sessions that fit are meant."""
    if query.pick is not Pick.ALL:
        return query.pick
    by_cue = next((pick for pick, cues in PICKS if reading.has(*cues)), Pick.ALL)
    at_large = reading.has(Cue.LIKE)  # « y a quoi comme ateliers »
    if by_cue is Pick.ALL and reading.has(Cue.ON_AIR) and not reading.has(*LISTED) and not at_large:
        by_cue = Pick.NOW
    kinds = {mention.window.kind for mention in reading.mentions}
    if by_cue in EXTREMES:
        return by_cue
    numbered = reading.has(Cue.SESSION, Cue.SPEAKER, Cue.MEETING) or reading.names.found or query.sessions
    if reading.ordinal and numbered:
        return Pick.NTH
    onwards = Kind.AFTER in kinds and not reading.has(Cue.NEXT)  # « quoi après 14h »
    if (by_cue is Pick.NEXT and not onwards) or Kind.NEXT in kinds:
        return Pick.LATER if reading.has(Cue.LATER) and Kind.DAY in kinds else Pick.NEXT
    if Kind.NOW in kinds or (by_cue is Pick.NOW and not kinds):
        return Pick.NOW
    return Pick.LATER if reading.has(Cue.LATER) else _of_edge(reading, query)


def _of_edge(reading: Reading, query: Query) -> Pick:
    """Where a whole track, room or day ends or starts is where its last session does, or its first."""
    series = set(query.concepts) == {Concept.MEETINGS}
    whole = (query.tracks or query.rooms or series) and not (query.people or query.sessions)
    both = reading.has(Cue.START) and reading.has(Cue.END)
    if not whole or both or reading.has(Cue.SESSION) or (query.concepts and not series):
        return Pick.ALL
    if reading.has(Cue.END):
        return Pick.LAST
    return Pick.FIRST if reading.has(Cue.START) else Pick.ALL


def is_about_program(reading: Reading, *, rooms: bool = True) -> bool:
    """Tell whether the words themselves speak of the program: sessions, tracks, speakers, and with ``rooms`` those."""
    program = (Cue.SESSION, Cue.TRACK, Cue.SPEAKER, Cue.PROGRAM, Cue.SPEAKERS, Cue.TRACKS, Cue.CANCELLED, Cue.STATUS)
    in_room = rooms and reading.has(Cue.ROOM, Cue.ROOMS)
    return in_room or reading.has(*program) or bool(reading.of(NameKind.CONCEPT))


def means_talks(reading: Reading, aspect: Aspect, pick: Pick) -> bool:
    """Tell whether breaks and the like are not meant."""
    named = reading.has(Cue.SESSION, Cue.SPEAKER, Cue.WHO)
    return named or pick in EXTREMES or aspect is Aspect.COUNT


def asks_deed_of(reading: Reading, person: Found) -> bool:
    """Tell whether it is asked what somebody did: in "who did Kazeki thank" the last word is no surname."""
    led = any(0 <= person.start - end < NEXT_TO for _, end in reading.places(Cue.PERSON_BEFORE))
    timed = reading.has(Cue.WHEN, Cue.WHERE, Cue.START, Cue.END, Cue.SPEAK, Cue.SESSION)
    return led and reading.has(Cue.WHO, Cue.WHAT) and not timed
