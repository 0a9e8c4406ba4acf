"""Who said what: the words of somebody named and of nobody else, and who speaks of something."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.citations import cite, label
from bot.answers.kinds import Kind as Asked
from bot.answers.kinds import asked_kind
from bot.answers.passages import sentence
from bot.answers.points import is_telling
from bot.answers.quoting import shown
from bot.answers.speakers import about
from bot.conversation.handlers import content, refusals
from bot.conversation.handlers.composing import HITS, told
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import card
from bot.i18n import formats
from bot.messages import Citation, QuoteBlock, Text
from bot.nlu.frequency import is_known, of_little_weight
from bot.nlu.lexicon import refuses
from bot.nlu.text import read
from bot.nlu.types import Goal, Kind, Role, Slot, Span
from knowledge import said
from knowledge.states import meant as meant_states
from knowledge.states import name as state_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.conversation.finding import Finder
    from index.model import Chunk
    from knowledge.said import Said

NAMING = (Kind.PERSON, Kind.ORGANIZATION)
SPOKEN_OF = (*NAMING, Kind.TOPIC, Kind.TITLE, Kind.TRACK, Kind.TYPE)
SPEECH = "speech"
MANY = 40  # passages among which those who speak of something are looked for
FEW = 3  # sentences of one voice
MOST = 5  # speakers or voices shown


def answer(scene: Scene) -> Told:
    """What somebody said: quoted from that one's own words, or an honest word that there are none."""
    slot, voice = _speaker(scene), scene.query.voice
    before = said.said_by(scene.event.knowledge, voice) if voice and slot is None else ()
    if before and scene.event.search is not None:
        return replace(_quoted(scene, before, _asked(scene, [])), voice=voice)
    if slot is None and (office := _office_elsewhere(scene)) is not None:
        return _unheard(scene, office)
    if slot is None or scene.event.search is None:
        return content.answer(scene)
    heard = _heard(scene, slot)
    told_by = _quoted(scene, heard, _asked(scene, [slot])) if heard else _unheard(scene, slot)
    return replace(told_by, voice=slot.text) if heard else told_by


def compared(scene: Scene) -> Told:
    """What each of several people said of a thing, side by side."""
    slots = [slot for slot in _speakers(scene) if _heard(scene, slot)]
    if len(slots) < 2 or scene.event.search is None:  # noqa: PLR2004 - a comparison needs two
        return answer(scene)
    asked = _asked(scene, slots)
    each = [_quoted(scene, _heard(scene, slot), asked) for slot in slots[:MOST]]
    if not any(one.answered for one in each):
        return each[0]
    blocks = [
        block
        for slot, one in zip(slots, each, strict=False)
        for block in (_quotes(one) or (Text(scene.say("content.no_words_on", name=_called(scene, slot))),))
    ]
    citations = tuple(citation for one in each for citation in one.citations)
    return Told(tuple(blocks), "content", citations=citations, sure=all(one.sure for one in each if one.answered))


def who(scene: Scene) -> Told:
    """Who speaks of something: each with a quote, the clearest first; else the sessions on it.

    Who does not speak of it cannot be told: what is not found may be said in other words.
    """
    if _denies(scene):
        return refusal(Text(scene.say("refuse.no_answer")), refusals.ask_organizers(scene))
    search, wanted = scene.event.search, _topic(scene)
    spoken = list(_speaking_of(scene, search, wanted)) if search and wanted else []
    if not spoken:
        return content.who_said(scene)
    blocks = tuple(
        QuoteBlock(shown(each.quote or ""), label(each, language, scene.view.language), each)
        for each, language in spoken[:MOST]
    )
    return Told((Text(scene.say("content.who_said")), *blocks), "content", citations=tuple(b.citation for b in blocks))


def _denies(scene: Scene) -> bool:
    """Whether there is a "not" beside what is spoken of, and not within it."""
    text = scene.frame.utterance.text
    for slot in scene.frame.slots:
        text = f"{text[: slot.span.start]}{' ' * (slot.span.end - slot.span.start)}{text[slot.span.end :]}"
    left_out = any(slot.role is Role.EXCLUDED for slot in scene.frame.slots)
    return left_out or refuses(scene.frame.language, read(text))


def turns(scene: Scene) -> tuple[Said, ...]:
    """The turns of whoever a question names first, none where it names nobody whose words there are."""
    slot = _speaker(scene)
    return _heard(scene, slot) if slot else ()


def each(scene: Scene) -> list[tuple[Said, ...]]:
    """The turns of each of those that a question names."""
    return [heard for slot in _speakers(scene) if (heard := _heard(scene, slot))]


def _speaker(scene: Scene) -> Slot | None:
    """Who is asked about: somebody named, or a state or organization that speaks."""
    meant = _speakers(scene)
    return next((slot for slot in meant if _heard(scene, slot)), meant[0] if meant else None)


