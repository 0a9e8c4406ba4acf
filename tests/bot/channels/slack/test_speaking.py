"""What goes out, and what becomes of it: every Outcome, and no message twice."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.slack.faults import Fault, busy

from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.receive import HOME
from bot.channels.slack.scopes import SCOPES
from bot.clock import SystemClock
from bot.messages import Address, Attachment, Picture, Reply, Text

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator

    from fakes.slack_server import SlackServer

    from bot.channels.slack.access import Access
    from bot.clock import ManualClock
    from bot.errors import ChannelError
    from tests.bot.channels.slack.conftest import Heard

HELLO = Reply((Text("Hello."),))
CALENDAR = Attachment("agenda.ics", "text/calendar", base64.b64encode(b"BEGIN:VCALENDAR").decode())


@pytest.fixture
def chat(slack: SlackServer) -> str:
    """Somebody's direct message."""
    return slack.dm(slack.workspace.add_user("Attendee 07").id)


@pytest.fixture
def where(chat: str) -> Address:
    return Address("slack", chat)


@pytest.mark.parametrize(
    ("fault", "works"),
    [
        (busy(7), True),
        (Fault("error", "internal_error"), False),
        (Fault("status", status=503), False),
        (Fault("lost"), False),
    ],
)
async def test_whether_slack_works(slack: SlackServer, channel: SlackChannel, fault: Fault, *, works: bool) -> None:
    slack.fail("chat.postMessage", fault)
    assert await channel.works() is works


async def test_a_message_does_not_unfurl_and_carries_its_delivery(
    slack: SlackServer, channel: SlackChannel, where: Address
) -> None:
    await channel.send("d1", where, HELLO)
    (message,) = slack.messages(where.chat)
    assert message.options == {"unfurl_links": False, "unfurl_media": False}
    assert message.metadata == {"event_type": "rendezvous_delivery", "event_payload": {"id": "d1"}}
    assert message.text == "Hello."


async def test_a_picture_is_shown_and_one_that_slack_cannot_fetch_is_a_link(
    slack: SlackServer, channel: SlackChannel, chat: str, where: Address
) -> None:
    there, missing = (Picture(f"https://example.org/{name}.png", "A map") for name in ("map", "missing"))
    sent = await channel.send("d1", where, Reply((Text("Room B"), there)))
    assert slack.pages(chat)[0].pictures == [there.url]
    edited = await channel.send("d2", replace(where, message=sent.message), Reply((Text("Room C"), missing)))
    posted = await channel.send("d3", where, Reply((Text("Room D"), missing)))
    assert (edited.state, posted.state) == ("sent", "sent")
    assert [(page.pictures, list(page.links)) for page in slack.pages(chat)] == [([], [missing.url])] * 2
    assert [page.text.partition("\n")[0] for page in slack.pages(chat)] == ["Room C", "Room D"]
    assert [name for name, _ in slack.calls].count("chat.postMessage") == 2  # Slack is not asked for it again


async def test_an_answer_in_a_channel_stands_in_its_thread(slack: SlackServer, channel: SlackChannel) -> None:
    person, room = slack.workspace.add_user("Seven").id, slack.workspace.add_channel("general")
    asked = await slack.mention(person, "when?", room.id)
    await channel.send("d1", Address("slack", room.id, asked.ts, public=True), HELLO)
    assert [page.text for page in slack.pages(room.id, thread=asked.ts)] == ["Hello."]


