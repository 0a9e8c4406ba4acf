"""Follow-ups: a question that says only what is new leans on the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.understanding.lexicon import Cue
from bot.conversation.understanding.query import RESTRICTING, Aspect, Intent, Pick, Query

if TYPE_CHECKING:
    from bot.conversation.context import Context
    from bot.conversation.understanding.rules import Evidence
    from knowledge.model import Program

SHORT = 5  # words of a question that may be only a change of the last one
LEAD = 4  # characters before which "and" opens the question
OF_SESSION = (
    Aspect.WHEN, Aspect.START, Aspect.END, Aspect.WHERE, Aspect.WHO, Aspect.LENGTH, Aspect.ABOUT, Aspect.LANGUAGE,
    Aspect.STATUS, Aspect.CANCELLED, Aspect.ORGANIZATION,
)  # fmt: skip


def lean(evidence: Evidence, context: Context, program: Program) -> Query | None:
    """The query that a follow-up makes together with what was said before; None for a question of its own."""
    if evidence.has(Cue.PERSON_PRONOUN) and evidence.has(Cue.SPEAK, Cue.SESSION) and _is_bare(evidence):
        return _of_speaker(evidence, context, program)
    for rule in (_meetings, _ordinal, _thereafter, _aspect_of_focus, _change):
        query = rule(evidence, context)
        if query is not None:
            return query
    return None


def _is_bare(evidence: Evidence) -> bool:
    """Nothing in it says what it is about."""
    query = evidence.slots.query
    return not query.restricts and not query.anchor and not evidence.slots.anchors and not evidence.reading.free


def _of_speaker(evidence: Evidence, context: Context, program: Program) -> Query | None:
    """ "Does she also speak tomorrow": the sessions of those who speak in the sessions talked about."""
    focus = [session for key in context.focus if (session := program.session(key))]
    spoken = [tuple(speaker.name for speaker in session.speakers) for session in focus]
    everywhere = tuple(name for name in spoken[0] if all(name in names for names in spoken)) if spoken else ()
    people = everywhere or (spoken[0] if spoken else ())
    follows = evidence.has(Cue.AFTER, Cue.BEFORE, Cue.THEREAFTER)
    if (
        not people
        or follows
        or not (evidence.query.window or evidence.pick is not Pick.ALL or evidence.aspect is Aspect.LIST)
    ):
        return None
    return replace(evidence.query, intent=Intent.SESSIONS, people=people)


def _meetings(evidence: Evidence, context: Context) -> Query | None:
    """What goes on about the asker's own meetings."""
    old = context.query
    if (
        old is None
        or old.intent is not Intent.MEETINGS
        or not _is_bare(evidence)
        or evidence.has(Cue.SESSION, Cue.PROGRAM)
    ):
        return None
    if evidence.has(Cue.THEREAFTER, Cue.AFTER, Cue.NEXT) and context.shown:
        return replace(old, pick=Pick.AFTER, window=None, anchor=context.shown[-1:])
    if evidence.query.window or evidence.aspect in OF_SESSION:
        return replace(
            old,
            aspect=evidence.aspect,
            window=evidence.query.window or old.window,
            pick=evidence.pick if evidence.query.window else old.pick,
        )
    return None


def _ordinal(evidence: Evidence, context: Context) -> Query | None:
    place = evidence.reading.ordinal
    numbers = [word.folded for word in evidence.reading.utterance.words]
    if len(numbers) == 1 and numbers[0].isdecimal() and len(numbers[0]) == 1:
        return _nth(evidence, context, int(numbers[0]) - 1)
    if place is None or place >= len(context.shown) or not _is_bare(evidence) or evidence.query.window:
        return None
    if evidence.has(Cue.SESSION, Cue.EVENT, Cue.START) and not evidence.has(Cue.DEMONSTRATIVE):
        return None
    return _nth(evidence, context, place)


def _nth(evidence: Evidence, context: Context, place: int) -> Query | None:
    if not 0 <= place < len(context.shown):
        return None
    aspect = evidence.aspect if evidence.aspect is not Aspect.LIST else _last_aspect(context)
    return Query(Intent.SESSIONS, aspect, sessions=(context.shown[place],))


def _thereafter(evidence: Evidence, context: Context) -> Query | None:
    pointing = evidence.has(Cue.AFTER, Cue.BEFORE) and (
        evidence.has(Cue.DEMONSTRATIVE, Cue.PERSON_PRONOUN, Cue.AND_LEAD)
        or len(evidence.reading.utterance.words) < SHORT
    )
    if (
        not context.focus
        or not _is_bare(evidence)
        or (evidence.reading.window_words.strip(" ?") and not _is_next(evidence))
    ):
        return None
    if not (evidence.has(Cue.THEREAFTER) or pointing):
        return None
    pick = Pick.BEFORE if evidence.has(Cue.BEFORE) and not evidence.has(Cue.AFTER, Cue.THEREAFTER) else Pick.AFTER
    return Query(Intent.SESSIONS, evidence.aspect, pick, anchor=context.focus)


def _is_next(evidence: Evidence) -> bool:
    return all(mention.window.kind.value == "next" for mention in evidence.reading.mentions)


def _aspect_of_focus(evidence: Evidence, context: Context) -> Query | None:
    if not context.focus or not _is_bare(evidence) or evidence.has(Cue.EVENT, Cue.MEETING, Cue.GO, Cue.AM_FREE):
        return None
    pointed = evidence.has(Cue.DEMONSTRATIVE, Cue.PERSON_PRONOUN)
    if evidence.has(Cue.CLASH):
        return Query(Intent.CLASH, sessions=context.focus)
    if evidence.query.window or evidence.pick not in (Pick.ALL, Pick.NOW):
        return None
    if evidence.aspect in OF_SESSION and not (evidence.has(Cue.SESSION) and not pointed):
        return Query(Intent.SESSIONS, evidence.aspect, sessions=context.focus)
    return None


def _change(evidence: Evidence, context: Context) -> Query | None:
    """ "And tomorrow?", "what about room B?": the last question with one part of it changed."""
    reading, new, old = evidence.reading, evidence.slots.query, context.query
    if old is None or reading.free or evidence.slots.anchors or not (new.restricts or new.window):
        return None
    leads = any(start < LEAD for start, _ in reading.places(Cue.AND_LEAD))
    words = [word for word in reading.utterance.words if word.content]
    if not leads and not (
        len(words) < SHORT
        and evidence.aspect is Aspect.LIST
        and not evidence.has(Cue.NOW, Cue.NEXT, Cue.PROGRAM, Cue.SESSION)
    ):
        return None
    aspect = evidence.aspect if evidence.aspect is not Aspect.LIST else old.aspect
    changed = replace(old, aspect=aspect, anchor=(), ordinal=None, unknown="", several=new.several)
    if evidence.pick is not Pick.ALL or new.window or old.pick in (Pick.AFTER, Pick.BEFORE):
        changed = replace(changed, pick=evidence.pick)
    return _overlaid(changed, new)


def _overlaid(old: Query, new: Query) -> Query:
    """The old restrictions, with those of the new question in their place.

    Whoever names another session, speaker or topic no longer means the old one; a day or a room leaves them.
    """
    if new.sessions or new.people or new.concepts or new.organizations:
        old = replace(old, sessions=(), people=(), concepts=(), organizations=(), topic="")
    if new.window:
        old = replace(old, window=new.window, window_words=new.window_words)
    for field in RESTRICTING:
        old = old.having(field, getattr(new, field) or getattr(old, field))
    return old


def _last_aspect(context: Context) -> Aspect:
    return context.query.aspect if context.query else Aspect.LIST
