"""``run``: the platforms, until told to stop."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

import click

from bot.cli.options import progress_bar, with_config

if TYPE_CHECKING:
    from bot.config import Config


@click.command()
@with_config
def run(config: Config) -> None:
    """Serve Slack and Telegram (those that have tokens), with reminders and delivery, until stopped."""
    from bot import telemetry
    from bot.config import secrets
    from bot.wiring.serving import serve

    tokens = secrets()
    section = config.telemetry
    telemetry.configure(section.level, json_lines=section.json_lines, secrets=astuple(tokens))
    if section.metrics_port:
        telemetry.serve_metrics(section.metrics_port)
    serve(config, tokens, progress_bar("indexing"))
