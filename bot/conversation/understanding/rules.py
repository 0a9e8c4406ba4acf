"""From evidence to intent: a list of rules, the first that applies decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.conversation.understanding.aspects import (
    NEXT_TO,
    OF_ONE,
    TIMES,
    asks_deed_of,
    aspect_of,
    is_about_program,
    means_talks,
    pick_of,
)
from bot.conversation.understanding.query import RESTRICTING, Aspect, Intent, Pick, Query
from bot.nlu.entities.concepts import PAUSES
from bot.nlu.entities.found import NameKind
from bot.nlu.lexicon import Cue

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation.understanding.reading import Reading
    from bot.conversation.understanding.slots import Slots

SAYS_MUCH = 0.45  # weight of unexplained words from which they may not be passed over
SAYS_SOMETHING = 0.25
ASKS_FOR_LIST = (Aspect.COUNT, Aspect.LIST, Aspect.EXISTS, Aspect.WHO, Aspect.ORGANIZATION, Aspect.WHERE)
ALONE = (Cue.ROOM, Cue.TRACK, Cue.SPEAKER)  # words that by themselves ask for nothing
LISTS = {
    Cue.SPEAKERS: Intent.SPEAKERS,
    Cue.ORGANIZATIONS: Intent.ORGANIZATIONS,
    Cue.TRACKS: Intent.TRACKS,
    Cue.ROOMS: Intent.ROOMS,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at: the question taken apart, and the query so far.

    ``names_event`` tells that the event itself is named, ``linked`` that the asker is a linked attendee.
    """

    reading: Reading
    slots: Slots
    query: Query
    names_event: bool = False
    linked: bool = False

    @property
    def aspect(self) -> Aspect:
        """What is asked of the sessions."""
        return self.query.aspect

    @property
    def pick(self) -> Pick:
        """Which of those that fit are meant."""
        return self.query.pick

    @property
    def says_much(self) -> bool:
        """Whether words that nothing explains are too many to be passed over."""
        return self.reading.free_weight >= SAYS_MUCH

    def intends(self, intent: Intent) -> Query:
        """The query with an intent."""
        return replace(self.query, intent=intent)

    def has(self, *cues: Cue) -> bool:
        """Tell whether one of some cues is there."""
        return self.reading.has(*cues)


def evidence_of(reading: Reading, slots: Slots, *, names_event: bool, linked: bool) -> Evidence:
    """Gather what the rules look at."""
    aspect, pick = aspect_of(reading), pick_of(reading, slots.query)
    talks_only = means_talks(reading, aspect, pick)
    place = reading.ordinal or 0
    query = replace(slots.query, aspect=aspect, pick=pick, place=place, count=reading.count, talks_only=talks_only)
    return Evidence(reading, slots, query, names_event, linked)


def decide(evidence: Evidence) -> Query:
    """The query that a question makes."""
    for rule in RULES:
        query = rule(evidence)
        if query is not None:
            return query
    return evidence.intends(Intent.UNCLEAR)


def _more(evidence: Evidence) -> Query | None:
    reading = evidence.reading
    bare = not evidence.query.restricts and not reading.mentions and evidence.aspect in (Aspect.LIST, Aspect.EXISTS)
    return evidence.intends(Intent.MORE) if bare and reading.is_all(Cue.MORE) else None


def _meetings(evidence: Evidence) -> Query | None:
    reading = evidence.reading
    if reading.has(Cue.GO):
        return evidence.intends(Intent.WHERE_TO_GO) if not evidence.query.restricts and not reading.free else None
    if _of_any_table(evidence):
        return evidence.intends(Intent.CONTENT)
    excused = evidence.linked and excuses(reading) and not evidence.query.restricts
    if reading.has(Cue.AM_FREE) and not excused and not evidence.query.rooms:
        return evidence.intends(Intent.AM_FREE)
    return evidence.intends(Intent.MEETINGS) if excused or _of_own(evidence) or _with_whom(evidence) else None


def _of_own(evidence: Evidence) -> bool:
    """Whether the asker's own meetings are spoken of."""
    reading, linked = evidence.reading, evidence.linked
    own = reading.has(Cue.TABLE, Cue.WHOM_I_MEET) and not reading.of(NameKind.SESSION)
    soon = linked and (evidence.pick in (Pick.NEXT, Pick.NOW, Pick.LATER) or evidence.aspect is Aspect.WHO)
    of_kind = reading.of(NameKind.CONCEPT) or reading.of(NameKind.SESSION)
    with_somebody = linked and bool(reading.free) and not of_kind  # "meeting with company 15"
    return own or (reading.has(Cue.MEETING) and (reading.has(Cue.MINE) or soon or with_somebody))


