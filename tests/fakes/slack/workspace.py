"""A Slack workspace in memory: people, conversations, messages. No network, no rules of the API."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

TEAM = "T0EVENT00"
BOT = "U0BOT0000"
BOT_ID = "B0BOT0000"
APP = "A0APP0000"


@dataclass(slots=True)
class User:
    """Somebody with an account; ``dm`` is the conversation with the bot, empty until it is opened."""

    id: str
    name: str = ""
    email: str = ""
    locale: str = "en-US"
    tz: str = "Europe/Paris"
    team: str = TEAM
    deleted: bool = False
    is_bot: bool = False
    dm: str = ""


@dataclass(slots=True)
class Message:
    """One message as it stands now; ``history`` holds its earlier texts."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    deleted: bool = False
    only_for: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def by_bot(self) -> bool:
        """Whether our bot wrote it."""
        return self.user == BOT

    def shown(self, *, metadata: bool = False) -> dict[str, Any]:
        """The message as the API tells it."""
        told: dict[str, Any] = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts, "team": TEAM}
        optional = {
            "bot_id": BOT_ID if self.by_bot else "",
            "blocks": self.blocks,
            "thread_ts": self.thread_ts or (self.ts if self.replies else ""),
            "files": [{key: value for key, value in file.items() if key != "content"} for file in self.files],
            "edited": {"user": self.user, "ts": self.ts} if self.history else {},
            "metadata": self.metadata if metadata else {},
        }
        return told | {key: value for key, value in optional.items() if value}


@dataclass(slots=True)
class Trigger:
    """A right to open one modal for one person, for three seconds from ``at``."""

    user: str
    at: float
    used: bool = False


@dataclass(slots=True)
class Conversation:
    """A channel, a private channel, a group of people, or a direct message with the bot."""

    id: str
    name: str = ""
    kind: Literal["channel", "group", "mpim", "im"] = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)


class Workspace:
    """All that there is, and the making of ids; ``now`` returns seconds since the epoch."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._numbers = itertools.count(1)
        self.users: dict[str, User] = {BOT: User(BOT, "rendezvous", is_bot=True)}
        self.conversations: dict[str, Conversation] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.prompts: dict[str, list[dict[str, str]]] = {}
        self.modals: dict[str, dict[str, Any]] = {}
        self.triggers: dict[str, Trigger] = {}
        self.groups: dict[str, set[str]] = {}
        self.where: dict[str, str] = {}

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._now()

    def new_id(self, letter: str) -> str:
        """An id of Slack's look, never given twice."""
        return f"{letter}{next(self._numbers):09X}"

    def new_ts(self) -> str:
        """A timestamp that is at once the id of a message: growing, never given twice."""
        return f"{int(self._now())}.{next(self._numbers):06d}"

    def add_user(self, name: str = "", **details: Any) -> User:
        """Let somebody join."""
        user = User(details.pop("id", None) or self.new_id("U"), name, **details)
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, *, bot: bool = True, private: bool = False, **details: Any) -> Conversation:
        """Make a channel; ``bot`` tells whether ours is a member."""
        channel = Conversation(details.pop("id", None) or self.new_id("C"), name, "group" if private else "channel")
        channel.members = {user for user in self.users if bot or user != BOT}
        self.conversations[channel.id] = channel
        return channel

    def direct(self, user: str) -> Conversation:
        """The direct message between a user and the bot, opened when it is not yet."""
        person = self.users[user]
        if not person.dm:
            person.dm = self.new_id("D")
            self.conversations[person.dm] = Conversation(person.dm, kind="im", members={user, BOT})
        return self.conversations[person.dm]

    def post(self, channel: str, user: str, text: str, thread: str = "", **details: Any) -> Message:
        """Put a message into a conversation."""
        message = Message(self.new_ts(), channel, user, text, thread_ts=thread, **details)
        self.conversations[channel].messages[message.ts] = message
        self.where[message.ts] = channel
        if thread and (root := self.conversations[channel].messages.get(thread)):
            root.replies.append(message.ts)
        return message

    def message(self, ts: str) -> Message:
        """A message by its timestamp, which is unique here in the whole workspace."""
        return self.conversations[self.where[ts]].messages[ts]
