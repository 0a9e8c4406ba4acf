"""The JSON of pretalx's API: submissions, talks, slots and schedules, one page, a list of them or a bundle.

The data of its schedule widget are read too.

Submissions carry their slots, or slots name their submission, as objects or by id; both are joined where the file
holds both. Rooms and speakers that stand there as mere ids are left out with a warning that says how to expand them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge import identity, status
from knowledge.model import Program, Room, Session, Speaker
from knowledge.problems import Problem
from knowledge.program import language_names, located, moments, prose
from knowledge.program.draft import Draft, standing_so
from knowledge.program.located import Mapping, listed
from knowledge.program.pretalx_tables import EXPAND, Tables, is_public
from knowledge.status import OFF

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from knowledge.model import Event
    from knowledge.program.draft import Read

KEYS = (b'"submission_type"', b'"submission"', b'"slots"', b'"slot"', b'"submissions"', b'"event_start"')
PAGE = re.compile(rb'"count"\s*:.{,400}"results"', re.DOTALL)
TOLD = 5  # titles named in one warning
IN_PROGRAM = frozenset({"accepted", "confirmed", ""})
LEFT_OUT = frozenset({"submitted", "rejected", "draft", "deleted"})  # pretalx's other states, of which nobody asks


def recognizes(data: bytes, name: str) -> bool:  # noqa: ARG001 # every reader's signature
    """Whether this is JSON with keys of pretalx's API."""
    text = data.replace(b"\0", b"")
    begins = text.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith((b"{", b"["))
    return begins and (any(key in text for key in KEYS) or PAGE.search(text) is not None)


def read(data: bytes, name: str, event: Event) -> Read:
    """The program in answers of the pretalx API; what is not accepted or has no slot is left out and reported."""
    loaded = located.load_json(data, name)
    if isinstance(loaded, Problem):
        return Program(), (loaded,)
    value, problems = loaded
    draft = Draft(name, event, problems=problems)
    tables = Tables()
    tables.collect(draft, value)
    draft.rooms += [Room(*_named(room.get("name"))) for room in tables.named["rooms"].values()]
    for submission, slots in _scheduled(draft, tables):
        _add(draft, tables, submission, slots)
    for slot in tables.slots:
        if slot.get("submission") is None:
            _add_break(draft, tables, slot)
    if not tables.submissions and not tables.slots:
        draft.fault(1, "holds no submissions and no slots.", EXPAND)
    return draft.finish()


def _scheduled(draft: Draft, tables: Tables) -> Iterator[tuple[Mapping, list[Mapping]]]:
    """Every submission of the program with its slots, those without any reported."""
    by_id = {str(slot.get("id")): slot for slot in tables.slots}
    waiting = []
    for code, submission in tables.submissions.items():
        own = [*listed(submission.get("slots")), submission.get("slot"), submission if "start" in submission else None]
        slots = [slot if isinstance(slot, Mapping) else by_id.get(str(slot)) for slot in own if slot is not None]
        slots += [slot for slot in tables.slots if _code(slot) == code]
        timed = list({id(slot): slot for slot in slots if slot and slot.get("start")}.values())
        found = [slot for slot in timed if is_public(slot)]
        title, _ = prose.multilingual(submission.get("title"))
        if not _is_in_program(draft, submission):
            continue
        if found:
            yield submission, found
        elif timed:
            told = f"{title!r} is not visible in pretalx and not in the program."
            draft.doubt(submission.line, told, "Confirm it there when attendees may know of it.")
        elif status.read(submission.get("state")) not in OFF:
            waiting.append(title or str(submission.get("code") or "untitled"))
    unknown = {_code(slot) for slot in tables.slots if slot.get("submission") is not None} - tables.submissions.keys()
    for code in sorted(unknown):
        draft.fault(0, f"the submission {code} of a slot is not in the file; it has no title and is left out.", EXPAND)
    if waiting:
        told = f"{len(waiting)} accepted without a slot and not in the program: {', '.join(waiting[:TOLD])}"
        draft.doubt(0, told + ("." if len(waiting) <= TOLD else " and others."), "Schedule them in pretalx.")


def _is_in_program(draft: Draft, submission: Mapping) -> bool:
    """Whether a submission was accepted, cancelled ones included; a state that is not known is told."""
    state = str(submission.get("state") or "").lower()
    if state in IN_PROGRAM or status.read(state) in OFF:
        return True
    if state not in LEFT_OUT:
        told = f"the state {state!r} is not known; what has it is not in the program."
        draft.doubt(submission.line, told, "Accept it in pretalx if attendees may know of it.")
    return False


