"""Which of the sessions that fit are meant, put so that it can be carried out: first, after, beside an hour.

What a yes/no question wants confirmed is told from what chooses on the way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.query import Query
from bot.nlu.lexicon import Concept, Noun, nouns
from bot.nlu.time import Kind as Shape
from bot.nlu.time import Window
from bot.nlu.types import Attribute, Goal, Order

if TYPE_CHECKING:
    from bot.conversation.resolve.event import EventKnowledge
    from bot.nlu.types import Frame

OPEN = (Shape.AFTER, Shape.BEFORE)
OF_MANY = (Attribute.EXISTS, Attribute.COUNT)
OF_SESSION = (Goal.REMIND, Goal.UNREMIND, Goal.STAR, Goal.UNSTAR, Goal.FOLLOW, Goal.UNFOLLOW)
EDGES = {Concept.OPENING.value: Order.FIRST, Concept.CLOSING.value: Order.LAST}
NEXT_TO = 2  # characters between an hour and what is named by it
CONFIRMED = {
    "rooms": Attribute.WHERE,
    "people": Attribute.WHO,
    "tracks": Attribute.TRACK,
    "languages": Attribute.LANGUAGE,
    "organizations": Attribute.ORGANIZATION,
}


def ordered(frame: Frame, query: Query, event: EventKnowledge) -> Query:
    """The query with an order that can be carried out."""
    if query.goal not in (Goal.SESSIONS, *OF_SESSION, Goal.MEETINGS):
        return query
    query = _of_hour(frame, _at_edge(_confirming(_asking_whether(query))))
    if query.order in (Order.AFTER, Order.BEFORE):
        query = _counting_from(_beside_sessions_of_hour(frame, query), event)
        if not query.anchor:
            return _beside_no_session(query, event)
    if _cannot_order(frame, query):
        query = replace(query, order=Order.ALL)
    if query.order is not Order.ALL or query.goal is not Goal.SESSIONS:
        return query
    if query.anchor:
        return replace(query, order=Order.AFTER)
    speaking = frame.attribute is Attribute.WHO and not (query.restricts or query.window or query.operands)
    return replace(query, order=Order.NOW) if speaking else query


def _beside_no_session(query: Query, event: EventKnowledge) -> Query:
    """What comes after or before where nothing that it counts from is known: beside an hour, or next."""
    if query.window is not None:
        return event.selector.beside_hour(query) if query.window.is_point else replace(query, order=Order.ALL)
    return replace(query, order=Order.NEXT if query.order is Order.AFTER else Order.ALL)


def _cannot_order(frame: Frame, query: Query) -> bool:
    """Whether what an order needs was not said, or is said otherwise by a time: now, of tomorrow."""
    elsewhen = query.order is Order.NOW and query.window is not None and query.window.kind is not Shape.NOW
    uncounted = query.order is Order.NTH and frame.place is None and not query.place
    return elsewhen or uncounted or query.order in (Order.MISSED, Order.OTHER)


def _at_edge(query: Query) -> Query:
    """With the first or last of a kind for the one that opens or closes: "the closing keynote"."""
    edge = next((each for each in EDGES if each in query.concepts), None)
    if edge is None or len(query.concepts) == 1 or query.order is not Order.ALL:
        return query
    return replace(query, concepts=tuple(c for c in query.concepts if c != edge), order=EDGES[edge])


def _asking_whether(query: Query) -> Query:
    """Where all that is named is to be confirmed ("is Sato in room B"), whether there is such a session."""
    if query.restricts or query.anchor or not all(values for _, values in query.asked):
        return query
    for field, values in query.asked if query.goal is Goal.SESSIONS else ():
        query = replace(query.having(field, values), attribute=Attribute.EXISTS)
    return replace(query, asked=(), window=query.window or query.asked_window, asked_window=None)


def _of_hour(frame: Frame, query: Query) -> Query:
    """With an order, where sessions are named by their hour and others lie beside them: "after the 10:30 talks"."""
    if query.order is not Order.ALL or query.window is None or query.window.kind not in OPEN or query.restricts:
        return query
    ends = {mention.end for mention in frame.times}
    named = any(
        0 < w.start - end <= NEXT_TO and w.folded in nouns(Noun.SESSION) for w in frame.utterance.words for end in ends
    )
    order = Order.AFTER if query.window.kind is Shape.AFTER else Order.BEFORE
    return replace(query, order=order) if named else query


def _beside_sessions_of_hour(frame: Frame, query: Query) -> Query:
    """With the hour itself where its sessions are counted from: "after the 6 pm talks", "before the talk at 2"."""
    window, said = query.window, {word.folded for word in frame.utterance.words}
    if window is None or query.anchor or window.kind not in OPEN or not said & nouns(Noun.SESSION):
        return query
    at = window.start if window.kind is Shape.AFTER else window.end
    return replace(query, window=Window(at, at, Shape.INSTANT))


def _confirming(query: Query) -> Query:
    """Where a yes/no question names a session, what else it names is to be confirmed: "is the panel in Kepler"."""
    named = (query.sessions and not query.topic) or query.concepts
    if not (query.polar and named and query.goal is Goal.SESSIONS) or query.attribute in OF_MANY:
        return query
    fields = tuple(field for field in CONFIRMED if getattr(query, field))
    asked = tuple((field, getattr(query, field)) for field in fields)
    for field in fields:
        query = query.having(field, ())
    window = query.asked_window or query.window
    shown = next((attribute for field, attribute in CONFIRMED.items() if field in fields), query.attribute)
    attribute = shown if query.attribute in (Attribute.LIST, Attribute.STATUS) else query.attribute
    asked = (*query.asked, *asked)
    return replace(query, attribute=attribute, asked=asked, asked_window=window, window=None)


def _counting_from(query: Query, event: EventKnowledge) -> Query:
    """With what chooses sessions as what "after" and "before" count from: "what's after hydrogen engines"."""
    named = replace(Query(), sessions=query.sessions, concepts=query.concepts, people=query.people)
    if not named.restricts or query.anchor or query.window is not None or query.goal is not Goal.SESSIONS:
        return query
    ids = tuple(session.id for session in event.selector.fitting(named))
    return replace(query, anchor=ids, sessions=(), concepts=(), people=(), topic="")
