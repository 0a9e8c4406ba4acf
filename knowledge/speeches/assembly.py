"""What every format ends with: details, text and headings become a document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.language import detect
from knowledge.model import Document
from knowledge.problems import Problem
from knowledge.sections import Heading, sections, without
from knowledge.speeches import byline
from knowledge.speeches.cast import NOBODY
from knowledge.speeches.facts import find_facts
from knowledge.speeches.faq import with_questions
from knowledge.speeches.file_name import name_of, tells_more, title_of
from knowledge.speeches.furniture import find_furniture
from knowledge.speeches.head import is_date_line
from knowledge.speeches.opening import iso_date
from knowledge.turns import naming
from knowledge.turns.cutting import Turns, find_turns
from knowledge.turns.words import ROLE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from knowledge.model import DocumentKind, Provenance
    from knowledge.speeches.cast import Cast
    from knowledge.speeches.front_matter import Details
    from knowledge.speeches.opening import Opening

LANGUAGES = ("en", "fr", "ja", "zh", "ko", "de", "es", "it", "pt", "nl")
_BESIDE = re.compile(r"\s*[,(（)）|–—:：]\s*|\s-\s|\s(?:by|par)\s", re.IGNORECASE)
MOSTLY = 0.6  # of a transcript's letters
SAMPLE = 1_500  # characters are plenty to tell a language


@dataclass(frozen=True, slots=True)
class Read:
    """What a format's reader found: the text, its headings, and where in it the document's own words begin.

    ``told`` are the details from the surest source to the least sure, each with what it is worth. ``opening`` is
    what the first lines told, ``turns`` what the format itself says of who speaks.
    """

    text: str
    told: Sequence[tuple[Details, Provenance]]
    headings: Sequence[Heading] = ()
    begin: int = 0
    opening: Opening | None = None
    turns: Turns | None = None


def assemble(
    read: Read, source: str, kind: DocumentKind, cast: Cast = NOBODY
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document, or a Problem when there is nothing to read in it.

    Each field is taken from the first of ``told`` that has it. Without a title that the text has for certain, a file
    name that tells something serves. ``cast`` tells who may speak.
    """
    text, begin = read.text, read.begin
    if not text[begin:].strip():
        return None, (Problem(source, "holds no text.", "Put the text in, or leave the file out."),)
    outline = with_questions(text, begin, read.headings) if kind == "page" else read.headings
    asked = {heading.text for heading in outline} - {heading.text for heading in read.headings}
    title, title_from = _title(read.told, asked, source)
    speaker, speaker_from = _speaker(read, title, title_from, cast) if kind == "speech" else ("", "")
    turns = (read.turns or _turns(read, outline, speaker, cast)) if kind == "speech" else Turns(())
    if kind == "speech" and not speaker:
        speaker, speaker_from = _heard(turns)
    left = tuple(heading for heading in outline if heading not in turns.labels)
    first = read.opening
    document = Document(
        kind=kind,
        source=source,
        title=title,
        text=text,
        sections=without(text, sections(text, left, begin, title), _furniture(read) if kind == "speech" else ()),
        language=_first(read.told, "language")[0] or detect(text[begin : begin + SAMPLE], LANGUAGES),
        speaker=speaker,
        date=_first(read.told, "date")[0] or iso_date(name_of(source)),
        session=_first(read.told, "session")[0] or None,
        turns=turns.turns,
        times=turns.times,
        title_from=title_from,
        speaker_from=speaker_from,
    )
    return replace(document, facts=find_facts(document, first.lines if first else (), begin)), ()


def _title(told: Sequence[tuple[Details, Provenance]], asked: Collection[str], source: str) -> tuple[str, Provenance]:
    """The title and how it is known. A guess gives way to a file name that says more."""
    title, provenance = _first(told, "title", but=asked)
    name = name_of(source)
    if title and (provenance != "guessed" or not tells_more(name, title)):
        return title, provenance
    return title_of(name) or title or source, "guessed"


def _speaker(read: Read, title: str, title_from: Provenance, cast: Cast) -> tuple[str, Provenance]:
    """Who speaks and how that is known: by the text, its title, or the program."""
    speaker, provenance = _first(read.told, "speaker")
    if speaker:
        return speaker, provenance
    speaker = _named(read, cast) or byline.of_speech(title)
    if speaker:
        return speaker, "read" if title_from != "guessed" or _named(read, cast) else "guessed"
    return (cast.speaker, "given") if cast.speaker else ("", "")


def _named(read: Read, cast: Cast) -> str:
    """The one speaker of the program whose whole name is part of a line of the head: "Luc Moreau, Orbinet"."""
    lines = read.opening.lines if read.opening else ()
    known = naming.people((), cast.people)
    found = {
        each.name
        for line in lines
        for each in known
        for part in _BESIDE.split(line.text)
        if naming.core(part) in map(naming.core, each.spellings)
    }
    return found.pop() if len(found) == 1 else ""


def _turns(read: Read, headings: Sequence[Heading], speaker: str, cast: Cast) -> Turns:
    """The turns of a speech, from where it begins."""
    spoken = max(read.begin, read.opening.spoken if read.opening else 0)
    speakers = [name for name in speaker.split(", ") if name]
    return find_turns(read.text, spoken, speakers=speakers, headings=headings, program=cast.people)


def _heard(turns: Turns) -> tuple[str, Provenance]:
    """The one whose words most of a transcript are; a guess where others are heard as well."""
    said: Counter[str] = Counter()
    for turn in turns.turns:
        said[turn.speaker if not ROLE.fullmatch(turn.speaker) else ""] += turn.end - turn.start
    if not said or not (name := said.most_common(1)[0][0]) or said[name] < MOSTLY * said.total():
        return "", ""
    return name, "read" if len(said) == 1 else "guessed"


def _furniture(read: Read) -> list[tuple[int, int]]:
    """What of the text belongs to its pages, and the lines of the head that only date it."""
    lines = read.opening.lines if read.opening else ()
    dated = [(line.start, line.end) for line in lines if is_date_line(line.text)]
    return sorted({*find_furniture(read.text, read.begin), *dated})


def _first(told: Sequence[tuple[Details, Provenance]], field: str, but: Collection[str] = ()) -> tuple[str, Provenance]:
    values = ((str(getattr(details, field)), provenance) for details, provenance in told)
    return next(((value, provenance) for value, provenance in values if value and value not in but), ("", ""))
