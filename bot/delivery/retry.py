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

TROUBLE = 5
"""Different messages refused or unanswered in a row until the platform is taken to be at fault, not they."""

LONGEST_LULL = 20.0
"""Nobody waits longer after messages that may have arrived: one by one they find out whether the platform is back."""

FIRST_LOOK = 5.0
"""Seconds until an uncertain message is looked up: by then a slow platform shows what it took."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is recorded for a message.

    ``after``: seconds until it may leave again (``pending``) or is looked up (``uncertain``, None: never).
    ``counted``: whether the message was at fault. ``halt``: who else has to wait as long.
    """

    state: Literal["sent", "failed", "uncertain", "pending", "unreachable", "moved"]
    after: float | None = None
    reason: Reason = ""
    counted: bool = True
    halt: Literal["", "chat", "whole"] = ""


def backoff(attempts: int, chance: float) -> float:
    """Return 1, 2, 4 ... 60 seconds after 0, 1, 2 ... attempts, and up to a quarter more by ``chance`` in [0, 1]."""
    return min(LONGEST, 2.0 ** min(attempts, 16)) * (1 + chance / 4)


def after_sending(outcome: Outcome, delivery: Delivery, trouble: int, chance: float) -> Step:
    """Return what follows from an attempt to send.

    ``trouble`` is how many different messages the platform refused, or did not answer, in a row, this one included.
    """
    if outcome.state == "retry":
        return _refused(outcome, delivery, trouble, chance)
    if outcome.state == "uncertain":
        if delivery.act == "delete" or delivery.address.message:
            # An edit or a deletion that is carried out twice leaves what it leaves once.
            return _again(delivery, backoff(delivery.attempts, chance))
        return _lost(trouble, chance)
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


def _lost(trouble: int, chance: float) -> Step:
    """Many in a row without an answer are an outage: whoever is written to then would end uncertain as well."""
    if trouble < TROUBLE:
        return Step("uncertain", after=FIRST_LOOK)
    return Step("uncertain", after=min(FIRST_LOOK + backoff(trouble - TROUBLE, chance), LONGEST_LULL), halt="whole")


def _refused(outcome: Outcome, delivery: Delivery, trouble: int, chance: float) -> Step:
    if outcome.whole:
        return Step("pending", outcome.after or backoff(trouble - 1, chance), counted=False, halt="whole")
    if outcome.after:
        return _again(delivery, outcome.after, halt="chat")
    if trouble >= TROUBLE:
        return Step("pending", backoff(trouble - TROUBLE, chance), counted=False, halt="whole")
    return _again(delivery, backoff(delivery.attempts, chance))


def _again(delivery: Delivery, after: float, halt: Literal["", "chat"] = "") -> Step:
    if delivery.attempts + 1 >= ATTEMPTS:
        return Step("failed", reason="gave_up")
    return Step("pending", after, halt=halt)