class TestOutcomes:
    """Each kind of trouble has its Outcome."""

    @pytest.mark.parametrize(
        ("fault", "state"),
        [
            (Fault("error", "channel_not_found"), "unreachable"),
            (Fault("error", "not_in_channel"), "unreachable"),
            (Fault("error", "is_archived"), "unreachable"),
            (Fault("error", "cannot_dm_bot"), "unreachable"),
            (Fault("error", "account_inactive"), "unreachable"),
            (Fault("error", "invalid_blocks"), "failed"),
            (Fault("error", "msg_too_long"), "failed"),
            (Fault("error", "missing_scope"), "failed"),
            (Fault("error", "an_error_of_tomorrow"), "failed"),
            (Fault("error", "internal_error"), "uncertain"),
            (Fault("error", "fatal_error"), "uncertain"),
            (Fault("error", "request_timeout"), "retry"),
            (Fault("status", status=500), "uncertain"),
            (Fault("status", status=503), "uncertain"),
            (Fault("late_status", status=502), "uncertain"),
            (Fault("status", status=200), "uncertain"),
            (Fault("status", status=404), "failed"),
            (Fault("status", status=429), "retry"),
            (Fault("drop"), "uncertain"),
            (Fault("lost"), "uncertain"),
            (Fault("slow"), "uncertain"),
        ],
        ids=lambda value: f"{value.kind}-{value.error}-{value.status}" if isinstance(value, Fault) else value,
    )
    async def test_of_a_message(
        self, slack: SlackServer, channel: SlackChannel, where: Address, fault: Fault, state: str
    ) -> None:
        slack.fail("chat.postMessage", fault)
        outcome = await channel.send("d1", where, HELLO)
        assert outcome.state == state
        assert outcome.error
        assert len(slack.messages(where.chat)) == (fault.kind in {"late_status", "lost", "slow"})
        assert not outcome.whole

    @pytest.mark.parametrize(
        "fault", [Fault("lost"), Fault("slow"), Fault("late_status"), Fault("error", "fatal_error")]
    )
    async def test_an_edit_may_be_repeated(
        self, slack: SlackServer, channel: SlackChannel, where: Address, fault: Fault
    ) -> None:
        sent = await channel.send("d1", where, HELLO)
        slack.fail("chat.update", fault)
        outcome = await channel.send("d2", replace(where, message=sent.message), Reply((Text("Changed."),)))
        assert outcome.state == "retry"
        assert (await channel.settle("d2", replace(where, message=sent.message))).state == "retry"

    async def test_a_home_tab_may_be_repeated(self, slack: SlackServer, channel: SlackChannel) -> None:
        where = Address("slack", slack.workspace.add_user("Seven").id, HOME)
        slack.fail("views.publish", Fault("lost"))
        assert (await channel.send("d1", where, HELLO)).state == "retry"
        assert (await channel.settle("d1", where)).state == "retry"
        assert (await channel.send("d1", where, HELLO)).state == "sent"

    async def test_a_deleted_account_is_unreachable(self, slack: SlackServer, channel: SlackChannel) -> None:
        person = slack.workspace.add_user("Gone", deleted=True)
        assert await channel.open_chat(person.id) == person.id
        assert (await channel.send("d1", Address("slack", person.id), HELLO)).state == "unreachable"

    async def test_a_message_that_is_gone_cannot_be_edited_but_counts_as_deleted(
        self, channel: SlackChannel, where: Address
    ) -> None:
        gone = replace(where, message="1.000001")
        assert (await channel.send("d1", gone, HELLO)).state == "failed"
        assert (await channel.delete(gone, HELLO)).state == "sent"

    async def test_an_edit_mentions_nobody(self, slack: SlackServer, channel: SlackChannel, where: Address) -> None:
        sent = await channel.send("d1", where, HELLO)
        await channel.send("d2", replace(where, message=sent.message), Reply((Text("@channel"),)))
        assert slack.calls[-1][1]["parse"] == "none"

    async def test_a_channel_that_is_not_connected_sends_nothing(
        self, access: Access, clock: ManualClock, where: Address
    ) -> None:
        channel = SlackChannel(access, clock)
        assert (await channel.send("d1", where, HELLO)).state == "retry"
        assert (await channel.delete(where, HELLO)).state == "retry"
        assert (await channel.settle("d1", where)).state == "uncertain"
        assert await channel.open_chat("U7") == "U7"


class TestBusy:
    """Slack does not say which of its limits was met."""

    async def test_one_conversation_waits_alone_two_mean_the_workspace(
        self, slack: SlackServer, channel: SlackChannel, where: Address
    ) -> None:
        other = Address("slack", slack.dm(slack.workspace.add_user("Eight").id))
        slack.fail("chat.postMessage", busy(7), busy(7), busy(9))
        outcomes = [await channel.send("d1", address, HELLO) for address in (where, where, other)]
        assert [(outcome.state, outcome.after, outcome.whole) for outcome in outcomes] == [
            ("retry", 7.0, False),
            ("retry", 7.0, False),
            ("retry", 9.0, True),
        ]

    async def test_the_fake_enforces_one_message_a_second(self, channel: SlackChannel, where: Address) -> None:
        outcomes = [await channel.send(f"d{number}", where, HELLO) for number in range(6)]
        assert [outcome.state for outcome in outcomes] == ["sent"] * 5 + ["retry"]
        assert outcomes[-1].after == 1.0


