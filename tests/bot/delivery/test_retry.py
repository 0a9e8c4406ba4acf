from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.retry import (
    ATTEMPTS,
    BACK,
    FIRST_LOOK,
    LONGEST,
    LONGEST_LULL,
    TROUBLE,
    Step,
    after_looking,
    after_sending,
    backoff,
    between_probes,
    lull,
    probing,
)
from bot.messages import Address, Lane, Reply
from bot.ports import Outcome
from bot.store.records import Delivery

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
MESSAGE = Delivery(
    id="d",
    key="k",
    lane=Lane.ANSWER,
    address=Address("slack", "D1"),
    user="",
    person="",
    act="send",
    reply=Reply(()),
    state="claimed",
    reason="",
    attempts=0,
    message="",
    error="",
    announcement="",
    holder="",
    created=NOW,
    at=NOW,
)
EDIT = replace(MESSAGE, address=Address("slack", "D1", message="m1"))
DELETION = replace(MESSAGE, act="delete")
LAST = replace(MESSAGE, attempts=ATTEMPTS - 1)


def test_delays_double_up_to_a_minute_and_chance_adds_a_quarter() -> None:
    assert [backoff(n, 0) for n in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert backoff(10**6, 0) == LONGEST
    assert backoff(1, 0.999) == pytest.approx(2.5, abs=0.01)


@pytest.mark.parametrize(
    ("outcome", "message", "step"),
    [
        (Outcome("sent"), MESSAGE, Step("sent")),
        (Outcome("failed"), MESSAGE, Step("failed", reason="refused")),
        (Outcome("unreachable"), MESSAGE, Step("unreachable")),
        (Outcome("moved"), MESSAGE, Step("moved")),
        (Outcome("moved"), replace(MESSAGE, attempts=ATTEMPTS), Step("failed", reason="gave_up")),
        # A lost answer is never blindly repeated, unless a repetition changes nothing.
        (Outcome("uncertain"), MESSAGE, Step("uncertain", FIRST_LOOK)),
        (Outcome("uncertain"), EDIT, Step("pending", 1)),
        (Outcome("uncertain"), DELETION, Step("pending", 1)),
        (Outcome("uncertain"), replace(EDIT, attempts=ATTEMPTS - 1), Step("failed", reason="gave_up")),
        # One message refused for now.
        (Outcome("retry"), MESSAGE, Step("pending", 1)),
        (Outcome("retry"), replace(MESSAGE, attempts=3), Step("pending", 8)),
        (Outcome("retry"), LAST, Step("failed", reason="gave_up")),
        # One chat, or the whole platform, has to wait as long as the platform says.
        (Outcome("retry", after=7), MESSAGE, Step("pending", 7, halt="chat")),
        (Outcome("retry", after=7, whole=True), MESSAGE, Step("pending", 7, counted=False, halt="whole")),
        # A platform that does not tell how long is asked.
        (Outcome("retry", whole=True), LAST, Step("pending", BACK, counted=False, halt="outage")),
    ],
)
def test_what_follows_from_sending(outcome: Outcome, message: Delivery, step: Step) -> None:
    assert after_sending(outcome, message, trouble=1, chance=0) == step


@pytest.mark.parametrize(
    ("outcome", "message", "step"),
    [
        (Outcome("retry"), LAST, Step("pending", BACK, counted=False, halt="outage")),
        (Outcome("uncertain"), MESSAGE, Step("uncertain", FIRST_LOOK, halt="outage")),
        (Outcome("uncertain"), EDIT, Step("pending", 1, halt="outage")),
    ],
)
def test_when_many_meet_trouble_in_a_row_the_platform_is_at_fault_and_not_they(
    outcome: Outcome, message: Delivery, step: Step
) -> None:
    assert after_sending(outcome, message, TROUBLE, chance=0) == step
    assert after_sending(outcome, message, TROUBLE - 1, chance=0).halt == ""


def test_the_first_probe_comes_at_once_and_trials_that_fail_make_the_next_later() -> None:
    assert [lull(trials, 0) for trials in range(8)] == [0, 1, 2, 4, 8, 16, LONGEST_LULL, LONGEST_LULL]


def test_a_platform_is_asked_ever_longer_before_a_message_is_tried() -> None:
    assert [probing(trials) for trials in (0, 1, 2, 5, 10**6)] == [20, 40, 80, 600, 600]


@given(st.floats(0, 1e5))
def test_an_outage_is_not_drawn_out_by_more_than_a_fortieth(down: float) -> None:
    assert 1 <= between_probes(down) <= max(1, down / 40)
    assert between_probes(down) <= LONGEST


@pytest.mark.parametrize(
    ("outcome", "message", "step"),
    [
        (Outcome("sent"), MESSAGE, Step("sent")),
        (Outcome("uncertain"), MESSAGE, Step("uncertain", None)),
        (Outcome("uncertain", after=30), MESSAGE, Step("uncertain", 30)),
        (Outcome("retry"), MESSAGE, Step("pending", 1)),
        (Outcome("retry", after=9), MESSAGE, Step("pending", 9)),
        (Outcome("retry"), LAST, Step("failed", reason="gave_up")),
    ],
)
def test_what_follows_from_looking(outcome: Outcome, message: Delivery, step: Step) -> None:
    assert after_looking(outcome, message, chance=0) == step


outcomes = st.builds(
    Outcome,
    st.sampled_from(["sent", "uncertain", "retry", "unreachable", "moved", "failed"]),
    after=st.floats(0, 1e5),
    whole=st.booleans(),
)


@given(outcomes, st.integers(0, 200), st.integers(1, 50), st.floats(0, 1, exclude_max=True))
def test_no_message_is_repeated_unless_the_platform_did_not_take_it(
    outcome: Outcome, attempts: int, trouble: int, chance: float
) -> None:
    step = after_sending(outcome, replace(MESSAGE, attempts=attempts), trouble, chance)
    assert (step.state == "pending") <= (outcome.state == "retry")
    assert (step.state == "sent") == (outcome.state == "sent")
    if step.state == "pending":
        assert step.after is not None
        assert step.after >= outcome.after
        assert step.after > 0
