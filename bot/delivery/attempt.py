"""One attempt to send, and one look whether it arrived: whatever happens becomes an Outcome."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.ports import Outcome

if TYPE_CHECKING:
    from bot.messages import Address
    from bot.ports import Channel
    from bot.store.records import Delivery

log = logging.getLogger(__name__)


async def send(channel: Channel, delivery: Delivery, address: Address, patience: float) -> Outcome:
    """Send, edit or delete once; ``uncertain`` after ``patience`` real seconds without an answer."""
    try:
        async with asyncio.timeout(patience):
            if delivery.act == "delete":
                return await channel.delete(address, delivery.reply)
            return await channel.send(delivery.id, address, delivery.reply)
    except TimeoutError:
        return Outcome("uncertain", error=f"no answer within {patience:g} s")
    except Exception as error:  # a fault in a channel must not take the other messages along
        log.exception("The %s channel raised while sending %s", channel.name, delivery.id)
        return Outcome("uncertain", error=_told(error))


async def look(channel: Channel, delivery: Delivery, patience: float) -> Outcome:
    """Find out whether an uncertain message arrived."""
    try:
        async with asyncio.timeout(patience):
            return await channel.settle(delivery.id, delivery.address)
    except TimeoutError:
        return Outcome("uncertain", error="nobody knows whether it arrived", after=patience)
    except Exception as error:  # as above
        log.exception("The %s channel raised while looking for %s", channel.name, delivery.id)
        return Outcome("uncertain", error=_told(error))


async def probe(channel: Channel, patience: float = 5.0) -> bool:
    """Ask whether the platform works, without sending anything; no answer within ``patience`` real seconds is a no."""
    try:
        async with asyncio.timeout(patience):
            return await channel.works()
    except TimeoutError:
        return False
    except Exception:  # as above
        log.exception("The %s channel raised while asking whether it works", channel.name)
        return False


async def open_chat(channel: Channel, user: str, patience: float) -> str | Outcome:
    """Return the private chat with a user, or the outcome when there is none: nothing has left then."""
    try:
        async with asyncio.timeout(patience):
            chat = await channel.open_chat(user)
    except Exception as error:  # noqa: BLE001 - as above; nothing was sent, so it may be tried again
        return Outcome("retry", error=f"the chat could not be opened: {_told(error)}")
    return chat or Outcome("failed", error="the platform knows no chat with this person")


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
