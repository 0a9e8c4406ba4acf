"""A text to its turns: labels, quotations and introductions put in order. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.folding import plain
from knowledge.model import Turn
from knowledge.turns import naming
from knowledge.turns.labels import find_labels
from knowledge.turns.mentions import known_in
from knowledge.turns.quoted import handings, quotations
from knowledge.turns.voices import find_voices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.model import Speaker
    from knowledge.sections import Heading
    from knowledge.turns.quoted import Quotation
    from knowledge.turns.voices import Voice

INTRODUCED = 0.4  # of a text: the chair who introduces its speaker is before
LOWEST = 99  # level of a heading: any other ends what stands before all headings
SPEECH = 0.25  # of a text: so much before the first label is the speech, whoever it names
_PARAGRAPH_END = re.compile(r"\n[ \t\u00a0]*\n")
_SENTENCES = 2  # in a stretch before the first label that is speech and not a note of place and time
_SENTENCE = re.compile(r"[^\W\d_]{2}[^.!?。！？]{20,}[.!?。！？]")


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of a text, the headings that only name who speaks, and times in the recording."""

    turns: tuple[Turn, ...]
    labels: tuple[Heading, ...] = ()
    times: tuple[tuple[int, float], ...] = ()


def find_turns(
    text: str,
    begin: int,
    *,
    speakers: Sequence[str],
    headings: Sequence[Heading] = (),
    program: Sequence[Speaker] = (),
    named: Sequence[str] = (),
) -> Turns:
    """The turns of ``text`` from ``begin`` on, where the speech begins.

    ``speakers`` are those whose speech it is, ``named`` others whom the document names, ``program`` those of the
    event. Without any other voice there is one turn, of its speakers.
    """
    known = naming.people((*speakers, *named), program)
    voices = find_voices(find_labels(text, begin, headings), text, speakers, known)
    used = {voice.label.start for voice in voices}
    left = [heading for heading in headings if heading.start not in used]
    turns = list(_labelled(text, begin, voices, left, ", ".join(speakers)))
    turns = [part for turn in turns for part in _introduced(text, turn, speakers, known)]
    for quotation in quotations(text, begin, known):
        turns = [part for turn in turns for part in _around(turn, quotation)]
    return Turns(
        tuple(_tight(text, turns)),
        tuple(heading for heading in headings if heading.start in used),
        tuple((voice.label.end, voice.label.at) for voice in voices if voice.label.at is not None),
    )


def _labelled(text: str, begin: int, voices: Sequence[Voice], headings: Sequence[Heading], own: str) -> Iterator[Turn]:
    """The stretches between labels. What stands before the first is the speaker's speech, or else a note and no turn.

    Where the text begins as a speech, a heading that ends the section of a label gives the floor back.
    """
    first = voices[0].label.start if voices else len(text)
    is_speech = not voices or _is_speech(text, begin, first, own)
    if is_speech:
        yield Turn(own, begin, first)
    for at, voice in enumerate(voices):
        following = voices[at + 1] if at + 1 < len(voices) else None
        end = following.label.start if following else len(text)
        back = _leaves(headings, voice.label.start, end) if is_speech else None
        yield from _one(text, voice, back or end, answered=bool(following and not following.floor and not back))
        if back:
            yield Turn(own, back, end)


def _one(text: str, voice: Voice, end: int, *, answered: bool) -> Iterator[Turn]:
    """A voice's turn. A question that no labelled answer follows is over with its paragraph; then nobody is named."""
    turn = Turn(voice.speaker, voice.label.end, end, voice.floor, voice.organization, voice.label.at)
    stops = _PARAGRAPH_END.search(text, voice.label.end, end) if voice.floor and not answered else None
    if stops is None:
        yield turn
        return
    yield replace(turn, end=stops.start())
    yield Turn("", stops.end(), end)


def _is_speech(text: str, begin: int, first: int, own: str) -> bool:
    """Whether what stands before the first label is a speech of one person, and not a note about them."""
    if not own or ", " in own or len(_SENTENCE.findall(text, begin, first)) < _SENTENCES:
        return False
    told = text[begin:first]
    return len(told) >= SPEECH * (len(text) - begin) or not known_in(told, naming.people([own]))


def _leaves(headings: Sequence[Heading], label: int, end: int) -> int | None:
    """Where a heading before ``end`` ends the section that a label stands in."""
    inside = [heading for heading in headings if heading.start <= label]
    level = inside[-1].level if inside else LOWEST
    return next((each.start for each in headings if label < each.start < end and each.level <= level), None)


def _introduced(text: str, turn: Turn, speakers: Sequence[str], known: Sequence[naming.Known]) -> Iterator[Turn]:
    """A stretch of the speaker's with the words of a chair taken out who introduces them, or gives others the floor."""
    own = ", ".join(speakers)
    if turn.speaker != own or turn.floor or turn.at is not None:
        yield turn
        return
    start, speaker = turn.start, turn.speaker
    for handing in handings(text, turn.start, turn.end, known):
        last = not text[handing.end : turn.end].strip()
        if handing.who and handing.who in (own, *speakers):
            early = handing.end - turn.start <= INTRODUCED * (turn.end - turn.start)
            whole = naming.core(handing.who) <= set(plain(text[handing.start : handing.end]).split())
            if speaker == own and not (early and whole):
                continue
            yield Turn(speaker if speaker not in (own, "") else "", start, handing.end)
        elif last or (not handing.firmly and not handing.who):
            continue
        else:
            yield Turn(speaker, start, handing.start)
            yield Turn("", handing.start, handing.end)
        start, speaker = handing.end, _given(handing.who, own, speakers, firmly=handing.firmly)
    yield replace(turn, speaker=speaker, start=start)


def _given(who: str, own: str, speakers: Sequence[str], *, firmly: bool) -> str:
    """Who speaks after the floor was given; nobody where a speaker may only have welcomed somebody."""
    if who in (own, *speakers):
        return who
    return who if firmly or not own else ""


def _around(turn: Turn, quotation: Quotation) -> Iterator[Turn]:
    """A turn with a quotation in it taken out; its mark and its signature are nobody's words."""
    begin, until = quotation.block
    if not turn.start <= quotation.start < turn.end:
        yield turn
        return
    yield replace(turn, end=max(turn.start, begin))
    yield Turn(quotation.who, quotation.start, min(quotation.end, turn.end))
    yield replace(turn, start=min(until, turn.end), at=None)


def _tight(text: str, turns: Sequence[Turn]) -> Iterator[Turn]:
    """The turns without white space around, empty ones left out, and neighbours in one voice as one."""
    for turn in _joined(turns):
        inside = text[turn.start : turn.end]
        start = turn.start + len(inside) - len(inside.lstrip())
        end = start + len(inside.strip())
        if end > start:
            yield replace(turn, start=start, end=end)


def _joined(turns: Sequence[Turn]) -> Iterator[Turn]:
    """Turns that follow each other without a label between, in one voice, as one."""
    waiting: Turn | None = None
    for turn in turns:
        if turn.start >= turn.end:
            continue
        if waiting and waiting.end == turn.start and (waiting.speaker, waiting.floor) == (turn.speaker, turn.floor):
            waiting = replace(waiting, end=turn.end)
            continue
        if waiting:
            yield waiting
        waiting = turn
    if waiting:
        yield waiting
