"""``announce``, ``report`` and ``invite``: what organizers do from the command line."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import Instant, as_json, print_row, print_text, with_config

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config import Config
    from bot.wiring.organizing import Drafted, Invitation, Organizing


@click.command()
@click.argument("text", required=False)
@click.option("--to", "audience", default="all", show_default=True, metavar="AUDIENCE", help="Whom it is for.")
@click.option("--at", type=Instant(), help="When to send it; without an offset in the event's zone. Default: now.")
@click.option("--until", type=Instant(), help="Do not send it after this time.")
@click.option("--picture", type=click.Path(exists=True, dir_okay=False), help="A PNG, JPEG or WebP file to attach.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--again", is_flag=True, help="Send it though nearly the same was sent within the last ten minutes.")
@click.option("--undo", metavar="ID", default="", help="Take an announcement back, also from those who have it.")
@with_config
def announce(
    config: Config,
    *,
    text: str | None,
    audience: str,
    at: datetime | None,
    until: datetime | None,
    picture: str | None,
    yes: bool,
    again: bool,
    undo: str,
) -> None:
    """Announce TEXT (``-`` reads it from standard input), after showing it as it will look and to how many it goes.

    For several languages, begin each on a line of its own with ``en:``, ``fr:`` or ``ja:``. What was confirmed at the
    terminal leaves after the time for undo, with ``--yes`` at once; ``--undo ID`` takes back either.
    """
    from bot.announcements.faults import AnnouncementError
    from bot.announcements.pictures import read_picture
    from bot.wiring.organizing import Organizing

    if (text is None) != bool(undo):
        raise click.UsageError("give the TEXT to announce, or --undo and the ID of what to take back")
    words = sys.stdin.read() if text == "-" else text or ""
    with Organizing.open(config) as desk:
        if undo:
            click.echo(_undone(desk, undo))
            return
        try:
            attached = read_picture(Path(picture)) if picture else ""
            drafted = desk.draft(words, audience, at=at, until=until, picture=attached, unasked=yes)
        except AnnouncementError as fault:
            raise click.UsageError(str(fault)) from fault
        click.echo(drafted.shown)
        if not _confirmed(drafted, yes=yes, again=again):
            desk.give_up(drafted.id)
            click.echo("Nothing was sent.", err=True)
            click.get_current_context().exit(1)
        click.echo(desk.send(drafted.id))
        click.echo(f"Announcement {drafted.id}. `rendezvous run` delivers it, `rendezvous report` tells how far it is.")
        click.echo(f"To take it back: rendezvous announce --undo {drafted.id}")


def _undone(desk: Organizing, announcement: str) -> str:
    told = desk.undo(announcement)
    if told is None:
        raise click.UsageError(f"there is no announcement {announcement!r}; `rendezvous report` lists them")
    return f"{told}\n`rendezvous run` deletes what has arrived, where the platform can."


def _confirmed(drafted: Drafted, *, yes: bool, again: bool) -> bool:
    """Ask whatever was not answered by an option; without a terminal nobody can be asked."""
    asks = sys.stdin.isatty()
    if drafted.twin and not again:
        if yes or not asks:
            click.echo(f"{drafted.twin} Then add --again.", err=True)
            return False
        if not click.confirm(drafted.twin):
            return False
    if yes:
        return True
    if not asks:
        click.echo("Add --yes to send it without being asked.", err=True)
        return False
    return click.confirm("Send it?")


@click.command()
@click.option("--csv", "announcement", metavar="ID", default="", help="One announcement's deliveries as CSV.")
@click.option("--audit", is_flag=True, help="Who did what to which announcement or question, instead.")
@as_json
@with_config
def report(config: Config, *, announcement: str, audit: bool, json_lines: bool) -> None:
    """Tell what became of every announcement, person by person, and which questions wait for an answer."""
    from bot.wiring.organizing import Reports

    reports = Reports(config)
    try:
        if announcement:
            table = reports.csv(announcement)
            if table is None:
                raise click.UsageError(f"there is no announcement {announcement!r}; `rendezvous report` lists them")
            click.echo(table, nl=False)
        elif json_lines:
            for row in ({"audit": act} for act in reports.audit()) if audit else reports.rows():
                print_row(row)
        else:
            for line in map(_line, reports.audit()) if audit else reports.text():
                print_text(line)
    finally:
        reports.close()


def _line(act: dict[str, str]) -> str:
    return "  ".join(" ".join(word.split()) for word in act.values() if word)


@click.command()
@click.argument("emails", nargs=-1, metavar="[EMAIL]...")
@click.option("--bot", "username", default="", metavar="NAME", help="The bot's user name on Telegram; default: asked.")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 366), help="How long a code is valid.")
@click.option("--qr", "folder", type=click.Path(file_okay=False), help="Write each link as a QR code (PNG) there, too.")
@click.option("--out", type=click.Path(dir_okay=False), help="Write the table to this file.")
@click.option("--linked-too", is_flag=True, help="Invite those too who are linked already.")
@click.option("--renew", is_flag=True, help="Make the codes given before invalid.")
@with_config
def invite(
    config: Config,
    *,
    emails: tuple[str, ...],
    username: str,
    days: int,
    folder: str | None,
    out: str | None,
    linked_too: bool,
    renew: bool,
) -> None:
    """Write single-use codes that link a Telegram account to an attendee, as CSV; for all attendees or those named."""
    from bot.wiring.organizing import Organizing
    from bot.wiring.telegram_name import telegram_name

    name = username.lstrip("@") or telegram_name(config)
    if folder and not name:
        raise click.UsageError("--qr needs the bot's name for the links: give --bot NAME, or set TELEGRAM_BOT_TOKEN")
    with Organizing.open(config) as desk:
        try:
            invitations = desk.invite(emails, days, linked_too=linked_too, renew=renew)
        except ValueError as unknown:
            raise click.UsageError(f"no attendee has the e-mail {unknown}") from unknown
    try:
        _write(_table(invitations, name), out)
        if folder:
            _draw(invitations, name, Path(folder))
    except OSError as error:
        raise click.FileError(str(error.filename or out or folder), hint=error.strerror) from error
    if not name:
        click.echo("The links are left out: give --bot NAME, or set TELEGRAM_BOT_TOKEN.", err=True)
    click.echo(f"{len(invitations)} codes, valid for {days} days.", err=True)


def _link(name: str, code: str) -> str:
    return f"https://t.me/{name}?start={code}" if name else ""


def _table(invitations: list[Invitation], name: str) -> str:
    from bot.announcements.rows import cell

    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("email", "name", "code", "link"))
    writer.writerows((cell(each.email), cell(each.name), each.code, _link(name, each.code)) for each in invitations)
    return table.getvalue()


def _write(table: str, out: str | None) -> None:
    if out is None:
        click.echo(table, nl=False)
        return
    path = Path(out)
    path.touch(mode=0o600)  # a code is as good as the attendee's name badge
    path.write_text(table, "utf-8")


def _draw(invitations: list[Invitation], name: str, folder: Path) -> None:
    import segno

    folder.mkdir(parents=True, exist_ok=True)
    for each in invitations:
        safe = "".join(sign if sign.isalnum() or sign in "@._-" else "_" for sign in each.email)
        segno.make(_link(name, each.code), micro=False).save(str(folder / f"{safe}.png"), scale=8, border=4)
