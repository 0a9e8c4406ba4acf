from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from fakes.telegram.faults import Fault

from bot.messages import Address, Attachment, Choice, Choices, Picture, Reply, Text

if TYPE_CHECKING:
    from fakes.telegram_server import TelegramServer
    from suites.telegram import Bot

    from bot.ports import Outcome

ADA, GROUP, FORUM = 7, -1_000_000_000_111, -1_000_000_000_222
BROKEN = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'
PNG = Attachment("map.png", "image/png", base64.b64encode(b"\x89PNG").decode())


def to(chat: int, **more: object) -> Address:
    return Address("telegram", str(chat), public=chat < 0, **more)


def saying(*texts: str) -> Reply:
    return Reply(tuple(Text(text) for text in texts))


LONG = saying(*(f"Part {number}. " + "word " * 700 for number in (1, 2, 3)))


@pytest.fixture(autouse=True)
def _crowd(server: TelegramServer) -> None:
    server.person(ADA)
    server.group(GROUP)
    server.group(FORUM, forum=True)


async def test_no_message_shows_a_preview_of_a_link(bot: Bot, server: TelegramServer) -> None:
    await bot.channel.send("d", to(ADA), saying("https://example.org/"))
    assert server.messages(ADA)[0].silent_links


async def test_a_picture_at_an_address_is_shown_below_and_can_be_changed(bot: Bot, server: TelegramServer) -> None:
    first, second = (Picture(f"https://example.org/{name}.png", "A map") for name in ("one", "two"))
    sent = await bot.channel.send("d", to(ADA), Reply((Text("Room B"), first)))
    assert (server.messages(ADA)[0].text, server.messages(ADA)[0].preview) == ("Room B", first.url)
    changed = await bot.channel.send("e", to(ADA, message=sent.message), Reply((Text("Room B"), second)))
    assert changed.state == "sent"
    assert server.messages(ADA)[0].preview == second.url


async def test_in_a_group_the_answer_replies_to_the_question_in_its_topic(bot: Bot, server: TelegramServer) -> None:
    question = server.say(ADA, "@rendezvous_bot when?", FORUM, topic=5)
    await server.until(lambda: bot.heard)
    await bot.channel.send("d", bot.heard[0].address, LONG)
    answers = server.messages(FORUM)
    assert [(answer.reply_to, answer.topic) for answer in answers] == [(question.id, 5), (None, 5), (None, 5)]


async def test_a_question_that_was_deleted_is_answered_all_the_same(bot: Bot) -> None:
    assert (await bot.channel.send("d", to(GROUP, thread="999"), saying("14:00"))).state == "sent"


async def test_markup_that_telegram_cannot_read_is_sent_once_without(bot: Bot, server: TelegramServer) -> None:
    server.faults.add(Fault("error", "sendMessage", code=400, description=BROKEN))
    outcome = await bot.channel.send("d", to(ADA), Reply((Text("a < b", "heading"),)))
    assert outcome.state == "sent"
    assert [(message.text, message.entities) for message in server.messages(ADA)] == [("a < b", ())]
    server.faults.add(Fault("error", "sendMessage", times=2, code=400, description=BROKEN))
    assert (await bot.channel.send("d", to(ADA), saying("again"))).state == "failed"


async def test_a_limit_in_a_private_chat_holds_all_and_in_a_group_only_it(bot: Bot, server: TelegramServer) -> None:
    for chat, whole in ((ADA, True), (GROUP, False)):
        server.faults.add(Fault("too_many", "sendMessage"))
        outcome = await bot.channel.send("d", to(chat), saying("hello"))
        assert (outcome.state, outcome.after, outcome.whole) == ("retry", 7, whole)
    sent = await bot.channel.send("d", to(ADA), saying("hello"))
    server.faults.add(Fault("too_many", "editMessageText"))
    edited = await bot.channel.send("e", to(ADA, message=sent.message), saying("hello, all"))
    assert (edited.state, edited.whole) == ("retry", False)


async def test_a_group_that_moved_is_told_with_its_new_id(bot: Bot, server: TelegramServer) -> None:
    server.group(-5)
    server.migrate(-5, -1_000_000_000_005)
    outcome = await bot.channel.send("d", to(-5), saying("hello"))
    assert (outcome.state, outcome.chat) == ("moved", "-1000000000005")
    assert (await bot.channel.send("d", to(-1_000_000_000_005), saying("hello"))).state == "sent"


@pytest.mark.parametrize("state", ["stranger", "blocked", "deactivated"])
async def test_people_who_cannot_be_written_to(bot: Bot, server: TelegramServer, state: str) -> None:
    server.person(8, state=state)
    assert (await bot.channel.send("d", to(8), saying("hello"))).state == "unreachable"
    assert (await bot.channel.send("d", to(12345), saying("hello"))).state == "unreachable"


