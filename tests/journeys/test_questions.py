"""A question, on both platforms: threaded, followed up, paged, repeated, private, and over a restart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.clock import SimulatedClock

if TYPE_CHECKING:
    from suites.house import House


def afternoon() -> SimulatedClock:
    """The clock of the sample event's afternoon, at the machine's pace."""
    return SimulatedClock(datetime(2026, 1, 16, 12, 30, tzinfo=UTC), 1.0, datetime.now(UTC))


async def test_a_mention_is_answered_in_its_thread_and_followed_up_without_another(house: House) -> None:
    slack = house.slack
    ann, hall = slack.workspace.add_user("Ann").id, slack.workspace.add_channel("hall").id
    async with house.open(afternoon()):
        asked = await slack.mention(ann, "when is the panel?", hall)
        await slack.until(lambda: slack.pages(hall, thread=asked.ts))
        await slack.say(ann, "and where?", hall, thread=asked.ts)
        await slack.until(lambda: len(slack.pages(hall, thread=asked.ts)) == 2)
        await slack.say(ann, "when is the panel?", hall)
        other = await slack.say(ann, "talk among ourselves", hall)
        await slack.say(ann, "when is the panel?", hall, thread=other.ts)
        last = await slack.mention(ann, "when is the reception?", hall)
        await slack.until(lambda: slack.pages(hall, thread=last.ts))
    first, second = slack.pages(hall, thread=asked.ts)
    assert "14:15" in first.text
    assert "Auditorium" in second.text
    assert slack.pages(hall, thread=other.ts) == []
    assert len(slack.messages(hall, by_bot=True)) == 3


async def test_telegram_answers_privately_and_in_a_group_only_when_meant(house: House) -> None:
    telegram = house.telegram
    telegram.person(7, "Ann")
    telegram.group(-100)
    async with house.open(afternoon()):
        telegram.say(7, "quand est le panel ?")
        await telegram.until(lambda: telegram.messages(7))
        telegram.say(7, "et où ?")
        await telegram.until(lambda: len(telegram.messages(7)) == 2)
        telegram.say(7, "when is the panel?", chat=-100)
        telegram.say(7, "@rendezvous_bot when is the panel?", chat=-100)
        await telegram.settled()
    first, second = (message.text for message in telegram.messages(7))
    assert "14 h 15" in first
    assert "Auditorium" in second
    assert ["14:15" in message.text for message in telegram.messages(-100)] == [True]


async def test_what_slack_tells_four_times_is_answered_once(house: House) -> None:
    slack = house.slack
    ann = slack.workspace.add_user("Ann").id
    async with house.open(afternoon()):
        await slack.say(ann, "when is the keynote?")
        for _ in range(3):
            await slack.again()
        await slack.say(ann, "when is the reception?")
        await slack.until(lambda: len(slack.pages(slack.dm(ann))) == 2)
    assert len(slack.pages(slack.dm(ann))) == 2


async def test_what_telegram_repeats_after_a_restart_is_answered_once(house: House) -> None:
    telegram = house.telegram
    telegram.person(7, "Ann")
    async with house.open(afternoon()):
        telegram.say(7, "when is the keynote?")
        await telegram.until(lambda: telegram.messages(7))
        await telegram.settled()
    telegram.updates.repeat(700_000_001)
    async with house.open(afternoon()):
        telegram.say(7, "when is the reception?")
        await telegram.until(lambda: len(telegram.messages(7)) == 2)
        await telegram.settled()
    assert ["13:45" in m.text for m in telegram.messages(7)] == [True, False]


async def test_a_list_is_paged_in_place_by_its_button(house: House) -> None:
    slack, telegram = house.slack, house.telegram
    ann = slack.workspace.add_user("Ann").id
    telegram.person(7, "Ann")
    async with house.open(afternoon()):
        await slack.say(ann, "program")
        telegram.say(7, "program")
        await slack.until(lambda: slack.pages(slack.dm(ann)))
        await telegram.until(lambda: telegram.messages(7))
        shown = slack.messages(slack.dm(ann), by_bot=True)[-1]
        before = slack.pages(slack.dm(ann))[-1]
        more = next(label for label, action in before.buttons.items() if action.startswith("more"))
        await slack.press(ann, shown.ts, before.buttons[more])
        await slack.until(lambda: slack.pages(slack.dm(ann))[-1].text != before.text)
        number, text = telegram.messages(7)[-1].id, telegram.messages(7)[-1].text
        query = telegram.press(7, number, label=more)
        await telegram.until(lambda: telegram.messages(7)[-1].text != text)
        await telegram.until(lambda: telegram.answered(query))
    assert len(slack.pages(slack.dm(ann))) == 1
    assert [message.id for message in telegram.messages(7)] == [number]


async def test_my_meetings_asked_in_public_are_told_in_private(house: House) -> None:
    slack = house.slack
    ann = slack.workspace.add_user("Ann", email="attendee-07@example.org").id
    hall = slack.workspace.add_channel("hall").id
    async with house.open(afternoon()):
        await slack.mention(ann, "my meetings", hall)
        await slack.until(lambda: slack.pages(slack.dm(ann)) and slack.pages(hall))
    (public,), (private,) = slack.pages(hall), slack.pages(slack.dm(ann))
    assert "table 3" in private.text
    assert "table" not in public.text
    assert "direct message" in public.text


async def test_text_from_outside_pings_nobody_and_breaks_nothing(house: House) -> None:
    slack, telegram = house.slack, house.telegram
    ann = slack.workspace.add_user("Ann").id
    telegram.person(7, "Ann")
    evil = ["<!channel> <b>when</b> is the panel?", "a" * 30_000, "🎉🎉", "42", "\u202e\u200f?", "مرحبا"]
    async with house.open(afternoon()):
        for count, text in enumerate(evil, 1):
            await slack.say(ann, text)
            telegram.say(7, text[:4000])
            await slack.until(lambda count=count: len(slack.pages(slack.dm(ann))) == count)
            await telegram.until(lambda count=count: len(telegram.messages(7)) == count)
    assert [page.mentions for page in slack.pages(slack.dm(ann))] == [[]] * len(evil)


async def test_a_restart_between_question_and_answer_loses_and_doubles_nothing(house: House) -> None:
    slack, telegram = house.slack, house.telegram
    ann = slack.workspace.add_user("Ann").id
    telegram.person(7, "Ann")
    async with house.open(afternoon()):
        await slack.say(ann, "when is the keynote?")
        telegram.say(7, "when is the keynote?")
        await slack.until(lambda: slack.delivered)
    async with house.open(afternoon()):
        await slack.again()  # as Slack does with what nobody acknowledged
        await slack.until(lambda: slack.pages(slack.dm(ann)))
        await telegram.until(lambda: telegram.messages(7))
        await telegram.settled()
    assert len(slack.pages(slack.dm(ann))) == len(telegram.messages(7)) == 1
