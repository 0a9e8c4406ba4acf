"""The Home tab of Slack: a personal page that stays true while its own buttons are pressed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from suites.organizers import afternoon

from bot.config import load
from bot.wiring.verbs import make_verbs

if TYPE_CHECKING:
    from suites.house import House


async def test_a_button_of_the_tab_changes_what_the_tab_shows(house: House) -> None:
    slack = house.slack
    ann = slack.workspace.add_user("Ann").id

    def shown() -> str:
        return json.dumps(slack.workspace.homes.get(ann, {}))

    async with house.open(afternoon(), make_verbs(load(house.config))):
        await slack.open_app(ann)
        await slack.until(lambda: "Silence" in shown())
        await slack.press_home(ann, "Silence")
        await slack.until(lambda: "Reminders and announcements are silenced" in shown())
        assert "Hear from me again" in shown()
        assert len(slack.pages(slack.dm(ann))) == 1


async def test_opening_the_tab_again_and_again_is_no_haste(house: House) -> None:
    slack = house.slack
    ann = slack.workspace.add_user("Ann").id
    allowed = load(house.config).conversation.questions_per_minute
    async with house.open(afternoon(), make_verbs(load(house.config))):
        for _ in range(allowed + 2):
            await slack.open_app(ann)
        await slack.say(ann, "when is the panel?")
        await slack.until(lambda: slack.pages(slack.dm(ann)))
        await slack.settled()
    assert "14:15" in slack.pages(slack.dm(ann))[0].text
    assert "On now and next" in json.dumps(slack.workspace.homes[ann])
