"""The program and meetings that reminders go by, kept in the store: one truth for all processes and over restarts.

``latest`` is what was read last and found good; ``announced`` is what people know. While the two differ, a digest of
the changes is due once nothing was edited for a while.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from bot.reminders.changes import Pending, Snapshot, differences
from bot.reminders.changes import kept as both
from bot.reminders.renaming import renamed
from bot.reminders.subjects import key_of, kind_of
from knowledge.identity import meeting_key, short
from knowledge.model import Meeting, Program, Session, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reminders.changes import Change
    from bot.reminders.subjects import Subject
    from bot.store.unit import Unit

LATEST, ANNOUNCED = "program.latest", "program.announced"
EDITED_FIRST, EDITED_LAST = "program.edited_first", "program.edited_last"
NUMBER, KNOWN = "program.digests", "program.known"
INSTANTS = ("start", "end")
PASSING = "\x1f"  # stands before an id while it is exchanged for another


def latest(unit: Unit, zone: ZoneInfo) -> Snapshot | None:
    """What was adopted last, None before anything was."""
    kept = unit.meta.get(LATEST)
    return None if kept is None else _decode(kept, zone.key)


def adopt(unit: Unit, snapshot: Snapshot, zone: ZoneInfo, now: datetime) -> tuple[Change, ...]:
    """Go by this snapshot from now on, and return what changed.

    Reminders that have not left and may no longer say what is true are taken out in the same transaction; the next
    plan puts them anew.
    """
    text, kept = _encode(snapshot), unit.meta.get(LATEST)
    if text == kept:
        return ()
    unit.meta.set(LATEST, text)
    if kept is None:
        unit.meta.set(ANNOUNCED, text)
        return ()
    before, after = _decode(kept, zone.key), _decode(text, zone.key)
    changes = differences(before, after)
    for gone in (change.old for change in changes if change.old is not None and change.new is None):
        unit.outbox.withdraw(f"remind:{key_of(gone)}:")
    kept_on = both(before, after)
    _follow(unit, kept_on)
    sessions = [(was, now_is) for was, now_is in kept_on if isinstance(was, Session) and isinstance(now_is, Session)]
    for kind, former, present in renamed(before.program, after.program, sessions):
        unit.wishes.retarget(kind, former, present)
    if not differences(_decode(unit.meta.get(ANNOUNCED) or text, zone.key), _decode(text, zone.key)):
        _agree(unit)
    elif changes:
        _note_edit(unit, now)
    return changes


def strip_people(unit: Unit, zone: ZoneInfo) -> None:
    """Keep the program without the meetings, which name people, and nothing of who was told what of it."""
    kept = latest(unit, zone)
    if kept is None:
        return
    for key in (LATEST, ANNOUNCED):
        unit.meta.set(key, _encode(replace(kept, meetings=())))
    unit.meta.set(KNOWN, "")


def pending(unit: Unit, zone: ZoneInfo) -> Pending | None:
    """What is to be announced; None when people know what is true, also because an edit was undone."""
    told, now_true, first, last = (unit.meta.get(key) for key in (ANNOUNCED, LATEST, EDITED_FIRST, EDITED_LAST))
    if not (told and now_true and first and last):
        return None
    announced = _decode(told, zone.key)
    changes = differences(announced, _decode(now_true, zone.key))
    return Pending(announced, changes, datetime.fromisoformat(first), datetime.fromisoformat(last))


@dataclass(frozen=True, slots=True)
class Untold:
    """What people do not know yet: all but some, or those who were to be told something earlier."""

    number: int
    changes: tuple[Change, ...]
    people: frozenset[str]
    are_all_but: bool = False

    def concerns(self, person: str) -> bool:
        """Whether a person is one of them."""
        return (person in self.people) != self.are_all_but


def settle(unit: Unit, zone: ZoneInfo) -> list[Untold]:
    """Note that people are told the latest now, and return what that is.

    For whom an earlier digest still waits, in quiet hours or an outage, that one is taken back: they are told once,
    from what they know to what is true, and nothing when that is the same again.
    """
    known, latest_text = _withdrawn(unit), unit.meta.get(LATEST) or ""
    waited = frozenset(person for people in known.values() for person in people)
    first = int(unit.meta.get(NUMBER) or 0) + 1
    groups = [(unit.meta.get(ANNOUNCED) or "", waited, True)]
    groups += [(text, frozenset(people), False) for text, people in known.items()]
    unit.meta.set(KNOWN, json.dumps({str(first + n): text for n, (text, *_) in enumerate(groups)}, ensure_ascii=False))
    unit.meta.set(NUMBER, str(first + len(known)))
    _agree(unit)
    now_true = _decode(latest_text, zone.key)
    return [
        Untold(number, differences(_decode(text, zone.key), now_true), people, are_all_but)
        for number, (text, people, are_all_but) in enumerate(groups, first)
    ]


def _withdrawn(unit: Unit) -> dict[str, set[str]]:
    """Take back the digests that wait, and return the people by the program that they know, as it is kept."""
    kept = json.loads(unit.meta.get(KNOWN) or "{}")
    found: dict[str, set[str]] = {}
    waiting = [key for key in unit.outbox.waiting("changes:") if key.split(":")[1] in kept]
    for _, number, person in (key.split(":") for key in waiting):
        found.setdefault(kept[number], set()).add(person)
    unit.outbox.withdraw_all(waiting)
    return found


def _agree(unit: Unit) -> None:
    """What is true is what people know."""
    unit.meta.set(ANNOUNCED, unit.meta.get(LATEST) or "")
    for key in (EDITED_FIRST, EDITED_LAST):
        unit.meta.set(key, "")


def _follow(unit: Unit, both: Sequence[tuple[Subject, Subject]]) -> None:
    """Keep wishes, stars, reminders and what the sides of meetings told true to what became of each subject."""
    said = unit.outbox.second_parts("remind:")  # most subjects of a large program were told to nobody yet
    for old, new in both:
        if old != new and key_of(old) in said:
            unit.outbox.withdraw(f"remind:{key_of(old)}:")
    renumbered = [(kind_of(old), old.id, new.id, key_of(old) in said) for old, new in both if old.id != new.id]
    # In two steps, since one may be given the id that another had.
    for kind, old_id, _, told in renumbered:
        _rename(unit, kind, old_id, PASSING + old_id, told=told)
    for kind, old_id, new_id, told in renumbered:
        _rename(unit, kind, PASSING + old_id, new_id, told=told)
    for old, new in both:
        if isinstance(new, Meeting) and new.start.astimezone(UTC) != old.start.astimezone(UTC):
            unit.agenda.untell_all(new.id)  # who could not come then may be able to come now


def _rename(unit: Unit, kind: Literal["session", "meeting"], old: str, new: str, *, told: bool) -> None:
    """Let all that is kept of one id be of another; what was said already is not said again under the new one."""
    key = short if kind == "session" else meeting_key
    if told:
        unit.outbox.rekey(f"remind:{key(old)}:", f"remind:{key(new)}:")
    unit.wishes.retarget(kind, old, new)
    if kind == "session":
        unit.agenda.retarget(old, new)
    else:
        unit.agenda.retell(old, new)


def _note_edit(unit: Unit, now: datetime) -> None:
    if not unit.meta.get(EDITED_FIRST):
        unit.meta.set(EDITED_FIRST, now.isoformat())
    unit.meta.set(EDITED_LAST, now.isoformat())


def _encode(snapshot: Snapshot) -> str:
    sessions = [asdict(replace(s, source="")) for s in snapshot.program.sessions]
    told = {"sessions": sessions, "meetings": [asdict(meeting) for meeting in snapshot.meetings]}
    return json.dumps(told, default=datetime.isoformat, ensure_ascii=False)


@lru_cache(maxsize=4)
def _decode(text: str, zone: str) -> Snapshot:
    told = json.loads(text)
    local = ZoneInfo(zone)
    sessions = tuple(_session(row, local) for row in told["sessions"])
    return Snapshot(Program(sessions), tuple(Meeting(**_instants(row, local)) for row in told["meetings"]))


def _session(row: dict[str, Any], zone: ZoneInfo) -> Session:
    values = _instants(row, zone)
    speakers = tuple(Speaker(**{**s, "names": tuple(s["names"])}) for s in row["speakers"])
    return Session(**{**values, "speakers": speakers, "rooms": tuple(row["rooms"])})


def _instants(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    read = {name: row[name] and datetime.fromisoformat(row[name]).astimezone(zone) for name in INSTANTS}
    return {**row, **read}
