"""Formatting as organizers type it, in the habits of both platforms: found, taken out of the words, or broken. Pure."""

from __future__ import annotations

import re

from bot.messages import Mark

LABELLED = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()<>]+)\)")
ADDRESS = re.compile(r"https?://[^\s<>\"'「」、。]+(?<![.,;:!?)])")
EMPHASIS = re.compile(
    # A sign between two letters is none of ours: snake_case, 2*3. Two stars may, since not all languages have spaces.
    r"\*\*(?P<strong>[^\s*](?:[^*\n]*[^\s*])?)\*\*"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
)
TOKEN = re.compile(rf"(?P<address>{ADDRESS.pattern})|{EMPHASIS.pattern}")
OPEN_STARS = re.compile(r"(?<![\w*])\*\*(?=[^\s*]).{0,30}|\S{0,30}(?<=[^\s*])\*\*(?![\w*])")
OPEN_LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\([^)\n]{0,60}\)?")


def emphasized(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Return a text without its signs, and what they marked. Addresses are left as they are."""
    words, marks, size, last = [], [], 0, 0
    for found in TOKEN.finditer(text):
        inner = found["strong"] or found["bold"] or found["italic"]
        if inner is None:
            continue
        before = text[last : found.start()]
        start = size + len(before)
        words += [before, inner]
        size, last = start + len(inner), found.end()
        marks.append(Mark(start, size, "italic" if found["italic"] else "bold"))
    return "".join((*words, text[last:])), tuple(marks)


def broken(text: str) -> tuple[str, str] | None:
    """Return the kind and the place of formatting that does not end, None when all does."""
    rest = LABELLED.sub("", text)
    link = OPEN_LINK.search(rest)
    if link:
        return "broken_link", link[0]
    rest = TOKEN.sub(" ", rest)
    stars = OPEN_STARS.search(rest)
    return ("formatting", stars[0]) if stars else None
