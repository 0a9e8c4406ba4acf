"""Lines broken to a terminal's width, counted in columns: a Japanese sign takes two and may end any line. Pure."""

from __future__ import annotations

import re

from wcwidth import wcswidth, wcwidth

# A word with the space before it, or one wide sign; what closes a bracket or sentence stays with what it closes.
_PIECE = re.compile(r"\s*(?:[^\s\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]+|\S)[、。，．」』）〉》】？！]*")
NARROWEST = 20


def wrapped(text: str, width: int) -> str:
    """Return the text with no line wider than ``width`` columns, at least 20; only words wider than that are cut."""
    width = max(width, NARROWEST)
    return "\n".join(piece for line in text.split("\n") for piece in _broken(line, width))


def _broken(line: str, width: int) -> list[str]:
    lines = [""]
    for piece in _PIECE.findall(line):
        if _columns(lines[-1] + piece) <= width:
            lines[-1] += piece
            continue
        word = piece.lstrip()
        lines += [word] if _columns(word) <= width else _cut(word, width)
    return [done for done in lines if done] or [""]


def _cut(word: str, width: int) -> list[str]:
    lines, room = [""], width
    for sign in word:
        columns = max(wcwidth(sign), 0)
        if columns > room:
            lines.append("")
            room = width
        lines[-1] += sign
        room -= columns
    return lines


def _columns(text: str) -> int:
    return max(wcswidth(text), 0) or len(text)
