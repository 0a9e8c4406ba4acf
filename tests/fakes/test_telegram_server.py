"""The fake Telegram keeps the real one's rules, asked over HTTP without any library of ours."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web
from fakes.telegram.entities import find, parse_html
from fakes.telegram.faults import Fault
from fakes.telegram.limits import Limits
from fakes.telegram.refusal import Refusal
from fakes.telegram_server import TelegramServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Call = Callable[..., Awaitable[dict[str, Any]]]

ADA, GROUP = 7, -1_000_000_000_111


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.person(ADA)
        server.group(GROUP)
        yield server


@pytest.fixture
async def call(server: TelegramServer) -> AsyncIterator[Call]:
    async with aiohttp.ClientSession() as session:

        async def called(method: str, **given: object) -> dict[str, Any]:
            data = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
            async with session.post(f"{server.url}/bot{server.token or 'old'}/{method}", data=data) as answer:
                told = await answer.json()
                assert answer.status == (200 if told["ok"] else told["error_code"])
                return told

        yield called


@pytest.mark.parametrize(
    ("html", "text", "kinds"),
    [
        ("a &lt; b &amp; c", "a < b & c", []),
        ("<b>bold</b> <i>x</i>", "bold x", ["bold", "italic"]),
        ("<B>bold</B>", "bold", ["bold"]),
        ("<b><i>both</i></b>", "both", ["bold", "italic"]),
        ("<blockquote expandable>q</blockquote>", "q", ["blockquote"]),
        ('<a href="https://e.org/?a=1&amp;b">x</a>', "x", ["text_link"]),
        ("<a>x</a>", "x", ["text_link"]),
        ('<span class="tg-spoiler">x</span>', "x", ["spoiler"]),
        ("<b></b>x", "x", []),
        ("&copy; & &#128640;", "&copy; & 🚀", []),
    ],
)
def test_html_that_is_taken(html: str, text: str, kinds: list[str]) -> None:
    shown, entities = parse_html(html)
    assert (shown, sorted(entity["type"] for entity in entities)) == (text, kinds)


def test_offsets_count_utf_16() -> None:
    assert parse_html("🚀<b>x</b>")[1] == [{"type": "bold", "offset": 2, "length": 1}]


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("é<x>", 'Unsupported start tag "x" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ],
)
def test_html_that_is_refused(html: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(html)
    assert (refused.value.code, refused.value.description) == (400, f"Bad Request: can't parse entities: {told}")


def test_what_is_found_in_a_text() -> None:
    text = "@durov /now@bot #tag example.org https://e.io/a desk@e.org 10.0.0.1 a@b 3.14 C# and/or"
    assert [entity["type"] for entity in find(text, [])] == [
        "mention", "bot_command", "hashtag", "url", "url", "email", "url",
    ]  # fmt: skip
    assert find("@durov", [{"type": "code", "offset": 0, "length": 6}]) == []


async def test_a_token_that_is_wrong_and_a_method_that_is_not(server: TelegramServer, call: Call) -> None:
    assert (await call("getNothing"))["error_code"] == 404
    server.revoke()
    assert await call("getMe") == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_updates_are_kept_until_confirmed(server: TelegramServer, call: Call) -> None:
    server.say(ADA, "one")
    server.say(ADA, "two")
    first, second = (await call("getUpdates"))["result"]
    assert [update["message"]["text"] for update in (first, second)] == ["one", "two"]
    assert len((await call("getUpdates", offset=second["update_id"]))["result"]) == 1
    assert (await call("getUpdates", offset=second["update_id"] + 1))["result"] == []
    server.updates.repeat(second["update_id"])
    assert (await call("getUpdates"))["result"] == [second]


async def test_the_last_updates_can_be_asked_for(server: TelegramServer, call: Call) -> None:
    assert (await call("getUpdates", offset=-1))["result"] == []
    for number in range(3):
        server.say(ADA, str(number))
    assert [update["message"]["text"] for update in (await call("getUpdates", offset=-1))["result"]] == ["2"]
    assert not (await call("getUpdates", limit=1, offset=0))["result"][1:]


async def test_a_long_poll_waits_for_news(server: TelegramServer, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await server.until(lambda: server.calls.get("getupdates"))
    server.say(ADA, "news")
    assert (await poll)["result"][0]["message"]["text"] == "news"


async def test_the_older_of_two_polls_is_ended(server: TelegramServer, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await server.until(lambda: server.calls.get("getupdates"))
    await call("getUpdates")
    assert "terminated by other getUpdates request" in (await poll)["description"]


async def test_only_allowed_kinds_come(server: TelegramServer, call: Call) -> None:
    await call("getUpdates", allowed_updates=["message"])
    server.block(ADA)
    server.unblock(ADA)
    server.say(ADA, "hello")
    assert [list(update)[1] for update in (await call("getUpdates"))["result"]] == ["message"]


async def test_privacy_mode_keeps_a_groups_talk_from_the_bot(server: TelegramServer, call: Call) -> None:
    ours = (await call("sendMessage", chat_id=GROUP, text="Hello"))["result"]["message_id"]
    for text in (
        "hello all",
        "@rendezvous_bot hi",
        "/now",
        "/now@rendezvous_bot",
        "/now@other_bot",
        "@rendezvous_bots",
    ):
        server.say(ADA, text, GROUP)
    server.say(ADA, "reply", GROUP, reply_to=ours)
    heard = [update["message"]["text"] for update in (await call("getUpdates"))["result"]]
    assert heard == ["@rendezvous_bot hi", "/now", "/now@rendezvous_bot", "reply"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"chat_id": 99, "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": "@durov", "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": ADA, "text": " \n"}, "Bad Request: message text is empty"),
        ({"chat_id": ADA, "text": "x" * 4097}, "Bad Request: message is too long"),
        ({"chat_id": ADA, "text": "🚀" * 2049}, "Bad Request: message is too long"),
        ({"chat_id": ADA, "text": "x", "parse_mode": "Word"}, "Bad Request: unsupported parse_mode"),
        ({"chat_id": ADA, "text": "x", "message_thread_id": 5}, "Bad Request: message thread not found"),
        (
            {"chat_id": ADA, "text": "x", "reply_parameters": {"message_id": 999}},
            "Bad Request: message to be replied not found",
        ),
        ({"chat_id": ADA, "text": "x", "reply_markup": "{"}, "Bad Request: can't parse reply_markup JSON object"),
    ],
)
async def test_messages_that_are_refused(call: Call, given: dict[str, Any], told: str) -> None:
    assert (await call("sendMessage", **given))["description"] == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([[{"text": "x", "callback_data": "é" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "x"}]], "BUTTON_DATA_INVALID"),
        ([[{"text": " ", "callback_data": "x"}]], "can't parse inline keyboard button"),
        ([[{"text": "x", "callback_data": "x"}] * 9], "REPLY_MARKUP_TOO_LONG"),
        ([[{"text": "x", "callback_data": "x"}]] * 101, "REPLY_MARKUP_TOO_LONG"),
        ([[{"text": "x", "callback_data": "x", "style": "loud"}]], "invalid button style"),
    ],
)
async def test_keyboards_that_are_refused(call: Call, rows: list[Any], told: str) -> None:
    answer = await call("sendMessage", chat_id=ADA, text="x", reply_markup={"inline_keyboard": rows})
    assert told in answer["description"]


async def test_who_cannot_be_written_to(server: TelegramServer, call: Call) -> None:
    for state, told in (
        ("stranger", "Forbidden: bot can't initiate conversation with a user"),
        ("blocked", "Forbidden: bot was blocked by the user"),
        ("deactivated", "Forbidden: user is deactivated"),
    ):
        server.person(ADA, state=state)
        assert (await call("sendMessage", chat_id=ADA, text="x"))["description"] == told
    server.group(GROUP).may_write = False
    assert "not enough rights" in (await call("sendMessage", chat_id=GROUP, text="x"))["description"]
    server.leave(GROUP, ADA)
    told = (await call("sendChatAction", chat_id=GROUP, action="typing"))["description"]
    assert told == "Forbidden: bot was kicked from the supergroup chat"


async def test_edits(server: TelegramServer, call: Call) -> None:
    sent = (await call("sendMessage", chat_id=ADA, text="one"))["result"]["message_id"]
    same = await call("editMessageText", chat_id=ADA, message_id=sent, text="one")
    assert "message is not modified" in same["description"]
    await call("editMessageText", chat_id=ADA, message_id=sent, text="two")
    markup = {"inline_keyboard": [[{"text": "More", "callback_data": "x"}]]}
    await call("editMessageReplyMarkup", chat_id=ADA, message_id=sent, reply_markup=markup)
    assert [(message.text, message.buttons) for message in server.messages(ADA)] == [("two", {"More": "x"})]
    gone = await call("editMessageText", chat_id=ADA, message_id=99, text="x")
    assert gone["description"] == "Bad Request: message to edit not found"
    theirs = server.say(ADA, "hello").id
    told = (await call("editMessageText", chat_id=ADA, message_id=theirs, text="x"))["description"]
    assert told == "Bad Request: message can't be edited"


async def test_a_button_is_answered_once(server: TelegramServer, call: Call) -> None:
    markup = {"inline_keyboard": [[{"text": "More", "callback_data": "more:8"}]]}
    await call("sendMessage", chat_id=ADA, text="?", reply_markup=markup)
    query = server.press(ADA, server.messages(ADA)[0].id, label="More")
    assert (await call("getUpdates"))["result"][0]["callback_query"]["data"] == "more:8"
    assert not server.answered(query)
    assert (await call("answerCallbackQuery", callback_query_id=query))["ok"]
    assert "query is too old" in (await call("answerCallbackQuery", callback_query_id=query))["description"]
    with pytest.raises(AssertionError, match="no button"):
        server.press(ADA, server.messages(ADA)[0].id, label="Less")


async def test_commands_are_checked(call: Call) -> None:
    for commands, told in (
        ([{"command": "Now", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "now", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "now", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ):
        assert told in (await call("setMyCommands", commands=commands))["description"]
    assert (await call("setMyDescription", description="x" * 513))["error_code"] == 400


async def test_what_is_told_of_chats_and_members(server: TelegramServer, call: Call) -> None:
    assert (await call("getChat", chat_id=GROUP))["result"]["title"] == "Hall"
    assert (await call("getChat", chat_id=ADA))["result"]["first_name"] == "Person 7"
    bot = server.world.bot["id"]
    assert (await call("getChatMember", chat_id=GROUP, user_id=bot))["result"]["status"] == "member"
    assert (await call("getChatMember", chat_id=GROUP, user_id=99))["description"] == "Bad Request: user not found"
    assert (await call("getChatMember", chat_id=ADA, user_id=ADA))["description"] == "Bad Request: chat not found"
    assert (await call("getChatMember", chat_id=GROUP, user_id="x"))["error_code"] == 400


def test_thirty_a_second_over_all_chats() -> None:
    at = [0.0]
    limits = Limits(now=lambda: at[0])
    for chat in range(1, 31):
        limits.admit(chat, group=False)
    with pytest.raises(Refusal, match="retry after 3"):
        limits.admit(31, group=False)
    at[0] = 2.9
    with pytest.raises(Refusal, match="retry after 1"):
        limits.admit(32, group=False)
    at[0] = 3.0
    limits.admit(33, group=False)
    assert [violation.limit for violation in limits.violations] == ["overall", "halted"]


def test_one_a_second_in_a_chat_with_short_bursts() -> None:
    at = [0.0]
    limits = Limits(now=lambda: at[0], burst=3)
    for _ in range(3):
        limits.admit(7, group=False)
    with pytest.raises(Refusal, match="retry after 1"):
        limits.admit(7, group=False)
    for at[0] in (1.0, 2.0, 3.0):
        limits.admit(7, group=False)
    assert len(limits.violations) == 1


def test_twenty_a_minute_in_a_group() -> None:
    at = [0.0]
    limits = Limits(now=lambda: at[0])
    for at[0] in range(20):
        limits.admit(-7, group=True)
    with pytest.raises(Refusal, match="retry after 41"):
        limits.admit(-7, group=True)
    at[0] = 60.0
    limits.admit(-7, group=True)


async def test_a_flood_is_refused_with_its_time(server: TelegramServer, call: Call) -> None:
    server.limits.burst = 1
    await call("sendMessage", chat_id=ADA, text="one")
    told = await call("sendMessage", chat_id=ADA, text="two")
    assert (told["error_code"], told["parameters"], len(server.messages(ADA))) == (429, {"retry_after": 1}, 1)


async def test_faults_hit_what_they_name_as_often_as_they_say(server: TelegramServer, call: Call) -> None:
    server.faults.add(Fault("error", "sendMessage", chat=ADA, times=2, code=500))
    assert (await call("sendMessage", chat_id=GROUP, text="x"))["ok"]
    assert (await call("getMe"))["ok"]
    assert [(await call("sendMessage", chat_id=ADA, text="x"))["ok"] for _ in range(3)] == [False, False, True]
    server.faults.add(Fault("error", times=None))
    assert not (await call("getMe"))["ok"]
    assert (await call("getUpdates"))["ok"]
    server.faults.clear()
    assert (await call("getMe"))["ok"]


async def test_a_share_of_calls_can_fail(server: TelegramServer, call: Call) -> None:
    server.faults.add(Fault("error", "getMe", times=None, share=0.5))
    failed = [not (await call("getMe"))["ok"] for _ in range(40)]
    assert 8 < sum(failed) < 32


@pytest.mark.parametrize(("kind", "arrived"), [("lost", 1), ("dropped", 0)])
async def test_a_connection_cut_before_and_after(server: TelegramServer, call: Call, kind: str, arrived: int) -> None:
    server.faults.add(Fault(kind))
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=ADA, text="x")
    assert len(server.messages(ADA)) == arrived


async def test_a_webhook_gets_each_update_until_it_takes_it(server: TelegramServer, call: Call) -> None:
    got: list[tuple[str | None, str]] = []

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update["message"]["text"]))
        return web.Response(status=500 if len(got) == 1 else 200)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        port = runner.addresses[0][1]
        await call("setWebhook", url=f"http://127.0.0.1:{port}/hook", secret_token="s")
        server.say(ADA, "hello")
        await server.settled()
        assert got == [("s", "hello"), ("s", "hello")]
        assert "500" in (await call("getWebhookInfo"))["result"]["last_error_message"]
        assert "webhook is active" in (await call("getUpdates"))["description"]
        await call("deleteWebhook")
        assert (await call("getUpdates"))["ok"]
    finally:
        await runner.cleanup()


async def test_a_webhook_that_nobody_serves_keeps_its_updates(server: TelegramServer, call: Call) -> None:
    await call("setWebhook", url="http://127.0.0.1:9/hook")
    server.say(ADA, "hello")
    await server.until(lambda: server.updates.last_error)
    assert server.updates.pending


async def test_webhooks_that_are_refused(call: Call) -> None:
    assert "HTTPS" in (await call("setWebhook", url="http://example.org/hook"))["description"]
    assert "secret" in (await call("setWebhook", url="https://e.org/", secret_token="é"))["description"]


async def test_it_can_go_away_and_come_back(server: TelegramServer, call: Call) -> None:
    server.go_away()
    with pytest.raises(aiohttp.ClientConnectorError):
        await call("getMe")
    await server.come_back()
    assert (await call("getMe"))["ok"]


async def test_json_and_query_strings_are_understood(server: TelegramServer) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{server.url}/bot{server.token}/sendMessage"
        await session.post(url, json={"chat_id": ADA, "text": "json"})
        await session.get(url, params={"chat_id": ADA, "text": "query"})
    assert [message.text for message in server.messages(ADA)] == ["json", "query"]


async def test_start_brings_the_payload_of_a_deep_link(server: TelegramServer, call: Call) -> None:
    server.start(8, "Ab_9")
    message = (await call("getUpdates"))["result"][0]["message"]
    assert (message["text"], message["entities"][0]["type"]) == ("/start Ab_9", "bot_command")
