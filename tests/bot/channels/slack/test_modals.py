"""Modals over real HTTP and a real socket: opened in time, answered in time, once each."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.slack.faults import Fault

from bot.channels.slack import modals
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.views import view_of
from bot.forms import Field, Filled, Form, Option
from bot.messages import Address, Choice, Choices, Incoming, Reply, Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fakes.slack_server import SlackServer

    from bot.channels.slack.access import Access
    from bot.clock import ManualClock
    from bot.forms import Faults
    from tests.bot.channels.slack.conftest import Heard

FIELDS = (
    Field("text", "Text", "lines", "a hint", "an example", required=True),
    Field("who", "Who", "many", options=(Option("a", "A"), Option("b", "B")), value=("b",)),
    Field("where", "Where", "one", options=(Option("x", "X", "here"), Option("y", "Y", "there")), value=("y",)),
    Field("day", "Day", "one", options=tuple(Option(str(number), f"Day {number}") for number in range(250))),
    Field("at", "At", value=("14:30",)),
)
FORM = Form("a-form", "A form", "Go on", "Leave", FIELDS, "about")


class Desk:
    """Forms of a test: one for the command "form" and the button "form"; whoever is refused gets none."""

    def __init__(self) -> None:
        self.taken: list[tuple[Incoming, Filled]] = []
        self.refused: set[str] = set()
        self.answers: deque[Faults | Exception] = deque()

    def wanted(self, incoming: Incoming) -> bool:
        return incoming.text.startswith("form")

    def open(self, incoming: Incoming) -> Form | None:
        if incoming.text == "form broken":
            raise LookupError("a fault of ours")
        return None if incoming.user in self.refused else FORM

    def take(self, incoming: Incoming, filled: Filled) -> Faults:
        self.taken.append((incoming, filled))
        answer = self.answers.popleft() if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def olga(slack: SlackServer) -> str:
    return slack.workspace.add_user("Olga").id


@pytest.fixture(params=["socket", "http"])
async def line(  # noqa: PLR0917 fixtures
    slack: SlackServer, access: Access, clock: ManualClock, heard: Heard, desk: Desk, request: pytest.FixtureRequest
) -> AsyncIterator[SlackChannel]:
    channel = SlackChannel(replace(access, mode=request.param), clock)
    channel.offer(desk)
    await channel.start(heard)
    if request.param == "http":
        slack.push_to(f"http://127.0.0.1:{channel.port}{access.path}")
    yield channel
    await channel.stop()


@pytest.mark.usefixtures("line")
async def test_a_command_opens_a_form_and_what_is_filled_in_is_taken(
    slack: SlackServer, desk: Desk, olga: str, heard: Heard
) -> None:
    await slack.command(olga, "form")
    await slack.until(lambda: slack.modal(olga))
    assert [block["block_id"] for block in slack.modal(olga)["blocks"]] == ["text", "who", "where", "day", "at"]
    assert await slack.submit(olga, {"text": "Room B\nsoon", "who": ["a", "b"], "day": "249"}) == {}
    ((incoming, filled),) = desk.taken
    expected = {"text": ("Room B\nsoon",), "who": ("a", "b"), "where": ("y",), "day": ("249",), "at": ("14:30",)}
    assert filled == Filled("a-form", expected, "about")
    assert (incoming.user, incoming.kind, incoming.address) == (olga, "action", Address("slack", olga))
    assert slack.modal(olga) == {}
    assert heard == []


@pytest.mark.usefixtures("line")
async def test_what_is_wrong_is_told_block_by_block_and_the_form_stays(
    slack: SlackServer, desk: Desk, olga: str
) -> None:
    desk.answers += [{"text": "Empty."}, {}]
    await slack.command(olga, "form")
    await slack.until(lambda: slack.modal(olga))
    assert await slack.submit(olga, {}) == {"response_action": "errors", "errors": {"text": "Empty."}}
    assert await slack.submit(olga, {"text": "Room B"}) == {}
    assert len({incoming.id for incoming, _ in desk.taken}) == 1


async def test_a_button_opens_the_form_and_is_remembered(
    slack: SlackServer, line: SlackChannel, desk: Desk, olga: str
) -> None:
    dm = slack.dm(olga)
    reply = Reply((Text("A draft"), Choices((Choice("Form", "form:1"),))))
    posted = await line.send("d1", Address("slack", dm), reply)
    await slack.press(olga, posted.message, "Form")
    await slack.until(lambda: slack.modal(olga))
    await slack.submit(olga, {"text": "x"})
    ((incoming, _),) = desk.taken
    assert (incoming.address, incoming.message) == (Address("slack", dm, message=posted.message), posted.message)


@pytest.mark.usefixtures("line")
async def test_whoever_gets_no_form_is_heard_as_ever(slack: SlackServer, desk: Desk, olga: str, heard: Heard) -> None:
    desk.refused.add(olga)
    await slack.command(olga, "form")
    assert (await heard.next()).text == "form"
    await slack.command(olga, "form broken")
    desk.refused.clear()
    await slack.command(olga, "form broken")
    assert (await heard.next(3)).text == "form broken"
    assert slack.modal(olga) == {}


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize(
    "fault", [Fault("error", "expired_trigger_id"), Fault("status"), Fault("error", "fatal_error")]
)
async def test_a_form_that_cannot_be_opened_gives_way_to_the_conversation(
    slack: SlackServer, olga: str, heard: Heard, fault: Fault
) -> None:
    slack.fail("views.open", fault)
    await slack.command(olga, "form")
    assert (await heard.next()).text == "form"


@pytest.mark.usefixtures("line")
async def test_a_trigger_that_expired_gives_way_to_the_conversation(
    slack: SlackServer, olga: str, heard: Heard
) -> None:
    slack.workspace._now = iter(range(0, 4000, 4)).__next__
    await slack.command(olga, "form")
    assert (await heard.next()).text == "form"


@pytest.mark.usefixtures("line")
async def test_a_command_told_twice_opens_one_form(slack: SlackServer, olga: str, heard: Heard) -> None:
    told = await slack.command(olga, "form")
    await slack.until(lambda: slack.modal(olga))
    await slack.again(told)
    await slack.until(lambda: [name for name, _ in slack.calls].count("views.open") == 2)
    await slack.say(olga, "hello")
    assert (await heard.next()).text == "hello"
    assert len(slack.workspace.modals) == 1


@pytest.mark.usefixtures("line")
async def test_a_form_waits_for_nobody(
    slack: SlackServer, access: Access, clock: ManualClock, desk: Desk, olga: str
) -> None:
    """What the same person did before is still being handled, and their profile is not known."""
    blocked = asyncio.Event()

    async def slow(_: Incoming) -> None:
        await blocked.wait()

    other = SlackChannel(replace(access, mode="socket"), clock)
    other.offer(desk)
    slack.http = None
    await other.start(slow)
    await slack.say(olga, "hello")
    slack.fail("users.info", Fault("slow"))
    await slack.command(olga, "form")
    await slack.until(lambda: slack.modal(olga))
    blocked.set()
    slack.release()
    await other.stop()


@pytest.mark.usefixtures("line")
async def test_forged_submissions_are_not_taken(slack: SlackServer, desk: Desk, olga: str) -> None:
    mallory = slack.workspace.add_user("Mallory").id
    await slack.command(olga, "form")
    await slack.until(lambda: slack.modal(olga))
    stolen = slack.modal(olga)
    assert await slack.submit(mallory, {"text": "x"}, view=stolen) == {}
    for forged in ({"private_metadata": ""}, {"private_metadata": "{}"}, {"id": ""}, {"private_metadata": "[1]"}):
        assert await slack.submit(olga, {"text": "x"}, view=stolen, **forged) == {}
    await slack.hand("interactive", {"type": "view_submission", "user": {"id": olga}, "view": {"state": 5}})
    await slack.hand("interactive", {"type": "view_submission"})
    await slack.settled()
    assert desk.taken == []


@pytest.mark.usefixtures("line")
async def test_a_submission_that_stumbles_or_takes_too_long_may_be_repeated(
    slack: SlackServer, desk: Desk, olga: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await slack.command(olga, "form")
    await slack.until(lambda: slack.modal(olga))
    desk.answers.append(LookupError("a fault of ours"))
    assert "went wrong" in (await slack.submit(olga, {"text": "x"}))["errors"]["text"]
    monkeypatch.setattr(modals, "ANSWER_WITHIN", 0.0)
    assert "only once" in (await slack.submit(olga, {"text": "x"}))["errors"]["text"]


async def test_without_forms_nothing_is_opened_and_nothing_taken(
    slack: SlackServer, access: Access, clock: ManualClock, heard: Heard, olga: str
) -> None:
    channel = SlackChannel(access, clock)
    await channel.start(heard)
    await slack.command(olga, "form")
    assert (await heard.next()).text == "form"
    asked = Incoming("1.2", "slack", olga, Address("slack", olga), "form", clock.now(), "command")
    view = view_of(FORM, asked) | {"id": "V1", "user": olga}
    assert await slack.submit(olga, {"text": "x"}, view=view) == {}
    await channel.stop()
