"""Title, speaker and date from a document's first lines, where no front matter tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from knowledge.speeches import byline, dates, head
from knowledge.speeches.front_matter import Details
from knowledge.speeches.furniture import is_scrap
from knowledge.speeches.head import is_date_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Provenance
    from knowledge.speeches.head import Line

LONGEST_TITLE = 160
LONG_TITLE = 100  # loses the occasion
SHORTEST_CUT = 16
EVENT = re.compile(
    r"\b(?:meeting|program(?:me)?|conference|congress|convention|summit|forum|symposium|workshop|session|panel|day|"
    r"colloque|congr[èe]s|sommet|rencontres?|journ[ée]es?|salon|s[ée]ance|table ronde)\b|"
    r"会議|フォーラム|シンポジウム|サミット|大会|カンファレンス|プログラム|セッション",
    re.IGNORECASE,
)
LABEL = re.compile(r"(?:title|titre|タイトル|題名|演題)\s*[:\uff1a]\s*(\S.*)", re.IGNORECASE)
OCCASION = re.compile(
    r"[,\s]+(?:at|on|during|before|in|to|à|lors|devant)\s+(?:the|its|l[ae']|l['’])?.*|[,\s]+(?:on the occasion"
    r"|à l['’]occasion).*",
    re.IGNORECASE,
)
MY_NAME = re.compile(
    r"\b(?i:my name is|je m['’]appelle|je suis|i am|i['’]m)\s+"
    r"(?P<who>(?:[A-ZÀ-Þ][\w.'’-]+\s+){1,3}[A-ZÀ-Þ][\w'’-]+)(?=[\s,.;])|"
    r"(?P<who2>[\u3005\u30a1-\u30ff\u4e00-\u9fff]{2,10})(?:と申します|でございます)"
)
CHAIRS = re.compile(r"moderat|introduc|chair|welcome our|mod[ée]r|accueill|anime|司会|進行", re.IGNORECASE)
PROSE = 700  # characters of a speech in which its speaker says who it is
FEWEST_LETTERS = 3
WIDE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
NO_TITLE = re.compile(
    r"(?:on the occasion|à l['’]occasion|(?:at|of|during|lors|to) (?:the|its|de|du|la)\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first lines told, and where the last line that told something ends.

    ``spoken`` is where the speech itself begins. ``title_from`` is ``read`` where a line can be nothing but the
    title, ``guessed`` where it is just the first. ``furniture`` are ranges of what belongs to the page.
    """

    details: Details
    end: int
    spoken: int = 0
    title_from: Provenance = ""
    lines: tuple[Line, ...] = ()
    furniture: tuple[tuple[int, int], ...] = ()

    @property
    def told(self) -> tuple[tuple[Details, Provenance], ...]:
        """The details with what each is worth."""
        title = Details(title=self.details.title)
        return ((replace(self.details, title=""), "read"), (title, self.title_from or "read"))


def read(text: str, begin: int = 0, end: int | None = None, title: str = "") -> Opening:
    """What the lines of ``text[begin:end]`` before the first prose tell.

    ``title`` is one already known: then the lines are asked for the speaker and the date only.
    """
    stop = len(text) if end is None else end
    found = head.read(text, begin, stop)
    lines = list(found.lines)
    speech = next((line for line in lines if byline.of_speech(line.text)), None)
    speech = speech or next((line for line in lines if byline.begins_speech(line.text)), None)
    speaker, label = _speaker(lines, speech)
    dated = next((line for line in lines if is_date_line(line.text)), None) or _dated(lines)
    named, provenance = _title_line(lines, speech, label)
    used = [line for line in (label, dated, None if title else named) if line]
    return Opening(
        Details(
            title=title or (_short(named.text) if named else ""),
            speaker=speaker or _introduces_self(text, found.end, stop if not lines else len(text)),
            date=iso_date(dated.text) if dated else "",
        ),
        max((line.end for line in used), default=begin),
        found.end if lines else begin,
        provenance if named and not title else "",
        found.lines,
        found.furniture,
    )


def _speaker(lines: list[Line], speech: Line | None) -> tuple[str, Line | None]:
    """Who speaks, and the line that tells nothing else; several lines of a name and a role are guests."""
    label = next((line for line in lines if line is not speech and byline.of_label(line.text)), None)
    announced = byline.of_speech(speech.text) if speech else ""
    if label and (not announced or not byline.HONORED.match(label.text)):
        return byline.of_label(label.text), label
    roles = [line for line in lines if byline.of_role(line.text)]
    if speech or len(roles) != 1:
        return announced, None
    return byline.of_role(roles[0].text), roles[0]


def _introduces_self(text: str, begin: int, end: int) -> str:
    """The name that a speech gives in its first sentences, unless a chair speaks."""
    said = text[begin : min(end, begin + PROSE)]
    found = MY_NAME.search(said)
    if not found or CHAIRS.search(said):
        return ""
    return " ".join((found["who"] or found["who2"]).split())


def iso_date(text: str) -> str:
    """The date in a text as YYYY-MM-DD, or an empty string."""
    found = dates.find(text)
    return found[0].isoformat() if found else ""


def _dated(lines: Sequence[Line]) -> Line | None:
    """A line that gives a date beside other words, where none gives little else."""
    found = next((line for line in lines if dates.find(line.text) and byline.begins_speech(line.text)), None)
    return replace(found, end=found.start) if found else None


def _title_line(lines: list[Line], speech: Line | None, label: Line | None) -> tuple[Line | None, Provenance]:
    """The line above "Speech by X" unless it names the event; else that line itself.

    Without such a line it is one that says "Title:", or names a speech where the first names the event,
    or the first; this is a guess unless it is the only one or stands above the speaker.
    """
    below = {here.start for above, here in pairwise(lines) if byline.EXCELLENCY.match(above.text)}  # their office
    able = [line for line in lines if line is not label and line.start not in below and _may_title(line)]
    if speech is None:
        labelled = (replace(line, text=found[1]) for line in able if (found := LABEL.fullmatch(line.text)))
        told = (line for line in able[1:] if EVENT.search(able[0].text) and byline.mentions_speech(line.text))
        sure = next(chain(labelled, told), None) or next(
            (each for each in able if byline.mentions_speech(each.text)), None
        )
        first = sure or next(iter(able), None)
        return first, "read" if sure or (first and label and label.start > first.start) else "guessed"
    if any(byline.LETTERHEAD.fullmatch(line.text) or is_scrap(line.text) for line in lines if line.end <= speech.start):
        return speech, "read"
    above = (line for line in able if line.end <= speech.start and not EVENT.search(line.text))
    return next(above, speech), "read"


def _may_title(line: Line) -> bool:
    """Whether a line is neither a name, a date, an office nor the head of a letter, and has a word in it."""
    words = re.findall(r"[^\W\d_]+", line.text)
    if not WIDE.search(line.text) and not any(len(word) >= FEWEST_LETTERS for word in words):
        return False
    if byline.of_label(line.text) or is_date_line(line.text) or NO_TITLE.match(line.text):
        return False
    return byline.mentions_speech(line.text) or not byline.LETTERHEAD.fullmatch(line.text)


def _short(title: str) -> str:
    """A title of bearable length: one too long loses the occasion, or is none."""
    title = re.sub(r"\A\d{1,3}\s+(?=[^\W\d_])", "", title) if title[:1].isdigit() and title.isupper() else title
    if len(title) > LONG_TITLE and byline.begins_speech(title):
        title = title[:SHORTEST_CUT] + OCCASION.sub("", title[SHORTEST_CUT:])
    return title.rstrip(" ,;") if len(title) <= LONGEST_TITLE else ""
