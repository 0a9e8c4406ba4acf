"""Follow-ups: a question that says only what is new leans on the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.understanding.query import RESTRICTING, Aspect, Intent, Pick, Query
from bot.nlu.lexicon import Cue
from bot.nlu.time import Kind

if TYPE_CHECKING:
    from bot.conversation.context import Context
    from bot.conversation.understanding.rules import Evidence
    from knowledge.model import Program

SHORT = 5  # words of a question that may be only a change of the last one
LEAD = 4  # characters before which "and" opens the question
OF_SESSION = (
    Aspect.WHEN, Aspect.START, Aspect.END, Aspect.WHERE, Aspect.WHO, Aspect.LENGTH, Aspect.ABOUT, Aspect.LANGUAGE,
    Aspect.STATUS, Aspect.CANCELLED, Aspect.ORGANIZATION, Aspect.TRACK,
)  # fmt: skip
BY_NOUN = {Cue.ROOM: Aspect.WHERE, Cue.SPEAKER: Aspect.WHO, Cue.TRACK: Aspect.TRACK}  # "room?"
NAMING = ("sessions", "people", "concepts", "organizations")  # what a conversation is about, not where or when


def lean(evidence: Evidence, context: Context, program: Program) -> Query | None:
    """The query that a follow-up makes together with what was said before; None for a question of its own."""
    if context.offset and evidence.reading.is_all(Cue.MORE):
        return None
    if evidence.has(Cue.PERSON_PRONOUN) and evidence.has(Cue.SPEAK, Cue.SESSION) and _is_bare(evidence):
        return _of_speaker(evidence, context, program) or _aspect_of_focus(evidence, context)
    rules = (_meetings, _ordinal, _number, _thereafter, _aspect_of_focus, _change)
    return next((query for rule in rules if (query := rule(evidence, context))), None)


def _is_bare(evidence: Evidence) -> bool:
    """Nothing in it says what it is about."""
    query = evidence.slots.query
    return not query.restricts and not query.anchor and not evidence.slots.anchors and not evidence.reading.free


def _of_speaker(evidence: Evidence, context: Context, program: Program) -> Query | None:
    """The sessions of those who speak in the session talked about: "does she also speak tomorrow"."""
    focus = [session for key in context.focus if (session := program.session(key))]
    spoken = [[speaker.name for speaker in session.speakers] for session in focus]
    everywhere = [name for name in spoken[0] if all(name in names for names in spoken)] if spoken else []
    people = tuple(everywhere or (spoken[0] if spoken else ()))
    at_large = evidence.aspect in (Aspect.LIST, Aspect.EXISTS, Aspect.COUNT)
    asks_more = evidence.query.window or evidence.pick is not Pick.ALL or at_large
    if not people or not asks_more or evidence.has(Cue.AFTER, Cue.BEFORE, Cue.THEREAFTER):
        return None
    return replace(evidence.query, intent=Intent.SESSIONS, people=people)


def _meetings(evidence: Evidence, context: Context) -> Query | None:
    """What goes on about the asker's own meetings."""
    old, new = context.query, evidence.query
    about_meetings = old is not None and old.intent is Intent.MEETINGS and not evidence.has(Cue.SESSION, Cue.PROGRAM)
    if old is None or not about_meetings or not _is_bare(evidence):
        return None
    if evidence.has(Cue.THEREAFTER, Cue.AFTER, Cue.NEXT) and context.shown:
        return replace(old, pick=Pick.AFTER, window=None, anchor=context.shown[-1:])
    if new.window:
        return replace(old, aspect=new.aspect, window=new.window, pick=new.pick, anchor=())
    place = evidence.reading.ordinal
    if place is not None and place < len(context.shown):
        return replace(old, aspect=new.aspect, pick=Pick.NTH, place=place)
    if evidence.has(Cue.TABLE) and not evidence.has(Cue.MEETING, Cue.MINE):  # "which table", of the one just shown
        return replace(old, aspect=Aspect.WHERE)
    return replace(old, aspect=new.aspect) if new.aspect in OF_SESSION else None


def _ordinal(evidence: Evidence, context: Context) -> Query | None:
    """One of those shown: "the second one"; but not "the first session", which is a question of its own."""
    place = evidence.reading.ordinal
    other = evidence.has(Cue.SESSION, Cue.EVENT, Cue.START) and not evidence.has(Cue.DEMONSTRATIVE)
    if place is None or other or not _is_bare(evidence) or evidence.query.window:
        return None
    return _nth(evidence, context, place)


