"""All names of one event, and what a question says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.i18n.catalogue import DEFAULT, languages
from bot.nlu.entities.concepts import ONE_OF_EVENT, ConceptTable, concepts_in, concepts_of
from bot.nlu.entities.labels import Labels
from bot.nlu.entities.people import Framing, People, affiliation, people_of
from bot.nlu.entities.places import Places
from bot.nlu.entities.roles import Roles
from bot.nlu.entities.titles import Titles, strong_titles
from bot.nlu.found import Found, NameKind, Span
from bot.nlu.frequency import EVERYDAY, is_known, of_little_weight, zipf
from bot.nlu.lexicon import Noun, nouns
from bot.nlu.text import RUNS, clean_name, fold, words
from bot.nlu.types import Kind
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.nlu.entities.titles import TitleMatch
    from bot.nlu.text import Utterance, Word
    from bot.nlu.types import Span as Marked
    from knowledge.model import Knowledge, Session

CLOCK = re.compile(r"(?<!\d)\d{1,2}[:h]\d\d(?!\d)")
ARTICLE = 5  # characters between a word for a topic and the topic
SMALLEST = 2  # letters of an event's word that stands for the event
NUMBERS = frozenset(str(number) for number in range(1000))
OTHER_LANGUAGES = ("de", "es", "it", "zh", "ko")  # that people ask for, beside those of the program and ours
RANKS = {NameKind.SESSION: 1.0, NameKind.CONCEPT: 0.9, NameKind.LANGUAGE: 0.9}
OTHER_RANK, PARTIAL, OF_SORT = 1.05, 0.7, 1.6
OWN = {
    NameKind.PERSON: Kind.PERSON,
    NameKind.ROOM: Kind.ROOM,
    NameKind.TRACK: Kind.TRACK,
    NameKind.ORGANIZATION: Kind.ORGANIZATION,
    NameKind.LANGUAGE: Kind.LANGUAGE,
    NameKind.SESSION: Kind.TITLE,
    NameKind.CONCEPT: Kind.TYPE,
}
NAMING = (
    Kind.PERSON, Kind.ORGANIZATION, Kind.ROOM, Kind.TRACK, Kind.TITLE, Kind.TYPE, Kind.TOPIC, Kind.LANGUAGE,
    Kind.AUDIENCE, Kind.LEVEL,
)  # fmt: skip
FITTING = {NameKind.LANGUAGE: (Kind.LANGUAGE,)}  # "the first Japanese satellite" speaks of no language
# Where a name that only looks or sounds like one may stand: what a talk is about is seldom meant for a person.
ALIKE = {
    NameKind.PERSON: (Kind.PERSON,),
    NameKind.ROOM: (Kind.ROOM,),
    NameKind.LANGUAGE: (Kind.LANGUAGE,),
    NameKind.CONCEPT: (Kind.TYPE,),
}
PLACES = (Kind.TRACK, Kind.ROOM)  # what is said to be one is seldom a part of a title: the welcome to a devroom
LONG_NAME = 7  # letters of a name that is believed wherever it stands
SHORT_NAME = 4  # letters of one that is believed where nothing else is named


@dataclass(frozen=True, slots=True)
class Names:
    """What a question names. ``titles`` are the titles that share words with it, best first, not yet believed."""

    found: tuple[Found, ...]
    titles: tuple[TitleMatch, ...]

    def of(self, kind: NameKind) -> tuple[Found, ...]:
        """The names of one kind."""
        return tuple(found for found in self.found if found.kind is kind)


class NameTable:
    """Everything that can be named at one event. Made once; then only read.

    ``event_words`` are the words of the event's name, ``proper_event_words`` those that mean nothing else.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        sessions = knowledge.program.sessions
        generic = nouns(Noun.SESSION, Noun.SPEAKER)
        tracks, rooms, events = nouns(Noun.TRACK), nouns(Noun.ROOM), nouns(Noun.EVENT)
        self.common = generic | of_little_weight()
        self.event_words = _words_of_event(knowledge.event.name) - generic - events
        joined = {a.folded + b.folded for a, b in pairwise(words(clean_name(knowledge.event.name)))}
        self.proper_event_words = frozenset(word for word in self.event_words | joined if not is_known(word))
        self.people = People(people_of(knowledge))
        self.roles = Roles(self.people.people)
        self.places = Places(knowledge.program, rooms)
        self.tracks = Labels(
            NameKind.TRACK,
            _same(queries.distinct(sessions, lambda s: (s.track,))),
            tracks | of_little_weight(),
            generic,
        )
        self.organizations = _organizations(sessions)
        self.kinds = Labels(NameKind.SESSION_KIND, _same(_kinds(sessions)), generic | NUMBERS)
        self._written = _words_written(knowledge)
        self.titles = Titles(sessions, self._written)
        self.concepts = ConceptTable(sessions, self.common | tracks | events, self.event_words)
        self._no_names = self.common | self.event_words | nouns(*Noun)
        self._generic_rooms = rooms
        self._languages = lru_cache(maxsize=None)(
            lambda spoken: Labels(NameKind.LANGUAGE, language_names(sessions, spoken), ())
        )

    def hears(self, word: Word) -> bool:
        """Tell whether a word, however it is spelled, is one of a title or of a room's name."""
        return self.titles.hears(word) or self.places.hears(word)

    def is_of_event(self, word: Word, utterance: Utterance) -> bool:
        """Tell whether a word is of the event's own name, also where that is parted: Ruby Kaigi."""
        return word.folded in self.proper_event_words or any(word in pair for pair in self._parted(utterance))

    def _parted(self, utterance: Utterance) -> list[tuple[Word, Word]]:
        return [
            pair for pair in pairwise(utterance.words) if pair[0].folded + pair[1].folded in self.proper_event_words
        ]

    def knows(self, word: Word) -> bool:
        """Tell whether a word, misspelled perhaps, is one of a title or of somebody's name."""
        return self.titles.knows(word) or self.people.knows(word)

    def find(self, utterance: Utterance, spans: Sequence[Marked], language: str) -> Names:
        """What a message names; where two names share a word, the one that explains more of the message is kept.

        ``spans`` are the stretches in which something is named, whatever it is: a name that lies in none of them
        is believed only where it is said in full.
        """
        said = tuple(_without_clocks(utterance))
        titles = self.titles.match(said, self.common)
        named = self._named(utterance, spans, language)
        strong = [
            _as_found(match, utterance)
            for match in strong_titles(titles, said, self.common)
            if not self._is_mere_concept(match, utterance, named)
        ]
        kept: list[Found] = []
        parted = [(word.start, word.end) for pair in self._parted(utterance) for word in pair]
        for name in sorted((*strong, *named), key=lambda name: _precedence(name, spans)):
            of_event = set(name.spans) <= set(parted)
            if (
                not of_event
                and _is_believed(name, spans, utterance.text)
                and not any(name.touches(other.spans) for other in kept)
            ):
                kept.append(name)
        return Names(tuple(sorted(kept, key=lambda name: name.start)), tuple(titles))

    def _named(self, utterance: Utterance, spans: Sequence[Marked], language: str) -> list[Found]:
        generic = [(word.start, word.end) for word in utterance.words if word.folded in self._generic_rooms]
        rooms, others = _places(spans, Kind.ROOM), _places(spans, Kind.ROOM, Kind.TRACK, Kind.TITLE, Kind.TOPIC)
        frame = Framing(tuple(_places(spans, Kind.PERSON)), self._no_names)
        concepts = concepts_in(utterance, (language, DEFAULT))
        found = [
            *self.places.find(utterance, [*generic, *rooms], rooms),
            *self.people.find(utterance, frame),
            *self.tracks.find(utterance, _places(spans, Kind.TRACK), others),
            *(_with_generic(found, utterance) for found in self.organizations.find(utterance, ())),
            *self.kinds.find(utterance, ()),
            *self._languages(language).find(utterance, _places(spans, Kind.LANGUAGE)),
            *(Found(NameKind.CONCEPT, (name,), (place,), 1.0) for place, name in concepts.items()),
        ]
        return [name for name in found if not self._is_spelled_right(name, utterance)]

    def _is_spelled_right(self, name: Found, utterance: Utterance) -> bool:
        """Whether a word that is only like a name is written so in the program's texts: systemd is no System."""
        if name.exact or name.kind is NameKind.ROOM:
            return False
        said = [word.folded for word in utterance.words if (word.start, word.end) in name.spans]
        own = [folded for folded in said if folded not in self._no_names]
        return len(own) == 1 and own[0] in self._written

    def _is_mere_concept(self, match: TitleMatch, utterance: Utterance, named: Sequence[Found]) -> bool:
        """A title of one word ("Welcome"), or only a part of one, that people also say for any session of its kind."""
        title, concepts = _as_found(match, utterance), [found for found in named if found.kind is NameKind.CONCEPT]
        if len(title.spans) == 1:
            misspelled = match.recall < 1 and concepts_of(match.title)  # a "pannel" is one of many
            return bool(misspelled) or any(title.touches(found.spans) for found in concepts)
        whole = match.full and self.titles.is_whole(match.title)
        several = [found for found in concepts if found.keys[0] not in ONE_OF_EVENT]
        return not whole and any(f.start <= title.start and title.end <= f.end for f in several)


