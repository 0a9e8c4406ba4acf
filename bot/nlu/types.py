"""What a message says, in closed terms: the frame that everything which understands fills.

Nothing here holds a time, a room or a quote to show: a frame says what was asked, and the program answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.nlu.found import Found
    from bot.nlu.text import Utterance
    from bot.nlu.time import Duration, Mention


class Goal(StrEnum):
    """What somebody wants: the closed list. ``schema.yaml`` tells what each takes and who answers it."""

    SESSIONS = "sessions"
    EVENT = "event"
    DAYS = "days"
    SPEAKERS = "speakers"
    ROOMS = "rooms"
    TRACKS = "tracks"
    ORGANIZATIONS = "organizations"
    PROGRAM = "program"
    PERSON = "person"
    BREAKS = "breaks"
    CLASH = "clash"
    BETWEEN = "between"
    COMPARE = "compare"
    RECOMMEND = "recommend"
    CHANGES = "changes"
    MEETINGS = "meetings"
    MEETINGS_OF = "meetings_of"
    GO = "go"
    AM_FREE = "am_free"
    CONTENT = "content"
    SAID = "said"
    WHO_SAID = "who_said"
    SUMMARY = "summary"
    COMPARE_SAID = "compare_said"
    DOCUMENT = "document"
    PRACTICAL = "practical"
    REMIND = "remind"
    UNREMIND = "unremind"
    STAR = "star"
    UNSTAR = "unstar"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    MUTE = "mute"
    UNMUTE = "unmute"
    QUIET = "quiet"
    LANGUAGE = "language"
    ZONE = "zone"
    AGENDA = "agenda"
    PRIVACY = "privacy"
    FORGET = "forget"
    EXPORT = "export"
    ANNOUNCE = "announce"
    LATE = "late"
    ABSENT = "absent"
    ORGANIZERS = "organizers"
    HELP = "help"
    HELLO = "hello"
    THANKS = "thanks"
    BYE = "bye"
    HOW_ARE_YOU = "how_are_you"
    WHO_ARE_YOU = "who_are_you"
    CLOCK = "clock"
    SORRY = "sorry"
    RUDE = "rude"
    PRAISE = "praise"
    YES = "yes"
    NO = "no"
    MORE = "more"
    CANCEL = "cancel"
    OUT = "out"
    SAME = "same"


class Attribute(StrEnum):
    """What is asked of the sessions, the meetings, the event."""

    LIST = "list"
    WHEN = "when"
    START = "start"
    END = "end"
    WHERE = "where"
    WHO = "who"
    LENGTH = "length"
    COUNT = "count"
    ABOUT = "about"
    EXISTS = "exists"
    LANGUAGE = "language"
    STATUS = "status"
    CANCELLED = "cancelled"
    ORGANIZATION = "organization"
    TRACK = "track"
    DAY = "day"
    LEVEL = "level"
    AUDIENCE = "audience"
    DETAIL = "detail"
    SAME = "same"


class Order(StrEnum):
    """Which of those that fit are meant."""

    ALL = "all"
    NOW = "now"
    NEXT = "next"
    LATER = "later"
    FIRST = "first"
    LAST = "last"
    AFTER = "after"
    BEFORE = "before"
    NTH = "nth"
    LONGEST = "longest"
    SHORTEST = "shortest"
    MISSED = "missed"
    OTHER = "other"


class Act(StrEnum):
    """How a message stands to those before it: by itself, leaning on them, or taking something back."""

    NEW = "new"
    FOLLOW = "follow"
    CORRECT = "correct"


class Kind(StrEnum):
    """What a stretch of the message names."""

    PERSON = "person"
    ORGANIZATION = "org"
    ROOM = "room"
    TRACK = "track"
    TITLE = "title"
    TYPE = "type"
    TOPIC = "topic"
    LANGUAGE = "language"
    LEVEL = "level"
    AUDIENCE = "audience"
    TIME = "time"
    DURATION = "duration"
    NUMBER = "number"
    REFERENCE = "ref"


class Role(StrEnum):
    """What a stretch does in the question, beside choosing: excluded, counted from, a limit, liked, to be confirmed."""

    PLAIN = ""
    EXCLUDED = "not"
    ANCHOR = "anchor"
    FROM = "from"
    UNTIL = "until"
    MAXIMUM = "max"
    MINIMUM = "min"
    LIKED = "like"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch ``[start, end)`` of the message that names something; ``score`` (0 to 1) is how sure that is."""

    kind: Kind
    role: Role
    start: int
    end: int
    score: float = 1.0

    def touches(self, start: int, end: int) -> bool:
        """Tell whether it shares a place with another stretch."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Slot:
    """Something named: its words, and the names of this program that they may stand for, none when it has none."""

    span: Span
    text: str
    names: tuple[Found, ...] = ()

    @property
    def kind(self) -> Kind:
        """What it names."""
        return self.span.kind

    @property
    def role(self) -> Role:
        """What it does in the question."""
        return self.span.role


@dataclass(frozen=True, slots=True)
class Decision:
    """What a head chose, how likely it holds that (0 to 1), and what came second."""

    chosen: str
    probability: float
    second: str
    second_probability: float

    @property
    def margin(self) -> float:
        """By how much the choice leads (0 to 1)."""
        return self.probability - self.second_probability


@dataclass(frozen=True, slots=True)
class Frame:
    """What was asked, before anything of the program is looked up.

    ``times`` are the times in it as windows in the event's zone, ``durations`` its lengths of time, ``place`` the
    ordinal said, counted from zero, ``count`` how many of the next, first or last are meant. ``polar`` is true where
    yes or no would be a fitting answer. ``decisions`` and ``attention``, the words that counted for each, are
    kept for ``ask --why`` and for asking back.
    """

    utterance: Utterance
    language: str
    goal: Goal
    attribute: Attribute = Attribute.LIST
    order: Order = Order.ALL
    act: Act = Act.NEW
    polar: bool = False
    slots: tuple[Slot, ...] = ()
    times: tuple[Mention, ...] = ()
    durations: tuple[Duration, ...] = ()
    place: int | None = None
    count: int = 1
    zone: str = ""
    decisions: tuple[tuple[str, Decision], ...] = ()
    attention: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def of(self, *kinds: Kind, role: Role | None = None) -> tuple[Slot, ...]:
        """The slots of some kinds, of one role when it is given."""
        return tuple(s for s in self.slots if s.kind in kinds and (role is None or s.role is role))
