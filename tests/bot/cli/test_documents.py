"""``speeches``: what was understood of each document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.cli import main

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ["source", "kind", "title", "speakers", "language", "date", "session", "passages"]
PROGRAM = "- {id: key, title: Nets in orbit, start: 2026-01-16 9:00, speakers: [Ada Quill]}\n"
TALK = (
    "# Nets in orbit\n\nSpeech by Ada Quill\n\n16 January 2026\n\nNets are light and cheap, and they hold.\n\n"
    "Q: What do they cost?\n\nA: Nothing.\n\nLUC MOREAU: They cost us dearly.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    settings = "event: {name: E, time_zone: UTC, program: [p.yaml], speeches: [talk.md, scan.txt], pages: [p.md]}\n"
    (tmp_path / "config.yaml").write_text(settings)
    (tmp_path / "p.yaml").write_text(PROGRAM)
    (tmp_path / "talk.md").write_text(TALK)
    (tmp_path / "scan.txt").write_text(
        "1672 words\n\nSomething was said here. It went on for a while, and then it ended.\n"
    )
    (tmp_path / "p.md").write_text("# Practical\n\nThe doors open at eight.\n")
    return tmp_path


def call(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--config", str(folder / "config.yaml")])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout


def test_rows_have_the_keys_of_the_contract(folder: Path) -> None:
    rows = [json.loads(line) for line in call(folder, "speeches", "--json").splitlines()]
    assert all(list(row) == KEYS for row in rows)
    talk, scan, page = rows
    assert talk | {"passages": 0} == {
        "source": "talk.md", "kind": "speech", "title": "Nets in orbit", "speakers": ["Ada Quill"], "language": "en",
        "date": "2026-01-16", "session": "key", "passages": 0,
    }  # fmt: skip
    assert talk["passages"] >= 3
    assert (scan["speakers"], scan["date"], scan["session"]) == ([], None, None)
    assert (page["kind"], page["title"]) == ("page", "Practical")


def test_people_read_how_it_is_known_and_who_else_is_heard(folder: Path) -> None:
    shown = call(folder, "speeches")
    assert "talk.md\n  Nets in orbit (read)\n  by Ada Quill (read)\n" in shown
    assert "  heard as well: the floor, Luc Moreau\n" in shown
    assert "by nobody who is named" in shown
    assert "session key" in shown


def test_check_warns_of_what_is_doubtful(folder: Path) -> None:
    shown = call(folder, "check")
    assert "scan.txt: warning: has no title that is plainly one" in shown
    assert "scan.txt: warning: does not say who speaks" in shown
    assert "scan.txt: warning: belongs to no session" in shown
    assert "talk.md: warning" not in shown
