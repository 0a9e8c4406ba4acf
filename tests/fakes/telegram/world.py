"""Who and what exists on the fake Telegram: people, chats, messages."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from fakes.telegram.entities import find
from fakes.telegram.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

Keyboard = list[list[dict[str, Any]]]


@dataclass(slots=True)
class Person:
    """Somebody with an account. ``state`` is what their private chat with the bot is like."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    state: Literal["stranger", "started", "blocked", "deactivated"] = "started"

    def json(self) -> dict[str, Any]:
        named = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **_given(named)}


@dataclass(slots=True)
class Group:
    """A group or supergroup. ``moved`` is the id it lives on under."""

    id: int
    title: str
    inside: bool = True
    may_write: bool = True
    forum: bool = False
    moved: int | None = None

    @property
    def kind(self) -> str:
        return "supergroup" if self.id < -(10**12) else "group"

    def json(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, "title": self.title, **_given({"is_forum": self.forum})}


@dataclass(frozen=True, slots=True)
class File:
    """A file that the bot handed over."""

    name: str
    content: bytes
    media_type: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands. ``sender`` is 0 for the bot. ``other`` holds fields that a test gave."""

    id: int
    chat: int
    sender: int
    date: float
    text: str = ""
    entities: tuple[dict[str, Any], ...] = ()
    keyboard: Keyboard = field(default_factory=list)
    file: File | None = None
    topic: int | None = None
    reply_to: int | None = None
    silent_links: bool = False
    preview: str = ""
    other: dict[str, Any] = field(default_factory=dict)

    @property
    def buttons(self) -> dict[str, str]:
        """Callback data by label."""
        return {button["text"]: button.get("callback_data", "") for row in self.keyboard for button in row}


class World:
    """The state, and what can be looked up in it. ``wall`` gives the time of day in seconds since 1970."""

    def __init__(self, bot: dict[str, Any], wall: Callable[[], float] = time.time) -> None:
        self.bot = bot
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.wrote: dict[int, list[int]] = {}
        self._messages: dict[tuple[int, int], Message] = {}
        self._wall = wall
        self._last = 0

    def message(self, chat: int, number: int) -> Message | None:
        return self._messages.get((chat, number))

    def messages(self, chat: int) -> list[Message]:
        """The bot's messages in a chat that still stand, oldest first."""
        standing = (self._messages.get((chat, number)) for number in self.wrote.get(chat, ()))
        return [message for message in standing if message]

    def put(self, chat: int, sender: int, **content: object) -> Message:
        """Add a message; return it."""
        self._last += 1
        message = Message(self._last, chat, sender, self._wall(), **content)
        self._messages[chat, message.id] = message
        if sender == 0:
            self.wrote.setdefault(chat, []).append(message.id)
        return message

    def change(self, message: Message, **content: object) -> Message:
        changed = self._messages[message.chat, message.id] = replace(message, **content)
        return changed

    def remove(self, message: Message) -> None:
        del self._messages[message.chat, message.id]

    def age(self, message: Message, seconds: float) -> Message:
        """Make a message older."""
        return self.change(message, date=message.date - seconds)

    def is_old(self, message: Message, seconds: float) -> bool:
        return self._wall() - message.date > seconds

    def writable(self, chat: str) -> int:
        """Return the chat that the bot may write to. Raises Refusal as the real server does."""
        number = int(chat) if chat.removeprefix("-").isdigit() else 0
        if number in self.groups:
            return self._writable_group(self.groups[number])
        person = self.people.get(number)
        if person is None:
            raise Refusal(400, "Bad Request: chat not found")
        if person.state != "started":
            why = {"stranger": "bot can't initiate conversation with a user", "blocked": "bot was blocked by the user"}
            raise Refusal(403, f"Forbidden: {why.get(person.state, 'user is deactivated')}")
        return number

    def _writable_group(self, group: Group) -> int:
        if group.moved:
            told = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, told, migrate_to_chat_id=group.moved)
        if not group.inside:
            raise Refusal(403, f"Forbidden: bot was kicked from the {group.kind} chat")
        if not group.may_write:
            raise Refusal(400, "Bad Request: not enough rights to send text messages to the chat")
        return group.id

    def chat_json(self, chat: int) -> dict[str, Any]:
        if chat in self.groups:
            return self.groups[chat].json()
        person = self.people[chat].json()
        return {"type": "private", **{key: person[key] for key in person if key not in {"is_bot", "language_code"}}}

    def json(self, message: Message, *, depth: int = 1) -> dict[str, Any]:
        """The message as the API writes it, with the one it answers."""
        sender = self.people[message.sender].json() if message.sender else self.bot_json()
        told = {"message_id": message.id, "date": int(message.date), "chat": self.chat_json(message.chat)}
        if message.topic:
            told |= {"message_thread_id": message.topic, "is_topic_message": True}
        first = self.message(message.chat, message.reply_to) if message.reply_to and depth else None
        if first:
            told["reply_to_message"] = self.json(first, depth=0)
        if message.keyboard:
            told["reply_markup"] = {"inline_keyboard": message.keyboard}
        return {**told, "from": sender, **_content(message), **message.other}

    def bot_json(self) -> dict[str, Any]:
        return {key: self.bot[key] for key in ("id", "is_bot", "first_name", "username")}


def _content(message: Message) -> dict[str, Any]:
    entities = [*message.entities, *find(message.text, list(message.entities))]
    if message.file is None and "text" not in message.other:
        words = {"caption": message.text, "caption_entities": entities}
        plain = {"text": message.text, "entities": entities}
        return _given(words if message.other.keys() & {"photo", "voice", "document", "video"} else plain)
    if message.file is None:
        return {}
    told = _given({"caption": message.text, "caption_entities": entities})
    named = {
        "file_id": f"file{message.id}",
        "file_unique_id": f"unique{message.id}",
        "file_size": len(message.file.content),
    }
    if message.file.picture:
        return {**told, "photo": [{**named, "width": 100, "height": 100}]}
    return {**told, "document": {**named, "file_name": message.file.name, "mime_type": message.file.media_type}}


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
