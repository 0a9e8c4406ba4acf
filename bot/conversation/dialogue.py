"""Follow-ups and corrections: a message that says only what is new is joined with what was said before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.query import RESTRICTING, Query
from bot.nlu.time import Kind as Shape
from bot.nlu.types import Act, Attribute, Goal, Kind, Order, Role

if TYPE_CHECKING:
    from bot.conversation.context import Context
    from bot.nlu.types import Frame
    from knowledge.model import Program

NAMING = ("sessions", "people", "concepts", "organizations")  # what a conversation is about, not where or when
OF_MEETINGS = (Goal.MEETINGS, Goal.AM_FREE, Goal.GO)
OF_TEXTS = (Goal.CONTENT, Goal.SAID, Goal.WHO_SAID, Goal.COMPARE_SAID, Goal.PRACTICAL)
OPEN = (Goal.SAME, Goal.SESSIONS)  # goals of what may only go on with what was said
NAMED = (
    Kind.PERSON, Kind.ORGANIZATION, Kind.ROOM, Kind.TRACK, Kind.TITLE, Kind.TYPE, Kind.TOPIC, Kind.LANGUAGE,
    Kind.LEVEL, Kind.AUDIENCE,
)  # fmt: skip
UNDOING = {Goal.REMIND: Goal.UNREMIND, Goal.STAR: Goal.UNSTAR, Goal.FOLLOW: Goal.UNFOLLOW, Goal.MUTE: Goal.UNMUTE}
PAIRED = (Goal.CLASH, Goal.BETWEEN, Goal.COMPARE)
PAIR = 2
OF_MANY = (Attribute.LIST, Attribute.EXISTS, Attribute.COUNT, Attribute.SAME)
PICKING = (Order.NTH, Order.FIRST, Order.LAST, Order.OTHER)
BESIDE = (Order.AFTER, Order.BEFORE, Order.NEXT)


def merge(frame: Frame, query: Query, context: Context, program: Program) -> Query:
    """The query that a message makes together with what was said before; its own where it stands by itself.

    ``query`` is what its slots make by themselves.
    """
    short = (
        _of_texts(frame, query, context)
        or _undone(frame, context)
        or _numbered(frame, context)
        or _of_what_is_shown(frame, query, context)
    )
    if short is not None:
        return short
    if query.order is Order.OTHER and query.restricts and context.focus and query.goal is Goal.SESSIONS:
        return replace(query, excluded=(*query.excluded, ("sessions", context.focus)))
    if context.query and _goes_on_with_meetings(frame, query, context.query):
        return _of_meetings(frame, query, context.query, context)
    if not _leans(frame, query) or frame.goal not in OPEN:
        return _with_focus(frame, query, context)
    if not _is_bare(frame, query):
        return _changed(frame, query, context.query)
    joined = _picked(frame, query, context) or _beside(query, context) or _of_focus(frame, query, context, program)
    return joined or _changed(frame, query, context.query)


def _of_texts(frame: Frame, query: Query, context: Context) -> Query | None:
    """What goes on with a question to the texts: "and in 2022?", "what else did she say", "no, I meant Denmark"."""
    of_texts = frame.goal in OF_TEXTS
    leans = frame.act is not Act.NEW or frame.goal is Goal.SAME or bool(frame.of(Kind.REFERENCE))
    if not context.text or not leans or not (of_texts or _is_open(frame, query)):
        return None
    before = context.text.replace(context.voice, " ") if context.voice and frame.act is Act.CORRECT else context.text
    for slot in frame.of(*NAMED, role=Role.EXCLUDED):
        before = before.replace(slot.text, " ")
    text = f"{before} {frame.utterance.text}"
    return replace(query, goal=frame.goal if of_texts else Goal.CONTENT, text=text, voice=context.voice)


def _is_open(frame: Frame, query: Query) -> bool:
    """Whether nothing in a message is of the program."""
    return frame.goal in OPEN and not query.restricts and query.window is None and query.order is Order.ALL


def _undone(frame: Frame, context: Context) -> Query | None:
    """The opposite of the command before, where that is taken back: "never mind"."""
    undoing = UNDOING.get(context.query.goal) if frame.goal is Goal.CANCEL and context.query else None
    return Query(undoing, sessions=context.focus) if undoing else None


def _numbered(frame: Frame, context: Context) -> Query | None:
    """One of those shown, by its number alone."""
    number = frame.utterance.folded.strip()
    if not number.isdecimal() or not 0 < int(number) <= len(context.shown):
        return None
    return Query(Goal.SESSIONS, _attribute(frame, context.query), sessions=(context.shown[int(number) - 1],))


def _of_what_is_shown(frame: Frame, query: Query, context: Context) -> Query | None:
    """The session talked about, where what sounds like the event or the rooms is asked of it: "which room is that"."""
    of_focus = frame.attribute is Attribute.WHERE or bool(frame.of(Kind.REFERENCE))
    if frame.goal not in (Goal.ROOMS, Goal.EVENT) or not (of_focus and context.focus and _is_bare(frame, query)):
        return None
    return replace(query, goal=Goal.SESSIONS, sessions=context.focus, order=Order.ALL, count=len(context.focus))


def _leans(frame: Frame, query: Query) -> bool:
    """Whether a message needs what was said before it."""
    if frame.act is not Act.NEW or frame.goal is Goal.SAME or frame.of(Kind.REFERENCE):
        return True
    of_one = frame.attribute not in OF_MANY and query.order is Order.ALL and query.window is None
    picked = query.order in (Order.AFTER, Order.BEFORE, Order.NTH, Order.OTHER) or bool(frame.of(Kind.NUMBER))
    return _is_bare(frame, query) and (of_one or picked)


def _is_bare(frame: Frame, query: Query) -> bool:
    """Nothing in it says what it is about."""
    return not query.restricts and not query.anchor and not query.operands and not frame.of(*NAMED)


def _with_focus(frame: Frame, query: Query, context: Context) -> Query:
    """A question of its own about "it": what "it" is comes from before."""
    half = query.goal in PAIRED and len(query.operands) < PAIR and not frame.of(*NAMED, role=Role.EXCLUDED)
    points_back = bool(frame.of(Kind.REFERENCE)) or frame.act is not Act.NEW or half
    if not points_back or not context.focus or query.restricts:
        return query
    if half:
        both = len(context.shown) == PAIR and not query.operands  # "do they overlap"
        groups = tuple((key,) for key in context.shown) if both else (context.focus,)
        return replace(query, operands=(*groups, *query.operands))
    return replace(query, sessions=context.focus) if not query.anchor and not query.window else query


def _goes_on_with_meetings(frame: Frame, query: Query, old: Query) -> bool:
    """Whether something more is asked of the asker's meetings: "which table", "and tomorrow"."""
    if old.goal not in OF_MEETINGS or not _is_bare(frame, query):
        return False
    if frame.goal in OPEN:
        return _leans(frame, query)
    of_one = frame.attribute not in OF_MANY and query.order is Order.ALL
    beside = frame.act is not Act.NEW and query.order in BESIDE
    return frame.goal in OF_MEETINGS and (of_one or beside) and not query.window


