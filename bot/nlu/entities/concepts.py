"""Which sessions are a lunch, a keynote, a closing: told by kind, track and title, in every language we speak."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from bot.i18n.catalogue import languages
from bot.nlu.lexicon import Concept, concepts
from bot.nlu.text import Utterance, clean_name, fold, words
from bot.nlu.time.names import full_weekdays

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.nlu.lexicon import Match
    from knowledge.model import Session

ONE_OF_EVENT = (Concept.OPENING, Concept.CLOSING)
BY_TRACK = (Concept.KEYNOTE, Concept.WORKSHOP, Concept.LIGHTNING, Concept.PANEL, Concept.POSTER, Concept.DEMO)
PAUSES = (Concept.LUNCH, Concept.COFFEE, Concept.BREAKFAST, Concept.DINNER, Concept.BREAK)
NOT_ATTENDED = (*PAUSES, Concept.REGISTRATION)
NEAREST: dict[str, str] = {Concept.PARTY: Concept.NETWORKING, Concept.NETWORKING: Concept.PARTY}
SEPARATORS = ":-–—|("
JOINING = "&@/"  # what may follow a registration: "Registration & welcome @ the foyer"


class ConceptTable:
    """The sessions of each concept. ``common`` are folded words that leave a title's meaning as it is."""

    def __init__(self, sessions: Sequence[Session], common: Collection[str], event_words: Collection[str]) -> None:
        self._common = frozenset(common) | frozenset(event_words)
        self._event_words = frozenset(event_words)
        strong: dict[str, list[Session]] = defaultdict(list)
        loose: dict[str, list[Session]] = defaultdict(list)
        for session in sessions:
            sure, perhaps = self._of(session)
            for concept in sure:
                strong[concept].append(session)
            for concept in perhaps - sure:
                loose[concept].append(session)
        self._members = {name: tuple(strong.get(name) or loose[name]) for name in {*strong, *loose}}
        self._sure = {name: frozenset(s.id for s in members) for name, members in strong.items()}

    def members(self, concept: str) -> tuple[Session, ...]:
        """The sessions of a concept; those only loosely so when there are no others, and for a party a reception."""
        return self._members.get(concept) or self._members.get(NEAREST.get(concept, ""), ())

    def breaks(self, concept: str) -> tuple[Session, ...]:
        """The sessions of a concept when a break is asked for: nobody means the registration by that."""
        registrations = {session.id for session in self.members(Concept.REGISTRATION)}
        others = tuple(session for session in self.members(concept) if session.id not in registrations)
        return others or self.members(concept)

    def of_event(self, concept: str, sessions: Sequence[Session]) -> tuple[Session, ...]:
        """Of several openings or closings, the whole event's own, when it can be told; else all."""
        if concept not in ONE_OF_EVENT or len(sessions) < 2:  # noqa: PLR2004 - several
            return tuple(sessions)
        of_kind = tuple(s for s in sessions if concept in concepts_of(s.kind))
        if of_kind and len(of_kind) < len(sessions):
            return self.of_event(concept, of_kind)
        named = tuple(s for s in sessions if self._event_words & {w.folded for w in words(clean_name(s.title))})
        if named:
            return named
        edge = min(s.start for s in sessions) if concept == Concept.OPENING else max(s.start for s in sessions)
        alone = tuple(s for s in sessions if s.start == edge)
        return alone if len(alone) == 1 else tuple(sessions)

    def is_pause(self, session: Session) -> bool:
        """Tell whether a session is a lunch, a break or the like, or the registration: nobody attends it as a talk."""
        return any(session.id in self._sure.get(concept, ()) for concept in NOT_ATTENDED)

    def _of(self, session: Session) -> tuple[set[str], set[str]]:
        sure, perhaps = set(concepts_of(session.kind)), set()
        sure |= concepts_of(session.track) & {c.value for c in BY_TRACK}
        for title in (session.title, *session.titles.values()):
            track = {word.folded for word in words(clean_name(session.track))}
            exact, anywhere = self._of_title(clean_name(title), self._common | track)
            sure |= exact
            perhaps |= anywhere
        if not session.speakers and not session.abstract:  # "Lunch and pizza", 休憩とピザ: nobody speaks there
            sure |= perhaps & {concept.value for concept in PAUSES}
        return sure, perhaps

    def _of_title(self, title: str, common: Collection[str]) -> tuple[set[str], set[str]]:
        utterance = Utterance(title, fold(title), words(title))
        matches = [match for language in languages() for match in concepts(language).find(utterance)]
        sure = {m.name for m in matches if self._opens(title, m)}
        covered = [(m.start, m.end) for m in matches]
        rest = [w for w in utterance.words if w.content and not any(a <= w.start and w.end <= b for a, b in covered)]
        if all(w.folded in common or w.folded.isdigit() for w in rest):
            sure |= {m.name for m in matches}
        edges = {m.name for m in matches if self._is_at_edge(title, m)}
        return sure, edges

    def _opens(self, title: str, match: Match) -> bool:
        """Whether a phrase is all that stands before a colon or dash; a weekday may come before it."""
        parting = SEPARATORS + JOINING if match.name == Concept.REGISTRATION else SEPARATORS
        after = title[match.end :].lstrip()[:1]
        return bool(after) and after in parting and self._says_little(title[: match.start])

    def _says_little(self, text: str) -> bool:
        return all(word.folded in self._common or word.folded in _weekdays() for word in words(text))

    def _is_at_edge(self, title: str, match: Match) -> bool:
        """Whether a phrase opens or ends a title or one of its parts: "XMPP Lunch Break", not "Training Datasets".

        A word of parting that opens one must stand before a common word, as in "Closing of the camp".
        """
        before, after = title[: match.start].rstrip(), title[match.end :].lstrip()
        if not after or after[0] in SEPARATORS:
            return True
        if before and before[-1] not in SEPARATORS and not self._says_little(before):
            return False
        return match.name not in ONE_OF_EVENT or any(word.folded in self._common for word in words(after)[:1])


@cache
def _weekdays() -> frozenset[str]:
    """The folded names of the weekdays: a "Thursday Registration" is one all the same."""
    return frozenset(name for language in languages() for name in full_weekdays(language))


def concepts_of(label: str) -> set[str]:
    """The concepts that a kind or track names, in any language."""
    text = clean_name(label)
    utterance = Utterance(text, fold(text), words(text))
    return {match.name for language in languages() for match in concepts(language).find(utterance)}


def concepts_in(utterance: Utterance, spoken: Iterable[str]) -> Mapping[tuple[int, int], str]:
    """The concepts named in a question, by their place; a longer phrase hides those inside it."""
    found: dict[tuple[int, int], str] = {}
    for language in dict.fromkeys(spoken):
        for match in concepts(language).find(utterance):
            if not any(a <= match.start and match.end <= b for a, b in found):
                found = {p: n for p, n in found.items() if not (match.start <= p[0] and p[1] <= match.end)}
                found[match.start, match.end] = match.name
    return found
