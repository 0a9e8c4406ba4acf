"""What every channel owes the core, whatever the platform.

A platform's test module derives from ``ChannelContract`` (and ``NetworkContract``, when messages travel
over a network) and gives a fixture ``stage``: the channel, started, and what one person of that platform
does and sees. Nothing here knows a platform.
"""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

import pytest

from bot.actions import encode
from bot.messages import (
    Address,
    Attachment,
    Block,
    Choice,
    Choices,
    Citation,
    Incoming,
    Item,
    Link,
    Listing,
    QuoteBlock,
    Reply,
    SessionCard,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.ports import Channel

Fault = Literal["busy", "lost", "slow", "broken", "down", "blocked"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as its reader sees it: markup resolved, escapes undone.

    ``buttons`` maps labels to encoded actions, ``links`` labels to addresses, ``files`` names to contents.
    """

    id: str
    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


class Stage(Protocol):
    """A started channel, and one person with a private chat on its platform.

    ``edits`` tells whether the platform can change and take back a message. ``received`` is what the
    channel handed to its handler, in order; ``reaction`` is awaited inside the handler for each.
    """

    channel: Channel
    user: str
    edits: bool
    received: list[Incoming]
    reaction: Callable[[Incoming], Awaitable[None]]

    async def says(self, text: str) -> Incoming:
        """Let the person write privately; return what the handler got."""
        ...

    async def taps(self, message: str, label: str) -> Incoming:
        """Let the person press a button of a message; return what the handler got."""
        ...

    def shown(self) -> Sequence[Shown]:
        """The bot's messages in the private chat, oldest first, as they stand now."""
        ...


class NetworkStage(Stage, Protocol):
    """A stage on a network, with faults to inject."""

    async def fail_next(self, fault: Fault) -> None:
        """Let the next send meet a fault.

        ``busy``: told to wait 7 seconds. ``lost``: posted, but the answer never arrives. ``slow``: posted,
        but the answer takes longer than the channel waits. ``broken``: an internal error of the platform.
        ``down``: no connection. ``blocked``: this person cannot be written to.
        """
        ...

    async def says_again(self) -> None:
        """Let the platform deliver the last message once more, as after an outage."""
        ...

    async def drop_connection(self) -> None:
        """Cut the connection that messages come in by; return once the channel is back."""
        ...


BLOCKS: dict[str, tuple[Block, tuple[str, ...]]] = {
    "text": (Text("The doors open at 9:00."), ("The doors open at 9:00.",)),
    "heading": (Text("Practical", "heading"), ("Practical",)),
    "note": (Text("Times are Paris times.", "note"), ("Times are Paris times.",)),
    "link": (Link("Map of the hall", "https://example.org/map?floor=1&hall=B"), ("Map of the hall",)),
    "card": (
        SessionCard("s1", "Opening", "Fri 16 Jan, 13:30–13:45", "Main hall", "KAZEKI Jun", "in 25 min"),
        ("Opening", "Fri 16 Jan, 13:30–13:45", "Main hall", "KAZEKI Jun", "in 25 min"),
    ),
    "cancelled card": (SessionCard("s2", "Panel", "14:00", note="Cancelled", cancelled=True), ("Panel", "Cancelled")),
    "listing": (
        Listing("Now", (Item("Opening", "13:30 · Main hall", encode("session", "s1")), Item("Panel", "14:00"))),
        ("Now", "Opening", "13:30 · Main hall", "Panel", "14:00"),
    ),
    "quote": (
        QuoteBlock("We met in 1996.\nWe meet today.", "Keynote · KAZEKI Jun", Citation("Keynote", "keynote.md")),
        ("We met in 1996.", "We meet today.", "Keynote · KAZEKI Jun"),
    ),
    "choices": (Choices((Choice("Remind me", encode("remind", "s1")),), "Anything else?"), ("Anything else?",)),
}

HOSTILE = (
    "a < b && c > d",
    "<!channel> <!here> <!everyone>",
    "@here @channel @everyone",
    "<@U0123ABCD> and <#C0123ABCD|general>",
    "<https://evil.example|click>",
    "<b>bold</b> <script>alert(1)</script>",
    "&amp; &lt;b&gt; stays as typed",
    "*stars* _low_ ~wave~ `tick` [a](b)",
    "日本語のテキスト、à côté, 🚀",
)


def reply(*blocks: Block) -> Reply:
    return Reply(blocks)


class ChannelContract:
    """What holds for every channel, the terminal included."""

    async def test_what_a_person_types_reaches_the_handler(self, stage: Stage) -> None:
        incoming = await stage.says("When is the keynote?")
        assert (incoming.kind, incoming.text, incoming.user) == ("text", "When is the keynote?", stage.user)
        assert incoming.platform == incoming.address.platform == stage.channel.name
        assert incoming.at.tzinfo is not None
        assert not incoming.address.public

    async def test_each_message_has_its_own_id(self, stage: Stage) -> None:
        first, second = await stage.says("one"), await stage.says("two")
        assert first.id
        assert first.id != second.id

    async def test_an_answer_arrives_where_the_question_came_from(self, stage: Stage) -> None:
        incoming = await stage.says("hello")
        outcome = await stage.channel.send("d1", incoming.address, reply(Text("Good morning.")))
        assert outcome.state == "sent"
        assert [message.text.strip() for message in stage.shown()] == ["Good morning."]
        assert stage.shown()[0].id == outcome.message

    async def test_a_person_can_be_written_to_first(self, stage: Stage) -> None:
        chat = await stage.channel.open_chat(stage.user)
        outcome = await stage.channel.send("d1", Address(stage.channel.name, chat), reply(Text("It starts soon.")))
        assert outcome.state == "sent"
        assert "It starts soon." in stage.shown()[-1].text

    @pytest.mark.parametrize("name", BLOCKS)
    async def test_every_block_shows_all_its_words(self, stage: Stage, name: str) -> None:
        block, words = BLOCKS[name]
        incoming = await stage.says("show me")
        outcome = await stage.channel.send("d1", incoming.address, reply(block))
        assert outcome.state == "sent", outcome.error
        for word in words:
            assert word in stage.shown()[-1].text

    @pytest.mark.parametrize("text", HOSTILE)
    async def test_text_from_outside_is_shown_as_it_is(self, stage: Stage, text: str) -> None:
        incoming = await stage.says("show me")
        blocks = (Text(text), Listing(text, (Item(text, text),)), QuoteBlock(text, text, Citation(text, "a.md")))
        outcome = await stage.channel.send("d1", incoming.address, reply(*blocks))
        assert outcome.state == "sent", outcome.error
        assert stage.shown()[-1].text.count(text) == 6
        assert all(label == url for label, url in stage.shown()[-1].links.items())

    async def test_a_link_leads_where_the_source_says(self, stage: Stage) -> None:
        incoming = await stage.says("show me")
        await stage.channel.send("d1", incoming.address, reply(Link("Map", "https://example.org/?a=1&b=2")))
        assert stage.shown()[-1].links == {"Map": "https://example.org/?a=1&b=2"}

    async def test_a_button_brings_its_action_back(self, stage: Stage) -> None:
        incoming = await stage.says("show me")
        choices = Choices((Choice("Remind me", encode("remind", "s1", "10"), "primary"), Choice("No", encode("no"))))
        outcome = await stage.channel.send("d1", incoming.address, reply(Text("The keynote"), choices))
        tapped = await stage.taps(outcome.message, "Remind me")
        assert (tapped.kind, tapped.text) == ("action", "remind:s1:10")
        assert (tapped.message, tapped.user) == (outcome.message, stage.user)
        assert tapped.address.chat == incoming.address.chat

    async def test_more_of_a_list_replaces_it_in_place(self, stage: Stage) -> None:
        incoming = await stage.says("program")
        first = Listing("Program 1–8", (Item("Opening"),), Choice("More", encode("more", "8")))
        sent = await stage.channel.send("d1", incoming.address, reply(first))
        assert (await stage.taps(sent.message, "More")).text == "more:8"
        where = Address(stage.channel.name, incoming.address.chat, incoming.address.thread, sent.message)
        outcome = await stage.channel.send("d2", where, reply(Listing("Program 9–16", (Item("Panel"),))))
        assert outcome.state == "sent"
        assert "Program 9–16" in stage.shown()[-1].text
        if stage.edits:
            assert [message.id for message in stage.shown()] == [sent.message]
            assert not stage.shown()[-1].buttons

    async def test_a_message_is_taken_back(self, stage: Stage) -> None:
        incoming = await stage.says("hello")
        sent = await stage.channel.send("d1", incoming.address, reply(Text("Wrong.")))
        where = Address(stage.channel.name, incoming.address.chat, message=sent.message)
        outcome = await stage.channel.delete(where, reply(Text("Wrong.")))
        assert outcome.state == ("sent" if stage.edits else "failed")
        assert len(stage.shown()) == (0 if stage.edits else 1)

    async def test_a_file_is_handed_over(self, stage: Stage) -> None:
        incoming = await stage.says("agenda")
        calendar = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
        attachment = Attachment("agenda.ics", "text/calendar", base64.b64encode(calendar).decode())
        outcome = await stage.channel.send("d1", incoming.address, reply(Text("Your agenda"), attachment))
        assert outcome.state == "sent", outcome.error
        assert any("Your agenda" in message.text for message in stage.shown())
        assert {"agenda.ics": calendar} in [message.files for message in stage.shown()]

    async def test_fifty_thousand_characters_still_arrive_as_a_message(self, stage: Stage) -> None:
        incoming = await stage.says("x" * 50_000)
        assert incoming.text
        long = "Plenty of words & signs. " * 2_000
        blocks = (
            Text(long),
            QuoteBlock(long, "Source", Citation("Source", "a.md")),
            Link(long, "https://example.org/"),
        )
        outcome = await stage.channel.send("d1", incoming.address, reply(*blocks))
        assert outcome.state == "sent", outcome.error
        assert stage.shown()[0].text.lstrip().startswith("Plenty of words & signs. Plenty of words & signs.")

    async def test_long_lists_and_labels_are_made_to_fit(self, stage: Stage) -> None:
        incoming = await stage.says("program")
        items = tuple(Item(f"{n} {'long title ' * 40}", "detail " * 60, encode("session", str(n))) for n in range(40))
        choices = tuple(Choice(f"{n} {'long label ' * 20}", encode("pick", str(n))) for n in range(40))
        blocks = (Listing("All", items), Choices(choices, "Which one?"), *(Text(f"Line {n}.") for n in range(80)))
        outcome = await stage.channel.send("d1", incoming.address, reply(*blocks))
        assert outcome.state == "sent", outcome.error

    async def test_a_platform_that_works_says_so_and_nobody_sees_that_it_was_asked(self, stage: Stage) -> None:
        assert await stage.channel.works()
        assert not stage.shown()

    async def test_a_reply_without_words_is_not_sent(self, stage: Stage) -> None:
        incoming = await stage.says("hello")
        outcome = await stage.channel.send("d1", incoming.address, Reply(()))
        assert outcome.state == "failed"
        assert outcome.error
        assert not stage.shown()

    async def test_a_handler_at_fault_does_not_deafen_the_channel(self, stage: Stage) -> None:
        async def fail(_: Incoming) -> None:
            raise RuntimeError("a fault of the program")

        listening, stage.reaction = stage.reaction, fail
        await stage.says("first")
        stage.reaction = listening
        assert (await stage.says("second")).text == "second"

    async def test_stopping_lets_what_runs_finish(self, stage: Stage) -> None:
        begun, done = asyncio.Event(), asyncio.Event()
        outcomes: list[str] = []

        async def answer(incoming: Incoming) -> None:
            begun.set()
            await done.wait()
            outcomes.append((await stage.channel.send("d1", incoming.address, reply(Text("Done.")))).state)

        stage.reaction = answer
        asking = asyncio.create_task(stage.says("slowly"))
        await begun.wait()
        stopping = asyncio.create_task(stage.channel.stop())
        await asyncio.sleep(0)
        done.set()
        await stopping
        await asking
        assert outcomes == ["sent"]

    async def test_stopping_twice_is_harmless(self, stage: Stage) -> None:
        await stage.channel.stop()
        await stage.channel.stop()


class NetworkContract(ChannelContract):
    """What holds for channels whose messages travel over a network."""

    async def test_a_busy_platform_is_given_the_time_it_asks_for(self, stage: NetworkStage) -> None:
        where = Address(stage.channel.name, await stage.channel.open_chat(stage.user))
        await stage.fail_next("busy")
        outcome = await stage.channel.send("d1", where, reply(Text("Hello.")))
        assert (outcome.state, outcome.after) == ("retry", 7.0)
        assert not stage.shown()

    @pytest.mark.parametrize("fault", ["lost", "slow"])
    async def test_a_lost_answer_is_uncertain_and_never_sent_again(self, stage: NetworkStage, fault: Fault) -> None:
        where = Address(stage.channel.name, await stage.channel.open_chat(stage.user))
        await stage.fail_next(fault)
        outcome = await stage.channel.send("d1", where, reply(Text("Hello.")))
        assert outcome.state == "uncertain"
        assert len(stage.shown()) == 1
        settled = await stage.channel.settle("d1", where)
        assert settled.state in {"sent", "uncertain"}
        assert len(stage.shown()) == 1

    async def test_an_error_of_the_platform_is_not_taken_for_a_success(self, stage: NetworkStage) -> None:
        where = Address(stage.channel.name, await stage.channel.open_chat(stage.user))
        await stage.fail_next("broken")
        outcome = await stage.channel.send("d1", where, reply(Text("Hello.")))
        assert outcome.state in {"retry", "uncertain"}
        assert outcome.error

    async def test_without_a_connection_nothing_was_sent(self, stage: NetworkStage) -> None:
        where = Address(stage.channel.name, await stage.channel.open_chat(stage.user))
        await stage.fail_next("down")
        outcome = await stage.channel.send("d1", where, reply(Text("Hello.")))
        assert (outcome.state, outcome.whole) == ("retry", True)
        assert not stage.shown()
        assert not await stage.channel.works()

    async def test_who_cannot_be_reached_stops_nobody_else(self, stage: NetworkStage) -> None:
        where = Address(stage.channel.name, await stage.channel.open_chat(stage.user))
        await stage.fail_next("blocked")
        assert (await stage.channel.send("d1", where, reply(Text("Hello.")))).state == "unreachable"
        assert (await stage.channel.send("d2", where, reply(Text("Hello again.")))).state == "sent"

    async def test_a_repeated_delivery_keeps_its_id(self, stage: NetworkStage) -> None:
        first = await stage.says("hello")
        await stage.says_again()
        assert [incoming.id for incoming in stage.received] == [first.id, first.id]

    async def test_the_channel_hears_again_after_a_lost_connection(self, stage: NetworkStage) -> None:
        await stage.says("before")
        await stage.drop_connection()
        assert (await stage.says("after")).text == "after"
