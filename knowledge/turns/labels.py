"""Lines that may begin a turn: what stands where a name would, in which way, and where the words begin. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.turns.words import FLOOR, NO_VOICE, NUMBERED, ROLE, STAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.sections import Heading

_TIME = r"(?P<time>\d{1,2}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?)"
_NAME = r"(?P<name>[^\s\[(（【<*_#>|:：\d][^\n:：\[\]<>|*_#\t]{0,59}?|\d(?:st|nd|rd|th)\b[^\n:：*_]{1,40}?)"
_ASIDE = r"(?:[ \t]*[(（\[](?P<aside>[^()（）\[\]\n]{1,60})[)）\]])?"
_COLON = r"[ \t]*(?:：|:(?!//)(?=\s|$|[^\s\d]))"
_DASH = r"[ \t]*[.．]?[ \t]*(?:[–—―]|-{1,2})[ \t]+"
_POLITE = r"(?:MM?\.|Mmes?|Mlle|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Prof\.?|The|Le|La|THE|LE|LA|S\.E\.)"
_LINE = re.compile(r"^[^\S\n]*(?P<words>\S[^\n]*?)[^\S\n]*$", re.MULTILINE)
# Tried in this order; the first that fits tells the style.
_STYLES = {
    "clock": re.compile(rf"[\[(<]?{_TIME}[\])>]?[ \t]*[-–—]?[ \t]*{_NAME}{_ASIDE}{_COLON}[ \t]*"),
    "timed": re.compile(
        rf"(?:\*\*)?{_NAME}(?:\*\*)?[:：]?(?:\*\*)?(?:[ \t]+|[ \t]*(?=[\[(]))[\[(]?{_TIME}[\])]?[:：]?"
    ),
    "bold": re.compile(
        rf"(?P<mark>\*\*|__|\*)(?P<name>[^*_\n:：]{{1,60}}?){_ASIDE}(?:[ \t]*[:：][ \t]*(?P=mark)"
        rf"|(?P=mark){_ASIDE.replace('aside', 'aside2')}(?:{_COLON}|{_DASH}))[ \t]*"
    ),
    "bold-alone": re.compile(rf"(?P<mark>\*\*|__)(?P<name>[^*_\n:：]{{1,60}}?)\.?(?P=mark){_ASIDE}(?:[ \t]+(?=\S)|$)"),
    "bracket": re.compile(
        r"(?:\[(?P<name>[^\]\[\n:：]{1,60})\]|【(?P<name2>[^】\n：:]{1,20})】"
        r"|<(?P<name3>[^>\n/@:]{1,60})>)(?![(\[])[ \t]*[:：]?[ \t]*"
    ),
    "question": re.compile(
        r"(?P<name>[QA]\d{0,2})(?:[ \t]*[.)．]|[ \t]*[-–—]|[ \t]{2,}|[ \t]*[\u00a0\u2003][\s\u00a0]*)[\s\u00a0]*(?=\S)"
    ),
    "diet": re.compile(
        r"[○◯〇][ \t\u3000]*(?P<name>[^\s\u3000（(：:。、]{1,20})"
        r"(?:[（(](?P<aside>[^()（）\n]{1,30})[)）])?(?:[ \t\u3000]+|[：:])(?=\S)"
    ),
    "dash": re.compile(rf"(?P<name>(?:{_POLITE}[ \t])?[^\n:：–—―\d]{{2,60}}?){_DASH}(?=\S)"),
    "stop": re.compile(
        r"(?P<name>(?:M\.|MM\.|Mme|Mlle)[ \u00a0](?:l[ea][ \u00a0])?[^\n.:,–—-]{3,50})\.[ \u00a0]+(?=[A-ZÀ-Þ«])"
    ),
    "colon": re.compile(rf"(?:[-–—][ \t]+)?{_NAME}{_ASIDE}{_COLON}[ \t]*"),
    "alone": re.compile(rf"(?P<name>[^\s\d][^\n:：\d]{{1,59}}?){_ASIDE}\.?"),
}
_NO_ASIDE = re.compile(rf"{_TIME}|[A-Z]{{1,4}}")  # a time, initials
_WHOLE = ("timed", "alone")  # nothing else stands on the line
_UNMISTAKABLE = ("clock", "timed", "bold")  # also in the midst of a paragraph
_ENDED = re.compile(r"[.!?…。！？:：;»”\"')）\]】*_>—–-]\s*$")
_LIST = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s")
_CAPITALS = re.compile(r"[^a-zà-öø-ÿ]*[A-ZÀ-Þ]{2}[^a-zà-öø-ÿ]*")


@dataclass(frozen=True, slots=True)
class Label:
    """What may name a voice: ``[start, end)`` is all that is no part of its words.

    ``style`` tells how it is set off, ``aside`` what stands in brackets beside it, ``at`` the seconds from the
    recording's beginning. ``begins`` tells that the words after it begin as a sentence does.
    """

    name: str
    start: int
    end: int
    style: str
    aside: str = ""
    at: float | None = None
    begins: bool = True

    @property
    def capitals(self) -> bool:
        """Whether the name is all in capitals."""
        return _CAPITALS.fullmatch(self.name) is not None


def find_labels(text: str, begin: int, headings: Sequence[Heading] = ()) -> list[Label]:
    """The lines from ``begin`` on that may begin a turn, in order; ``headings`` are of the style ``heading``."""
    found = list(_in_lines(text, begin, {heading.start for heading in headings}))
    found += [Label(heading.text, heading.start, heading.end, "heading") for heading in headings]
    return sorted(found, key=lambda label: label.start)


def begins_turn(line: str) -> bool:
    """Whether a line by itself begins a turn: a question, a moderator, or a name in capitals before words."""
    label = _label(line, 0, len(line))
    if label is None or label.style in ("alone", "bold-alone", "bracket", "dash", "stop"):
        return False
    said = _is_said(label.name) and label.style != "timed"
    return (
        said
        or label.style in ("clock", "timed")
        or (label.style == "colon" and label.capitals and label.end < len(line))
    )


def may_begin_turn(line: str) -> bool:
    """Whether a line by itself may begin one: it has what reads like a name before a colon."""
    label = _label(line, 0, len(line))
    if label is None or label.style not in ("colon", "clock", "bold"):
        return begins_turn(line)
    return all(word[:1].isupper() or not word[:1].isascii() for word in label.name.split())


def seconds(clock: str) -> float:
    """The seconds of ``h:mm:ss`` or ``m:ss``, with a fraction or without."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total


