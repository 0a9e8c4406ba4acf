"""All names of one event, and what a question says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bot.conversation.names.concepts import ConceptTable, concepts_in, concepts_of
from bot.conversation.names.found import Found, NameKind, Span
from bot.conversation.names.labels import Labels
from bot.conversation.names.people import People, people_of
from bot.conversation.names.places import Places
from bot.conversation.names.titles import Titles
from bot.conversation.understanding.frequency import is_known
from bot.conversation.understanding.lexicon import Cue, Match
from bot.conversation.understanding.text import clean_name, words
from bot.i18n.catalogue import DEFAULT, languages
from bot.i18n.catalogue import words as listed
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.conversation.names.titles import TitleMatch
    from bot.conversation.understanding.text import Utterance, Word
    from knowledge.model import Knowledge, Session

ALIKE = 0.95
SMALLEST = 2  # letters of an event's word that stands for the event


@dataclass(frozen=True, slots=True)
class Names:
    """What a question names. ``titles`` are the titles that share words with it, best first, not yet believed."""

    found: tuple[Found, ...]
    titles: tuple[TitleMatch, ...]

    def of(self, kind: NameKind) -> tuple[Found, ...]:
        """The names of one kind."""
        return tuple(found for found in self.found if found.kind is kind)


class NameTable:
    """Everything that can be named at one event. Made once; then only read."""

    def __init__(self, knowledge: Knowledge) -> None:
        sessions = knowledge.program.sessions
        self._sessions = sessions
        self.common = _folded(Cue.FILLER)
        generic_rooms, generic_tracks = _folded(Cue.ROOM), _folded(Cue.TRACK)
        self._barred = self.common | _folded(Cue.SESSION) | _folded(Cue.SPEAKER)
        self.event_words = _event_words(knowledge.event.name) - self._barred - _folded(Cue.EVENT)
        self.proper_event_words = frozenset(word for word in self.event_words if not is_known(word))
        self.people = People(people_of(knowledge))
        self.places = Places(knowledge.program, generic_rooms)
        self.tracks = Labels(NameKind.TRACK, _same(queries.distinct(sessions, lambda s: (s.track,))), generic_tracks)
        self.organizations = Labels(
            NameKind.ORGANIZATION, _same(_organizations(sessions)), self.common | _folded(Cue.ORGANIZATION)
        )
        numbers = frozenset(str(number) for number in range(1000))
        self.kinds = Labels(NameKind.SESSION_KIND, _same(_kinds(sessions)), self._barred | numbers)
        self.titles = Titles(sessions)
        self.concepts = ConceptTable(sessions, self._barred | _folded(Cue.TRACK) | _folded(Cue.EVENT), self.event_words)

    def find(self, utterance: Utterance, cues: Sequence[Match], language: str) -> Names:
        """What a question names; where two names share a word, the one that explains more of the question is kept."""
        titles = self.titles.match(utterance.words, _common_in(language))
        named = self._named(utterance, cues, language)
        strong = [_as_found(match, utterance) for match in _joined(titles, _unsaid(utterance, language))]
        kept: list[Found] = []
        for name in sorted((*(s for s in strong if not _is_mere_concept(s, named)), *named), key=_precedence):
            if not any(name.touches(other.spans) for other in kept):
                kept.append(name)
        return Names(tuple(sorted(kept, key=lambda name: name.start)), tuple(titles))

    def _named(self, utterance: Utterance, cues: Sequence[Match], language: str) -> list[Found]:
        before = [match.end for match in cues if match.name == Cue.PERSON_BEFORE]
        after = [match.start for match in cues if match.name == Cue.PERSON_AFTER]
        everywhere = [Match(Cue.ROOM, w.start, w.end) for w in utterance.words if w.folded in self._generic_rooms]
        rooms = [(m.start, m.end) for m in (*cues, *everywhere) if m.name == Cue.ROOM]
        tracks = [(m.start, m.end) for m in cues if m.name in (Cue.TRACK, Cue.SESSION)]
        found = self.places.find(utterance, rooms)
        found += self.people.find(utterance, before, after, self._barred | self._cue_words | self.event_words)
        found += self.tracks.find(utterance, tracks) + self.organizations.find(utterance, ())
        spoken = [
            (m.start, m.end) for m in cues if m.name in (Cue.SESSION, Cue.LANGUAGE_OF, Cue.LANGUAGE, Cue.SPOKEN_IN)
        ]
        found += self.kinds.find(utterance, ()) + self._languages(language).find(utterance, spoken)
        concepts = concepts_in(utterance, (language, DEFAULT))
        found += [Found(NameKind.CONCEPT, (name,), (place,), 1.0) for place, name in concepts.items()]
        return found

    @cached_property
    def _generic_rooms(self) -> frozenset[str]:
        return _folded(Cue.ROOM)

    @cached_property
    def _cue_words(self) -> frozenset[str]:
        return frozenset(word for cue in Cue for word in _folded(cue))

    def _languages(self, spoken: str) -> Labels:
        if spoken not in self._language_names:
            self._language_names[spoken] = Labels(NameKind.LANGUAGE, language_names(self._sessions, spoken), ())
        return self._language_names[spoken]

    @cached_property
    def _language_names(self) -> dict[str, Labels]:
        return {}


def language_names(sessions: Iterable[Session], spoken: str) -> dict[str, str]:
    """What the languages of the world's programs and of the sessions are called in a language, to their codes."""
    from babel import Locale

    codes = dict.fromkeys((*languages(), "de", "es", "it", "zh", "ko", *(s.language[:2].lower() for s in sessions)))
    names = Locale(spoken).languages
    return {names[code]: code for code in codes if code in names}


