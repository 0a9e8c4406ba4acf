"""Who is in a user group, as Slack tells it now and then."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.slack.faults import Fault, busy

from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.check import check
from bot.channels.slack.groups import KEPT, RETRY, TRUSTED
from bot.channels.slack.scopes import SCOPES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fakes.slack_server import SlackServer

    from bot.channels.slack.access import Access
    from bot.clock import ManualClock
    from tests.bot.channels.slack.conftest import Heard

GROUP = "S0123ABCD"


@pytest.fixture
def members(slack: SlackServer) -> set[str]:
    slack.tiers = False
    slack.workspace.groups[GROUP] = {"U1"}
    return slack.workspace.groups[GROUP]


@pytest.fixture
async def channel(access: Access, clock: ManualClock, heard: Heard, members: set[str]) -> AsyncIterator[SlackChannel]:
    del members
    channel = SlackChannel(access, clock, groups=[GROUP])
    await channel.start(heard)
    yield channel
    await channel.stop()


class Looks:
    """Lets time pass from one look to the next."""

    def __init__(self, slack: SlackServer, clock: ManualClock) -> None:
        self._slack, self._clock = slack, clock

    def count(self) -> int:
        return [name for name, _ in self._slack.calls].count("usergroups.users.list")

    async def after(self, seconds: float) -> None:
        before = self.count()
        await self._asleep()
        self._clock.advance(timedelta(seconds=seconds))
        await self._slack.until(lambda: self.count() > before)
        await self._asleep()

    async def _asleep(self) -> None:
        while self._clock.next_wake() is None:  # noqa: ASYNC110 - the clock tells nobody that it is waited for
            await asyncio.sleep(0)


@pytest.fixture
def looks(slack: SlackServer, clock: ManualClock) -> Looks:
    return Looks(slack, clock)


async def test_members_are_known_once_connected_and_asked_for_only_now_and_then(
    channel: SlackChannel, looks: Looks
) -> None:
    for _ in range(100):
        assert channel.in_group(GROUP, "U1")
        assert channel.in_group(GROUP, "U2") is False
    assert looks.count() == 1


async def test_who_comes_and_goes_is_known_with_the_next_look(
    channel: SlackChannel, members: set[str], looks: Looks
) -> None:
    members.remove("U1")
    members.add("U2")
    assert channel.in_group(GROUP, "U1")
    await looks.after(KEPT)
    assert (channel.in_group(GROUP, "U1"), channel.in_group(GROUP, "U2")) == (False, True)


async def test_a_group_that_is_gone_has_nobody(slack: SlackServer, channel: SlackChannel, looks: Looks) -> None:
    del slack.workspace.groups[GROUP]
    await looks.after(KEPT)
    assert channel.in_group(GROUP, "U1") is False


@pytest.mark.parametrize("fault", [Fault("late_status"), Fault("lost"), busy(5), Fault("error", "missing_scope")])
async def test_while_slack_does_not_tell_the_last_answer_counts_for_a_while(
    slack: SlackServer, clock: ManualClock, channel: SlackChannel, looks: Looks, fault: Fault
) -> None:
    slack.fail("usergroups.users.list", *[fault] * 20)
    await looks.after(KEPT)
    assert channel.in_group(GROUP, "U1")
    clock.advance(TRUSTED - timedelta(seconds=KEPT))
    assert channel.in_group(GROUP, "U1")
    clock.advance(timedelta(seconds=1))
    assert channel.in_group(GROUP, "U1") is None
    slack._faults.clear()
    await looks.after(RETRY)
    assert channel.in_group(GROUP, "U1")


async def test_what_slack_never_told_is_not_known(
    slack: SlackServer, access: Access, clock: ManualClock, heard: Heard, members: set[str]
) -> None:
    del members
    slack.fail("usergroups.users.list", Fault("status"))
    channel = SlackChannel(access, clock, groups=[GROUP])
    assert channel.in_group(GROUP, "U1") is None
    await channel.start(heard)
    assert channel.in_group(GROUP, "U1") is None
    await channel.stop()


async def test_without_groups_nothing_is_asked(
    slack: SlackServer, access: Access, clock: ManualClock, heard: Heard
) -> None:
    channel = SlackChannel(access, clock)
    await channel.start(heard)
    await channel.stop()
    assert "usergroups.users.list" not in [name for name, _ in slack.calls]


async def told(access: Access) -> list[str]:
    return [str(problem) for problem in await check(access, groups=[GROUP])]


@pytest.mark.usefixtures("members")
async def test_the_check_of_a_group(slack: SlackServer, access: Access, members: set[str]) -> None:
    assert await told(access) == []
    members.clear()
    assert await told(access) == [f"organizers.slack: warning: nobody is in the user group {GROUP}. Add its members."]
    del slack.workspace.groups[GROUP]
    (found,) = await told(access)
    assert found.startswith(f"organizers.slack: error: there is no user group {GROUP} (no_such_subteam).")


async def test_the_scope_is_needed_only_for_groups(slack: SlackServer, access: Access) -> None:
    slack.scopes = set(SCOPES) - {"usergroups:read"}
    assert await check(access) == []
    (found,) = await told(access)
    assert found.startswith("SLACK_BOT_TOKEN: error: lacks the scope usergroups:read, needed to know who is in")
