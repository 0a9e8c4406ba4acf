"""The platforms that have tokens, made from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.config import users_and_groups
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.channels.slack.channel import SlackChannel
    from bot.channels.telegram.channel import TelegramChannel
    from bot.config import Config, Secrets
    from bot.ports import Clock


def make_channels(config: Config, secrets: Secrets, clock: Clock | None = None) -> list[SlackChannel | TelegramChannel]:
    """One channel for each platform whose bot token is set."""
    clock = clock or SystemClock()
    channels: list[SlackChannel | TelegramChannel] = []
    if secrets.slack_bot:
        channels.append(_slack(config, secrets, clock))
    if secrets.telegram_bot:
        channels.append(_telegram(config, secrets, clock))
    return channels


def _slack(config: Config, secrets: Secrets, clock: Clock) -> SlackChannel:
    from bot.channels.slack.access import Access
    from bot.channels.slack.channel import SlackChannel

    needed = "SLACK_APP_TOKEN" if config.slack.mode == "socket" else "SLACK_SIGNING_SECRET"
    if not (secrets.slack_app if config.slack.mode == "socket" else secrets.slack_signing):
        raise ConfigError([f"{needed}: is not set in the environment, and slack.mode {config.slack.mode} needs it"])
    access = Access(
        secrets.slack_bot,
        secrets.slack_app,
        secrets.slack_signing,
        api_url=config.slack.api_url,
        mode=config.slack.mode,
        host=config.slack.http.host,
        port=config.slack.http.port,
        path=config.slack.http.path,
    )
    organizers = config.organizers
    users, groups = users_and_groups([*organizers.slack, *organizers.desk.slack])
    return SlackChannel(
        access, clock, organizers=users, organizers_channel=organizers.channels.slack or "", groups=groups
    )


def _telegram(config: Config, secrets: Secrets, clock: Clock) -> TelegramChannel:
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.connection import Webhook

    section, webhook = config.telegram, None
    if section.mode == "webhook":
        missing = [
            f"{key}: is not set, and telegram.mode webhook needs it"
            for key, value in (
                ("telegram.webhook_url", section.webhook_url),
                ("TELEGRAM_WEBHOOK_SECRET", secrets.telegram_webhook),
            )
            if not value
        ]
        if missing:
            raise ConfigError(missing)
        at = section.webhook
        webhook = Webhook(section.webhook_url or "", secrets.telegram_webhook, at.host, at.port, at.path)
    return TelegramChannel(
        secrets.telegram_bot,
        clock,
        api_url=section.api_url,
        webhook=webhook,
        event=config.event.name,
        organizers=config.organizers.telegram,
        organizers_chat=config.organizers.channels.telegram or "",
    )
