"""Title, speaker and date from a document's first lines, where no front matter tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from knowledge.speeches import byline, dates
from knowledge.speeches.front_matter import Details

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 12
LONGEST_LINE = 220  # characters; a longer one is prose
LONGEST_TITLE = 160
MOST_OTHER_WORDS = 5
WRAPPED = 45  # a line this long may go on in the next one
SENTENCE = re.compile(r"[.!,。！、…:：]['\"”»)]*$")
EVENT = re.compile(
    r"\b(?:meeting|program(?:me)?|conference|congress|convention|summit|forum|symposium|workshop|session|panel|day|"
    r"colloque|congr[èe]s|sommet|rencontres?|journ[ée]es?|salon|s[ée]ance|table ronde)\b|"
    r"会議|フォーラム|シンポジウム|サミット|大会|カンファレンス|プログラム|セッション",
    re.IGNORECASE,
)
LABEL = re.compile(r"(?:title|titre|タイトル|題名|演題)\s*[:\uff1a]\s*(\S.*)", re.IGNORECASE)
SALUTATION = re.compile(
    r"(?:dear|mr\.? (?:president|chair|secretary|speaker)|good (?:morning|afternoon|evening)|ladies|distinguished|"
    r"your excellenc|excellenc|mesdames|messieurs|monsieur|madame|bonjour|bonsoir|chers|ch[èe]res|皆様|皆さま|皆さん|"
    r"ご来場)",
    re.IGNORECASE,
)
ENDS_OPENING = re.compile(r"[(（【■◆▼].*|\d+[.)]\s.*")
MARKS = re.compile(r"^[#>\s]+|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}|\s*#+$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the opening, unwrapped and without its emphasis marks, and its range in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first lines told, and where the last line that told something ends."""

    details: Details
    end: int


def read(text: str, begin: int = 0, end: int | None = None, title: str = "") -> Opening:
    """What the lines of ``text[begin:end]`` before the first prose tell.

    ``title`` is one already known: then the lines are asked for the speaker and the date only.
    """
    lines = list(_lines(text, begin, len(text) if end is None else end))
    speech = next((line for line in lines if byline.of_speech(line.text)), None)
    speaker, label = _speaker(lines, speech)
    dated = next((line for line in lines if is_date_line(line.text)), None)
    named = _title_line([line for line in lines if line is not label], speech)
    used = [line for line in (label, dated, None if title else named) if line]
    return Opening(
        Details(
            title=title or (named.text if named and len(named.text) <= LONGEST_TITLE else ""),
            speaker=speaker,
            date=iso_date(dated.text) if dated else "",
        ),
        max((line.end for line in used), default=begin),
    )


def _speaker(lines: list[Line], speech: Line | None) -> tuple[str, Line | None]:
    """Who speaks, and the line that tells nothing else; several lines of a name and a role are guests."""
    label = next((line for line in lines if line is not speech and byline.of_label(line.text)), None)
    if label:
        return byline.of_label(label.text), label
    roles = [line for line in lines if byline.of_role(line.text)]
    if speech or len(roles) != 1:
        return byline.of_speech(speech.text) if speech else "", None
    return byline.of_role(roles[0].text), roles[0]


def iso_date(text: str) -> str:
    """The date in a text as YYYY-MM-DD, or an empty string."""
    found = dates.find(text)
    return found[0].isoformat() if found else ""


def is_date_line(text: str) -> bool:
    """Whether a line gives a date and little else: a weekday, a place."""
    found = dates.find(text)
    return found is not None and len(re.findall(r"\w+", text.replace(found[1], " "))) <= MOST_OTHER_WORDS


def _title_line(lines: list[Line], speech: Line | None) -> Line | None:
    """The line above "Speech by X" unless it names the event; else that line itself.

    Without such a line it is one that says "Title:", or names a speech where the first names the event,
    or the first.
    """
    able = [line for line in lines if not byline.of_label(line.text) and not is_date_line(line.text)]
    if speech is None:
        labelled = (replace(line, text=found[1]) for line in able if (found := LABEL.fullmatch(line.text)))
        told = (line for line in able[1:] if EVENT.search(able[0].text) and byline.mentions_speech(line.text))
        return next(chain(labelled, told, able), None)
    above = (line for line in able if line.end <= speech.start and not EVENT.search(line.text))
    return next(above, speech)


def _lines(text: str, begin: int, end: int) -> Iterator[Line]:
    """The first lines up to the first prose or heading."""
    count = 0
    for start, stop in _spans(text, begin, end):
        plain = " ".join(MARKS.sub("", text[start:stop]).split())
        if not plain:
            continue
        if count == MOST_LINES or _is_prose(plain) or ENDS_OPENING.fullmatch(plain):
            return
        count += 1
        yield Line(plain, start, stop)


def _is_prose(plain: str) -> bool:
    ends = bool(SENTENCE.search(plain)) and not is_date_line(plain)
    return ends or len(plain) > LONGEST_LINE or SALUTATION.match(plain) is not None


def _spans(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges of lines, a wrapped line and the rest of it taken together."""
    position = begin
    span: tuple[int, int] | None = None
    for piece in text[begin:end].splitlines(keepends=True):
        line, start = piece.strip(), position
        position += len(piece)
        if span and line and _goes_on(text[span[0] : span[1]], line):
            span = (span[0], start + len(piece.rstrip()))
            continue
        if span:
            yield span
        span = (start, start + len(piece.rstrip())) if line else None
    if span:
        yield span


def _goes_on(before: str, line: str) -> bool:
    """Whether a line continues the one before: emphasis still open, or broken off in the middle."""
    if before.count("**") % 2:
        return True
    named = line.startswith(("by ", "par "))
    return byline.announces_speech(before) if named else line[:1].islower() and len(before) >= WRAPPED
