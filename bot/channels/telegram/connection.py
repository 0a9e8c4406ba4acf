"""The line to Telegram: PTB's bot and updater inside our event loop, by long polling or webhook.

PTB's ``Application`` would dispatch updates to handlers and limit sending; here both are the core's, so its
parts are used directly: ``Bot`` to call, ``Updater`` to poll or to serve the webhook.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater
from telegram.request import HTTPXRequest

from bot.channels.telegram.handover import (
    FIRST_PAUSE,
    LAST_PATIENCE,
    LONGEST_PAUSE,
    ConfirmingBot,
    HandOver,
    UpdatesRequest,
)
from bot.channels.telegram.outcomes import told_by
from bot.channels.telegram.receive import ALLOWED
from bot.errors import ChannelError
from bot.telemetry import Redaction

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from telegram import Update

log = logging.getLogger(__name__)

FIRST_ANSWER = 8.0  # seconds that opening waits for Telegram before it goes on without
LONG_POLL = timedelta(seconds=30)
URL_LOGS = ("httpx", "telegram.Bot")  # they log URLs, and the token is part of each
PAGE_LOG = "telegram.request.BaseRequest"  # logs a gateway's page whole, with a traceback, at every call of an outage
REFUSED = "Telegram refuses the token in TELEGRAM_BOT_TOKEN; copy it again from @BotFather."


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers (``url``, public, https) and where we listen, behind a proxy that ends TLS.

    ``secret`` is 1 to 256 of A-Z a-z 0-9 _ -; a delivery without it is refused.
    """

    url: str
    secret: str
    host: str = "127.0.0.1"
    port: int = 8443
    path: str = "/telegram"


class Connection:
    """Receives updates for ``take``, which must not raise; ``greet`` runs once, when Telegram has answered."""

    def __init__(
        self,
        token: str,
        take: Callable[[Update], Coroutine[None, None, None]],
        greet: Callable[[], Coroutine[None, None, None]],
        *,
        api_url: str,
        webhook: Webhook | None,
        answer_within: float,
    ) -> None:
        # Without it PTB warns at every flood limit that retry_after will be a timedelta one day.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        self._redaction = Redaction([token])
        for chatty in URL_LOGS:
            logging.getLogger(chatty).addFilter(self._redaction)
        logging.getLogger(PAGE_LOG).addFilter(_is_no_page)
        self._greet = greet
        self._webhook = webhook
        self._handover = HandOver(take, wait=webhook is not None)
        calls = HTTPXRequest(connection_pool_size=64, read_timeout=answer_within, pool_timeout=answer_within)
        polls = UpdatesRequest(connection_pool_size=1)
        self._requests = (calls, polls)
        self.bot = ConfirmingBot(
            token, root=api_url.rstrip("/"), handover=self._handover, request=calls, get_updates_request=polls
        )
        self._updater = Updater(self.bot, self._handover)
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Connect and begin to receive.

        Raises ChannelError when Telegram refuses the token or the webhook, or the port is taken. When
        Telegram cannot be reached it goes on trying in the background and returns.
        """
        if any(sign.isspace() for sign in self.bot.token):
            raise ChannelError(REFUSED)
        try:
            async with asyncio.timeout(FIRST_ANSWER):
                await self._updater.initialize()
            await self._listen()
        except InvalidToken:
            raise ChannelError(REFUSED) from None  # its own message holds the token
        except BadRequest as error:
            raise ChannelError(f"telegram.webhook_url: Telegram refuses it: {told_by(error)}.") from error
        except (TelegramError, TimeoutError) as error:
            self.bot.line.lost(error if isinstance(error, TelegramError) else NetworkError("no answer in time"))
            self.in_background(self._keep_trying())

    async def close(self) -> None:
        """Stop receiving, finish what runs, confirm it, close connections."""
        for task in self._tasks:
            task.cancel()
        self.bot.last_round()
        if self._updater.running:
            await self._updater.stop()
        await self._handover.handled(LAST_PATIENCE if self._webhook else 0)  # the last poll has waited already
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._updater.shutdown()
        await asyncio.gather(*(request.shutdown() for request in self._requests))  # used without being opened, too
        for chatty in URL_LOGS:
            logging.getLogger(chatty).removeFilter(self._redaction)

    def in_background(self, work: Coroutine[None, None, None]) -> None:
        """Run something that nobody waits for; ``close`` waits for it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self) -> None:
        if self._webhook is None:
            await self._updater.start_polling(timeout=LONG_POLL, allowed_updates=ALLOWED)
        else:
            await self._serve(self._webhook)
        self.bot.line.works()
        self.in_background(self._greet())

    async def _serve(self, webhook: Webhook) -> None:
        try:
            listening = socket.create_server((webhook.host, webhook.port))
        except OSError as error:
            raise ChannelError(
                f"telegram.webhook: cannot listen on {webhook.host}:{webhook.port} ({error.strerror}); "
                "choose another port or stop the program that uses it."
            ) from error
        listening.setblocking(False)  # noqa: FBT003 the standard library's signature
        try:
            await self._updater.start_webhook(
                unix=listening,  # any socket that listens
                url_path=webhook.path,
                webhook_url=webhook.url,
                secret_token=webhook.secret,
                allowed_updates=ALLOWED,
            )
        except TelegramError:
            listening.close()
            raise

    async def _keep_trying(self) -> None:
        pause = FIRST_PAUSE
        while not self._updater.running:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            try:
                await self._updater.initialize()
                await self._listen()
            except TelegramError as error:
                self.bot.line.lost(error)
            except ChannelError as error:
                log.error("%s", error)  # noqa: TRY400 one sentence for the operator, no traceback
                return


def _is_no_page(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Can not load invalid JSON data")
