"""Who said what: the turns of a person, an organization or a state, and the facts of documents. Pure questions.

"What did Kishida say" is asked of turns. ``said_by`` is a hard filter: what it does not return, that one did not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from knowledge import states
from knowledge.folding import plain
from knowledge.readings import EAST_ASIAN, readings, sound_alike
from knowledge.speeches.file_name import name_of, telling, title_of
from knowledge.turns import naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from knowledge.model import Document, Fact, FactKind, Knowledge, Turn

# How somebody is meant by words: by name, by the state or organization they speak for, by what the text is called.
Means = Literal["person", "state", "organization", "title"]
MEANS: tuple[Means, ...] = ("person", "state", "organization", "title")
SHORTEST_READING = 3  # letters: shorter ones are alike by chance
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A turn of whoever was asked for, in its document, and how the words meant them."""

    document: Document
    turn: Turn
    means: Means

    def holds(self, source: str, start: int) -> bool:
        """Whether a passage of ``source`` that begins at ``start`` is part of this turn."""
        return source == self.document.source and self.turn.start <= start < self.turn.end


def said_by(knowledge: Knowledge, words: str) -> tuple[Said, ...]:
    """The turns of whoever ``words`` name, in any of the languages and scripts; none when nobody of that name speaks.

    The words are a name as it stands in a question: "Kishida", 岸田, "the Holy See's envoy", 日本, "JAXA". A person
    by that name is taken before a state, a state before an organization, and this before a title or file name.
    """
    spellings = _spellings(knowledge, words)
    heard = [(d, turn) for d in knowledge.documents if d.kind == "speech" for turn in d.voices]
    for means in MEANS:
        found = tuple(Said(d, turn, means) for d, turn in heard if _is_meant(d, turn, means, words, spellings))
        if found:
            return _closest(found, words) if means == "person" else found
    return ()


def _is_meant(document: Document, turn: Turn, means: Means, words: str, spellings: Sequence[str]) -> bool:
    if means == "person":
        return bool(turn.speaker) and any(_is_name(each, turn.speaker) for each in spellings)
    if means == "state":
        return bool(states.named(words) & states_of(document, turn))
    if means == "organization":
        return _names(words, organizations_of(document, turn))
    return is_own(document, turn) and _names(words, _called(document))


def _closest(found: tuple[Said, ...], words: str) -> tuple[Said, ...]:
    """Of several people with one surname those whose office is that of the one called by it alone.

    "Biden" is President Biden and not First Lady Jill Biden; "Macron" is President Emmanuel Macron too. Where a whole
    name is asked for, the one who has it decides: "Jill Biden" is not President Biden.
    """
    asked = naming.core(words)
    whole = [said for said in found if asked <= naming.core(said.turn.speaker)]
    names = [said.turn.speaker for said in whole or found]
    offices = {naming.office(name) for name in names if len(naming.core(name)) <= max(1, len(asked))}
    return tuple(said for said in found if not offices or naming.office(said.turn.speaker) in {*offices, ()})


def voices(knowledge: Knowledge) -> tuple[str, ...]:
    """Everybody who is heard in the speeches, each once, in the order of the documents: whose words there are."""
    speeches = (document for document in knowledge.documents if document.kind == "speech")
    return tuple(dict.fromkeys(turn.speaker for document in speeches for turn in document.voices if turn.speaker))


def is_own(document: Document, turn: Turn) -> bool:
    """Whether a turn is of those whose speech the document is; a speech that names nobody is of whoever gave it."""
    if turn.floor:
        return False
    return turn.speaker in (document.speaker, *document.speakers)


def states_of(document: Document, turn: Turn | None = None) -> frozenset[str]:
    """The ISO 3166 codes of the states for which a document speaks, or one turn of it.

    The head of the document tells them, its file name, or a speaker's title ("President Macron of France").
    """
    if turn is None:
        return frozenset(fact.value for fact in facts(document, "state")) or _state_of_file(document.source)
    own = states.named(f"{turn.speaker} ({turn.organization})")
    alone = len(document.speakers) <= 1 and is_own(document, turn)
    return own or (states_of(document) if alone else frozenset())


