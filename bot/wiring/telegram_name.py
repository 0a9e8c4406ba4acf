"""The bot's user name on Telegram, for links to it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.config import secrets

if TYPE_CHECKING:
    from bot.config import Config


def telegram_name(config: Config) -> str:
    """Ask Telegram for the name; empty without a token. Raises ChannelError when Telegram does not tell it."""
    token = secrets().telegram_bot
    if not token:
        return ""
    from bot.channels.telegram.naming import username

    return asyncio.run(username(token, config.telegram.api_url))
