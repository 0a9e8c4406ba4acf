"""The fake Slack behaves as Slack documents, seen through the unmodified library."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from fakes.slack.blocks import faults
from fakes.slack.people import typed
from fakes.slack.workspace import BOT
from fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

Blocks = list[dict[str, Any]]


class Watch:
    """A clock for the limits that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def slack(watch: Watch) -> AsyncIterator[SlackServer]:
    async with SlackServer(monotonic=watch, channel_burst=2, workspace_rate=4.0) as server:
        yield server


@pytest.fixture
async def client(slack: SlackServer) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(BOT_TOKEN, slack.api_url, session=session, retry_handlers=[])


async def refused(call: Awaitable[object]) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        await call
    response: Any = caught.value.response
    return {"status": response.status_code, "after": response.headers.get("Retry-After")} | response.data


def section(text: str, kind: str = "mrkdwn") -> dict[str, Any]:
    return {"type": "section", "text": {"type": kind, "text": text}}


def button(**fields: object) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": "Yes"}, "action_id": "a", "value": "v"} | fields


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


@pytest.mark.parametrize(
    ("blocks", "what", "at"),
    [
        ([section("")], "must be more than 0 characters", "/0/text/text"),
        ([section("x" * 3001)], "must be less than 3001 characters", "/0/text/text"),
        ([section("x")] * 51, "no more than 50 items allowed", ""),
        ([section("x", "markdown")], "must be one of: mrkdwn, plain_text", "/0/text/type"),
        ([{"type": "section"}], "missing required field: text", "/0"),
        ([{"type": "section", "fields": []}], "missing required field: text", "/0"),
        ([{"type": "poem"}], "unsupported type: poem", "/0"),
        ([section("x") | {"colour": "red"}], "unknown key: colour", "/0"),
        ([{"type": "header", "text": section("x")["text"]}], "must be one of: plain_text", "/0/text/type"),
        ([actions(button(), button())], "action_id already exists", "/0/elements/1/action_id"),
        ([actions()], "must have 1 to 25 items", "/0/elements"),
        ([actions(*[button()] * 26)], "no more than 25 items allowed", "/0/elements"),
        ([actions(button(value="v" * 2001))], "must be less than 2001 characters", "/0/elements/0/value"),
        ([actions(button(action_id="v" * 256))], "must be less than 256 characters", "/0/elements/0/action_id"),
        ([actions(button(style="plain"))], "must be one of: primary, danger", "/0/elements/0/style"),
        ([section("x") | {"accessory": button(value=7)}], "must be a string", "/0/accessory/value"),
        ([{"type": "context", "elements": []}], "must have 1 to 10 items", "/0/elements"),
        ([section("x") | {"block_id": "b"}] * 2, "block_id already exists", "/1/block_id"),
        ({}, "must be an array", ""),
    ],
)
def test_a_wrong_block_is_told_as_slack_tells_it(blocks: Blocks, what: str, at: str) -> None:
    assert f"{what} [json-pointer:/blocks{at}]" in faults(blocks)


async def test_wrong_content_is_refused(slack: SlackServer, client: AsyncWebClient, watch: Watch) -> None:
    chat = slack.dm(slack.workspace.add_user("Seven").id)
    answer = await refused(client.chat_postMessage(channel=chat, text="x", blocks=[section("")]))
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    ]
    much = await refused(client.chat_postMessage(channel=chat, text="x", blocks=[section("x" * 3000)] * 5))
    assert much["error"] == "msg_blocks_too_long"
    watch.now += 2
    assert (await refused(client.chat_postMessage(channel=chat, text="x" * 40_001)))["error"] == "msg_too_long"
    assert (await refused(client.api_call("chat.postMessage", json={"channel": chat})))["error"] == "no_text"
    assert not slack.messages(chat)


async def test_one_message_a_second_and_a_limit_over_all(
    slack: SlackServer, client: AsyncWebClient, watch: Watch
) -> None:
    chats = [slack.dm(slack.workspace.add_user(str(n)).id) for n in range(30)]
    for _ in range(2):
        await client.chat_postMessage(channel=chats[0], text="x")
    answer = await refused(client.chat_postMessage(channel=chats[0], text="x"))
    assert (answer["status"], answer["error"], answer["after"]) == (429, "ratelimited", "1")
    for chat in chats[1:19]:
        await client.chat_postMessage(channel=chat, text="x")
    assert (await refused(client.chat_postMessage(channel=chats[20], text="x")))["status"] == 429
    watch.now += 1
    await client.chat_postMessage(channel=chats[0], text="x")


async def test_other_methods_have_their_tiers(slack: SlackServer, client: AsyncWebClient, watch: Watch) -> None:
    people = [slack.workspace.add_user(str(n)).id for n in range(51)]
    for user in people[:50]:
        await client.conversations_open(users=user)
    answer = await refused(client.conversations_open(users=people[50]))
    assert (answer["error"], answer["after"]) == ("ratelimited", "2")
    watch.now += 2
    await client.conversations_open(users=people[50])


