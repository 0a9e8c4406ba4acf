"""Threads in which the bot takes part and people talk among themselves, and one person on both platforms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from suites.organizers import afternoon

from bot.config import load
from bot.wiring.verbs import make_verbs

if TYPE_CHECKING:
    from suites.house import House

EMAIL = "attendee-01@example.org"


async def test_what_people_say_to_each_other_in_a_thread_is_left_alone(house: House) -> None:
    slack = house.slack
    ann, bob = slack.workspace.add_user("Ann").id, slack.workspace.add_user("Bob").id
    hall = slack.workspace.add_channel("hall").id
    async with house.open(afternoon()):
        thread = (await slack.say(ann, "lunch, anyone?", hall)).ts
        await slack.mention(bob, "when is the panel?", hall, thread=thread)
        await slack.until(lambda: slack.pages(hall, thread=thread))
        for said in ("ok, I will bring the contracts for you", "@Bob can you take the badge?", "thanks, see you there"):
            await slack.say(ann, said, hall, thread=thread)
        await slack.say(bob, "thank you", hall, thread=thread)
        await slack.say(ann, "where is the panel?", hall, thread=thread)
        await slack.until(lambda: len(slack.pages(hall, thread=thread)) == 2)
        await slack.say(bob, "what does the gala dinner cost?", hall, thread=thread)  # he talks with the bot
        await slack.until(lambda: len(slack.pages(hall, thread=thread)) == 3)
        await slack.mention(ann, "thank you", hall, thread=thread)
        await slack.until(lambda: len(slack.pages(hall, thread=thread)) == 4)
    told = [page.text for page in slack.pages(hall, thread=thread)]
    assert "14:15" in told[0]
    assert "Auditorium" in told[1]
    assert "I do not know that" in told[2]


async def test_who_taps_a_button_in_a_channel_is_answered_in_private_alone(house: House) -> None:
    slack = house.slack
    people = [slack.workspace.add_user(f"P{n}").id for n in range(4)]
    hall = slack.workspace.add_channel("hall").id
    async with house.open(afternoon(), make_verbs(load(house.config))):
        await slack.mention(people[0], "when is the panel?", hall)
        await slack.until(lambda: slack.pages(hall))
        (answer,) = slack.messages(hall, by_bot=True)
        for user in people:
            await slack.press(user, answer.ts, "Remind me")
        for user in people:
            await slack.until(lambda user=user: slack.pages(slack.dm(user)))
        await slack.settled()
    assert len(slack.messages(hall, by_bot=True)) == 1
    assert all("I will remind you" in slack.pages(slack.dm(user))[0].text for user in people)


async def test_in_a_group_only_who_has_no_chat_with_the_bot_is_told_how_to_get_one(house: House) -> None:
    telegram = house.telegram
    telegram.group(-100)
    async with house.open(afternoon(), make_verbs(load(house.config))):
        telegram.start(7)
        await telegram.until(lambda: telegram.messages(7))
        telegram.say(7, "@rendezvous_bot when is the panel?", chat=-100)
        await telegram.until(lambda: telegram.messages(-100))
        answer = telegram.messages(-100)[0].id
        telegram.press(7, answer, label="Remind me", chat=-100)
        await telegram.until(lambda: len(telegram.messages(7)) == 2)
        telegram.press(8, answer, label="Remind me", chat=-100)
        await telegram.until(lambda: len(telegram.messages(-100)) == 2)
    assert "open a chat with me first" in telegram.messages(-100)[1].text


async def test_the_bare_slash_command_tells_what_can_be_asked(house: House) -> None:
    slack = house.slack
    ann = slack.workspace.add_user("Ann").id
    async with house.open(afternoon()):
        await slack.command(ann, "")
        await slack.until(lambda: slack.pages(slack.dm(ann)))
    assert "When is the keynote, and where?" in slack.pages(slack.dm(ann))[0].text


async def test_an_invitation_joins_the_account_on_the_other_platform(house: House) -> None:
    slack, telegram = house.slack, house.telegram
    ann = slack.workspace.add_user("Ann", email=EMAIL).id
    async with house.open(afternoon(), make_verbs(load(house.config))) as store:
        with store.begin() as unit:
            now = datetime.now(UTC)
            code = unit.links.invite(EMAIL, now, now + timedelta(days=900))
        await slack.say(ann, "remind me of the reception")
        await slack.until(lambda: slack.pages(slack.dm(ann)))
        telegram.start(7, code)
        await telegram.until(lambda: telegram.messages(7))
        telegram.say(7, "/agenda")
        await telegram.until(lambda: len(telegram.messages(7)) == 2)
        telegram.start(7, code)
        await telegram.until(lambda: len(telegram.messages(7)) == 3)
        telegram.start(8, code)
        await telegram.until(lambda: telegram.messages(8))
        with store.read() as unit:
            accounts = [unit.people.find("slack", ann), unit.people.find("telegram", "7")]
    welcomed, agenda, again = (message.text for message in telegram.messages(7))
    assert "Welcome, Attendee 01" in welcomed
    assert "Welcome, Attendee 01" in again
    assert "Networking reception" in agenda
    assert "not valid any more" in telegram.messages(8)[0].text
    assert len({account.id for account in accounts if account}) == 1
