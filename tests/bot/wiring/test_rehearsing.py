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
  - {id: b, title: Closing, start: "2026-01-16 10:30", minutes: 20, room: Hall}
"""


@pytest.fixture
def config(tmp_path: Path) -> str:
    (tmp_path / "program.yaml").write_text(PROGRAM)
    (tmp_path / "config.yaml").write_text(CONFIG)
    return str(tmp_path / "config.yaml")


def test_a_rehearsed_day_reminds_everyone_of_what_they_follow(config: str) -> None:
    ran = CliRunner().invoke(main, ["rehearse", "--config", config, "--speed", "3600", "--json"])
    assert ran.exit_code == 0, ran.output
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    totals = {(r["lane"], r["state"]): 0 for r in rows if "lane" in r}
    for row in rows:
        if "lane" in row:
            totals[row["lane"], row["state"]] += row["messages"]
    assert totals["reminder", "sent"] + totals.get(("reminder", "failed"), 0) == 100
    assert {r["promised"] for r in rows if "promised" in r} <= {
        "2026-01-16T09:50:00+01:00",
        "2026-01-16T10:20:00+01:00",
    }


def test_a_day_without_sessions_is_told(config: str) -> None:
    ran = CliRunner().invoke(main, ["rehearse", "--config", config, "--day", "2026-01-20"])
    assert ran.exit_code == 2
    assert "no session on 2026-01-20" in ran.output