def _precedence(name: Found) -> tuple[float, ...]:
    """Names in the order in which they are believed: longest first, whole before partial, exact before alike."""
    length = sum(end - start for start, end in name.spans)
    rank = {NameKind.SESSION: 1.0, NameKind.CONCEPT: 0.9, NameKind.LANGUAGE: 0.9}.get(name.kind, 1.05)
    return (-length * rank * (0.7 if name.partial else 1.0) * name.score, list(NameKind).index(name.kind))


def _unsaid(utterance: Utterance, language: str) -> frozenset[int]:
    return frozenset(i for i, word in enumerate(utterance.words) if word.folded in _common_in(language))


def _joined(titles: Sequence[TitleMatch], common: frozenset[int]) -> list[TitleMatch]:
    """The strong matches; those alike in all that was said are one, and each has all telling words said of its title.

    ``common`` are the places of the words that say little.
    """
    joined: list[TitleMatch] = []
    for match in (m for m in titles if m.strong):
        alike = [
            o
            for o in titles
            if o.strong and o.full == match.full and o.said == match.said and o.mass >= ALIKE * match.mass
        ]
        ids = tuple(dict.fromkeys(i for other in (match, *alike) for i in other.ids))
        said = {place for o in titles if o.ids == match.ids for place in o.said if place not in common}
        joined.append(replace(match, ids=ids, said=tuple(sorted({*said, *match.said}))))
    return joined


def _is_mere_concept(title: Found, named: Sequence[Found]) -> bool:
    """A title of one word, such as "Welcome", that people also say for any session of its kind."""
    concepts = (found for found in named if found.kind is NameKind.CONCEPT)
    return len(title.spans) == 1 and any(title.touches(found.spans) for found in concepts)


def _as_found(match: TitleMatch, utterance: Utterance) -> Found:
    spans: tuple[Span, ...] = tuple((utterance.words[i].start, utterance.words[i].end) for i in match.said)
    return Found(NameKind.SESSION, match.ids, spans, min(1.0, 0.6 + 0.4 * match.recall), partial=not match.full)


def _folded(cue: Cue) -> frozenset[str]:
    """The single words of a cue in all languages."""
    entries = (entry for language in languages() for entry in listed(language, f"words.{cue.value}"))
    return frozenset(entry for entry in entries if " " not in entry and not entry.startswith("="))


@cache
def _common_in(language: str) -> frozenset[str]:
    """Words that say little in a language or in the default one, in which titles often are."""
    cues = (Cue.FILLER, Cue.SESSION, Cue.SPEAKER)
    return frozenset(
        w
        for spoken in (language, DEFAULT)
        for cue in cues
        for w in listed(spoken, f"words.{cue.value}")
        if " " not in w
    )


def _same(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}


def _kinds(sessions: Iterable[Session]) -> tuple[str, ...]:
    return tuple(k for k in queries.distinct(sessions, lambda s: (s.kind,)) if k.isalpha() and not concepts_of(k))


def _organizations(sessions: Iterable[Session]) -> tuple[str, ...]:
    return queries.distinct(sessions, lambda s: (speaker.organization for speaker in s.speakers))


def _event_words(name: str) -> frozenset[str]:
    return frozenset(w.folded for w in words(clean_name(name)) if len(w.folded) >= SMALLEST and not w.folded.isdigit())


def unexplained(utterance: Utterance, spans: Sequence[Span]) -> tuple[Word, ...]:
    """The words that mean something and lie in none of the stretches."""
    return tuple(
        word for word in utterance.words if word.content and not any(s < word.end and word.start < e for s, e in spans)
    )
