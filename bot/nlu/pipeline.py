"""From a message to the frame that says what it asks: the steps in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.nlu.found import NameKind
from bot.nlu.heads import fitted
from bot.nlu.lexicon import Noun, nouns
from bot.nlu.numbers import count_in, digits_for_numbers, ordinal_in
from bot.nlu.scope import scoped
from bot.nlu.text import read, recut
from bot.nlu.time import durations, find, zone_among
from bot.nlu.tongue import is_foreign, language_of
from bot.nlu.types import Act, Attribute, Frame, Goal, Kind, Order, Role, Slot, Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy import float32
    from numpy.typing import NDArray

    from bot.nlu.entities.table import NameTable
    from bot.nlu.found import Found
    from bot.nlu.heads import Judged
    from bot.nlu.text import Utterance
    from bot.nlu.time import Calendar, Mention

TIMED = (Kind.TIME, Kind.DURATION, Kind.NUMBER, Kind.REFERENCE)
HIDING = (NameKind.SESSION, NameKind.ROOM, NameKind.PERSON, NameKind.TRACK, NameKind.ORGANIZATION)
PLACES = {Kind.ROOM: Noun.ROOM, Kind.TRACK: Noun.TRACK}
KIND_OF = {
    NameKind.PERSON: Kind.PERSON,
    NameKind.ORGANIZATION: Kind.ORGANIZATION,
    NameKind.ROOM: Kind.ROOM,
    NameKind.TRACK: Kind.TRACK,
    NameKind.SESSION_KIND: Kind.TYPE,
    NameKind.CONCEPT: Kind.TYPE,
    NameKind.LANGUAGE: Kind.LANGUAGE,
    NameKind.SESSION: Kind.TITLE,
}
SURE_OF_KIND = 0.8
SURE_OF_PERSON = 0.6  # score below which what stands beside the word for any room is rather one


class Encoder(Protocol):
    """What is needed of the embedding model: a message's tokens as its adapted halves see them, and where they lie."""

    def states(self, text: str) -> tuple[NDArray[float32], Sequence[tuple[int, int]]]:
        """The states of all tokens, shape (fits, tokens, width), and the places of those of the message itself."""
        ...


@dataclass(frozen=True, slots=True)
class Understanding:
    """Understands messages about one event. ``names`` are what the program can be asked by."""

    names: NameTable
    calendar: Calendar
    encoder: Encoder

    def frame(self, message: str, now: datetime, preferred: str = "") -> Frame:
        """Work out what a message asks.

        ``now`` is aware, in the event's zone. ``preferred`` is the language taken where the message does not tell.
        Never raises for any text; a message without words has the goal ``out`` and no decisions.
        """
        utterance = read(message)
        language = language_of(utterance, preferred, self.names.knows)
        if preferred and is_foreign(utterance, language):
            language = preferred
        if not utterance.words:
            return Frame(utterance, language, Goal.OUT)
        utterance = digits_for_numbers(recut(utterance, self.names.hears), language, self.names.titles)
        judged = fitted()[0].judge(*self.encoder.states(utterance.text), utterance)
        return self.framed(utterance, language, judged, now)

    def framed(self, utterance: Utterance, language: str, judged: Judged, now: datetime) -> Frame:
        """The frame of a message that the heads have judged."""
        judged = replace(judged, spans=tuple(_as_said(span, utterance) for span in judged.spans))
        names = self.names.find(utterance, judged.spans, language)
        times = self._times(utterance, names.found, judged.spans, language, now)
        found = [name for name in names.found if not _is_of_time(name, times)]
        return self._filled(utterance, language, judged, found, times)

    def _times(
        self, utterance: Utterance, names: Sequence[Found], spans: Sequence[Span], language: str, now: datetime
    ) -> list[Mention]:
        """The times in a message; what is part of a name is none, nor what is surely something else."""
        hidden = list(utterance.text)
        for name in names:
            for start, end in name.spans if name.kind in HIDING else ():
                hidden[start:end] = " " * (end - start)
        mentions = find("".join(hidden), language, now, self.calendar)
        return [m for m in mentions if not any(_is_rather(span, m, names) for span in spans)]

    def _filled(
        self, utterance: Utterance, language: str, judged: Judged, found: Sequence[Found], times: Sequence[Mention]
    ) -> Frame:
        slots = _in_scope(slots_of(utterance, judged.spans, found, times), utterance, language)
        chosen = {name: decision.chosen for name, decision in judged.decisions.items()}
        zone = _zone(slots, utterance, language)
        return Frame(
            utterance,
            language,
            Goal(chosen["goal"]),
            Attribute(chosen["attribute"]),
            Order(chosen["order"]),
            Act(chosen["act"]),
            chosen["polar"] == "yes",
            slots,
            tuple(times),
            durations(utterance.text, language),
            ordinal_in(utterance, language, judged.spans),
            count_in(utterance, language, judged.spans),
            zone,
            tuple(judged.decisions.items()),
            tuple(judged.attention.items()),
        )