async def test_tokens_and_scopes(slack: SlackServer, client: AsyncWebClient) -> None:
    assert (await client.auth_test()).headers["x-oauth-scopes"].split(",") == sorted(slack.scopes)
    for token, error in (("", "not_authed"), ("xoxb-2", "invalid_auth"), (APP_TOKEN, "not_allowed_token_type")):
        client.token = token
        assert (await refused(client.auth_test()))["error"] == error
    client.token = BOT_TOKEN
    slack.scopes.discard("users:read")
    answer = await refused(client.users_info(user=BOT))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")
    assert (await refused(client.api_call("poems.write")))["error"] == "unknown_method"


async def test_people_without_their_address(slack: SlackServer, client: AsyncWebClient) -> None:
    user = slack.workspace.add_user("Seven", email="seven@example.org").id
    slack.scopes.discard("users:read.email")
    told = (await client.users_info(user=user, include_locale=True))["user"]
    assert told["locale"] == "en-US"
    assert "email" not in told["profile"]
    assert len((await client.users_list(limit=1))["members"]) == 1


async def test_modals_groups_and_ephemeral_messages(slack: SlackServer, client: AsyncWebClient) -> None:
    user, room = slack.workspace.add_user("Seven").id, slack.workspace.add_channel("general").id
    view = {"type": "modal", "title": {"type": "plain_text", "text": "New"}, "blocks": [section("x")]}
    trigger = slack.trigger(user)
    opened = (await client.views_open(trigger_id=trigger, view=view))["view"]
    assert (await refused(client.views_open(trigger_id=trigger, view=view)))["error"] == "exchanged_trigger_id"
    assert (await refused(client.views_open(trigger_id="1.2", view=view)))["error"] == "invalid_trigger_id"
    late = slack.trigger(user)
    slack.workspace.triggers[late].at -= 3.1
    assert (await refused(client.views_open(trigger_id=late, view=view)))["error"] == "expired_trigger_id"
    await client.views_update(view_id=opened["id"], view=view | {"blocks": [section("y")]})
    assert slack.workspace.modals[opened["id"]]["blocks"][0]["text"]["text"] == "y"
    slack.workspace.groups["S1"] = {user}
    assert (await client.usergroups_users_list(usergroup="S1"))["users"] == [user]
    await client.chat_postEphemeral(channel=room, user=user, text="for you")
    assert (await client.conversations_history(channel=room))["messages"] == []
    assert user in (await client.conversations_members(channel=room))["members"]
    assert (await client.team_info())["team"]["name"] == "Event"


async def test_who_cannot_be_written_to(slack: SlackServer, client: AsyncWebClient) -> None:
    workspace = slack.workspace
    gone, robot = workspace.add_user("Gone", deleted=True).id, workspace.add_user("Robot", is_bot=True).id
    outside, archived = workspace.add_channel("outside", bot=False).id, workspace.add_channel("old")
    archived.archived = True
    expected = {
        gone: "user_disabled",
        robot: "cannot_dm_bot",
        outside: "not_in_channel",
        archived.id: "is_archived",
        "C0": "channel_not_found",
    }
    for channel, error in expected.items():
        assert (await refused(client.chat_postMessage(channel=channel, text="x")))["error"] == error
    room = workspace.add_channel("general")
    lost = client.chat_postMessage(channel=room.id, text="x", thread_ts="1.2")
    assert (await refused(lost))["error"] == "thread_not_found"
    theirs = workspace.post(room.id, gone, "mine")
    assert (await refused(client.chat_delete(channel=room.id, ts=theirs.ts)))["error"] == "cant_delete_message"


async def test_what_is_not_acknowledged_comes_again(slack: SlackServer, client: AsyncWebClient) -> None:
    user = slack.workspace.add_user("Seven").id
    await slack.say(user, "R&D <now> https://example.org")
    kept = []
    for _ in range(2):
        url = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            kept.append(await socket.receive_json())
    first, second = kept
    assert first["payload"]["event"]["text"] == "R&amp;D &lt;now&gt; <https://example.org>"
    assert (first.get("retry_attempt"), second["retry_attempt"]) == (None, 1)
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


async def test_a_ticket_opens_one_connection(client: AsyncWebClient) -> None:
    url = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_ten_thousand_people_are_written_to_in_a_breath() -> None:
    async with SlackServer(tiers=False) as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(BOT_TOKEN, slack.api_url, session=session, retry_handlers=[])
        people = [slack.workspace.add_user(str(number)).id for number in range(10_000)]
        for user in people:
            slack.workspace.direct(user)
        await asyncio.gather(*(client.chat_postMessage(channel=user, text="x") for user in people[:200]))
        assert sum(len(slack.messages(slack.dm(user))) for user in people) == 200


def test_typed_text_keeps_mentions_only() -> None:
    assert typed(f"<@{BOT}> a<b & <!channel>") == f"<@{BOT}> a&lt;b &amp; &lt;!channel&gt;"
