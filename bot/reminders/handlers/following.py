"""To follow a speaker, a track or a room: to be reminded of each of its sessions, also of those to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from bot.actions import encode
from bot.messages import Choice, Choices, Reply, Text
from bot.reminders.subjects import find_session, folded
from bot.reminders.wording import View
from bot.store.records import Wish, WishKind
from bot.turn import Turn, Verb
from knowledge.identity import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.model import Program, Session


def verbs() -> Mapping[str, Verb]:
    """The verbs of this file."""
    return {"follow": Verb(follow, private=True), "unfollow": Verb(unfollow, private=True)}


def follow(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Follow what ``kind`` and ``key`` name: a session's key stands for its track, first room or first speaker."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    kind, name = named(turn.knowledge.program, arguments)
    if not name:
        return view.said("reminders.gone")
    turn.unit.wishes.wish(Wish(turn.person.id, kind, folded(name)), turn.now)
    stop = Choice(view.say("reminders.unfollow"), encode("unfollow", kind, short(folded(name))))
    return view.reply(Text(view.say("reminders.followed", name=name)), Choices((stop,)))


def unfollow(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Follow it no longer; what was asked of single sessions stays."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    kind, name = named(turn.knowledge.program, arguments)
    if not name:
        return view.said("reminders.gone")
    turn.unit.wishes.drop(turn.person.id, kind, folded(name))
    turn.unit.outbox.withdraw("remind:", turn.person.id)  # what other wishes still bring is planned anew
    return view.said("reminders.unfollowed", name=name)


def named(program: Program, arguments: tuple[str, ...]) -> tuple[WishKind, str]:
    """The kind and the name that a button means; an empty name when the program has no such thing (any more)."""
    kind, key = (*arguments, "", "")[:2]
    if kind not in {"speaker", "track", "room"}:
        return "session", ""
    session = find_session(program.sessions, key)
    if session is not None:
        return _kind(kind), next(_names(session, kind), "")
    names = (name for each in program.sessions for name in _names(each, kind))
    return _kind(kind), next((name for name in names if short(folded(name)) == key), "")


def _kind(kind: str) -> WishKind:
    return next(known for known in get_args(WishKind) if known == kind)


def _names(session: Session, kind: str) -> Iterator[str]:
    if kind == "track" and session.track:
        yield session.track
    if kind == "room":
        yield from session.rooms
    if kind == "speaker":
        yield from (speaker.name for speaker in session.speakers)
