from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.cli import main

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """
event: {name: Small, time_zone: Europe/Paris, program: program.yaml}
"""
PROGRAM = """
sessions:
  - {id: a, title: Opening, start: "2026-01-16 10:00", minutes: 20, room: Hall}
  - {id: b, title: Closing, start: "2026-01-16 11:00", minutes: 20, room: Hall}
"""


@pytest.fixture
def config(tmp_path: Path) -> str:
    (tmp_path / "program.yaml").write_text(PROGRAM)
    (tmp_path / "config.yaml").write_text(CONFIG)
    return str(tmp_path / "config.yaml")


def test_a_rehearsed_day_accounts_for_everyone(config: str) -> None:
    ran = CliRunner().invoke(main, ["rehearse", "--config", config, "--speed", "900", "--json"])
    assert ran.exit_code == 0, ran.output
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    answers = [row["messages"] for row in rows if row.get("lane") == "answer" and row["state"] == "sent"]
    # How many a machine under load keeps in time differs; that each of the fifty is accounted for does not.
    closing = [row for row in rows if row.get("promised") == "2026-01-16T10:50:00+01:00"]
    assert sum(answers) == 100
    assert sum(row["sent"] + row["open"] + row["failed"] for row in closing) == 50


def test_a_day_without_sessions_is_told(config: str) -> None:
    ran = CliRunner().invoke(main, ["rehearse", "--config", config, "--day", "2026-01-20"])
    assert ran.exit_code == 2
    assert "no session on 2026-01-20" in ran.output
