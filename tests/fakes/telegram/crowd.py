"""What people do on the fake Telegram. Everybody exists once they do something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fakes.telegram.entities import find, words
from fakes.telegram.world import Group, Person

if TYPE_CHECKING:
    from fakes.telegram.methods import Methods
    from fakes.telegram.updates import Updates
    from fakes.telegram.world import Message, World

CLIENT_LIMIT = 4096  # a client sends a longer text as several messages


class Crowd:
    """People and groups around one bot. ``chat`` defaults to the person's private chat.

    With ``privacy`` the bot gets from groups only commands, mentions of it and replies to it.
    """

    def __init__(self, world: World, updates: Updates, methods: Methods) -> None:
        self._world = world
        self._updates = updates
        self._methods = methods
        self.privacy = True

    def person(self, user: int, name: str = "", **about: object) -> Person:
        """Return a person, made when needed: ``language_code``, ``username``, ``state``."""
        if user not in self._world.people:
            self._world.people[user] = Person(user, name or f"Person {user}")
        person = self._world.people[user]
        for field, value in about.items():
            setattr(person, field, value)
        return person

    def group(self, chat: int, title: str = "Hall", *, forum: bool = False) -> Group:
        """Make a group that the bot is in; a number under -10**12 is a supergroup."""
        return self._world.groups.setdefault(chat, Group(chat, title, forum=forum))

    def start(self, user: int, payload: str = "") -> Message:
        """Press Start, by a deep link with a payload."""
        self.person(user, state="started")
        return self.say(user, f"/start {payload}".strip())

    def say(self, user: int, text: str, chat: int | None = None, **content: object) -> Message:
        """Write a message; a text too long is cut as clients do. See ``write`` for ``content``."""
        pieces = [text[at : at + CLIENT_LIMIT] for at in range(0, len(text), CLIENT_LIMIT)]
        return [self.write(user, chat, text=piece, **content) for piece in pieces][-1]

    def write(self, user: int, chat: int | None = None, *, text: str = "", **content: object) -> Message:
        """Write any message: ``reply_to``, ``topic``, ``entities``, and in ``other`` the fields of another kind."""
        self.person(user)
        message = self._world.put(chat or user, user, text=text, **content)
        if self._reaches(message):
            self._updates.add("message", self._world.json(message))
        return message

    def edit(self, message: Message, text: str) -> Message:
        """Change what was written."""
        changed = self._world.change(message, text=text)
        if self._reaches(changed):
            self._updates.add("edited_message", {**self._world.json(changed), "edit_date": int(changed.date) + 1})
        return changed

    def press(self, user: int, number: int, data: str = "", *, label: str = "", chat: int | None = None) -> str:
        """Press a button of a message, found by its label, or forge its ``data``; return the query's id."""
        told = self.person(user).json()
        message = self._world.message(chat or user, number)
        if label and (message is None or label not in message.buttons):
            raise AssertionError(f"message {number} has no button {label!r}: {message and message.buttons}")
        shown = self._world.json(message) if message else _inaccessible(self._world, chat or user, number)
        query = f"query{len(self._methods.queries) + 1}"
        self._methods.queries[query] = False
        pressed = data or (message.buttons[label] if message else "")
        pressing = {"id": query, "from": told, "chat_instance": "1", "message": shown, "data": pressed}
        self._updates.add("callback_query", pressing)
        return query

    def answered(self, query: str) -> bool:
        """Tell whether the bot took the progress bar off a button."""
        return self._methods.queries[query]

    def block(self, user: int) -> None:
        """Block the bot."""
        self.person(user, state="blocked")
        self._member(user, user, "member", "kicked")

    def unblock(self, user: int) -> None:
        """Unblock the bot."""
        self.person(user, state="started")
        self._member(user, user, "kicked", "member")

    def join(self, chat: int, user: int) -> None:
        """Let a person add the bot to a group."""
        self.group(chat).inside = True
        self._member(chat, user, "left", "member")

    def leave(self, chat: int, user: int) -> None:
        """Let a person remove the bot from a group."""
        self.group(chat).inside = False
        self._member(chat, user, "member", "kicked")

    def migrate(self, chat: int, to: int) -> None:
        """Turn a group into a supergroup: it lives on under another id."""
        old = self.group(chat)
        self.group(to, old.title)
        old.moved = to

    def _member(self, chat: int, user: int, before: str, after: str) -> None:
        bot = self._world.bot_json()
        old, new = ({"status": status, "user": bot, **_until(status)} for status in (before, after))
        told = {"chat": self._world.chat_json(chat), "from": self.person(user).json(), "date": 1_700_000_000}
        self._updates.add("my_chat_member", {**told, "old_chat_member": old, "new_chat_member": new})

    def _reaches(self, message: Message) -> bool:
        if message.chat > 0 or not self.privacy:
            return True
        first = self._world.message(message.chat, message.reply_to or 0)
        found = find(message.text, list(message.entities))
        mention = f"@{self._world.bot['username']}".lower()
        mentioned = any(
            words(message.text, entity).lower() == mention for entity in found if entity["type"] == "mention"
        )
        command = re.match(rf"/\w+(@{self._world.bot['username']}\b|(?!@)\b)", message.text, re.IGNORECASE)
        return bool(command) or mentioned or (first is not None and first.sender == 0)


def _until(status: str) -> dict[str, int]:
    return {"until_date": 0} if status == "kicked" else {}


def _inaccessible(world: World, chat: int, number: int) -> dict[str, Any]:
    return {"chat": world.chat_json(chat), "message_id": number, "date": 0}
