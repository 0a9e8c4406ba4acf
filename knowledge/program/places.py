"""Rooms: several of them in one string, told apart only where that is certain. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

CERTAIN = re.compile(r"\s*[;|\n]\s*")
POSSIBLE = re.compile(r"\s*(?:[,+&、・]|\s/\s|\s(?:and|und|et)\s)\s*", re.IGNORECASE)
ANY = re.compile(f"{CERTAIN.pattern}|{POSSIBLE.pattern}|/", re.IGNORECASE)


def split(written: str, known: Collection[str]) -> tuple[tuple[str, ...], str]:
    """The rooms in one string, and what is doubtful about them (empty when nothing is).

    A semicolon, a bar or a new line always separates. A comma, a slash, ``+``, ``&`` or ``and`` does only when
    every part is ``known``: rooms that stand alone elsewhere in the same program. "Aula, Building 3" stays one.
    """
    if not written.strip():
        return (), ""
    if written in known:
        return (written,), ""
    rooms: list[str] = []
    doubt = ""
    for part in CERTAIN.split(written.strip()):
        pieces = next((p for p in _ways(part) if all(piece in known for piece in p)), [part])
        doubt = doubt or _doubt(part, pieces, known)
        rooms += [piece for piece in pieces if piece]
    return tuple(dict.fromkeys(rooms)), doubt


def _ways(part: str) -> list[list[str]]:
    """The ways to cut a string, from the most certain sign to the least."""
    return [[piece.strip() for piece in pattern.split(part)] for pattern in (POSSIBLE, ANY)]


def _doubt(part: str, pieces: list[str], known: Collection[str]) -> str:
    if len(pieces) > 1 or part in known:
        return ""
    half_known = any(piece in known for piece in _ways(part)[0])
    if half_known or re.search(r"\s\+\s", part):
        return f"{part!r} may be several rooms; taken as one."
    return ""
