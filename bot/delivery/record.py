"""What became of an attempt, written into the ledger and counted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, assert_never

from bot.telemetry import counter, histogram

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.retry import Step
    from bot.ports import Outcome
    from bot.store.claims import Claims
    from bot.store.records import Delivery

log = logging.getLogger(__name__)


def record(
    claims: Claims, delivery: Delivery, outcome: Outcome, step: Step, *, now: datetime, again: datetime | None
) -> None:
    """Record a step; ``again`` is when the message may leave again or is looked up."""
    match step.state:
        case "sent":
            claims.sent(delivery, outcome.message, now)
        case "failed":
            claims.failed(delivery, outcome.error, now, step.reason)
        case "uncertain":
            claims.uncertain(delivery, outcome.error or delivery.error, now, again)
        case "unreachable":
            claims.unreachable(delivery, outcome.error, now)
        case "moved":
            claims.moved(delivery, outcome.chat, now)
        case "pending":
            claims.retry(delivery, again or now, outcome.error, now, counted=step.counted)
        case _:
            assert_never(step.state)


def measure(delivery: Delivery, outcome: Outcome, step: Step, now: datetime) -> None:
    """Count an attempt, and how long a message took that was sent at the first one."""
    labels = (delivery.address.platform, delivery.lane.value)
    counter("deliveries", "Attempts to send", "platform", "lane", "outcome").labels(*labels, step.state).inc()
    if step.state == "sent" and delivery.attempts == 0:
        waited = (now - delivery.created).total_seconds()
        histogram("delivery_seconds", "From put to sent", "platform", "lane").labels(*labels).observe(waited)
    if step.state not in {"sent", "pending"}:
        log.info("Message %s on %s: %s (%s)", delivery.id, delivery.address.platform, step.state, outcome.error)
