"""Who is named in a cell of a spreadsheet: one or several people, with or without what they belong to. Pure.

A name is kept as the cell shows it. What a cell adds to it ("Jane Doe, Acme", "Dupont, Jean") makes another
spelling by which the person is found as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.model import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable

CERTAIN = re.compile(r"\s*[;|\n]\s*")
JOINED = re.compile(r"\s+(?:&|\+|and|und|et)\s+|\s*[、・]\s*|\s+/\s+", re.IGNORECASE)
COMMA = re.compile(r"\s*[,，]\s*(?![^()]*\))")
NAME = re.compile(
    r"(?:(?:dr|prof|mr|mrs|ms|mme|m|herr|frau)\.?\s+)*[^\W\d_][\w.'’-]*(?:\s+[\w.'’-]+){1,3}", re.IGNORECASE
)
BELONGING = re.compile(
    r"""\b(?:gmbh|ag|se|inc|ltd|llc|plc|corp|sas?|sarl|kg|co|ev|e\.v|bv|nv|kk|univ\w*|hochschul\w*|tu|eth|institu\w*|minist\w*|
    agenc\w*|agentur\w*|landes\w*|stadt\w*|city|ville|group\w*|grup\w*|foundation|stiftung|fondation|associa\w*|verein|
    compan\w*|consult\w*|labs?|cent(?:er|re)|zentrum|council|commission|bank|rundfunk|press\w*|technolog\w*|systems?|
    solutions?|school|college|department|office|chief|head|ceo|cto|cio|director|direct\w+|professor\w*|manager|
    engineer\w*|architect\w*|founder\w*|gründ\w+|geschäfts\w*|leiter\w*|präsident\w*|president\w*|chef\w*|minister\w*|
    space|aerospace|industr\w*)\b|株式会社|大学|機構|研究""",
    re.VERBOSE | re.IGNORECASE,
)


def several(cell: str) -> tuple[list[str], str]:
    """The people in the one cell a table has for them, and what is doubtful about that (empty when nothing is).

    A comma separates people only where every part looks like a first and a last name.
    """
    named = []
    doubt = ""
    parts = CERTAIN.split(cell.strip())
    for part in parts if len(parts) > 1 else JOINED.split(cell.strip()):
        pieces = COMMA.split(part)
        if len(parts) == 1 and len(pieces) > 1 and all(_is_name(piece) for piece in pieces):
            named += pieces
        else:
            named.append(part)
            doubt = doubt or _doubt(part, pieces, several=len(parts) > 1)
    return [name for name in named if name], doubt


def one(cell: str) -> list[str]:
    """The people in one of several cells that a table has for them: one, but for a certain sign between them."""
    return [name for name in CERTAIN.split(cell.strip()) if name]


def speakers(names: Iterable[str], organizations: Iterable[str], roles: Iterable[str]) -> tuple[Speaker, ...]:
    """The people with what columns of their own say of them: one for each, or one for all."""
    named = list(dict.fromkeys(" ".join(name.split()) for name in names))
    belonging, acting = _matched(list(organizations), len(named)), _matched(list(roles), len(named))
    return tuple(
        Speaker(name, belonging[at], acting[at], _other_spellings(name)) for at, name in enumerate(named) if name
    )


def _matched(values: list[str], count: int) -> list[str]:
    if len(values) == count:
        return values
    return values * count if len(values) == 1 else [""] * count


def _is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None and not BELONGING.search(text)


def _doubt(part: str, pieces: list[str], *, several: bool) -> str:
    if several or len(pieces) <= len(("name", "firm")) or any(BELONGING.search(piece) for piece in pieces):
        return ""
    return f"{part!r} may be several speakers; taken as one."


def _other_spellings(name: str) -> tuple[str, ...]:
    """``Jean Dupont`` for ``Dupont, Jean``; ``Jane Doe`` for ``Jane Doe, Acme`` and ``Jane Doe (Acme)``."""
    bare = re.sub(r"\s*[(（\[].*$", "", name)
    first, _, rest = (part.strip() for part in bare.partition(","))
    if rest and " " not in first and re.fullmatch(r"[^\W\d_][\w.'’ -]*", rest) and not BELONGING.search(rest):
        return (f"{rest} {first}",)
    return (first,) if first and first != name else ()
