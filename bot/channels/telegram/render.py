"""Reply -> Telegram messages. Pure.

Words become HTML in pages of at most 4096 visible UTF-16 units, split between blocks, lines or sentences.
Buttons stand under the last page. A single file takes the words as its caption when they fit, so that one
call delivers all. A reply that would fill more than ``PAGES`` pages is no chat message: it ends in an ellipsis.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from itertools import count
from typing import TYPE_CHECKING, assert_never
from unicodedata import east_asian_width

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit

from bot.channels.telegram.markup import anchor, clean, cut, escaped, inert, stretches, units, visible
from bot.messages import Attachment, Choices, Link, Listing, Picture, QuoteBlock, SessionCard, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.messages import Block, Choice, Reply

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH) - 2  # room for the ellipsis
CAPTION = int(MessageLimit.CAPTION_LENGTH)
BUTTONS = int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
ROW = int(InlineKeyboardMarkupLimit.BUTTONS_PER_ROW)
PAGES = 5
LABEL = 60  # of a button, in characters: longer ones are cut off by phones anyway
ROW_WIDTH = 34  # of the labels in one row, in columns: what a phone shows without cutting them
ONLY_BUTTONS = "👇"  # Telegram takes no buttons without a text
TAGS = {"bold": "b", "italic": "i"}
STYLES = {"plain": None, "primary": "primary", "danger": "danger"}

Keyboard = list[list[InlineKeyboardButton]]


@dataclass(frozen=True, slots=True)
class Message:
    """One message to send: HTML of at most 4096 visible units, or 1024 under a ``file``.

    ``picture`` is an address that Telegram shows below the text, as it shows what a link leads to.
    """

    html: str
    keyboard: InlineKeyboardMarkup | None = None
    file: Attachment | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    opening: str = ""
    closing: str = ""
    stretches: tuple[tuple[str, str], ...] = ()

    def pieces(self) -> Iterator[str]:
        if self.stretches and units(self.text) <= LIMIT:
            yield "".join(_tagged(style, escaped(words)) for style, words in self.stretches)
            return
        # Code within a link would undo the link.
        as_html = escape if self.opening.startswith("<a ") else escaped
        for piece in cut(self.text, LIMIT):
            yield f"{self.opening}{as_html(piece)}{self.closing}"


def _tagged(style: str, html: str) -> str:
    """Within code, which an address becomes, Telegram takes no other formatting."""
    tag = TAGS.get(style)
    return f"<{tag}>{html}</{tag}>" if tag and "<code>" not in html else html


def render(reply: Reply) -> tuple[Message, ...]:
    """Return the messages that say this reply, in order; none when it says nothing."""
    stanzas = _stanzas(reply.blocks)
    keyboard = _markup(_keyboard(reply.blocks))
    files = [block for block in reply.blocks if isinstance(block, Attachment)]
    pages = _pages(stanzas)
    if len(files) == 1 and len(pages) <= 1 and visible("".join(pages)) <= CAPTION:
        return (Message("".join(pages), keyboard, files[0]),)
    if not pages and not files and keyboard:
        pages = [ONLY_BUTTONS]
    pictures = [block.url for block in reply.blocks if isinstance(block, Picture)]
    pages = pages or [escape(url) for url in pictures[:1]]
    messages = [*(Message(page) for page in pages), *(Message("", file=file) for file in files)]
    last = max(len(pages) - 1, 0)
    if messages:
        messages[last] = replace(messages[last], keyboard=keyboard, picture=next(iter(pictures), ""))
    return tuple(messages)


def _stanzas(blocks: Sequence[Block]) -> list[list[_Line]]:
    numbers = count(1)
    stanzas = []
    for block in blocks:
        lines = [line for line in _lines(block, numbers) if line.text.strip()]
        if lines:
            stanzas.append(lines)
    return stanzas


def _lines(block: Block, numbers: Iterator[int]) -> list[_Line]:  # noqa: PLR0911 one answer for each kind of block
    match block:
        case Text():
            return [_text(block)]
        case Link():
            label = clean(block.label) or block.url
            return [_Line(label, *tags) if all(tags := anchor(label, block.url)) else _Line(inert(label))]
        case SessionCard():
            return _card(block)
        case Listing():
            return _listing(block, numbers)
        case QuoteBlock():
            return [_Line(inert(block.text), "<blockquote>", "</blockquote>"), _Line(inert(block.label), "<i>", "</i>")]
        case Choices():
            return [_Line(inert(block.prompt, commands=True))]
        case Attachment() | Picture():
            return []
        case _:
            assert_never(block)


def _text(block: Text) -> _Line:
    # The bot's own sentences name commands ("/help"), which are there to be tapped.
    words = inert(block.text, commands=True)
    match block.style:
        case "plain":
            return _Line(words, stretches=tuple(stretches(block.text, block.marks)) if block.marks else ())
        case "heading":
            return _Line(words, "<b>", "</b>")
        case "note":
            return _Line(words, "<i>", "</i>")
        case _:
            assert_never(block.style)


def _card(card: SessionCard) -> list[_Line]:
    opening, closing = ("<s>", "</s>") if card.cancelled else ("<b>", "</b>")
    facts = (("🕒", card.when), ("📍", card.where), ("👤", card.who))
    return [
        _Line(inert(card.title), opening, closing),
        *(_Line(f"{sign} {inert(fact)}") for sign, fact in facts if fact),
        _Line(inert(card.note), "<i>", "</i>"),
    ]


def _listing(listing: Listing, numbers: Iterator[int]) -> list[_Line]:
    """Items that can be opened are numbered: their buttons carry the number only."""
    lines = [_Line(inert(listing.title), "<b>", "</b>")]
    for item in listing.items:
        mark = f"{next(numbers)}." if item.action else "•"
        detail = f" — {item.detail}" if item.detail else ""
        lines.append(_Line(f"{mark} {inert(item.text + detail)}"))
    return lines


def _pages(stanzas: list[list[_Line]]) -> list[str]:
    pages: list[str] = []
    for stanza in stanzas:
        pieces = [piece for line in stanza for piece in line.pieces()]
        whole = "\n".join(pieces)
        for gap, piece in [("\n\n", whole)] if visible(whole) <= LIMIT else _gaps(pieces):
            if pages and visible(pages[-1]) + len(gap) + visible(piece) <= LIMIT:
                pages[-1] += gap + piece
            else:
                pages.append(piece)
    return [*pages[: PAGES - 1], f"{pages[PAGES - 1]}\n…"] if len(pages) > PAGES else pages


def _gaps(pieces: list[str]) -> list[tuple[str, str]]:
    return [("\n" if number else "\n\n", piece) for number, piece in enumerate(pieces)]


def _keyboard(blocks: Sequence[Block]) -> Keyboard:
    rows: Keyboard = []
    numbers = count(1)
    for block in blocks:
        if isinstance(block, Listing):
            opened = [(str(next(numbers)), item.action) for item in block.items if item.action]
            rows += _chunks([InlineKeyboardButton(label, callback_data=action) for label, action in opened])
            rows += [[_button(block.more)]] if block.more else []
        elif isinstance(block, Choices):
            rows += _fitting(block.choices)
    return rows


def _chunks(buttons: list[InlineKeyboardButton]) -> Keyboard:
    return [buttons[at : at + ROW] for at in range(0, len(buttons), ROW)]


def _fitting(choices: Sequence[Choice]) -> Keyboard:
    rows: Keyboard = []
    room = 0
    for choice in choices:
        width = _columns(choice.label) + 4
        if not rows or width > room or len(rows[-1]) == ROW:
            rows.append([])
            room = ROW_WIDTH
        rows[-1].append(_button(choice))
        room -= width
    return rows


def _columns(label: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in label)


def _button(choice: Choice) -> InlineKeyboardButton:
    label = clean(choice.label) or "…"
    label = label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"
    return InlineKeyboardButton(label, callback_data=choice.action, style=STYLES[choice.style])


def _markup(rows: Keyboard) -> InlineKeyboardMarkup | None:
    kept, left = [], BUTTONS
    for row in rows:
        if row[:left]:
            kept.append(row[:left])
            left -= len(row)
    return InlineKeyboardMarkup(kept) if kept else None