def _state_of_file(source: str) -> frozenset[str]:
    """The state that a file is named after, where its name tells nothing else: "Holy See.txt"."""
    name = " ".join(telling(name_of(source)))
    rest = name
    for _, start, end in reversed(list(states.places(name))):
        rest = rest[:start] + rest[end:]
    return frozenset() if rest.strip() else states.named(name)


def organizations_of(document: Document, turn: Turn | None = None) -> tuple[str, ...]:
    """The organizations for which a document speaks, or one turn of it, and the offices held there."""
    if turn is not None and turn.organization:
        return (turn.organization,)
    if turn is not None and not (len(document.speakers) <= 1 and is_own(document, turn)):
        return ()
    return tuple(fact.value for fact in document.facts if fact.kind in ("organization", "office"))


def facts(document: Document, kind: FactKind) -> tuple[Fact, ...]:
    """The facts of one kind, the first the surest."""
    return tuple(fact for fact in document.facts if fact.kind == kind)


def quote(document: Document, fact: Fact) -> str:
    """The words of the document that tell a fact."""
    return document.text[fact.start : fact.end]


def affiliations(knowledge: Knowledge, name: str) -> Iterator[tuple[str, str]]:
    """The organization and role of a speaker as the program gives them, where it does."""
    for speaker in (speaker for session in knowledge.program.sessions for speaker in session.speakers):
        if naming.same(speaker.name, name):
            yield speaker.organization, speaker.role


def _spellings(knowledge: Knowledge, words: str) -> tuple[str, ...]:
    """The words, and the other spellings that the program gives of whoever they name."""
    people = (speaker for session in knowledge.program.sessions for speaker in session.speakers)
    named = [(speaker.name, *speaker.names) for speaker in people if speaker.names]
    return (words, *(other for names in named if any(_is_name(words, name) for name in names) for other in names))


@lru_cache(maxsize=65536)
def _is_name(words: str, name: str) -> bool:
    """Whether words may be a name or a part of it, in either script; more of it than an office."""
    asked = naming.core(words)
    if not asked or all(len(word) < SHORTEST_NAME and word.isascii() for word in asked):
        return False
    if naming.same(words, name) and asked & naming.core(name):
        return asked <= naming.core(name) or naming.core(name) <= asked
    if naming.same(words, name):  # a Japanese surname inside a name without a blank
        return True
    if bool(EAST_ASIAN.search(words)) is bool(EAST_ASIAN.search(name)):
        return False
    if sound_alike(words, name):
        return True
    left, right = readings(_bare(words)), readings(_bare(name))
    return any(len(word) >= SHORTEST_READING for word in left) and left <= right


def _bare(name: str) -> str:
    from knowledge.turns.words import AFTER_NAME, HONORIFIC

    return AFTER_NAME.sub("", HONORIFIC.sub(" ", name)).strip()


def _names(words: str, called: Iterable[str]) -> bool:
    """Whether words name what is called so, by whole words: "JAXA", "space policy secretariat"."""
    asked = re.sub(
        r"\b(?:the|la|le|les|an?|s|envoy|delegate|representative|ambassador|speaker)\b", " ", plain(words)
    ).split()
    telling = [word for word in asked if len(word) >= SHORTEST_NAME or not word.isascii()]
    texts = [f" {plain(text)} " for text in called]
    if any(EAST_ASIAN.search(word) for word in telling):
        return any(all(word in text for word in telling) for text in texts)
    return bool(telling) and any(all(f" {word} " in text for word in telling) for text in texts)


def _called(document: Document) -> tuple[str, str]:
    return document.title, title_of(name_of(document.source))
