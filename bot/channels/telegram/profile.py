"""What the bot shows of itself on Telegram: its commands by language and scope, and its description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.constants import BotDescriptionLimit

from bot.i18n.catalogue import DEFAULT, languages, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot, BotCommandScope

IN_GROUPS = ("now", "next", "program", "help")
IN_PRIVATE = (
    "now", "next", "program", "agenda", "meetings", "remind", "language", "quiet", "mute", "privacy", "forget", "help",
)  # fmt: skip
FOR_ORGANIZERS = ("announce", "inbox", "report", *IN_PRIVATE)


async def present(bot: Bot, event: str, organizers: Sequence[str]) -> None:
    """Register commands and descriptions in every language, those already right left alone.

    Raises TelegramError. An organizer who never wrote to the bot has no chat to register commands for.
    """
    for language in languages():
        code = None if language == DEFAULT else language
        await _commands(bot, IN_PRIVATE, BotCommandScopeAllPrivateChats(), language, code)
        await _commands(bot, IN_GROUPS, BotCommandScopeAllGroupChats(), language, code)
        await _description(bot, event, language, code)
    for organizer in organizers:
        for language in languages():
            code = None if language == DEFAULT else language
            await _commands(bot, FOR_ORGANIZERS, BotCommandScopeChat(organizer), language, code)


async def _commands(bot: Bot, names: Sequence[str], scope: BotCommandScope, language: str, code: str | None) -> None:
    wanted = tuple(BotCommand(name, say(language, f"telegram.commands.{name}")) for name in names)
    if await bot.get_my_commands(scope, code) != wanted:
        await bot.set_my_commands(wanted, scope, code)


async def _description(bot: Bot, event: str, language: str, code: str | None) -> None:
    wanted = _fitting(say(language, "telegram.description", event=event), BotDescriptionLimit.MAX_DESCRIPTION_LENGTH)
    if (await bot.get_my_description(code)).description != wanted:
        await bot.set_my_description(wanted, code)
    short = _fitting(say(language, "telegram.short", event=event), BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH)
    if (await bot.get_my_short_description(code)).short_description != short:
        await bot.set_my_short_description(short, code)


def _fitting(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
