"""``chat``: talk with the event in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.options import instant, now_option, person_option, progress_bar, with_config

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config import Config


@click.command()
@person_option
@now_option
@with_config
def chat(config: Config, *, email: str, now: datetime | None) -> None:
    """Talk in the terminal; without one, answer standard input line by line."""
    from bot import telemetry
    from bot.wiring.talking import talk

    telemetry.configure("warning", json_lines=False)
    if sys.stdin.isatty():
        click.echo(f"{config.event.name}: ask about the program and the speeches. /help tells more, Ctrl-D ends.")
    talk(config, email.strip().lower(), instant(now, config), progress_bar("indexing"))
