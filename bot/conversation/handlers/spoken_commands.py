"""Commands said in words: "remind me of the keynote 20 minutes before", "switch to Japanese"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.actions import Action, encode
from bot.conversation.handlers.clarify import FEW
from bot.conversation.handlers.nothing import no_program
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.understanding.small_words import followed
from bot.conversation.wording import card, choices
from bot.i18n.catalogue import languages
from bot.messages import Choice, Text
from bot.nlu.entities.found import NameKind
from bot.nlu.lexicon import Cue
from bot.nlu.time import durations
from knowledge import queries
from knowledge.identity import short

if TYPE_CHECKING:
    from knowledge.model import Session

VERBS = {
    Cue.REMIND: "remind",
    Cue.UNREMIND: "unremind",
    Cue.STAR: "star",
    Cue.UNSTAR: "unstar",
    Cue.MUTE: "mute",
    Cue.QUIET: "quiet",
    Cue.FORGET: "forget",
    Cue.PRIVACY: "privacy",
    Cue.AGENDA: "agenda",
    Cue.LANGUAGE: "language",
    Cue.ANNOUNCE: "announce",
    Cue.FOLLOW: "follow",
    Cue.UNFOLLOW: "unfollow",
}
FOLLOWED = {NameKind.PERSON: "speaker", NameKind.TRACK: "track", NameKind.ROOM: "room"}
LONGEST_NAME = 40  # characters of a button
OF_SESSION = {"remind", "unremind", "star", "unstar"}


def answer(scene: Scene, cue: Cue) -> Told:
    """The command meant, with its arguments, or the question back when it is not clear what it is about."""
    verb = VERBS[cue]
    if verb in {"follow", "unfollow"}:
        named = _followed(scene)
        if named is not None:
            return _told(scene, Action(verb, _following(*named)))
        verb = "remind" if verb == "follow" else "unremind"
    if verb in OF_SESSION:
        return _of_session(scene, verb)
    return _told(scene, Action(verb, _arguments(scene, verb)))


def _arguments(scene: Scene, verb: str) -> tuple[str, ...]:
    if verb == "language":
        code = next((key for found in scene.reading.of(NameKind.LANGUAGE) for key in found.keys), "")
        return (code,) if code in languages() else ()
    if verb == "announce":
        _, end = min(scene.reading.places(Cue.ANNOUNCE))
        rest = scene.reading.utterance.text[end:].lstrip(" :,-")
        return (rest,) if rest else ()
    return ()


def _of_session(scene: Scene, verb: str) -> Told:
    if not scene.program.sessions:
        return no_program(scene)
    lead = _minutes(scene)
    found = (
        scene.event.selector.select(scene.query, scene.view.now)
        if scene.query.restricts or scene.query.window
        else None
    )
    sessions = (found.sessions or found.fitting) if found else ()
    coming = queries.upcoming(sessions, scene.view.now)
    if not sessions:
        return _of_none(scene, verb)
    if verb == "remind" and not coming:
        last = sessions[-1]
        moment = scene.view.moment(last.start)
        return refusal(Text(scene.say("refuse.past", moment=moment)), card(last, scene.view), sessions=(last,))
    meant = coming or sessions
    if len(meant) > 1 and not _are_one(meant):
        buttons = choices(meant[:FEW], scene.view, scene.say("schedule.choose"), verb, *lead)
        named = _followed(scene) if verb == "remind" else None
        if named is not None:
            label = scene.say("reminders.follow", name=named[1][:LONGEST_NAME])
            follow = Choice(label, encode("follow", *_following(*named)))
            buttons = replace(buttons, choices=(*buttons.choices, follow))
        return Told((buttons,), "clarify", meant[:FEW], answered=False)
    return _told(scene, Action(verb, (short(meant[0].id), *(lead if verb == "remind" else ()))), meant[0])


def _of_none(scene: Scene, verb: str) -> Told:
    """What is meant when no session is named: one's own meetings, one's agenda, or it has to be asked."""
    if verb == "remind" and scene.reading.has(Cue.MEETING):
        return _told(scene, Action(verb))  # it shows what one is reminded of anyway, one's own meetings among it
    if verb == "star" and scene.reading.has(Cue.WHAT, Cue.EXISTS):  # "what's in my agenda"
        return _told(scene, Action("agenda"))
    return Told((Text(scene.say("refuse.which")),), "clarify", answered=False)


def _followed(scene: Scene) -> tuple[str, str] | None:
    """The kind and the name of the one speaker, track or room that is named, if no session is."""
    named = followed(scene.reading)
    if len(named) != 1 or named[0].kind not in FOLLOWED or len(named[0].keys) != 1:
        return None
    return FOLLOWED[named[0].kind], named[0].keys[0]


def _following(kind: str, name: str) -> tuple[str, str]:
    """The arguments of the button that follows something: the reminders tell names apart without case and spaces."""
    return kind, short(" ".join(name.split()).casefold())


def _are_one(sessions: tuple[Session, ...]) -> bool:
    return len({session.id for session in sessions}) == 1


def _minutes(scene: Scene) -> tuple[str, ...]:
    found = durations(scene.reading.utterance.text, scene.reading.language)
    return (str(round(found[0].length.total_seconds() / 60)),) if found else ()


def _told(scene: Scene, action: Action, session: Session | None = None) -> Told:
    shown = (card(session, scene.view),) if session else ()
    blocks = (Text(scene.say("refuse.in_chat")), *shown)
    return Told(blocks, "other", (session,) if session else (), command=action)
