"""Subtitles (WebVTT, SRT): cues put together to paragraphs, each with who speaks and when."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.decoding import decode
from knowledge.model import Turn
from knowledge.problems import Problem
from knowledge.speeches.assembly import Read, assemble
from knowledge.speeches.cast import NOBODY
from knowledge.speeches.front_matter import Details
from knowledge.speeches.plain_text import STAGE
from knowledge.turns import naming
from knowledge.turns.cutting import Turns, find_turns
from knowledge.turns.labels import may_begin_turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from knowledge.model import Document, DocumentKind
    from knowledge.speeches.cast import Cast

PAUSE = 3.0  # seconds without words, behind which a paragraph begins
PARAGRAPH = 500  # characters from which on the end of a sentence ends a paragraph
HEADER = re.compile(r"\AWEBVTT[ \t]+(?:-[ \t]*)?(?P<title>[^\n]*\w[^\n]*\s[^\n]*)")
TAG = re.compile(r"</?[a-zA-Z][^>\n]*>|\{\\[^}]*\}|<\d[\d:.]*>")
CHANGES = re.compile(r"^(?:>>+|[-–]\s)\s*")
SOUND = re.compile(r"[\[(（♪*]+\s*(?P<what>[^\])）♪*]*?)\s*[\])）♪*]+")
ENDED = re.compile(r"[.!?。！？…][\"'”’»)]*\Z")
WIDE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at once: words, when they begin and end in seconds, who says them as far as it is marked."""

    words: str
    start: float
    end: float
    voice: str = ""
    changes: bool = False


def read(
    data: bytes, source: str, kind: DocumentKind, cast: Cast = NOBODY, form: str = "vtt"
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is what is said, without times and tags."""
    decoded = decode(data)
    if decoded is None:
        return None, (Problem(source, "is not text in any encoding known here.", "Save it as UTF-8."),)
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        shown = webvtt.from_buffer(io.StringIO(decoded[0]), format=form).captions
    except (MalformedCaptionError, MalformedFileError, ValueError, IndexError, AttributeError) as error:
        told = f"cannot be read as subtitles ({error or type(error).__name__})."
        return None, (Problem(source, told, "Export it again as WebVTT or SRT."),)
    cues = list(_cues((each.raw_text, each.voice or "", each.start, each.end) for each in shown))
    text, starts = _text(cues)
    header = HEADER.match(decoded[0])
    title = Details(title=header["title"].strip() if header else "")
    times = tuple((start, cue.start) for start, cue in zip(starts, cues, strict=True))
    found = Read(text, ((title, "read"),), turns=_turns(text, cues, starts, times, cast))
    return assemble(found, source, kind, cast)


def _cues(shown: Iterable[tuple[str, str, str, str]]) -> Iterator[Cue]:
    """The cues with words, without what live subtitles repeat of the cue before and without sounds."""
    before = ""
    for raw, voice, start, end in shown:
        lines = [" ".join(html.unescape(TAG.sub("", line)).split()) for line in raw.split("\n")]
        new = lines[1:] if len(lines) > 1 and lines[0] and lines[0] == before else lines
        before = next((line for line in reversed(lines) if line), before)
        words = SOUND.sub(
            lambda found: "" if _is_sound(found["what"]) else found[0], " ".join(filter(None, new))
        ).strip()
        bare = CHANGES.sub("", words)
        if bare:
            yield Cue(
                bare, _seconds(start), _seconds(end), voice.strip(), changes=bare != words or may_begin_turn(bare)
            )


def _is_sound(what: str) -> bool:
    return not what or STAGE.fullmatch(what) is not None


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total


def _text(cues: Sequence[Cue]) -> tuple[str, list[int]]:
    """The words of all cues, and where those of each begin; a voice, a pause or a great length ends a paragraph."""
    text = ""
    starts: list[int] = []
    paragraph, last = 0, None
    for cue in cues:
        if last is not None:
            long = len(text) - paragraph >= PARAGRAPH and ENDED.search(text) is not None
            if cue.voice != last.voice or cue.changes or cue.start - last.end >= PAUSE or long:
                text += "\n\n"
                paragraph = len(text)
            elif not (WIDE.match(cue.words) and WIDE.match(text[-1:])):
                text += " "
        starts.append(len(text))
        text += cue.words
        last = cue
    return text, starts


def _turns(
    text: str, cues: Sequence[Cue], starts: Sequence[int], times: tuple[tuple[int, float], ...], cast: Cast
) -> Turns:
    """The turns by the voices that the cues mark; where they mark none, by what the words themselves say."""
    speakers = [name for name in cast.speaker.split(", ") if name]
    if not any(cue.voice for cue in cues):
        found = find_turns(text, 0, speakers=speakers, program=cast.people)
        return Turns(found.turns, found.labels, times)
    known = naming.people(speakers, cast.people)
    turns: list[Turn] = []
    ends = [*starts[1:], len(text)]
    for cue, start, end in zip(cues, starts, ends, strict=True):
        speaker = naming.resolve(cue.voice, known) or cue.voice if cue.voice else ""
        stop = start + len(text[start:end].rstrip())
        if turns and turns[-1].speaker == speaker:
            turns[-1] = Turn(speaker, turns[-1].start, stop, at=turns[-1].at)
        else:
            turns.append(Turn(speaker, start, stop, at=cue.start))
    return Turns(tuple(turns), (), times)
