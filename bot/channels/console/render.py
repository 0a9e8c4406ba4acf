"""Reply -> plain text for a terminal, and for ``ask``. Pure.

What can be chosen has a number in brackets, counted through the reply. Nothing but line breaks is left of
control characters: a text from outside cannot paint the terminal.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, assert_never

from bot.channels.console.wrapping import wrapped
from bot.messages import Attachment, Choice, Choices, Link, Listing, Picture, QuoteBlock, SessionCard, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.messages import Block, Reply

QUOTES = {"fr": ("«\u00a0", "\u00a0»"), "ja": ("「", "」")}
ENGLISH = ("“", "”")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def render(reply: Reply, width: int | None = None) -> str:
    """Return the whole reply, its lines broken at ``width`` columns when given; empty when it says nothing."""
    numbers = count(1)
    quotes = QUOTES.get(reply.language, ENGLISH)
    paragraphs = ("\n".join(line for line in _lines(block, numbers, quotes) if line) for block in reply.blocks)
    text = harmless("\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip()))
    return wrapped(text, width) if width else text


def harmless(text: str) -> str:
    """The text without control characters, but for line breaks and tabs."""
    return _CONTROL.sub("", text)


def buttons(reply: Reply) -> list[Choice]:
    """Return what can be chosen, in the order of the numbers shown."""
    found: list[Choice] = []
    for block in reply.blocks:
        if isinstance(block, Listing):
            found += [Choice(item.text, item.action) for item in block.items if item.action]
            found += [block.more] if block.more else []
        elif isinstance(block, Choices):
            found += block.choices
    return found


def _lines(block: Block, numbers: Iterator[int], quotes: tuple[str, str]) -> list[str]:  # noqa: PLR0911 a block each
    match block:
        case Text():
            return [block.text]
        case Link():
            return [block.url if block.label in {"", block.url} else f"{block.label} → {block.url}"]
        case SessionCard():
            title = f"✗ {block.title}" if block.cancelled else block.title
            return [title, " · ".join(slot for slot in (block.when, block.where) if slot), block.who, block.note]
        case Listing():
            return _listing(block, numbers)
        case QuoteBlock():
            return [f"{quotes[0]}{block.text}{quotes[1]}", f"— {block.label}" if block.label else ""]
        case Choices():
            return [block.prompt, _row(block.choices, numbers)]
        case Picture():
            return [f"🖼 {block.url}"]
        case Attachment():
            return [f"📄 {block.name}"]
        case _:
            assert_never(block)


def _listing(listing: Listing, numbers: Iterator[int]) -> list[str]:
    lines = [listing.title]
    for item in listing.items:
        mark = f"[{next(numbers)}]" if item.action else "•"
        lines.append(f"{mark} {item.text}" + (f" — {item.detail}" if item.detail else ""))
    return [*lines, _row((listing.more,), numbers)] if listing.more else lines


def _row(choices: tuple[Choice, ...], numbers: Iterator[int]) -> str:
    return "  ".join(f"[{next(numbers)}] {choice.label}" for choice in choices)