def _is_believed(name: Found, spans: Sequence[Marked], text: str) -> bool:
    """Whether a name is meant: most of it is in stretches that name something of its sort, or it is said in full."""
    sorts = FITTING.get(name.kind, NAMING) if name.exact else ALIKE.get(name.kind, NAMING)
    fitting = [s for s in spans if s.kind in sorts]
    inside = sum(any(s.touches(*span) for s in fitting) for span in name.spans)
    if 2 * inside >= len(name.spans):
        return True
    elsewhere = any(s.kind not in NAMING and s.touches(name.start, name.end) for s in spans)
    length = sum(end - start for start, end in name.spans)
    as_written = name.kind is NameKind.ROOM and any(key in text for key in name.keys if not key.islower())
    said = text[name.start : name.end].casefold()
    alone = not any(s.kind in NAMING for s in spans) and length >= SHORT_NAME and zipf(said) < EVERYDAY
    return not elsewhere and not name.partial and name.exact and (length >= LONG_NAME or as_written or alone)


def _without_clocks(utterance: Utterance) -> Iterator[Word]:
    """The words, where those of an hour mean nothing: the 1 of 1:50 is of no round 1."""
    clocks = [match.span() for match in CLOCK.finditer(utterance.text)]
    for word in utterance.words:
        timed = any(start <= word.start and word.end <= end for start, end in clocks)
        yield replace(word, content=False) if timed else word


