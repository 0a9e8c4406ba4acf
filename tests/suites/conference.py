"""A small conference by hand, and somebody who asks about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from suites.ears import encoder

from bot.conversation.assistant import Assistant
from bot.conversation.context import START, Context
from bot.conversation.request import Answered, Asked
from bot.messages import Choices, Citation, Listing, QuoteBlock, Reply, SessionCard, Text
from knowledge.model import (
    Attendee,
    Document,
    Event,
    Knowledge,
    Meeting,
    Program,
    Room,
    Section,
    Session,
    Speaker,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.conversation.finding import Composer, Finder

ZONE = ZoneInfo("Europe/Paris")
TANAKA = Speaker("Aiko Tanaka", names=("田中愛子",), organization="Lunar Agency", role="Director")
GAUTHIER = Speaker("Élodie Gauthier", organization="Clean Orbit")
DE_LUCA = Speaker("Marco de Luca", organization="University of Bern")
O_NEIL = Speaker("John O'Neil")
SMITH = Speaker("John Smith", organization="Orbital Bank")
NAIR = Speaker("Priya Nair", organization="Orbital Bank")
SATO = Speaker("Kenji Sato", names=("佐藤健二",))


def at(moment: str) -> datetime:
    """``"05 10:40"`` is twenty to eleven on 5 March, the first day."""
    return datetime.strptime(f"2026-03-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def session(key: str, title: str, start: str, end: str, room: str = "", **more: Any) -> Session:
    """A session; ``end`` may be an hour of the same day, a moment or empty."""
    finish = at(end if " " in end else f"{start[:2]} {end}") if end else None
    return Session(key, title, at(start), finish, rooms=(room,) if room else (), **more)


HALL, KEPLER, K214, FOYER = "Grand Hall", "Room Kepler", "K.2.14", "Foyer"
LAUNCHERS, OBSERVATION, MONEY = "Launchers", "Earth Observation", "Money"
SESSIONS = (
    session("registration", "Registration", "05 08:30", "09:00", FOYER, kind="registration"),
    session(
        "opening", "Opening", "05 09:00", "09:15", HALL, kind="opening", titles={"fr": "Ouverture", "ja": "開会式"}
    ),
    session(
        "moon", "Keynote: Why we go back to the Moon", "05 09:15", "10:00", HALL,
        kind="keynote", speakers=(TANAKA,), abstract="Ice, light and a place to learn. What a base at the pole is for.",
        titles={"fr": "Keynote : pourquoi nous retournons sur la Lune", "ja": "基調講演：なぜ月へ戻るのか"},
    ),
    session("coffee-1", "Coffee break", "05 10:00", "10:30", FOYER, kind="break", titles={"fr": "Pause-café"}),
    session(
        "debris", "Space debris: who cleans up?", "05 10:30", "11:15", KEPLER, track=OBSERVATION,
        speakers=(GAUTHIER,), abstract="Nets, harpoons and lasers.", language="en",
    ),
    session(
        "hydrogen", "Hydrogen engines for small rockets", "05 10:30", "11:15", HALL, track=LAUNCHERS,
        speakers=(DE_LUCA, O_NEIL), language="en",
    ),
    session("insurance", "Insuring a constellation", "05 10:30", "11:00", K214, track=MONEY, speakers=(NAIR,)),
    session(
        "learning", "Machine learning on board", "05 11:30", "12:15", KEPLER, track=OBSERVATION,
        speakers=(Speaker("Wei Zhang"),), abstract="Satellites that decide for themselves what to photograph.",
    ),
    session(
        "reuse", "Réutiliser un lanceur", "05 11:30", "12:15", HALL, track=LAUNCHERS, language="fr",
        speakers=(Speaker("Jean-Baptiste Moreau"),), abstract="Poser un étage de fusée sur une barge.",
    ),
    session("lunch-1", "Lunch", "05 12:30", "13:30", FOYER, kind="break", titles={"fr": "Déjeuner", "ja": "昼食"}),
    session(
        "panel", "Panel: money for start-ups", "05 14:00", "15:00", HALL, track=MONEY, kind="panel",
        speakers=(NAIR, SMITH, GAUTHIER),
    ),
    session("rover", "Demo: a rover in the yard", "05 14:00", "14:30", KEPLER, cancelled=True),
    session("reception", "Reception", "05 18:30", "21:00", FOYER, kind="reception"),
    session("stars", "Star gazing", "05 23:00", "06 01:00"),
    session(
        "decade", "Keynote: The next decade in orbit", "06 09:30", "10:15", HALL, kind="keynote", speakers=(SMITH,)
    ),
    session("coffee-2", "Coffee break", "06 10:15", "10:45", FOYER, kind="break", titles={"fr": "Pause-café"}),
    session(
        "optics", "Optical links explained", "06 10:45", "11:30", KEPLER, speakers=(SATO,), language="ja",
        titles={"ja": "光通信入門"},
    ),
    session(
        "climate", "Watching the climate from space", "06 10:45", "11:30", HALL, track=OBSERVATION,
        speakers=(Speaker("Fatima Zahra"),),
    ),
    session(
        "antenna", "Workshop: build your own antenna", "06 10:45", "12:15", K214, kind="workshop", speakers=(DE_LUCA,)
    ),
    session("lunch-2", "Lunch", "06 12:15", "13:15", FOYER, kind="break", titles={"fr": "Déjeuner", "ja": "昼食"}),
    session("round-1", "Mentoring, round 1", "06 13:30", "13:50", K214, track=MONEY),
    session("round-2", "Mentoring, round 2", "06 13:50", "14:10", K214, track=MONEY),
    session("law", "What the law says about the Moon", "06 13:30", "14:15", HALL, speakers=(GAUTHIER,)),
    session("hours", "Office hours", "06 15:00", ""),
    session("closing", "Closing", "06 16:00", "16:20", HALL, kind="closing", titles={"fr": "Clôture", "ja": "閉会式"}),
)  # fmt: skip
SPEECH = "# Why we go back\n\nThe lander HELIOS carries a drill. We thank our partners in Kyoto."
PAGE = "# Practical\n\nThe Wi-Fi is called ORBIT."
DOCUMENTS = (
    Document(
        "speech", "speeches/moon.md", "Why we go back", SPEECH, (Section(("Why we go back",), 18, len(SPEECH)),),
        language="en", speaker="Aiko Tanaka", session="moon",
    ),
    Document("page", "pages/practical.md", "Practical", PAGE, (Section(("Practical",), 13, len(PAGE)),), "en"),
    Document(
        "speech", "speeches/before.md", "Looking back", "Ten years ago.", (Section(("Looking back",), 0, 14),),
        language="en", speaker="Ursula Brandt", date="2025-03-01",
    ),
)  # fmt: skip
ADA, BO = "ada@example.org", "bo@example.org"
KNOWLEDGE = Knowledge(
    Event("Orbit Days", ZONE),
    Program(
        tuple(sorted(SESSIONS, key=lambda s: (s.start, s.rooms, s.id))),
        (Room(HALL, ("Main Hall",)), Room(KEPLER), Room(K214), Room(FOYER)),
    ),
    DOCUMENTS,
    (
        Meeting("m1", at("05 15:30"), at("05 15:50"), "4", ADA, BO, "Mirrors"),
        Meeting("m2", at("05 16:10"), at("05 16:30"), "7", ADA, "cy@example.org"),
        Meeting("m3", at("05 17:00"), at("05 17:20"), "9", ADA, "di@example.org", cancelled=True),
    ),
    (
        Attendee(ADA, "Ada Berg", "Mirror Works", language="en"),
        Attendee(BO, "Bo Lund", "Lens House", time_zone="Asia/Tokyo"),
        Attendee("cy@example.org", "Cy Roe", "Bank of Cy"),
        Attendee("di@example.org", "Di Fu", "Fu and Sons"),
    ),
)
SPEECHES, PAGES = "speeches/moon.md", "pages/practical.md"
QUOTES = {
    "helios": ("The lander HELIOS carries a drill.", "moon", SPEECHES),
    "harvest": ("The fourth session of the harvest was in Nara.", "moon", SPEECHES),
    "taxi": ("Who would take a taxi to the Moon?", "moon", SPEECHES),
    "wi-fi": ("The Wi-Fi is called ORBIT.", "", PAGES),
    "an id": ("Bring an identity card.", "", PAGES),
    "running late": ("Tell the desk when you are late.", "", PAGES),
    "cancel": ("Cancel a meeting at the desk in the Foyer.", "", PAGES),
}


def compose(question: str, language: str, hits: Sequence[Any], search: Any) -> Reply:
    """A composer that knows a few sentences."""
    del hits, search
    for word, (quote, key, place) in QUOTES.items():
        if word in question.lower():
            source = Citation("Source", place, quote, key or None)
            return Reply((QuoteBlock(quote, "Source", source),), "content", language=language, citations=(source,))
    return Reply((Text("composer: no"),), "refusal", answered=False, language=language)


class Silent:
    """A search that finds nothing."""

    def find(self, text: str, language: str, limit: int) -> list[Any]:
        """No passages."""
        del text, language, limit
        return []

    def encode(self, texts: Sequence[str]) -> Any:
        """The same vector for all."""
        import numpy as np

        return np.ones((len(texts), 2), np.float32) / 2**0.5

    def narrowed(self, kept: Any) -> Silent:
        """As silent as before."""
        del kept
        return self

    def passages(self, sources: Any) -> list[Any]:
        """No passages."""
        del sources
        return []

    def sentence_cosines(self, question: str, chunk: Any) -> Any:
        """No sentences."""
        del question, chunk
        return []

    def session_cosines(self, texts: Sequence[str]) -> tuple[tuple[str, ...], Any, Any]:
        """No sessions."""
        import numpy as np

        return (), np.zeros((len(texts), 0), np.float32), np.zeros((len(texts), 0), np.float32)


def assistant(
    knowledge: Knowledge = KNOWLEDGE, search: Finder | None = None, composer: Composer | None = None
) -> Assistant:
    """An assistant for a conference."""
    return Assistant(knowledge, search, composer, encoder())


@dataclass
class Talk:
    """A conversation: each question leans on those before."""

    assistant: Assistant
    now: datetime = field(default_factory=lambda: at("05 10:40"))
    context: Context = START
    more: dict[str, Any] = field(default_factory=dict)
    last: Answered | None = None

    def ask(self, text: str, **more: Any) -> Answered:
        """Ask, and remember what was said."""
        asked = Asked(text, self.now, context=self.context, **(self.more | more))
        self.last = self.assistant.answer(asked)
        self.context = self.last.context
        return self.last


def shown(reply: Reply) -> str:
    """All words of a reply, as somebody reads them."""
    return "\n".join(line for block in reply.blocks for line in _lines(block))


def _lines(block: Any) -> list[str]:
    match block:
        case Text():
            return [block.text]
        case SessionCard():
            return [block.title, block.when, block.where, block.who, "(cancelled)" if block.cancelled else ""]
        case Listing():
            more = [block.more.label] if block.more else []
            return [block.title, *(f"{item.text} — {item.detail}" for item in block.items), *more]
        case QuoteBlock():
            return [block.text, block.label]
        case Choices():
            return [block.prompt, *(choice.label for choice in block.choices)]
        case _:
            return []


def cited(reply: Reply) -> list[str]:
    """The sessions that a reply cites."""
    return [citation.session for citation in reply.citations if citation.session]
