"""One rendered message put to Telegram: posted, or in place of an earlier one."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from telegram import InputMediaDocument, InputMediaPhoto, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.channels.telegram.markup import plain
from bot.channels.telegram.outcomes import outcome, says
from bot.channels.telegram.render import CAPTION
from bot.ports import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.channels.telegram.handover import ConfirmingBot
    from bot.channels.telegram.render import Message
    from bot.messages import Address

    Act = Callable[[ConfirmingBot, Address, Message, str, str | None], Awaitable[str]]

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})


async def post(bot: ConfirmingBot, address: Address, message: Message) -> Outcome:
    """Send a message as a new one."""
    return await _outcome(_send, bot, address, message, "")


async def replace(bot: ConfirmingBot, address: Address, message: Message, old: str) -> Outcome:
    """Put a message in the place of the one with the id ``old``."""
    return await _outcome(_edit, bot, address, message, old)


async def remove(bot: ConfirmingBot, chat: str, old: str) -> Outcome:
    """Take a message back; one that is gone already counts as taken back."""
    try:
        await bot.delete_message(chat, int(old))
    except TelegramError as error:
        if isinstance(error, BadRequest) and says(error, "message to delete not found"):
            return Outcome("sent", message=old)
        return outcome(error, only_chat=True)
    return Outcome("sent", message=old)


async def works(bot: ConfirmingBot) -> bool:
    """Ask with the very method that posts, without words: a Telegram that works refuses that, and nobody sees it."""
    try:
        await bot.send_message(bot.token.partition(":")[0], "")
    except BadRequest:
        return True
    except NetworkError:
        return False
    except TelegramError:
        return True
    return True


async def _outcome(act: Act, bot: ConfirmingBot, address: Address, message: Message, old: str) -> Outcome:
    try:
        try:
            return Outcome("sent", message=await act(bot, address, message, old, ParseMode.HTML))
        except BadRequest as error:
            if not says(error, "can't parse entities"):
                raise
            # Refused, so nothing was sent: without markup it says the same.
            return Outcome("sent", message=await act(bot, address, message, old, None))
    except TelegramError as error:
        if isinstance(error, BadRequest) and says(error, "message is not modified"):
            return Outcome("sent", message=old)
        if isinstance(error, InvalidToken):
            bot.line.lost(error)
        return outcome(error, only_chat=bool(old) or address.public or address.chat.startswith("-"))


async def _send(bot: ConfirmingBot, address: Address, message: Message, _: str, mode: str | None) -> str:
    words = message.html if mode else plain(message.html)
    options = {**_place(address), "reply_markup": message.keyboard, "parse_mode": mode}
    if message.file is None:
        sent = await bot.send_message(address.chat, words, link_preview_options=_preview(message), **options)
        return str(sent.message_id)
    content = base64.b64decode(message.file.content)
    give = bot.send_photo if message.file.media_type in PICTURES else bot.send_document
    sent = await give(address.chat, content, filename=message.file.name, caption=words or None, **options)
    return str(sent.message_id)


async def _edit(bot: ConfirmingBot, address: Address, message: Message, old: str, mode: str | None) -> str:
    words = message.html if mode else plain(message.html)
    target: dict[str, Any] = {"chat_id": address.chat, "message_id": int(old), "reply_markup": message.keyboard}
    if message.file is not None:
        kind = InputMediaPhoto if message.file.media_type in PICTURES else InputMediaDocument
        content = base64.b64decode(message.file.content)
        media = kind(content, caption=words or None, parse_mode=mode, filename=message.file.name)
        await bot.edit_message_media(media, **target)
        return old
    try:
        await bot.edit_message_text(words, parse_mode=mode, link_preview_options=_preview(message), **target)
    except BadRequest as error:
        if not says(error, "there is no text in the message to edit") or len(words) > CAPTION:
            raise
        await bot.edit_message_caption(caption=words, parse_mode=mode, **target)
    return old


def _preview(message: Message) -> LinkPreviewOptions:
    """A picture is shown as what a link leads to: unlike under a photo there is room for a whole text."""
    if not message.picture:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(is_disabled=False, url=message.picture, prefer_large_media=True)


def _place(address: Address) -> dict[str, Any]:
    topic, _, answered = address.thread.rpartition("/")
    return {
        "message_thread_id": int(topic) if topic else None,
        "reply_parameters": ReplyParameters(int(answered), allow_sending_without_reply=True) if answered else None,
    }
