"""From a frame to what the program has of it: a query, or what is unknown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.conversation import dialogue
from bot.conversation.query import RESTRICTING, Query
from bot.conversation.resolve.binding import bind
from bot.conversation.resolve.operands import anchored, operands_of
from bot.conversation.resolve.ordering import OF_SESSION, ordered
from bot.conversation.resolve.times import timed
from bot.nlu.frequency import COMMON, OURS, is_known, zipf
from bot.nlu.lexicon import Noun, nouns, refuses
from bot.nlu.text import fold, is_japanese
from bot.nlu.tongue import is_foreign
from bot.nlu.types import Act, Attribute, Goal, Kind, Order, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.conversation.context import Context
    from bot.conversation.resolve.binding import Bound
    from bot.conversation.resolve.event import EventKnowledge
    from bot.nlu.types import Frame, Slot, Span


OF_PAIRS = (Goal.CLASH, Goal.BETWEEN, Goal.COMPARE)
OF_TEXTS = (Goal.CONTENT, Goal.SAID, Goal.WHO_SAID, Goal.SUMMARY, Goal.COMPARE_SAID, Goal.DOCUMENT, Goal.PRACTICAL)
OF_PROGRAM = (
    Goal.SESSIONS, Goal.EVENT, Goal.DAYS, Goal.SPEAKERS, Goal.ROOMS, Goal.TRACKS, Goal.ORGANIZATIONS, Goal.PROGRAM,
    Goal.PERSON, Goal.BREAKS, Goal.CLASH, Goal.BETWEEN, Goal.COMPARE, Goal.RECOMMEND,
)  # fmt: skip
TAKEN_BACK = {Goal.REMIND: Goal.UNREMIND, Goal.STAR: Goal.UNSTAR, Goal.FOLLOW: Goal.UNFOLLOW}
LISTS = (Goal.TRACKS, Goal.ROOMS, Goal.SPEAKERS, Goal.ORGANIZATIONS)
GREETINGS = (Goal.HELLO, Goal.THANKS, Goal.HOW_ARE_YOU)
COMMANDS = (
    *OF_SESSION, Goal.MUTE, Goal.UNMUTE, Goal.QUIET, Goal.FORGET, Goal.EXPORT, Goal.ANNOUNCE, Goal.LATE, Goal.ABSENT,
)  # fmt: skip
MEANT = 0.4  # probability from which a command is carried out
NEARLY = 0.25  # probability from which the second guess is taken where the program has what is asked for
MUST_BIND = (
    Kind.PERSON, Kind.ORGANIZATION, Kind.ROOM, Kind.TRACK, Kind.TITLE, Kind.TYPE, Kind.TOPIC, Kind.LANGUAGE,
    Kind.LEVEL, Kind.AUDIENCE,
)  # fmt: skip
CHOOSING = (Role.PLAIN, Role.LIKED)
COUNTING = (Order.ALL, Order.AFTER, Order.BEFORE, Order.NEXT, Order.LATER)  # orders that something may be counted from
PLACING = ("rooms", "tracks", "languages")  # where something is, and nothing that one counts from
COUNTED = (Order.NEXT, Order.FIRST, Order.LAST)
OF_WHOLE = (Attribute.WHEN, Attribute.START, Attribute.END, Attribute.WHERE, Attribute.LENGTH)
EXTREMES = (Order.FIRST, Order.LAST, Order.LONGEST, Order.SHORTEST)
BY_MEANING = (Kind.TITLE, Kind.TOPIC, Kind.TYPE, Kind.LEVEL, Kind.AUDIENCE)
SURE_ENOUGH = 0.75  # score below which a topic gives way where nothing fits it and all else
TIPS = 3
FEW = 2  # sessions that a title surely tells from all others
BESIDE = 2  # characters between a name and what says more of it
DOUBTFUL = 0.55  # score below which a stretch may be passed over where the rest was understood


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is meant.

    ``unknown`` names what the program does not have, of ``unknown_kind``; ``near`` are the sessions nearest to it in
    meaning. ``foreign`` is a message in none of our languages, ``empty`` one without words.
    """

    frame: Frame
    query: Query
    unknown: str = ""
    unknown_kind: Kind | None = None
    near: tuple[str, ...] = ()
    foreign: bool = False
    empty: bool = False


