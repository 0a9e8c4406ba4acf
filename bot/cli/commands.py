"""The command group: every command by name, and how faults end a command.

Exit status: 0 success, 2 a fault of usage, of the configuration or of a file that it names, 1 anything else that went
wrong.
"""

from __future__ import annotations

import errno
import io
import sys

import click

from bot.cli.asking import ask, search
from bot.cli.documents import speeches
from bot.cli.event import check, index, init, program
from bot.cli.options import print_text
from bot.cli.organizing import announce, invite, report
from bot.cli.serving import rehearse, run
from bot.cli.talking import chat
from bot.errors import ConfigError, RendezvousError
from index.errors import SearchError


class Commands(click.Group):
    """Tells every foreseen fault in plain sentences on standard error."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; end with status 2 or 1 on a fault that a person can mend."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            print_text("\n".join(error.faults), err=True)
            ctx.exit(2)
        except (RendezvousError, SearchError) as error:
            print_text(str(error), err=True)
            ctx.exit(1)
        except OSError as error:  # a full disk or a closed pipe is no fault of the program
            if error.errno == errno.EPIPE:  # whoever reads has had enough; click ends quietly
                raise
            print_text(f"{error.filename or 'the output'}: cannot be read or written ({error.strerror})", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", "config_path", metavar="FILE", envvar="RENDEZVOUS_CONFIG", help="Default: config.yaml.")
@click.version_option(package_name="rendezvous")
@click.pass_context
def main(ctx: click.Context, config_path: str | None) -> None:
    """Answers an event's attendees from its program and speeches, in Slack, Telegram and the terminal."""
    ctx.obj = config_path
    if sys.stdin is None:  # closed by whoever started us
        sys.stdin = io.StringIO()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


for command in (init, check, index, chat, ask, search, program, speeches, announce, report, invite, run, rehearse):
    main.add_command(command)
