"""From evidence to intent: a list of rules, the first that applies decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.conversation.names.concepts import PAUSES
from bot.conversation.names.found import NameKind
from bot.conversation.understanding.aspects import TIMES, aspect_of, is_about_program, pick_of
from bot.conversation.understanding.lexicon import TALK, Cue
from bot.conversation.understanding.query import Aspect, Intent, Pick, Query

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation.understanding.reading import Reading
    from bot.conversation.understanding.slots import Slots

SAYS_MUCH = 0.45  # weight of unexplained words from which they may not be passed over
SAYS_SOMETHING = 0.25

OF_ONE = (
    Aspect.WHEN,
    Aspect.START,
    Aspect.END,
    Aspect.WHERE,
    Aspect.LENGTH,
    Aspect.LANGUAGE,
    Aspect.STATUS,
    Aspect.ABOUT,
)
SMALL_TALK = {
    Cue.WHO_ARE_YOU: Intent.WHO_ARE_YOU,
    Cue.HELP: Intent.HELP,
    Cue.HOW_ARE_YOU: Intent.HOW_ARE_YOU,
    Cue.BYE: Intent.BYE,
    Cue.RUDE: Intent.RUDE,
    Cue.SORRY: Intent.SORRY,
    Cue.THANKS: Intent.THANKS,
    Cue.HELLO: Intent.HELLO,
}
COMMANDS = (
    Cue.REMIND, Cue.MUTE, Cue.UNSTAR, Cue.STAR, Cue.FORGET, Cue.PRIVACY, Cue.QUIET, Cue.AGENDA, Cue.LANGUAGE, Cue.ANNOUNCE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at. ``names_event`` tells that the event itself is named; ``linked`` that the asker is an
    attendee with meetings of their own.
    """

    reading: Reading
    slots: Slots
    aspect: Aspect
    pick: Pick
    names_event: bool = False
    linked: bool = False

    @property
    def query(self) -> Query:
        """The query so far."""
        talks = (
            self.has(Cue.SESSION, Cue.SPEAKER, Cue.WHO)
            or self.pick in (Pick.FIRST, Pick.LAST)
            or self.aspect is Aspect.COUNT
        )
        return replace(self.slots.query, aspect=self.aspect, pick=self.pick, talks_only=talks)

    def intends(self, intent: Intent) -> Query:
        """The query with an intent."""
        return replace(self.query, intent=intent)

    def has(self, *cues: Cue) -> bool:
        """Tell whether one of some cues is there."""
        return self.reading.has(*cues)


def evidence_of(reading: Reading, slots: Slots, *, names_event: bool, linked: bool) -> Evidence:
    """Gather what the rules look at."""
    pick = pick_of(reading, slots.query)
    return Evidence(reading, slots, aspect_of(reading), pick, names_event, linked)


def decide(evidence: Evidence) -> Query:
    """The query that a question makes."""
    for rule in RULES:
        query = rule(evidence)
        if query is not None:
            return query
    return evidence.intends(Intent.UNCLEAR)


def small_talk(reading: Reading) -> Intent | None:
    """The small talk that a message is, when it is nothing else."""
    talk = reading.places(*TALK)
    filler = (*talk, *reading.places(Cue.FILLER))
    said = [word for word in reading.utterance.words if word.content]
    if not talk or not all(any(s <= w.start and w.end <= e for s, e in filler) for w in said):
        return None
    return next((intent for cue, intent in SMALL_TALK.items() if reading.has(cue)), None)


def command_cue(reading: Reading) -> Cue | None:
    """The command that a message asks for in words."""
    for cue in COMMANDS:
        if reading.has(cue) and _is_command(reading, cue):
            return cue
    return None


def _is_command(reading: Reading, cue: Cue) -> bool:
    match cue:
        case Cue.LANGUAGE:
            rest = reading.has(Cue.SESSION, Cue.WHEN, Cue.WHERE, Cue.WHO, Cue.EXISTS, Cue.COUNT, Cue.NOW, Cue.TRACK)
            return (
                bool(reading.of(NameKind.LANGUAGE)) and not rest and not reading.free and len(reading.names.found) == 1
            )
        case Cue.ANNOUNCE:
            return any(start <= 3 for start, _ in reading.places(cue))  # noqa: PLR2004 - "/" or "ok" may come first
        case Cue.AGENDA:
            return not reading.has(Cue.MEETING, Cue.TABLE)
        case Cue.MUTE | Cue.QUIET | Cue.FORGET | Cue.PRIVACY:
            return reading.free_weight < 1.0
        case _:
            return True


