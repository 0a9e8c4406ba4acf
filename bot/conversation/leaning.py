"""Follow-ups: a question that says only what is new leans on the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.lexicon import Cue
from bot.conversation.query import RESTRICTING, Aspect, Intent, Pick, Query

if TYPE_CHECKING:
    from bot.conversation.context import Context
    from bot.conversation.rules import Evidence

SHORT = 5  # words of a question that may be only a change of the last one
LEAD = 4  # characters before which "and" opens the question
OF_SESSION = (
    Aspect.WHEN, Aspect.START, Aspect.END, Aspect.WHERE, Aspect.WHO, Aspect.LENGTH, Aspect.ABOUT, Aspect.LANGUAGE,
    Aspect.STATUS, Aspect.CANCELLED, Aspect.ORGANIZATION,
)  # fmt: skip


def lean(evidence: Evidence, context: Context) -> Query | None:
    """The query that a follow-up makes together with what was said before; None for a question of its own."""
    for rule in (_ordinal, _thereafter, _aspect_of_focus, _change):
        query = rule(evidence, context)
        if query is not None:
            return query
    return None


def _is_bare(evidence: Evidence) -> bool:
    """Nothing in it says what it is about."""
    query = evidence.slots.query
    return not query.restricts and not query.anchor and not evidence.slots.anchors and not evidence.reading.free


def _ordinal(evidence: Evidence, context: Context) -> Query | None:
    place = evidence.reading.ordinal
    if place is None or place >= len(context.shown) or not _is_bare(evidence) or evidence.query.window:
        return None
    if evidence.has(Cue.SESSION, Cue.EVENT, Cue.START) and not evidence.has(Cue.DEMONSTRATIVE):
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
        or evidence.reading.window_words.strip(" ?")
        and not _is_next(evidence)
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
    if evidence.has(Cue.CLASH) and (pointed or evidence.has(Cue.ATTEND)):
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
