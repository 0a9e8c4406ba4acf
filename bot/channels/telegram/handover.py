"""Updates handed over to the handler, and confirmed to Telegram only after that.

PTB confirms updates once they are in its queue, so that a crash would lose what was still waiting there.
Here an update counts as received when its handling has ended: the webhook is answered then, and the long
poll asks from the oldest update that is still being handled. Telegram repeats the rest after a crash; the
core knows an update again by its id. All are handled at once, so a slow one holds up no other chat; the
core keeps the order within a chat.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.channels.telegram.outcomes import seconds, told_by

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import timedelta

    from telegram.request import BaseRequest

JSONDict = dict[str, Any]

log = logging.getLogger(__name__)

PATIENCE = 0.25  # seconds that the poll waits for the handler before it asks for more
LAST_PATIENCE = 10.0  # the same when stopping
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a poll that failed is tried again


class HandOver(asyncio.Queue[object]):
    """Where PTB puts updates: each is handled at once. With ``wait``, ``put`` returns when it was handled.

    ``take`` must not raise.
    """

    def __init__(self, take: Callable[[Update], Coroutine[None, None, None]], *, wait: bool) -> None:
        super().__init__()
        self._take = take
        self._wait = wait
        self._running: dict[int, asyncio.Task[None]] = {}

    async def put(self, item: object) -> None:
        """Begin to handle an update."""
        if not isinstance(item, Update) or item.update_id in self._running:
            return
        task = self._running[item.update_id] = asyncio.create_task(self._take(item))
        task.add_done_callback(lambda _: self._running.pop(item.update_id))
        if self._wait:
            await asyncio.wait({task})

    async def handled(self, within: float) -> int | None:
        """Wait up to ``within`` seconds for what runs; return the lowest update id still running, if any."""
        if self._running:
            await asyncio.wait(set(self._running.values()), timeout=within)
        return min(self._running, default=None)


class ConnectionLog:
    """Tells the operator once that the connection is lost and why, and once that it is back."""

    def __init__(self) -> None:
        self._told: str | None = None

    def lost(self, error: TelegramError) -> None:
        """Log a new reason at once, the same one not again."""
        reason = _reason(error)
        if reason != self._told:
            log.warning("%s", reason)
        self._told = reason

    def works(self) -> None:
        """Log that Telegram answers again, when it did not."""
        if self._told:
            log.warning("Telegram answers again.")
        self._told = None


def _reason(error: TelegramError) -> str:
    match error:
        case InvalidToken():
            return "Telegram refuses the token in TELEGRAM_BOT_TOKEN: nothing goes in or out until it is replaced."
        case Conflict():
            return "Another program receives with the same Telegram token: stop one of the two."
        case BadRequest():
            return f"Telegram refuses: {told_by(error)}."
        case _:
            return "Telegram cannot be reached; it is tried again until it answers."


class UpdatesRequest(HTTPXRequest):
    """Fetches updates; one that PTB cannot read comes bare, so that it is confirmed and not fetched for ever."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """Read an answer of the API. Raises TelegramError when it is no JSON."""
        answer = HTTPXRequest.parse_json_payload(payload)
        if isinstance(updates := answer.get("result"), list):
            answer["result"] = [_readable(update) for update in updates]
        return answer


def _readable(update: JSONDict) -> JSONDict:
    try:
        Update.de_json(update, None)
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError, OSError) as error:  # the last two: dates
        log.error("Update %s is passed over, it cannot be read: %r", update["update_id"], error)  # noqa: TRY400 PTB's
        return {"update_id": update["update_id"]}
    return update


class ConfirmingBot(Bot):
    """A bot whose long poll confirms what was handled, not what was fetched."""

    def __init__(
        self, token: str, *, root: str, handover: HandOver, request: BaseRequest, get_updates_request: BaseRequest
    ) -> None:
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=request,
            get_updates_request=get_updates_request,
        )
        self._handover = handover
        self._line = ConnectionLog()
        self._ending = False
        self._pause = FIRST_PAUSE

    @property
    def line(self) -> ConnectionLog:
        """What was told of the connection."""
        return self._line

    def last_round(self) -> None:
        """Let the next poll wait for everything that is being handled: it only confirms, before the end."""
        self._ending = True

    async def get_updates(  # type: ignore[override]  # the options are handed on as they come
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | timedelta | None = None,  # noqa: ASYNC109 PTB's name
        **options: Any,  # noqa: ANN401 handed on
    ) -> tuple[Update, ...]:
        """Fetch from the oldest update that is still being handled; return only new ones (``offset`` and up)."""
        oldest = await self._handover.handled(LAST_PATIENCE if self._ending else PATIENCE)
        start, wait = (offset, timeout) if oldest is None else (oldest, 0)
        try:
            updates = await super().get_updates(start, limit, wait, **options)
        except TelegramError as error:
            self._line.lost(error)
            if self._ending:
                return ()  # what was handled is fetched again at the next start, and known again
            # PTB's own pause could not be cut short by stopping, and a refused token would end its polling
            # for good, though a gateway's 404 looks the same and passes.
            await asyncio.sleep(max(self._pause, seconds(error) if isinstance(error, RetryAfter) else 0))
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            raise TimedOut(error.message) from error
        self._pause = FIRST_PAUSE
        self._line.works()
        return tuple(update for update in updates if update.update_id >= (offset or 0))
