"""What goes out: each message once, never by itself again, and an Outcome for whatever becomes of it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp
from cachetools import TTLCache

from bot.channels.slack.files import share, shared_after, upload
from bot.channels.slack.outcomes import PAUSE, TOKEN_REFUSED, TROUBLE, error_name, outcome_of, works
from bot.channels.slack.reading import find, mark
from bot.channels.slack.receive import HOME
from bot.channels.slack.render import pictures_of, render, render_home, without_pictures
from bot.channels.slack.throttling import Throttling
from bot.messages import Attachment
from bot.ports import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.channels.slack.render import Rendered
    from bot.messages import Address, Reply

log = logging.getLogger(__name__)

CHATS, CHATS_KEPT = 20_000, 24 * 3600.0  # direct messages whose ids are remembered, and for how many seconds
RECENT = 10_000  # uncertain deliveries too young to be taken for lost
UNFETCHED, UNFETCHED_FOR = 100, 600.0  # pictures that Slack could not fetch, and for how many seconds it is not asked
TOKEN_PAUSE = 60.0  # seconds until a refused token is tried again: the message itself is not at fault


class Speaking:
    """Posts, edits, deletes and reads back. ``refused`` is told when Slack does not take the token any more.

    ``patience`` is how many seconds a message that cannot be read back may still be on its way.
    """

    def __init__(
        self, client: AsyncWebClient, session: aiohttp.ClientSession, patience: float, refused: Callable[[str], None]
    ) -> None:
        self._client, self._session = client, session
        self._patience, self._refused = patience, refused
        self._throttling = Throttling()
        self._chats: TTLCache[str, str] = TTLCache(CHATS, CHATS_KEPT)
        self._unfetched: TTLCache[str, bool] = TTLCache(UNFETCHED, UNFETCHED_FOR)
        self._recent: TTLCache[str, bool] = TTLCache(RECENT, patience)

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:
        """Post, or edit ``address.message``, or publish the Home tab where ``address.thread`` is ``home``."""
        if address.thread == HOME:
            view = render_home(reply)
            return await self._repeatable(self._client.views_publish(user_id=address.chat, view=view), address)
        message = render(reply)
        if not message.text:
            return Outcome("failed", error="a reply without words")
        pictures = pictures_of(message)
        if any(url in self._unfetched for url in pictures):
            return await self._put(delivery, address, without_pictures(message))
        outcome = await self._put(delivery, address, message)
        if outcome.state == "failed" and outcome.error.startswith("invalid_blocks") and pictures:
            log.warning("Slack did not take a picture: %s", outcome.error)  # refused, so nothing was posted
            self._unfetched.update(dict.fromkeys(pictures, True))
            return await self._put(delivery, address, without_pictures(message))
        return outcome

    async def _put(self, delivery: str, address: Address, message: Rendered) -> Outcome:
        if address.message:
            return await self._edit(address, message)
        return await self._post(delivery, address, message)

    async def settle(self, delivery: str, address: Address) -> Outcome:
        """Read the conversation back: what is not there, and old enough to be there, did not arrive."""
        if address.message or address.thread == HOME:
            return Outcome("retry")
        try:
            found, complete = await find(self._client, delivery, await self.open_chat(address.chat), address.thread)
        except TROUBLE as error:
            trouble = await self._trouble(error, address, repeatable=True)
            return Outcome("uncertain", error=trouble.error, after=trouble.after or PAUSE)
        if found:
            return Outcome("sent", message=found)
        if not complete or delivery in self._recent:
            return Outcome("uncertain", error="not found so far", after=self._patience)
        return Outcome("retry", error="it did not arrive")

    async def delete(self, address: Address, reply: Reply) -> Outcome:
        """Delete one of our own messages, and the files it handed over; what is gone already counts as deleted."""
        address = replace(address, chat=await self.open_chat(address.chat))
        outcome = await self._remove(address)
        if outcome.state != "sent" or not any(isinstance(block, Attachment) for block in reply.blocks):
            return outcome
        try:
            shown = await shared_after(self._client, address.chat, address.thread, address.message)
        except TROUBLE as error:
            return await self._trouble(error, address, repeatable=True)
        for ts in shown:
            outcome = await self._remove(replace(address, message=ts))
            if outcome.state != "sent" and outcome.error != "cant_delete_message":  # that one is not ours
                return outcome
        return Outcome("sent", message=address.message)

    async def _remove(self, address: Address) -> Outcome:
        outcome = await self._repeatable(self._client.chat_delete(channel=address.chat, ts=address.message), address)
        return replace(outcome, state="sent") if outcome.error == "message_not_found" else outcome

    async def works(self) -> bool:
        """Ask with the very method that posts, to nowhere: a Slack that works refuses that, and nobody sees it."""
        try:
            await self._client.api_call("chat.postMessage", json={})
        except TROUBLE as error:
            return works(error)
        return True

    async def open_chat(self, user: str) -> str:
        """Return the direct message with a user, or, where Slack does not tell, the id as it is: it takes both."""
        if not user.startswith(("U", "W")):
            return user
        if user not in self._chats:
            try:
                opened = await self._client.conversations_open(users=user)
            except TROUBLE as error:
                log.warning("conversations.open failed: %s", outcome_of(error).error)
                return user
            self._chats[user] = str((opened.get("channel") or {}).get("id", user))
        return str(self._chats[user])

    async def _post(self, delivery: str, address: Address, message: Rendered) -> Outcome:
        files, trouble = await self._upload(message.files)
        if trouble and trouble.state == "retry":
            return trouble
        try:
            posted = await self._client.chat_postMessage(
                channel=address.chat,
                text=message.text,
                blocks=message.blocks,
                thread_ts=address.thread or None,
                metadata=mark(delivery),
                unfurl_links=False,
                unfurl_media=False,
            )
        except TROUBLE as error:
            return await self._not_posted(error, delivery, address)
        told = trouble.error if trouble else await self._share(files, str(posted["channel"]), address.thread)
        return Outcome("sent", message=str(posted["ts"]), error=told)

    async def _not_posted(self, error: Exception, delivery: str, address: Address) -> Outcome:
        outcome = await self._trouble(error, address)
        cut = isinstance(error, aiohttp.ClientConnectionError) and not isinstance(error, TimeoutError)
        if outcome.state == "uncertain" and not cut:  # a request that was cut off is not on its way any more
            self._recent[delivery] = True
        return outcome

    async def _edit(self, address: Address, message: Rendered) -> Outcome:
        call = self._client.chat_update(
            channel=await self.open_chat(address.chat),
            ts=address.message,
            text=message.text,
            blocks=message.blocks,
            parse="none",  # unlike chat.postMessage, this method would make mentions of bare names
        )
        return await self._repeatable(call, address)

    async def _repeatable(self, call: Awaitable[AsyncSlackResponse], address: Address) -> Outcome:
        try:
            await call
        except TROUBLE as error:
            return await self._trouble(error, address, repeatable=True)
        return Outcome("sent", message=address.message)

    async def _upload(self, files: tuple[Attachment, ...]) -> tuple[dict[str, str], Outcome | None]:
        """Ids and names of what was uploaded; the trouble that came between, after which the words go alone."""
        try:
            return {await upload(self._client, self._session, file): file.name for file in files}, None
        except ValueError as error:
            trouble = Outcome("failed", error=f"a file that is not base64: {error}")
        except TROUBLE as error:
            trouble = outcome_of(error, repeatable=True)
        log.warning("A file could not be uploaded: %s", trouble.error)
        return {}, trouble

    async def _share(self, files: dict[str, str], channel: str, thread: str) -> str:
        """Show the files under the words that were posted; return what went wrong, in one line."""
        if not files:
            return ""
        try:
            await share(self._client, files, channel, thread)
        except TROUBLE as error:
            told = f"its file was not handed over: {outcome_of(error).error}"
            log.warning("A message was posted, but %s", told)
            return told
        return ""

    async def _trouble(self, error: Exception, address: Address, *, repeatable: bool = False) -> Outcome:
        name = error_name(error)
        if name in TOKEN_REFUSED and not (name == "account_inactive" and await self._token_works()):
            self._refused(name)
            return Outcome("retry", error=f"Slack refuses the bot token: {name}", after=TOKEN_PAUSE, whole=True)
        outcome = outcome_of(error, repeatable=repeatable)
        if outcome.state == "unreachable" and address.public:
            return replace(outcome, state="failed")  # a channel is closed to us, not the person who asked there
        if outcome.state != "retry" or outcome.whole or not outcome.after:
            return outcome
        now = asyncio.get_running_loop().time()
        return replace(outcome, whole=self._throttling.is_whole(address.chat, outcome.after, now))

    async def _token_works(self) -> bool:
        """Whether ``account_inactive`` was said of the person and not of the token: Slack uses one name for both."""
        try:
            await self._client.auth_test()
        except TROUBLE as error:
            return error_name(error) not in TOKEN_REFUSED
        return True