def language_names(sessions: Iterable[Session], spoken: str) -> dict[str, str]:
    """What the languages of the sessions, ours and a few others are called in a language, to their codes."""
    from babel import Locale

    codes = dict.fromkeys((*languages(), *OTHER_LANGUAGES, *(s.language[:2].lower() for s in sessions)))
    names = Locale(spoken).languages
    return {names[code]: code for code in codes if code in names}


def _precedence(name: Found, spans: Sequence[Marked]) -> tuple[float, ...]:
    """Names in the order in which they are believed: longest first, whole before partial, exact before alike.

    One of the sort that the words name is preferred: of a "perl devroom" the track, not what is held in it.
    """
    length = sum(end - start for start, end in name.spans)
    rank = RANKS.get(name.kind, OTHER_RANK) * (PARTIAL if name.partial else 1)
    own = OWN.get(name.kind)
    rank *= OF_SORT if any(s.kind is own and s.touches(name.start, name.end) for s in spans) else 1
    if name.kind is NameKind.SESSION and name.partial:
        rank *= PARTIAL if any(s.kind in PLACES and s.touches(name.start, name.end) for s in spans) else 1
    return (-length * rank * name.score, list(NameKind).index(name.kind))


def _with_generic(name: Found, utterance: Utterance) -> Found:
    """An organization with the word for any beside it: of "Lunar Agency" only "Lunar" tells it from others."""
    generic = nouns(Noun.ORGANIZATION)
    beside = [
        (word.start, word.end)
        for word in utterance.words
        if word.folded in generic and (0 <= word.start - name.end <= ARTICLE or 0 <= name.start - word.end <= ARTICLE)
    ]
    return replace(name, spans=(*name.spans, *beside))


def _as_found(match: TitleMatch, utterance: Utterance) -> Found:
    spans: tuple[Span, ...] = tuple((utterance.words[i].start, utterance.words[i].end) for i in match.said)
    return Found(NameKind.SESSION, match.ids, spans, min(1.0, 0.6 + 0.4 * match.recall), partial=not match.full)


def _places(spans: Iterable[Marked], *wanted: Kind) -> list[Span]:
    return [(span.start, span.end) for span in spans if span.kind in wanted]


def _same(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}


def _kinds(sessions: Iterable[Session]) -> tuple[str, ...]:
    """Kinds of one word; those that are concepts too are found as such, in any language."""
    return tuple(k for k in queries.distinct(sessions, lambda s: (s.kind,)) if k.isalpha() and not concepts_of(k))


def _organizations(sessions: Iterable[Session]) -> Labels:
    named = queries.distinct(sessions, lambda s: map(affiliation, s.speakers))
    return Labels(NameKind.ORGANIZATION, _same(named), of_little_weight() | nouns(Noun.ORGANIZATION))


def _words_written(knowledge: Knowledge) -> frozenset[str]:
    """All words of the titles, descriptions and documents, folded."""
    texts = [text for s in knowledge.program.sessions for text in (s.title, *s.titles.values(), s.abstract)]
    texts += [document.text for document in knowledge.documents]
    return frozenset(run[0] for text in texts for run in RUNS.finditer(fold(clean_name(text))))


def _words_of_event(name: str) -> frozenset[str]:
    return frozenset(w.folded for w in words(clean_name(name)) if len(w.folded) >= SMALLEST and not w.folded.isdigit())
