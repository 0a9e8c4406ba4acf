"""The sessions that a query chooses from the program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.conversation.query import Query
from bot.nlu.entities.concepts import PAUSES
from bot.nlu.entities.people import affiliation, same_person
from bot.nlu.lexicon import Concept
from bot.nlu.time import Kind, Window
from bot.nlu.types import Attribute, Order
from knowledge import queries

if TYPE_CHECKING:
    from bot.nlu.entities.concepts import ConceptTable
    from knowledge.model import Program, Session

Sessions = tuple["Session", ...]
ABOUT_THEN = timedelta(minutes=5)
PAUSE_NAMES = frozenset(concept.value for concept in PAUSES)


@dataclass(frozen=True, slots=True)
class Selected:
    """What fits a query. ``sessions`` are those picked; ``fitting`` those that fit apart from time and pick.

    ``anchor`` is the session that "after" and "before" counted from, ``elsewhere`` what begins beside the sessions
    picked in other rooms.
    """

    sessions: Sessions = ()
    fitting: Sessions = ()
    anchor: Session | None = None
    elsewhere: Sessions = ()


class Selector:
    """Chooses sessions. ``concepts`` tells which are lunches, keynotes and the like."""

    def __init__(self, program: Program, concepts: ConceptTable) -> None:
        self._program = program
        self._concepts = concepts

    def select(self, query: Query, now: datetime) -> Selected:
        """The sessions that a query chooses at an instant."""
        fitting = self.fitting(query)
        if query.order in (Order.AFTER, Order.BEFORE):
            return self._beside_anchor(query, fitting, now)
        return Selected(self._picked(query, fitting, now), fitting)

    def fitting(self, query: Query) -> Sessions:
        """Those that fit all that a query restricts, time and pick apart."""
        sessions = self.strictly_fitting(query)
        if not sessions and query.sessions:
            sessions = self.strictly_fitting(replace(query, concepts=(), kinds=(), tracks=(), organizations=()))
        if not sessions and query.kinds and query.concepts:
            sessions = self.strictly_fitting(replace(query, kinds=()))
        return sessions

    def strictly_fitting(self, query: Query) -> Sessions:
        """The same, where a session by its title must be of the kind and track that were named with it."""
        named = (
            query.sessions
            or query.people
            or query.attribute in (Attribute.CANCELLED, Attribute.STATUS)
            or query.concepts
        )
        found = self._program.sessions if named else queries.active(self._program)
        if query.concepts:
            members = {s.id for concept in query.concepts for s in self._members(concept, query)}
            found = tuple(s for s in found if s.id in members)
        fitting = tuple(s for s in found if _fits(s, query) and self._is_allowed(s, query))
        return self._with_all_people(fitting, query)

    def _is_allowed(self, session: Session, query: Query) -> bool:
        """Whether a session is neither excluded nor out of the asker's reach."""
        if any(self.has(session, field, values) for field, values in query.excluded):
            return False
        window, limit = query.excluded_window, query.limit
        if window and self.within((session,), window, window.start):
            return False
        end = queries.end_of(self._program, session)
        return (
            (limit.since is None or session.start.timestamp() >= limit.since.timestamp())
            and (limit.until is None or end.timestamp() <= limit.until.timestamp())
            and (limit.longest is None or (session.duration is not None and session.duration <= limit.longest))
            and (limit.shortest is None or (session.duration is not None and session.duration >= limit.shortest))
        )

    def has(self, session: Session, field: str, values: tuple[str, ...]) -> bool:
        """Tell whether a session has any of some values in a field of the query."""
        if field == "concepts":
            return any(session.id == member.id for value in values for member in self._concepts.members(value))
        return _fits(session, Query().having(field, values))

    def _members(self, concept: str, query: Query) -> Sessions:
        of_break = concept == Concept.COFFEE or Concept.BREAK in query.concepts
        members = self._concepts.breaks(concept) if of_break else self._concepts.members(concept)
        if concept == Concept.BREAK and query.window and query.window.kind is Kind.PART:
            members = self._between_meals(members)
        open_field = not (query.tracks or query.rooms or query.people or query.window)
        return self._concepts.of_event(concept, members) if open_field else members

    def _between_meals(self, breaks: Sessions) -> Sessions:
        """The break of the afternoon is not the lunch that begins it."""
        meals = {s.id for meal in (Concept.LUNCH, Concept.DINNER) for s in self._concepts.members(meal)}
        return tuple(session for session in breaks if session.id not in meals) or breaks

    def _without_gatherings(self, sessions: Sessions) -> Sessions:
        """Without receptions and parties, which are no talks however long, unless there is nothing else."""
        social = {s.id for concept in (Concept.NETWORKING, Concept.PARTY) for s in self._concepts.members(concept)}
        return tuple(s for s in sessions if s.id not in social) or sessions

    def _with_all_people(self, sessions: Sessions, query: Query) -> Sessions:
        """Of sessions by any of several people, those by all of them, when there are some."""
        wanted = {same_person(name) for name in query.people}
        together = tuple(s for s in sessions if wanted <= {same_person(speaker.name) for speaker in s.speakers})
        return together if len(wanted) > 1 and together and not query.several else sessions

    def _picked(self, query: Query, fitting: Sessions, now: datetime) -> Sessions:
        starting = query.attribute is Attribute.START
        inside = self.within(fitting, query.window, now, starting=starting) if query.window else fitting
        attended = self._attended(inside, query)
        match query.order:
            case Order.NOW:
                picked = queries.running(self._program, fitting, now)
            case Order.NEXT:
                at_large = query.window is None or query.window.kind is Kind.NOW
                base = self._attended(fitting, query) if at_large else attended
                upcoming = queries.upcoming(base, now)
                picked = upcoming[: query.count] if query.count > 1 else queries.soonest(upcoming)
            case Order.LATER:
                today = [s for s in inside if queries.day_of(s) == queries.event_day(now)]
                picked = queries.upcoming(today, now)
            case Order.NTH:
                picked = attended[query.place : query.place + 1]
            case Order.FIRST | Order.LAST if query.count > 1:
                picked = attended[: query.count] if query.order is Order.FIRST else attended[-query.count :]
            case Order.LONGEST | Order.SHORTEST:
                talks = attended if query.concepts else self._without_gatherings(attended)
                picked = _of_length(talks, longest=query.order is Order.LONGEST)
            case Order.FIRST:
                picked = queries.soonest(attended)
            case Order.LAST:
                ends = query.attribute is Attribute.END
                picked = self._ending_last(attended) if ends else queries.latest(attended)
            case _:
                then = attended if query.attribute is Attribute.WHO or query.excluded else inside
                picked = (
                    then if query.window or query.attribute is Attribute.COUNT else self._of_today(inside, query, now)
                )
        return picked

    def beside_hour(self, query: Query) -> Query:
        """For what comes after or before the sessions of an hour, the stretch of that day in which it begins."""
        window = query.window
        if window is None or not window.is_point or query.anchor or query.order not in (Order.AFTER, Order.BEFORE):
            return query
        fitting = self.fitting(replace(query, window=None, order=Order.ALL))
        then = self.within(fitting, window, window.start, starting=True) or self.within(fitting, window, window.start)
        edge = max((queries.end_of(self._program, s) for s in then), default=window.start)
        morning = datetime.combine(queries.event_day(window.start), time(), window.start.tzinfo) + queries.NIGHT
        if query.order is Order.BEFORE:
            return replace(query, order=Order.LAST, window=Window(morning, window.start, Kind.BEFORE))
        return replace(query, order=Order.FIRST, window=Window(edge, morning + timedelta(days=1), Kind.AFTER))

    def within(self, sessions: Sessions, window: Window, now: datetime, *, starting: bool = False) -> Sessions:
        """Those that are on at a point or in a short stretch, or begin in a day or part of one.

        Those that begin about the point come first; with ``starting``, only those that begin at it or, if
        none does, about it.
        """
        if window.kind is Kind.NEXT:
            return queries.upcoming(sessions, now)
        if window.is_point and starting:
            exactly = tuple(s for s in sessions if s.start.timestamp() == window.start.timestamp())
            return exactly or tuple(s for s in sessions if abs(s.start - window.start) <= ABOUT_THEN)
        if window.is_point:
            found = queries.touching(self._program, sessions, window.start, window.end)
            return tuple(sorted(found, key=lambda s: abs(s.start - window.start) > ABOUT_THEN))
        if window.kind is Kind.INTERVAL:
            return queries.touching(self._program, sessions, window.start, window.end)
        begun = queries.starting_in(sessions, window.start, window.end)
        return begun or queries.touching(self._program, sessions, window.start, window.end)

    def _of_today(self, sessions: Sessions, query: Query, now: datetime) -> Sessions:
        """Of meals and breaks, which are on every day, the one running or the next; else the last."""
        pauses = set(query.concepts) & PAUSE_NAMES or all(self._concepts.is_pause(session) for session in sessions)
        if len(sessions) < 2 or not pauses:  # noqa: PLR2004 - several
            return sessions
        left = [s for s in sessions if queries.end_of(self._program, s).timestamp() > now.timestamp()]
        return tuple(left[:1]) or sessions[-1:]

    def _ending_last(self, sessions: Sessions) -> Sessions:
        ends = [queries.end_of(self._program, s).timestamp() for s in sessions]
        return tuple(s for s, end in zip(sessions, ends, strict=True) if end == max(ends))

    def _attended(self, sessions: Sessions, query: Query) -> Sessions:
        """Without breaks and registrations, unless they are asked for or there is nothing else.

        Whoever asks who speaks first or next means one of the sessions that somebody speaks in.
        """
        if query.concepts or query.sessions or not query.talks_only:
            return sessions
        attended = tuple(s for s in sessions if not self._concepts.is_pause(s)) or sessions
        spoken = tuple(s for s in attended if s.speakers) if query.attribute is Attribute.WHO else ()
        return spoken or attended

    def _beside_anchor(self, query: Query, fitting: Sessions, now: datetime) -> Selected:
        anchor = self._anchor(query, now)
        if anchor is None:
            return Selected(fitting=fitting)
        beside = queries.after if query.order is Order.AFTER else queries.before
        allowed = {s.id for s in fitting}
        candidates = tuple(s for s in beside(self._program, anchor) if s.id in allowed)
        edge = queries.soonest if query.order is Order.AFTER else queries.latest
        if query.restricts:
            return Selected(edge(candidates), fitting, anchor)
        everywhere = edge(candidates)
        here = () if self._concepts.is_pause(anchor) else edge(queries.sharing_room(candidates, anchor))
        if not here:
            return Selected(everywhere, fitting, anchor)
        pauses = tuple(s for s in everywhere if s not in here)
        if pauses and all(
            self._concepts.is_pause(s) for s in everywhere
        ):  # the break for all, and what follows in the room
            return Selected((*pauses, *here) if query.order is Order.AFTER else (*here, *pauses), fitting, anchor)
        shown = {s.id for s in here}
        return Selected(
            here, fitting, anchor, tuple(s for s in candidates if s.start == here[0].start and s.id not in shown)
        )

    def _anchor(self, query: Query, now: datetime) -> Session | None:
        """Of several sessions that may be meant, the one running, else the next to come, else the last."""
        sessions = [s for i in query.anchor if (s := self._program.session(i)) and not s.cancelled]
        if query.window:
            sessions = list(self.within(tuple(sessions), query.window, now)) or sessions
        sessions.sort(key=lambda s: s.start)
        coming = [s for s in sessions if queries.end_of(self._program, s).timestamp() > now.timestamp()]
        return coming[0] if coming else (sessions[-1] if sessions else None)


def _of_length(sessions: Sessions, *, longest: bool) -> Sessions:
    """The longest or shortest of those whose length the program tells."""
    lengths = {session.id: session.duration for session in sessions if session.duration is not None}
    edge = max if longest else min
    return tuple(s for s in sessions if lengths and lengths.get(s.id) == edge(lengths.values()))


def _fits(session: Session, query: Query) -> bool:
    speakers = {same_person(speaker.name) for speaker in session.speakers}
    organizations = {affiliation(speaker) for speaker in session.speakers}
    return (
        (not query.sessions or session.id in query.sessions)
        and (not query.people or bool(speakers & {same_person(name) for name in query.people}))
        and (not query.organizations or bool(organizations & set(query.organizations)))
        and (not query.rooms or bool(set(session.rooms) & set(query.rooms)))
        and (not query.tracks or session.track in query.tracks)
        and (not query.kinds or session.kind in query.kinds)
        and (not query.languages or session.language[:2].lower() in query.languages)
    )
