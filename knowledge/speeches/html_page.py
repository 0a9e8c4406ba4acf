"""HTML: the page's own words, without its menus, scripts and footers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.decoding import decode
from knowledge.problems import Problem
from knowledge.sections import Heading
from knowledge.speeches import opening
from knowledge.speeches.assembly import Read, assemble
from knowledge.speeches.cast import NOBODY
from knowledge.speeches.front_matter import Details, details

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

    from knowledge.model import Document, DocumentKind
    from knowledge.speeches.cast import Cast

DECLARED = re.compile(rb"""<(?:meta[^>]+charset\s*=\s*["']?|\?xml[^>]+encoding\s*=\s*["'])([\w-]+)""", re.IGNORECASE)
NOT_SHOWN = (
    "script, style, noscript, template, svg, canvas, iframe, object, form, button, select, nav, footer, aside, dialog, "
    "title, [hidden], [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=menu], "
    "[style*='display:none' i], [style*='display: none' i], [style*='visibility:hidden' i]"
)
MENUS = (
    "[id*=menu i], [class*=menu i], [id*=nav i], [class*=nav i], [class*=breadcrumb i], [id*=header i], "
    "[class*=header i], [class*=pagination i], [class*=tags i]"
)
AROUND = re.compile(  # what sites call the parts around a page's own words
    r"(site|page|main)?-?footer|(left|right|main|page)?-?side-?bar|cookies?(-\w+)*|consent(-\w+)*|share|sharing|share-\w+|"
    r"social-(links?|share|sharing|media|icons?|buttons?)|related(-\w+)?|skip-?(link|to-\w+)|newsletter(-\w+)*|"
    r"comments|comments-(area|list|section)",
    re.IGNORECASE,
)
AROUND_SHARE = 0.3  # of the page's letters at most; what is called so and holds more is the page
WHOLE = ("html", "body", "main", "article")
LINKED = 0.9  # of the letters of a menu are links
BLOCKS = re.compile(
    "address|article|blockquote|body|d[dlt]|details|div|fieldset|fig(caption|ure)|h[1-6]|header|hr|li|main|[ou]l|p|pre|"
    "section|summary|table|t(body|foot|head|r)"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
XML = re.compile(r"\A\s*<\?xml[^>]*>")
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


def read(
    data: bytes, source: str, kind: DocumentKind, cast: Cast = NOBODY
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is the page's blocks, an empty line apart; sections by h1 to h6."""
    from bs4 import BeautifulSoup

    markup = _decode(data)
    if markup is None:
        return None, (Problem(source, "is not text in any encoding known here.", "Save it as UTF-8."),)
    # bs4 warns of XML, and of text without any tag, which it takes for a forgotten file name
    soup = BeautifulSoup(XML.sub("", markup) if "<" in markup else f"<p>{markup}</p>", "lxml")
    told = _head(soup)
    blocks = list(_blocks(_body(soup)))
    text = "\n\n".join(words for _, words in blocks)
    headings = list(_headings(blocks))
    top = next((heading for heading in headings if heading.level == 1), None)
    begin = top.end if top else 0
    limit = next((heading.start for heading in headings if heading.start >= begin), None)
    first = opening.read(text, begin, limit, title=top.text if top else _page_title(told.title))
    return assemble(Read(text, (*first.told, (told, "given")), headings, 0, first), source, kind, cast)


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
    for tag in soup.select(NOT_SHOWN):
        if not tag.decomposed:  # with one around it
            tag.decompose()
    for tag in soup.select(MENUS):
        if not tag.decomposed and tag.name not in WHOLE and _is_menu(tag):
            tag.decompose()
    _drop_around(soup)
    body = soup.html or soup  # the parser puts blocks that it does not know into the head
    articles = soup.find_all("article")
    for part in (soup.find("main"), articles[0] if len(articles) == 1 else None):
        if part and len(part.get_text()) >= OWN_SHARE * len(body.get_text()):
            return part
    return body


def _drop_around(soup: BeautifulSoup) -> None:
    """Take out what is named as standing around the page's own words, holds no title and little of the whole."""
    whole = len(soup.get_text())
    for tag in soup.find_all(id=True) + soup.find_all(class_=True):
        if tag.decomposed or tag.name in WHOLE or not _is_around(tag) or tag.find("h1"):
            continue
        if len(tag.get_text()) <= AROUND_SHARE * whole:
            tag.decompose()


def _is_around(tag: Tag) -> bool:
    names = [str(tag.get("id") or ""), *(tag.get("class") or ())]
    return any(AROUND.fullmatch(name.replace("_", "-")) for name in names)


def _is_menu(tag: Tag) -> bool:
    """Whether what is named like a menu holds links and hardly anything else: a lunch menu does not."""
    if tag.find("h1"):
        return False
    links = "".join(link.get_text() for link in tag.find_all("a"))
    return len("".join(links.split())) >= LINKED * max(1, len("".join(tag.get_text().split())))


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


def _pieces(body: Tag) -> Iterator[str | int]:
    """Text, and a number where a block ends: its heading level. Nesting may be as deep as it likes."""
    from bs4.element import NavigableString, PreformattedString, Tag

    waiting: list[PageElement | int] = [body]
    while waiting:
        element = waiting.pop()
        if isinstance(element, int):
            yield element
        elif isinstance(element, Tag):
            yield from _before(element)
            waiting += _inside(element)
        elif isinstance(element, NavigableString) and not isinstance(element, PreformattedString):
            kept = element.parent is not None and element.parent.name == "pre"
            yield str(element) if kept else re.sub(r"\s+", " ", element)


def _before(tag: Tag) -> Iterator[str | int]:
    if tag.name == "br":
        yield "\n"
    elif BLOCKS.fullmatch(tag.name):
        yield 0  # what stands before it is a block of its own
    if tag.name == "tr":
        cells = (" ".join(cell.get_text(" ").split()) for cell in tag.find_all(("td", "th"), recursive=False))
        yield " | ".join(filter(None, cells))


def _inside(tag: Tag) -> list[PageElement | int]:
    """What is still to come of a tag, the last first; a row's cells are told already."""
    if not BLOCKS.fullmatch(tag.name):
        return [*reversed(tag.contents)]
    level = int(tag.name[1]) if tag.name in HEADINGS else 0
    return [level, *(reversed(tag.contents) if tag.name != "tr" else ())]


def _tidy(words: str) -> str:
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in words.split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
