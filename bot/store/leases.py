"""One sender at a time per platform token, and which processes still live."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from bot.store.ids import new_id
from bot.store.statements import add_once
from bot.store.tables import LeaseRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def new_holder() -> str:
    """Return a name for a part of this process that holds leases: ``machine|pid|start|random``."""
    return "|".join((_machine(), str(os.getpid()), _started(os.getpid()), new_id()))


class Leases:
    """A lease is held until its end unless renewed, or until its holder is seen to be dead."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take or renew a lease until an instant; False when somebody else who lives holds it."""
        values = {"name": name, "holder": holder, "beat": now, "until": until}
        if add_once(self._connection, LeaseRow, values):
            return True
        query = select(LeaseRow.holder, LeaseRow.beat, LeaseRow.until).where(LeaseRow.name == name).with_for_update()
        row = self._connection.execute(query).first()
        if row is None or (row.holder != holder and _valid(row.holder, row.beat, row.until, now)):
            return False
        self._connection.execute(update(LeaseRow).where(LeaseRow.name == name).values(values))
        return True

    def release(self, holder: str) -> None:
        """Give up whatever this holder holds, so that another need not wait for the end."""
        self._connection.execute(delete(LeaseRow).where(LeaseRow.holder == holder))

    def living(self, now: datetime) -> set[str]:
        """Return the holders of valid leases."""
        rows = self._connection.execute(select(LeaseRow.holder, LeaseRow.beat, LeaseRow.until))
        return {row.holder for row in rows if _valid(row.holder, row.beat, row.until, now)}


def _valid(holder: str, beat: datetime, until: datetime, now: datetime) -> bool:
    # A beat far in the future was written under another clock (a rehearsal's, or before this one was set back):
    # it must not lock everybody out for hours.
    return now < until and beat - now <= until - beat and not _dead(holder)


def _dead(holder: str) -> bool:
    """Tell whether the holder's process is surely gone: it ran on this machine and does not any more."""
    machine, pid, started, _ = holder.split("|")
    return machine == _machine() and started != "" and _started(int(pid)) != started


@cache
def _machine() -> str:
    """This host and its process ids: containers count theirs apart from each other."""
    space = ""
    with suppress(OSError):
        space = str(Path("/proc/self/ns/pid").readlink())
    return f"{socket.gethostname()} {space}".replace("|", "")


def _started(pid: int) -> str:
    """When a process started, in the kernel's ticks; empty when it is dead or the system does not tell."""
    fields = ["X"]
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return "" if fields[0] in {"Z", "X"} else fields[19]
