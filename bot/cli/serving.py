"""``run``: the platforms, until told to stop; ``rehearse``: a day of it in fast motion."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

import click

from bot.cli.options import as_json, print_row, progress_bar, with_config
from bot.errors import ConfigError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config import Config
    from bot.wiring.rehearsing import Rehearsed


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
        _offer_metrics(section.metrics_port)
    serve(config, tokens, progress_bar("indexing"))


def _offer_metrics(port: int) -> None:
    from bot import telemetry

    try:
        telemetry.serve_metrics(port)
    except OSError as error:
        told = f"telemetry.metrics_port: cannot listen on {port} ({error.strerror}); write a free port"
        raise ConfigError([told]) from error


@click.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Which day; the first when left out.")
@click.option("--speed", type=click.FloatRange(1, 3600), default=360.0, show_default=True, help="Times as fast.")
@as_json
@with_config
def rehearse(config: Config, *, day: datetime | None, speed: float, json_lines: bool) -> None:
    """Live through a day of the event in fast motion, on platforms that pretend, and report what came of it."""
    from bot import telemetry
    from bot.wiring.rehearsing import rehearse as run_day

    telemetry.configure("warning", json_lines=False)
    found = run_day(config, day.date() if day else None, speed, progress_bar("indexing"))
    if json_lines:
        for row in (*_totals(found), *_cohorts(found, config)):
            print_row(row)
        return
    click.echo(f"{found.day}: {found.people} people, at {speed:g} times the speed")
    for row in _totals(found):
        click.echo("  {platform:9} {lane:12} {state:9} {messages:6}".format(**row))
    click.echo("reminders by the minute they were promised for, in seconds of the event's clock:")
    for row in _cohorts(found, config):
        click.echo(
            "  {promised}  {platform:9} sent {sent}, open {open}, failed {failed}, "
            "up to {early_seconds} s early and {late_seconds} s late".format(**row)
        )


def _totals(found: Rehearsed) -> list[dict[str, object]]:
    return [
        {"platform": platform, "lane": str(lane), "state": state, "messages": number}
        for (platform, lane, state), number in sorted(found.totals.items())
    ]


def _cohorts(found: Rehearsed, config: Config) -> list[dict[str, object]]:
    return [
        {
            "platform": each.platform,
            "promised": each.promised.astimezone(config.zone).isoformat(),
            "sent": each.sent,
            "open": each.open,
            "failed": each.failed,
            "early_seconds": round(each.early_seconds, 1),
            "late_seconds": round(each.late_seconds, 1),
        }
        for each in found.cohorts
    ]
