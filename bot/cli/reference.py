"""``python -m bot.cli.reference FOLDER`` writes the reference of commands and settings from the program itself."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import main
from bot.wiring.scaffold import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTE = "<!-- Written by `make docs`; do not edit. -->"
STATUS = (
    "Every command exits 0 on success, 2 on a fault of usage or configuration (one clear message for each), "
    "1 otherwise. `--json` prints JSON Lines on standard output and nothing else; progress and logs go to "
    "standard error."
)


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    return {"commands.md": commands(), "configuration.md": configuration()}


def commands() -> str:
    """The page of all commands with their options."""
    told = [
        "# Commands",
        NOTE,
        "`rendezvous COMMAND --config FILE`; the option may stand before the command too.",
        STATUS,
    ]
    above = click.Context(main, info_name="rendezvous", **main.context_settings)
    for name in sorted(main.commands):
        command = main.commands[name]
        context = click.Context(command, above, info_name=name)
        told += [f"## {name}", inspect.cleandoc(command.help or ""), f"```\n{command.get_usage(context)}\n```"]
        rows = list(_options(command, context))
        if rows:
            told.append("\n".join(["| option | meaning |", "|---|---|", *rows]))
    return "\n\n".join(told) + "\n"


def configuration() -> str:
    """The page of all settings: the commented file that ``init`` writes."""
    intro = (
        "One file, `config.yaml`. Paths are relative to it; unknown keys are faults, told with the nearest known one."
    )
    defaults = "Every setting with its default; only `event.name` and `event.time_zone` must be there."
    return (
        "\n\n".join(["# Configuration", NOTE, intro, defaults, f"```yaml\n{SETTINGS.read_text('utf-8').strip()}\n```"])
        + "\n"
    )


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record:
            yield "| `{}` | {} |".format(record[0].replace("|", "\\|"), record[1].replace("|", "\\|"))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for file_name, text in pages().items():
        (folder / file_name).write_text(text, "utf-8")
