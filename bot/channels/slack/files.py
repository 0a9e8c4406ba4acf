"""Handing over files: the bytes first, which nobody sees, then one call that shares them in the conversation.

Source: https://docs.slack.dev/messaging/working-with-files
"""

from __future__ import annotations

import base64
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.channels.slack.reading import is_ours, read
from bot.channels.slack.transport import proxy_for

if TYPE_CHECKING:
    import aiohttp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.messages import Attachment

SHARED_WITHIN = 120.0  # seconds after the words: the file follows at once


async def upload(client: AsyncWebClient, session: aiohttp.ClientSession, attachment: Attachment) -> str:
    """Return the id of a file that Slack has but nobody sees yet.

    Raises ValueError when the content is not base64, and what a call to Slack raises.
    """
    content = base64.b64decode(attachment.content, validate=True)
    place = await client.files_getUploadURLExternal(filename=attachment.name, length=len(content))
    url = str(place["upload_url"])
    async with session.post(url, data=content, proxy=proxy_for(url)) as response:
        response.raise_for_status()
    return str(place["file_id"])


async def share(client: AsyncWebClient, files: dict[str, str], channel: str, thread: str) -> None:
    """Show uploaded files (id to title) in a conversation. Raises what a call to Slack raises."""
    titled: list[dict[str, str | None]] = [{"id": file, "title": title} for file, title in files.items()]
    await client.files_completeUploadExternal(files=titled, channel_id=channel, thread_ts=thread or None)


async def shared_after(client: AsyncWebClient, channel: str, thread: str, ts: str) -> list[str]:
    """Return the messages with files that follow a message of ours and come before our next one.

    Slack does not tell which message it shares a file in. Some may be other people's. Raises what a call to Slack
    raises.
    """
    page = await read(client, channel, thread, oldest=ts, latest=f"{float(ts) + SHARED_WITHIN:.6f}")
    later = sorted((m for m in page.get("messages") or [] if float(m["ts"]) > float(ts)), key=lambda m: float(m["ts"]))
    before = takewhile(lambda message: not is_ours(message), later)
    return [str(message["ts"]) for message in before if message.get("files")]
