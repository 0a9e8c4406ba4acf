"""What Telegram makes of a text: HTML parsed as strictly as TDLib parses it, and what it finds by itself.

Messages of refusals are those of ``parse_html`` in TDLib's ``MessageEntity.cpp``. Offsets and lengths of
entities count UTF-16 units, offsets in refusals count bytes.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from fakes.telegram.refusal import Refusal

Entity = dict[str, Any]

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "tg-emoji": "custom_emoji", "code": "code", "pre": "pre",
    "blockquote": "blockquote",
}  # fmt: skip
TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>[^>]*)(?P<close>>?)", re.DOTALL)
ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>]+)))?"""
)
ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});?")
TLDS = r"com|org|net|io|dev|fr|jp|de|uk|eu|md|py|example|test|info|app|ai|me|tv|co"
FOUND = {
    "email": re.compile(r"(?<![\w.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+"),
    "url": re.compile(
        rf"(?:https?|ftp|tg|ton)://[^\s<>\"«»\u2000-\u200b\u200e\u200f\u2016-\u206f]+"
        rf"|(?<![\w/#@.])(?:[\w~-]+\.)+(?:{TLDS})\b(?::\d+)?(?:[/?#][^\s<>\"«»\u2016-\u206f]*)?"
        r"|(?<![\w/#@.])\d{1,3}(?:\.\d{1,3}){3}\b",
        re.IGNORECASE,
    ),
    "mention": re.compile(r"(?<!\w)@[A-Za-z0-9_]{4,32}\b"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,255}"),
}


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """Return the text and its entities. Raises Refusal as the real server refuses."""
    text, entities, opened, at = "", [], [], 0
    for tag in TAG.finditer(html):
        text += _unescaped(html[at : tag.start()])
        at = tag.end()
        offset = len(html[: tag.start()].encode())
        if tag["end"]:
            name, begun, extra = _ended(tag, opened, offset)
            if units(text) > begun:
                entities.append({"type": KINDS[name], "offset": begun, "length": units(text) - begun, **extra})
        else:
            opened.append((*_begun(tag, offset), units(text)))
    if opened:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text + _unescaped(html[at:]), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _unescaped(text: str) -> str:
    return ESCAPE.sub(lambda found: unescape(found[0] if found[0].endswith(";") else f"{found[0]};"), text)


def _begun(tag: re.Match[str], offset: int) -> tuple[str, dict[str, Any]]:
    name = tag["name"].lower()
    if name not in KINDS and (tag["rest"] or tag["close"]):
        raise _cannot(f'Unsupported start tag "{name}" at byte offset {offset}')
    if not tag["close"]:
        raise _cannot(f"Unclosed start tag at byte offset {offset}")
    given = {}
    for found in ATTRIBUTE.finditer(tag["rest"].strip()):
        values = [found[kind] for kind in ("double", "single", "bare") if found[kind] is not None]
        if not values and (name, found["name"]) != ("blockquote", "expandable"):
            told = "Expected equal sign in declaration of an attribute of the tag"
            raise _cannot(f'{told} "{name}" at byte offset {offset}')
        given[found["name"]] = _unescaped("".join(values))
    if name == "span" and given.get("class") != "tg-spoiler":
        raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    return name, {"url": given["href"]} if name == "a" and given.get("href") else {}


def _ended(tag: re.Match[str], opened: list[Any], offset: int) -> tuple[str, int, dict[str, Any]]:
    if not opened:
        raise _cannot(f"Unexpected end tag at byte offset {offset}")
    name, extra, begun = opened.pop()
    ended = tag["name"].lower()
    if not tag["close"]:
        raise _cannot(f"Unclosed end tag at byte offset {offset}")
    if ended and ended != name:
        raise _cannot(f'Unmatched end tag at byte offset {offset}, expected "</{name}>", found "</{ended}>"')
    return name, begun, extra


def _cannot(what: str) -> Refusal:
    return Refusal(400, f"Bad Request: can't parse entities: {what}")


def find(text: str, marked: list[Entity]) -> list[Entity]:
    """Return what Telegram finds in a text by itself, outside code and links that are marked already."""
    taken = [
        range(entity["offset"], entity["offset"] + entity["length"])
        for entity in marked
        if entity["type"] in {"code", "pre", "text_link"}
    ]
    found = []
    for kind, pattern in FOUND.items():
        for match in pattern.finditer(text):
            span = range(units(text[: match.start()]), units(text[: match.end()]))
            if not any(span.start < other.stop and other.start < span.stop for other in taken):
                taken.append(span)
                found.append({"type": kind, "offset": span.start, "length": len(span)})
    return sorted(found, key=lambda entity: entity["offset"])


def words(text: str, entity: Entity) -> str:
    """Return the part of a text that an entity marks."""
    wide = text.encode("utf-16-le", "surrogatepass")
    begin, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
    return wide[begin:end].decode("utf-16-le", "surrogatepass")
