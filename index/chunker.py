"""Documents and sessions to passages: whole sentences of one section, about a paragraph each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.model import Chunk
from index.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.sentences import Range
    from knowledge.model import Document, Session

# Part of an index's manifest: raise it when the same text would be cut or embedded otherwise.
CHUNKER_VERSION = 2
# Sizes in words; two characters of Chinese or Japanese count as one.
ENOUGH = 100
PARAGRAPH = 60
MOST = 150
SCRAP = 25
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_GAP = re.compile(r"[\s、，,;；:：]")
_LONGEST = 900


def document_chunks(document: Document) -> list[Chunk]:
    """Return the passages of a speech or page, in order."""
    stretches = [(s.heading, s.start, s.end) for s in document.sections] or [((), 0, len(document.text))]
    return [
        Chunk(
            id=f"{document.source}#{ranges[0][0]}-{ranges[-1][1]}",
            source=document.source,
            start=ranges[0][0],
            end=ranges[-1][1],
            text=document.text[ranges[0][0] : ranges[-1][1]],
            title=document.title,
            language=document.language,
            speaker=document.speaker,
            session=document.session,
            heading=heading,
            sentences=tuple(ranges),
            kind=document.kind,
        )
        for heading, start, end in stretches
        for ranges in _packed(document.text, _bounded(document.text, sentences(document.text, start, end)))
    ]


def session_text(session: Session) -> str:
    """The text that passages of a session refer to: the title, a line feed, and the abstract."""
    return f"{session.title}\n{session.abstract}"


def session_chunks(session: Session) -> list[Chunk]:
    """Return the passages of a session's title and abstract, in order."""
    text = session_text(session)
    title_end = len(session.title)
    found = [*sentences(text, 0, title_end), *sentences(text, title_end, len(text))]
    source = f"program:{session.id}"
    return [
        Chunk(
            id=f"{source}#{ranges[0][0]}-{ranges[-1][1]}",
            source=source,
            start=ranges[0][0],
            end=ranges[-1][1],
            text=text[ranges[0][0] : ranges[-1][1]],
            title=session.title,
            language=session.language,
            speaker=", ".join(speaker.name for speaker in session.speakers),
            session=session.id,
            sentences=tuple(ranges),
            kind="session",
        )
        for ranges in _packed(text, _bounded(text, found))
    ]


def size(text: str) -> float:
    """The length in words; two characters of Chinese or Japanese, or nine of one long word, count as one."""
    wide = len(_WIDE.findall(text))
    narrow = _WIDE.sub(" ", text).split()
    return wide / 2 + max(len(narrow), sum(map(len, narrow)) / 8)


def _bounded(text: str, ranges: list[Range]) -> Iterator[Range]:
    """The sentences, those without an end in sight cut where a word or a clause ends."""
    for start, end in ranges:
        begin = start
        while end - begin > _LONGEST or size(text[begin:end]) > MOST:
            cut = _cut(text, begin, end)
            yield begin, cut
            begin = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
        if begin < end:
            yield begin, end


def _cut(text: str, start: int, end: int) -> int:
    """The last gap before the sentence grows too long, or just as many characters."""
    limit = min(end, start + _LONGEST)
    while size(text[start:limit]) > MOST:
        limit = start + max(1, (limit - start) * 4 // 5)
    gaps = [gap.end() for gap in _GAP.finditer(text, start + 1, limit)]
    stop = gaps[-1] if gaps else limit
    return stop


def _packed(text: str, ranges: Iterator[Range]) -> list[list[Range]]:
    """The sentences gathered into passages of bounded size."""
    passages: list[list[Range]] = []
    for each in ranges:
        if passages and not _full(text, passages[-1], each):
            passages[-1].append(each)
        else:
            passages.append([each])
    return _without_scrap(text, passages)


def _full(text: str, passage: list[Range], following: Range) -> bool:
    start, end = passage[0][0], passage[-1][1]
    now = size(text[start:end])
    if now + size(text[slice(*following)]) > MOST:
        return True
    return now >= ENOUGH or (now >= PARAGRAPH and "\n\n" in text[end : following[0]])


def _without_scrap(text: str, passages: list[list[Range]]) -> list[list[Range]]:
    """A last passage of a few words joins the one before."""
    if len(passages) > 1 and size(text[passages[-1][0][0] : passages[-1][-1][1]]) < SCRAP:
        return [*passages[:-2], passages[-2] + passages[-1]]
    return passages
