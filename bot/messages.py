"""What comes in and what goes out: the core's own words, no platform's.

A ``Reply`` is a closed set of blocks, not marked-up text. Every ``render.py`` matches all of them.
All strings in blocks are finished and in the reader's language; renderers escape, they do not word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Platform = Literal["slack", "telegram", "console"]
Kind = Literal["schedule", "content", "clarify", "refusal", "other"]
Voice = Literal["speaker", "floor", "unnamed"]


class Lane(StrEnum):
    """Which queue a message waits in; answers go first."""

    ANSWER = "answer"
    REMINDER = "reminder"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes.

    ``chat`` is the platform's channel or chat id, ``thread`` the Slack ``thread_ts`` or the Telegram
    message id answered (``topic/message`` inside a group's topic). ``message`` is set to edit that message
    in place of sending a new one. ``public`` is true in channels and groups.
    """

    platform: Platform
    chat: str
    thread: str = ""
    message: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who is talking to us.

    ``id`` is the store's id, ``user`` the platform's. ``email`` is the linked attendee's, or empty.
    ``language`` and ``time_zone`` are empty when unknown. ``roles`` holds ``organizer`` and ``desk``.
    """

    id: str
    platform: Platform
    user: str
    name: str = ""
    email: str = ""
    language: str = ""
    time_zone: str = ""
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did, as the platform told it.

    ``id`` is the platform's own id of it (Slack ``event_id`` or trigger id, Telegram ``update_id``),
    unique per platform: what was seen once is not handled again. ``kind``: ``text`` something typed,
    ``command`` a slash command (``text`` is ``word rest``, without the slash), ``action`` a button
    (``text`` is the encoded action), ``start`` the first contact (``text`` is the deep-link payload),
    ``edited`` and ``deleted`` a change of an earlier question, ``home`` the personal page was opened,
    ``blocked`` and ``unblocked`` reachability, ``joined`` and ``left`` a group. ``message`` is the id
    of the message typed or of the one the button sits on. ``reply_to`` is the id of the bot's message
    that the person chose to answer, where the platform tells it apart from the thread. ``email``,
    ``name``, ``language`` and ``time_zone`` come from the platform's profile, when it tells them.
    ``addressed`` is false for a reply in a public thread that does not mention us: it is ours only where we
    take part in that thread.
    """

    id: str
    platform: Platform
    user: str
    address: Address
    text: str
    at: datetime
    kind: Literal[
        "text", "command", "action", "start", "edited", "deleted", "home", "blocked", "unblocked", "joined", "left"
    ] = "text"
    message: str = ""
    reply_to: str = ""
    name: str = ""
    email: str = ""
    language: str = ""
    time_zone: str = ""
    addressed: bool = True


@dataclass(frozen=True, slots=True)
class Citation:
    """The source of a quote. ``quote`` is None where nothing is quoted; ``session`` a program id.

    ``speaker`` said the words; where it is empty, ``voice`` tells whether somebody in the audience did (``floor``), or
    somebody whom the source does not name among those it does (``unnamed``).
    """

    title: str
    source: str
    quote: str | None = None
    session: str | None = None
    speaker: str = ""
    section: str = ""
    voice: Voice = "speaker"


@dataclass(frozen=True, slots=True)
class Mark:
    """The characters of a text from ``start`` up to ``end``, which stand out. Marks do not overlap and are in order."""

    start: int
    end: int
    style: Literal["bold", "italic"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``heading`` is bold on its own line, ``note`` is small print; ``marks`` are for plain ones."""

    text: str
    style: Literal["plain", "heading", "note"] = "plain"
    type: Literal["text"] = "text"
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled link that was in the source."""

    label: str
    url: str
    type: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session or meeting in full. ``when`` and ``where`` are worded slots of the program."""

    session: str
    title: str
    when: str
    where: str = ""
    who: str = ""
    note: str = ""
    cancelled: bool = False
    type: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a listing; ``action`` (encoded, at most 64 bytes) opens it."""

    text: str
    detail: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of at most 8 items; ``more`` is the "More" button, which edits the message in place."""

    title: str
    items: tuple[Item, ...]
    more: Choice | None = None
    type: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """A verbatim quote with its citation. ``label`` is the worded source line under it."""

    text: str
    label: str
    citation: Citation
    type: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. ``action`` is an encoded action of at most 64 bytes."""

    label: str
    action: str
    style: Literal["plain", "primary", "danger"] = "plain"


@dataclass(frozen=True, slots=True)
class Choices:
    """A row of buttons under an optional prompt."""

    choices: tuple[Choice, ...]
    prompt: str = ""
    type: Literal["choices"] = "choices"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to hand over: an ``.ics`` or a picture. ``content`` is base64 text."""

    name: str
    media_type: str
    content: str
    type: Literal["attachment"] = "attachment"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture at an https address, which the platform itself fetches; ``alt`` says what it is about."""

    url: str
    alt: str
    type: Literal["picture"] = "picture"


Block = Text | Link | SessionCard | Listing | QuoteBlock | Choices | Attachment | Picture


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says. ``citations`` are the sessions and quotes that it rests on.

    ``sure`` is false for an answer that says itself that it may not answer.
    """

    blocks: tuple[Block, ...]
    kind: Kind = "other"
    answered: bool = True
    language: str = "en"
    citations: tuple[Citation, ...] = field(default=())
    sure: bool = True
