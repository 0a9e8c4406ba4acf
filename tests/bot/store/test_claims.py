from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from bot.messages import Address, Lane, Reply, Text
from bot.store.engine import Store
from bot.store.records import Outgoing

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


def test_a_claim_never_reads_the_messages_that_are_done() -> None:
    """However many there are: every query of the sender's turn goes by an index of the open ones."""
    store = Store.open("sqlite://")
    with store.begin() as unit:
        said = Reply((Text("x"),))
        unit.outbox.put_all([Outgoing(str(n), Lane.ANSWER, said, Address("slack", str(n))) for n in range(3)], NOW)
    asked: list[tuple[str, Any]] = []

    @event.listens_for(store._engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    with store.begin() as unit:
        claims = unit.claims
        claims.claim("slack", "h", NOW, lambda *_: "go")
        claims.recover(NOW, NOW)
        claims.unsettled("slack", NOW)
        claims.next_due("slack", NOW)
        claims.recent("slack", NOW - timedelta(minutes=1))
    with store.read() as unit:
        plans = {
            statement: [row[3] for row in unit.claims._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", p)]
            for statement, p in asked
            if statement.startswith(("SELECT", "UPDATE"))
        }
    assert len(plans) >= 8
    for statement, plan in plans.items():
        scans = [step for step in plan if step.startswith("SCAN outbox") and "INDEX" not in step]
        assert not scans, (statement, plan)
    used = " ".join(step for plan in plans.values() for step in plan)
    for index in ("ix_outbox_pending", "ix_outbox_stale", "ix_outbox_uncertain", "ix_outbox_claimed", "ix_outbox_at"):
        assert index in used
    store.close()