def _of_any_table(evidence: Evidence) -> bool:
    """Whether tables are spoken of, but not one's own: "how many tables", "where is table 3"."""
    reading = evidence.reading
    if not reading.has(Cue.TABLE) or reading.has(Cue.MINE):
        return False
    ends = [end for _, end in reading.places(Cue.TABLE)]
    numbered = any(word.folded.isdigit() and 0 < word.start - end < NEXT_TO for word in reading.free for end in ends)
    at_large = not evidence.linked and reading.has(Cue.WHERE, Cue.EXISTS)
    return numbered or at_large or evidence.aspect is Aspect.COUNT or reading.has(Cue.PRACTICAL, Cue.SESSION)


def _with_whom(evidence: Evidence) -> bool:
    """Whether an attendee asks with whom they are at an hour, with nothing said of a session."""
    query = evidence.query
    pointed = query.window is not None and query.window.is_point and evidence.aspect is Aspect.WHO
    of_session = evidence.has(Cue.SPEAK, Cue.SESSION, Cue.SPEAKER, Cue.SPEAKERS) or query.restricts
    return evidence.linked and pointed and not of_session and not evidence.reading.free


def excuses(reading: Reading) -> bool:
    """Tell whether somebody says to come late or not at all, and asks nothing: "can't make it to the 4pm one"."""
    return reading.has(Cue.LATE, Cue.ABSENT) and not reading.has(Cue.WHY, Cue.WHERE, Cue.WHO, Cue.WHAT, Cue.EXISTS)


def _clash(evidence: Evidence) -> Query | None:
    query = evidence.query
    named = query.sessions or query.people or query.concepts
    beside = evidence.has(Cue.DURING) and named and evidence.aspect in (Aspect.LIST, Aspect.EXISTS)
    missed = evidence.aspect is Aspect.STATUS  # "did I miss the keynote"
    clashes = (
        evidence.has(Cue.CLASH)
        and not missed
        and (query.restricts or not (query.window or evidence.pick is not Pick.ALL))
    )
    if clashes or beside or (evidence.has(Cue.BOTH) and query.restricts):
        return evidence.intends(Intent.CLASH)
    return None


def _practical(evidence: Evidence) -> Query | None:
    """What a program never holds, such as Wi-Fi and parking; a talk on such a thing is another matter."""
    on_topic = evidence.has(Cue.SESSION) and evidence.has(Cue.TOPIC)
    reading, places = evidence.reading, evidence.reading.places(Cue.PRACTICAL, Cue.SMALL)
    alone = all(any(start <= word.start and word.end <= end for start, end in places) for word in reading.free)
    by_the_way = alone and not evidence.has(Cue.SESSION, Cue.TOPIC)  # "what bus goes there", with a talk on a data bus
    practical = places and (by_the_way or not evidence.slots.titled) and not on_topic
    return evidence.intends(Intent.CONTENT) if practical else None


def _definition(evidence: Evidence) -> Query | None:
    """What something is ("what is CALLISTO"), when nothing is said of the program or a time."""
    query = evidence.query
    plain = evidence.aspect is Aspect.LIST and evidence.pick is Pick.ALL and not query.window and not query.rooms
    topical = bool(query.sessions or evidence.reading.free) and not query.people
    of_program = evidence.has(Cue.SESSION, Cue.PROGRAM, Cue.TRACK, Cue.ROOM)
    return (
        evidence.intends(Intent.CONTENT) if evidence.has(Cue.WHAT_IS) and plain and topical and not of_program else None
    )


def _said(evidence: Evidence) -> Query | None:
    query = evidence.query
    named = query.people or query.organizations or query.sessions or query.concepts
    reading = evidence.reading
    deed = reading.free and any(asks_deed_of(reading, person) for person in reading.of(NameKind.PERSON))
    does = evidence.has(Cue.WHAT_DO) and not evidence.has(Cue.SPEAK, Cue.STATUS)
    strong = evidence.has(Cue.SAID, Cue.WHY) or does or deed
    at_large = evidence.has(Cue.SAID) and not query.window and evidence.pick is Pick.ALL and not query.restricts
    of_meetings = evidence.has(Cue.WHY) and evidence.has(Cue.MEETING)  # "how do I ask for a meeting"
    something = named or at_large or of_meetings or reading.free_weight >= SAYS_SOMETHING
    return evidence.intends(Intent.CONTENT) if strong and something and evidence.aspect is not Aspect.ABOUT else None


def _breaks(evidence: Evidence) -> Query | None:
    query = evidence.query
    named = query.people or query.sessions or query.organizations or query.anchor
    only_pauses = set(query.concepts) <= {concept.value for concept in PAUSES}
    if evidence.has(Cue.FREE) and not named and only_pauses and not evidence.says_much:
        return evidence.intends(Intent.BREAKS)
    return None