def resolve(frame: Frame, event: EventKnowledge, context: Context, now: datetime) -> Resolution:
    """Look up all that a message names. ``now`` is in the event's zone."""
    if not frame.utterance.words:
        return Resolution(frame, Query(), empty=True)
    bound = bind(frame, event)
    query = _filled(frame, bound, event, now)
    query = _of_sessions_after_all(frame, _refused(frame, query), leaning=context.at is not None)
    query = _relaxed(query, bound, event, now)
    leans = context.at is not None and not (_is_meaningless(frame) and not frame.of(Kind.NUMBER))
    merged = dialogue.merge(frame, query, context, event.knowledge.program) if leans else query
    merged = _by_role(frame, merged, event)
    if context.at is None and _is_of_event(frame, merged):
        merged = replace(merged, goal=Goal.EVENT)
    merged = ordered(frame, merged, event)
    missing = _missing(bound, merged, event)
    lost = missing is not None and merged.goal in OF_PROGRAM and not merged.restricts
    if (lost or merged.goal in (Goal.OUT, Goal.CONTENT)) and is_foreign(frame.utterance, frame.language):
        return Resolution(frame, Query(), foreign=True)
    if missing is not None:
        near = _nearest(frame, missing, merged, event)
        return Resolution(frame, merged, missing.slot.text, missing.slot.kind, near)
    return Resolution(frame, merged)


def _nearest(frame: Frame, missing: Bound, query: Query, event: EventKnowledge) -> tuple[str, ...]:
    """The sessions that lie near to a topic which none is surely about, of those that fit what else was asked."""
    if missing.slot.kind not in BY_MEANING or missing.slot.role is Role.EXCLUDED:
        return ()
    among = {session.id for session in event.selector.fitting(replace(query, sessions=()))}
    spans = [slot.span for slot in frame.of(*BY_MEANING, role=Role.PLAIN)]
    said = frame.utterance.text[min(s.start for s in spans) : max(s.end for s in spans)] if spans else ""
    if query.goal is Goal.RECOMMEND:  # a tip is asked for, and may be wrong
        return tuple(key for key in event.topics.nearest(said) if key in among)[:TIPS]
    return event.topics.find((), said, frame.language, among).ids


def _of_sessions_after_all(frame: Frame, query: Query, *, leaning: bool) -> Query:
    """What sounds like the whole program, a greeting, or more of a list, and names a room, a topic or a time."""
    if not (query.restricts or query.window or query.anchor) and _is_meaningless(frame):
        return replace(query, goal=Goal.SAME)
    if query.goal is Goal.MORE and query.restricts:
        return replace(query, goal=Goal.SESSIONS, order=Order.NEXT)
    if not _is_of_sessions(frame, query, leaning=leaning):
        return query
    attribute = Attribute.LIST if query.attribute is Attribute.SAME and not leaning else query.attribute
    return replace(query, goal=Goal.SESSIONS, attribute=attribute)


def _is_of_event(frame: Frame, query: Query) -> bool:
    """Whether "it" can only be the event, as nothing else was named and nothing spoken of: "when does it end"."""
    chosen = query.restricts or query.window or query.anchor or query.excluded or frame.of(*MUST_BIND)
    asked = query.goal is Goal.SESSIONS and query.attribute in OF_WHOLE and query.order is Order.ALL
    return asked and not chosen and bool(frame.of(Kind.REFERENCE))


def _is_of_schedule(frame: Frame, query: Query) -> bool:
    """Whether what sounds a little more like a question to the texts asks when or where a session is that there is."""
    goal = dict(frame.decisions)["goal"]
    doubtful = goal.second == Goal.SESSIONS and goal.second_probability >= NEARLY
    return doubtful and bool(query.sessions) and query.attribute in OF_WHOLE


def _is_of_sessions(frame: Frame, query: Query, *, leaning: bool) -> bool:
    goal, chosen = query.goal, bool(query.restricts or query.window)
    picks = query.order in (Order.NOW, Order.NEXT) or (not leaning and query.order in EXTREMES)
    if goal in GREETINGS:  # and then a question: "hello, what's on?"
        return chosen or (picks and dict(frame.decisions)["goal"].second == Goal.SESSIONS)
    if goal is Goal.SAME:
        return ((query.restricts or picks) and frame.act is Act.NEW) or (not leaning and (chosen or picks))
    if goal in (Goal.PRACTICAL, Goal.CONTENT):
        return _is_of_schedule(frame, query)
    of_kind = goal in LISTS and bool(query.concepts)  # "the keynotes with their speakers"
    return of_kind or (goal is Goal.PROGRAM and chosen) or (goal is Goal.AM_FREE and bool(query.rooms))


