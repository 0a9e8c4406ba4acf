from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from bot.cli import main

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = 'sessions: [{id: a, title: Opening, start: "2026-01-16 10:00", minutes: 20, room: Hall}]'


def test_lines_from_a_pipe_are_answered_in_order_and_the_end_ends_it(tmp_path: Path) -> None:
    (tmp_path / "program.yaml").write_text(PROGRAM)
    (tmp_path / "config.yaml").write_text("event: {name: Small, time_zone: Europe/Paris, program: program.yaml}")
    lines = "when is the opening?\n\nand where?\nlanguage fr\n/help\n"
    arguments = ["chat", "--config", str(tmp_path / "config.yaml"), "--now", "2026-01-16T09:00"]
    ran = CliRunner().invoke(main, arguments, input=lines)
    assert ran.exit_code == 0, ran.output
    first, second, third = (ran.output.index(said) for said in ("10:00", "Hall", "Je vous parlerai en français."))
    assert first < second < third
    assert not (tmp_path / "var" / "rendezvous.db").exists()
    assert CliRunner().invoke(main, arguments[:3], input="hello\n").exit_code == 0
    assert (tmp_path / "var" / "rendezvous.db").exists()
