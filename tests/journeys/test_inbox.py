"""A question that the program does not answer, to the people who can."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from suites.organizers import afternoon, is_known, organized, published_house

if TYPE_CHECKING:
    from pathlib import Path

    from suites.house import House

OLEG = 1
ASKED = "is there a cloakroom near the entrance?"


async def test_two_askers_on_two_platforms_are_told_what_an_organizer_replied(house: House, tmp_path: Path) -> None:
    slack, telegram = house.slack, house.telegram
    ann, olga = slack.workspace.add_user("Ann").id, slack.workspace.add_user("Olga").id
    room = slack.workspace.add_channel("organizers").id
    here = organized(house, tmp_path, channels={"slack": room})
    async with here.open(afternoon()) as store:
        await slack.say(ann, ASKED)
        telegram.say(7, "Is there a cloakroom near the entrance")
        await slack.until(lambda: slack.pages(slack.dm(ann)))
        await telegram.until(lambda: telegram.messages(7))
        refused = slack.messages(slack.dm(ann), by_bot=True)[0]
        await slack.press(ann, refused.ts, "Ask the organizers")
        await slack.until(lambda: slack.pages(room))
        telegram.press(7, telegram.messages(7)[0].id, label="Ask the organizers")
        await telegram.until(lambda: len(telegram.messages(7)) == 2)
        (posted,) = slack.messages(room, by_bot=True)
        assert "Ann" not in slack.pages(room)[0].text
        await slack.until(lambda: is_known(store, room, posted.ts))
        await slack.say(olga, "Yes, behind the desk.", room, thread=posted.ts)
        await slack.until(lambda: len(slack.pages(slack.dm(ann))) == 3)
        await telegram.until(lambda: len(telegram.messages(7)) == 3)
        await slack.until(lambda: "Olga answered:" in slack.pages(room)[0].text)
        await slack.until(lambda: slack.pages(room, thread=posted.ts))
        await slack.say(olga, "shall we put up a sign?", room, thread=posted.ts)
        await slack.settled()
    for told in (slack.pages(slack.dm(ann))[-1].text, telegram.messages(7)[-1].text):
        assert "Yes, behind the desk." in told
        assert "Answered by the organizers, 13:30" in told
    assert len(slack.pages(slack.dm(ann))) == 3
    assert len(slack.pages(room, thread=posted.ts)) == 1
    assert "Sent to the 2 people who asked." in slack.pages(room, thread=posted.ts)[0].text


async def test_whoever_is_no_organizer_cannot_answer(house: House, tmp_path: Path) -> None:
    slack, telegram = house.slack, house.telegram
    ann = slack.workspace.add_user("Ann").id
    room = slack.workspace.add_channel("organizers").id
    here = organized(house, tmp_path, channels={"slack": room})
    async with here.open(afternoon()) as store:
        telegram.say(7, ASKED)
        await telegram.until(lambda: telegram.messages(7))
        telegram.press(7, telegram.messages(7)[0].id, label="Ask the organizers")
        await slack.until(lambda: slack.pages(room))
        (posted,) = slack.messages(room, by_bot=True)
        await slack.until(lambda: is_known(store, room, posted.ts))
        await slack.say(ann, "No.", room, thread=posted.ts)
        await slack.until(lambda: len(slack.pages(room)) == 2)
        with store.read() as unit:
            (question,) = unit.inbox.listed()
        telegram.press(7, telegram.messages(7)[0].id, data=f"inbox-publish:{question.id}")
        await telegram.until(lambda: len(telegram.messages(7)) == 3)
    assert slack.pages(room)[1].text == telegram.messages(7)[2].text == "Only the organizers can do that."


async def test_on_telegram_a_reply_answers_and_one_more_tap_lets_the_bot_answer_itself(tmp_path: Path) -> None:
    async with published_house(tmp_path) as (telegram, _, open_bot):
        async with open_bot():
            telegram.say(7, ASKED)
            await telegram.until(lambda: telegram.messages(7))
            telegram.press(7, telegram.messages(7)[0].id, label="Ask the organizers")
            await telegram.until(lambda: telegram.messages(-100))
            (posted,) = telegram.messages(-100)
            await telegram.until(lambda: is_recorded(tmp_path, "telegram"))  # people read before they reply
            telegram.say(OLEG, "The cloakroom is behind the desk, left of the entrance.", chat=-100, reply_to=posted.id)
            await telegram.until(lambda: len(telegram.messages(-100)) == 2)
            await telegram.until(lambda: len(telegram.messages(7)) == 3)
            confirmed = telegram.messages(-100)[1]
            telegram.press(OLEG, confirmed.id, label="Let me answer so from now on", chat=-100)
            await telegram.until(lambda: len(telegram.messages(-100)) == 3)
            await telegram.until(lambda: open_bot.knows("answers:"))
            telegram.say(8, "where is the cloakroom?")
            await telegram.until(lambda: telegram.messages(8))
        async with open_bot():
            telegram.say(9, "where is the cloakroom?")
            await telegram.until(lambda: telegram.messages(9))
    for user in (8, 9):
        told = telegram.messages(user)[0].text
        assert "behind the desk, left of the entrance" in told
        assert "Answered by the organizers, 13:30" in told


async def test_on_slack_the_third_asker_gets_the_organizers_words_cited(tmp_path: Path) -> None:
    async with published_house(tmp_path) as (_, slack, open_bot):
        ann, bo, cy = (slack.workspace.add_user(name).id for name in ("Ann", "Bo", "Cy"))
        async with open_bot():
            for user in (ann, bo):
                await slack.say(user, ASKED)
                await slack.until(lambda user=user: slack.pages(slack.dm(user)))
                await slack.press(user, slack.messages(slack.dm(user), by_bot=True)[0].ts, "Ask the organizers")
                await slack.until(lambda user=user: len(slack.pages(slack.dm(user))) == 2)
            await slack.until(lambda: is_recorded(tmp_path, "slack"))  # people read before they reply
            (posted,) = slack.messages("C_ORG", by_bot=True)
            await slack.say("U_OLGA", "It is behind the desk, left of the entrance.", "C_ORG", thread=posted.ts)
            for user in (ann, bo):
                await slack.until(lambda user=user: "left of the entrance" in slack.pages(slack.dm(user))[-1].text)
            await slack.until(lambda: "Let me answer so from now on" in slack.pages("C_ORG")[0].buttons)
            await slack.press("U_OLGA", posted.ts, "Let me answer so from now on")
            await slack.until(lambda: "Reopen" in slack.pages("C_ORG")[0].buttons)
            await slack.until(lambda: open_bot.knows("answers:"))
            await slack.say(cy, "where is the cloakroom?")
            await slack.until(lambda: slack.pages(slack.dm(cy)))
    told = slack.pages(slack.dm(cy))[0].text
    assert "behind the desk, left of the entrance" in told
    assert "Answered by the organizers, 13:30" in told
    assert "Ann" not in told


def is_recorded(folder: Path, platform: str) -> bool:
    """Tell whether the organizers' copy of a question on a platform is in the ledger as sent."""
    with closing(sqlite3.connect(folder / "var" / "rendezvous.db")) as database:
        query = "SELECT count(*) FROM outbox WHERE state = 'sent' AND key LIKE 'inbox:%' AND platform = ?"
        return bool(database.execute(query, (platform,)).fetchone()[0])