def _code(slot: Mapping) -> str:
    submission = slot.get("submission")
    return str(submission.get("code") if isinstance(submission, Mapping) else submission)


def _add(draft: Draft, tables: Tables, submission: Mapping, slots: list[Mapping]) -> None:
    """Add a session for each time at which a submission is given, its rooms at that time together."""
    language = language_names.code(submission.get("content_locale"))
    title, titles = prose.multilingual(submission.get("title"), language)
    placed: dict[datetime, Session] = {}
    for slot in slots:
        start = draft.instant(slot.get("start"), slot.line)
        if start is None:
            draft.no_start(slot.line, title, slot.get("start"))
            continue
        rooms = _rooms(draft, tables, slot)
        if start in placed:
            rooms = tuple(dict.fromkeys(placed[start].rooms + rooms))
        placed[start] = Session(
            id=identity.choose((submission.get("code"), submission.get("id")), title),
            title=title or "untitled",
            titles=titles,
            start=start,
            end=_end(draft, slot, submission, start),
            rooms=rooms,
            track=_text(tables.known("tracks", submission.get("track"))),
            kind=_text(tables.known("submission_types", submission.get("submission_type"))).lower(),
            speakers=_speakers(draft, tables, submission),
            abstract=prose.abstract(submission.get("abstract"), submission.get("description"), language=language),
            language=language,
            url=_url(submission),
            source=draft.where(submission.line),
        )
    standing = draft.standing(str(submission.get("state") or ""), submission.line)
    draft.sessions += (standing_so(session, standing) for session in identity.occurrences(placed.values()))


def _add_break(draft: Draft, tables: Tables, slot: Mapping) -> None:
    title, titles = prose.multilingual(slot.get("description") or slot.get("title"))
    start = draft.instant(slot.get("start"), slot.line)
    if start is None:
        draft.doubt(slot.line, f"the break {title!r} has no readable start; it is not in the program.")
        return
    draft.sessions.append(
        Session(
            id=f"slot-{slot['id']}" if slot.get("id") is not None else identity.slug(title or "break"),
            title=title or "Break",
            titles=titles,
            start=start,
            end=_end(draft, slot, slot, start),
            rooms=_rooms(draft, tables, slot),
            kind="break",
            source=draft.where(slot.line),
        )
    )


def _end(draft: Draft, slot: Mapping, submission: Mapping, start: datetime) -> datetime | None:
    end = draft.instant(slot.get("end"), slot.line)
    if end is not None:
        return end
    title, _ = prose.multilingual(submission.get("title"))
    length = draft.lasting(slot.get("duration") or submission.get("duration"), slot.line, title)
    return moments.later(start, length) if length else None


def _rooms(draft: Draft, tables: Tables, slot: Mapping) -> tuple[str, ...]:
    written = slot.get("room")
    room = _text(tables.known("rooms", written)) or _text(tables.known("rooms", slot.get("room_id")))
    if not room and written is not None:
        draft.doubt(slot.line, f"the room {written!r} is only a number; sessions there are without a room.", EXPAND)
    return (room,) if room else ()


def _speakers(draft: Draft, tables: Tables, submission: Mapping) -> tuple[Speaker, ...]:
    found = []
    for written in listed(submission.get("speakers")):
        name = _text(tables.known("speakers", written) if isinstance(written, int | str) else written)
        name = "" if name == written else name  # a code that the file does not explain
        if name:
            found.append(Speaker(name))
        else:
            draft.doubt(submission.line, "speakers are given as codes without names and left out.", EXPAND)
    return tuple(dict.fromkeys(found))


def _text(value: object) -> str:
    """The name of an object, string or ``{"en": ...}``; empty for a mere id."""
    return "" if isinstance(value, int) else _named(value)[0]


def _named(value: object) -> tuple[str, tuple[str, ...]]:
    """A name, and what it is in other languages."""
    if isinstance(value, Mapping) and (value.get("name") or {"id", "code"} & value.keys()):
        value = value.get("name")
    name, names = prose.multilingual(value)
    return name, tuple(other for other in names.values() if other != name)


def _url(submission: Mapping) -> str:
    urls = submission.get("urls")
    return str((urls.get("public") or "") if isinstance(urls, Mapping) else submission.get("url") or "")
