"""One row of a spreadsheet as a session, or as one for each of its days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import identity, status
from knowledge.model import Session, Speaker
from knowledge.program import dates, language_names, moments, people, prose, row_times, weekdays
from knowledge.program.sheets import text

if TYPE_CHECKING:
    from datetime import date, datetime

    from knowledge.program.draft import Draft
    from knowledge.program.row_times import Moment, Reader
    from knowledge.program.sheets import Entry

NIGHT = range(1, 7)


def add(times: Reader, entry: Entry) -> None:
    """Add the sessions of a row to the draft of ``times``; what cannot be one is told, there or by its sheet."""
    heading = times.days(entry.alone, entry.line) if entry.alone is not None else ()
    if heading:
        entry.sheet.now = heading if len(heading) == 1 else ()
    if heading or entry.repeats_header:
        return
    title = entry.by_language("title")[0]
    starts, timed = _starts(times, entry, title)
    if not starts:
        return
    if not title and not _names(entry)[0] and not entry.texts("abstract"):
        if not entry.covered("title"):
            entry.sheet.untitled.append(entry.line)
        return
    if timed.exact is None:
        _doubt_night(times.draft, entry, starts[0], title)
    _doubt_weekday(times.draft, entry, starts)
    for session in identity.occurrences(_session(times, entry, start, timed, len(starts)) for start in starts):
        times.draft.add(session, entry.line, _status(entry))


def _session(times: Reader, entry: Entry, start: datetime, timed: Moment, count: int) -> Session:
    draft = times.draft
    title, titles = entry.by_language("title")
    speakers, doubt = _speakers(entry)
    draft.doubt(entry.line, doubt, "Separate several speakers by a semicolon.")
    return Session(
        id=identity.choose((text(entry.of("id")),), title or "untitled"),
        title=title or "untitled",
        titles=titles,
        start=start,
        end=_end(times, entry, start, timed, count),
        rooms=tuple(dict.fromkeys(entry.texts("room"))),
        track=prose.line(text(entry.of("track"))),
        kind=prose.line(text(entry.of("kind"))).lower(),
        speakers=speakers,
        subtitle=entry.by_language("subtitle")[0],
        abstract=prose.plain(text(entry.of("abstract"))),
        language=language_names.code(entry.of("language")),
        url=text(entry.of("url")),
        source=draft.where(entry.line),
    )


def _status(entry: Entry) -> str:
    """The word for how a row stands: what columns of yes and no say, else its status."""
    said = {name: text(entry.of(name)) for name in ("cancelled", "published", "hidden", "status")}
    if status.flag(said["cancelled"]):
        return "cancelled"
    if status.flag(said["published"]) is False:
        return "not published"
    if status.flag(said["hidden"]):
        return "hidden"
    words = (word for name, word in said.items() if name == "status" or status.flag(word) is None)
    return next((word for word in words if word), "")


def _doubt_night(draft: Draft, entry: Entry, start: datetime, title: str) -> None:
    """Tell of what falls into the night below a row of the same day: 1:00 where 13:00 may be meant."""
    above, entry.sheet.last = entry.sheet.last, start
    if above and above.date() == start.date() and start.hour in NIGHT and above.hour > NIGHT[-1]:
        told = f"{title!r} is at {start:%H:%M}, in the night, though it stands below {above:%H:%M}."
        draft.doubt(entry.line, told, "Write 13:00 or 1 PM for the afternoon.")


def _doubt_weekday(draft: Draft, entry: Entry, starts: list[datetime]) -> None:
    """Tell of a cell with a weekday alone that is not the row's; what is in the night may be told under the evening."""
    alone = next((cell for cell in entry.row.cells if weekdays.is_one(cell)), None)
    if alone is not None and len(starts) == 1 and starts[0].hour not in NIGHT and starts[0].hour:
        draft.doubt(entry.line, _told(weekdays.contradiction(alone, starts[0].date())), row_times.CORRECT_DAY)


def _told(contradiction: str) -> str:
    return contradiction and f"{contradiction}; the date is taken."


