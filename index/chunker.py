"""Documents and sessions to passages: whole sentences of one section in one voice, about a paragraph each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from index.model import Chunk
from index.sentences import sentences, tight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.model import Voice
    from index.sentences import Range
    from knowledge.model import Document, Session, Turn

# Part of an index's manifest: raise it when the same text would be cut, embedded or matched otherwise.
CHUNKER_VERSION = 6
# Sizes in words. A passage is full from ENOUGH on, or from PARAGRAPH on where a paragraph ends, and never has
# more than MOST; but a last one of fewer than SCRAP joins the one before.
ENOUGH = 100
PARAGRAPH = 60
MOST = 150
SCRAP = 25
# No sentence is longer in characters: what has no end in sight is cut.
LONGEST = 900
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_CLAUSE = re.compile(r"[、，,;；:：]\s*")
_SPACE = re.compile(r"\s+")


def document_chunks(document: Document) -> list[Chunk]:
    """Return the passages of a speech or page, in order."""
    text = document.text
    return [
        Chunk(
            **_place(document.source, text, ranges),
            title=document.title,
            language=document.language,
            speaker=turn.speaker if turn else "",
            session=document.session,
            heading=heading,
            kind=document.kind,
            voice=_voice(document, turn),
            at=document.time_at(ranges[0][0]),
        )
        for heading, start, end, turn in _stretches(document)
        for ranges in _passages(text, sentences(text, start, end))
    ]


def _stretches(document: Document) -> Iterator[tuple[tuple[str, ...], int, int, Turn | None]]:
    """What of each section is in one voice; before the first turn the document speaks for itself."""
    turns = document.voices
    spans = [(0, turns[0].start, None), *((turn.start, turn.end, turn) for turn in turns)]
    sections = [(s.heading, s.start, s.end) for s in document.sections] or [((), 0, len(document.text))]
    for heading, begin, finish in sections:
        for start, end, turn in spans:
            if max(start, begin) < min(end, finish):
                yield heading, max(start, begin), min(end, finish), turn


def _voice(document: Document, turn: Turn | None) -> Voice:
    if turn is None or turn.speaker or not document.speaker:
        return "floor" if turn and turn.floor else "speaker"
    return "floor" if turn.floor else "unnamed"


def session_text(session: Session) -> str:
    """The text that passages of a session refer to: the title, a line feed, and the abstract."""
    return f"{session.title}\n{session.abstract}"


def session_chunks(session: Session) -> list[Chunk]:
    """Return the passages of a session's title and abstract, in order."""
    text, title_end = session_text(session), len(session.title)
    return [
        Chunk(
            **_place(f"program:{session.id}", text, ranges),
            title=session.title,
            language=session.language,
            speaker=", ".join(speaker.name for speaker in session.speakers),
            session=session.id,
            kind="session",
        )
        for ranges in _passages(text, [*sentences(text, 0, title_end), *sentences(text, title_end)])
    ]


def size(text: str) -> float:
    """The length in words; two characters of Chinese or Japanese, or eight of one long word, count as one."""
    narrow = _WIDE.sub(" ", text).split()
    return len(_WIDE.findall(text)) / 2 + max(len(narrow), sum(map(len, narrow)) / 8)


def _place(source: str, text: str, ranges: list[Range]) -> dict[str, Any]:
    start, end = ranges[0][0], ranges[-1][1]
    return {
        "id": f"{source}#{start}-{end}",
        "source": source,
        "start": start,
        "end": end,
        "text": text[start:end],
        "sentences": tuple(ranges),
    }


def _passages(text: str, ranges: Iterable[Range]) -> list[list[Range]]:
    """The sentences gathered into passages of bounded size."""
    passages: list[list[Range]] = []
    for each in (part for start, end in ranges for part in _bounded(text, start, end)):
        if passages and not _full(text, passages[-1], each):
            passages[-1].append(each)
        else:
            passages.append([each])
    if len(passages) > 1 and size(text[passages[-1][0][0] : passages[-1][-1][1]]) < SCRAP:
        passages[-2:] = [passages[-2] + passages[-1]]
    return passages


def _full(text: str, passage: list[Range], following: Range) -> bool:
    """Whether the next sentence begins a passage of its own."""
    start, end = passage[0][0], passage[-1][1]
    now = size(text[start:end])
    if now + size(text[slice(*following)]) > MOST:
        return True
    return now >= ENOUGH or (now >= PARAGRAPH and "\n\n" in text[end : following[0]])


def _bounded(text: str, start: int, end: int) -> Iterator[Range]:
    """A sentence, cut where a clause or a word ends if it is too long."""
    while end - start > LONGEST or size(text[start:end]) > MOST:
        cut = _cut(text, start, min(end, start + LONGEST))
        yield tight(text, start, cut)
        space = _SPACE.match(text, cut, end)
        start = space.end() if space else cut
    yield start, end


def _cut(text: str, start: int, limit: int) -> int:
    """The end of the last clause, else of the last word, that is not too far; else just as far as may be."""
    while size(text[start:limit]) > MOST:
        limit = start + (limit - start) * 4 // 5
    for gap in (_CLAUSE, _SPACE):
        ends = [found.end() for found in gap.finditer(text, start + (limit - start) // 2, limit)]
        if ends:
            return ends[-1]
    return limit
