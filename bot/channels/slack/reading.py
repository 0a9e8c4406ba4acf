"""Reading back whether a message arrived: each carries the id of its delivery as metadata.

Source: https://docs.slack.dev/messaging/message-metadata
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

EVENT_TYPE = "rendezvous_delivery"
PAGE = 200
PAGES = 5


def mark(delivery: str) -> dict[str, Any]:
    """Return the metadata of a delivery's message."""
    return {"event_type": EVENT_TYPE, "event_payload": {"id": delivery}}


async def find(client: AsyncWebClient, delivery: str, channel: str, thread: str) -> tuple[str, bool]:
    """Return the id of a delivery's message, or an empty one, and whether all that could hold it was read.

    The newest 1,000 messages of a conversation are read, or the first 1,000 of a thread. Raises what a call
    to Slack raises.
    """
    cursor = ""
    for _ in range(PAGES):
        page = await read(client, channel, thread, cursor=cursor or None)
        found = next((str(m["ts"]) for m in page.get("messages") or [] if _is_it(m, delivery)), "")
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if found or not cursor:
            return found, not found
    return "", False


async def read(client: AsyncWebClient, channel: str, thread: str, **which: str | None) -> dict[str, Any]:
    """Return a page of a conversation, or of a thread of it. Raises what a call to Slack raises."""
    options: dict[str, Any] = {"limit": PAGE, "include_all_metadata": True, **which}
    if thread:
        response = await client.conversations_replies(channel=channel, ts=thread, **options)
    else:
        response = await client.conversations_history(channel=channel, **options)
    return response.data if isinstance(response.data, dict) else {}


def _is_it(message: dict[str, Any], delivery: str) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT_TYPE and payload.get("id") == delivery


def is_ours(message: dict[str, Any]) -> bool:
    """Whether a message carries the id of a delivery."""
    return (message.get("metadata") or {}).get("event_type") == EVENT_TYPE
