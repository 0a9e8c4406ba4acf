from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING

import aiohttp
import pytest
from fakes.telegram.faults import Fault

from bot.channels.telegram.channel import TelegramChannel, Webhook
from bot.clock import SystemClock
from bot.errors import ChannelError
from bot.messages import Address, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakes.telegram_server import TelegramServer
    from suites.telegram import Bot

    from bot.messages import Incoming

ADA, BOB = 7, 8
HELLO = Reply((Text("Hello."),))
SECRET = "S3cret_-"


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def hold(server: TelegramServer, bot: Bot) -> asyncio.Event:
    """Let the handler wait with Ada's messages until the event is set."""
    go = asyncio.Event()

    async def react(incoming: Incoming) -> None:
        if incoming.user == str(ADA):
            await go.wait()

    bot.reaction = react
    server.say(ADA, "slow")
    await server.until(lambda: bot.heard)
    return go


@pytest.mark.parametrize("token", ["42:TE ST", "42:TEST\n"])
async def test_what_cannot_be_a_token_stops_the_start(server: TelegramServer, token: str) -> None:
    channel = TelegramChannel(token, SystemClock(), api_url=server.url)
    with pytest.raises(ChannelError, match="BotFather"):
        await channel.start(_deaf)
    await channel.stop()


async def _deaf(_: Incoming) -> None:
    pass


@pytest.mark.parametrize("fault", [None, Fault("error", "getMe", code=404, description="Not Found")])
async def test_a_wrong_token_stops_the_start_with_one_sentence(
    make: Callable[..., Bot], server: TelegramServer, fault: Fault | None
) -> None:
    bot = make()
    server.revoke()
    if fault:
        server.faults.add(fault)
    with pytest.raises(ChannelError, match="refuses the token") as raised:
        await bot.start()
    assert "42:TEST" not in str(raised.value)
    assert raised.value.__suppress_context__


