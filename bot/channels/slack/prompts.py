"""Suggested prompts above the composer, for workspaces that have Slack's agent view.

Source: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.channels.slack.outcomes import TROUBLE, outcome_of
from bot.i18n.catalogue import nearest, words

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.messages import Incoming

log = logging.getLogger(__name__)


async def suggest(client: AsyncWebClient, incoming: Incoming) -> None:
    """Offer the first questions in the person's language; a plan without the agent view just has none."""
    prompts = [{"title": text, "message": text} for text in words(nearest(incoming.language), "welcome.examples")]
    address = incoming.address
    try:
        await client.assistant_threads_setSuggestedPrompts(
            channel_id=address.chat, thread_ts=address.thread or None, prompts=prompts
        )
    except TROUBLE as error:
        log.debug("No suggested prompts here: %s", outcome_of(error).error)
