"""An announcement, from its text to the last person who gets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from suites.organizers import afternoon, organized

if TYPE_CHECKING:
    from pathlib import Path

    from suites.house import House

    from bot.store.engine import Store

OLEG = 1


async def test_on_telegram_preview_confirm_delivered_report_and_resend(house: House, tmp_path: Path) -> None:
    telegram = house.telegram
    for user in (2, 3, 4):
        telegram.start(user)
    here = organized(house, tmp_path)
    async with here.open(afternoon()) as store:
        await telegram.until(lambda: all(telegram.messages(user) for user in (2, 3, 4)))
        telegram.person(4, state="blocked")
        telegram.say(OLEG, "/announce The keynote moves to room B")
        await telegram.until(lambda: telegram.messages(OLEG))
        preview = telegram.messages(OLEG)[-1]
        assert "The keynote moves to room B" in preview.text
        assert "4 people" in preview.text
        assert len(telegram.messages(2)) == 1
        telegram.press(OLEG, preview.id, label="Send now")
        await telegram.until(lambda: "Send to those who did not get it" in telegram.messages(OLEG)[0].buttons)
        assert [m.text for m in telegram.messages(2)][1:] == ["The keynote moves to room B"]
        report = telegram.messages(OLEG)[0]
        assert "3 delivered" in report.text
        assert "1 blocked" in report.text
        telegram.unblock(4)
        await telegram.until(lambda: is_reachable(store, "4"))
        telegram.press(OLEG, report.id, label="Send to those who did not get it")
        await telegram.until(lambda: telegram.messages(OLEG)[-1].text.startswith("Preview"))
        again = telegram.messages(OLEG)[-1]
        assert "1 person" in again.text
        telegram.press(OLEG, again.id, label="Send now")
        await telegram.until(lambda: len(telegram.messages(4)) == 2)
        await telegram.settled()
    for user in (2, 3, 4):
        assert [m.text for m in telegram.messages(user)][1:] == ["The keynote moves to room B"]


async def test_on_slack_preview_confirm_and_undo(house: House, tmp_path: Path) -> None:
    slack = house.slack
    olga, ann = slack.workspace.add_user("Olga").id, slack.workspace.add_user("Ann").id
    here = organized(house, tmp_path, undo_seconds=600)
    async with here.open(afternoon()):
        await slack.say(ann, "hello")
        await slack.until(lambda: slack.pages(slack.dm(ann)))
        await slack.command(olga, "announce The bus leaves at 18:00")
        await slack.until(lambda: slack.pages(slack.dm(olga)))
        shown = slack.messages(slack.dm(olga), by_bot=True)[0]
        assert "2 people" in slack.pages(slack.dm(olga))[0].text
        await slack.press(olga, shown.ts, "Send now")
        await slack.until(lambda: "Undo" in slack.pages(slack.dm(olga))[0].buttons)
        await slack.press(olga, shown.ts, "Undo")
        await slack.until(lambda: "Cancelled" in slack.pages(slack.dm(olga))[0].text)
    assert len(slack.pages(slack.dm(ann))) == 1


async def test_on_telegram_undo_takes_it_back_before_anybody_has_it(house: House, tmp_path: Path) -> None:
    telegram = house.telegram
    telegram.start(2)
    async with organized(house, tmp_path, undo_seconds=600).open(afternoon()):
        await telegram.until(lambda: telegram.messages(2))
        telegram.say(OLEG, "/announce The bus leaves at 18:00")
        await telegram.until(lambda: telegram.messages(OLEG))
        for label, then in (("Send now", "time to think again"), ("Undo", "Cancelled")):
            telegram.press(OLEG, telegram.messages(OLEG)[0].id, label=label)
            await telegram.until(lambda then=then: then in telegram.messages(OLEG)[0].text)
    assert len(telegram.messages(2)) == 1


async def test_on_slack_those_who_were_missed_get_it_when_they_are_back(house: House, tmp_path: Path) -> None:
    slack = house.slack
    olga, ann, bo = (slack.workspace.add_user(name).id for name in ("Olga", "Ann", "Bo"))
    async with organized(house, tmp_path).open(afternoon()):
        for user in (ann, bo):
            await slack.say(user, "hello")
        await slack.until(lambda: all(slack.pages(slack.dm(user)) for user in (ann, bo)))
        slack.workspace.users[bo].deleted = True
        await slack.command(olga, "announce The bus leaves at 18:00")
        await slack.until(lambda: slack.pages(slack.dm(olga)))
        board = slack.messages(slack.dm(olga), by_bot=True)[0].ts
        await slack.press(olga, board, "Send now")
        await slack.until(lambda: "Send to those who did not get it" in slack.pages(slack.dm(olga))[0].buttons)
        assert "2 delivered · 1 blocked" in slack.pages(slack.dm(olga))[0].text
        slack.workspace.users[bo].deleted = False
        await slack.say(bo, "hello")
        await slack.until(lambda: len(slack.pages(slack.dm(bo))) == 2)
        await slack.press(olga, board, "Send to those who did not get it")
        await slack.until(lambda: slack.pages(slack.dm(olga))[-1].text.startswith("Preview"))
        assert "1 person" in slack.pages(slack.dm(olga))[-1].text
        await slack.press(olga, slack.messages(slack.dm(olga), by_bot=True)[-1].ts, "Send now")
        await slack.until(lambda: len(slack.pages(slack.dm(bo))) == 3)
        await slack.settled()
    assert [page.text for page in slack.pages(slack.dm(bo))][2:] == ["The bus leaves at 18:00"]
    assert [page.text for page in slack.pages(slack.dm(ann))][1:] == ["The bus leaves at 18:00"]


@pytest.mark.parametrize("command", ["announce now", "report", "inbox"])
async def test_a_non_organizer_is_refused_on_both_platforms(house: House, tmp_path: Path, command: str) -> None:
    slack, telegram = house.slack, house.telegram
    ann = slack.workspace.add_user("Ann").id
    async with organized(house, tmp_path).open(afternoon()):
        telegram.say(9, f"/{command}")
        await slack.command(ann, command)
        await telegram.until(lambda: telegram.messages(9))
        await slack.until(lambda: slack.pages(slack.dm(ann)))
    assert telegram.messages(9)[0].text == "Only the organizers can do that."
    assert slack.pages(slack.dm(ann))[0].text == "Only the organizers can do that."


async def test_on_slack_a_form_leads_to_the_same_preview_and_is_sent(house: House, tmp_path: Path) -> None:
    slack, telegram = house.slack, house.telegram
    olga = slack.workspace.add_user("Olga").id
    for user in (2, 3):
        telegram.start(user)
    here = organized(house, tmp_path)
    async with here.open(afternoon()):
        await telegram.until(lambda: all(telegram.messages(user) for user in (2, 3)))
        await slack.command(olga, "", command="/announce")
        await slack.until(lambda: slack.modal(olga))
        assert set(await fault_of(house, olga, {"text-en": ""})) == {"text-en"}
        assert set(await fault_of(house, olga, {"text-en": "Room B", "at": "2026-10-25 02:30"})) == {"at"}
        sessions = next(block for block in slack.modal(olga)["blocks"] if block["block_id"] == "sessions")
        unfollowed = sessions["element"]["option_groups"][0]["options"][0]["value"]
        assert set(await fault_of(house, olga, {"text-en": "Room B", "sessions": [unfollowed]})) == {"sessions"}
        await slack.submit(olga, {"text-en": "The keynote moves to room B", "list": "telegram:2"})
        await slack.until(lambda: slack.pages(slack.dm(olga)))
        assert "1 person" in slack.pages(slack.dm(olga))[0].text
        preview = slack.messages(slack.dm(olga), by_bot=True)[0]
        await slack.press(olga, preview.ts, "Form")
        await slack.until(lambda: slack.modal(olga))
        await slack.submit(olga, {"text-en": "The keynote moves to room C", "written": "telegram:2, telegram:3"})
        again = slack.delivered[-1]
        await slack.until(lambda: "room C" in slack.pages(slack.dm(olga))[0].text)
        assert "2 people" in slack.pages(slack.dm(olga))[0].text
        await slack.press(olga, preview.ts, "Send now")
        await telegram.until(lambda: all(len(telegram.messages(user)) == 2 for user in (2, 3)))
        await slack.again(again)  # taken once only, so no second preview
        await slack.settled()
        await slack.until(lambda: "2 delivered" in slack.pages(slack.dm(olga))[0].text)
    assert [telegram.messages(user)[1].text for user in (2, 3)] == ["The keynote moves to room C"] * 2
    assert len(slack.pages(slack.dm(olga))) == 1


async def test_where_no_trigger_is_given_a_button_opens_the_form(house: House, tmp_path: Path) -> None:
    slack = house.slack
    olga = slack.workspace.add_user("Olga").id
    async with organized(house, tmp_path).open(afternoon()):
        await slack.say(olga, "announce")
        await slack.until(lambda: slack.pages(slack.dm(olga)))
        assert "next message" in slack.pages(slack.dm(olga))[0].text
        await slack.press(olga, slack.messages(slack.dm(olga), by_bot=True)[0].ts, "Form")
        await slack.until(lambda: slack.modal(olga))
        await slack.submit(olga, {"text-en": "The bus leaves at 18:00"})
        await slack.until(lambda: "The bus leaves at 18:00" in slack.pages(slack.dm(olga))[0].text)
        await slack.say(olga, "help")  # no text is waited for any more
        await slack.until(lambda: len(slack.pages(slack.dm(olga))) == 2)
    assert not slack.pages(slack.dm(olga))[1].text.startswith("Preview")


async def test_a_form_is_neither_opened_for_nor_taken_from_whoever_is_no_organizer(
    house: House, tmp_path: Path
) -> None:
    slack = house.slack
    olga, ann = slack.workspace.add_user("Olga").id, slack.workspace.add_user("Ann").id
    here = organized(house, tmp_path)
    async with here.open(afternoon()) as store:
        await slack.command(ann, "announce")
        await slack.until(lambda: slack.pages(slack.dm(ann)))
        assert slack.pages(slack.dm(ann))[0].text == "Only the organizers can do that."
        await slack.command(olga, "announce")
        await slack.until(lambda: slack.modal(olga))
        memory = json.dumps({"user": ann, "about": "en:"})
        forged = await slack.submit(ann, {"text-en": "Hi"}, view=slack.modal(olga), private_metadata=memory)
        assert list(forged["errors"].values()) == ["Only the organizers can do that."]
        with store.read() as unit:
            assert unit.announcements.listed(["draft"]) == []


def is_reachable(store: Store, user: str) -> bool:
    """Tell whether the bot knows that somebody on Telegram can be written to again."""
    with store.read() as unit:
        return not next(each.trouble for each in unit.people.everyone("telegram") if each.person.user == user)


async def fault_of(house: House, user: str, answers: dict[str, str | list[str]]) -> dict[str, str]:
    told = await house.slack.submit(user, answers)
    assert told["response_action"] == "errors"
    return dict(told["errors"])
