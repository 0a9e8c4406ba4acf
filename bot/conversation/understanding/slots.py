"""The names and times of a question as the fields of a query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.conversation.understanding.query import Pick, Query
from bot.nlu.entities.found import NameKind
from bot.nlu.lexicon import Cue
from bot.nlu.text import is_japanese
from bot.nlu.time import Kind, Window

if TYPE_CHECKING:
    from bot.conversation.understanding.reading import Reading
    from bot.nlu.entities.found import Found
    from bot.nlu.entities.titles import TitleMatch

FIELDS = {
    NameKind.PERSON: "people",
    NameKind.ORGANIZATION: "organizations",
    NameKind.ROOM: "rooms",
    NameKind.TRACK: "tracks",
    NameKind.SESSION_KIND: "kinds",
    NameKind.LANGUAGE: "languages",
    NameKind.CONCEPT: "concepts",
    NameKind.SESSION: "sessions",
}
ANCHORS = (NameKind.SESSION, NameKind.PERSON, NameKind.CONCEPT, NameKind.ORGANIZATION)
REACH = 40  # characters between "after" and what it is after
REACH_JAPANESE = 12
NEXT_TO = 3  # characters to the word that follows
ARTICLE = "the"
SAID = 0.999
CLOSE = 0.6  # share of the unexplained words that a title must hold to be the nearest
MISLEADING = (Cue.SAID, Cue.WHY, Cue.PRACTICAL, Cue.SMALL, Cue.CLASH, Cue.FREE, Cue.MEETING, Cue.TABLE)
LEADING = 1.5  # how much more of a title must be said for it to be preferred to the next


@dataclass(frozen=True, slots=True)
class Slots:
    """A query's fields and what they rest on.

    ``anchors`` are the names that "after" or "before" counts from. ``titled`` tells that the unexplained words were
    found in titles.
    """

    query: Query
    anchors: tuple[Found, ...] = ()
    titled: bool = False


def fill(reading: Reading) -> Slots:
    """The query that the names and times of a question make, without intent and aspect."""
    pick, anchors = _anchored(reading)
    query = Query(window=reading.window, window_words=reading.window_words, pick=pick)
    hour = _hour_of_sessions(reading) if pick is Pick.ALL else None
    if hour is not None:
        query = replace(query, pick=hour[0], window=hour[1])
    for found in reading.names.found:
        if found not in anchors:
            query = _with(query, found)
    ids, titled = titled_by(reading)
    if not titled:
        return Slots(query, anchors)
    if pick in (Pick.AFTER, Pick.BEFORE) and not anchors:
        return Slots(replace(query, anchor=ids), titled=True)
    query = _without_parts(query, reading)
    return Slots(replace(query, sessions=tuple(dict.fromkeys((*query.sessions, *ids)))), anchors, titled=True)


def _without_parts(query: Query, reading: Reading) -> Query:
    """The query without a concept or a title that is only a part of the one title that all unexplained words are of.

    So it is with the coffee of "coffee machine", and with the "Intro" of "the tizen intro".
    """
    best = [match for match in _fitting(reading) if match.telling > 1][:1]
    said = {
        (reading.utterance.words[place].start, reading.utterance.words[place].end) for m in best for place in m.said
    }
    for found in reading.names.found:
        beside = found.kind is NameKind.SESSION or (found.kind is NameKind.CONCEPT and best and best[0].run > 1)
        if beside and said and set(found.spans) <= said:
            field = FIELDS[found.kind]
            query = query.having(field, tuple(key for key in getattr(query, field) if key not in found.keys))
    return query


def titled_by(reading: Reading) -> tuple[tuple[str, ...], bool]:
    """The sessions whose titles hold all words that nothing else explains."""
    fitting = _fitting(reading) or _numbered(reading)
    if not fitting:
        return (), False
    best = [m for m in fitting if m.mass * LEADING >= fitting[0].mass and _run_of(m) >= _run_of(fitting[0])]
    timed = _of_times(reading)
    if timed & set(best[0].said):  # "the round at 4" is not the fourth
        best = [m for m in fitting if set(best[0].said) - timed <= set(m.said)]
    return tuple(dict.fromkeys(i for m in best for i in m.ids)), True


def _fitting(reading: Reading) -> list[TitleMatch]:
    if all(word.folded.isdigit() for word in reading.free):
        return []
    return [m for m in reading.names.titles if m.telling and _held(reading, m) >= SAID]


def _of_times(reading: Reading) -> set[int]:
    """The places of the words that are of a time."""
    words = enumerate(reading.utterance.words)
    return {place for place, w in words if any(m.start <= w.start and w.end <= m.end for m in reading.mentions)}


def _numbered(reading: Reading) -> list[TitleMatch]:
    """Of sessions of a kind, those whose titles bear the number said: "round 4 of the meetings"."""
    places = {place for place, word in enumerate(reading.utterance.words) if word in reading.free}
    if not places or not reading.of(NameKind.CONCEPT):
        return []
    return [match for match in reading.names.titles if match.telling and places <= set(match.said)]


def without_title_cues(reading: Reading) -> Reading:
    """The reading without the cues that are words of the title it names: "the state of..." states nothing."""
    fitting = _fitting(reading)
    if not fitting:
        return reading
    spans = [(reading.utterance.words[place].start, reading.utterance.words[place].end) for place in fitting[0].said]
    misleading = MISLEADING if fitting[0].telling > 1 else set(MISLEADING) - {Cue.PRACTICAL, Cue.SMALL}
    kept = tuple(c for c in reading.cues if c.name not in misleading or (c.start, c.end) not in spans)
    return replace(reading, cues=kept)


def nearest_titles(reading: Reading) -> tuple[str, ...]:
    """The sessions whose titles hold the most of the unexplained words, if they hold enough."""
    scored = [(m, _held(reading, m)) for m in reading.names.titles if m.telling]
    close = [m for m, held in scored if held >= CLOSE or (m.telling > 1 and held >= CLOSE / 2)]
    return tuple(dict.fromkeys(i for m in close for i in m.ids))


def _held(reading: Reading, match: TitleMatch) -> float:
    free = [word for word in reading.free if not word.folded.isdigit()]
    said = {reading.utterance.words[place] for place in match.said}
    whole = sum(reading.weight(word) for word in free)
    return sum(reading.weight(word) for word in free if word in said) / whole if whole else 0.0


def _run_of(match: TitleMatch) -> int:
    return min(match.run, 3) if match.telling > 1 else 1


def _with(query: Query, found: Found) -> Query:
    field = FIELDS[found.kind]
    value = getattr(query, field)
    several = query.several or (found.kind is NameKind.PERSON and len(found.keys) > 1)
    return replace(query.having(field, tuple(dict.fromkeys((*value, *found.keys)))), several=several)


def _anchored(reading: Reading) -> tuple[Pick, tuple[Found, ...]]:
    for cue, pick in ((Cue.AFTER, Pick.AFTER), (Cue.BEFORE, Pick.BEFORE)):
        for start, end in reading.places(cue):
            anchor = _anchor(reading, start, end)
            if anchor:
                return pick, (anchor,)
            if _is_of_timed(reading, start, end):
                return pick, ()
            if pick is Pick.AFTER and _is_of_place(reading, start):
                return Pick.NEXT, ()
            if not reading.mentions and not any(m.start <= start < m.end for m in reading.mentions):
                return pick, ()
    return Pick.ALL, ()


def _is_of_timed(reading: Reading, start: int, end: int) -> bool:
    """Whether "after" or "before" counts from the sessions of an hour: "after the talk at 8 pm", 20時のトークの後."""
    points = [m for m in reading.mentions if m.window.kind is Kind.INSTANT]
    if is_japanese(reading.utterance.text[start:end]):
        return any(m.end <= first and last <= start for m in points for first, last in reading.places(Cue.SESSION))
    return any(end <= first and last <= m.start for m in points for first, last in reading.places(Cue.SESSION))


def _hour_of_sessions(reading: Reading) -> tuple[Pick, Window] | None:
    """The hour of the sessions that "after" or "before" counts from, where it stands first: "after the 6 pm talks".

    Without an article the hour itself is meant: "after 6 pm talks" are talks.
    """
    for mention in reading.mentions:
        window, said = mention.window, reading.utterance.folded[mention.start : mention.end].split()
        pick = {Kind.AFTER: Pick.AFTER, Kind.BEFORE: Pick.BEFORE}.get(window.kind)
        followed = any(0 < first - mention.end < NEXT_TO for first, _ in reading.places(Cue.SESSION))
        if pick and followed and ARTICLE in said:
            at = window.start if pick is Pick.AFTER else window.end
            return pick, Window(at, at, Kind.INSTANT)
    return None


def _is_of_place(reading: Reading, start: int) -> bool:
    """Whether a Japanese word for "after" stands after a room or track, whose next session is meant then."""
    named = (*reading.of(NameKind.ROOM), *reading.of(NameKind.TRACK))
    ends = {*(found.end for found in named), *(end for _, end in reading.places(Cue.ROOM, Cue.TRACK))}
    return bool(named) and start in ends and is_japanese(reading.utterance.text[start])


def _anchor(reading: Reading, start: int, end: int) -> Found | None:
    names = [found for found in reading.names.found if found.kind in ANCHORS]
    if is_japanese(reading.utterance.text[start:end]):
        earlier = [found for found in names if found.end <= start and start - found.end <= REACH_JAPANESE]
        return max(earlier, key=lambda found: found.end, default=None)
    later = [found for found in names if end <= found.start <= end + REACH]
    return min(later, key=lambda found: found.start, default=None)
