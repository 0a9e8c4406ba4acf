"""What Telegram's refusals and the network's troubles mean for a delivery. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.ports import Outcome

TOKEN_PAUSE = 60.0  # seconds between attempts while the token is refused: only an operator can mend it
NOT_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

# Descriptions of 400 that mean: this chat cannot be written to, whatever is said.
UNREACHABLE = re.compile(
    r"chat not found|user not found|peer_id_invalid|user_is_blocked|input_user_deactivated|user_deactivated"
    r"|not enough rights|have no rights|need administrator rights|chat_write_forbidden|chat_restricted"
    r"|group chat was d|chat was d|bot was kicked|topic_closed",
    re.IGNORECASE,
)


def says(error: TelegramError, words: str) -> bool:
    """Tell whether the platform's description holds these words, whatever its capitals."""
    return words in error.message.casefold()


def outcome(error: TelegramError, *, only_chat: bool) -> Outcome:  # noqa: PLR0911 one answer for each kind of error
    """Return what became of a message whose sending raised this.

    A flood limit in a group, or met by an edit (``only_chat``), is that chat's. Met by a new message in a
    private chat it is taken for the whole bot's: the sender keeps below the limit per chat, and what is
    sent elsewhere during a general halt would be refused as well.
    """
    told = told_by(error)
    match error:
        case RetryAfter():
            return Outcome("retry", error=told, after=seconds(error), whole=not only_chat)
        case ChatMigrated():
            return Outcome("moved", error=told, chat=str(error.new_chat_id))
        case Forbidden():
            return Outcome("unreachable", error=told)
        case BadRequest():
            return Outcome("unreachable" if UNREACHABLE.search(told) else "failed", error=told)
        case InvalidToken():
            # Nothing left, and a new token of the same bot reaches the same chats: it waits for the operator.
            return Outcome("retry", error="Telegram refuses the bot's token", after=TOKEN_PAUSE, whole=True)
        case NetworkError():
            return _network(error, told)
        case _:
            return Outcome("uncertain", error=told)


def _network(error: NetworkError, told: str) -> Outcome:
    cause = error.__cause__
    if isinstance(cause, NOT_LEFT):
        return Outcome("retry", error=f"no connection: {told}", whole=True)
    if cause is None:
        # The API's own word that it did not do it; an internal error may be one message's fault.
        return Outcome("retry", error=told, whole="internal" not in told.casefold())
    if isinstance(cause, TelegramError) and "service unavailable" in told.casefold():
        return Outcome("retry", error=told, whole=True)
    # A gateway's page does not tell whether the API behind it had done it already.
    return Outcome("uncertain", error=f"the answer was lost: {told}")


def told_by(error: TelegramError) -> str:
    """Return the error in one short line, without the page that a gateway may have sent."""
    words = error.message.split(". Parsing the server response")[0]
    return " ".join(words.split())[:200]


def seconds(error: RetryAfter) -> float:
    """Return how long a flood limit asks to wait; a timedelta or a number, as PTB is set up."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
