"""What comes in from a workspace: acknowledged, in order, completed, once more after trouble."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.slack.faults import Fault, busy
from fakes.slack_server import SlackServer
from slack_bolt import BoltResponse
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.channels.slack import transport
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.receive import HOME
from bot.messages import Address, Choice, Choices, Reply, Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.channels.slack.access import Access
    from bot.clock import ManualClock
    from bot.errors import ChannelError
    from bot.messages import Incoming
    from tests.bot.channels.slack.conftest import Heard

pytestmark = pytest.mark.usefixtures("channel")


@pytest.fixture
def person(slack: SlackServer) -> str:
    user = slack.workspace.add_user("KAZEKI Jun", email="Kazeki@Example.org", locale="ja-JP", tz="Asia/Tokyo")
    return user.id


async def test_everything_is_acknowledged_even_what_nobody_listens_to(slack: SlackServer, person: str) -> None:
    slack.events = None
    await slack.tell({"type": "reaction_added", "user": person})
    await slack.tell({"type": "team_join", "user": {"id": person}})
    await slack.hand("interactive", {"type": "view_submission", "user": {"id": person}, "view": {}})
    await slack.hand("events_api", {"type": "event_callback", "event": "nonsense"})
    await slack.settled()


async def test_the_acknowledgement_waits_for_nothing(slack: SlackServer, access: Access, clock: ManualClock) -> None:
    blocked = asyncio.Event()

    async def slow(_: Incoming) -> None:
        await blocked.wait()

    channel = SlackChannel(access, clock)
    await channel.start(slow)
    slack.fail("users.info", Fault("slow"))
    await slack.say(slack.workspace.add_user("Slow").id, "hello")
    await slack.settled()
    blocked.set()
    await channel.stop()


async def test_a_person_is_known_by_profile(slack: SlackServer, person: str, heard: Heard) -> None:
    await slack.say(person, "when?")
    incoming = await heard.next()
    assert (incoming.name, incoming.email) == ("KAZEKI Jun", "kazeki@example.org")
    assert (incoming.language, incoming.time_zone) == ("ja-JP", "Asia/Tokyo")


async def test_a_profile_is_looked_up_once(slack: SlackServer, person: str, heard: Heard) -> None:
    for text in ("one", "two", "three"):
        await slack.say(person, text)
    await heard.next(3)
    assert [name for name, _ in slack.calls].count("users.info") == 1


@pytest.mark.parametrize("faults", [[Fault("error", "user_not_found")], [Fault("drop"), Fault("drop")], [busy(30)]])
async def test_without_a_profile_the_question_is_still_heard(
    slack: SlackServer, person: str, heard: Heard, faults: list[Fault]
) -> None:
    slack.fail("users.info", *faults)  # a dropped connection is tried once more by aiohttp, since nothing is changed
    await slack.say(person, "when?")
    incoming = await heard.next()
    assert (incoming.text, incoming.name, incoming.email) == ("when?", "", "")
    await slack.say(person, "again")
    await heard.next(2)
    assert [name for name, _ in slack.calls].count("users.info") <= 1


async def test_the_address_of_another_workspace_is_not_believed(slack: SlackServer, heard: Heard) -> None:
    guest = slack.workspace.add_user("Guest", email="seven@example.org", team="T0OTHER")
    await slack.say(guest.id, "when?")
    incoming = await heard.next()
    assert (incoming.name, incoming.email) == ("Guest", "")


async def test_what_one_person_does_is_handled_in_order(slack: SlackServer, person: str, heard: Heard) -> None:
    slack.fail("users.info", Fault("slow"))  # the first one waits for the profile, the others do not
    for number in range(5):
        await slack.say(person, str(number))
    await heard.next(5)
    assert [incoming.text for incoming in heard] == ["0", "1", "2", "3", "4"]


async def test_people_do_not_wait_for_each_other(slack: SlackServer, access: Access, clock: ManualClock) -> None:
    first, second = slack.workspace.add_user("First").id, slack.workspace.add_user("Second").id
    blocked, done = asyncio.Event(), asyncio.Event()

    async def handle(incoming: Incoming) -> None:
        if incoming.user == first:
            await blocked.wait()
        done.set()

    channel = SlackChannel(access, clock)
    await channel.start(handle)
    await slack.say(first, "slow")
    await slack.say(second, "quick")
    await done.wait()
    blocked.set()
    await channel.stop()


async def test_a_mention_in_a_channel_is_one_question(slack: SlackServer, person: str, heard: Heard) -> None:
    room = slack.workspace.add_channel("general")
    asked = await slack.mention(person, "when is the keynote?", room.id)
    await slack.say(person, "and where?", room.id, thread=asked.ts)
    await heard.next(2)
    assert [(incoming.text, incoming.addressed) for incoming in heard] == [
        ("when is the keynote?", True),
        ("and where?", False),
    ]
    assert {incoming.address for incoming in heard} == {Address("slack", room.id, asked.ts, public=True)}


async def test_talk_in_a_channel_is_not_heard(slack: SlackServer, person: str, heard: Heard) -> None:
    room = slack.workspace.add_channel("general")
    await slack.say(person, "anybody for lunch?", room.id)
    await slack.say(person, "hello")
    assert (await heard.next()).text == "hello"


async def test_our_own_answers_are_not_heard(
    slack: SlackServer, person: str, heard: Heard, channel: SlackChannel
) -> None:
    await channel.send("d1", Address("slack", slack.dm(person)), Reply((Text("Hello."),)))
    answer = slack.messages(slack.dm(person))[0]
    await slack.tell(answer.shown() | {"channel": answer.channel, "channel_type": "im"})
    await slack.say(person, "thanks")
    assert (await heard.next()).text == "thanks"


async def test_edits_and_deletions_are_told(slack: SlackServer, person: str, heard: Heard) -> None:
    asked = await slack.say(person, "when it?")
    await slack.unfurl(asked.ts)
    await slack.edit(asked.ts, "when is it?")
    await slack.remove(asked.ts)
    await heard.next(3)
    assert [(incoming.kind, incoming.text) for incoming in heard] == [
        ("text", "when it?"),
        ("edited", "when is it?"),
        ("deleted", "when is it?"),
    ]
    assert {incoming.message for incoming in heard} == {asked.ts}


async def test_four_deliveries_of_one_event_have_one_id(slack: SlackServer, person: str, heard: Heard) -> None:
    await slack.say(person, "hello")
    for _ in range(3):
        await slack.again()
    await heard.next(4)
    assert len({incoming.id for incoming in heard}) == 1


class TestCommands:
    """Slash commands are answered in the direct message."""

    async def test_given_there(self, slack: SlackServer, person: str, heard: Heard) -> None:
        envelope = await slack.command(person, "now")
        incoming = await heard.next()
        assert (incoming.kind, incoming.text) == ("command", "now")
        assert incoming.address == Address("slack", slack.dm(person))
        assert envelope.answer == {}

    async def test_given_in_a_channel_says_where_the_answer_is(
        self, slack: SlackServer, person: str, heard: Heard
    ) -> None:
        room = slack.workspace.add_channel("general", bot=False)
        await slack.say(person, "hello")
        await heard.next()
        envelope = await slack.command(person, "agenda", room.id)
        incoming = await heard.next(2)
        assert incoming.address == Address("slack", slack.dm(person))
        assert envelope.answer == {
            "response_type": "ephemeral",
            "text": "回答はダイレクトメッセージでお送りします。",
        }

    async def test_when_the_direct_message_cannot_be_opened_the_person_stands_for_it(
        self, slack: SlackServer, person: str, heard: Heard, channel: SlackChannel
    ) -> None:
        slack.fail("conversations.open", busy(30))
        await slack.command(person, "now")
        incoming = await heard.next()
        assert incoming.address.chat == person
        await channel.send("d1", incoming.address, Reply((Text("Opening."),)))
        assert [page.text for page in slack.pages(slack.dm(person))] == ["Opening."]


class TestHome:
    """The Home tab, and buttons on it."""

    async def test_is_published_for_its_person(
        self, slack: SlackServer, person: str, heard: Heard, channel: SlackChannel
    ) -> None:
        await slack.open_app(person)
        incoming = await heard.next()
        assert (incoming.kind, incoming.address) == ("home", Address("slack", person, HOME))
        reply = Reply((Text("Your day", "heading"), Choices((Choice("Agenda", "agenda"),))))
        assert (await channel.send("d1", incoming.address, reply)).state == "sent"
        assert slack.workspace.homes[person]["blocks"][0]["text"]["text"] == "*Your day*"
        await slack.press_home(person, "Agenda")
        tapped = await heard.next(2)
        assert (tapped.kind, tapped.text, tapped.message) == ("action", "agenda", "")
        assert tapped.address == Address("slack", slack.dm(person))
        again = await heard.next(3)  # what stands in the tab may be true no more
        assert (again.kind, again.address, again.text) == ("home", Address("slack", person, HOME), "")
        assert again.id not in {incoming.id, tapped.id}


class TestFirstContact:
    """Opening the Messages tab, or the assistant pane."""

    @pytest.fixture
    async def slack(self) -> AsyncIterator[SlackServer]:
        async with SlackServer() as server:
            yield server

    async def test_suggests_first_questions(self, slack: SlackServer, person: str, heard: Heard) -> None:
        await slack.open_app(person, "messages")
        assert (await heard.next()).kind == "start"
        await slack.until(lambda: slack.workspace.prompts)
        prompts = slack.workspace.prompts[slack.dm(person)]
        assert 1 <= len(prompts) <= 4
        assert prompts[0]["message"] == prompts[0]["title"]

    async def test_in_the_pane_it_happens_in_the_thread(self, slack: SlackServer, person: str, heard: Heard) -> None:
        thread = await slack.open_assistant(person)
        incoming = await heard.next()
        assert incoming.address == Address("slack", slack.dm(person), thread)
        await slack.until(lambda: slack.workspace.prompts)
        assert slack.calls[-1][1]["thread_ts"] == thread


async def test_without_the_agent_view_a_first_contact_just_has_no_prompts(
    slack: SlackServer, person: str, heard: Heard
) -> None:
    await slack.open_app(person, "messages")
    await heard.next()
    await slack.until(lambda: slack.calls[-1][0] == "assistant.threads.setSuggestedPrompts")
    await slack.say(person, "hello")
    assert (await heard.next(2)).text == "hello"


class TestConnection:
    """The socket comes and goes."""

    async def test_slack_asks_to_connect_anew(self, slack: SlackServer, person: str, heard: Heard) -> None:
        await slack.refresh()
        await slack.until(lambda: slack.socket.connections == 2)
        await slack.say(person, "still there?")
        assert (await heard.next()).text == "still there?"

    async def test_what_was_said_meanwhile_arrives(self, slack: SlackServer, person: str, heard: Heard) -> None:
        await slack.socket.drop()
        await slack.say(person, "hello?")
        assert (await heard.next()).text == "hello?"
        await slack.settled()

    async def test_slack_is_away_for_a_while(self, slack: SlackServer, person: str, heard: Heard) -> None:
        await slack.down()
        await slack.up()
        slack.fail("apps.connections.open", Fault("status"), Fault("error", "internal_error"), Fault("drop"))
        await slack.until(lambda: slack.socket.connections == 2)
        await slack.say(person, "hello again")
        assert (await heard.next()).text == "hello again"

    async def test_an_address_for_the_socket_that_has_expired_is_asked_for_anew(
        self, slack: SlackServer, person: str, heard: Heard, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transport, "CONNECT", 0.1)  # twenty seconds are too long for a test
        ticket, expired = slack.socket.ticket, iter(["expired"])
        monkeypatch.setattr(slack.socket, "ticket", lambda: next(expired, None) or ticket())
        await slack.socket.drop()
        await slack.until(lambda: slack.socket.connections == 2)
        await slack.say(person, "hello again")
        assert (await heard.next()).text == "hello again"

    async def test_a_revoked_app_token_is_told_once_and_not_tried_for_ever(
        self, slack: SlackServer, access: Access, reported: asyncio.Queue[ChannelError]
    ) -> None:
        slack.revoke(access.app_token)
        await slack.socket.drop()
        told = str(await reported.get())
        assert told == "Slack does not accept the app token (token_revoked): check SLACK_APP_TOKEN."
        assert [name for name, _ in slack.calls].count("apps.connections.open") == 2


class TestHttp:
    """Requests that come over HTTP."""

    @pytest.fixture
    async def pushed(
        self, slack: SlackServer, access: Access, clock: ManualClock, heard: Heard
    ) -> AsyncIterator[SlackServer]:
        channel = SlackChannel(replace(access, mode="http", path="/slack"), clock)
        await channel.start(heard)
        slack.push_to(f"http://127.0.0.1:{channel.port}/slack")
        yield slack
        await channel.stop()

    async def test_slacks_question_whether_we_are_there(self, pushed: SlackServer) -> None:
        envelope = await pushed.hand("events_api", {"type": "url_verification", "challenge": "3eZbrw1aB"})
        assert (envelope.status, envelope.answer) == (200, {"challenge": "3eZbrw1aB"})

    async def test_a_command_with_the_word_payload_in_it(self, pushed: SlackServer, person: str, heard: Heard) -> None:
        envelope = await pushed.command(person, "what is the payload of CALLISTO & co?")
        assert envelope.status == 200
        assert (await heard.next()).text == "what is the payload of CALLISTO & co?"

    async def test_a_wrong_signature_is_refused(self, pushed: SlackServer, person: str, heard: Heard) -> None:
        assert pushed.http
        pushed.http = type(pushed.http)(pushed.http.url, "another secret", pushed.http._now)
        message = await pushed.say(person, "let me in")
        assert pushed.delivered[-1].status == 401
        assert message
        assert not heard

    @pytest.mark.parametrize("age", [301, -301, 86_400])
    async def test_an_old_signature_is_refused(self, pushed: SlackServer, heard: Heard, age: int) -> None:
        assert pushed.http
        body = '{"type": "event_callback"}'
        status, _ = await pushed.http.request(body, "application/json", at=pushed.http._now() - age)
        assert status == 401
        assert not heard

    @pytest.mark.parametrize(
        "headers",
        [
            {"X-Slack-Signature": "v0=é"},
            {"X-Slack-Signature": ""},
            {"X-Slack-Request-Timestamp": "tomorrow"},
            {"X-Slack-Request-Timestamp": "²"},
            {"X-Slack-Request-Timestamp": "9" * 5000},
        ],
    )
    async def test_a_broken_signature_is_refused(self, pushed: SlackServer, headers: dict[str, str]) -> None:
        assert pushed.http
        status, _ = await pushed.http.request("not json", "application/json", headers=headers)
        assert status == 401

    async def test_a_body_in_no_charset_that_there_is_is_refused(self, pushed: SlackServer) -> None:
        assert pushed.http
        status, _ = await pushed.http.request("{}", "application/json; charset=utf-99")
        assert status == 400

    async def test_another_path_is_not_found(self, pushed: SlackServer) -> None:
        assert pushed.http
        pushed.http.url += "/elsewhere"
        status, _ = await pushed.http.request("{}", "application/json")
        assert status == 404


async def test_after_stopping_nothing_is_taken_any_more(
    slack: SlackServer, person: str, heard: Heard, channel: SlackChannel
) -> None:
    assert channel._line
    hearing = channel._line.hearing
    await channel.stop()
    await slack.say(person, "too late")
    late = AsyncBoltRequest(body=slack.delivered[-1].payload, mode="socket_mode")  # one that was on its way
    response = await hearing.async_process(req=late, resp=BoltResponse(status=200), next=unreached)
    assert response
    assert response.status == 503
    assert not heard
    assert not slack.delivered[-1].acked.is_set()


async def unreached() -> BoltResponse:
    raise AssertionError("Bolt's own authorization has nothing to do here")