def _more(evidence: Evidence) -> Query | None:
    reading = evidence.reading
    rest = [w for w in reading.utterance.words if w.content]
    places = (*reading.places(Cue.MORE), *reading.places(Cue.FILLER))
    bare = not evidence.query.restricts and not reading.mentions and evidence.aspect in (Aspect.LIST, Aspect.EXISTS)
    if reading.has(Cue.MORE) and bare and all(any(s <= w.start and w.end <= e for s, e in places) for w in rest):
        return evidence.intends(Intent.MORE)
    return None


def _meetings(evidence: Evidence) -> Query | None:
    reading = evidence.reading
    mine = reading.has(Cue.MINE)
    if reading.has(Cue.GO):
        return evidence.intends(Intent.WHERE_TO_GO) if not evidence.query.restricts and not reading.free else None
    if reading.has(Cue.AM_FREE):
        return evidence.intends(Intent.AM_FREE)
    own = reading.has(Cue.TABLE, Cue.WHOM_I_MEET) and not reading.of(NameKind.SESSION)
    soon = evidence.linked and (evidence.pick in (Pick.NEXT, Pick.NOW) or evidence.aspect is Aspect.WHO)
    if own or (reading.has(Cue.MEETING) and (mine or soon)):
        return evidence.intends(Intent.MEETINGS)
    return None


def _clash(evidence: Evidence) -> Query | None:
    query = evidence.query
    named = query.sessions or query.people or query.concepts
    beside = evidence.has(Cue.DURING) and named and evidence.aspect in (Aspect.LIST, Aspect.EXISTS)
    if not (evidence.has(Cue.CLASH) or beside or (evidence.has(Cue.BOTH) and query.restricts)):
        return None
    return evidence.intends(Intent.CLASH)


def _said(evidence: Evidence) -> Query | None:
    reading, query = evidence.reading, evidence.query
    on_topic = reading.has(Cue.SESSION) and reading.has(Cue.TOPIC)
    if reading.has(Cue.PRACTICAL, Cue.SMALL) and not evidence.slots.titled and not on_topic:
        return evidence.intends(Intent.CONTENT)
    if _asks_what(evidence):
        return evidence.intends(Intent.CONTENT)
    named = query.people or query.organizations or query.sessions or query.concepts
    strong = reading.has(Cue.SAID, Cue.WHY) or (reading.has(Cue.WHAT_DO) and not reading.has(Cue.SPEAK))
    if strong and evidence.aspect is not Aspect.ABOUT and (named or reading.free_weight >= SAYS_SOMETHING):
        return evidence.intends(Intent.CONTENT)
    return None


def _asks_what(evidence: Evidence) -> bool:
    """ "What is CALLISTO": a definition, when nothing is said of the program or a time."""
    query = evidence.query
    plain = evidence.aspect is Aspect.LIST and evidence.pick is Pick.ALL and not query.window and not query.rooms
    topical = bool(query.sessions or evidence.reading.free) and not query.people
    return (
        evidence.has(Cue.WHAT_IS)
        and plain
        and topical
        and not evidence.has(Cue.SESSION, Cue.PROGRAM, Cue.TRACK, Cue.ROOM)
    )


def _breaks(evidence: Evidence) -> Query | None:
    reading, query = evidence.reading, evidence.query
    named = query.people or query.sessions or query.tracks or query.organizations
    only_break = set(query.concepts) <= {c.value for c in PAUSES}
    if reading.has(Cue.FREE) and not named and only_break and reading.free_weight < SAYS_MUCH:
        return evidence.intends(Intent.BREAKS)
    return None


