"""What `rendezvous check --online` finds out about Slack."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.slack.faults import Fault

from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.check import check
from bot.channels.slack.scopes import SCOPES
from bot.clock import SystemClock

if TYPE_CHECKING:
    from fakes.slack_server import SlackServer

    from bot.channels.slack.access import Access


async def told(access: Access, channel: str = "", *organizers: str) -> list[str]:
    return [str(problem) for problem in await check(access, channel, organizers)]


async def test_nothing_is_wrong(slack: SlackServer, access: Access) -> None:
    organizer, desk = slack.workspace.add_user("Organizer").id, slack.workspace.add_channel("desk").id
    assert await told(access, desk, organizer) == []
    assert await told(replace(access, mode="http", app_token=""), desk) == []
    assert not any(name.startswith(("chat.", "views.")) for name, _ in slack.calls)


async def test_tokens_that_are_mixed_up(access: Access) -> None:
    mixed = await told(replace(access, bot_token=access.app_token, app_token=access.bot_token))
    assert [line.split(" The right")[0] for line in mixed] == [
        "SLACK_BOT_TOKEN: error: holds the app token.",
        "SLACK_APP_TOKEN: error: holds the bot token.",
    ]


async def test_tokens_that_are_missing_or_something_else(access: Access) -> None:
    found = await told(replace(access, bot_token="", app_token="secret"))
    assert found[0].startswith("SLACK_BOT_TOKEN: error: is not set.")
    assert found[1].startswith("SLACK_APP_TOKEN: error: does not begin with xapp-.")
    (found_http,) = await told(replace(access, mode="http", signing_secret=""))
    assert found_http.startswith("SLACK_SIGNING_SECRET: error: is not set.")


async def test_a_token_that_slack_does_not_accept(access: Access) -> None:
    (found,) = await told(replace(access, bot_token="xoxb-wrong"))
    assert found.startswith("SLACK_BOT_TOKEN: error: is not accepted by Slack (invalid_auth).")
    (found,) = await told(replace(access, app_token="xapp-wrong"))
    assert found.startswith("SLACK_APP_TOKEN: error: is not accepted by Slack (invalid_auth).")


async def test_slack_cannot_be_reached(slack: SlackServer, access: Access) -> None:
    await slack.down()
    (found,) = await told(access)
    assert found.startswith("slack.api_url: error: Slack cannot be reached: ClientConnectorError")


async def test_scopes_that_are_missing(slack: SlackServer, access: Access) -> None:
    slack.scopes = set(SCOPES) - {"im:history", "users:read.email"}
    found = await check(access)
    assert [(problem.severity, problem.what) for problem in found] == [
        ("error", "lacks the scope im:history, needed to hear direct messages."),
        (
            "warning",
            "lacks the scope users:read.email, needed to link a person to the attendee with the same e-mail.",
        ),
    ]


async def test_an_app_token_that_may_not_connect(slack: SlackServer, access: Access) -> None:
    slack.app_scopes.clear()
    (found,) = await told(access)
    assert found.startswith("SLACK_APP_TOKEN: error: lacks the scope connections:write.")


async def test_an_organizers_channel_that_the_bot_does_not_see(slack: SlackServer, access: Access) -> None:
    public, private = (
        slack.workspace.add_channel("desk", bot=False),
        slack.workspace.add_channel("crew", bot=False, private=True),
    )
    archived = slack.workspace.add_channel("old")
    archived.archived = True
    invite = "Write /invite @rendezvous in that channel."
    assert await told(access, public.id) == [
        f"organizers.channels.slack: error: the bot is no member of the organizers' channel {public.id}. {invite}"
    ]
    for hidden in (private.id, "C0UNKNOWN"):
        (found,) = await told(access, hidden)
        assert f"cannot see the organizers' channel {hidden} (channel_not_found). Check the id. {invite}" in found
    assert "is archived" in (await told(access, archived.id))[0]


async def test_organizers_who_are_not_there(slack: SlackServer, access: Access) -> None:
    gone = slack.workspace.add_user("Gone", deleted=True).id
    found = await told(access, "", "U0UNKNOWN", gone)
    assert found[0].startswith("organizers.slack: warning: there is no user U0UNKNOWN (user_not_found).")
    assert found[1] == f"organizers.slack: warning: the account {gone} is deactivated. Take it out."


async def test_the_channel_knows_what_to_check(access: Access) -> None:
    channel = SlackChannel(access, SystemClock(), organizers=["U0UNKNOWN"], organizers_channel="C0UNKNOWN")
    assert [problem.where for problem in await channel.check()] == ["organizers.channels.slack", "organizers.slack"]


@pytest.mark.parametrize("method", ["conversations.info", "users.info", "apps.connections.open"])
async def test_slack_fails_in_the_middle(slack: SlackServer, access: Access, method: str) -> None:
    slack.fail(method, Fault("status"))
    found = await told(access, slack.workspace.add_channel("desk").id, slack.workspace.add_user("Organizer").id)
    assert len(found) == 1
    assert "HTTP 503" in found[0]
