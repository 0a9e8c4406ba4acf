from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.outcomes import outcome, seconds


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # as the channel sets it


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        caused(NetworkError("x"), httpx.ConnectError("refused")),
        caused(TimedOut(), httpx.ConnectTimeout("late")),
        caused(TimedOut(), httpx.PoolTimeout("no connection free")),
        caused(NetworkError("Service Unavailable (503)"), TelegramError("Invalid server response")),
        NetworkError("Bad Gateway"),
        InvalidToken(),
    ],
)
def test_what_did_not_leave_waits_with_the_whole_platform(error: TelegramError) -> None:
    got = outcome(error, only_chat=False)
    assert (got.state, got.whole) == ("retry", True)


@pytest.mark.parametrize(
    "error",
    [
        caused(TimedOut(), httpx.ReadTimeout("late")),
        caused(TimedOut(), httpx.WriteTimeout("late")),
        caused(NetworkError("x"), httpx.RemoteProtocolError("gone")),
        caused(NetworkError("x"), httpx.ReadError("gone")),
        caused(NetworkError("Bad Gateway (502)"), TelegramError("Invalid server response")),
        caused(NetworkError("Gateway Timeout (504)"), TelegramError("Invalid server response")),
        TelegramError("Invalid server response"),
    ],
)
def test_what_may_have_arrived_is_uncertain(error: TelegramError) -> None:
    assert outcome(error, only_chat=False).state == "uncertain"


def test_an_internal_error_is_one_messages_and_tried_again() -> None:
    got = outcome(NetworkError("Internal Server Error"), only_chat=False)
    assert (got.state, got.whole) == ("retry", False)


def test_a_flood_limit_holds_for_the_bot_or_for_one_chat() -> None:
    for only_chat in (True, False):
        got = outcome(RetryAfter(7), only_chat=only_chat)
        assert (got.state, got.after, got.whole) == ("retry", 7.0, not only_chat)


@pytest.mark.parametrize("wait", [3, timedelta(seconds=3)])
def test_a_flood_limit_tells_its_seconds_in_either_form(wait: timedelta | int) -> None:
    class Told(RetryAfter):
        retry_after = wait

    assert seconds(Told(3)) == 3.0


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), "unreachable"),
        (BadRequest("Bad Request: chat not found"), "unreachable"),
        (BadRequest("Bad Request: PEER_ID_INVALID"), "unreachable"),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), "unreachable"),
        (BadRequest("Bad Request: CHAT_WRITE_FORBIDDEN"), "unreachable"),
        (BadRequest("Bad Request: message to edit not found"), "failed"),
        (BadRequest("Bad Request: message is too long"), "failed"),
        (BadRequest("Bad Request: BUTTON_DATA_INVALID"), "failed"),
    ],
)
def test_what_telegram_refuses(error: TelegramError, state: str) -> None:
    got = outcome(error, only_chat=False)
    assert got.state == state
    assert got.error


def test_a_group_that_became_a_supergroup_is_followed() -> None:
    got = outcome(ChatMigrated(-1001), only_chat=True)
    assert (got.state, got.chat) == ("moved", "-1001")


def test_a_gateways_page_is_not_told() -> None:
    page = caused(
        NetworkError("Bad Gateway (502). Parsing the server response b'<html>' failed"), TelegramError("no JSON")
    )
    assert outcome(page, only_chat=False).error == "the answer was lost: Bad Gateway (502)"