class TestToken:
    """A token that Slack no longer accepts: the message waits, the operator is told once."""

    @pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "account_inactive"])
    async def test_is_told_once(
        self, slack: SlackServer, channel: SlackChannel, reported: asyncio.Queue[ChannelError], error: str
    ) -> None:
        where = Address("slack", slack.dm(slack.workspace.add_user("Seven").id))
        slack.revoke(slack.bot_token, error)
        outcomes = [await channel.send(f"d{number}", where, HELLO) for number in range(3)]
        assert {(outcome.state, outcome.whole, outcome.after) for outcome in outcomes} == {("retry", True, 60.0)}
        assert str(reported.get_nowait()) == f"Slack does not accept the bot token ({error}): check SLACK_BOT_TOKEN."
        assert reported.empty()

    async def test_is_logged_when_nobody_asked(
        self, slack: SlackServer, access: Access, heard: Heard, caplog: pytest.LogCaptureFixture
    ) -> None:
        channel = SlackChannel(access, SystemClock())
        await channel.start(heard)
        slack.revoke(access.bot_token)
        await channel.send("d1", Address("slack", slack.dm(slack.workspace.add_user("Seven").id)), HELLO)
        await channel.stop()
        assert "check SLACK_BOT_TOKEN" in caplog.text
        assert access.bot_token not in caplog.text + repr(access)


class TestSettling:
    """An uncertain message is read back."""

    @pytest.fixture
    async def quick(
        self, slack: SlackServer, access: Access, clock: ManualClock, heard: Heard
    ) -> AsyncIterator[SlackChannel]:
        """A channel without patience: what is not there did not arrive."""
        channel = SlackChannel(replace(access, patience=1e-9), clock)
        await channel.start(heard)
        yield channel
        await channel.stop()
        assert slack.messages

    @pytest.mark.parametrize("fault", [Fault("lost"), Fault("late_status"), Fault("slow")])
    async def test_one_that_arrived(
        self, slack: SlackServer, channel: SlackChannel, where: Address, fault: Fault
    ) -> None:
        slack.fail("chat.postMessage", fault)
        await channel.send("d1", where, HELLO)
        await channel.send("d2", where, HELLO)
        settled = await channel.settle("d1", where)
        assert (settled.state, settled.message) == ("sent", slack.messages(where.chat)[0].ts)

    async def test_one_that_did_not_arrive_may_be_sent_again(
        self, slack: SlackServer, quick: SlackChannel, where: Address
    ) -> None:
        slack.fail("chat.postMessage", Fault("status"))
        assert (await quick.send("d1", where, HELLO)).state == "uncertain"
        assert (await quick.settle("d1", where)).state == "retry"

    async def test_one_that_may_still_be_on_its_way_is_waited_for(
        self, slack: SlackServer, channel: SlackChannel, where: Address
    ) -> None:
        slack.fail("chat.postMessage", Fault("status"))
        await channel.send("d1", where, HELLO)
        settled = await channel.settle("d1", where)
        assert (settled.state, settled.after) == ("uncertain", 15.0)

    async def test_one_that_was_cut_off_is_not(self, slack: SlackServer, channel: SlackChannel, where: Address) -> None:
        slack.fail("chat.postMessage", Fault("drop"))
        await channel.send("d1", where, HELLO)
        assert (await channel.settle("d1", where)).state == "retry"

    async def test_one_of_a_thread(self, slack: SlackServer, quick: SlackChannel) -> None:
        person, room = slack.workspace.add_user("Seven").id, slack.workspace.add_channel("general")
        asked = await slack.mention(person, "when?", room.id)
        where = Address("slack", room.id, asked.ts, public=True)
        slack.fail("chat.postMessage", Fault("lost"))
        await quick.send("d1", where, HELLO)
        assert (await quick.settle("d1", where)).state == "sent"
        assert (await quick.settle("d2", where)).state == "retry"

    async def test_one_that_was_addressed_to_a_person(self, slack: SlackServer, channel: SlackChannel) -> None:
        where = Address("slack", slack.workspace.add_user("Seven").id)
        slack.fail("chat.postMessage", Fault("lost"))
        await channel.send("d1", where, HELLO)
        assert (await channel.settle("d1", where)).state == "sent"

    async def test_one_far_back_is_found_and_one_too_far_back_stays_uncertain(
        self, slack: SlackServer, quick: SlackChannel, chat: str, where: Address
    ) -> None:
        slack.fail("chat.postMessage", Fault("lost"))
        await quick.send("d1", where, HELLO)
        for _ in range(450):
            slack.workspace.post(chat, "U7", "talk")
        assert (await quick.settle("d1", where)).state == "sent"
        for _ in range(600):
            slack.workspace.post(chat, "U7", "talk")
        assert (await quick.settle("d1", where)).state == "uncertain"

    @pytest.mark.parametrize("fault", [Fault("error", "missing_scope"), Fault("status"), busy(20)])
    async def test_when_it_cannot_be_read(
        self, slack: SlackServer, quick: SlackChannel, where: Address, fault: Fault
    ) -> None:
        slack.fail("conversations.history", fault)
        settled = await quick.settle("d1", where)
        assert settled.state == "uncertain"
        assert settled.error


