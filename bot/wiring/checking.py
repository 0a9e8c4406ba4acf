"""What can be found wrong before the day."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import secrets
from bot.wiring.event import load_event
from bot.wiring.samples import remains
from bot.wiring.verbs import organizer_places
from knowledge.problems import Problem
from knowledge.speeches.doubts import doubts

if TYPE_CHECKING:
    from bot.channels.slack.channel import SlackChannel
    from bot.channels.telegram.channel import TelegramChannel
    from bot.config import Config, Secrets

NEEDED = "SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or TELEGRAM_BOT_TOKEN, or both"

# What the platforms' ids look like, and how to write one.
IDS = {
    "slack": (
        r"[A-Z][A-Z0-9]+",
        "the id that Slack shows in the profile, such as U0123ABCD, or C0123ABCD for a channel",
    ),
    "telegram": (r"-?\d+", "the number that stands for the person or group, such as 4242 or -1001234567890"),
}

NOWHERE = "is not set, and a user group has no chat: nobody is told of questions and confirmations."


def check_event(config: Config) -> list[Problem]:
    """Read the event's files and compare the settings with one another and with the environment."""
    knowledge, problems = load_event(config)
    found = [*problems, *doubts(knowledge)]
    if not (knowledge.program.sessions or knowledge.documents):
        found.append(Problem("event", "there is no session, speech or page to answer from.", "Name files that exist."))
    return [*found, *remains(config, knowledge), *_settings(config, secrets())]


def _settings(config: Config, tokens: Secrets) -> list[Problem]:
    """Faults of settings that contradict each other or the tokens set."""
    found = _model(config)
    if tokens.slack_bot and config.slack.mode == "socket" and not tokens.slack_app:
        found.append(Problem("SLACK_APP_TOKEN", "is not set.", "slack.mode is socket: set the app-level token."))
    if tokens.slack_bot and config.slack.mode == "http" and not tokens.slack_signing:
        found.append(Problem("SLACK_SIGNING_SECRET", "is not set.", "slack.mode is http: set the signing secret."))
    if tokens.slack_bot and not tokens.slack_bot.startswith("xoxb-"):
        found.append(Problem("SLACK_BOT_TOKEN", "is no bot token.", "Bot tokens begin with xoxb-."))
    if tokens.slack_app and not tokens.slack_app.startswith("xapp-"):
        found.append(Problem("SLACK_APP_TOKEN", "is no app-level token.", "App-level tokens begin with xapp-."))
    if config.telegram.mode == "webhook" and not config.telegram.webhook_url:
        found.append(
            Problem("telegram.webhook_url", "is not set.", "telegram.mode is webhook: write the https address.")
        )
    if config.telegram.mode == "webhook" and tokens.telegram_bot and not tokens.telegram_webhook:
        found.append(Problem("TELEGRAM_WEBHOOK_SECRET", "is not set.", "Set a long random text."))
    if not (config.organizers.slack or config.organizers.telegram):
        nobody = Problem("organizers", "nobody may announce or answer.", "Name at least one platform id.")
        found.append(replace(nobody, severity="warning"))
    found += [*_ids(config), *_store(config)]
    if config.organizers.slack and not organizer_places(config):
        found.append(Problem("organizers.channels", NOWHERE, "Name a channel, or an organizer's own id.", "warning"))
    return found


def _ids(config: Config) -> list[Problem]:
    """What no platform gives as an id, such as a name: nobody would be recognized by it on the day."""
    named = config.organizers
    written = {
        "slack": [*named.slack, *named.desk.slack, *filter(None, [named.channels.slack])],
        "telegram": [*named.telegram, *named.desk.telegram, *filter(None, [named.channels.telegram])],
    }
    return [
        Problem("organizers", f"{account!r} is no id on {platform.capitalize()}.", f"Write {like}.", "warning")
        for platform, (pattern, like) in IDS.items()
        for account in dict.fromkeys(written[platform])
        if not re.fullmatch(pattern, account)
    ]


def _store(config: Config) -> list[Problem]:
    if config.store_url.partition("://")[2] not in {"", "/"}:
        return []
    told = "names no file: all reminders and announcements are lost when the program stops."
    return [Problem("store.url", told, "Write sqlite:///var/rendezvous.db.", "warning")]


def _model(config: Config) -> list[Problem]:
    """A model's folder that is not there; what may be a hub id is asked for when the index is built."""
    from index.embedder import BUILTIN

    model = config.index.model
    is_path = model.startswith(("/", "~", ".")) or model.endswith("/")
    if model == BUILTIN or not is_path or (config.base / Path(model).expanduser()).is_dir():
        return []
    return [Problem("index.model", f"there is no folder {model}.", "Write builtin, a hub id, or a model's folder.")]


def check_platforms(config: Config) -> list[Problem]:
    """Ask the platforms that have tokens: tokens, scopes, the organizers' channel."""
    from bot.wiring.channels import make_channels

    channels = make_channels(config, secrets())
    if not channels:
        return [Problem("environment", "no token is set.", f"Set {NEEDED}.")]

    async def ask(channel: SlackChannel | TelegramChannel) -> list[Problem]:
        try:
            return await channel.check()
        finally:
            await channel.stop()

    async def ask_all() -> list[Problem]:
        told = await asyncio.gather(*map(ask, channels))
        return [problem for problems in told for problem in problems]

    return asyncio.run(ask_all())