def _as_said(span: Span, utterance: Utterance) -> Span:
    """A stretch of the kind that its own word for any tells: "track 2" is no room."""
    beside = replace(span, start=span.start - 1, end=span.end + 1)
    said = {word.folded for word in utterance.words if beside.touches(word.start - 1, word.end + 1)}
    told = [kind for kind, noun in PLACES.items() if said & nouns(noun)]
    doubtful = span.kind in PLACES or (span.kind is Kind.PERSON and span.score < SURE_OF_PERSON)
    return replace(span, kind=told[0]) if doubtful and len(told) == 1 else span


def _in_scope(slots: Sequence[Slot], utterance: Utterance, language: str) -> tuple[Slot, ...]:
    """The slots, each doing what the small words beside it say."""
    spans = scoped([slot.span for slot in slots], utterance, language)
    return tuple(replace(slot, span=span) for slot, span in zip(slots, spans, strict=True))


def _is_rather(span: Span, mention: Mention, names: Sequence[Found]) -> bool:
    """Whether a stretch that sounds like a time is surely something else: the lunch in "when is lunch"."""
    if span.kind in TIMED or not (span.start <= mention.start and mention.end <= span.end):
        return False
    inside = [name for name in names if span.touches(name.start, name.end)]
    if any(name.touches([(mention.start, mention.end)]) for name in inside):
        return True
    return not inside and span.score >= SURE_OF_KIND  # "Marco de Luca tomorrow" is a name and a time


def _is_of_time(name: Found, times: Sequence[Mention]) -> bool:
    """A meal inside "after lunch" is the time's."""
    return name.kind is NameKind.CONCEPT and any(m.start <= name.start and name.end <= m.end for m in times)


def slots_of(
    utterance: Utterance, spans: Sequence[Span], found: Sequence[Found], times: Sequence[Mention]
) -> tuple[Slot, ...]:
    """The stretches with the names in them, and the names that are in none."""
    slots: list[Slot] = []
    taken: set[Found] = set()
    for span in spans:
        if span.kind is Kind.TYPE and any(_is_within_time(span, mention) for mention in times):
            continue
        inside = tuple(name for name in found if span.kind not in TIMED and _is_within(name, span))
        around = next((name for name in found if not inside and _is_part(span, name)), None)
        if around is None:
            slots.append(Slot(span, utterance.text[span.start : span.end], inside))
            taken |= set(inside)
        elif around not in taken:  # the "Kepler" of "Room Kepler" is nobody, whatever it sounds like
            slots.append(_by_itself(utterance, around, span))
            taken.add(around)
    timed = [slot.span for slot in slots if slot.kind is Kind.TIME]
    for name in found:
        if name not in taken:
            near = next((slot.span for slot in slots if slot.span.touches(name.start, name.end)), None)
            slots.append(_by_itself(utterance, name, near))
    alone = (m for m in times if not any(span.touches(m.start, m.end) for span in timed))
    slots.extend(_timed(utterance, mention) for mention in alone)
    return tuple(sorted(slots, key=lambda slot: slot.span.start))


def _is_part(span: Span, name: Found) -> bool:
    return span.kind not in TIMED and name.start <= span.start and span.end <= name.end


def _is_within_time(span: Span, mention: Mention) -> bool:
    """Whether a meal is only a part of a time: the lunch of "before lunch"."""
    longer = mention.end - mention.start > span.end - span.start
    return longer and mention.start <= span.start and span.end <= mention.end


def _is_within(name: Found, span: Span) -> bool:
    """Whether most of a name lies in a stretch."""
    inside = sum(span.touches(*part) for part in name.spans)
    return 2 * inside > len(name.spans) or (inside > 0 and name.kind is NameKind.SESSION)


def _by_itself(utterance: Utterance, name: Found, near: Span | None) -> Slot:
    """A name that no stretch holds; it does what the stretch does that it touches."""
    role = near.role if near else Role.PLAIN
    span = Span(KIND_OF[name.kind], role, name.start, name.end, name.score)
    return Slot(span, utterance.text[name.start : name.end], (name,))


def _timed(utterance: Utterance, mention: Mention) -> Slot:
    span = Span(Kind.TIME, Role.PLAIN, mention.start, mention.end)
    return Slot(span, utterance.text[mention.start : mention.end])


def _zone(slots: Sequence[Slot], utterance: Utterance, language: str) -> str:
    """The time zone of a city that is named, where the program knows no such name."""
    named = [slot.span for slot in slots if slot.names]
    words = [(w.start, w.end) for w in utterance.words if not any(span.touches(w.start, w.end) for span in named)]
    found = zone_among(words, utterance.text, language)
    return found[0] if found else ""
