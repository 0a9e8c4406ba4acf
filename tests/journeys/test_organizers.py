"""Organizers on both platforms at once: correcting, deleting, holding back, and questions answered by a button."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from suites.organizers import afternoon, is_known, organized

from bot.delivery.limits import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from suites.house import House

OLEG = 1


async def greeted(house: House, ann: str, *users: int) -> None:
    """Let people talk with the bot, so that they can be written to."""
    await house.slack.say(ann, "hello")
    for user in users:
        house.telegram.start(user)
    await house.slack.until(lambda: house.slack.pages(house.slack.dm(ann)))
    await house.telegram.until(lambda: all(house.telegram.messages(user) for user in users))


def said(house: House, user: int) -> bool:
    """Whether somebody has the announcement of room B."""
    return any(message.text == "Room B" for message in house.telegram.messages(user))


async def test_what_was_sent_is_corrected_and_deleted_on_both_platforms(house: House, tmp_path: Path) -> None:
    slack, telegram = house.slack, house.telegram
    ann = slack.workspace.add_user("Ann").id
    here = organized(house, tmp_path)
    async with here.open(afternoon()):
        await greeted(house, ann, 2)
        telegram.say(OLEG, "/announce **Room B** at [the map](https://example.org/map)")
        await telegram.until(lambda: telegram.messages(OLEG))
        telegram.press(OLEG, telegram.messages(OLEG)[0].id, label="Send now")
        await slack.until(lambda: len(slack.pages(slack.dm(ann))) == 2)
        await telegram.until(lambda: len(telegram.messages(2)) == 2)
        page, message = slack.pages(slack.dm(ann))[1], telegram.messages(2)[1]
        assert (page.bold, page.links) == (["Room B"], {"the map": "https://example.org/map"})
        assert {"bold", "text_link"} <= {entity["type"] for entity in message.entities}
        await telegram.until(lambda: "Correct" in telegram.messages(OLEG)[0].buttons)
        telegram.press(OLEG, telegram.messages(OLEG)[0].id, label="Correct")
        await telegram.until(lambda: "corrected text" in telegram.messages(OLEG)[-1].text)
        telegram.say(OLEG, "Room C")
        await telegram.until(lambda: "It replaces the message of 3 people" in telegram.messages(OLEG)[-1].text)
        assert slack.pages(slack.dm(ann))[1].bold == ["Room B"]
        telegram.press(OLEG, telegram.messages(OLEG)[-1].id, label="Correct")
        await slack.until(lambda: slack.pages(slack.dm(ann))[1].text == "Room C")
        await telegram.until(lambda: telegram.messages(2)[1].text == "Room C")
        await telegram.until(lambda: telegram.messages(OLEG)[-1].text.startswith("Corrected."))
        board = telegram.messages(OLEG)[0].id
        await telegram.until(lambda: "“Room C”" in telegram.messages(OLEG)[0].text)
        await telegram.until(lambda: "Delete" in telegram.messages(OLEG)[0].buttons)
        telegram.press(OLEG, board, label="Delete")
        await telegram.until(lambda: "Delete it for the" in telegram.messages(OLEG)[-1].text)
        telegram.press(OLEG, telegram.messages(OLEG)[-1].id, label="Delete")
        await telegram.until(lambda: "Cancelled" in telegram.messages(OLEG)[-1].text)
        await slack.until(lambda: len(slack.pages(slack.dm(ann))) == 1)
        await telegram.until(lambda: len(telegram.messages(2)) == 1)


async def test_what_is_on_its_way_is_held_back_let_go_and_given_up(house: House, tmp_path: Path) -> None:
    telegram = house.telegram
    people = range(2, 26)
    for user in people:
        telegram.start(user)
    here = organized(house, tmp_path)
    async with here.open(afternoon()):
        await telegram.until(lambda: all(telegram.messages(user) for user in people), 20)
    slow = {"telegram": replace(RULES["telegram"], rate=3.0, burst=2)}
    async with here.open(afternoon(), rules=slow):
        telegram.say(OLEG, "/announce Room B")
        await telegram.until(lambda: telegram.messages(OLEG))
        board = telegram.messages(OLEG)[0].id
        telegram.press(OLEG, board, label="Send now")
        await telegram.until(lambda: any(said(house, user) for user in people))
        for label, then in (("Pause", "Paused"), ("Resume", "On its way"), ("Cancel", "Cancelled")):
            await telegram.until(lambda label=label: label in telegram.messages(OLEG)[0].buttons)
            telegram.press(OLEG, board, label=label)
            await telegram.until(lambda then=then: then in telegram.messages(OLEG)[0].text)
        await telegram.until(lambda: "As a file" in telegram.messages(OLEG)[0].buttons)
        telegram.press(OLEG, board, label="As a file")
        await telegram.until(lambda: len(telegram.messages(OLEG)) == 2)
    got = [user for user in (OLEG, *people) if said(house, user)]
    file = telegram.messages(OLEG)[-1].file
    assert file is not None
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == len(people) + 1
    assert [row["state"] for row in rows].count("delivered") == len(got) < len(rows)
    assert {row["error"] for row in rows if row["state"] == "failed"} == {"taken back before it left"}


async def test_what_is_begun_in_a_group_goes_on_in_private(house: House, tmp_path: Path) -> None:
    telegram, group = house.telegram, -100
    telegram.group(group)
    telegram.start(OLEG)
    async with organized(house, tmp_path).open(afternoon()):
        await telegram.until(lambda: telegram.messages(OLEG))
        telegram.say(OLEG, "/announce@rendezvous_bot", chat=group)
        await telegram.until(lambda: len(telegram.messages(OLEG)) == 2)
        assert "next message" in telegram.messages(OLEG)[1].text
        telegram.say(OLEG, "Room B")
        await telegram.until(lambda: len(telegram.messages(OLEG)) == 3)
    assert telegram.messages(OLEG)[2].text.startswith("Preview")
    assert [message.text for message in telegram.messages(group)] == [
        "I have answered you in a direct message. If nothing arrives, open a chat with me first."
    ]


async def test_in_a_telegram_group_the_button_asks_for_a_reply(house: House, tmp_path: Path) -> None:
    telegram, group = house.telegram, -100
    telegram.group(group)
    here = organized(house, tmp_path, channels={"telegram": str(group)})
    async with here.open(afternoon()):
        telegram.say(7, "is there a cloakroom near the entrance?")
        await telegram.until(lambda: telegram.messages(7))
        telegram.press(7, telegram.messages(7)[0].id, label="Ask the organizers")
        await telegram.until(lambda: telegram.messages(group))
        telegram.press(OLEG, telegram.messages(group)[0].id, label="Answer", chat=group)
        await telegram.until(lambda: len(telegram.messages(group)) == 2)
        asks = telegram.messages(group)[1]
        assert asks.text.startswith("Reply to this message")
        for words in ("…", "Yes, behind the desk."):
            told = len(telegram.messages(group))
            telegram.say(OLEG, words, chat=group, reply_to=telegram.messages(group)[-1].id)
            await telegram.until(lambda told=told: len(telegram.messages(group)) > told)
        await telegram.until(lambda: len(telegram.messages(7)) == 3)
    assert "Yes, behind the desk." in telegram.messages(7)[-1].text


async def test_a_question_is_answered_by_a_button_where_it_was_asked(house: House, tmp_path: Path) -> None:
    slack, telegram = house.slack, house.telegram
    ann, olga = slack.workspace.add_user("Ann").id, slack.workspace.add_user("Olga").id
    room, hall = slack.workspace.add_channel("organizers").id, slack.workspace.add_channel("hall").id
    here = organized(house, tmp_path, channels={"slack": room})
    async with here.open(afternoon()) as store:
        asked = await slack.mention(ann, "is there a cloakroom near the entrance?", hall)
        await slack.until(lambda: slack.pages(hall))
        await slack.press(ann, slack.messages(hall, by_bot=True)[0].ts, "Ask the organizers")
        await slack.until(lambda: slack.pages(room))
        (posted,) = slack.messages(room, by_bot=True)
        await slack.until(lambda: is_known(store, room, posted.ts))
        await slack.press(olga, posted.ts, "I take it")
        await slack.until(lambda: "Olga takes it" in slack.pages(room)[0].text or "Olga" in slack.pages(room)[0].text)
        assert "Ann" not in slack.pages(room)[0].text
        await slack.press(olga, posted.ts, "Close")
        await slack.until(lambda: "Reopen" in slack.pages(room)[0].buttons)
        await slack.press(olga, posted.ts, "Reopen")
        await slack.until(lambda: "Answer" in slack.pages(room)[0].buttons)
        await slack.press(olga, posted.ts, "Answer")
        thread = posted.ts
        await slack.until(lambda: any("cloakroom" in page.text for page in slack.pages(room, thread=thread)))
        await slack.say(olga, "Yes, behind the desk.", room, thread=thread)
        await slack.until(lambda: any("behind the desk" in page.text for page in slack.pages(hall)))
        told = slack.messages(hall, thread=asked.ts, by_bot=True)
        assert "behind the desk" in slack.pages(hall, thread=asked.ts)[-1].text
        assert len(told) == len(slack.messages(hall, by_bot=True))
    assert not telegram.messages(OLEG)
