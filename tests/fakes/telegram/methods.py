"""The methods of the Bot API that the fake serves: https://core.telegram.org/bots/api."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from fakes.telegram.entities import parse_html, units
from fakes.telegram.refusal import Refusal
from fakes.telegram.world import File

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.telegram.limits import Limits
    from fakes.telegram.updates import Updates
    from fakes.telegram.world import Keyboard, Message, World

TEXT, CAPTION, DATA, BUTTONS, ROW = 4096, 1024, 64, 100, 8
DELETABLE = 48 * 3600

Json = Any  # whatever JSON may hold


class Parameters:
    """What a call was given: text fields, JSON inside some of them, and files."""

    def __init__(self, fields: Mapping[str, str], files: Mapping[str, File]) -> None:
        self._fields = fields
        self._files = files

    def text(self, name: str) -> str:
        return self._fields.get(name, "")

    def number(self, name: str, default: float = 0) -> float:
        try:
            return float(self._fields.get(name) or default)
        except ValueError:
            raise Refusal(400, f"Bad Request: invalid {name} specified") from None

    def json(self, name: str) -> Json:
        try:
            return json.loads(self._fields[name]) if self._fields.get(name) else None
        except ValueError:
            raise Refusal(400, f"Bad Request: can't parse {name} JSON object") from None

    def file(self, name: str) -> File:
        if name not in self._files:
            raise Refusal(400, f"Bad Request: there is no {name} in the request")
        return self._files[name]


class Methods:
    """One bot's view. A method takes Parameters and returns its result, or raises Refusal."""

    def __init__(self, world: World, limits: Limits, updates: Updates) -> None:
        self._world = world
        self._limits = limits
        self._updates = updates
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.queries: dict[str, bool] = {}
        self._table = {
            name.removeprefix("do_").replace("_", ""): getattr(self, name) for name in dir(self) if name[:3] == "do_"
        }

    def __contains__(self, method: str) -> bool:
        return method in self._table

    async def call(self, method: str, given: Parameters) -> Json:
        if method == "getupdates":
            if (allowed := given.json("allowed_updates")) is not None:
                self._updates.allowed = allowed
            limit = min(100, int(given.number("limit", 100)))
            return await self._updates.poll(int(given.number("offset")), limit, given.number("timeout"))
        return self._table[method](given)

    def do_get_updates(self, _: Parameters) -> None:
        raise NotImplementedError  # served by call, which waits

    def do_get_me(self, _: Parameters) -> dict[str, Any]:
        return self._world.bot

    def do_set_webhook(self, given: Parameters) -> bool:
        url = given.text("url")
        if url and not re.match(r"https://|http://(localhost|127\.0\.0\.1)[:/]", url):
            raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        secret = given.text("secret_token")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        if (allowed := given.json("allowed_updates")) is not None:
            self._updates.allowed = allowed
        most = int(given.number("max_connections", 40))
        self._updates.webhook = {"url": url, "secret_token": secret, "max_connections": most} if url else {}
        self._updates.wake()
        return True

    def do_delete_webhook(self, _: Parameters) -> bool:
        self._updates.webhook = {}
        return True

    def do_get_webhook_info(self, _: Parameters) -> dict[str, Any]:
        told = {"url": self._updates.webhook.get("url", ""), "has_custom_certificate": False}
        error = (
            {"last_error_message": self._updates.last_error, "last_error_date": 1} if self._updates.last_error else {}
        )
        return {**told, "pending_update_count": len(self._updates.pending), **error}

    def do_send_message(self, given: Parameters) -> dict[str, Any]:
        return self._post(given, given.text("text"), TEXT)

    def do_send_document(self, given: Parameters) -> dict[str, Any]:
        return self._post(given, given.text("caption"), CAPTION, given.file("document"))

    def do_send_photo(self, given: Parameters) -> dict[str, Any]:
        file = given.file("photo")
        return self._post(
            given, given.text("caption"), CAPTION, File(file.name, file.content, file.media_type, picture=True)
        )

    def do_edit_message_text(self, given: Parameters) -> dict[str, Any]:
        message = self._editable(given)
        if message.file:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        text, entities = _words(given, given.text("text"), TEXT, needed=True)
        preview = (given.json("link_preview_options") or {}).get("url", "")
        return self._changed(message, text=text, entities=entities, keyboard=_keyboard(given), preview=preview)

    def do_edit_message_caption(self, given: Parameters) -> dict[str, Any]:
        message = self._editable(given)
        text, entities = _words(given, given.text("caption"), CAPTION)
        return self._changed(message, text=text, entities=entities, keyboard=_keyboard(given))

    def do_edit_message_media(self, given: Parameters) -> dict[str, Any]:
        message = self._editable(given)
        media = given.json("media")
        file = given.file(media["media"].removeprefix("attach://"))
        given = Parameters({"parse_mode": media.get("parse_mode", ""), "reply_markup": given.text("reply_markup")}, {})
        text, entities = _words(given, media.get("caption", ""), CAPTION)
        file = File(file.name, file.content, file.media_type, picture=media["type"] == "photo")
        return self._changed(message, text=text, entities=entities, keyboard=_keyboard(given), file=file)

    def do_edit_message_reply_markup(self, given: Parameters) -> dict[str, Any]:
        return self._changed(self._editable(given), keyboard=_keyboard(given))

    def do_delete_message(self, given: Parameters) -> bool:
        chat = self._world.writable(given.text("chat_id"))
        message = self._world.message(chat, int(given.number("message_id")))
        if message is None:
            raise Refusal(400, "Bad Request: message to delete not found")
        if self._world.is_old(message, DELETABLE):
            raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        self._world.remove(message)
        return True

    def do_answer_callback_query(self, given: Parameters) -> bool:
        query = given.text("callback_query_id")
        if self.queries.get(query, True):
            told = "query is too old and response timeout expired or query ID is invalid"
            raise Refusal(400, f"Bad Request: {told}")
        self.queries[query] = True
        return True

    def do_send_chat_action(self, given: Parameters) -> bool:
        self._world.writable(given.text("chat_id"))
        return True

    def do_get_chat(self, given: Parameters) -> dict[str, Any]:
        chat = self._world.writable(given.text("chat_id"))
        gifts = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), True)
        needed = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
        return {**self._world.chat_json(chat), **needed}

    def do_get_chat_member(self, given: Parameters) -> dict[str, Any]:
        group = self._world.groups.get(int(given.number("chat_id")))
        user = int(given.number("user_id"))
        if group is None:
            raise Refusal(400, "Bad Request: chat not found")
        known = self._world.people.get(user)
        told = self._world.bot_json() if user == self._world.bot["id"] else known.json() if known else None
        if told is None:
            raise Refusal(400, "Bad Request: user not found")
        return {"status": "member" if group.inside else "left", "user": told}

    def do_set_my_commands(self, given: Parameters) -> bool:
        commands = given.json("commands") or []
        if len(commands) > 100:
            raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[self._scope(given), given.text("language_code")] = commands
        return True

    def do_get_my_commands(self, given: Parameters) -> list[dict[str, str]]:
        return self.commands.get((self._scope(given), given.text("language_code")), [])

    def do_set_my_description(self, given: Parameters) -> bool:
        return self._describe(given, "description", 512)

    def do_set_my_short_description(self, given: Parameters) -> bool:
        return self._describe(given, "short_description", 120)

    def do_get_my_description(self, given: Parameters) -> dict[str, str]:
        return {"description": self.descriptions.get(("description", given.text("language_code")), "")}

    def do_get_my_short_description(self, given: Parameters) -> dict[str, str]:
        return {"short_description": self.descriptions.get(("short_description", given.text("language_code")), "")}

    def _post(self, given: Parameters, words: str, limit: int, file: File | None = None) -> dict[str, Any]:
        chat = self._world.writable(given.text("chat_id"))
        text, entities = _words(given, words, limit, needed=file is None)
        keyboard = _keyboard(given)
        topic, reply_to = self._place(given, chat)
        self._limits.admit(chat, group=chat < 0)
        preview = given.json("link_preview_options") or {}
        message = self._world.put(
            chat, 0, text=text, entities=entities, keyboard=keyboard, file=file, topic=topic, reply_to=reply_to,
            silent_links=bool(preview.get("is_disabled")), preview=preview.get("url", ""),
        )  # fmt: skip
        return self._world.json(message)

    def _place(self, given: Parameters, chat: int) -> tuple[int | None, int | None]:
        topic = int(given.number("message_thread_id")) or None
        if topic and not getattr(self._world.groups.get(chat), "forum", False):
            raise Refusal(400, "Bad Request: message thread not found")
        reply = given.json("reply_parameters") or {}
        answered = self._world.message(chat, reply.get("message_id", 0))
        if reply and answered is None and not reply.get("allow_sending_without_reply"):
            raise Refusal(400, "Bad Request: message to be replied not found")
        return topic or (answered.topic if answered else None), answered.id if answered else None

    def _editable(self, given: Parameters) -> Message:
        chat = self._world.writable(given.text("chat_id"))
        message = self._world.message(chat, int(given.number("message_id")))
        if message is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if message.sender:
            raise Refusal(400, "Bad Request: message can't be edited")
        self._limits.admit(chat, group=chat < 0)
        return message

    def _changed(self, message: Message, **content: object) -> dict[str, Any]:
        if all(getattr(message, name) == value for name, value in content.items()):
            told = "message is not modified: specified new message content and reply markup are exactly the same"
            raise Refusal(400, f"Bad Request: {told} as a current content and reply markup of the message")
        return self._world.json(self._world.change(message, **content))

    def _scope(self, given: Parameters) -> str:
        scope = given.json("scope") or {"type": "default"}
        if "chat_id" in scope:
            return f"{scope['type']}:{self._world.writable(str(scope['chat_id']))}"
        return str(scope["type"])

    def _describe(self, given: Parameters, kind: str, limit: int) -> bool:
        if len(given.text(kind)) > limit:
            raise Refusal(400, f"Bad Request: {kind} is too long")
        self.descriptions[kind, given.text("language_code")] = given.text(kind)
        return True


def _words(
    given: Parameters, words: str, limit: int, *, needed: bool = False
) -> tuple[str, tuple[dict[str, Any], ...]]:
    mode = given.text("parse_mode")
    if mode not in {"", "HTML"}:
        raise Refusal(400, "Bad Request: unsupported parse_mode")
    text, entities = parse_html(words) if mode else (words, [])
    if needed and not text.strip("\u2060\u200b\ufeff \n\t"):
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > limit:
        raise Refusal(
            400, "Bad Request: message is too long" if limit == TEXT else "Bad Request: message caption is too long"
        )
    return text, tuple(entities)


def _keyboard(given: Parameters) -> Keyboard:
    keyboard: Keyboard = (given.json("reply_markup") or {}).get("inline_keyboard", [])
    if sum(len(row) for row in keyboard) > BUTTONS or any(len(row) > ROW for row in keyboard):
        raise Refusal(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
    for button in (button for row in keyboard for button in row):
        if not button["text"].strip():
            raise Refusal(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed")
        if not 1 <= len(button.get("callback_data", "").encode()) <= DATA:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if button.get("style", "primary") not in {"primary", "success", "danger"}:
            raise Refusal(400, "Bad Request: invalid button style specified")
    return keyboard
