"""Reply -> Block Kit blocks and plain text: pure, and within every limit of Slack's.

Limits: https://docs.slack.dev/reference/block-kit/blocks, and measured: about 13,200 characters of blocks in
one message, counted with their JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, assert_never
from urllib.parse import quote

from bot.channels.slack.mrkdwn import Span, clip, escape, linked, pieces, plain, size, text_object
from bot.messages import Attachment, Choices, Link, Listing, Picture, QuoteBlock, SessionCard, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.messages import Block, Choice, Item, Reply

TEXT = 2400  # of a section's 3000: what is left holds quote bars and the brackets of links
HEADER = 150
BUTTON = 75
ROW = 25
LINE = 300
FALLBACK = 3000
URL_LENGTH = 2000
MESSAGE_BLOCKS, MESSAGE_SIZE = 50, 12_000
HOME_BLOCKS, HOME_SIZE = 100, 100_000
UNSAFE = re.compile(r'[\s<>|"`]')
SAFE_SCHEMES = ("https://", "http://", "mailto:")

SlackBlock = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message for Slack: the notification's text (escaped), the blocks, and files to hand over."""

    text: str
    blocks: list[SlackBlock]
    files: tuple[Attachment, ...] = ()


def render(reply: Reply) -> Rendered:
    """Return the message; ``text`` is empty only for a reply without words."""
    files = tuple(block for block in reply.blocks if isinstance(block, Attachment))
    words = "\n".join(line for block in reply.blocks for line in _words(block) if line.strip())
    blocks = [slack for block in reply.blocks for slack in _blocks(block)]
    return Rendered(escape(clip(words, FALLBACK)), _fit(blocks, MESSAGE_BLOCKS, MESSAGE_SIZE), files)


def render_home(reply: Reply) -> dict[str, Any]:
    """Return the view of a person's Home tab; files cannot be shown there."""
    blocks = [slack for block in reply.blocks for slack in _blocks(block)]
    return {"type": "home", "blocks": _fit(blocks, HOME_BLOCKS, HOME_SIZE)}


def _blocks(block: Block) -> Iterator[SlackBlock]:
    match block:
        case Text():
            yield from _text(block)
        case Link():
            yield from _link(block)
        case SessionCard():
            yield from _card(block)
        case Listing():
            yield from _listing(block)
        case QuoteBlock():
            yield from _quote(block)
        case Choices():
            yield from _choices(block)
        case Picture():
            yield from _picture(block)
        case Attachment():
            return
        case _:
            assert_never(block)


def _words(block: Block) -> tuple[str, ...]:
    words: tuple[str, ...]
    match block:
        case Text():
            words = (block.text,)
        case Link():
            words = (": ".join(part for part in dict.fromkeys((block.label, block.url)) if part.strip()),)
        case SessionCard():
            words = (block.title, block.when, block.where, block.who, block.note)
        case Listing():
            words = (block.title, *(f"{item.text} {item.detail}" for item in block.items))
        case QuoteBlock():
            words = (f"“{block.text}”", block.label)
        case Choices():
            words = (block.prompt or " · ".join(choice.label for choice in block.choices),)
        case Picture():
            words = ()
        case Attachment():
            words = (block.name,)
        case _:
            assert_never(block)
    return words


def _text(block: Text) -> Iterator[SlackBlock]:
    if block.style == "heading":
        yield from _heading(block.text)
        return
    if block.marks:
        yield {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(_rich(block))}]}
        return
    for piece in pieces(block.text, TEXT):
        shown = text_object([linked(line) for line in piece.split("\n")])
        yield {"type": "context", "elements": [shown]} if block.style == "note" else _section(shown)


def _rich(block: Text) -> Iterator[dict[str, Any]]:
    """Runs of a text with marks, in the one kind of block where formatting needs no signs that words could hold."""
    last = 0
    for mark in block.marks:
        yield from _runs(block.text[last : mark.start])
        yield from _runs(block.text[mark.start : mark.end], mark.style)
        last = mark.end
    yield from _runs(block.text[last:])


def _runs(words: str, style: str = "") -> Iterator[dict[str, Any]]:
    for span in linked(words):
        run = {"type": "link", "url": span.url} if span.url else {"type": "text", "text": span.text}
        yield run | ({"style": {style: True}} if style else {})


def _heading(text: str) -> Iterator[SlackBlock]:
    line = clip(" ".join(text.split()), LINE)
    if not line:
        return
    shown = text_object([[Span(line, "*")]])
    if shown["type"] == "mrkdwn" or size(line) > HEADER:
        yield _section(shown)
    else:
        yield {"type": "header", "text": shown}