class TestFiles:
    """Words first, then the file, in the same conversation."""

    async def test_in_a_thread(self, slack: SlackServer, channel: SlackChannel) -> None:
        person, room = slack.workspace.add_user("Seven").id, slack.workspace.add_channel("general")
        asked = await slack.mention(person, "agenda", room.id)
        reply = Reply((Text("Your agenda"), CALENDAR))
        await channel.send("d1", Address("slack", room.id, asked.ts, public=True), reply)
        words, file = slack.messages(room.id, thread=asked.ts, by_bot=True)
        assert words.text == "Your agenda\nagenda.ics"
        assert file.files[0]["content"] == b"BEGIN:VCALENDAR"

    async def test_it_is_taken_back_with_the_words(self, slack: SlackServer, channel: SlackChannel) -> None:
        person = slack.workspace.add_user("Seven").id
        where = Address("slack", slack.dm(person))
        reply = Reply((Text("Your agenda"), CALENDAR))
        first = await channel.send("d1", where, reply)
        await slack.say(person, "thanks")
        second = await channel.send("d2", where, reply)
        assert (await channel.delete(replace(where, message=first.message), reply)).state == "sent"
        left = [(message.text, len(message.files)) for message in slack.messages(where.chat)]
        assert left == [("thanks", 0), ("Your agenda\nagenda.ics", 0), ("", 1)]
        slack.fail("conversations.history", busy(8))
        gone = replace(where, message=second.message)
        assert (await channel.delete(gone, reply)).state == "retry"
        assert (await channel.delete(gone, reply)).state == "sent"
        assert [message.text for message in slack.messages(where.chat)] == ["thanks"]

    async def test_other_peoples_files_stay(self, slack: SlackServer, channel: SlackChannel) -> None:
        person, room = slack.workspace.add_user("Seven").id, slack.workspace.add_channel("general")
        asked = await slack.mention(person, "agenda", room.id)
        where = Address("slack", room.id, asked.ts, public=True)
        reply = Reply((Text("Your agenda"), CALENDAR))
        sent = await channel.send("d1", where, reply)
        theirs = slack.workspace.post(room.id, person, "mine", asked.ts, files=[{"id": "F9", "name": "a.png"}])
        assert (await channel.delete(replace(where, message=sent.message), reply)).state == "sent"
        assert slack.messages(room.id, thread=asked.ts)[-1] is theirs
        assert slack.messages(room.id, thread=asked.ts, by_bot=True) == []

    async def test_alone_it_is_announced_by_its_name(
        self, slack: SlackServer, channel: SlackChannel, where: Address
    ) -> None:
        await channel.send("d1", where, Reply((CALENDAR,)))
        assert [message.text for message in slack.messages(where.chat)] == ["agenda.ics", ""]

    @pytest.mark.parametrize("fault", [busy(8), Fault("lost"), Fault("status")])
    async def test_nothing_is_posted_while_the_upload_has_to_wait(
        self, slack: SlackServer, channel: SlackChannel, where: Address, fault: Fault
    ) -> None:
        slack.fail("files.getUploadURLExternal", fault, fault)
        outcome = await channel.send("d1", where, Reply((Text("Your agenda"), CALENDAR)))
        assert outcome.state == "retry"
        assert not slack.messages(where.chat)

    async def test_without_the_right_to_upload_the_words_arrive(
        self, slack: SlackServer, channel: SlackChannel, where: Address
    ) -> None:
        slack.scopes = set(SCOPES) - {"files:write"}
        outcome = await channel.send("d1", where, Reply((Text("Your agenda"), CALENDAR)))
        assert (outcome.state, outcome.error) == ("sent", "missing_scope: files:write")
        assert [page.text for page in slack.pages(where.chat)] == ["Your agenda"]

    async def test_a_broken_file_does_not_hold_the_words_back(
        self, slack: SlackServer, channel: SlackChannel, where: Address
    ) -> None:
        broken = Attachment("agenda.ics", "text/calendar", "no base64!")
        outcome = await channel.send("d1", where, Reply((Text("Your agenda"), broken)))
        assert outcome.state == "sent"
        assert "base64" in outcome.error
        assert [page.text for page in slack.pages(where.chat)] == ["Your agenda"]

    async def test_when_sharing_fails_the_words_are_not_sent_again(
        self, slack: SlackServer, channel: SlackChannel, where: Address
    ) -> None:
        slack.fail("files.completeUploadExternal", Fault("error", "internal_error"))
        outcome = await channel.send("d1", where, Reply((Text("Your agenda"), CALENDAR)))
        assert outcome.state == "sent"
        assert "not handed over" in outcome.error
        assert len(slack.messages(where.chat)) == 1
