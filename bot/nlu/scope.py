"""What small words do to the stretches beside them: leave them out, or make them a limit of the asker.

A negation or a limit that is passed over, or taken the wrong way round, leads to the opposite of what was asked; so
where such a word is said it decides, and the heads only where none is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.nlu.lexicon import exclusions, limits
from bot.nlu.types import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.nlu.lexicon import Match
    from bot.nlu.text import Utterance
    from bot.nlu.types import Span

REACH, REACH_JAPANESE = 32, 4  # characters from a word that leaves something out to what it leaves out
SURE = 0.6  # score of a stretch that is believed to be left out where no word tells so
JOINED = 10  # characters between two things that are left out together
JOINING = re.compile(r"\s*(?:,|、|and|or|nor|et|ou|ni|や|と)\s*(?:(?:the|a|any|le|la|les|du|de|des|l')\s*){0,2}")
ENDING = re.compile(r"[.?!;。？！]")
LIMITS = (Role.FROM, Role.UNTIL)


def scoped(spans: Sequence[Span], utterance: Utterance, language: str) -> list[Span]:
    """The stretches with the roles that exclusions and limits in the message give them."""
    return _limited(_excluded(spans, utterance, language), utterance, language)


def _excluded(spans: Sequence[Span], utterance: Utterance, language: str) -> list[Span]:
    """With all that is left out, and nothing else, excluded; as the heads say where no word tells."""
    left_out = {
        span for phrase in exclusions(language, utterance) for span in _after(phrase, spans, utterance, language)
    }
    if not left_out:
        return [_with_role(s, s.role is Role.EXCLUDED and s.score >= SURE) for s in spans]
    return [_with_role(span, span in left_out) for span in spans]


def _with_role(span: Span, left_out: bool) -> Span:  # noqa: FBT001 - told by what stands around it
    if left_out:
        return replace(span, role=Role.EXCLUDED)
    return replace(span, role=Role.PLAIN) if span.role is Role.EXCLUDED else span


def _after(phrase: Match, spans: Sequence[Span], utterance: Utterance, language: str) -> Iterator[Span]:
    """What a phrase leaves out: what stands next to it, and what is joined with that."""
    backwards = language == "ja"
    if backwards:
        beside = sorted((s for s in spans if s.end <= phrase.start), key=lambda s: -s.end)
    else:
        beside = sorted((s for s in spans if s.start >= phrase.end), key=lambda s: s.start)
    edge, reach = (phrase.start if backwards else phrase.end), REACH_JAPANESE if backwards else REACH
    for number, span in enumerate(s for s in beside if s.kind is not Kind.REFERENCE):
        between = utterance.text[span.end : edge] if backwards else utterance.text[edge : span.start]
        if len(between) > (reach if number == 0 else JOINED) or ENDING.search(between):
            return
        if number and not JOINING.fullmatch(between.lower()):
            return
        yield span
        edge = span.start if backwards else span.end


def _limited(spans: Sequence[Span], utterance: Utterance, language: str) -> list[Span]:
    """With each limit as the word for coming or leaving that it belongs to."""
    cues = limits(language, utterance)
    return [replace(s, role=_role(s, cues, language)) if s.role in LIMITS and cues else s for s in spans]


def _role(span: Span, cues: Iterable[Match], language: str) -> Role:
    """The role of the nearest cue: in Japanese the verb follows its time, elsewhere it comes before."""
    before = [(span.start - cue.end, cue) for cue in cues if cue.end <= span.start]
    after = [(cue.start - span.end, cue) for cue in cues if cue.start >= span.end]
    first, second = (after, before) if language == "ja" else (before, after)
    nearest = min(first or second, key=lambda pair: pair[0], default=None)
    return Role(nearest[1].name) if nearest else span.role