def _link(block: Link) -> Iterator[SlackBlock]:
    url = UNSAFE.sub(lambda found: quote(found[0]), block.url)
    label = clip(" ".join(block.label.split()) or url, LINE)
    if url.startswith(SAFE_SCHEMES) and size(url) <= URL_LENGTH:
        yield _section(text_object([[Span(label, url=url)]]))
    elif label:
        yield _section(plain(clip(f"{label}: {url}", TEXT)))


def _picture(block: Picture) -> Iterator[SlackBlock]:
    url = UNSAFE.sub(lambda found: quote(found[0]), block.url)
    if url.startswith("https://") and size(url) <= URL_LENGTH:
        yield {"type": "image", "image_url": url, "alt_text": clip(" ".join(block.alt.split()), LINE) or url}


def pictures_of(message: Rendered) -> list[str]:
    """The addresses that Slack has to fetch to take this message."""
    return [block["image_url"] for block in message.blocks if block["type"] == "image"]


def without_pictures(message: Rendered) -> Rendered:
    """The same message with a link in the place of each picture, for what Slack cannot fetch."""
    blocks = [
        slack
        for block in message.blocks
        for slack in (_link(Link("", block["image_url"])) if block["type"] == "image" else [block])
    ]
    return replace(message, blocks=blocks)


def _card(block: SessionCard) -> Iterator[SlackBlock]:
    place = " · ".join(clip(part, LINE) for part in (block.when, block.where) if part.strip())
    title = Span(clip(" ".join(block.title.split()), LINE), "~" if block.cancelled else "*")
    rest = (Span(place), Span(clip(block.who, LINE)), Span(clip(block.note, LINE)))
    lines = [[span] for span in (title, *rest) if span.text.strip()]
    if lines:
        yield _section(text_object(lines))


def _listing(block: Listing) -> Iterator[SlackBlock]:
    yield from _heading(block.title)
    for item in block.items:
        yield from _item(item)
    if block.more:
        yield from _rows((block.more,))


def _item(item: Item) -> Iterator[SlackBlock]:
    lines = [clip(part, LINE) for part in (item.text, item.detail) if part.strip()]
    if not lines:
        return
    section = _section(text_object([[Span(line)] for line in lines]))
    if item.action:
        label = {"accessibility_label": clip(lines[0], BUTTON)}
        section["accessory"] = _button("›", item.action, "open") | label
    yield section


def _quote(block: QuoteBlock) -> Iterator[SlackBlock]:
    for piece in pieces(block.text, TEXT):
        yield _section(text_object([linked(line) for line in piece.split("\n")], quoted=True))
    if block.label.strip():
        yield {"type": "context", "elements": [text_object([[Span(clip(block.label, LINE))]])]}


def _choices(block: Choices) -> Iterator[SlackBlock]:
    if block.prompt.strip():
        yield from _text(Text(block.prompt))
    yield from _rows(block.choices)


def _rows(choices: Sequence[Choice]) -> Iterator[SlackBlock]:
    usable = [choice for choice in choices if choice.action and choice.label.strip()]
    for first in range(0, len(usable), ROW):
        row = usable[first : first + ROW]
        yield {"type": "actions", "elements": [_choice(choice, number) for number, choice in enumerate(row)]}


def _choice(choice: Choice, number: int) -> SlackBlock:
    style = {} if choice.style == "plain" else {"style": choice.style}
    return _button(choice.label, choice.action, f"choice-{number}") | style


def _button(label: str, action: str, name: str) -> SlackBlock:
    return {"type": "button", "action_id": name, "text": plain(clip(label, BUTTON)), "value": escape(action)}


def _section(text: dict[str, Any]) -> SlackBlock:
    return {"type": "section", "text": text}


def _fit(blocks: list[SlackBlock], most: int, length: int) -> list[SlackBlock]:
    """Keep what Slack takes: the beginning, and the buttons, which stand nowhere else."""
    if len(blocks) <= most and _length(blocks) <= length:
        return blocks
    buttons = [at for at, block in enumerate(blocks) if block["type"] == "actions"]
    texts = [at for at, block in enumerate(blocks) if block["type"] != "actions"]
    rows = _first(blocks, buttons, most // 2, length // 2)
    room = length - _length([CUT, *(blocks[at] for at in rows)])
    shown = _first(blocks, texts, most - 1 - len(rows), room)
    cut = next((at for at in texts if at not in shown), len(blocks))
    kept = sorted({*rows, *shown})
    return [*(blocks[at] for at in kept if at < cut), CUT, *(blocks[at] for at in kept if at > cut)]


def _first(blocks: list[SlackBlock], places: list[int], most: int, length: int) -> list[int]:
    """As many of these places, from the first on, as stay within the limits."""
    taken: list[int] = []
    for at in places[:most]:
        length -= _length([blocks[at]])
        if length < 0:
            break
        taken.append(at)
    return taken


CUT: SlackBlock = {"type": "context", "elements": [plain("…")]}


def _length(blocks: list[SlackBlock]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False))
