from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from bot.cli.reference import pages

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("page", ["commands.md", "configuration.md"])
def test_the_reference_says_what_the_program_does_now(root: Path, page: str) -> None:
    written = (root / "docs" / "reference" / page).read_text("utf-8")
    assert written == pages()[page], "run `make docs`"


def test_every_command_has_a_heading(root: Path) -> None:
    written = (root / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert [f"## {name}" for name in sorted(main.commands)] == [
        line for line in written.splitlines() if line[:3] == "## "
    ]
