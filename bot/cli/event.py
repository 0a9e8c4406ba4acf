"""``init``, ``check``, ``index`` and ``program``: the event's files before the day."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.options import as_json, print_problems, print_row, print_text, progress_bar, with_config

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.config import Config
    from knowledge.model import Session
    from knowledge.problems import Problem

# What the configuration names cannot be used.
FAULTY = 2


@click.command()
@click.argument("directory", metavar="DIR")
def init(directory: str) -> None:
    """Make a new event folder DIR with a commented config.yaml and example files, which are not read until renamed."""
    import shlex
    from pathlib import Path

    from bot.wiring.scaffold import create

    for path in create(Path(directory)):
        click.echo(path)
    click.echo("Put your own files there. The examples are not read until you take .example off their names.")
    click.echo(f"Now: rendezvous --config {shlex.quote(str(Path(directory) / 'config.yaml'))} check")


@click.command()
@click.option("--online", is_flag=True, help="Ask the platforms too: tokens, scopes, the organizers' channel.")
@as_json
@with_config
def check(config: Config, *, online: bool, json_lines: bool) -> None:
    """Read everything and print what is wrong; change nothing but the copies kept of what URLs give."""
    from bot.wiring.checking import check_event, check_platforms

    problems = [*check_event(config), *(check_platforms(config) if online else ())]
    for problem in problems:
        if json_lines:
            print_row(asdict(problem))
        else:
            print_text(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    if not json_lines:
        click.echo(f"{errors} errors, {len(problems) - errors} warnings")
    click.get_current_context().exit(FAULTY if errors else 0)


@click.command()
@click.option("--rebuild", is_flag=True, help="Embed everything again.")
@as_json
@with_config
def index(config: Config, *, rebuild: bool, json_lines: bool) -> None:
    """Build or update the index; print what was indexed and what was skipped."""
    from bot.wiring.event import build_index

    report, problems = build_index(config, progress_bar("indexing"), rebuild=rebuild)
    print_problems(problems)
    if json_lines:
        unread = [(problem.where, problem.what) for problem in problems if problem.severity == "error"]
        print_row({**asdict(report), "skipped": [*unread, *report.skipped]})
    else:
        print_text(str(report))
    _fail_when_empty(problems, is_empty=not report.passages)


@click.command()
@as_json
@with_config
def program(config: Config, *, json_lines: bool) -> None:
    """Print the program as understood."""
    from bot.wiring.event import load_event

    knowledge, problems = load_event(config)
    print_problems(problems)
    day = None
    for session in knowledge.program.sessions:
        if json_lines:
            print_row(program_row(session))
            continue
        if session.start.date() != day:
            day = session.start.date()
            click.echo(f"{day:%A %d %B %Y}")
        print_text(_line(session))
    _fail_when_empty(problems, is_empty=not knowledge.program.sessions)


def _fail_when_empty(problems: Iterable[Problem], *, is_empty: bool) -> None:
    """End as on a fault of the configuration when nothing could be read, which is no event without content."""
    if is_empty and any(problem.severity == "error" for problem in problems):
        click.get_current_context().exit(FAULTY)


def program_row(session: Session) -> dict[str, object]:
    """One program row, exactly as the contract writes it."""
    return {
        "id": session.id,
        "start": session.start.isoformat(),
        "end": session.end.isoformat() if session.end else None,
        "room": session.room or None,
        "rooms": list(session.rooms),
        "track": session.track or None,
        "title": session.title,
        "speakers": [speaker.name for speaker in session.speakers],
        "kind": session.kind or None,
        "cancelled": session.cancelled,
    }


def _line(session: Session) -> str:
    end = f"{session.end:%H:%M}" if session.end else "     "
    who = f" ({', '.join(speaker.name for speaker in session.speakers)})" if session.speakers else ""
    cancelled = " [cancelled]" if session.cancelled else ""
    return f"  {session.start:%H:%M}-{end}  {', '.join(session.rooms):20}  {session.title}{who}{cancelled}"