def _refused(frame: Frame, query: Query) -> Query:
    """A command with a word that takes it back is its opposite: "don't remind me of the panel", "no more reminders".

    One that is hardly meant is none: people who talk in a thread say much that sounds a little like one.
    """
    if query.goal in COMMANDS and not _is_commanded(frame):
        return replace(query, goal=Goal.SAME)
    refused = query.goal in TAKEN_BACK and refuses(frame.language, frame.utterance)
    goal = TAKEN_BACK[query.goal] if refused else query.goal
    at_large = not (query.restricts or query.window or frame.of(Kind.REFERENCE))
    return replace(query, goal=Goal.MUTE if goal is Goal.UNREMIND and at_large else goal)


def _is_commanded(frame: Frame) -> bool:
    """Whether a command is likely meant, be it the first guess or its opposite, the second."""
    goal = dict(frame.decisions)["goal"]
    doubt = goal.second_probability if goal.second in COMMANDS else 0.0
    return goal.probability + doubt >= MEANT


def _is_meaningless(frame: Frame) -> bool:
    """Whether nothing in a message is a word: "7", "asdf"."""
    said = [word.folded for word in frame.utterance.words]
    names = any(slot.kind in MUST_BIND and slot.span.score >= DOUBTFUL for slot in frame.slots)
    return not names and all(len(w) == 1 or not (is_known(w) or is_japanese(w)) for w in said)


def _relaxed(query: Query, bound: Sequence[Bound], event: EventKnowledge, now: datetime) -> Query:
    """Without the least sure topic, where nothing fits all that was said and something does without it."""
    if query.goal is not Goal.SESSIONS or not query.sessions or event.selector.select(query, now).sessions:
        return query
    doubtful = [b for b in bound if b.field == "sessions" and b.values and b.slot.span.score < SURE_ENOUGH]
    for each in sorted(doubtful, key=lambda b: b.slot.span.score):
        others = [b for b in bound if b is not each and b.field == "sessions" and b.slot.role in CHOOSING]
        ids = tuple(dict.fromkeys(key for b in others for key in b.values))
        without = replace(query, sessions=ids, topic="")
        chosen = any(getattr(without, field) for field in RESTRICTING if field not in PLACING)
        if chosen and event.selector.select(without, now).sessions:
            return without
    return query


def _by_role(frame: Frame, query: Query, event: EventKnowledge) -> Query:
    """With those whose role or office is all that is named: "who is the director", "when does the president speak"."""
    bare = not (query.restricts or query.window or query.anchor or any(slot.names for slot in frame.slots))
    if not bare or query.goal not in (Goal.PERSON, Goal.SESSIONS) or query.order is not Order.ALL:
        return query
    people = event.names.roles.holding(frame.utterance.words, partly=query.goal is Goal.PERSON)
    return replace(query, people=people, several=len(people) > 1) if people else query


def _filled(frame: Frame, bound: Sequence[Bound], event: EventKnowledge, now: datetime) -> Query:
    """The query that the slots of a message make by themselves."""
    query = timed(frame, now)
    query = replace(query, goal=frame.goal, attribute=frame.attribute, order=frame.order, polar=frame.polar)
    query = replace(query, place=frame.place or 0, talks_only=_means_talks(frame))
    if frame.order in COUNTED:
        query = replace(query, count=frame.count)
    if frame.goal in OF_PAIRS:
        return _of_one(replace(query, operands=operands_of(bound, event, frame.language)), bound)
    for each in bound:
        query = _with(query, each, event)
    return query


def _of_one(query: Query, bound: Sequence[Bound]) -> Query:
    """The one session that somebody and what that one speaks about stand for: "Sato and his false flags"."""
    people = any(each.field == "people" for each in bound)
    shared = set.intersection(*map(set, query.operands)) if len(query.operands) > 1 and people else set()
    if query.goal is not Goal.COMPARE or len(shared) != 1 or query.attribute is Attribute.SAME:
        return query
    return replace(query, goal=Goal.SESSIONS, sessions=tuple(shared), operands=())