def _of_meetings(frame: Frame, query: Query, old: Query, context: Context) -> Query:
    """What goes on about the asker's own meetings."""
    attribute = old.attribute if frame.attribute is Attribute.SAME else frame.attribute
    if query.order in BESIDE and context.shown and query.window is None:
        return replace(old, order=Order.AFTER, window=None, anchor=context.shown[-1:])
    if query.window:
        return replace(old, attribute=attribute, window=query.window, order=query.order, anchor=())
    if frame.place is not None and frame.place < len(context.shown):
        return replace(old, attribute=attribute, order=Order.NTH, place=frame.place)
    of_one = query.order is Order.ALL and old.order in PICKING  # "which table", of the second one
    return replace(old, attribute=attribute, order=old.order if of_one else query.order)


def _picked(frame: Frame, query: Query, context: Context) -> Query | None:
    """One of those shown: "the second one", "the other one"."""
    old = context.query
    if frame.place is not None and query.order is Order.ALL:
        query = replace(query, order=Order.NTH)
    if query.order not in PICKING or query.window:
        return None
    if query.order is Order.OTHER:
        return _other(frame, context)
    if query.order is Order.NTH and old and old.order in (Order.FIRST, Order.NTH) and old.count == 1:
        return replace(old, order=Order.NTH, place=query.place)  # after "the first thing", "and the second"
    place = {Order.FIRST: 0, Order.LAST: len(context.shown) - 1}.get(query.order, query.place)
    if not 0 <= place < len(context.shown) or (
        frame.goal is Goal.SESSIONS and not frame.of(Kind.REFERENCE, Kind.NUMBER)
    ):
        return None
    return Query(Goal.SESSIONS, _attribute(frame, old), sessions=(context.shown[place],), polar=query.polar)


