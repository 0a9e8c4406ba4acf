"""Starting: connected, or one clear sentence within ten seconds."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.slack.faults import Fault

from bot.channels.slack import channel as module
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.transport import proxy_for
from bot.clock import SystemClock
from bot.errors import ChannelError

if TYPE_CHECKING:
    from fakes.slack_server import SlackServer

    from bot.channels.slack.access import Access
    from bot.messages import Incoming
    from tests.bot.channels.slack.conftest import Heard


async def ignore(_: Incoming) -> None:
    pass


async def refusal(access: Access) -> str:
    """Try to start; return the sentence that it failed with."""
    channel = SlackChannel(access, SystemClock())
    with pytest.raises(ChannelError) as caught:
        await channel.start(ignore)
    await channel.stop()
    return str(caught.value)


APP = "check SLACK_APP_TOKEN and that it has the scope connections:write."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"bot_token": ""}, "SLACK_BOT_TOKEN is not set."),
        ({"app_token": ""}, "SLACK_APP_TOKEN is not set; Socket Mode needs it."),
        ({"mode": "http", "signing_secret": ""}, "SLACK_SIGNING_SECRET is not set"),
        ({"bot_token": "xoxb-wrong"}, "Slack does not accept the bot token (invalid_auth): check SLACK_BOT_TOKEN."),
        ({"app_token": "xapp-wrong"}, f"Slack does not accept the app token (invalid_auth): {APP}"),
        ({"app_token": "xoxb-1"}, f"Slack does not accept the app token (not_allowed_token_type): {APP}"),
    ],
)
async def test_wrong_secrets(access: Access, changes: dict[str, str], sentence: str) -> None:
    assert (await refusal(replace(access, **changes))).startswith(sentence)  # type: ignore[arg-type] # all of them text


async def test_an_app_token_without_its_scope(slack: SlackServer, access: Access) -> None:
    slack.app_scopes.clear()
    assert await refusal(access) == f"Slack does not accept the app token (missing_scope): {APP}"


async def test_nobody_at_the_address(slack: SlackServer, access: Access) -> None:
    await slack.down()
    assert (await refusal(access)).startswith(f"Slack cannot be reached at {access.api_url}: ClientConnectorError")


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_an_error_of_slack(slack: SlackServer, access: Access, method: str) -> None:
    slack.fail(method, Fault("error", "internal_error"))
    assert await refusal(access) == f"Slack cannot be reached at {access.api_url}: internal_error"


async def test_a_socket_that_never_opens(
    slack: SlackServer, access: Access, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "START", 0.3)  # ten seconds are too long for a test
    slack.socket.ticket = lambda: "refused"  # type: ignore[method-assign] # a fault that Slack does not have
    assert (await refusal(access)).startswith("Slack did not answer within")
    assert "WSServerHandshakeError" in caplog.text


async def test_a_port_that_is_taken(access: Access) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = await refusal(replace(access, mode="http", port=port))
    assert told.startswith(f"Slack's requests cannot be awaited on 127.0.0.1:{port}")


async def test_it_starts_again_after_stopping(slack: SlackServer, access: Access, heard: Heard) -> None:
    channel = SlackChannel(access, SystemClock())
    for number in range(1, 3):
        await channel.start(heard)
        await slack.say(slack.workspace.add_user("Seven").id, "hello")
        await heard.next(number)
        await channel.stop()
    assert channel.port == 0


async def test_a_handler_that_hangs_does_not_hold_up_the_stop(
    slack: SlackServer, access: Access, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "DRAIN", 0.05)  # twenty seconds are too long for a test
    never = asyncio.Event()

    async def hang(_: Incoming) -> None:
        slack.notify()
        await never.wait()

    channel = SlackChannel(access, SystemClock())
    await channel.start(hang)
    await slack.say(slack.workspace.add_user("Seven").id, "hello")
    await slack.settled()
    await channel.stop()
    assert "a handler was still running" in caplog.text
    never.set()


def test_a_proxy_is_used_unless_the_address_is_excepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.org:3129")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,internal.example.org")
    assert proxy_for("https://slack.com/api/") == "http://proxy.example.org:3128"
    assert proxy_for("wss://wss-primary.slack.com/link/") == "http://proxy.example.org:3128"
    assert proxy_for("ws://slack.example.org/") == "http://proxy.example.org:3129"
    assert proxy_for("http://127.0.0.1:8080/api/") is None
    assert proxy_for("https://internal.example.org/api/") is None
    assert proxy_for("nonsense") is None


async def test_a_proxy_of_the_environment_is_not_asked_about_localhost(
    slack: SlackServer, access: Access, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    channel = SlackChannel(access, SystemClock())
    await channel.start(heard)
    await slack.say(slack.workspace.add_user("Seven").id, "hello")
    assert (await heard.next()).name == "Seven"
    await channel.stop()
