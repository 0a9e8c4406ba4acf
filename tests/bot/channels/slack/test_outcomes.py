"""What an error of the library means for the message."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.slack.outcomes import error_name, outcome_of


def answered(data: object, status: int = 200, **headers: str) -> SlackApiError:
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={},
        data=data,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        status_code=status,
    )
    return SlackApiError("failed", response)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [({"Retry_After": "7"}, 7.0), ({"Retry_After": "soon"}, 30.0), ({"Retry_After": "-1"}, 0.0), ({}, 30.0)],
)
def test_how_long_to_wait(told: dict[str, str], seconds: float) -> None:
    assert outcome_of(answered({"ok": False, "error": "ratelimited"}, 429, **told)).after == seconds


@pytest.mark.parametrize("data", [None, "", "<html>", [], {"error": None}])
def test_an_answer_that_is_none_of_slacks(data: Any) -> None:
    assert outcome_of(answered(data, 502)).state == "uncertain"
    assert outcome_of(answered(data, 502), repeatable=True).state == "retry"
    assert outcome_of(answered(data, 404)).error == "HTTP 404"


def test_slack_says_which_block_is_wrong() -> None:
    data = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": ["[ERROR] too long"]}}
    assert outcome_of(answered(data)).error == "invalid_blocks ([ERROR] too long)"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (TimeoutError(), "uncertain"),
        (aiohttp.ConnectionTimeoutError("no connection"), "retry"),
        (aiohttp.ServerTimeoutError("no answer"), "uncertain"),
        (aiohttp.ServerDisconnectedError(), "uncertain"),
        (aiohttp.ClientPayloadError("cut off"), "uncertain"),
        (ConnectionResetError("reset"), "uncertain"),
    ],
)
def test_trouble_on_the_way(error: Exception, state: str) -> None:
    outcome = outcome_of(error)
    assert outcome.state == state
    assert outcome.whole == (state == "retry")
    assert type(error).__name__ in outcome.error
    assert error_name(error) == ""
