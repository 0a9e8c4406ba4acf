"""Programs and questions that hypothesis makes up: all that a program can hold, and all kinds of schedule question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from knowledge.model import Attendee, Event, Knowledge, Meeting, Program, Room, Session, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOMS = ("Grand Hall", "K.2.14", "Salle Ampère", "大会議室", "Foyer", "Room 7", "Studio Nord")
TRACKS = ("", "Launchers", "Économie", "衛星通信")
TITLES = (
    "Hydrogen engines", "Keynote: Why we go back", "Panel on money", "Closing", "Machine learning on board",
    "Réutiliser un lanceur", "Atelier d'écriture", "Pause-café", "Table ronde des agences", "Déjeuner",
    "基調講演：月の未来", "光通信入門", "昼食", "小型ロケットの開発", "Workshop: antennas", "Coffee break",
    "Lunch", "Opening",
)  # fmt: skip
PEOPLE = ("Aiko Tanaka", "Élodie Gauthier", "Marco de Luca", "John O'Neil", "佐藤健二", "Priya Nair", "John Smith")
STARTS = (
    datetime(2026, 3, 27, tzinfo=ZoneInfo("Europe/Paris")),  # clocks change in the night to the 29th
    datetime(2026, 10, 24, tzinfo=ZoneInfo("Europe/Paris")),
    datetime(2026, 10, 31, tzinfo=ZoneInfo("America/New_York")),
    datetime(2026, 6, 12, tzinfo=ZoneInfo("Asia/Tokyo")),
)
LENGTHS = (None, 10, 15, 45, 60, 90, 240)  # minutes; None where the program gives no end
ASKER = "ada@example.org"
ZONES = ("", "Asia/Tokyo", "America/New_York", "Asia/Kolkata")
WORDS = {
    "en": (
        "what is on now", "what's next", "anything later today", "what is on at {clock}", "what is on tomorrow",
        "what is on between {clock} and {other}", "program for {day}", "when is {title}", "where is {title}",
        "who speaks at {title}", "how long is {title}", "when does {title} end", "what comes after {title}",
        "what is before {title}", "what do i miss if i go to {title}", "when does {person} speak",
        "who is {person}", "what is in {room}", "what's on in {room} tomorrow", "next in {room}",
        "the {track} track now", "is there a break", "when is lunch", "when is the coffee break",
        "first session tomorrow", "last session", "how many sessions", "how many talks on {day}",
        "when does it start", "when does the event end", "program", "which rooms are there", "list the speakers",
        "my meetings", "my next meeting", "whom do i meet at {clock}", "which table", "where do i go now",
        "am i free at {clock}", "is the event over", "what is cancelled", "has {title} started",
        "when is {title} in tokyo", "keynote", "{person} tomorrow", "is {room} free at {clock}",
    ),
    "fr": (
        "il y a quoi maintenant", "et ensuite", "quoi plus tard aujourd'hui", "il y a quoi à {clock}", "demain",
        "entre {clock} et {other}", "programme de {day}", "c'est quand {title}", "où est {title}",
        "qui parle à {title}", "combien de temps dure {title}", "à quelle heure finit {title}",
        "quoi après {title}", "quoi avant {title}", "qu'est-ce que je rate si je vais à {title}",
        "quand parle {person}", "qui est {person}", "quoi en salle {room}", "qu'y a-t-il demain dans {room}",
        "y a-t-il une pause", "c'est quand le déjeuner", "la première session demain", "la dernière session",
        "combien de sessions", "à quelle heure ça commence", "quand finit l'événement", "programme",
        "quelles salles y a-t-il", "mes rendez-vous", "mon prochain rendez-vous", "à quelle table",
        "je suis libre à {clock}", "l'événement est fini ?", "qu'est-ce qui est annulé", "le parcours {track}",
    ),
    "ja": (
        "今何やってますか", "次は何ですか", "この後は何がありますか", "{clock}に何がありますか",
        "明日は何がありますか", "{day}のプログラム", "{title}はいつですか", "{title}はどこですか",
        "{title}は誰が話しますか", "{title}は何分ですか", "{title}は何時に終わりますか", "{title}の後は何ですか",
        "{title}に行くと何を見逃しますか", "{person}さんはいつ話しますか", "{room}で何がありますか",
        "明日の{room}", "休憩はありますか", "昼食はいつですか", "明日の最初のセッション", "最後のセッション",
        "セッションはいくつありますか", "何時に始まりますか", "イベントはいつ終わりますか", "プログラム",
        "どんな部屋がありますか", "私の商談", "次の面談は", "どのテーブルですか", "中止になったセッションは",
        "{track}トラック",
    ),
}  # fmt: skip
FOLLOWING = {
    "en": ("and where?", "who gives it", "how long?", "what comes after it", "the second one", "and tomorrow?", "more"),
    "fr": ("et où ?", "c'est qui", "ça dure combien ?", "et après ?", "la deuxième", "et demain ?", "la suite"),
    "ja": ("どこで？", "誰が話しますか", "どれくらい？", "その次は？", "二番目は", "明日は？", "続き"),
}
CLOCK = {"en": "{0.hour}:{0.minute:02}", "fr": "{0.hour}h{0.minute:02}", "ja": "{0.hour}時{0.minute}分"}
DAYS = {
    "en": ("friday", "saturday", "monday"),
    "fr": ("vendredi", "samedi", "lundi"),
    "ja": ("金曜日", "土曜日", "月曜日"),
}
WEEKDAYS = (4, 5, 0)  # what those days are, counted from Monday


@dataclass(frozen=True)
class Case:
    """A program, who asks, and what is asked one after another in one conversation, each in a language."""

    knowledge: Knowledge
    now: datetime
    time_zone: str
    questions: tuple[tuple[str, str], ...]


@st.composite
def sessions(draw: st.DrawFn, first: datetime) -> tuple[Session, ...]:
    """A few sessions of three days, side by side as it happens, some into the night, some without room or end."""
    found = []
    for number in range(draw(st.integers(1, 9))):
        start = first + timedelta(days=draw(st.integers(0, 2)), minutes=5 * draw(st.integers(6 * 12, 24 * 12 - 1)))
        minutes = draw(st.sampled_from(LENGTHS))
        end = start + timedelta(minutes=minutes) if minutes else None
        speakers = draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))
        found.append(
            Session(
                f"s{number}", draw(st.sampled_from(TITLES)), start, end,
                rooms=tuple(draw(st.lists(st.sampled_from(ROOMS), max_size=2, unique=True))),
                track=draw(st.sampled_from(TRACKS)), cancelled=draw(st.integers(0, 7)) == 0,
                speakers=tuple(Speaker(name) for name in speakers),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda s: (s.start, s.rooms, s.id)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Somebody who asks before, during or after an event, from somewhere."""
    first = draw(st.sampled_from(STARTS))
    program = draw(sessions(first))
    rooms = tuple(Room(name) for name in dict.fromkeys(room for s in program for room in s.rooms))
    zone = first.tzinfo
    assert isinstance(zone, ZoneInfo)
    starts = [
        first + timedelta(days=draw(st.integers(0, 2)), hours=hour)
        for hour in draw(st.sets(st.integers(9, 18), max_size=3))
    ]
    meetings = tuple(
        Meeting(f"m{n}", at, at + timedelta(minutes=20), str(31 + n), ASKER, f"other{n}@example.org", cancelled=n == 2)
        for n, at in enumerate(starts)
    )
    people = (Attendee(ASKER, "Ada Berg"), *(Attendee(f"other{n}@example.org", f"Bo {n}") for n in range(3)))
    knowledge = Knowledge(Event("Orbit Days", zone), Program(program, rooms), (), meetings, people)
    now = first + timedelta(minutes=draw(st.integers(-24 * 60, 4 * 24 * 60)))
    language = draw(st.sampled_from(sorted(WORDS)))
    asked = [draw(questions(language, program, now)), *draw(st.lists(st.sampled_from(FOLLOWING[language]), max_size=2))]
    return Case(knowledge, now, draw(st.sampled_from(ZONES)), tuple((text, language) for text in asked))


@st.composite
def questions(draw: st.DrawFn, language: str, program: Sequence[Session], now: datetime) -> str:
    """A question about the program, or about what is not in it."""
    known = draw(st.sampled_from(program))
    clock, other = (now.replace(hour=draw(st.integers(0, 23)), minute=draw(st.sampled_from((0, 15, 30)))) for _ in "12")
    return draw(st.sampled_from(WORDS[language])).format(
        clock=CLOCK[language].format(clock), other=CLOCK[language].format(other),
        day=draw(st.sampled_from(DAYS[language])), title=draw(st.sampled_from((known.title, *TITLES))),
        person=draw(st.sampled_from(PEOPLE)), room=draw(st.sampled_from(ROOMS)),
        track=draw(st.sampled_from(TRACKS[1:])),
    )  # fmt: skip
