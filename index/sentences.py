"""Sentences with their exact ranges, for English, French and Japanese (and whatever ends them alike).

Rules rather than a trained splitter: the ranges must be exact, the three languages may alternate within a
text, and a title such as "M." or "Dr." must never become a quote of its own.
"""

from __future__ import annotations

import re
from itertools import pairwise

Range = tuple[int, int]

# Blank lines, and line breaks before a list item, a table row, a heading, a quoted line.
_BLOCK = re.compile(
    r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*+•–—・■●○◆□][ \t\u3000]|\(?\d{1,3}[.)][ \t]|\||#{1,6}[ \t]|>[ \t]))"
)
_MARK = re.compile(
    r"(?P<wide>(?:[。！？｡]|．(?!\d))+[」』）】”’\")\]]*)"
    r"|(?P<narrow>[.!?…]+(?:[\"'”’)\]*_]|\s?»)*)(?=\s|$)"
    r"|(?P<line>[ \t]*\n)"
)
_SHORT_LINE = 40
# How far back or ahead a decision looks, in characters.
_BEHIND, _AHEAD, _QUOTED = 40, 40, 400

_TITLE_WORDS = """
mr mrs ms mx dr prof st gen sen rep gov lt col sgt capt hon rev pres no nos vol fig figs eq ch sec vs cf
mm mme mmes mlle mlles me pr art ex env tél tel p pp n m eg ie e.g i.e c.-à-d
"""
_DOUBTFUL_WORDS = "al etc inc ltd co corp jr sr dept est approx min max av bd ap a.m p.m"
_MONTH_WORDS = "jan feb mar apr jun jul aug sep sept oct nov dec janv fév févr avr juil août déc"
_WEEKDAY_WORDS = "Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun"
_OPENING_WORDS = """
a after all also although an and as at because before both but by during each even every first for from he her
here his how however i if in it its let like many more most my no not now on one or our over she since so some
such that the their then there these they this those though through to today together under until we what when
where which while who why with yes you your afin alors après au aucun aujourd'hui aussi autre aux avant avec
bien c'est ce ces cet cette chaque comme depuis des donc du elle elles en enfin ensuite et il ils je la le les
leur leurs lors mais moi même nos notre nous on ou où par parce pendant plus pour pourquoi puis quand que quel
quelle qui sa selon ses si son sur tous tout toutefois un une voici voilà vos votre vous
"""
# A period after one of these ends nothing: a name or a number follows.
_TITLES = frozenset(_TITLE_WORDS.split())
# A period after one of these, or after initials, ends a sentence when the next word is one that opens one.
_DOUBTFUL = frozenset(_DOUBTFUL_WORDS.split())
# A period after one of these ends nothing when the rest of a date follows: "Jan. 5", "Fri. Jan. 5".
_MONTHS = frozenset(_MONTH_WORDS.split())
_WEEKDAYS = frozenset(_WEEKDAY_WORDS.split())
_OPENING = frozenset(_OPENING_WORDS.split())
_INITIALS = re.compile(r"(?:\w\.)+\w|[A-ZÀ-Þ]")
_PARTICLE = re.compile(r"\s*(?:と(?!こ|き|も)|の|を|は|が|も|に|で|や|へ|から|など|、|，)")
_OPEN, _CLOSE = "「『（", "」』）"
_CLOSING = re.compile(f"[{_CLOSE}]")
_LEADING = "\"'“‘«([*_ \u00a0\u202f"


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Range]:
    """Return the ranges of the sentences in ``text[start:end]``, in order, without white space around.

    Every character of the stretch that is not white space is in exactly one of them. List items, table
    rows and short lines that stand for themselves count as sentences; lines wrapped at a width do not end one.
    """
    stop = len(text) if end is None else end
    edges = [start, *(edge.end() for edge in _BLOCK.finditer(text, start, stop)), stop]
    return [each for begin, finish in pairwise(edges) for each in _in_block(text, begin, finish)]


def tight(text: str, start: int, end: int) -> Range:
    """The range without white space around; empty at ``end`` when there is nothing else in it."""
    inside = text[start:end]
    left = len(inside) - len(inside.lstrip())
    return min(start + left, end), max(start + len(inside.rstrip()), min(start + left, end))


def _in_block(text: str, start: int, end: int) -> list[Range]:
    found: list[Range] = []
    begin = start
    for mark in _MARK.finditer(text, start, end):
        if _ends(text, begin, mark, end):
            found.append((begin, mark.end()))
            begin = mark.end()
    found.append((begin, end))
    return [(left, right) for left, right in (tight(text, *each) for each in found) if left < right]


def _ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    if mark["line"]:
        return _line_ends(text, mark, end)
    if mark["wide"]:
        return _wide_ends(text, begin, mark, end)
    return _narrow_ends(text, begin, mark, end)


def _line_ends(text: str, mark: re.Match[str], end: int) -> bool:
    """A short line, or one that ends in a colon, stands for itself; a long one was wrapped and goes on."""
    line = text[text.rfind("\n", 0, mark.start()) + 1 : mark.start()]
    if line.rstrip().endswith((":", "：")):
        return True
    wide = sum(character > "\u2e7f" for character in line)
    goes_on = text[mark.end() : end][:_AHEAD].lstrip()[:1].islower()
    return len(line) + wide < _SHORT_LINE and not goes_on


def _wide_ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """Inside a quotation, or before the particle that leads it on, a full stop ends nothing."""
    said = text[max(begin, mark.end() - _QUOTED) : mark.end()]
    still_open = sum(map(said.count, _OPEN)) > sum(map(said.count, _CLOSE))
    if still_open and _CLOSING.search(text, mark.end(), min(end, mark.end() + _QUOTED)):
        return False
    return not (said[-1] in _CLOSE and _PARTICLE.match(text, mark.end(), end))


def _narrow_ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    rest = text[mark.end() : end][:_AHEAD].lstrip().lstrip(_LEADING)
    if rest[:1].islower():
        return False
    stop = mark["narrow"]
    if not rest or not stop.startswith(".") or stop.startswith(".."):
        return True
    return _period_ends(text[max(begin, mark.start() - _BEHIND) : mark.start()], rest)


def _period_ends(before: str, rest: str) -> bool:
    """Whether a single period after ``before`` ends a sentence when ``rest`` follows."""
    word = before.rsplit(maxsplit=1)[-1].lstrip(_LEADING) if before.strip() else ""
    if word.lower() in _TITLES:
        return False
    if word.lower() in _MONTHS and rest[:1].isdigit():
        return False
    if word in _WEEKDAYS and (rest[:1].isdigit() or _first_word(rest) in _MONTHS):
        return False
    if before.strip() == word and (word.isdigit() or len(word) == 1):
        return False  # the number of a list item
    doubtful = word.lower() in _DOUBTFUL or _INITIALS.fullmatch(word) is not None
    return not doubtful or _first_word(rest) in _OPENING


def _first_word(rest: str) -> str:
    found = re.match(r"[\w'’]+", rest)
    return found[0].lower().replace("’", "'") if found else ""