def _speakers(scene: Scene) -> list[Slot]:
    """Who may be meant to speak: people and organizations, and states, unless these are all that is spoken of."""
    named = [slot for slot in scene.frame.slots if slot.kind in SPOKEN_OF]
    left_out = [slot for slot in named if slot.role is Role.EXCLUDED]
    states = [s for s in _states(scene) if not any(s.span.touches(o.span.start, o.span.end) for o in left_out)]
    topics = [
        slot
        for slot in named
        if slot not in left_out and not any(slot.span.touches(s.span.start, s.span.end) for s in states)
    ]
    people = [s for s in topics if s.kind in NAMING and not _is_office(s)]
    about_states = not topics and not scene.query.text and scene.query.goal in (Goal.SAID, Goal.CONTENT, Goal.WHO_SAID)
    speaking = states[:-1] if about_states else states  # "what was said about Ukraine"
    others = [s for s in topics if any(each.means == "organization" for each in _heard(scene, s))]
    return sorted({*people, *speaking, *others}, key=lambda slot: slot.span.start)


def _states(scene: Scene) -> list[Slot]:
    """The states that a question speaks of, as slots."""
    found = meant_states(scene.frame.utterance.text)
    return [Slot(Span(Kind.ORGANIZATION, Role.PLAIN, start, end), state_name(code, "en")) for code, start, end in found]


def _is_office(slot: Slot) -> bool:
    """Whether somebody is named by an office alone, which many hold: the prime minister."""
    return not any(word[:1].isupper() and not is_known(word.lower()) for word in slot.text.split()) and not any(
        name.exact and not name.partial for name in slot.names
    )


def _office_elsewhere(scene: Scene) -> Slot | None:
    """Whoever holds an office in a body that is named and has no words here: "the GIFAS president"."""
    utterance = scene.frame.utterance
    offices = [s for s in scene.frame.of(Kind.PERSON) if _is_office(s)] if scene.query.goal is Goal.SAID else []
    for office in offices:
        for body in scene.frame.of(Kind.ORGANIZATION, Kind.TOPIC, Kind.TITLE):
            first, last = sorted((office.span, body.span), key=lambda span: span.start)
            start, end = first.start, last.end
            between = [w for w in utterance.words if first.end <= w.start and w.end <= last.start]
            little = all(word.folded in of_little_weight() for word in between)
            beside = little and last.start - first.end <= len(" of the ")
            if beside and not _heard(scene, body):
                return Slot(Span(Kind.PERSON, Role.PLAIN, start, end), utterance.text[start:end])
    return None


def _heard(scene: Scene, slot: Slot) -> tuple[Said, ...]:
    """The turns of whoever a slot names, by its words or by the program's name for them."""
    names = [key for name in slot.names for key in name.keys]
    found = (said.said_by(scene.event.knowledge, words) for words in (slot.text, *names))
    return next((turns for turns in found if turns), ())


def _quoted(scene: Scene, heard: Sequence[Said], asked: str) -> Told:
    """What answers a question in some turns alone."""
    search, compose, language = scene.event.search, scene.event.compose, scene.view.language
    if search is None or compose is None:
        return content.answer(scene)
    own = search.narrowed(_within(heard))
    spoken = _spoken_of(scene, own)
    if spoken is not None:
        return spoken
    hits = own.find(asked, language, HITS)
    reply = compose(asked, language, hits, own)
    near = _nearest(scene, own, [hit.chunk for hit in hits], asked) if not reply.answered else None
    return near or replace(told(reply), focus=content.spoken_in(scene, reply))


def _spoken_of(scene: Scene, search: Finder) -> Told | None:
    """The few sentences that name what was asked about, the clearest first; None where none does."""
    wanted, language = _topic(scene), scene.view.language
    asks_more = asked_kind(scene.frame.utterance.text, scene.frame.language) is not Asked.ANY  # why, how much, when
    if not wanted or scene.query.goal is not Goal.SAID or asks_more:
        return None
    speaking = _naming_speakers(scene)
    found = [
        (-float(cosine), number, hit.chunk, place)
        for number, hit in enumerate(search.find(wanted, scene.frame.language, HITS))
        for place, cosine in enumerate(search.sentence_cosines(wanted, hit.chunk))
        if is_telling(hit.chunk, place) and content.names_wanted(scene, sentence(hit.chunk, place), without=speaking)
    ]
    blocks: list[QuoteBlock] = []
    for _, _, chunk, place in sorted(found, key=lambda each: each[:2])[:FEW]:
        source = cite(chunk, *chunk.sentences[place])
        blocks.append(QuoteBlock(shown(source.quote or ""), label(source, chunk.language, language), source))
    if not blocks:
        return None
    return Told(tuple(blocks), "content", citations=tuple(block.citation for block in blocks))


