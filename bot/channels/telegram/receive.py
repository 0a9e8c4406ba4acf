"""Update -> Incoming. Pure.

Private chats: everything a person says. Groups: only what is meant for the bot, namely a mention, a reply to
it or a command. Channels, other bots and service messages are passed over. Words that were forwarded are
somebody else's: in a private chat they may be asked about, but they are never a command, and in a group they
are not meant for us.

``Address.thread`` is ``<message id answered>`` in groups, with ``<topic id>/`` before it inside a topic.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from telegram import Message, MessageEntity
from telegram.constants import ChatMemberStatus, ChatType

from bot.messages import Address, Incoming

if TYPE_CHECKING:
    from datetime import datetime

    from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Update, User

Said = Literal["text", "command", "start", "edited"]
Reach = Literal["blocked", "unblocked", "joined", "left"]

GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
COMMAND = re.compile(r"/(?P<word>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?P<rest>\s.*)?$", re.DOTALL)
INSIDE = frozenset({ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")


def receive(update: Update, me: User, now: datetime) -> Incoming | None:
    """Return what a person did, None when it is not for us. ``now`` dates a button, which carries no time."""
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query, now)
    if update.my_chat_member:
        return _reach(update.update_id, update.my_chat_member)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot or message.is_automatic_forward:
        return None
    return _said(update.update_id, message, message.from_user, me)


def _said(update_id: int, message: Message, user: User, me: User) -> Incoming | None:
    meant = _meant(message, me)
    if meant is None:
        return None
    kind, text = meant
    return _incoming(
        update_id,
        user,
        _address(message.chat, message),
        text=text,
        at=message.edit_date or message.date,
        kind=kind,
        message=str(message.message_id),
        reply_to=str(message.reply_to_message.message_id) if _answers(message, me) and message.reply_to_message else "",
    )


def _meant(message: Message, me: User) -> tuple[Said, str] | None:
    """Return what a message is meant to do and its words, None when it is not meant for us."""
    text, mentioned = _without_mentions(message, me)
    command = None if message.forward_origin else COMMAND.match(text)
    if _unheard(message, me, mentioned=mentioned or bool(command)):
        return None
    if message.edit_date:
        return ("edited", text) if text else None
    if command:
        return _command(command, me, private=message.chat.type == ChatType.PRIVATE)
    # Of an album only the picture with the caption says something.
    return None if not text and message.media_group_id else ("text", text or _pointed_at(message, me))


def _unheard(message: Message, me: User, *, mentioned: bool) -> bool:
    """Tell whether it was said by nobody (a service message) or to others."""
    if not (message.text or message.caption or message.effective_attachment):
        return True
    if message.chat.type == ChatType.PRIVATE:
        return False
    ours = mentioned or (_answers(message, me) and bool(message.text or message.caption))
    return message.chat.type not in GROUPS or message.forward_origin is not None or not ours


def _command(command: re.Match[str], me: User, *, private: bool) -> tuple[Said, str] | None:
    word, bot, rest = command["word"].casefold(), command["bot"], (command["rest"] or "").strip()
    if bot and bot.casefold() != (me.username or "").casefold():
        return None
    return ("start", rest) if word == "start" and private else ("command", f"{word} {rest}".strip())


def _without_mentions(message: Message, me: User) -> tuple[str, bool]:
    """Return the words of a text, a caption or a sticker without mentions of us, and whether there were any."""
    if message.text is None and message.caption is None:
        return (message.sticker.emoji or "" if message.sticker else ""), False
    text = message.text or message.caption or ""
    wide = text.encode("utf-16-le", "surrogatepass")  # entities count in UTF-16
    mentions = [entity for entity in message.entities or message.caption_entities if _is_me(entity, wide, me)]
    for entity in reversed(mentions):
        wide = wide[: 2 * entity.offset] + wide[2 * (entity.offset + entity.length) :]
    return wide.decode("utf-16-le", "surrogatepass").strip(), bool(mentions)


def _is_me(entity: MessageEntity, wide: bytes, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    if entity.type != MessageEntity.MENTION:
        return False
    words = wide[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "replace")
    return words.casefold() == f"@{me.username}".casefold()


def _answers(message: Message, me: User) -> bool:
    """Tell whether it replies to us. In a topic, every message seems to reply to the one that opened it."""
    first = message.reply_to_message
    return first is not None and first.from_user == me and first.forum_topic_created is None


def _pointed_at(message: Message, me: User) -> str:
    """Return the words that a bare mention points at: "@bot" in reply to somebody's question."""
    first = message.reply_to_message
    if first is None or first.forum_topic_created or (first.from_user and first.from_user.is_bot):
        return ""
    return _without_mentions(first, me)[0]


def _address(chat: Chat, message: Message | None, answered: int = 0) -> Address:
    public = chat.type in GROUPS
    topic = f"{message.message_thread_id}/" if message and message.is_topic_message else ""
    number = answered or (message.message_id if message else "")
    return Address("telegram", str(chat.id), f"{topic}{number}" if public else topic, public=public)


def _pressed(update_id: int, query: CallbackQuery, now: datetime) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    number = query.message.message_id
    # A message too old for Telegram comes without its contents, but its button still counts.
    whole = query.message if isinstance(query.message, Message) else None
    address = _address(query.message.chat, whole, number)
    return _incoming(update_id, query.from_user, address, text=query.data, at=now, kind="action", message=str(number))


def _reach(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    before, after = _inside(change.old_chat_member), _inside(change.new_chat_member)
    if before == after:
        return None
    address = _address(change.chat, None)
    if change.chat.type == ChatType.PRIVATE:
        kind: Reach = "unblocked" if after else "blocked"
    elif change.chat.type in GROUPS:
        kind = "joined" if after else "left"
    else:
        return None
    return _incoming(update_id, change.from_user, address, at=change.date, kind=kind)


def _inside(member: ChatMember) -> bool:
    return member.status in INSIDE or bool(getattr(member, "is_member", False))


def _incoming(
    update_id: int,
    user: User,
    address: Address,
    *,
    text: str = "",
    at: datetime,
    kind: Said | Reach | Literal["action"],
    message: str = "",
    reply_to: str = "",
) -> Incoming:
    return Incoming(
        str(update_id),
        "telegram",
        str(user.id),
        address,
        text,
        at,
        kind,
        message=message,
        reply_to=reply_to,
        name=user.full_name,
        language=user.language_code or "",
    )