def _with(query: Query, bound: Bound, event: EventKnowledge) -> Query:
    match bound.slot.role:
        case Role.ANCHOR if bound.field not in PLACING and (query.order in COUNTING or not bound.values):
            return replace(query, anchor=(*query.anchor, *anchored(bound, event)))
        case Role.LIKED if bound.slot.kind in (Kind.PERSON, Kind.TITLE):
            return replace(query, anchor=(*query.anchor, *anchored(bound, event)))
        case Role.EXCLUDED if query.goal not in OF_SESSION:
            near = () if bound.values else event.topics.also_on(bound.slot.text, ())
            excluded = ((bound.field or "sessions", bound.values or near),) if bound.values or near else ()
            return replace(query, excluded=(*query.excluded, *excluded))
        case Role.ASKED if query.goal is not Goal.RECOMMEND:
            return replace(query, asked=(*query.asked, (bound.field or bound.slot.kind.value, bound.values)))
        case _:
            return _chosen(query, bound) if bound.values else query


def _chosen(query: Query, bound: Bound) -> Query:
    """With the values in their field; what two topics share is preferred to what either has."""
    known: tuple[str, ...] = getattr(query, bound.field)
    if bound.topic:
        query = replace(query, topic=" ".join(part for part in (query.topic, bound.slot.text) if part))
    if bound.field == "sessions" and known:
        shared = tuple(key for key in known if key in bound.values)
        return query.having("sessions", shared or tuple(dict.fromkeys((*known, *bound.values))))
    several = query.several or bound.several
    return replace(query.having(bound.field, tuple(dict.fromkeys((*known, *bound.values)))), several=several)


def _means_talks(frame: Frame) -> bool:
    """Whether breaks and the like are not meant."""
    named = {word.folded for word in frame.utterance.words} & nouns(Noun.SESSION, Noun.SPEAKER)
    of_talks = frame.attribute in (Attribute.WHO, Attribute.COUNT) or frame.order in EXTREMES
    return bool(named) or of_talks


def _says_little(text: str) -> bool:
    """Whether all words are ordinary ones, and none a name that was not understood."""
    return all(zipf(word, OURS) >= COMMON for word in fold(text).split())


def _is_told_beside(slot: Slot, bound: Sequence[Bound]) -> bool:
    """Whether what is unknown only says more of a session that is known by its title or of somebody known.

    So it is with other words of a title ("Tor nodes in your cellar"), and with a name in another script beside it.
    """
    known = [each for each in bound if each.values and each.slot.role in CHOOSING]
    beside = [b for b in known if _gap(b.slot.span, slot.span) <= BESIDE]
    if slot.kind is Kind.PERSON:
        return any(each.field in ("people", "sessions") for each in beside)
    if slot.kind in (Kind.TRACK, Kind.LANGUAGE):
        return False
    titled = [
        b
        for b in known
        if b.field == "sessions" and not b.topic and len(b.values) <= FEW and b.slot.span.score > slot.span.score
    ]
    return bool(titled) or any(each.field == "people" and not each.several for each in beside)


def _gap(one: Span, other: Span) -> int:
    """Characters between two stretches."""
    return max(one.start - other.end, other.start - one.end, 0)


def _missing(bound: Sequence[Bound], query: Query, event: EventKnowledge) -> Bound | None:
    """What was named and the program does not have, where that may not be passed over."""
    if query.goal not in (*OF_PROGRAM, *OF_SESSION):
        return None
    years = {str(day.year) for day in event.calendar.days}
    for each in bound:
        slot = each.slot
        if each.values or slot.role is Role.ASKED or slot.kind not in MUST_BIND or slot.text in years:
            continue
        if slot.text.isdecimal() and query.sessions:  # one of those shown, by its number
            continue
        if slot.role is Role.EXCLUDED and slot.kind in BY_MEANING:  # what is not there need not be left out
            continue
        if query.goal not in OF_PAIRS and _is_told_beside(slot, bound):
            continue
        doubtful = slot.span.score < DOUBTFUL and slot.role in CHOOSING and _says_little(slot.text)
        doubtful = doubtful and bool(query.restricts or query.operands)
        if not doubtful:
            return each
    return None