def _number(evidence: Evidence, context: Context) -> Query | None:
    """One of those shown, by a digit alone."""
    said = evidence.reading.utterance.folded.strip()
    return _nth(evidence, context, int(said) - 1) if said.isdecimal() and len(said) == 1 else None


def _nth(evidence: Evidence, context: Context, place: int) -> Query | None:
    old = context.query
    if old and old.pick in (Pick.FIRST, Pick.NTH) and old.count == 1 and place > 0 and old.intent is Intent.SESSIONS:
        return replace(old, pick=Pick.NTH, place=place)  # after "the first thing", "and the second"
    if not 0 <= place < len(context.shown):
        return None
    last = context.query.aspect if context.query else Aspect.LIST
    aspect = evidence.aspect if evidence.aspect is not Aspect.LIST else last
    return Query(Intent.SESSIONS, aspect, sessions=(context.shown[place],))


def _thereafter(evidence: Evidence, context: Context) -> Query | None:
    """What comes after or before the session talked about."""
    timed = any(mention.window.kind is not Kind.NEXT for mention in evidence.reading.mentions)
    if not context.focus or not _is_bare(evidence) or timed:
        return None
    short = len(evidence.reading.utterance.words) < SHORT
    pointed = short or evidence.has(Cue.DEMONSTRATIVE, Cue.PERSON_PRONOUN, Cue.AND_LEAD)
    if not (evidence.has(Cue.THEREAFTER) or (pointed and evidence.has(Cue.AFTER, Cue.BEFORE))):
        return None
    backwards = evidence.has(Cue.BEFORE) and not evidence.has(Cue.AFTER, Cue.THEREAFTER)
    return Query(Intent.SESSIONS, evidence.aspect, Pick.BEFORE if backwards else Pick.AFTER, anchor=context.focus)


def _aspect_of_focus(evidence: Evidence, context: Context) -> Query | None:
    """Something else of the session talked about: "and where?"."""
    other = evidence.has(Cue.EVENT, Cue.MEETING, Cue.GO, Cue.AM_FREE)
    if not context.focus or not _is_bare(evidence) or other:
        return None
    if evidence.has(Cue.CLASH):
        return Query(Intent.CLASH, sessions=context.focus)
    if evidence.query.window or evidence.pick not in (Pick.ALL, Pick.NOW):
        return None
    of_any = evidence.has(Cue.SESSION) and not evidence.has(Cue.DEMONSTRATIVE, Cue.PERSON_PRONOUN)
    named = next((aspect for cue, aspect in BY_NOUN.items() if evidence.reading.is_all(cue)), evidence.aspect)
    if named not in OF_SESSION or of_any:
        return None
    return Query(Intent.SESSIONS, named, sessions=context.focus)


def _change(evidence: Evidence, context: Context) -> Query | None:
    """The last question with one part of it changed: "and tomorrow?", "what about room B?"."""
    reading, new, old = evidence.reading, evidence.slots.query, context.query
    if old is None or reading.free or evidence.slots.anchors or not (new.restricts or new.window):
        return None
    leads = any(start < LEAD for start, _ in reading.places(Cue.AND_LEAD))
    if not leads and not _is_mere_change(evidence, old):
        return None
    aspect = evidence.aspect if evidence.aspect is not Aspect.LIST else old.aspect
    changed = replace(old, aspect=aspect, anchor=(), several=new.several)
    if evidence.pick is not Pick.ALL or new.window or old.pick in (Pick.AFTER, Pick.BEFORE):
        changed = replace(changed, pick=evidence.pick)
    return _overlaid(changed, new)


def _is_mere_change(evidence: Evidence, old: Query) -> bool:
    """Whether a few words without "and" only change the last question, and are no new one."""
    new = evidence.slots.query
    words = [word for word in evidence.reading.utterance.words if word.content]
    whole = evidence.aspect is not Aspect.LIST or evidence.has(Cue.NOW, Cue.NEXT, Cue.PROGRAM, Cue.SESSION)
    parts = sum(bool(getattr(new, field)) for field in RESTRICTING) + bool(new.window)
    about_something = any(getattr(old, field) for field in NAMING)
    return len(words) < SHORT and not whole and parts == 1 and (bool(new.window) or not about_something)


def _overlaid(old: Query, new: Query) -> Query:
    """The old restrictions, with those of the new question in their place.

    Whoever names another session, speaker or topic no longer means the old one; a day or a room leaves them.
    """
    if any(getattr(new, field) for field in NAMING):
        old = replace(old, sessions=(), people=(), concepts=(), organizations=(), topic="")
    if new.window:
        old = replace(old, window=new.window, window_words=new.window_words)
    for field in RESTRICTING:
        old = old.having(field, getattr(new, field) or getattr(old, field))
    return old
