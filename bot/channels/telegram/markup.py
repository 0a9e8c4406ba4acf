"""Text from anywhere made safe for Telegram's HTML, counted and cut as Telegram counts. Pure.

Telegram finds mentions, commands, addresses and links in any text by itself. What comes from a program, a
speech or a person must bring none of them: a word joiner (U+2060) breaks the pattern without a visible trace,
and what would be an address is set as code, which is no link and can be copied whole. The patterns follow
``match_mentions``, ``match_bot_commands`` and ``match_urls`` in ``MessageEntity.cpp`` of TDLib. (A zero-width
joiner, U+200D, would not do: it may stand inside a host name.)
"""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.messages import Mark

JOINER = "\u2060"

_END = r"(?<![.,;:!?'。、])"  # punctuation after an address belongs to the sentence
_ADDRESS = re.compile(
    # Each form begins where its own signs begin, which keeps the search linear in the text.
    rf"""
      (?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://[^\s<>"«»「」、。]+{_END}                      # https://example.org/a
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+                                        # desk@example.org
    | (?<![\w.@/-])(?:[\w-]+\.)+\w{{2,}}(?::\d+)?[/?\#][^\s<>"«»「」、。]*{_END}         # example.org/a
    | (?<![\w.])\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?![\w.])                                  # 192.0.2.1
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_COMMAND = re.compile(r"(?<![\w/<>])/(?=\w)")
_HOST_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


def units(text: str) -> int:
    """Return the length in UTF-16 code units, which Telegram's limits and offsets are told in."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """Return the text without control characters and broken surrogates, which cannot be sent."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROL.sub("", whole)


def inert(text: str, *, commands: bool = False) -> str:
    """Return cleaned text that mentions nobody, links to nothing and, unless allowed, holds no command."""
    text = clean(text)
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [_broken(text[end : found.start()], commands=commands), found[0]]
        end = found.end()
    return "".join((*parts, _broken(text[end:], commands=commands)))


def _broken(text: str, *, commands: bool) -> str:
    text = _HOST_DOT.sub(f".{JOINER}", _MENTION.sub(f"@{JOINER}", text))
    return text if commands else _COMMAND.sub(f"/{JOINER}", text)


def stretches(text: str, marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """Return inert text in its order as stretches with their styles, an empty one where nothing is marked."""
    safe = inert(text, commands=True)
    places = _places(text, safe)
    found, last = [], 0
    for mark in marks:
        start, end = places[min(mark.start, len(text))], places[min(mark.end, len(text))]
        found += [("", safe[last:start]), (mark.style, safe[start:end])]
        last = end
    return [(style, words) for style, words in (*found, ("", safe[last:])) if words]


def _places(text: str, safe: str) -> list[int]:
    """Where each character of a text, and its end, stands in the inert one, which gained joiners and lost others."""
    places, at = [], 0
    for sign in text:
        while safe[at : at + 1] == JOINER != sign:
            at += 1
        places.append(at)
        at += safe[at : at + 1] == sign
    return [*places, len(safe)]


def escaped(text: str) -> str:
    """Return inert text as HTML; an address becomes code."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [escape(text[end : found.start()], quote=False), f"<code>{escape(found[0], quote=False)}</code>"]
        end = found.end()
    return "".join((*parts, escape(text[end:], quote=False)))


def anchor(label: str, url: str) -> tuple[str, str]:
    """Return the opening and closing tag of a link, or of plain text when the address is no web or mail one."""
    if re.match(r"(?:https?://|mailto:)[^\s\x00-\x1f]+$", url) and label:
        return f'<a href="{escape(url)}">', "</a>"
    return "", ""


def plain(html: str) -> str:
    """Return HTML of ours without markup; a link keeps its address behind its label."""
    return unescape(_TAG.sub("", _LINK.sub(r"\2 (\1)", html)))


def visible(html: str) -> int:
    """Return how many UTF-16 code units of HTML of ours count against the limits."""
    return units(unescape(_TAG.sub("", html)))


def cut(text: str, limit: int) -> Iterator[str]:
    """Yield the text in pieces of at most ``limit`` UTF-16 units, cut where it reads best."""
    text = text.strip()
    while units(text) > limit:
        head = _head(text, limit)
        at = _boundary(head)
        yield head[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def _head(text: str, limit: int) -> str:
    """As many whole characters as fit."""
    ends = accumulate(units(sign) for sign in text)
    return text[: next((at for at, end in enumerate(ends) if end > limit), len(text))]


def _boundary(head: str) -> int:
    for sign in ("\n\n", "\n", ". ", "。", " "):
        at = head.rfind(sign)
        if at > len(head) // 2:
            return at + len(sign)
    return len(head)