async def test_a_platform_out_of_reach_at_the_start_is_tried_until_it_answers(
    make: Callable[..., Bot], server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.go_away()
    bot = make()
    await bot.start()
    outcome = await bot.channel.send("d", Address("telegram", str(ADA)), HELLO)
    assert (outcome.state, outcome.whole) == ("retry", True)
    await server.come_back()
    server.say(ADA, "hello")
    await server.until(lambda: bot.heard)
    told = warnings(caplog)
    assert told == ["Telegram cannot be reached; it is tried again until it answers.", "Telegram answers again."]


async def test_a_token_refused_while_waiting_for_the_platform_is_told_once(
    make: Callable[..., Bot], server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.go_away()
    bot = make()
    await bot.start()
    server.revoke()
    await server.come_back()
    await server.until(lambda: len(warnings(caplog)) == 2)
    assert "refuses the token" in warnings(caplog)[1]


async def test_a_slow_platform_does_not_hold_up_the_start(
    make: Callable[..., Bot], server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.connection.FIRST_ANSWER", 0.1)
    server.faults.add(Fault("slow", "getMe", seconds=60))
    bot = make()
    await bot.start()
    server.say(ADA, "hello")
    await server.until(lambda: bot.heard)


async def test_a_lost_connection_is_told_once_and_mended(
    bot: Bot, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.go_away()
    await server.until(lambda: warnings(caplog))
    await server.come_back()
    server.say(ADA, "hello")
    await server.until(lambda: bot.heard)
    assert bot.texts() == ["hello"]
    assert len(warnings(caplog)) == 2


async def test_a_token_revoked_while_running_is_told_once_and_may_come_back(
    bot: Bot, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.revoke()
    server.hang_up()
    await server.until(lambda: any("refuses the token" in told for told in warnings(caplog)))
    assert "42:TEST" not in caplog.text
    server.token = "42:TEST"
    server.say(ADA, "hello")
    await server.until(lambda: bot.heard)


@pytest.mark.usefixtures("bot")
async def test_another_program_with_the_same_token_is_told(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    await server.until(lambda: server.calls.get("getupdates"))
    async with aiohttp.ClientSession() as other:
        await other.get(f"{server.url}/bot{server.token}/getUpdates")
    await server.until(lambda: warnings(caplog))
    assert "Another program" in warnings(caplog)[0]


async def test_a_poll_told_to_wait_waits(bot: Bot, server: TelegramServer, caplog: pytest.LogCaptureFixture) -> None:
    server.faults.add(Fault("too_many", "getUpdates", seconds=1))
    server.hang_up()
    await server.until(lambda: warnings(caplog))
    server.say(ADA, "hello")
    await server.until(lambda: bot.heard)


async def test_what_was_not_handled_is_not_confirmed_and_comes_again(
    make: Callable[..., Bot], server: TelegramServer
) -> None:
    dying, heir = make(), make()
    await dying.start()
    await hold(server, dying)
    server.say(BOB, "quick")
    await server.until(lambda: len(dying.heard) == 2)
    polls = server.calls["getupdates"]
    await server.until(lambda: server.calls["getupdates"] > polls + 1)
    assert len(server.updates.pending) == 2, "nothing is confirmed beyond what is still being handled"
    await kill()
    await heir.start()
    await server.until(lambda: len(heir.heard) == 2)
    assert [incoming.id for incoming in heir.heard] == [incoming.id for incoming in dying.heard]
    await server.settled()


async def kill() -> None:
    """End the bot's tasks without any of its farewells."""
    ours = ("HandOver", "polling", "network_retry_loop")
    running = {task for task in asyncio.all_tasks() if any(name in task.get_coro().__qualname__ for name in ours)}
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def test_one_slow_question_holds_up_nobody_else(bot: Bot, server: TelegramServer) -> None:
    go = await hold(server, bot)
    server.say(BOB, "quick")
    await server.until(lambda: bot.texts() == ["slow", "quick"])
    go.set()
    await server.settled()


async def test_stopping_confirms_what_was_handled(bot: Bot, server: TelegramServer) -> None:
    go = await hold(server, bot)
    stopping = asyncio.create_task(bot.channel.stop())
    await asyncio.sleep(0)
    go.set()
    await stopping
    assert not server.updates.pending


async def test_stopping_without_a_connection_ends_quietly(
    bot: Bot, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.go_away()
    await server.until(lambda: warnings(caplog))
    await bot.channel.stop()
    assert len(warnings(caplog)) == 1


async def test_an_update_that_cannot_be_read_blocks_nothing(
    bot: Bot, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.updates.add("message", {"message_id": 1})
    server.updates.add("message", {"message_id": 2, "date": 10**18, "chat": {"id": ADA, "type": "private"}})
    server.say(ADA, "hello")
    await server.until(lambda: bot.heard)
    await server.settled()
    assert bot.texts() == ["hello"]
    assert "cannot be read" in caplog.text


async def test_buttons_are_answered_at_once_even_when_the_handler_fails_or_is_slow(
    bot: Bot, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    go = await hold(server, bot)
    message = server.world.put(ADA, 0, text="?").id
    query = server.press(ADA, message, "more:8")
    await server.until(lambda: not server.answered(query), within=1)
    go.set()
    await server.until(lambda: server.answered(query))

    async def fail(_: Incoming) -> None:
        raise RuntimeError("a fault of the program")

    bot.reaction = fail
    query = server.press(ADA, message, "forged:1:2")
    await server.until(lambda: server.answered(query))
    await server.settled()
    assert "could not be handled" in caplog.text


async def test_a_button_too_old_to_be_answered_is_handled_all_the_same(bot: Bot, server: TelegramServer) -> None:
    query = server.press(ADA, 999, "remind:s1")
    server.methods.queries[query] = True
    await server.until(lambda: bot.texts() == ["remind:s1"])
    await server.settled()


async def test_the_token_is_in_no_log(
    make: Callable[..., Bot], server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bot = make()
    await bot.start()
    server.say(ADA, "hello")
    await server.until(lambda: bot.heard)
    await bot.channel.send("d", bot.heard[0].address, HELLO)
    server.faults.add(Fault("gateway", "sendMessage", code=502))
    await bot.channel.send("e", bot.heard[0].address, HELLO)
    server.revoke()
    await bot.channel.send("f", bot.heard[0].address, HELLO)
    await bot.channel.stop()
    assert "/sendMessage" in caplog.text, "httpx does log the calls"
    assert "42:TEST" not in caplog.text


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def hook(port: int, **more: str) -> Webhook:
    return Webhook(**{"url": f"http://127.0.0.1:{port}/hook", "secret": SECRET, "port": port, "path": "/hook", **more})


async def test_a_webhook_delivers(make: Callable[..., Bot], server: TelegramServer) -> None:
    bot = make(webhook=hook(free_port()))
    await bot.start()
    assert server.updates.webhook["secret_token"] == SECRET
    server.say(ADA, "hello")
    await server.settled()
    assert bot.texts() == ["hello"]
    assert "getupdates" not in server.calls


async def test_a_token_revoked_under_a_webhook_is_told_once_by_what_is_sent(
    make: Callable[..., Bot], server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    bot = make(webhook=hook(free_port()))
    await bot.start()
    await server.settled()
    server.revoke()
    for _ in range(2):
        assert (await bot.channel.send("d", Address("telegram", str(ADA)), HELLO)).state == "retry"
    assert [told for told in warnings(caplog) if "refuses the token" in told] == warnings(caplog)[:1]


async def test_a_webhook_is_answered_when_the_update_was_handled(
    make: Callable[..., Bot], server: TelegramServer
) -> None:
    bot = make(webhook=hook(free_port()))
    await bot.start()
    go = await hold(server, bot)
    assert server.updates.pending
    server.say(BOB, "quick")
    await server.until(lambda: len(bot.heard) == 2)
    stopping = asyncio.create_task(bot.channel.stop())
    await asyncio.sleep(0)
    go.set()
    await stopping


async def test_a_webhook_takes_nothing_without_its_secret(make: Callable[..., Bot], server: TelegramServer) -> None:
    port = free_port()
    bot = make(webhook=hook(port))
    await bot.start()
    server.say(ADA, "hello")
    await server.settled()
    forged = next(iter(server.updates.confirmed.values()))
    async with aiohttp.ClientSession() as stranger:
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
            answer = await stranger.post(f"http://127.0.0.1:{port}/hook", json=forged, headers=headers)
            assert answer.status == 403
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
        for body in ("no JSON", '{"update_id": 1, "message": {"message_id": 1}}'):
            assert (await stranger.post(f"http://127.0.0.1:{port}/hook", data=body, headers=headers)).status >= 400
    assert bot.texts() == ["hello"]


async def test_a_webhook_that_telegram_refuses_stops_the_start(make: Callable[..., Bot]) -> None:
    with pytest.raises(ChannelError, match="https url must be provided"):
        await make(webhook=hook(free_port(), url="ftp://example.org/hook")).start()


async def test_a_port_that_is_taken_stops_the_start(make: Callable[..., Bot]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ChannelError, match="cannot listen on"):
            await make(webhook=hook(int(taken.getsockname()[1]))).start()


async def test_a_port_that_is_taken_when_the_platform_comes_back_is_told(
    make: Callable[..., Bot], server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server.go_away()
        await make(webhook=hook(int(taken.getsockname()[1]))).start()
        await server.come_back()
        await server.until(lambda: "cannot listen on" in caplog.text)


async def test_polling_takes_over_from_a_webhook(make: Callable[..., Bot], server: TelegramServer) -> None:
    server.updates.webhook = {"url": "http://127.0.0.1:9/", "secret_token": "", "max_connections": 1}
    bot = make()
    await bot.start()
    server.say(ADA, "hello")
    await server.until(lambda: bot.heard)
