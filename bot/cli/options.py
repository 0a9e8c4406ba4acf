"""Options that several commands share."""

from __future__ import annotations

import functools
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.config import Config
    from knowledge.problems import Problem


def with_config(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the loaded configuration as its first argument, and the option ``--config``."""

    @functools.wraps(command)
    def wrapped(config_path: str | None, **options: object) -> None:
        from bot.config import load

        inherited = click.get_current_context().obj
        command(load(Path(config_path or inherited or "config.yaml")), **options)

    option = click.option("--config", "config_path", metavar="FILE", help="The configuration; default config.yaml.")
    return option(wrapped)


as_json = click.option("--json", "json_lines", is_flag=True, help="Print JSON Lines.")


YEARS = range(1900, 9000)  # at either end of the calendar there is no yesterday or no tomorrow


def is_reckoned(moment: datetime) -> bool:
    """Tell whether a time lies in the years that we reckon with."""
    return moment.year in YEARS


class Instant(click.ParamType[datetime]):
    """An ISO 8601 time; without an offset it is in the event's zone."""

    name = "ISO"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the time, naive when no offset was written."""
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"{value!r} is no time; write one such as 2026-01-16T14:05+01:00", param, ctx)
        if not is_reckoned(found):
            self.fail(f"{value!r} lies too far away; the years from {YEARS[0]} to {YEARS[-1]} are known", param, ctx)
        return found


def language_code(value: object) -> str:
    """The code of a language that we speak, without its region; empty for none.

    Raises ValueError, with what to write instead, for any other.
    """
    from bot.i18n.catalogue import languages

    code = str("" if value is None else value).strip().replace("_", "-").partition("-")[0].lower()
    if code and code not in languages():
        raise ValueError(f"{value!r} is no language I speak; write one of {', '.join(languages())}")
    return code


class Language(click.ParamType[str]):
    """The code of a language that we speak, with or without a region."""

    name = "xx"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code of the language; empty for none."""
        try:
            return language_code(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


now_option = click.option("--now", type=Instant(), help="Answer as if it were this time.")
person_option = click.option("--as", "email", metavar="EMAIL", default="", help="Answer as this attendee.")


def instant(value: datetime | None, config: Config) -> datetime | None:
    """A time from the command line in the event's zone when it has no offset."""
    return value.replace(tzinfo=config.zone) if value is not None and value.tzinfo is None else value


def print_row(row: Mapping[str, object]) -> None:
    """Print one JSON line."""
    click.echo(json.dumps(row, ensure_ascii=False))


def print_text(text: str, *, err: bool = False) -> None:
    """Print what may come from outside, on standard error with ``err``: it cannot paint the terminal."""
    from bot.channels.console.render import harmless

    click.echo(harmless(text), err=err)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error, a line each."""
    for problem in problems:
        print_text(str(problem), err=True)


class ProgressBar:
    """A bar on standard error that appears only when the work takes long."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` passages are ready."""
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=total, desc=self._label, unit=" passages", delay=1, leave=False, disable=not sys.stderr.isatty()
            )
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._bar.close()


def progress_bar(label: str) -> Callable[[int, int], None]:
    """A progress callback that draws a bar."""
    return ProgressBar(label)
