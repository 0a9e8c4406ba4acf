"""A day of the sample event: 300 people on both platforms, edits of the program, faults, and who was told what."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fakes.slack.faults import Fault, busy
from fakes.slack.reading import read
from fakes.telegram.faults import Fault as TelegramFault
from suites.day import Day, day

from bot.store.records import Wish

if TYPE_CHECKING:
    from pathlib import Path

    from bot.messages import Person
    from bot.store.records import Delivery, WishKind

PARIS = ZoneInfo("Europe/Paris")
PEOPLE = 150  # on each platform
BLOCKED = (3, 40, 77)
FAULTS = 8
LINKED = 8  # attendees on each platform
MINUTE = timedelta(minutes=1)
COMING = re.compile(r"(?:Coming up, |À venir, |まもなく始まります（)(\d+(?: h |:)\d+)")
TABLE = re.compile(r"(?:table |テーブル)(\d+)")
CHANGED = re.compile(r"changed for you|a changé pour vous|プログラムの変更")
MEETINGS = re.compile(r"\d (?:meetings?|rendez-vous)|商談\d")
WISHES: tuple[tuple[WishKind, str, int | None], ...] = (
    ("session", "keynote", None),
    ("session", "panel", 20),
    ("track", "plenary", None),
    ("room", "foyer", 5),
    ("speaker", "kazeki jun", 30),
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, 16, hour, minute, tzinfo=PARIS)


@dataclass(frozen=True)
class Line:
    """One message in a platform's transcript."""

    text: str
    at: datetime


def populate(today: Day) -> dict[str, tuple[Person, WishKind, str, int | None]]:
    """Let 300 people exist who wish one thing each; the first of each platform are registered attendees."""
    found = {}
    with today.store.begin() as unit:
        for number in range(PEOPLE):
            user = today.slack.workspace.add_user(f"S{number}").id
            today.telegram.person(1000 + number)
            accounts = (("slack", user, today.slack.dm(user)), ("telegram", str(1000 + number), str(1000 + number)))
            for side, (platform, account, chat) in enumerate(accounts):
                person = unit.people.remember(platform, account, now=today.clock.now(), chat=chat)
                if number < LINKED:
                    email = f"attendee-{side * LINKED + number + 1:02}@example.org"
                    person = unit.people.link(person.id, email).person
                kind, target, lead = WISHES[number % len(WISHES)]
                unit.wishes.wish(Wish(person.id, kind, target, lead), today.clock.now())
                found[person.id] = (person, kind, target, lead)
    for number in BLOCKED:
        today.telegram.block(1000 + number)
    return found


def transcript(today: Day, person: Person) -> list[Line]:
    """What one person has been shown by the platform, and when."""
    if person.platform == "slack":
        messages = today.slack.messages(today.slack.dm(person.user), by_bot=True)
        return [Line(read(m).text, datetime.fromtimestamp(float(m.ts.split(".")[0]), UTC)) for m in messages]
    return [Line(m.text, datetime.fromtimestamp(m.date, UTC)) for m in today.telegram.messages(int(person.user))]


@dataclass(frozen=True)
class Reminder:
    """A reminder as it was read: what begins when, at which table if it is a meeting, and when it came."""

    text: str
    start: str
    table: str
    at: datetime

    @property
    def meeting(self) -> bool:
        return bool(self.table)


def coming_up(today: Day, person: Person) -> list[Reminder]:
    """The reminders among what one person was shown, in whatever language."""
    found = []
    for line in transcript(today, person):
        begins = COMING.match(line.text)
        if begins:
            table = TABLE.search(line.text)
            start = begins[1].replace(" h ", ":")
            found.append(Reminder(line.text, start, table[1] if table else "", line.at))
    return found


@dataclass(frozen=True)
class Expected:
    """What a wish comes to: when it begins, how long before one is told, the titles in all languages."""

    start: datetime
    lead: int
    titles: tuple[str, ...]


def wished(today: Day, kind: WishKind, target: str, lead: int | None) -> dict[str, Expected]:
    """What a wish comes to by the program as it is in the end: title to start and lead. Reckoned apart from the bot."""
    program = today.shown().knowledge.program
    names = {
        "session": lambda s: [s.id],
        "track": lambda s: [s.track.casefold()],
        "room": lambda s: [room.casefold() for room in s.rooms],
        "speaker": lambda s: [speaker.name.casefold() for speaker in s.speakers],
    }
    return {
        s.id: Expected(s.start, 10 if lead is None else lead, (s.title, *s.titles.values()))
        for s in program.sessions
        if target in names[kind](s) and not s.cancelled and s.start - (lead or 10) * MINUTE > at(12, 40)
    }


async def test_everybody_is_told_what_they_should_be_once_and_in_time(root: Path, tmp_path: Path) -> None:
    async with day(root, tmp_path, at(12, 30)) as today:
        people = populate(today)
        await today.until(at(12, 50))
        panel = ('start: "14:15"\n        end: "15:00"', 'start: "14:30"\n        end: "15:10"')
        today.edit(panel)  # the panel is later
        today.slack.fail("chat.postMessage", Fault("lost"), busy(5), Fault("error", "internal_error"), Fault("lost"))
        for kind in ("lost", "too_many", "lost", "error"):
            today.telegram.faults.add(TelegramFault(kind, "sendMessage"))
        await today.until(at(13, 30))
        today.edit(('end: "14:15"\n        room: Auditorium', 'end: "14:15"\n        room: B2B Hall'))
        await today.until(at(13, 31))
        today.edit(('end: "14:15"\n        room: B2B Hall', 'end: "14:15"\n        room: Auditorium'))  # taken back
        await today.until(at(15, 30))
        today.edit(("kind: reception", "kind: reception\n        cancelled: true"))
        await today.until(at(17, 20))
        assert today.verdicts == ["good"] * 4
        for person, kind, target, lead in people.values():
            check_reminders(today, person, wished(today, kind, target, lead))
            check_changes(today, person, kind, target)
        check_meetings(today, people)
        check_report(today, people)