def _starts(times: Reader, entry: Entry, title: str) -> tuple[list[datetime], Moment]:
    """The starts of a row, none after a problem was reported; and what the cell of its time says besides."""
    written = entry.of("date")
    dated, timed = (times.moment(entry.of(name), entry.line) for name in ("date", "start"))
    days = times.days(written, entry.line)
    if days:
        entry.sheet.now = days
    unknown = entry.uncomputed("date") or (written is not None and not days)
    dated = replace(dated, day=None) if unknown and dated.exact is None else dated
    on = () if unknown else entry.sheet.now
    each: tuple[date | None, ...] = on if len(on) > 1 and timed.exact is None and timed.day is None else (None,)
    found = []
    for day in each:
        given = row_times.Moment(day=day) if day else dated
        found.append(times.start(given, timed, day or (on[0] if len(on) == 1 else None), entry.line))
    starts = [start for start in found if start is not None]
    if not starts and title:
        _missing(times, entry, title, timed)
    return starts, timed


def _missing(times: Reader, entry: Entry, title: str, timed: Moment) -> None:
    """Report why a row has no start."""
    draft, written = times.draft, (entry.of("date"), entry.of("start"))
    days = times.days(written[0], entry.line)
    told = " ".join(str(cell) for cell in written if cell is not None)
    if entry.uncomputed("date") or entry.uncomputed("start"):
        told = f"the time of {title!r} is a formula that was never worked out; it is not in the program."
        draft.fault(entry.line, told, "Open the file in Excel and save it.")
    elif entry.alone is not None:
        draft.doubt(entry.line, f"{title!r} stands without a time and is taken as a heading.", "Give it a start.")
    elif not days and dates.lacks_year(written[0]):
        told = f"the date {text(written[0])!r} of {title!r} has no year; it is not in the program."
        draft.fault(entry.line, told, "Write it like 2026-01-16.")
    elif timed.at is not None and not written[0]:
        entry.sheet.undated.append(title)
    elif days and entry.sheet.header and entry.sheet.header.first("start") is None:
        entry.sheet.untimed.append(title)
    elif days and written[1] is None:
        told = f"{title!r} has a date ({text(written[0])}) and no time of start; it is not in the program."
        draft.fault(entry.line, told, "Give it a time like 14:30.")
    else:
        draft.no_start(entry.line, title, told)


def _end(times: Reader, entry: Entry, start: datetime, timed: Moment, count: int) -> datetime | None:
    """The end of a row; where the row has several days, each ends on its own."""
    title = entry.by_language("title")[0]
    dated, ending = (times.moment(entry.of(name), entry.line) for name in ("end_date", "end"))
    if ending.at is None and ending.exact is None:
        ending = row_times.Moment(at=timed.until)
    lasting = entry.of("minutes")
    length = moments.length(lasting) if lasting is not None else None
    for name, understood in (("end", ending.at is not None or ending.exact), ("minutes", length)):
        if entry.of(name) is not None and not understood:
            told = f"the {name} {text(entry.of(name))!r} of {title!r} cannot be read; it is left out."
            times.draft.doubt(entry.line, told, "Write a time like 15:30, or a number of minutes.")
    end = times.end(dated if count == 1 else row_times.Moment(), ending, start, entry.line, title)
    return end or (moments.later(start, length) if length else None)


def _speakers(entry: Entry) -> tuple[tuple[Speaker, ...], str]:
    names, doubt = _names(entry)
    return people.speakers(names, entry.texts("organization"), entry.texts("role")), doubt


def _names(entry: Entry) -> tuple[list[str], str]:
    """The names in a row, and what is doubtful about them; first and last names are in columns of their own."""
    texts = entry.texts("speakers")
    alone = entry.sheet.header is not None and len(entry.sheet.header.of("speakers")) == 1
    if alone and texts:
        return people.several(texts[0])
    if texts:
        return [name for text in texts for name in people.one(text)], ""
    first, last = (entry.placed(name) for name in ("first_name", "last_name"))
    pairs = [" ".join(filter(None, pair)) for pair in zip(first, last or [""] * len(first), strict=False)]
    return [name for name in pairs if name], ""


def together(sessions: list[Session]) -> list[Session]:
    """The sessions, those that came in several rows, one for each speaker, brought together."""
    found: list[Session] = []
    places: dict[str, int] = {}  # in ``found``, by all that a row says but for its speakers
    for session in sessions:
        key = repr(replace(session, speakers=(), source=""))
        first = found[places[key]] if key in places else None
        if first is None or not session.speakers or set(first.speakers) & set(session.speakers):
            places.setdefault(key, len(found))
            found.append(session)
        else:
            found[places[key]] = replace(first, speakers=first.speakers + session.speakers)
    return found
