"""Sentences with their exact ranges, for English, French and Japanese (and whatever ends them alike)."""

from __future__ import annotations

import re

Range = tuple[int, int]

_BLOCK = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*+•–—・■●○◆□]|\(?\d{1,3}[.)])[ \t])")
_END = re.compile(
    r"(?P<wide>[。！？｡]+[」』）】”’\")\]]*)"
    r"|(?P<narrow>[.!?…]+(?:[\"'”’)\]*_]|[\s]?»)*)(?=\s|$)"
    r"|(?P<line>[ \t]*\n)"
)
_SHORT_LINE = 40
# Never the end of a sentence: what follows is a name or a number.
_TITLES = frozenset(
    "mr mrs ms mx dr prof st gen sen rep gov lt col sgt capt hon rev pres no nos vol fig figs eq ch sec vs cf "
    "mm mme mmes mlle mlles me pr art ex env tél tel p pp n eg ie e.g i.e c.-à-d".split()
)
# An end only when the next word can begin a sentence.
_UNSURE = frozenset("etc inc ltd co corp jr sr dept est approx min max av bd ap a.m p.m".split())
_STARTERS = frozenset(
    "a after all also although an and as at because before both but by during each even every first for from he her here "
    "his how however i if in it its let like many more most my no not now on one or our over she since so some "
    "such that the their then there these they this those though through to today together under until we what when "
    "where which while who why with yes you your "
    "afin alors après au aucun aujourd'hui aussi autre aux avant avec bien c'est ce ces cet cette chaque comme depuis des donc "
    "du elle elles en enfin ensuite et il ils je la le les leur leurs lors mais moi même nos notre nous on or ou où par parce "
    "pendant plus pour pourquoi puis quand que quel quelle qui sa selon ses si son sur tous tout toutefois un une "
    "voici voilà vos votre vous".split()
)
_PARTICLES = re.compile(r"[\s]*(?:と(?!こ|き|も)|の|を|は|が|も|に|で|や|へ|から|など|、|，)")
_OPEN, _CLOSE = "「『（", "」』）"


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Range]:
    """Return the ranges of the sentences in ``text[start:end]``, in order, without white space around.

    Every character of the stretch that is not white space is in exactly one of them.
    """
    stop = len(text) if end is None else end
    found: list[Range] = []
    for begin, finish in _blocks(text, start, stop):
        found += _in_block(text, begin, finish)
    return found


def _blocks(text: str, start: int, end: int) -> list[Range]:
    """The stretches between blank lines and before list items."""
    edges = [start, *(edge.end() for edge in _BLOCK.finditer(text, start, end)), end]
    return list(zip(edges, edges[1:], strict=False))


def _in_block(text: str, start: int, end: int) -> list[Range]:
    found: list[Range] = []
    begin = start
    for mark in _END.finditer(text, start, end):
        if _ends(text, begin, mark, end):
            found.append((begin, mark.end()))
            begin = mark.end()
    found.append((begin, end))
    return [tight for each in found if (tight := _tight(text, *each))]


def _tight(text: str, start: int, end: int) -> Range | None:
    inside = text[start:end]
    left = len(inside) - len(inside.lstrip())
    return (start + left, start + len(inside.rstrip())) if inside.strip() else None


def _ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    if mark["line"]:
        return _line_ends(text, mark.start(), begin, mark.end(), end)
    if mark["wide"]:
        return _wide_ends(text, begin, mark, end)
    return _narrow_ends(text, begin, mark, end)


def _line_ends(text: str, at: int, begin: int, following: int, end: int) -> bool:
    """A short line stands for itself; a long one was wrapped and goes on below."""
    line = text[max(begin, text.rfind("\n", begin, at) + 1) : at]
    goes_on = text[following:end].lstrip()[:1].islower()
    wide = sum(character > "\u2e7f" for character in line)
    return len(line) + wide < _SHORT_LINE and not goes_on


def _wide_ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """Inside a quotation, or before the particle that leads it on, a full stop ends nothing."""
    said = text[begin : mark.end()]
    if sum(map(said.count, _OPEN)) > sum(map(said.count, _CLOSE)):
        closing = re.compile(f"[{_CLOSE}]").search(text, mark.end(), min(end, mark.end() + 300))
        if closing:
            return False
    return not (said[-1] in _CLOSE and _PARTICLES.match(text, mark.end()))


def _narrow_ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    rest = text[mark.end() : min(end, mark.end() + 40)].lstrip().lstrip("\"'“‘«([*_ \u00a0")
    if not rest:
        return True
    if rest[0].islower():
        return False
    return mark["narrow"][0] != "." or mark["narrow"].startswith("..") or _period_ends(text[begin : mark.start()], rest)


def _period_ends(before: str, rest: str) -> bool:
    """Whether a single period after ``before`` ends a sentence when ``rest`` follows."""
    word = before.split()[-1].lstrip("\"'“‘«([*_") if before.split() else ""
    bare = word.lower()
    if bare in _TITLES or word == "M":
        return False
    if before.strip() == word and word.isdigit():
        return False
    unsure = bare in _UNSURE or (len(word) == 1 and word.isupper()) or re.fullmatch(r"(?:\w\.)+\w", word) is not None
    return not unsure or _first_word(rest) in _STARTERS


def _first_word(rest: str) -> str:
    found = re.match(r"[\w'’]+", rest)
    return found[0].lower().replace("’", "'") if found else ""