def check_reminders(today: Day, person: Person, expected: dict[str, Expected]) -> None:
    """Each session once, not before its time and before it begins; for the blocked, nothing."""
    lines = [line for line in coming_up(today, person) if not line.meeting]
    if person.platform == "telegram" and int(person.user) - 1000 in BLOCKED:
        assert lines == []
        return
    told = Counter(
        name for line in lines for name, each in expected.items() if any(t in line.text for t in each.titles)
    )
    assert told == Counter(dict.fromkeys(expected, 1))
    assert len(lines) == len(expected)
    for line in lines:
        told_of = next(each for each in expected.values() if any(title in line.text for title in each.titles))
        assert told_of.start - told_of.lead * MINUTE - 2 * MINUTE <= line.at < told_of.start
        assert line.start == f"{told_of.start:%H:%M}"


def check_changes(today: Day, person: Person, kind: WishKind, target: str) -> None:
    """Who wished for the panel hears that it moved, who follows the foyer that the reception is off; nobody else."""
    if person.platform == "telegram" and int(person.user) - 1000 in BLOCKED:
        return
    lines = [line.text for line in transcript(today, person) if CHANGED.search(line.text)]
    if (kind, target) in {("session", "panel"), ("track", "plenary")}:
        assert len(lines) == 1
        assert re.search(r"14( h |:)15.{1,3}15( h |:)00.* → 14( h |:)30.{1,3}15( h |:)10", lines[0])
    elif (kind, target) == ("room", "foyer"):
        assert len(lines) == 1
        assert re.search(r"17( h |:)30.{1,3}19( h |:)00.* · Foyer", lines[0])
    else:
        assert lines == []


def check_meetings(today: Day, people: dict[str, tuple[Person, WishKind, str, int | None]]) -> None:
    """Both sides of every meeting were told of it, once, with its table; and of the day in the morning's card."""
    mine = {person.email: person for person, *_ in people.values() if person.email}
    for meeting in today.shown().knowledge.meetings:
        for email in (meeting.side_a, meeting.side_b):
            person = mine[email]
            if person.platform == "telegram" and int(person.user) - 1000 in BLOCKED:
                continue
            start = f"{meeting.start:%H:%M}"
            told = [line for line in coming_up(today, person) if line.meeting and line.start == start]
            assert all(line.table == meeting.table for line in told)
            assert len(told) == (0 if meeting.cancelled else 1)
    for person in mine.values():
        if not (person.platform == "telegram" and int(person.user) - 1000 in BLOCKED):
            assert sum(bool(MEETINGS.search(line.text.splitlines()[0])) for line in transcript(today, person)) == 1


def check_report(today: Day, people: dict[str, tuple[Person, WishKind, str, int | None]]) -> None:
    """The store says of each message what the platforms show; what is uncertain is few, and said to be so."""
    rows = deliveries(today)
    shown = sum(len(transcript(today, person)) for person, *_ in people.values())
    states = Counter(row.state for row in rows if row.person)
    assert states["sent"] + states["uncertain"] == shown
    assert states["uncertain"] <= FAULTS
    failed = [row for row in rows if row.state == "failed"]
    assert {row.reason for row in failed} == {"unreachable"}
    assert {row.user for row in failed} == {str(1000 + number) for number in BLOCKED}
    with today.store.read() as unit:
        cohorts = unit.ledger.cohorts(at(12))
    assert sum(c.sent for c in cohorts) == sum(r.state == "sent" and r.key.startswith("remind:") for r in rows)
    assert max(c.early_seconds for c in cohorts) <= today.config.reminders.early_margin_seconds
    assert [c for c in cohorts if c.late_seconds > 60] == []


def deliveries(today: Day) -> list[Delivery]:
    with today.store.read() as unit:
        ids = unit.outbox._connection.exec_driver_sql("SELECT id FROM outbox ORDER BY number").scalars().all()
        return [d for each in ids if (d := unit.outbox.find(each))]


async def test_the_home_tab_and_the_buttons_of_a_person(root: Path, tmp_path: Path) -> None:
    async with day(root, tmp_path, at(12, 30)) as today:
        slack = today.slack
        ann = slack.workspace.add_user("Ann", email="attendee-03@example.org").id
        await slack.open_app(ann)
        await slack.until(lambda: ann in slack.workspace.homes)
        home = str(slack.workspace.homes[ann]["blocks"])
        assert "On now and next:" in home
        assert "Friday 16 January: 3 meetings" in home
        await slack.say(ann, "remind me of the panel 5 minutes before")
        await slack.until(lambda: slack.pages(slack.dm(ann)))
        (page,) = slack.pages(slack.dm(ann))
        assert "5 minutes before it starts (14:15), at 14:10." in page.text
        await slack.press(ann, slack.messages(slack.dm(ann), by_bot=True)[0].ts, "20 minutes before")
        await today.tick_away(lambda: len(slack.pages(slack.dm(ann))) == 2)
        await today.until(at(14, 10))
        reminders = [line for line in slack.pages(slack.dm(ann)) if line.text.startswith("Coming up, 14:15:")]
        assert len(reminders) == 1
