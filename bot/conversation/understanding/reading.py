"""The evidence in a question: its words, the names and times in it, and what is left unexplained."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.i18n.catalogue import DEFAULT, words
from bot.nlu.entities.found import Found, NameKind
from bot.nlu.entities.table import Names, NameTable
from bot.nlu.frequency import is_known, weight
from bot.nlu.glossary import compounds, units
from bot.nlu.lexicon import Concept, Cue, Match, concepts, cues, misspelled, ordinals
from bot.nlu.text import Utterance, is_japanese, recut, unexplained
from bot.nlu.time import Kind, durations, find, resolve, zone_among

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.nlu.entities.found import Span
    from bot.nlu.text import Word
    from bot.nlu.time import Calendar, Mention, Window

HIDING = (NameKind.SESSION, NameKind.ROOM, NameKind.PERSON, NameKind.TRACK, NameKind.ORGANIZATION)
UNEXPLAINING = (Cue.PRACTICAL, Cue.SMALL, Cue.PRIVACY)  # their words may also be of a title or topic
WITHIN = (*UNEXPLAINING, Cue.FILLER, Cue.PERSON_BEFORE, Cue.PERSON_AFTER, Cue.SPOKEN_IN, Cue.AND_LEAD, Cue.TOPIC)
WRITTEN = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\u3005\u3400-\u9fffA-Za-z0-9]")
BESIDE = 2  # characters between "next" and a number
MOST_COUNTED = 20
OF_MEETINGS = (Cue.TABLE, Cue.MEETING)
MEALS = {"lunch", "dinner", "breakfast", "coffee"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A question taken apart. ``free`` are the words that no cue, name or time explains.

    ``ordinal`` is the place said, counted from zero ("the second one" is 1), ``count`` how many of the next, first or
    last ones were asked for. ``zone`` is the time zone in which the answer is wanted, empty when none was named.
    """

    utterance: Utterance
    language: str
    cues: tuple[Match, ...]
    names: Names
    mentions: tuple[Mention, ...]
    free: tuple[Word, ...]
    ordinal: int | None = None
    count: int = 1
    zone: str = ""

    def has(self, *wanted: Cue) -> bool:
        """Tell whether one of some cues is there."""
        return any(match.name in wanted for match in self.cues)

    def is_all(self, *wanted: Cue) -> bool:
        """Tell whether some cues, one of them at least, and words that mean nothing are all that was said."""
        places = (*self.places(*wanted), *self.places(Cue.FILLER))
        said = (word for word in self.utterance.words if word.content)
        return self.has(*wanted) and all(any(s <= w.start and w.end <= e for s, e in places) for w in said)

    def places(self, *wanted: Cue) -> tuple[Span, ...]:
        """Where some cues stand."""
        return tuple((match.start, match.end) for match in self.cues if match.name in wanted)

    def of(self, kind: NameKind) -> tuple[Found, ...]:
        """The names of one kind."""
        return self.names.of(kind)

    @property
    def window(self) -> Window | None:
        """The time that the question is about."""
        return resolve(self.mentions)

    @property
    def window_words(self) -> str:
        """The words that named the time."""
        return " ".join(self.utterance.text[m.start : m.end] for m in self.mentions)

    @property
    def free_weight(self) -> float:
        """How much the unexplained words say: about 1 for each rare one, little for common ones."""
        return sum(self.weight(word) for word in self.free)

    def _compound(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of Japanese with the kanji and katakana that run on from it, up to the next cue or name."""
        text = self.utterance.text
        spans = [(c.start, c.end) for c in self.cues if c.name not in WITHIN]
        spans += [span for found in self.names.found for span in found.spans]
        while start > 0 and WRITTEN.match(text[start - 1]) and not any(a < start <= b for a, b in spans):
            start -= 1
        while end < len(text) and WRITTEN.match(text[end]) and not any(a <= end < b for a, b in spans):
            end += 1
        return start, end

    def weight(self, word: Word) -> float:
        """How much one of its words says, 0.15 to 1; an acronym in capitals says as much as a rare word."""
        written = self.utterance.text[word.start : word.end]
        if len(written) > 1 and written.isupper() and written.isascii() and not self.utterance.text.isupper():
            return 1.0
        return weight(word.folded, self.language)

    @property
    def free_text(self) -> str:
        """The unexplained words: as they stand, with what is between them, unless that means something."""
        if not self.free:
            return ""
        start, end = self.free[0].start, self.free[-1].end
        if is_japanese(self.free[0].folded):
            start, end = self._compound(start, end)
        between = [c for c in self.cues if start <= c.start and c.end <= end and c.name not in WITHIN]
        if not between and not any(start < f.start < end for f in self.names.found):
            return self.utterance.text[start:end]
        gap = "" if is_japanese(self.free[0].folded) else " "
        return gap.join(self.utterance.text[word.start : word.end] for word in self.free)


def read_question(utterance: Utterance, language: str, table: NameTable, now: datetime, calendar: Calendar) -> Reading:
    """Take a question apart."""
    utterance = _with_digits(recut(utterance, table.hears), language, table)
    topics = compounds(utterance, language)
    spoken = cues(language, utterance)
    wholes = [*topics, *((cue.start, cue.end) for cue in spoken if cue.name == Cue.PRACTICAL)]
    on_air = [(cue.start, cue.end) for cue in spoken if cue.name == Cue.ON_AIR]
    all_cues = [cue for cue in spoken if not _is_part(cue.start, cue.end, wholes)]
    all_cues = [c for c in all_cues if c.name != Cue.PRACTICAL or not _is_part(c.start, c.end, on_air)]
    names = table.find(utterance, all_cues, language)
    until = [cue for cue in spoken if cue.name == Cue.UNTIL]  # in 昼食まであとどのくらい lunch is no time
    said = _mentions(names, utterance.text, language, now, calendar)
    mentions = tuple(m for m in said if not any(m.start < c.end and c.start < m.end for c in until))
    if not mentions and any(cue.name == Cue.OF_DAY for cue in all_cues):
        mentions = tuple(replace(m, start=0, end=0) for m in find("today", DEFAULT, now, calendar))
    meant = (f for f in names.found if not _is_time(f, mentions))
    meant = (f for f in meant if f.kind is not NameKind.CONCEPT or not _is_part(f.start, f.end, topics))
    names = Names(tuple(meant), names.titles)
    kept = tuple(match for match in all_cues if not _is_hidden(match, names, mentions))
    spans = [span for found in names.found for span in found.spans]
    spans += [(mention.start, mention.end) for mention in mentions]
    spans += [(match.start, match.end) for match in kept if match.name not in UNEXPLAINING]
    free = tuple(word for word in unexplained(utterance, spans) if not table.is_of_event(word, utterance))
    free = _without_lengths(free, utterance, language)
    places = ordinals(language, utterance)
    free = tuple(word for word in free if not any(m.start <= word.start and word.end <= m.end for m in places))
    count = _count(kept, utterance, language)
    free = tuple(word for word in free if count is None or word is not count[0])
    typos = _typos(free, language, table)
    mended = {(match.start, match.end) for match in typos}
    guessed = _misspelled_concepts(free, language, table, mended)
    mended |= {span for found in guessed for span in found.spans}
    free = tuple(word for word in free if (word.start, word.end) not in mended)
    named = Names((*names.found, *guessed), names.titles)
    place = int(places[0].name) if places else None
    return _in_zone(
        Reading(utterance, language, (*kept, *typos), named, mentions, free, place, count[1] if count else 1)
    )


def _without_lengths(free: tuple[Word, ...], utterance: Utterance, language: str) -> tuple[Word, ...]:
    """Without the numbers of lengths of time: the 1 of "1 hour before the reception" is of no round 1."""
    if not any(word.folded.isdigit() for word in free):
        return free
    said = durations(utterance.text, language)
    return tuple(word for word in free if not any(d.start <= word.start and word.end <= d.end for d in said))


def _with_digits(utterance: Utterance, language: str, table: NameTable) -> Utterance:
    """The utterance with "round two" as "round 2", where titles bear such numbers beside such words."""
    numbers = words(language, "words.numbers")
    said = list(utterance.words)
    for place, word in enumerate(said):
        beside = said[place + 1 : place + 2] if is_japanese(word.folded) else said[max(0, place - 1) : place]
        digit = replace(word, folded=str(numbers.index(word.folded) + 1)) if word.folded in numbers else word
        if digit is not word and table.titles.knows(digit) and any(table.titles.knows(other) for other in beside):
            said[place] = digit
    return replace(utterance, words=tuple(said))


def _in_zone(reading: Reading) -> Reading:
    """With the zone of a city, where it is asked when something is there."""
    timed = reading.has(Cue.WHEN, Cue.START, Cue.END, Cue.CLOCK_OF)
    if not reading.free or not timed:
        return reading
    found = zone_among([(word.start, word.end) for word in reading.free], reading.utterance.text, reading.language)
    if found is None:
        return reading
    zone, start, end = found
    left = tuple(word for word in reading.free if word.end <= start or end <= word.start)
    return replace(reading, free=left, zone=zone)


def _count(found: tuple[Match, ...], utterance: Utterance, language: str) -> tuple[Word, int] | None:
    """The number beside "next", "first" or "last", with its word: "the next three talks"."""
    numbers = words(language, "words.numbers")
    places = [match for match in found if match.name in {Cue.NEXT, Cue.FIRST, Cue.LAST}]
    for word in utterance.words:
        if any(0 <= word.start - p.end <= BESIDE or 0 <= p.start - word.end < BESIDE for p in places):
            digits = int(word.folded) if word.folded.isdecimal() else 0
            value = digits or (numbers.index(word.folded) + 1 if word.folded in numbers else 0)
            if 1 < value <= MOST_COUNTED:
                return word, value
    return None


def _mentions(names: Names, text: str, language: str, now: datetime, calendar: Calendar) -> list[Mention]:
    hidden = list(text)
    for found in names.found:
        for start, end in found.spans if found.kind in HIDING and found.score > 0 else ():
            hidden[start:end] = " " * (end - start)
    mentions = find("".join(hidden), language, now, calendar)
    meals = [f for f in names.of(NameKind.CONCEPT) if f.keys[0] in MEALS]
    return [mention for mention in mentions if not any(_is_the_meal_itself(mention, meal) for meal in meals)]


def _is_the_meal_itself(mention: Mention, meal: Found) -> bool:
    """In "when is lunch" the lunch is what is asked for; in "after lunch" it is a time."""
    return meal.start <= mention.start and mention.end <= meal.end


def _is_time(found: Found, mentions: tuple[Mention, ...]) -> bool:
    """A meal inside "after lunch", or a break in "next", is the time's."""
    return found.kind is NameKind.CONCEPT and any(m.start <= found.start and found.end <= m.end for m in mentions)


def _is_part(start: int, end: int, topics: Sequence[Span]) -> bool:
    """Whether a stretch is only a part of a topic: the "open" of "open data"."""
    return any(first <= start and end <= last and (first, last) != (start, end) for first, last in topics)


def _is_hidden(match: Match, names: Names, mentions: tuple[Mention, ...]) -> bool:
    """Cues inside a name or a time mean nothing by themselves, nor does the table of a round table."""
    hides = match.name in (*OF_MEETINGS, *UNEXPLAINING)  # the table of a round table, the price of a prize giving
    if hides and any(_is_part(match.start, match.end, f.spans) for f in _other_kinds(names)):
        return True
    for found in names.found:
        if found.kind in HIDING and found.kind is not NameKind.ROOM and found.touches([(match.start, match.end)]):
            return found.start <= match.start and match.end <= found.end
    relative = {Kind.NOW, Kind.NEXT}
    inside = [m for m in mentions if m.start <= match.start and match.end <= m.end]
    return any(m.window.kind not in relative for m in inside) and match.name not in {
        Cue.FILLER,
        Cue.LATER,
        Cue.RELATIVE,
    }


def _other_kinds(names: Names) -> list[Found]:
    return [found for found in names.of(NameKind.CONCEPT) if found.keys[0] != Concept.MEETINGS]


def _typos(free: tuple[Word, ...], language: str, table: NameTable) -> list[Match]:
    return [m for word in free if _may_be_typo(word, table) for m in misspelled(language, word)]


def _misspelled_concepts(
    free: tuple[Word, ...], language: str, table: NameTable, mended: set[Span]
) -> tuple[Found, ...]:
    doubtful = [w for w in free if (w.start, w.end) not in mended and _may_be_typo(w, table)]
    matches = [match for word in doubtful for match in concepts(language).spelled_like(word)[:1]]
    return tuple(Found(NameKind.CONCEPT, (m.name,), ((m.start, m.end),), 0.8, exact=False) for m in matches)


def _may_be_typo(word: Word, table: NameTable) -> bool:
    known = is_known(word.folded) or table.titles.begins(word) or units(word.folded, DEFAULT)
    return word.folded.isascii() and not known
