"""HTML: the page's own words, without its menus, scripts and footers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.decoding import decode
from knowledge.problems import Problem
from knowledge.speeches import opening
from knowledge.speeches.assembly import assemble
from knowledge.speeches.front_matter import Details, details
from knowledge.speeches.sections import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag

    from knowledge.model import Document, DocumentKind

DECLARED = re.compile(rb"""<(?:meta[^>]+charset\s*=\s*["']?|\?xml[^>]+encoding\s*=\s*["'])([\w-]+)""", re.IGNORECASE)
NOT_SHOWN = (
    "script, style, noscript, template, svg, canvas, iframe, object, form, button, select, nav, footer, aside, dialog, "
    "head, title, [hidden], [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=menu]"
)
BLOCKS = re.compile(
    "address|article|blockquote|body|d[dlt]|details|div|fieldset|fig(caption|ure)|h[1-6]|header|hr|li|main|[ou]l|p|pre|"
    "section|summary|table|t(body|foot|head)"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
AS_BROWSERS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
}
OWN_SHARE = 0.4  # of the page's words that <main> or <article> must hold to stand for the page
SITE = re.compile(r"\s+[|–—·»]\s+|\s+-\s+")  # "Venue | The Conference"
Block = tuple[int, str]


def read(data: bytes, source: str, kind: DocumentKind) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is the page's blocks, an empty line apart; sections by h1 to h6."""
    from bs4 import BeautifulSoup

    markup = _decode(data)
    if markup is None:
        return None, (Problem(source, "is not text in any encoding known here.", "Save it as UTF-8."),)
    soup = BeautifulSoup(markup, "lxml")
    told = _head(soup)
    blocks = list(_blocks(_body(soup)))
    text = "\n\n".join(words for _, words in blocks)
    headings = list(_headings(blocks))
    top = next((heading for heading in headings if heading.level == 1), None)
    begin = top.end if top else 0
    limit = next((heading.start for heading in headings if heading.start >= begin), None)
    first = opening.read(text, begin, limit, title=top.text if top else _page_title(told.title))
    return assemble(text, source, kind, (first.details, told), headings=headings)


def _decode(data: bytes) -> str | None:
    """The page by the encoding it declares, or else by what the bytes look like."""
    declared = DECLARED.search(data[:2048])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode(AS_BROWSERS.get(name, name))
        except (UnicodeDecodeError, LookupError):
            pass  # it declares what it is not
    decoded = decode(data)
    return decoded[0] if decoded else None


def _head(soup: BeautifulSoup) -> Details:
    """What the page says of itself in its head."""
    told: dict[object, object] = {}
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "").lower()
        told.setdefault(name.rpartition(":")[2], meta.get("content"))  # og:title, article:published_time
    if soup.title:
        told["title"] = soup.title.get_text()
    return details({name: told.get(name) for name in ("title", "speaker", "author", "published_time")})


def _page_title(title: str) -> str:
    """The page's part of "Venue | The Conference"."""
    return SITE.split(title)[0]


def _body(soup: BeautifulSoup) -> Tag:
    """The part of the page that is its own: <main> or the only <article>, where one holds enough."""
    for tag in soup.find_all(NOT_SHOWN):
        tag.decompose()
    body = soup.body or soup
    articles = soup.find_all("article")
    for part in (soup.find("main"), articles[0] if len(articles) == 1 else None):
        if part and len(part.get_text()) >= OWN_SHARE * len(body.get_text()):
            return part
    return body


def _headings(blocks: list[Block]) -> Iterator[Heading]:
    position = 0
    for level, words in blocks:
        if level:
            yield Heading(level, " ".join(words.split()), position, position + len(words))
        position += len(words) + 2


def _blocks(body: Tag) -> Iterator[Block]:
    """The blocks in order, each with its heading level (0 for none) and its words."""
    inline: list[str] = []
    for piece in _pieces(body):
        if isinstance(piece, str):
            inline.append(piece)
            continue
        words = _tidy("".join(inline))
        inline.clear()
        if words:
            yield piece, words


def _pieces(tag: Tag) -> Iterator[str | int]:
    """Text, and a number where a block ends: its heading level."""
    from bs4.element import NavigableString, PreformattedString, Tag

    block = BLOCKS.fullmatch(tag.name)
    if block:
        yield 0  # what stands before it is a block of its own
    for child in tag.children:
        if isinstance(child, Tag):
            yield from _row(child) if child.name == "tr" else _pieces(child)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield str(child) if tag.name == "pre" else re.sub(r"\s+", " ", child)
    if tag.name == "br":
        yield "\n"
    if block:
        yield int(tag.name[1]) if tag.name in HEADINGS else 0


def _row(row: Tag) -> Iterator[str | int]:
    """A table's row is one block, its cells set apart."""
    cells = (" ".join(cell.get_text(" ").split()) for cell in row.find_all(("td", "th"), recursive=False))
    yield 0
    yield " | ".join(filter(None, cells))
    yield 0


def _tidy(words: str) -> str:
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in words.split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
