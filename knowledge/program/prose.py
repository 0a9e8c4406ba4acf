"""Text as people read it, from the markup in which programs keep it.

Titles are lines of plain text in which at most character references hide. Abstracts hold HTML, sometimes
escaped twice, or Markdown, or both: paragraphs and lists stay apart, links keep their address in brackets.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import Tag

TAGS = (
    "a|abbr|article|b|blockquote|body|br|center|cite|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|head|hr|html|"
    "i|img|ins|kbd|li|mark|ol|p|pre|q|s|script|section|small|span|strong|style|sub|summary|sup|table|tbody|td|tfoot|"
    "th|thead|tr|u|ul"
)
TAG = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
NO_TAG = re.compile(rf"<(?!/?(?:{TAGS})(?:\s[^<>]*)?/?>|https?://|mailto:|!--|!doctype|!\[cdata)", re.IGNORECASE)
REFERENCE = re.compile(
    r"&(?:#\d{1,6}|#x[\da-f]{1,5}|amp|lt|gt|quot|apos|nbsp|[a-z](?:acute|grave|circ|uml));", re.IGNORECASE
)
MARKDOWN = re.compile(r"[*_`\[#>~|]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
BLOCK = re.compile(r"article|blockquote|center|dd|details|div|d[lt]|figure|h[1-6]|hr|ol|p|pre|section|table|tr|ul")
UNREAD = frozenset({"script", "style", "head"})


def line(text: object) -> str:
    """A title or name on one line, its character references resolved."""
    written = "" if text is None else str(text)
    return " ".join(_unescaped(written).split())


def multilingual(value: object, language: str = "") -> tuple[str, dict[str, str]]:
    """The text shown by default, and the texts by language code, of a string or ``{"en": ..., "fr": ...}``.

    The default is the one in ``language``, else the first that is not empty.
    """
    if not isinstance(value, dict):
        return line(value), {}
    texts = {str(code).lower(): line(text) for code, text in value.items() if text not in (None, "")}
    return texts.get(language.lower()) or next(iter(texts.values()), ""), texts


def plain(text: object) -> str:
    """An abstract kept as HTML or plain text, as plain text with an empty line between paragraphs."""
    written = _lines(text)
    if not TAG.search(written) and TAG.search(html.unescape(written)):
        written = html.unescape(written)  # the whole was escaped once more than it should
    return _tidied(_rendered(written) if TAG.search(written) else written)


def markdown(text: object) -> str:
    """An abstract kept as Markdown (with or without HTML in it), as plain text."""
    written = _lines(text)
    if TAG.match(written.lstrip()) or TAG.match(html.unescape(written).lstrip()):
        return plain(written)
    if not MARKDOWN.search(written) and not TAG.search(written):
        return _tidied(written)
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("strikethrough").disable("code")
    return _tidied(_rendered(parser.render(NO_TAG.sub("&lt;", written))))


def abstract(*values: object, language: str = "") -> str:
    """What a session is about, from all fields that tell it, one contained in another told once.

    Each is Markdown or HTML, or ``{"en": ..., "fr": ...}`` with several.
    """
    told: list[str] = []
    for value in values:
        part = markdown(_in_language(value, language))
        if part and not any(part in other for other in told):
            told = [other for other in told if other not in part] + [part]
    return "\n\n".join(told)


def _in_language(value: object, language: str) -> object:
    if isinstance(value, dict):
        return value.get(language) or next((text for text in value.values() if text), "")
    return value


def _lines(text: object) -> str:
    return "" if text is None else str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _unescaped(text: str) -> str:
    """References resolved, twice where they were escaped twice."""
    once = html.unescape(text) if REFERENCE.search(text) else text
    return html.unescape(once) if REFERENCE.search(once) else once


def _rendered(markup: str) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(NO_TAG.sub("&lt;", markup), "html.parser")
    return _text(soup)


def _text(node: Tag) -> str:
    """The text below a node; breaks as newlines, blocks set apart by empty lines."""
    from bs4.element import NavigableString, PreformattedString, Tag

    parts = []
    for child in node.children:
        if isinstance(child, PreformattedString):  # comments, doctypes
            continue
        if isinstance(child, NavigableString):
            parts.append(str(child) if node.name == "pre" else re.sub(r"\s+", " ", str(child)))
        elif isinstance(child, Tag) and child.name not in UNREAD:
            parts.append(_element(child))
    return "".join(parts)


def _element(tag: Tag) -> str:
    if tag.name == "br":
        return "\n"
    inner = _text(tag)
    if tag.name == "a":
        address = str(tag.get("href") or "")
        known = not address.startswith(("http://", "https://")) or address.rstrip("/") in inner or not inner.strip()
        return inner if known else f"{inner} ({address})"
    if tag.name == "li":
        return f"\n- {inner.strip()}"
    return f"\n\n{inner.strip(chr(10))}\n\n" if BLOCK.fullmatch(tag.name) else inner


def _tidied(text: str) -> str:
    text = _unescaped(text).replace("\N{NO-BREAK SPACE}", " ")
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"[ \t]{2,}", " ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