def _in_lines(text: str, begin: int, taken: set[int]) -> Iterator[Label]:
    before, last = "", begin
    for line in _LINE.finditer(text, begin):
        words, start = line["words"], line.start("words")
        apart = not before or text.count("\n", last, start) > 1
        label = None if start in taken or _LIST.match(words) else _label(words, start, line.end())
        if label and (apart or _ENDED.search(before) or label.style in _UNMISTAKABLE):
            yield replace(label, end=_skip(text, label.end))
        before, last = words, line.end()


def _label(words: str, start: int, line_end: int) -> Label | None:
    for style, pattern in _STYLES.items():
        found = pattern.fullmatch(words) if style in _WHOLE else pattern.match(words)
        if found is None:
            continue
        named = found.groupdict()
        name = " ".join((named.get("name") or named.get("name2") or named.get("name3") or "").split()).strip(" .,")
        aside = named.get("aside") or named.get("aside2") or ""
        if not _able(name, style, words):
            continue
        rest = words[found.end() :].lstrip("*_ \u00a0")
        clock = named.get("time") or (aside if re.fullmatch(_TIME, aside) else "")
        return Label(
            name,
            start,
            start + found.end() if rest else line_end,
            style,
            "" if STAGE.fullmatch(aside) or _NO_ASIDE.fullmatch(aside) else aside,
            seconds(clock) if clock else None,
            begins=not rest or not rest[0].islower(),
        )
    return None


def _able(name: str, style: str, words: str) -> bool:
    """Whether a label of this style may be one at all."""
    if not name or STAGE.fullmatch(name) or (NO_VOICE.fullmatch(name) and not _is_said(name)):
        return False
    if style == "alone":
        return _CAPITALS.fullmatch(words) is not None and not words.endswith((",", "!", "?"))
    if style == "dash":
        stopped = bool(re.match(r"(?:MM?\.|Mmes?|Mlles?)\s", name)) or bool(
            re.match(rf"{_POLITE}\s", name) and re.match(r"[.．]", words[len(name) :].lstrip())
        )
        return "," not in name and (stopped or _CAPITALS.fullmatch(name) is not None)
    return True


def _is_said(name: str) -> bool:
    """What is a voice in a transcript and a matter elsewhere: "Question", "Speaker 1"."""
    return any(pattern.fullmatch(name) for pattern in (FLOOR, ROLE, NUMBERED)) and name.casefold() not in _MATTERS


_MATTERS = frozenset({"speaker", "speakers", "presenter", "orateur", "intervenant", "会場"})


def _skip(text: str, at: int) -> int:
    """The next sign that is no white space."""
    found = re.compile(r"[\s\u00a0]*").match(text, at)
    return found.end() if found else at
