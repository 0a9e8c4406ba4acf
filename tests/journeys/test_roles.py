"""Organizers by a user group of Slack: who comes gets the right, who goes loses it, and nobody is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from fakes.slack.faults import Fault
from suites.organizers import afternoon, organized

from bot.channels.slack import groups

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from suites.house import House

GROUP = "S0123ABCD"


def with_group(house: House, folder: Path) -> House:
    here = organized(house, folder)
    settings = yaml.safe_load(here.config.read_text())
    settings["organizers"] |= {"slack": [GROUP]}
    here.config.write_text(yaml.safe_dump(settings))
    return here


async def test_a_member_announces_and_loses_the_right_with_the_group(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "KEPT", 0.05)
    slack = house.slack
    slack.tiers = False
    ann, bo = slack.workspace.add_user("Ann").id, slack.workspace.add_user("Bo").id
    members = slack.workspace.groups[GROUP] = {ann}
    async with with_group(house, tmp_path).open(afternoon()):
        for user in (ann, bo):
            await slack.command(user, "announce Room B")
            await slack.until(lambda user=user: slack.pages(slack.dm(user)))
        assert "Room B" in slack.pages(slack.dm(ann))[0].text
        assert slack.pages(slack.dm(bo))[0].text == "Only the organizers can do that."
        members.clear()
        asked = len(slack.calls)
        await slack.until(lambda: "usergroups.users.list" in [name for name, _ in slack.calls[asked + 1 :]])
        await slack.press(ann, slack.messages(slack.dm(ann), by_bot=True)[0].ts, "Send now")
        await slack.until(lambda: len(slack.pages(slack.dm(ann))) == 2)
        assert slack.pages(slack.dm(ann))[1].text == "Only the organizers can do that."


async def test_where_slack_does_not_tell_nobody_is_taken_for_an_organizer(house: House, tmp_path: Path) -> None:
    slack = house.slack
    ann = slack.workspace.add_user("Ann").id
    slack.workspace.groups[GROUP] = {ann}
    slack.fail("usergroups.users.list", *[Fault("status")] * 10)
    async with with_group(house, tmp_path).open(afternoon()):
        await slack.command(ann, "announce")
        await slack.until(lambda: slack.pages(slack.dm(ann)))
        assert "Slack does not tell me at the moment who is an organizer" in slack.pages(slack.dm(ann))[0].text
        assert slack.modal(ann) == {}