def _speaking_now(evidence: Evidence) -> Query | None:
    """Who speaks, with nothing else said: now is meant."""
    query = evidence.query
    bare = evidence.pick is Pick.ALL and not (query.window or query.restricts or evidence.says_much)
    if bare and evidence.aspect is Aspect.WHO and evidence.has(Cue.SPEAK) and not evidence.has(Cue.SPEAKERS, Cue.TOPIC):
        return replace(evidence.intends(Intent.SESSIONS), pick=Pick.NOW)
    return None


def _lists(evidence: Evidence) -> Query | None:
    query = evidence.query
    if query.restricts or query.window or evidence.says_much or query.pick is not Pick.ALL or query.anchor:
        return None
    wanted = (intent for cue, intent in LISTS.items() if evidence.has(cue))
    intent = next(wanted, None) if evidence.aspect in ASKS_FOR_LIST else None
    return evidence.intends(intent) if intent else None


def _where_is_room(evidence: Evidence) -> Query | None:
    """Where a room is: the program knows what is in it, not where to find it."""
    query = evidence.query
    only_room = query.rooms and not (query.people or query.sessions or query.concepts or query.tracks or query.window)
    plain = evidence.pick is Pick.ALL and not evidence.has(Cue.SESSION)
    return evidence.intends(Intent.CONTENT) if evidence.aspect is Aspect.WHERE and only_room and plain else None


def _companies(evidence: Evidence) -> Query | None:
    """Which companies come from somewhere: words that a title happens to have too ("France") choose no session."""
    reading, query = evidence.reading, evidence.query
    named = any(getattr(query, field) for field in RESTRICTING if field != "sessions") or reading.of(NameKind.SESSION)
    attending = evidence.has(Cue.PRACTICAL)  # "companies ... are coming"
    of_talks = evidence.has(Cue.SESSION, Cue.SPEAKER, Cue.TOPIC) or (evidence.has(Cue.SPEAK) and not attending)
    if evidence.aspect is not Aspect.ORGANIZATION or not evidence.slots.titled or named or of_talks:
        return None
    return replace(evidence.intends(Intent.CONTENT), sessions=())


def _event(evidence: Evidence) -> Query | None:
    query = evidence.query
    if query.restricts or evidence.says_much or evidence.pick not in (Pick.ALL, Pick.NOW):
        return None
    if evidence.has(Cue.DAYS) and not query.window:
        return evidence.intends(Intent.DAYS)
    timed = evidence.aspect in (*TIMES, Aspect.WHERE) or (evidence.aspect is Aspect.STATUS and not query.window)
    named = evidence.has(Cue.EVENT, Cue.DOORS) or evidence.names_event
    at_once = query.window is not None and query.window.is_point and not named  # "what starts at 11:30"
    bare = evidence.aspect in (Aspect.START, Aspect.END, Aspect.STATUS) and not evidence.has(Cue.SESSION, Cue.ROOM)
    bare = (bare and not at_once) or (evidence.aspect is Aspect.WHERE and evidence.has(Cue.HELD) and not query.window)
    return evidence.intends(Intent.EVENT) if timed and (named or bare) else None


def _person(evidence: Evidence) -> Query | None:
    """Who somebody is, with nothing said of speaking or of a time."""
    aside = evidence.has(Cue.SPEAK, Cue.SESSION, Cue.WHEN, Cue.WHERE, Cue.ABOUT) or evidence.query.window
    plain = evidence.query.people and not aside and not evidence.reading.free
    return evidence.intends(Intent.PERSON) if plain and evidence.has(Cue.WHO_IS) else None


def _sessions(evidence: Evidence) -> Query | None:
    reading, query = evidence.reading, evidence.query
    of_program = is_about_program(reading)
    picked = evidence.pick is not Pick.ALL and (of_program or not reading.free)
    speaks = evidence.has(Cue.SPEAK) and evidence.aspect in (*TIMES, Aspect.EXISTS, Aspect.WHERE, Aspect.LIST)
    chosen = query.restricts or query.window or picked or query.anchor
    if not (chosen or speaks or of_program):
        return None
    if not chosen and reading.is_all(*ALONE):  # "room?"
        return evidence.intends(Intent.UNCLEAR)
    if evidence.aspect in (*OF_ONE, Aspect.WHO) and not chosen and not evidence.says_much:
        return evidence.intends(Intent.UNCLEAR)
    overview = evidence.has(Cue.PROGRAM) and evidence.aspect in (Aspect.LIST, Aspect.EXISTS, Aspect.WHEN)
    return evidence.intends(Intent.PROGRAM if overview and not chosen and not reading.free else Intent.SESSIONS)


def _content(evidence: Evidence) -> Query | None:
    words = any(not word.folded.isdigit() for word in evidence.reading.free)
    return evidence.intends(Intent.CONTENT) if words else None


RULES: tuple[Callable[[Evidence], Query | None], ...] = (
    _more, _meetings, _clash, _practical, _definition, _said, _breaks, _speaking_now, _lists, _companies,
    _where_is_room, _event, _person, _sessions, _content,
)  # fmt: skip
