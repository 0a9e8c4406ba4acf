from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

from fakes.delivery_stage import NOON, SECOND, Stage
from sqlalchemy import text

from bot.messages import Address
from bot.store.engine import Store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_a_database_that_fails_for_a_while_loses_nothing(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/r.db?timeout=0.01")
    stage = Stage(store)
    stage.slack.gate.clear()
    stage.put("hello")
    async with stage.running():
        await stage.slack.has(1)
        other = sqlite3.connect(tmp_path / "r.db")
        other.execute("BEGIN IMMEDIATE")
        stage.slack.gate.set()
        await stage.drive(lambda: stage.clock.now() > NOON + 3 * SECOND)
        assert stage.row("hello").state == "claimed"
        other.close()
        await stage.drive(lambda: stage.row("hello").state == "sent")
    assert stage.slack.said == ["hello"]
    store.close()


async def test_a_database_that_fails_for_long_leaves_the_message_uncertain_after_a_restart(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/r.db?timeout=0.001")
    stage = Stage(store)
    stage.slack.gate.clear()
    stage.put("hello")
    async with stage.running():
        await stage.slack.has(1)
        other = sqlite3.connect(tmp_path / "r.db")
        other.execute("BEGIN IMMEDIATE")
        stage.slack.gate.set()
        await stage.drive(lambda: stage.clock.now() > NOON + timedelta(minutes=5))
        other.close()
    assert stage.row("hello").state == "claimed"
    async with stage.running(stage.new_sender()):
        await stage.drive(lambda: stage.row("hello").state == "uncertain")
    store.close()


async def test_a_database_without_its_tables_is_told_and_used_again_when_they_are_back(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.running():
        await stage.rest()
        with stage.store._connected(write=True) as connection:
            connection.execute(text("ALTER TABLE leases RENAME TO elsewhere"))
        await stage.drive(lambda: "cannot use the database" in caplog.text)
        with stage.store._connected(write=True) as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO leases"))
        stage.put("hello")
        await stage.drive(lambda: stage.row("hello").state == "sent")


async def test_a_fault_of_ours_is_logged_and_does_not_end_the_loop(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    chances = iter([ZeroDivisionError()])

    def chance() -> float:
        for fault in chances:
            raise fault
        return 0.0

    stage.new_sender(chance=chance)
    stage.put("one")
    async with stage.running():
        await stage.drive(lambda: "stumbled" in caplog.text)
        stage.put("two", address=Address("slack", "one"))
        await stage.drive(lambda: stage.row("two").state == "sent")
    assert stage.row("one").state == "claimed"
