"""Commands said in words: "remind me of the keynote 20 minutes before", "switch to Japanese"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.actions import Action, encode
from bot.conversation.commands import language_named
from bot.conversation.handlers.clarify import FEW
from bot.conversation.handlers.nothing import no_program
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import card, choices
from bot.i18n import formats
from bot.i18n.catalogue import languages
from bot.messages import Choice, Text
from bot.nlu.found import NameKind
from bot.nlu.lexicon import Concept, concepts
from bot.nlu.types import Goal, Kind
from knowledge import queries
from knowledge.identity import short

if TYPE_CHECKING:
    from knowledge.model import Session

VERBS = {
    Goal.REMIND: "remind",
    Goal.UNREMIND: "unremind",
    Goal.STAR: "star",
    Goal.UNSTAR: "unstar",
    Goal.MUTE: "mute",
    Goal.UNMUTE: "unmute",
    Goal.QUIET: "quiet",
    Goal.FORGET: "forget",
    Goal.EXPORT: "privacy",
    Goal.PRIVACY: "privacy",
    Goal.AGENDA: "agenda",
    Goal.LANGUAGE: "language",
    Goal.ZONE: "zone",
    Goal.ANNOUNCE: "announce",
    Goal.ORGANIZERS: "organizers",
    Goal.FOLLOW: "follow",
    Goal.UNFOLLOW: "unfollow",
}
FOLLOWED = {NameKind.PERSON: "speaker", NameKind.TRACK: "track", NameKind.ROOM: "room"}
LONGEST_NAME = 40  # characters of a button
PAIR = 2
OF_SESSION = {"remind", "unremind", "star", "unstar"}


def answer(scene: Scene) -> Told:
    """The command meant, with its arguments, or the question back when it is not clear what it is about."""
    verb = VERBS[scene.query.goal]
    if verb in {"follow", "unfollow"}:
        named = _followed(scene)
        if named is not None:
            return _told(scene, Action(verb, _following(*named)))
        verb = "remind" if verb == "follow" else "unremind"
    if verb in OF_SESSION:
        return _of_session(scene, verb)
    return _told(scene, Action(verb, _arguments(scene, verb)))


def _arguments(scene: Scene, verb: str) -> tuple[str, ...]:
    text = scene.frame.utterance.text
    if verb == "language":
        code = next((key for s in scene.frame.of(Kind.LANGUAGE) for n in s.names for key in n.keys), "")
        code = code or language_named(" ".join(slot.text for slot in scene.frame.of(Kind.LANGUAGE)))
        return (code,) if code in languages() else ()
    if verb == "announce":
        rest = re.split(r"[:：]", text, maxsplit=1)[1:]
        return (rest[0].strip(),) if rest and rest[0].strip() else ()
    if verb == "quiet":
        times = sorted(scene.frame.times, key=lambda m: m.start)
        hours = {m.window.start for m in times} | {m.window.end for m in times}
        return (f"{min(hours):%H:%M}-{max(hours):%H:%M}",) if len(hours) == PAIR else ()
    return (scene.frame.zone,) if verb == "zone" and scene.frame.zone else ()


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
    if not sessions or (verb == "remind" and scene.query.concepts == (Concept.MEETINGS,) and not scene.query.window):
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
    if verb != "remind":
        return _told(scene, Action(verb, (short(meant[0].id),)), meant[0])
    told = _told(scene, Action(verb, (short(meant[0].id), *lead)), meant[0])
    length = timedelta(minutes=int(lead[0])) if lead else None
    before = (
        (Text(scene.say("reminders.before", lead=formats.duration(length, scene.view.language))),) if length else ()
    )
    return replace(told, blocks=(*told.blocks, *before))


def _of_none(scene: Scene, verb: str) -> Told:
    """What is meant when no session is named: one's own meetings, one's agenda, or it has to be asked."""
    utterance, language = scene.frame.utterance, scene.frame.language
    said = {match.name for match in concepts(language).find(utterance)} | set(scene.query.concepts)
    if verb == "remind" and Concept.MEETINGS in said:
        return _told(scene, Action(verb))  # it shows what one is reminded of anyway, one's own meetings among it
    return Told((Text(scene.say("refuse.which")),), "clarify", answered=False)


def _followed(scene: Scene) -> tuple[str, str] | None:
    """The kind and the name of the one speaker, track or room that is named, if no session is."""
    named = [name for slot in scene.frame.slots for name in slot.names]
    if len(named) != 1 or named[0].kind not in FOLLOWED or len(named[0].keys) != 1:
        return None
    return FOLLOWED[named[0].kind], named[0].keys[0]


def _following(kind: str, name: str) -> tuple[str, str]:
    """The arguments of the button that follows something: the reminders tell names apart without case and spaces."""
    return kind, short(" ".join(name.split()).casefold())


def _are_one(sessions: tuple[Session, ...]) -> bool:
    return len({session.id for session in sessions}) == 1


def _minutes(scene: Scene) -> tuple[str, ...]:
    found = scene.frame.durations
    return (str(round(found[0].length.total_seconds() / 60)),) if found else ()


def _told(scene: Scene, action: Action, session: Session | None = None) -> Told:
    shown = (card(session, scene.view),) if session else ()
    blocks = (Text(scene.say("refuse.in_chat")), *shown)
    return Told(blocks, "other", (session,) if session else (), command=action)
