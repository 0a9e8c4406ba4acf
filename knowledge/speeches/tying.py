"""Which session a speech belongs to: what its file says, or else one clear match of title or speaker."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.folding import plain
from knowledge.problems import Problem
from knowledge.speeches.file_name import name_of, telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.model import Document, Program, Session

SAME_TITLE = 92  # rapidfuzz score: a comma more, a word misspelt
SAME_NAME = 90  # KAZEKI Jun, Jun Kazeki
SURNAME = 4  # letters of a name that a file may be called by
NEAR = 75  # of an id, for "should it be"
ADDRESS = re.compile(r"\b(?:mr|mrs|ms|mme|mlle|dr|prof|professor|sir|he)\b")


def tie(documents: Iterable[Document], program: Program) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents, each with the session it belongs to, and what their files say wrongly of it.

    A ``session`` in the front matter wins. Without it a speech is tied when exactly one session has
    its title, or its speaker, or of the speaker's sessions one has a title or kind that the speech's
    title names, or, when the text names no speaker, one that the file is named after. In doubt it is not tied.
    Pages are tied by their front matter alone.
    """
    tied, problems = [], []
    for document in documents:
        session = program.session(document.session) if document.session else None
        if document.session and session is None:
            problems.append(_unknown(document, program))
        if session is None and document.kind == "speech":
            session = _match(document, program)
        tied.append(replace(document, session=session.id if session else None))
    return tuple(tied), tuple(problems)


def _unknown(document: Document, program: Program) -> Problem:
    from rapidfuzz import process

    near = process.extractOne(document.session, [each.id for each in program.sessions], score_cutoff=NEAR)
    mend = f"Should it be {near[0]}?" if near else "Write the id that the program gives it."
    what = f"names the session “{document.session}”, which the program does not have."
    return Problem(document.source, what, mend, "warning")


def _match(document: Document, program: Program) -> Session | None:
    people = [_name(part) for part in document.speaker.split(",") if part.strip()]
    by_title = [each for each in program.sessions if _same_title(document.title, each)]
    by_speaker = [each for each in program.sessions if _speaks(people, each)]
    contradicted = people and not by_speaker
    both = [each for each in by_title if each in by_speaker]
    titled = [each for each in by_title if not each.speakers or not contradicted]
    named = [each for each in by_speaker if _named_in(document.title, each)]
    by_file = [] if people else [each for each in program.sessions if _in_file_name(document.source, each)]
    for candidates in (both, titled, by_speaker, named, by_file):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _in_file_name(source: str, session: Session) -> bool:
    """Whether a file is named after a session's title or after a whole word of one of its speakers' names."""
    words = telling(name_of(source))
    if _same_title(" ".join(words), session):
        return True
    spelled = (name for speaker in session.speakers for name in (speaker.name, *speaker.names))
    return any(len(word) >= SURNAME and word in _name(name).split() for name in spelled for word in words)


def _same_title(title: str, session: Session) -> bool:
    from rapidfuzz import fuzz

    titles = {session.title, *session.titles.values()}
    return any(fuzz.ratio(plain(title), plain(each), score_cutoff=SAME_TITLE) for each in titles)


def _speaks(people: Iterable[str], session: Session) -> bool:
    from rapidfuzz import fuzz

    names = [_name(name) for speaker in session.speakers for name in (speaker.name, *speaker.names)]
    return any(fuzz.ratio(person, name, score_cutoff=SAME_NAME) for person in people for name in names)


def _named_in(title: str, session: Session) -> bool:
    """Whether the speech's title names the session by its title or its kind ("Keynote speech by ...")."""
    words = f" {plain(title)} "
    names = {plain(name) for name in (session.title, session.kind, *session.titles.values())}
    return any(f" {name} " in words for name in names if name)


def _name(written: str) -> str:
    """A person's name whichever way round, without Mr or Dr."""
    return " ".join(sorted(ADDRESS.sub(" ", plain(re.sub(r"[(（].*", "", written))).split()))