def _other(frame: Frame, context: Context) -> Query | None:
    """Of two that were shown the one that was not meant; else others like those that were."""
    others = tuple(key for key in context.shown if key not in context.focus)
    if len(others) == 1:
        return Query(Goal.SESSIONS, _attribute(frame, context.query), sessions=others)
    old = context.query
    if old is None or not context.focus:
        return None
    if len(context.focus) == PAIR:  # of two shown, the first was taken to be meant
        return Query(Goal.SESSIONS, _attribute(frame, old), sessions=context.focus[1:])
    return replace(old, excluded=(*old.excluded, ("sessions", context.focus)), order=Order.ALL)


def _attribute(frame: Frame, old: Query | None) -> Attribute:
    said = frame.attribute not in (Attribute.SAME, Attribute.LIST)
    return frame.attribute if said else (old.attribute if old else Attribute.LIST)


def _beside(query: Query, context: Context) -> Query | None:
    """What comes after or before the session talked about."""
    timed = query.window is not None and query.window.kind is not Shape.NEXT
    if query.order not in BESIDE or not context.focus or timed:
        return None
    order = Order.BEFORE if query.order is Order.BEFORE else Order.AFTER
    attribute = Attribute.LIST if query.attribute is Attribute.SAME else query.attribute
    return Query(Goal.SESSIONS, attribute, order, anchor=context.focus)


def _of_focus(frame: Frame, query: Query, context: Context, program: Program) -> Query | None:
    """Something else of the session talked about, or of those who speak in it."""
    if not context.focus:
        return None
    at_large = query.window is not None or frame.attribute in (Attribute.LIST, Attribute.EXISTS, Attribute.COUNT)
    if at_large and frame.of(Kind.REFERENCE):
        people = _speakers(context, program)
        return replace(query, goal=Goal.SESSIONS, people=people) if people else None
    if query.window is not None or frame.attribute in OF_MANY or query.order not in (Order.ALL, Order.NOW):
        return None
    return replace(query, goal=Goal.SESSIONS, sessions=context.focus, order=Order.ALL, count=len(context.focus))


def _speakers(context: Context, program: Program) -> tuple[str, ...]:
    """Those who speak in all the sessions talked about, else in the first."""
    spoken = [[p.name for p in session.speakers] for key in context.focus if (session := program.session(key))]
    everywhere = [name for name in spoken[0] if all(name in names for names in spoken)] if spoken else []
    return tuple(everywhere or (spoken[0] if spoken else ()))


def _changed(frame: Frame, query: Query, old: Query | None) -> Query:
    """The last question with what is new in it: "and tomorrow?", "what about room B?", "no, I meant Friday"."""
    if old is None:
        return replace(query, goal=Goal.SESSIONS) if query.goal is Goal.SAME else query
    fresh = (
        frame.goal is Goal.SESSIONS
        and frame.attribute is not Attribute.SAME
        and any(getattr(query, field) for field in NAMING)
    )
    if fresh and frame.act is Act.FOLLOW:
        return query
    attribute = old.attribute if frame.attribute in (Attribute.SAME, Attribute.LIST) else frame.attribute
    changed = replace(old, attribute=attribute, anchor=query.anchor, several=query.several, polar=query.polar)
    if query.order is not Order.ALL or query.window or old.order in (Order.AFTER, Order.BEFORE):
        changed = replace(changed, order=query.order)
    return _overlaid(changed, query)


def _overlaid(old: Query, new: Query) -> Query:
    """The old restrictions, with those of the new question in their place.

    Whoever names another session, speaker or topic no longer means the old one; a day or a room leaves them.
    """
    if any(getattr(new, field) for field in NAMING):
        old = replace(old, sessions=(), people=(), concepts=(), organizations=(), topic=new.topic)
    if new.window:
        old = replace(old, window=new.window, window_words=new.window_words)
    for field in RESTRICTING:
        old = old.having(field, getattr(new, field) or getattr(old, field))
    excluded = (*old.excluded, *new.excluded)
    return replace(old, excluded=excluded, excluded_window=new.excluded_window or old.excluded_window, limit=new.limit)