def _lists(evidence: Evidence) -> Query | None:
    reading, query = evidence.reading, evidence.query
    if query.restricts or reading.free_weight >= SAYS_MUCH or query.pick is not Pick.ALL:
        return None
    counting = evidence.aspect in (
        Aspect.COUNT,
        Aspect.LIST,
        Aspect.EXISTS,
        Aspect.WHO,
        Aspect.ORGANIZATION,
        Aspect.WHERE,
    )
    if _asks_who_speaks(evidence):
        return replace(evidence.intends(Intent.SESSIONS), pick=Pick.NOW)
    for cue, intent in (
        (Cue.SPEAKERS, Intent.SPEAKERS),
        (Cue.ORGANIZATIONS, Intent.ORGANIZATIONS),
        (Cue.TRACKS, Intent.TRACKS),
        (Cue.ROOMS, Intent.ROOMS),
    ):
        if reading.has(cue) and counting and not (reading.mentions and evidence.pick is Pick.NOW):
            return evidence.intends(intent)
    return None


def _asks_who_speaks(evidence: Evidence) -> bool:
    """ "Who is speaking", with nothing else: now is meant."""
    bare = evidence.pick is Pick.ALL and not evidence.query.window and not evidence.has(Cue.SPEAKERS, Cue.TOPIC)
    return bare and evidence.aspect is Aspect.WHO and evidence.has(Cue.SPEAK)


def _where_is_room(evidence: Evidence) -> Query | None:
    """ "Where is room B": the program knows what is in a room, not where it is."""
    query, reading = evidence.query, evidence.reading
    only_room = query.rooms and not (query.people or query.sessions or query.concepts or query.tracks or query.window)
    if evidence.aspect is Aspect.WHERE and only_room and evidence.pick is Pick.ALL and not reading.has(Cue.SESSION):
        return evidence.intends(Intent.CONTENT)
    return None


def _event(evidence: Evidence) -> Query | None:
    reading, query = evidence.reading, evidence.query
    timed = evidence.aspect in TIMES or evidence.aspect in (Aspect.WHERE, Aspect.STATUS)
    event = reading.has(Cue.EVENT, Cue.DOORS) or evidence.names_event
    bare = not reading.has(Cue.EVENT, Cue.SESSION, Cue.ROOM) and evidence.aspect in (
        Aspect.START,
        Aspect.END,
        Aspect.STATUS,
    )
    if query.restricts or reading.free_weight >= SAYS_MUCH or evidence.pick not in (Pick.ALL, Pick.NOW):
        return None
    return evidence.intends(Intent.EVENT) if timed and (event or bare) else None


def _sessions(evidence: Evidence) -> Query | None:
    reading, query = evidence.reading, evidence.query
    if query.people and evidence.has(Cue.WHO_IS) and _asks_who(evidence):
        return evidence.intends(Intent.PERSON)
    picked = evidence.pick is not Pick.ALL and (is_about_program(reading) or not reading.free)
    speaks = evidence.has(Cue.SPEAK) and evidence.aspect in (*TIMES, Aspect.EXISTS, Aspect.WHERE)
    if not (query.restricts or query.window or picked or speaks or is_about_program(reading)):
        return None
    overview = reading.has(Cue.PROGRAM) and evidence.aspect in (Aspect.LIST, Aspect.EXISTS, Aspect.WHEN)
    if evidence.aspect in OF_ONE and not (
        query.restricts or query.window or picked or reading.free_weight >= SAYS_MUCH
    ):
        return evidence.intends(Intent.UNCLEAR)
    if overview and not query.restricts and not reading.free and not picked and not query.window:
        return evidence.intends(Intent.PROGRAM)
    return evidence.intends(Intent.SESSIONS)


def _asks_who(evidence: Evidence) -> bool:
    """ "Who is Kazeki", with nothing said of speaking or of a time."""
    aside = evidence.has(Cue.SPEAK, Cue.SESSION, Cue.WHEN, Cue.WHERE, Cue.ABOUT) or evidence.query.window
    return not aside and not evidence.reading.free


def _content(evidence: Evidence) -> Query | None:
    return evidence.intends(Intent.CONTENT) if any(not w.folded.isdigit() for w in evidence.reading.free) else None


RULES: tuple[Callable[[Evidence], Query | None], ...] = (
    _more, _meetings, _clash, _said, _breaks, _lists, _where_is_room, _event, _sessions, _content,
)  # fmt: skip
