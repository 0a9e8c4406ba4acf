"""Starting: connected, or one clear sentence within ten seconds."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.slack.faults import Fault, busy

from bot.channels.slack import channel as module
from bot.channels.slack import connecting
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.transport import proxy_for
from bot.clock import ManualClock, SystemClock
from bot.errors import ChannelError
from bot.messages import Address, Reply, Text

if TYPE_CHECKING:
    from fakes.slack_server import SlackServer

    from bot.channels.slack.access import Access
    from bot.messages import Incoming
    from tests.bot.channels.slack.conftest import Heard


NOW = datetime(2026, 1, 16, 13, 20, tzinfo=UTC)


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
    assert (await refusal(replace(access, **changes))).startswith(sentence)


async def test_an_app_token_without_its_scope(slack: SlackServer, access: Access) -> None:
    slack.app_scopes.clear()
    assert await refusal(access) == f"Slack does not accept the app token (missing_scope): {APP}"


class TestUnreachable:
    """What passes by itself is waited for, in the background."""

    async def answered(self, slack: SlackServer, channel: SlackChannel, clock: ManualClock, heard: Heard) -> None:
        """Let time pass until the channel is connected, and somebody be answered."""
        while slack.socket.connections == 0:
            clock.advance(timedelta(seconds=60))
            await asyncio.sleep(0)
        await slack.say(slack.workspace.add_user("Seven").id, "hello")
        incoming = await heard.next()
        assert (await channel.send("d1", incoming.address, Reply((Text("Hello."),)))).state == "sent"
        await channel.stop()

    async def test_nobody_at_the_address(
        self, slack: SlackServer, access: Access, clock: ManualClock, heard: Heard, caplog: pytest.LogCaptureFixture
    ) -> None:
        await slack.down()
        channel = SlackChannel(access, clock)
        await channel.start(heard)
        assert f"Slack cannot be reached at {access.api_url}: ClientConnectorError" in caplog.text
        assert (await channel.send("d1", Address("slack", "D1"), Reply((Text("Hello."),)))).state == "retry"
        await slack.up()
        await self.answered(slack, channel, clock, heard)

    @pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
    @pytest.mark.parametrize("fault", [Fault("error", "internal_error"), Fault("status"), busy(1)])
    async def test_an_error_of_slack(
        self, slack: SlackServer, access: Access, heard: Heard, method: str, fault: Fault
    ) -> None:
        slack.fail(method, fault, fault)
        clock = ManualClock(NOW)
        channel = SlackChannel(access, clock)
        await channel.start(heard)
        await self.answered(slack, channel, clock, heard)

    async def test_a_socket_that_does_not_open(
        self, slack: SlackServer, access: Access, clock: ManualClock, heard: Heard, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(connecting, "START", 0.2)  # ten seconds are too long for a test
        ticket, refused = slack.socket.ticket, iter(["refused"])
        monkeypatch.setattr(slack.socket, "ticket", lambda: next(refused, None) or ticket())
        channel = SlackChannel(access, clock)
        await channel.start(heard)
        await self.answered(slack, channel, clock, heard)

    async def test_a_token_that_is_refused_meanwhile_is_told(
        self, slack: SlackServer, access: Access, clock: ManualClock, heard: Heard
    ) -> None:
        told: asyncio.Queue[ChannelError] = asyncio.Queue()
        slack.fail("auth.test", Fault("status"), Fault("status"), Fault("error", "token_revoked"))
        channel = SlackChannel(access, clock, told.put_nowait)
        await channel.start(heard)
        while told.empty():
            clock.advance(timedelta(seconds=60))
            await asyncio.sleep(0)
        assert "(token_revoked): check SLACK_BOT_TOKEN" in str(told.get_nowait())
        await channel.stop()

    async def test_a_stop_while_trying(self, slack: SlackServer, access: Access, heard: Heard) -> None:
        await slack.down()
        channel = SlackChannel(access, SystemClock())
        await channel.start(heard)
        await channel.stop()


async def test_an_address_that_is_none_of_slack(slack: SlackServer, access: Access) -> None:
    elsewhere = replace(access, api_url=f"{slack.root}/elsewhere/")
    assert await refusal(elsewhere) == f"Slack cannot be reached at {elsewhere.api_url}: HTTP 404"


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
