"""What a reader sees: Slack's markup resolved the way its clients resolve it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakes.slack.workspace import Message

CONTROL = re.compile(r"<([^<>]+)>")
MARKS = re.compile(r"(?<![\w*_~`])([*_~`])(\S(?:[^\n]*?\S)?)\1(?![\w*_~`])")
EMOJI = re.compile(r":[a-z0-9_+'-]+:")
QUOTE = re.compile(r"^\s*(?:&gt;|>) ?", re.MULTILINE)


@dataclass(slots=True)
class Page:
    """A message as it is read; ``mentions`` are those that would ring somebody."""

    text: str = ""
    buttons: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    mentions: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


def read(message: Message) -> Page:
    """Return what a message shows: its blocks, or its text when it has none."""
    page = Page()
    lines = [_block(block, page) for block in message.blocks] or [_mrkdwn(message.text, page)]
    page.text = "\n".join(line for line in lines if line)
    return page


def _block(block: dict[str, Any], page: Page) -> str:
    if block["type"] == "rich_text":
        return "".join(_run(run, page) for section in block["elements"] for run in section["elements"])
    if block["type"] == "image":
        page.pictures.append(block["image_url"])
        return ""
    parts = [block["text"]] if "text" in block else []
    parts += block.get("fields", [])
    parts += [element for element in block.get("elements", []) if element.get("type") in {"mrkdwn", "plain_text"}]
    buttons = [*block.get("elements", []), block.get("accessory", {})]
    for button in buttons:
        if button.get("type") == "button":
            page.buttons.setdefault(_unescape(button["text"]["text"]), _unescape(button.get("value", "")))
    return "\n".join(_text(part, page) for part in parts)


def _run(run: dict[str, Any], page: Page) -> str:
    """A run of rich text, which is shown as it is."""
    if run["type"] == "link":
        page.links[run.get("text", run["url"])] = run["url"]
        return str(run.get("text", run["url"]))
    if run.get("style", {}).get("bold"):
        page.bold.append(run["text"])
    return str(run["text"])


def _text(part: dict[str, Any], page: Page) -> str:
    if part["type"] == "plain_text":
        text = EMOJI.sub("☺", part["text"]) if part.get("emoji", True) else part["text"]
        return _unescape(text)
    return _mrkdwn(part["text"], page)


def _mrkdwn(text: str, page: Page) -> str:
    """Control sequences first, then formatting, which does not reach into them."""
    pieces, last = [], 0
    page.quotes += [_unescape(QUOTE.sub("", line)) for line in text.split("\n") if QUOTE.match(line)]
    text = QUOTE.sub("", text)
    for found in CONTROL.finditer(text):
        pieces += [_formatted(text[last : found.start()]), _control(found[1], page)]
        last = found.end()
    return _unescape("".join([*pieces, _formatted(text[last:])]))


def _formatted(text: str) -> str:
    previous = ""
    while previous != text:
        previous, text = text, MARKS.sub(r"\2", text)
    return EMOJI.sub("☺", text)


def _control(content: str, page: Page) -> str:
    target, _, label = content.partition("|")
    if target[0] in "@!#":
        if target[0] != "#":
            page.mentions.append(target)
        return label or target
    page.links[_unescape(label or target)] = _unescape(target)
    return label or target


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
