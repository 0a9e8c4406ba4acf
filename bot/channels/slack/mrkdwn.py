"""Text that Slack shows exactly as it is written.

Slack takes ``& < >`` for control characters, which can be escaped, and ``* _ ~ `` `, a leading ``>`` and
``:name:`` for formatting, which cannot. So a text object is ``mrkdwn`` (bold, links, quotes) only when what
stands in it is free of formatting signs, and ``plain_text`` otherwise: the words matter more than the bold.
Source: https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
FORMATTING = re.compile(r"[*_~`]|:[\w+'-]+:|^\s*>", re.MULTILINE)
URL = re.compile(r"https?://[^\s<>|\"'`“”«»、。「」]*[^\s<>|\"'`“”«»、。「」.,;:!?)\]}]")
BREAKS = re.compile(r"\s+|(?<=[。．！？])")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one line: plain, bold, struck through, or the label of a link."""

    text: str
    mark: Literal["", "*", "~"] = ""
    url: str = ""


def escape(text: str) -> str:
    """Return the text with Slack's three control characters escaped."""
    return text.translate({ord(sign): entity for sign, entity in ESCAPES.items()})


def size(text: str) -> int:
    """Length as Slack may count it at worst: escaped, in UTF-16 units, each line with a quote bar."""
    return len(escape(text).encode("utf-16-le", "surrogatepass")) // 2 + 2 * text.count("\n")


def clip(text: str, limit: int) -> str:
    """Return the text cut to ``limit`` units of ``size``, with ``…`` where it was cut."""
    if size(text) <= limit:
        return text
    widths = accumulate(size(sign) for sign in text)
    at = next(at for at, width in enumerate(widths) if width >= limit)
    return text[:at].rstrip() + "…"


def pieces(text: str, limit: int) -> Iterator[str]:
    """Split a text into pieces of at most ``limit`` units, at spaces and ends of sentences where it has them."""
    rest = text.strip()
    while size(rest) > limit:
        head = clip(rest, limit).removesuffix("…")
        at = max(
            (found.start() for found in BREAKS.finditer(head) if found.start() > len(head) // 2), default=len(head)
        )
        yield rest[:at].rstrip()
        rest = rest[at:].lstrip()
    if rest:
        yield rest


def linked(text: str) -> list[Span]:
    """Return the spans of a line, the addresses in it made links to themselves."""
    spans, last = [], 0
    for found in URL.finditer(text):
        spans += [Span(text[last : found.start()]), Span(found[0], url=found[0])]
        last = found.end()
    return [span for span in (*spans, Span(text[last:])) if span.text]


def text_object(lines: Sequence[Sequence[Span]], *, quoted: bool = False) -> dict[str, Any]:
    """Return lines of spans as a text object that shows them word by word; ``quoted`` with Slack's quote bar."""
    if all(_literal(span) for line in lines for span in line):
        bar = "> " if quoted else ""
        shown = "\n".join(bar + "".join(_marked(span) for span in line) for line in lines)
        return {"type": "mrkdwn", "text": shown, "verbatim": True}
    words = "\n".join("".join(_plain(span) for span in line) for line in lines)
    return plain(f"“{words}”" if quoted else words)


def plain(text: str) -> dict[str, Any]:
    """Return a text object without any formatting."""
    return {"type": "plain_text", "text": escape(text), "emoji": False}


def _literal(span: Span) -> bool:
    return span.url == span.text or not FORMATTING.search(span.text)


def _marked(span: Span) -> str:
    if span.url and span.url != span.text:
        return f"<{escape(span.url)}|{escape(span.text)}>"
    if span.url:
        return f"<{escape(span.url)}>"
    return f"{span.mark}{escape(span.text.strip())}{span.mark}" if span.mark else escape(span.text)


def _plain(span: Span) -> str:
    return f"{span.text}: {span.url}" if span.url and span.url != span.text else span.text
