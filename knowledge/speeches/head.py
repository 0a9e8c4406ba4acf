"""The first lines of a document as a person takes them in: unwrapped, without what belongs to the page. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge import states
from knowledge.speeches import byline, dates
from knowledge.speeches.furniture import PAGE, is_furniture, is_scrap, without_crumbs
from knowledge.turns.labels import begins_turn
from knowledge.turns.words import is_office

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_LINES = 16
LONGEST_LINE = 220  # characters; a longer one is prose
LONGEST_BLOCK = 320  # of lines that were one
MOST_OTHER_WORDS = 5
WRAPPED = 45  # a line this long may go on in the next one
SENTENCE = re.compile(r"[.!?,。！？、…:：;][\"'”’»)]*$")
SALUTATION = re.compile(
    r"(?:dear|m(?:r|ister|adam|adame)?\.? (?:president|chair|secretary|speaker|moderator)|good (?:morning"
    r"|afternoon|evening)|ladies|distinguished|"
    r"your (?:excellenc|majest|highness|royal)|(?:honou?rable|esteemed) (?:president|members|delegates|colleagues)"
    r"|excellenc(?:y|ies|es|e),?\s*(?:$|[,—–-]|(?:ladies|mr|mesdames|"
    r"messieurs|monsieur|philémon|president|distinguished))|thank you|hello|hi\b|welcome\b.{0,20}$"
    r"|president of the general assembly|heads? of states?\b|"
    r"mesdames|messieurs|madame,? |monsieur,? l[e'’]|monsieur (?:le|la|l['’])\b|bonjour|bonsoir|chers|ch[èe]res"
    r"|majest[ée]s|bismillah|"
    r"皆様|皆さま|皆さん|みなさん|ご来場|本日は|ご紹介)",
    re.IGNORECASE,
)
ENDS_OPENING = re.compile(r"[(（【■◆▼].*|\d+[.)]\s.*")
MARKS = re.compile(r"^[#>\s]+|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}|\s*#+$")
CONNECTS = re.compile(
    r"(?:\b(?:by|of|the|at|for|and|to|in|on|de|du|des|la|le|les|et|par|à|au|aux|pour|sur)|[—–&-]|\b(?:d|l"
    r"|de l)['’])\s*\Z",
    re.IGNORECASE,
)
LEADS_ON = re.compile(r"(?:by|of|at|on|to|during|de|du|des|par|à|au|lors)\b|d['’]", re.IGNORECASE)
CAPITALS = re.compile(r"[^a-zà-öø-ÿ]*[A-ZÀ-Þ]{3}[^a-zà-öø-ÿ]*")
NUMBERED = re.compile(r"\d{1,3}\s*[.|]?\s*|\d{1,2}\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Line:
    """Lines of the opening that are one, without emphasis marks, and their range in the text."""

    text: str
    start: int
    end: int
    apart: bool = False  # an empty line is above


@dataclass(frozen=True, slots=True)
class Head:
    """The lines before the speech begins, and where it does; ``furniture`` are the ranges of what the page adds."""

    lines: tuple[Line, ...]
    end: int
    furniture: tuple[tuple[int, int], ...] = ()


def read(text: str, begin: int, end: int) -> Head:
    """The lines of ``text[begin:end]`` up to the first prose or salutation."""
    lines: list[Line] = []
    furniture = []
    stop = begin
    for start, finish in _spans(text, begin, end):
        plain = " ".join(MARKS.sub("", text[start:finish]).split())
        if is_scrap(plain) or PAGE.fullmatch(plain):
            continue
        if is_furniture(plain):
            furniture.append((start, finish))
            continue
        if len(lines) == MOST_LINES or _begins_speech(plain, lines):
            break
        lines.append(Line(without_crumbs(plain), start, finish, apart="\n\n" in re.sub(r"[ \t]", "", text[stop:start])))
        stop = finish
    return Head(tuple(_joined(lines)), stop, tuple(span for span in furniture if span[0] < stop or not lines))


def is_date_line(text: str) -> bool:
    """Whether a line gives a date and little else: a weekday, a place."""
    found = dates.find(text)
    return found is not None and len(re.findall(r"\w+", text.replace(found[1], " "))) <= MOST_OTHER_WORDS


def _begins_speech(plain: str, before: list[Line]) -> bool:
    """Whether a line is the first of the speech itself."""
    if ENDS_OPENING.fullmatch(plain) and not is_date_line(plain.strip("()（）")):
        return True
    if SALUTATION.match(plain) or begins_turn(plain):
        return True
    if len(plain) > LONGEST_LINE:
        return not byline.of_speech(plain)
    if not SENTENCE.search(plain) or is_date_line(plain):
        return False
    # "Statement by X," goes on with the office; an announcement may end in a full stop
    return not (
        byline.mentions_speech(plain[:WRAPPED]) and (plain.endswith(",") or byline.begins_speech(plain))
    ) and not (plain.endswith(",") and bool(before) and _is_office_line(plain))


def _is_office_line(plain: str) -> bool:
    return is_office(plain.split(maxsplit=1)[0]) or byline.EXCELLENCY.match(plain) is not None


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines that a scan or a page has broken, as one."""
    waiting: Line | None = None
    for line in lines:
        if waiting and (_is_one(waiting.text, line.text) or (not line.apart and _is_surname(waiting.text, line.text))):
            waiting = replace(waiting, text=f"{waiting.text} {line.text}", end=line.end)
            continue
        if waiting:
            yield waiting
        waiting = line
    if waiting:
        yield waiting


def _is_one(before: str, line: str) -> bool:
    """Whether a line of the head continues the one before, which may stand further up."""
    if len(before) + len(line) > LONGEST_BLOCK or is_date_line(line) or is_date_line(before):
        return False
    if CONNECTS.search(before):
        return True
    if byline.announces_speech(before):
        return LEADS_ON.match(line) is not None
    if not byline.begins_speech(before):
        return False
    whole = CAPITALS.fullmatch(before) is not None and CAPITALS.fullmatch(line) is not None
    named = byline.of_speech(before)
    if before.endswith(",") or (whole and not named):
        return True
    return (
        (whole and LEADS_ON.match(line) is not None)
        or line[:1].islower()
        or (not named and byline.EXCELLENCY.match(line) is not None)
    )


def _is_surname(before: str, line: str) -> bool:
    """Whether a line right below a name goes on with the rest of it: "Faure Essozimna / GNASSINGBE, President"."""
    name, first = byline.of_speech(before), line.split(maxsplit=1)[0]
    alone = line == first or first.endswith(",")
    ends = bool(name) and before.endswith(name)
    return ends and alone and first.isupper() and not is_office(first) and not states.named(first)


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
    """Whether a line continues the one right above: emphasis still open, or broken off in the middle."""
    if before.count("**") % 2:
        return True
    if is_furniture(before) or is_furniture(line):
        return False
    named = line.startswith(("by ", "par "))
    return byline.announces_speech(before) if named else line[:1].islower() and len(before) >= WRAPPED
