"""Messages that are no question: small talk, and commands said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.understanding.query import Intent
from bot.nlu.entities.found import NameKind
from bot.nlu.lexicon import TALK, Cue
from bot.nlu.text import is_japanese

if TYPE_CHECKING:
    from bot.conversation.understanding.reading import Reading
    from bot.nlu.entities.found import Found

SMALL_TALK = {
    Cue.WHO_ARE_YOU: Intent.WHO_ARE_YOU,
    Cue.HELP: Intent.HELP,
    Cue.HOW_ARE_YOU: Intent.HOW_ARE_YOU,
    Cue.CLOCK: Intent.CLOCK,
    Cue.BYE: Intent.BYE,
    Cue.RUDE: Intent.RUDE,
    Cue.SORRY: Intent.SORRY,
    Cue.THANKS: Intent.THANKS,
    Cue.HELLO: Intent.HELLO,
}
COMMANDS = (
    Cue.UNREMIND, Cue.REMIND, Cue.MUTE, Cue.UNSTAR, Cue.STAR, Cue.FORGET, Cue.PRIVACY, Cue.QUIET, Cue.AGENDA,
    Cue.LANGUAGE, Cue.ANNOUNCE, Cue.UNFOLLOW, Cue.FOLLOW,
)  # fmt: skip
FOLLOWED = {NameKind.PERSON, NameKind.TRACK, NameKind.ROOM, NameKind.SESSION, NameKind.CONCEPT}
OPENING = 3  # characters: "/" or "ok" may come before a command that must stand first


def small_talk(reading: Reading) -> Intent | None:
    """The small talk that a message is, when it is nothing else."""
    if not reading.is_all(*TALK) or reading.has(Cue.ON_AIR):
        return None
    return next((intent for cue, intent in SMALL_TALK.items() if reading.has(cue)), None)


def command_in(reading: Reading) -> Cue | None:
    """The command that a message asks for in words."""
    return next((cue for cue in COMMANDS if reading.has(cue) and _is_command(reading, cue)), None)


def _is_command(reading: Reading, cue: Cue) -> bool:  # noqa: PLR0911 one answer for each sort of command
    match cue:
        case Cue.LANGUAGE:
            return _asks_for_language(reading)
        case Cue.ANNOUNCE:
            return any(start <= OPENING for start, _ in reading.places(cue))
        case Cue.FOLLOW | Cue.UNFOLLOW:
            return _asks_to_follow(reading, cue)
        case Cue.UNREMIND:  # "no reminders": of nothing that is named, so of all
            return bool(reading.names.found) or not reading.has(Cue.MUTE)
        case Cue.REMIND:
            return not reading.has(Cue.UNREMIND)
        case Cue.AGENDA:
            return not reading.has(Cue.MEETING, Cue.TABLE)
        case Cue.MUTE | Cue.QUIET | Cue.FORGET | Cue.PRIVACY:
            of_talks = cue is Cue.PRIVACY and reading.has(Cue.TOPIC, Cue.SESSION, Cue.SPEAK)
            return not of_talks and _is_told(reading, cue) and _says_no_more(reading, cue)
        case _:
            return cue not in (Cue.STAR, Cue.UNSTAR) or _is_told(reading, cue)


def _says_no_more(reading: Reading, cue: Cue) -> bool:
    """Whether the words that neither the command nor anything else explains are few."""
    places = reading.places(cue)
    others = (w for w in reading.free if not any(start <= w.start and w.end <= end for start, end in places))
    return sum(reading.weight(word) for word in others) < 1


def _is_told(reading: Reading, cue: Cue) -> bool:
    """Whether a single word that may also be what talks are about ("star", "privacy") opens the message."""
    text = reading.utterance.text
    phrases = ((start, text[start:end].strip()) for start, end in reading.places(cue))
    return reading.has(Cue.MINE) or any(start <= OPENING or " " in said or is_japanese(said) for start, said in phrases)


def followed(reading: Reading) -> list[Found]:
    """What is named that can be followed; the verb itself is no name, however much it sounds like one."""
    verb = [*reading.places(Cue.FOLLOW), *reading.places(Cue.UNFOLLOW)]
    return [found for found in reading.names.found if found.kind in FOLLOWED and not found.touches(verb)]


def _asks_to_follow(reading: Reading, cue: Cue) -> bool:
    """Whether one thing is named to be followed: "follow the Plenary track", but not "which talks follow Jane's"."""
    if len(followed(reading)) != 1 or reading.free_weight >= 1:
        return False
    said_first = any(start <= OPENING for start, _ in reading.places(cue))
    return said_first or reading.has(Cue.MINE) or reading.language == "ja"  # where the verb stands last


def _asks_for_language(reading: Reading) -> bool:
    """Whether a language is all that is named: "talk in French", but not "the talk in French"."""
    other = reading.has(Cue.SESSION, Cue.WHEN, Cue.WHERE, Cue.WHO, Cue.EXISTS, Cue.COUNT, Cue.NOW, Cue.TRACK)
    alone = len(reading.names.found) == 1 and bool(reading.of(NameKind.LANGUAGE))
    return alone and not other and not reading.free
