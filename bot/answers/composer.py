"""Passages in, an answer out: the best sentences quoted verbatim, or an honest refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import encode
from bot.answers.citations import cite, label, section, shortened
from bot.answers.decision import confidence, preference
from bot.answers.doubts import is_doubtful
from bot.answers.evidence import candidates, grounds
from bot.answers.kinds import PARTICULAR, asked_kind
from bot.answers.parts import offered
from bot.answers.practical import wanted_things
from bot.answers.quoting import shown, span
from bot.answers.speakers import about, of_speaker
from bot.i18n.catalogue import say
from bot.messages import Choice, Choices, QuoteBlock, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.evidence import Candidate
    from index.model import Chunk, Hit
    from index.search import Search

SPEECH = "speech"
# An address may stand far from what else the question is near to, and is told by its form; so may what is practical,
# which goes by many names.
FAR_HITS = 60

# Log-odds from which on a part that may not answer is worth reading.
NEARLY = -4.0
# Log-odds from which on the nearest quote is shown, under words that say that it may not answer.
PERHAPS = -2.5


def compose(question: str, language: str, hits: Sequence[Hit], search: Search) -> Reply:
    """Answer a content question from the passages found, in the asker's language around the quote.

    ``hits`` are best first. The reply is a quote with its citation, or a refusal that names the nearest
    passage.
    """
    topical = about(question, language) != question
    question, hits = of_speaker(question, language, hits, search)
    if topical:  # what was said is in speeches; a session's description only announces it
        hits = [hit for hit in hits if hit.chunk.kind == SPEECH] or hits
    elif asked_kind(question, language) in PARTICULAR or wanted_things(question, language):
        hits = search.find(question, language, FAR_HITS)
    found = candidates(question, language, hits, search)
    if not found:
        return _refusal(language, hits[0].chunk if hits else None)
    best = max(found, key=lambda each: preference(each.signs))
    told = grounds(question, language, best, found, hits=hits, search=search, topical=topical)
    sure = confidence(told)
    if sure < PERHAPS:
        return _refusal(language, best.hit.chunk, parts=offered(best.hit.chunk, language) if sure > NEARLY else ())
    return _answer(question, language, best, found, sure=sure >= 0 and not is_doubtful(question, language, best))


def _answer(question: str, language: str, best: Candidate, found: Sequence[Candidate], *, sure: bool) -> Reply:
    chunk = best.hit.chunk
    citation = cite(chunk, *span(question, language, best, found))
    quote = QuoteBlock(shown(citation.quote or ""), label(citation, chunk.language, language), citation)
    verdicts = (
        Choice(say(language, "feedback.helpful"), encode("helpful")),
        Choice(say(language, "feedback.not_helpful"), encode("unhelpful")),
    )
    if sure:
        return Reply((quote, Choices(verdicts)), "content", language=language, citations=(citation,))
    ask = Choice(say(language, "content.ask"), encode("organizers"))
    choices = Choices((*offered(chunk, language), ask, *verdicts))
    blocks = (Text(say(language, "content.perhaps")), quote, choices)
    return Reply(blocks, "content", language=language, citations=(citation,), sure=False)


def _refusal(language: str, nearest: Chunk | None, parts: tuple[Choice, ...] = ()) -> Reply:
    said = [say(language, "content.refusal"), *([_nearest(language, nearest)] if nearest else [])]
    ask = Choices((*parts, Choice(say(language, "content.ask"), encode("organizers"))))
    return Reply((Text(" ".join(said)), ask), "refusal", answered=False, language=language)


def _nearest(language: str, chunk: Chunk) -> str:
    title, part = shortened(chunk.title), section(chunk)
    if part:
        return say(language, "content.nearest_section", section=shortened(part), title=title)
    return say(language, "content.nearest", title=title)