def _nearest(scene: Scene, search: Finder, chunks: Sequence[Chunk], asked: str) -> Told | None:
    """The nearest that somebody says to what was asked, under words that say that it may not answer."""
    wanted = _topic(scene) or asked
    found = [
        (float(cosine), number, place)
        for number, chunk in enumerate(chunks)
        for place, cosine in enumerate(search.sentence_cosines(wanted, chunk))
        if is_telling(chunk, place)
    ]
    if not found:
        return None
    _, number, place = max(found)
    chunk = chunks[number]
    source = cite(chunk, *chunk.sentences[place])
    quote = QuoteBlock(shown(source.quote or ""), label(source, chunk.language, scene.view.language), source)
    return content.hedged(scene, Told((quote,), "content", citations=(source,)))


def _within(heard: Sequence[Said]) -> Callable[[Chunk], bool]:
    return lambda chunk: any(turn.holds(chunk.source, chunk.start) for turn in heard)


def _asked(scene: Scene, without: Sequence[Slot]) -> str:
    """The question without who is named in it and without "what did ... say about"."""
    text = scene.frame.utterance.text
    for slot in sorted(without, key=lambda s: -s.span.start):
        text = text[: slot.span.start] + text[slot.span.end :]
    before = f"{scene.query.text} " if scene.query.text else ""
    return about(" ".join(f"{before}{text}".split()), scene.frame.language)


def _topic(scene: Scene) -> str:
    """What is spoken of, without the words around it and whose words are asked for."""
    speaking = _naming_speakers(scene) if scene.query.goal is not Goal.WHO_SAID else ()
    plain = scene.frame.of(*content.TEXTUAL, role=Role.PLAIN)
    return " ".join(slot.text for slot in plain if slot not in speaking)


def _naming_speakers(scene: Scene) -> tuple[Slot, ...]:
    """The slots that name those whose words are asked for."""
    spans = [slot.span for slot in _speakers(scene)]
    return tuple(s for s in scene.frame.slots if any(s.span.touches(span.start, span.end) for span in spans))


def _unheard(scene: Scene, slot: Slot) -> Told:
    """That there are no words of somebody; whose there are, and where that one speaks."""
    announced = _announced(scene)
    if announced is not None:
        return announced
    others = said.voices(scene.event.knowledge)[:MOST]
    lines = [scene.say("content.no_words", name=_called(scene, slot))]
    if others:
        lines.append(scene.say("content.words_of", names=formats.join(list(others), scene.view.language)))
    sessions = scene.event.selector.fitting(scene.query) if scene.query.people else ()
    shown_session = (card(sessions[0], scene.view),) if sessions else ()
    return refusal(Text(" ".join(lines)), *shown_session, refusals.ask_organizers(scene), sessions=sessions[:1])


def _announced(scene: Scene) -> Told | None:
    """What the program says of the sessions of somebody whose words there are not."""
    sessions = scene.event.selector.fitting(scene.query) if scene.query.people else ()
    search, compose, language = scene.event.search, scene.event.compose, scene.view.language
    if not sessions or search is None or compose is None:
        return None
    ids = {session.id for session in sessions}
    own = search.narrowed(lambda chunk: chunk.session in ids)
    asked = _asked(scene, scene.frame.of(*NAMING))
    reply = compose(asked, language, own.find(asked, language, HITS), own)
    return replace(told(reply), focus=sessions) if reply.answered else None


def _called(scene: Scene, slot: Slot) -> str:
    """What somebody is called in the question."""
    return scene.frame.utterance.text[slot.span.start : slot.span.end]


def _quotes(one: Told) -> tuple[QuoteBlock, ...]:
    return tuple(block for block in one.blocks if isinstance(block, QuoteBlock))


def _speaking_of(scene: Scene, search: Finder, wanted: str) -> Iterator[tuple[Citation, str]]:
    """The best sentence of each speaker that names what is asked for, with its language."""
    seen: set[str] = set()
    for hit in search.find(wanted, scene.frame.language, MANY):
        chunk = hit.chunk
        if chunk.kind != SPEECH or not chunk.speaker or chunk.speaker in seen:
            continue
        place = _naming(scene, chunk, wanted, search)
        if place is not None:
            seen.add(chunk.speaker)
            yield cite(chunk, *chunk.sentences[place]), chunk.language


def _naming(scene: Scene, chunk: Chunk, wanted: str, search: Finder) -> int | None:
    """The sentence of a passage that names what is asked for and is nearest to it; None where none names it."""
    cosines = search.sentence_cosines(wanted, chunk)
    for place in sorted(range(len(chunk.sentences)), key=lambda each: -float(cosines[each])):
        start, end = chunk.sentences[place]
        if is_telling(chunk, place) and content.names_wanted(
            scene, chunk.text[start - chunk.start : end - chunk.start]
        ):
            return place
    return None
