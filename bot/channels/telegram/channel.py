"""Telegram as a channel."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.channels.telegram import checking, posting, profile
from bot.channels.telegram.connection import Connection, Webhook
from bot.channels.telegram.outcomes import told_by
from bot.channels.telegram.receive import receive
from bot.channels.telegram.render import render
from bot.ports import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from telegram import Update

    from bot.channels.telegram.render import Message
    from bot.messages import Address, Incoming, Reply
    from bot.ports import Clock
    from knowledge.problems import Problem

__all__ = ["TelegramChannel", "Webhook"]

log = logging.getLogger(__name__)

UNFINISHED = 1000  # replies of several messages whose rest is remembered


class TelegramChannel:
    """One bot on Telegram.

    ``api_url`` is the server's root. With a ``webhook`` Telegram delivers, without it is polled.
    ``event``, ``organizers`` (ids) and ``organizers_chat`` are for the bot's profile and for ``check``.
    ``answer_within`` is how long a call may take, in seconds, before what it sent is uncertain.
    """

    name = "telegram"

    def __init__(
        self,
        token: str,
        clock: Clock,
        *,
        api_url: str = "https://api.telegram.org",
        webhook: Webhook | None = None,
        event: str = "",
        organizers: Sequence[str] = (),
        organizers_chat: str = "",
        answer_within: float = 15.0,
    ) -> None:
        self._clock = clock
        self._webhook_url = webhook.url if webhook else ""
        self._event = event
        self._organizers = organizers
        self._organizers_chat = organizers_chat
        self._handle: Callable[[Incoming], Awaitable[None]] | None = None
        self._arrived: OrderedDict[str, list[str]] = OrderedDict()
        self._connection = Connection(
            token, self._take, self._present, api_url=api_url, webhook=webhook, answer_within=answer_within
        )
        self._bot = self._connection.bot

    async def start(self, handle: Callable[[Incoming], Awaitable[None]]) -> None:
        """Connect and begin to receive.

        Raises ChannelError when Telegram refuses the token or the webhook, or the port is taken. When
        Telegram cannot be reached, it goes on trying in the background and returns: what is sent meanwhile
        ends as ``retry``, and the other platform is not held up.
        """
        self._handle = handle
        await self._connection.open()

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:
        """Send once. Of a reply in several messages, ``message`` holds all ids, separated by commas.

        When a later one has to wait, the next call for the same delivery goes on from there. When it is
        refused, the outcome is ``uncertain`` and tells which message did not arrive.
        """
        messages = render(reply)
        if not messages:
            return Outcome("failed", error="the reply says nothing")
        old = address.message.split(",") if address.message else []
        arrived = self._arrived.pop(delivery, [])
        before = len(arrived)
        for number, message in enumerate(messages[len(arrived) :], len(arrived)):
            outcome = await self._put(address, message, number, old)
            if outcome.state != "sent":
                posted = len(arrived) - before + 1
                return replace(self._broken_off(delivery, arrived, outcome, len(messages)), posted=posted)
            arrived.append(outcome.message)
        for left in old[len(messages) :]:
            await posting.remove(self._bot, address.chat, left)
        return Outcome("sent", message=",".join(arrived), posted=len(arrived) - before)

    async def settle(self, delivery: str, address: Address) -> Outcome:  # noqa: ARG002 the port's signature
        """Telegram cannot be read back: what is uncertain stays so."""
        return Outcome("uncertain", error="Telegram cannot tell whether the message arrived")

    async def delete(self, address: Address, reply: Reply) -> Outcome:  # noqa: ARG002 the port's signature
        """Take back a message, which Telegram allows for 48 hours."""
        outcome = Outcome("failed", error="no message to take back")
        for old in address.message.split(",") if address.message else []:
            outcome = await posting.remove(self._bot, address.chat, old)
            if outcome.state != "sent":
                return outcome
        return replace(outcome, message=address.message)

    async def works(self) -> bool:
        """Whether Telegram answers."""
        return await posting.works(self._bot)

    async def open_chat(self, user: str) -> str:
        """A private chat has the id of its person."""
        return user

    async def check(self) -> list[Problem]:
        """Return what an operator should mend, asked of Telegram without changing anything there."""
        return await checking.check(
            self._bot, webhook_url=self._webhook_url, organizers=self._organizers, chat=self._organizers_chat
        )

    async def stop(self) -> None:
        """Stop receiving, finish what runs, confirm it, close connections."""
        await self._connection.close()

    async def _take(self, update: Update) -> None:
        if update.callback_query:
            self._connection.in_background(self._answer_callback(update.callback_query.id))
        try:
            incoming = receive(update, self._bot.bot, self._clock.now())
            if incoming is not None and self._handle is not None:
                await self._handle(incoming)
        except Exception:  # whatever the fault, the channel goes on hearing the others
            log.exception("Update %s could not be handled", update.update_id)

    async def _answer_callback(self, query: str) -> None:
        """Take the progress bar off the button; too late for an old one, which harms nobody."""
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            log.debug("A button was not answered: %s", told_by(error))

    async def _present(self) -> None:
        try:
            await profile.present(self._bot, self._event, self._organizers)
        except TelegramError as error:
            log.info("Commands and descriptions could not be registered on Telegram: %s", told_by(error))

    async def _put(self, address: Address, message: Message, number: int, old: list[str]) -> Outcome:
        if number < len(old):
            return await posting.replace(self._bot, address, message, old[number])
        if number:
            # The first message answers, the others follow it in the same topic.
            topic, mark, _ = address.thread.rpartition("/")
            address = replace(address, thread=topic + mark)
        return await posting.post(self._bot, address, message)

    def _broken_off(self, delivery: str, arrived: list[str], outcome: Outcome, messages: int) -> Outcome:
        if not arrived or outcome.state == "unreachable":
            return outcome
        if outcome.state in {"retry", "moved"}:
            self._arrived[delivery] = arrived
            if len(self._arrived) > UNFINISHED:
                self._arrived.popitem(last=False)
            return outcome
        error = f"message {len(arrived) + 1} of {messages} did not arrive: {outcome.error}"
        return Outcome("uncertain", message=",".join(arrived), error=error)
