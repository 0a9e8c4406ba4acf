"""The one place where a slot of a question is bound to the program: to sessions, people, rooms, or to nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.nlu.entities.table import language_names
from bot.nlu.found import NameKind
from bot.nlu.frequency import EVERYDAY, OURS, TELLING, is_known, of_little_weight, zipf
from bot.nlu.lexicon import Noun, concepts, nouns
from bot.nlu.text import fold, is_japanese, read
from bot.nlu.types import Attribute, Goal, Kind, Role, Slot, Span
from knowledge import queries
from knowledge.readings import sound_alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.conversation.resolve.event import EventKnowledge
    from bot.nlu.entities.titles import TitleMatch
    from bot.nlu.found import Found
    from bot.nlu.text import Word
    from bot.nlu.types import Frame

FIELDS = {
    NameKind.PERSON: "people",
    NameKind.ORGANIZATION: "organizations",
    NameKind.ROOM: "rooms",
    NameKind.TRACK: "tracks",
    NameKind.SESSION_KIND: "kinds",
    NameKind.LANGUAGE: "languages",
    NameKind.SESSION: "sessions",
    NameKind.CONCEPT: "concepts",
}

UNNAMED = (Kind.TIME, Kind.DURATION, Kind.NUMBER, Kind.REFERENCE)
AT_LARGE = (Goal.SESSIONS, Goal.RECOMMEND)
PARTING = re.compile(
    r"\s+(?:or|and|ou|et|vs\.?|versus)\s+|\s*[,/、]\s*|(?<=[一-鿿ァ-ヶー])(?:とか|または|や|と|か)(?=[一-鿿ァ-ヶA-Za-z])"
)
NUMBER = re.compile(r"\d+")
NEXT_TO = 1  # characters between a name and the word for any room
SURE_OF_KIND = 0.6  # score below which a name that nobody has may be a topic
LEADING = 1.5  # how much more of a title must be said for it to be preferred to the next


@dataclass(frozen=True, slots=True)
class Bound:
    """What a slot stands for: a ``field`` of the query and its ``values``; no values where the program has nothing.

    ``topic`` tells that the sessions were found by what they are about. ``several`` that a name fits several people.
    """

    slot: Slot
    field: str
    values: tuple[str, ...]
    topic: bool = False
    several: bool = False


def bind(frame: Frame, event: EventKnowledge) -> list[Bound]:
    """All slots of a frame that choose among sessions, in their order; a slot with several names is bound to each."""
    telling = (slot for slot in frame.slots if not _names_any(slot, frame, event))
    bound = [bound for slot in telling for bound in _bound(slot, frame, event)]
    return bound or list(_overlooked(frame, event))


def _overlooked(frame: Frame, event: EventKnowledge) -> Iterator[Bound]:
    """Where nothing is named, what stands in titles all the same, of the words that say more than everyday ones."""
    spans = [(slot.span.start, slot.span.end) for slot in frame.slots if slot.kind not in UNNAMED]
    spans += [(mention.start, mention.end) for mention in frame.times]
    empty = event.names.common | nouns(*Noun)
    for match in concepts(frame.language).find(frame.utterance) if frame.goal in AT_LARGE else ():
        if not any(start < match.end and match.start < end for start, end in spans):
            said = Slot(Span(Kind.TYPE, Role.PLAIN, match.start, match.end), match.name)
            spans.append((match.start, match.end))
            yield Bound(said, "concepts", (match.name,))
    for word in frame.utterance.words if frame.goal in AT_LARGE else ():
        told = any(start < word.end and word.start < end for start, end in spans)
        if told or not word.content or word.folded in empty or zipf(word.folded, OURS) >= EVERYDAY:
            continue
        ids = event.topics.by_title(word.folded, frame.language)
        if ids and not event.names.is_of_event(word, frame.utterance):
            span = Span(Kind.TOPIC, Role.PLAIN, word.start, word.end)
            yield Bound(Slot(span, word.folded), "sessions", ids, topic=True)


def _names_any(slot: Slot, frame: Frame, event: EventKnowledge) -> bool:
    """Whether a slot names nothing: it has only words for any session, any room, or the event, or little words."""
    said = [w for w in frame.utterance.words if slot.span.touches(w.start, w.end)]
    empty = nouns(*Noun) | (of_little_weight() if slot.kind in (Kind.TOPIC, Kind.TITLE, Kind.TYPE) else frozenset())
    return not slot.names and all(w.folded in empty or event.names.is_of_event(w, frame.utterance) for w in said)


def _bound(slot: Slot, frame: Frame, event: EventKnowledge) -> Iterator[Bound]:
    if slot.kind in UNNAMED:
        return
    whole = [name for name in slot.names if not name.partial or name.kind is not NameKind.SESSION]
    if slot.kind is Kind.PERSON and _is_stranger(slot, whole, frame, event):
        whole = []
    if slot.kind is Kind.ROOM and _is_other_code(slot, whole, frame):
        whole = []
    if whole and not _says_more(slot, whole, frame, event):
        for name in whole:
            on_topic = slot.kind is Kind.TOPIC and name.kind is NameKind.TRACK
            named = Bound(slot, FIELDS[name.kind], name.keys, several=_fits_several(name))
            yield _beyond_track(named, event, frame.language) if on_topic else named
        return
    found = _widely(_of_words(slot, frame, event), frame, event)
    if found is None and whole and not (slot.kind is Kind.TYPE and _is_another(slot, whole, frame, event)):
        for name in whole:
            yield Bound(slot, FIELDS[name.kind], name.keys, several=_fits_several(name))
    else:
        yield found or Bound(_widened(slot, frame), "", ())


def _beyond_track(bound: Bound, event: EventKnowledge, language: str) -> Bound:
    """A topic that a track is called by: what is in that track, and what has the topic in its title elsewhere."""
    inside = [session.id for session in event.knowledge.program.sessions if session.track in bound.values]
    ids = dict.fromkeys((*inside, *event.topics.by_title(bound.slot.text, language)))
    return replace(bound, field="sessions", values=tuple(ids), topic=True)


def _is_another(slot: Slot, names: Sequence[Found], frame: Frame, event: EventKnowledge) -> bool:
    """Whether a kind of session has a telling word that no such session has: the lockpicking workshop of none."""
    left = [w for w in _telling(slot, frame, event) if not any(n.touches([(w.start, w.end)]) for n in names)]
    return any(zipf(word.folded, OURS) < TELLING and not word.folded.isdigit() for word in left)


def _widely(found: Bound | None, frame: Frame, event: EventKnowledge) -> Bound | None:
    """With all that is on a topic, where several are asked for."""
    at_large = frame.attribute in (Attribute.LIST, Attribute.EXISTS, Attribute.COUNT) and frame.goal in AT_LARGE
    if found is None or not found.topic or not at_large or found.slot.kind is Kind.TITLE:
        return found
    return replace(found, values=event.topics.also_on(found.slot.text, found.values))


def _widened(slot: Slot, frame: Frame) -> Slot:
    """A room or track that is unknown with the word for any beside it: all of "small hall"."""
    own = {Kind.ROOM: nouns(Noun.ROOM), Kind.TRACK: nouns(Noun.TRACK)}.get(slot.kind, frozenset())
    start, end = slot.span.start, slot.span.end
    for word in frame.utterance.words:
        if word.folded in own and (0 <= word.start - end <= NEXT_TO or 0 <= start - word.end <= NEXT_TO):
            start, end = min(start, word.start), max(end, word.end)
    return replace(slot, text=frame.utterance.text[start:end])


def _is_stranger(slot: Slot, names: Sequence[Found], frame: Frame, event: EventKnowledge) -> bool:
    """Whether somebody shares but a part of a known name: Adam Smith, where there is a John Smith."""
    left = [w for w in _telling(slot, frame, event) if not any(n.touches([(w.start, w.end)]) for n in names)]
    left = [w for w in left if w.folded not in nouns(Noun.SPEAKER)]
    return bool(left) and all(name.partial or not name.exact for name in names)


def _is_other_code(slot: Slot, names: Sequence[Found], frame: Frame) -> bool:
    """Whether a number or letter is said of a room that no room so named has: breakout room 7 of three."""
    said = [w for w in frame.utterance.words if slot.span.touches(w.start, w.end)]
    left = [w for w in said if not any(n.touches([(w.start, w.end)]) for n in names)]
    left = [w for w in left if not any(m.start <= w.start < m.end for m in frame.times)]
    codes = [w.folded for w in left if w.folded.isascii()]
    return bool(names) and any(len(code) == 1 or any(c.isdigit() for c in code) for code in codes)


def _fits_several(name: Found) -> bool:
    return name.kind is NameKind.PERSON and len(name.keys) > 1


def _says_more(slot: Slot, names: Sequence[Found], frame: Frame, event: EventKnowledge) -> bool:
    """Whether a slot has telling words beside the names in it: the "antenna" of "antenna workshop"."""
    if slot.kind not in (Kind.TITLE, Kind.TOPIC, Kind.TYPE):
        return False
    left = [w for w in _telling(slot, frame, event) if not any(n.touches([(w.start, w.end)]) for n in names)]
    return bool(left) and not any(name.kind is NameKind.SESSION for name in names)


def _telling(slot: Slot, frame: Frame, event: EventKnowledge) -> list[Word]:
    """The words of a slot that say something: all but everyday ones, or all where there are no others."""
    said = [w for w in frame.utterance.words if w.content and slot.span.touches(w.start, w.end)]
    own = [w for w in said if not event.names.is_of_event(w, frame.utterance)] or said
    return [w for w in own if w.folded not in event.names.common] or own


def _of_words(slot: Slot, frame: Frame, event: EventKnowledge) -> Bound | None:
    """What a slot stands for that no name of the program explains."""
    person = _person(slot, frame, event) if Goal.PERSON is frame.goal or slot.kind is Kind.PERSON else None
    if person is not None:
        return person
    match slot.kind:
        case Kind.PERSON if slot.span.score >= SURE_OF_KIND:
            return _type(slot, frame)
        case Kind.LANGUAGE:
            return _language(slot, frame)
        case Kind.ROOM:
            return _title(slot, frame, event) if any(c.isdigit() for c in slot.text) else None
        case Kind.ORGANIZATION:
            return _on_topic(slot, frame, event)
        case _:
            track = _track(slot, frame, event) if slot.kind is Kind.TRACK else None
            return track or _by_content(slot, frame, event)


def _track(slot: Slot, frame: Frame, event: EventKnowledge) -> Bound | None:
    """The one track whose name has all telling words of a slot: the "legal devroom" of the Legal Issues Devroom."""
    said = {word.folded for word in _telling(slot, frame, event)} - nouns(Noun.TRACK)
    tracks = queries.distinct(event.knowledge.program.sessions, lambda session: (session.track,))
    fitting = [track for track in tracks if said and said <= {word.folded for word in read(track).words}]
    return Bound(slot, "tracks", (fitting[0],)) if len(fitting) == 1 else None


def _by_content(slot: Slot, frame: Frame, event: EventKnowledge) -> Bound | None:
    """The sessions that a slot describes; of what names a kind of session besides, only those with such a title."""
    found = _title(slot, frame, event)
    if slot.kind is Kind.TYPE and slot.names:
        return found
    found = found or _type(slot, frame) or _on_topic(slot, frame, event)
    return found or _cut_short(slot, frame, event)


def _person(slot: Slot, frame: Frame, event: EventKnowledge) -> Bound | None:
    """Somebody by what they are: "the president", "the director of the space agency"."""
    said = _telling(slot, frame, event)
    people = event.names.roles.holding(said, partly=True) or _sounding(slot, event)
    return Bound(slot, "people", people, several=len(people) > 1) if people else None


def _sounding(slot: Slot, event: EventKnowledge) -> tuple[str, ...]:
    """Somebody whose name is written in another script: ジュリアン for Julien."""
    if not is_japanese(slot.text):
        return ()
    return tuple(person.name for person in event.names.people.people if sound_alike(slot.text, person.name))


def _language(slot: Slot, frame: Frame) -> Bound | None:
    """A language that no session of the program is in."""
    from babel import Locale

    said = slot.text.casefold()
    names = {**Locale(frame.language).languages, **language_names((), frame.language)}
    code = next((code for code, name in names.items() if len(code) == 2 and name.casefold() in said), "")  # noqa: PLR2004 - languages that people speak have codes of two letters
    return Bound(slot, "languages", (code,)) if code else None


def _type(slot: Slot, frame: Frame) -> Bound | None:
    """A kind of session, misspelled perhaps; what sounds like something else only where it is a misspelled word."""
    said = [w for w in frame.utterance.words if w.content and slot.span.touches(w.start, w.end)]
    if len(said) != 1 or (slot.kind is not Kind.TYPE and is_known(said[0].folded)):
        return None
    matches = concepts(frame.language).spelled_like(said[0])
    return Bound(slot, "concepts", (matches[0].name,)) if matches else None


def _title(slot: Slot, frame: Frame, event: EventKnowledge) -> Bound | None:
    """The sessions whose titles hold all telling words of a slot."""
    said = _telling(slot, frame, event)
    places = {place for place, word in enumerate(frame.utterance.words) if word in said}
    if not said:
        return None
    matches = event.names.titles.match(_without_times(frame), event.names.common)
    fitting = [m for m in matches if m.telling and places and places <= set(m.said)]
    numbered = any(word.folded.isdigit() for word in said)  # "room 5" is not round 5, nor is 第5
    if not fitting or (numbered and all(word.folded.isdigit() or len(word.folded) == 1 for word in said)):
        return None
    best = [m for m in fitting if m.mass * LEADING >= fitting[0].mass and _run(m) >= _run(fitting[0])]
    ids = tuple(dict.fromkeys(key for m in best for key in m.ids))
    return Bound(slot, "sessions", ids, topic=slot.kind is not Kind.TITLE)


def _without_times(frame: Frame) -> list[Word]:
    """The words, where those of a time mean nothing: the 1 of 1:50 is of no round 1."""
    timed = [(m.start, m.end) for m in frame.times]
    return [
        replace(w, content=w.content and not any(s <= w.start < e for s, e in timed)) for w in frame.utterance.words
    ]


def _run(match: TitleMatch) -> int:
    return min(match.run, 3) if match.telling > 1 else 1


def _on_topic(slot: Slot, frame: Frame, event: EventKnowledge) -> Bound | None:
    """The sessions that are surely about what a slot says."""
    topic = event.topics.find(_telling(slot, frame, event), slot.text, frame.language)
    if not topic.sure and slot.kind is Kind.TOPIC:
        return _on_each(slot, frame, event)
    ids = _numbered(topic.ids, slot, frame, event)
    return Bound(slot, "sessions", ids, topic=True) if topic.sure and ids else None


def _numbered(ids: Sequence[str], slot: Slot, frame: Frame, event: EventKnowledge) -> tuple[str, ...]:
    """Of some sessions those that have the numbers said: round 7 is not round 1."""
    said = {w.folded for w in frame.utterance.words if w.folded.isdigit() and slot.span.touches(w.start, w.end)}
    said -= {str(day.year) for day in event.calendar.days}
    found = ((key, event.knowledge.program.session(key)) for key in ids)
    return tuple(key for key, s in found if s and said <= set(NUMBER.findall(fold(f"{s.title} {s.abstract}"))))


def _on_each(slot: Slot, frame: Frame, event: EventKnowledge) -> Bound | None:
    """The sessions on any of several topics that words such as "or" part, when there surely are some on each."""
    texts = [part for part in PARTING.split(slot.text) if part]
    if len(texts) < 2:  # noqa: PLR2004 - several
        return None
    found = [event.topics.find(read(text).words, text, frame.language) for text in texts]
    ids = tuple(dict.fromkeys(key for each in found for key in each.ids))
    return Bound(slot, "sessions", ids, topic=True) if all(each.sure for each in found) else None


def _cut_short(slot: Slot, frame: Frame, event: EventKnowledge) -> Bound | None:
    """The sessions with titles of whose words those said are the beginnings: "ante" for the antenna."""
    begun = [event.names.titles.begun(word) for word in _telling(slot, frame, event)]
    found = tuple(set.intersection(*map(set, begun))) if begun else ()
    return Bound(slot, "sessions", found, topic=True) if len(found) == 1 else None