async def test_a_revoked_token_loses_nothing(bot: Bot, server: TelegramServer) -> None:
    server.revoke()
    outcome = await bot.channel.send("d", to(ADA), saying("hello"))
    assert (outcome.state, outcome.whole, outcome.after) == ("retry", True, 60.0)
    assert "token" in outcome.error
    assert "42:TEST" not in outcome.error


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (Fault("gateway", "sendMessage", code=502), "uncertain"),
        (Fault("gateway", "sendMessage", code=503), "retry"),
        (Fault("garbage", "sendMessage"), "uncertain"),
        (Fault("dropped", "sendMessage"), "uncertain"),
        (Fault("lost", "sendMessage"), "uncertain"),
    ],
)
async def test_what_the_network_leaves_open(bot: Bot, server: TelegramServer, fault: Fault, state: str) -> None:
    server.faults.add(fault)
    assert (await bot.channel.send("d", to(ADA), saying("hello"))).state == state
    assert len(server.messages(ADA)) == (fault.kind == "lost")


async def test_a_gateways_page_stays_out_of_the_log(
    bot: Bot, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add(Fault("gateway", "sendMessage", code=502))
    outcome = await bot.channel.send("d", to(ADA), saying("hello"))
    assert outcome.state == "uncertain"
    assert not caplog.records


@pytest.mark.parametrize(
    ("fault", "works"),
    [
        (Fault("too_many", "sendMessage"), True),
        (Fault("error", "sendMessage", code=403, description="Forbidden: bots can't send messages to bots"), True),
        (Fault("error", "sendMessage", code=500), False),
        (Fault("gateway", "sendMessage", code=502), False),
        (Fault("lost", "sendMessage"), False),
    ],
)
async def test_whether_telegram_works(bot: Bot, server: TelegramServer, fault: Fault, *, works: bool) -> None:
    server.faults.add(fault)
    assert await bot.channel.works() is works


async def test_a_long_reply_has_all_its_ids_and_its_buttons_last(bot: Bot, server: TelegramServer) -> None:
    outcome = await bot.channel.send("d", to(ADA), Reply((*LONG.blocks, Choices((Choice("More", "more:8"),)))))
    shown = server.messages(ADA)
    assert outcome.message == ",".join(str(message.id) for message in shown)
    assert outcome.posted == 3
    assert [message.text[:7] for message in shown] == ["Part 1.", "Part 2.", "Part 3."]
    assert [list(message.buttons) for message in shown] == [[], [], ["More"]]


async def test_a_long_reply_held_up_goes_on_where_it_stopped(bot: Bot, server: TelegramServer) -> None:
    at = [0.0]
    server.limits.now = lambda: at[0]
    server.limits.burst = 1
    states = []
    for _ in range(3):
        outcome = await bot.channel.send("d", to(ADA), LONG)
        states.append((outcome.state, len(server.messages(ADA)), outcome.posted))
        at[0] += outcome.after
    assert states == [("retry", 1, 2), ("retry", 2, 2), ("sent", 3, 1)]
    assert [message.text[:7] for message in server.messages(ADA)] == ["Part 1.", "Part 2.", "Part 3."]
    assert outcome.message == ",".join(str(message.id) for message in server.messages(ADA))


@pytest.mark.parametrize(
    ("fault", "told"),
    [(Fault("lost", "sendMessage"), "lost"), (Fault("error", "sendMessage", code=400, description="no"), "no")],
)
async def test_a_long_reply_broken_off_says_so(bot: Bot, server: TelegramServer, fault: Fault, told: str) -> None:
    class Second:
        """A fault for the second message only."""

        def next(self, method: str, _: int | None) -> Fault | None:
            return fault if method == "sendmessage" and server.calls[method] == 2 else None

    server.faults = Second()
    outcome = await bot.channel.send("d", to(ADA), LONG)
    assert outcome.state == "uncertain"
    assert "message 2 of 3" in outcome.error
    assert told in outcome.error
    assert outcome.message == str(server.messages(ADA)[0].id)


async def test_who_blocks_between_two_messages_is_unreachable(bot: Bot, server: TelegramServer) -> None:
    class Second:
        def next(self, method: str, _: int | None) -> None:
            if method == "sendmessage" and server.calls[method] == 2:
                server.person(ADA, state="blocked")

    server.faults = Second()
    assert (await bot.channel.send("d", to(ADA), LONG)).state == "unreachable"


async def test_only_so_many_unfinished_replies_are_remembered(
    bot: Bot, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.channel.UNFINISHED", 1)
    server.person(8)
    server.limits.burst = 1
    server.limits.now = lambda: 0.0
    for delivery, chat in (("a", ADA), ("b", 8)):
        assert (await bot.channel.send(delivery, to(chat), LONG)).state == "retry"
    assert list(bot.channel._arrived) == ["b"]


async def edit(bot: Bot, first: Reply, second: Reply) -> Outcome:
    sent = await bot.channel.send("d", to(ADA), first)
    return await bot.channel.send("e", to(ADA, message=sent.message), second)


async def test_an_edit_replaces_all_messages_of_a_reply(bot: Bot, server: TelegramServer) -> None:
    outcome = await edit(bot, LONG, saying("Short."))
    assert (outcome.state, [message.text for message in server.messages(ADA)]) == ("sent", ["Short."])
    grown = await bot.channel.send("f", to(ADA, message=outcome.message), LONG)
    assert grown.message == ",".join(str(message.id) for message in server.messages(ADA))
    assert [message.text[:7] for message in server.messages(ADA)] == ["Part 1.", "Part 2.", "Part 3."]


async def test_an_edit_that_changes_nothing_is_done(bot: Bot) -> None:
    outcome = await edit(bot, saying("Same."), saying("Same."))
    assert outcome.state == "sent"
    assert outcome.message


async def test_an_edit_of_a_message_that_is_gone_fails(bot: Bot, server: TelegramServer) -> None:
    outcome = await bot.channel.send("d", to(ADA, message="999"), saying("New."))
    assert outcome.state == "failed"
    assert not server.messages(ADA)


async def test_an_edit_of_a_caption(bot: Bot, server: TelegramServer) -> None:
    with_picture = Reply((Text("The room changed"), PNG))
    outcome = await edit(bot, with_picture, saying("The room changed: hall B"))
    assert outcome.state == "sent"
    assert [(m.text, m.file.content) for m in server.messages(ADA)] == [("The room changed: hall B", b"\x89PNG")]
    assert (await edit(bot, with_picture, saying("word " * 400))).state == "failed"


async def test_an_edit_of_a_file(bot: Bot, server: TelegramServer) -> None:
    new = Attachment("map.png", "image/png", base64.b64encode(b"\x89PNG2").decode())
    calendar = Attachment("a.ics", "text/calendar", base64.b64encode(b"BEGIN").decode())
    for file, content, picture in ((new, b"\x89PNG2", True), (calendar, b"BEGIN", False)):
        assert (await edit(bot, Reply((Text("Map"), PNG)), Reply((Text("New map"), file)))).state == "sent"
        shown = server.messages(ADA)[-1]
        assert (shown.text, shown.file.content, shown.file.picture) == ("New map", content, picture)


async def test_a_picture_and_a_document_are_sent_as_such(bot: Bot, server: TelegramServer) -> None:
    calendar = Attachment("agenda.ics", "text/calendar", base64.b64encode(b"BEGIN").decode())
    for file in (PNG, calendar):
        assert (await bot.channel.send("d", to(ADA), Reply((Text("Here", "heading"), file)))).state == "sent"
    shown = server.messages(ADA)
    assert [(m.file.name, m.file.picture, m.text, m.entities[0]["type"]) for m in shown] == [
        ("map.png", True, "Here", "bold"),
        ("agenda.ics", False, "Here", "bold"),
    ]
    assert shown[1].file.media_type == "text/calendar"


async def test_taking_back(bot: Bot, server: TelegramServer) -> None:
    sent = await bot.channel.send("d", to(ADA), LONG)
    assert (await bot.channel.delete(to(ADA, message=sent.message), LONG)).state == "sent"
    assert not server.messages(ADA)
    assert (await bot.channel.delete(to(ADA, message=sent.message), LONG)).state == "sent"
    assert (await bot.channel.delete(to(ADA), LONG)).state == "failed"


async def test_what_is_older_than_two_days_cannot_be_taken_back(bot: Bot, server: TelegramServer) -> None:
    sent = await bot.channel.send("d", to(ADA), saying("Old."))
    server.world.age(server.messages(ADA)[0], 49 * 3600)
    outcome = await bot.channel.delete(to(ADA, message=sent.message), saying("Old."))
    assert (outcome.state, len(server.messages(ADA))) == ("failed", 1)


async def test_uncertain_stays_uncertain(bot: Bot) -> None:
    assert (await bot.channel.settle("d", to(ADA))).state == "uncertain"


async def test_the_limits_are_the_platforms_and_met_honestly(bot: Bot, server: TelegramServer) -> None:
    server.limits.burst = 2
    server.limits.now = lambda: 0.0
    states = [(await bot.channel.send(str(n), to(ADA), saying(f"{n}"))).state for n in range(3)]
    assert states == ["sent", "sent", "retry"]
    assert [violation.limit for violation in server.limits.violations] == ["chat"]
