"""The bot's user name, asked of Telegram."""

from __future__ import annotations

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.outcomes import told_by
from bot.errors import ChannelError


async def username(token: str, api_url: str) -> str:
    """Return the bot's user name without the at sign. Raises ChannelError with one sentence when it cannot be had."""
    try:
        async with Bot(token, base_url=f"{api_url.rstrip('/')}/bot") as bot:
            return bot.username
    except TelegramError as error:
        raise ChannelError(f"Telegram does not tell the bot's name: {told_by(error)}.") from error
