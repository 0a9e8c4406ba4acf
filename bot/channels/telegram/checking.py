"""What could be wrong with the bot's setting-up, asked of Telegram without changing anything there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram.constants import ChatAction
from telegram.error import ChatMigrated, InvalidToken, TelegramError

from bot.channels.telegram.outcomes import told_by
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot, User

TOKEN = "TELEGRAM_BOT_TOKEN"  # noqa: S105 the name of the variable


async def check(bot: Bot, *, webhook_url: str, organizers: Sequence[str], chat: str) -> list[Problem]:
    """Return what an operator should mend; empty when all is well.

    ``webhook_url`` is empty when polling is configured. ``chat`` is the organizers' chat, or empty.
    """
    try:
        me = await bot.get_me()
    except InvalidToken:
        return [Problem(TOKEN, "Telegram refuses the token.", "Copy it again from @BotFather.")]
    except TelegramError as error:
        return [
            Problem(
                "telegram.api_url", f"Telegram cannot be reached: {told_by(error)}.", "Check the network and the URL."
            )
        ]
    problems = _privacy(me) + await _webhook(bot, webhook_url)
    if chat:
        problems += await _organizers_chat(bot, chat)
    for organizer in organizers:
        problems += await _organizer(bot, organizer)
    return problems


def _privacy(me: User) -> list[Problem]:
    if not me.can_read_all_group_messages:
        return []
    what = "privacy mode is off: Telegram hands the bot every message of its groups."
    return [Problem(f"@{me.username}", what, "Send /setprivacy to @BotFather and choose Enable.", "warning")]


async def _webhook(bot: Bot, wanted: str) -> list[Problem]:
    try:
        info = await bot.get_webhook_info()
    except TelegramError as error:
        return [Problem("telegram.mode", f"the webhook cannot be looked up: {told_by(error)}.", severity="warning")]
    if info.url and not wanted:
        what = f"a webhook is set at {urlsplit(info.url).hostname}, but polling is configured."
        mend = "Starting removes it; if another program serves it, give that program a bot of its own."
        return [Problem("telegram.mode", what, mend, "warning")]
    if wanted and info.url == wanted and info.last_error_message:
        what = f"Telegram could not deliver to the webhook: {info.last_error_message}."
        return [
            Problem("telegram.webhook_url", what, "Check its certificate, its port and the proxy in front.", "warning")
        ]
    return []


async def _organizers_chat(bot: Bot, chat: str) -> list[Problem]:
    key = "organizers.channels.telegram"
    try:
        await bot.send_chat_action(chat, ChatAction.TYPING)
    except ChatMigrated as error:
        return [Problem(key, f"the group {chat} became a supergroup.", f"Write {error.new_chat_id}.")]
    except TelegramError as error:
        mend = "Add the bot to that group and let it write there; a group's id begins with a minus sign."
        return [Problem(key, f"the bot cannot write to {chat}: {told_by(error)}.", mend)]
    return []


async def _organizer(bot: Bot, user: str) -> list[Problem]:
    try:
        await bot.send_chat_action(user, ChatAction.TYPING)
    except TelegramError as error:
        mend = "This organizer has to open the bot and press Start once."
        return [Problem("organizers.telegram", f"the bot cannot write to {user}: {told_by(error)}.", mend, "warning")]
    return []
