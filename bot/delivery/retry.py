"""What follows from the outcome of an attempt. Pure; delays are in real seconds, chance is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.ports import Outcome
    from bot.store.records import Delivery, Reason

ATTEMPTS = 64
"""Refusals of one message, or moves of its chat, until it is given up: an hour, at the longest delay."""

LONGEST = 60.0
"""No delay of our own choice is longer: when a platform comes back, nobody waits long."""

TROUBLE = 3
"""Different messages refused or unanswered in a row until the platform is taken to be at fault, not they."""

LONGEST_LULL = 20.0
"""Seconds between two messages at most that find out, each at its own risk, whether the platform is back."""

BACK = 1.0
"""Seconds that a message keeps its distance which was refused through no fault of its own: others wait besides."""

FIRST_LOOK = 5.0
"""Seconds until an uncertain message is looked up: by then a slow platform shows what it took."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is recorded for a message.

    ``after``: seconds until it may leave again (``pending``) or is looked up (``uncertain``, None: never).
    ``counted``: whether the message was at fault. ``halt``: who else has to wait: its chat or the whole platform
    as long, or everybody until the ``outage`` is over.
    """

    state: Literal["sent", "failed", "uncertain", "pending", "unreachable", "moved"]
    after: float | None = None
    reason: Reason = ""
    counted: bool = True
    halt: Literal["", "chat", "whole", "outage"] = ""


def backoff(attempts: int, chance: float) -> float:
    """Return 1, 2, 4 ... 60 seconds after 0, 1, 2 ... attempts, and up to a quarter more by ``chance`` in [0, 1]."""
    return min(LONGEST, 2.0 ** min(attempts, 16)) * (1 + chance / 4)


def lull(trials: int, chance: float) -> float:
    """Return how many seconds to leave a platform alone at which so many trials have failed in a row."""
    return min(backoff(trials - 1, chance), LONGEST_LULL) if trials else 0.0


def probing(trials: int) -> float:
    """Return for how many seconds a platform is asked before a message is tried all the same: 20, 40, 80 ... 600."""
    return min(20.0 * 2.0 ** min(trials, 16), 600.0)


def between_probes(down: float) -> float:
    """Return the seconds until a platform is asked again that has been down for some.

    An outage is drawn out by a fortieth at most, or by a second.
    """
    return min(max(down / 40, 1.0), LONGEST)


def after_sending(outcome: Outcome, delivery: Delivery, trouble: int, chance: float) -> Step:
    """Return what follows from an attempt to send.

    ``trouble`` is how many different messages the platform refused, or did not answer, in a row, this one included.
    """
    if outcome.state == "retry":
        return _refused(outcome, delivery, trouble, chance)
    if outcome.state == "uncertain":
        if delivery.act == "delete" or delivery.address.message:
            # An edit or a deletion that is carried out twice leaves what it leaves once.
            return _again(delivery, backoff(delivery.attempts, chance), "outage" if trouble >= TROUBLE else "")
        # Many in a row without an answer are an outage: whoever is written to then would end uncertain as well.
        return Step("uncertain", after=FIRST_LOOK, halt="outage" if trouble >= TROUBLE else "")
    if outcome.state == "moved":
        return Step("moved") if delivery.attempts < ATTEMPTS else Step("failed", reason="gave_up")
    if outcome.state == "failed":
        return Step("failed", reason="refused")
    return Step(outcome.state)


def after_looking(outcome: Outcome, delivery: Delivery, chance: float) -> Step:
    """Return what follows from looking an uncertain message up."""
    if outcome.state == "sent":
        return Step("sent")
    if outcome.state == "retry":
        return _again(delivery, outcome.after or backoff(delivery.attempts, chance))
    return Step("uncertain", after=outcome.after or None)


def _refused(outcome: Outcome, delivery: Delivery, trouble: int, chance: float) -> Step:
    if outcome.whole and outcome.after:
        return Step("pending", outcome.after, counted=False, halt="whole")
    if outcome.after:
        return _again(delivery, outcome.after, halt="chat")
    if outcome.whole or trouble >= TROUBLE:
        return Step("pending", BACK, counted=False, halt="outage")
    return _again(delivery, backoff(delivery.attempts, chance))


def _again(delivery: Delivery, after: float, halt: Literal["", "chat", "outage"] = "") -> Step:
    if delivery.attempts + 1 >= ATTEMPTS:
        return Step("failed", reason="gave_up")
    return Step("pending", after, halt=halt)
