"""What an organizer's event still has of the sample event, whose facts are made up and no other event's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from knowledge.load import Sources, SourceSpec, load
from knowledge.model import Event
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import Config
    from knowledge.model import Document, Knowledge

SAMPLE = Path(__file__).resolve().parents[2] / "knowledge" / "sample"
NEW_NAME = "My event"  # as a new config.yaml has it
MEND = "Replace it with your event's own, or remove it."
SHORTEST = 20  # characters of a section worth comparing: "Yes." is nobody's


def remains(config: Config, knowledge: Knowledge) -> Iterator[Problem]:
    """A warning for each part of an event that is the sample's; none for the sample event itself."""
    if _is_sample(config):
        return
    if knowledge.event.name == NEW_NAME:
        yield Problem("event.name", f"is still {NEW_NAME!r}.", "Write the name of your event.", "warning")
    sample = _sample(config)
    yield from _sessions(knowledge, sample)
    for document in knowledge.documents:
        yield from _sections(document, sample)
    for key, found in (
        ("attendees", _same_attendees(knowledge, sample)),
        ("meetings", _same_meetings(knowledge, sample)),
    ):
        if found:
            told = f"{found} of the {key} are the sample event's."
            yield Problem(str(getattr(config.event, key) or key), told, MEND, "warning")


def _is_sample(config: Config) -> bool:
    """Whether the settings name the sample's own files, as those of the demonstration do."""
    named = [source.source for source in config.event.program] + config.event.speeches + config.event.pages
    return any(SAMPLE in (config.base / source).resolve().parents for source in named)


def _sample(config: Config) -> Knowledge:
    sources = Sources(
        event=Event("Sample", ZoneInfo("Europe/Paris")),
        base=SAMPLE,
        cache=config.index_folder.parent / "sources",
        program=(SourceSpec("program.yaml"),),
        speeches=("speeches/",),
        pages=("pages/",),
        meetings="meetings.csv",
        attendees="attendees.csv",
    )
    return load(sources)[0]


def _sessions(knowledge: Knowledge, sample: Knowledge) -> Iterator[Problem]:
    known = {(session.id, session.title, session.start) for session in sample.program.sessions}
    for session in knowledge.program.sessions:
        if (session.id, session.title, session.start) in known:
            yield Problem(session.source, f"{session.title!r} is the sample event's session.", MEND, "warning")


def _sections(document: Document, sample: Knowledge) -> Iterator[Problem]:
    """The document where all of it is the sample's, else each of its sections that is."""
    texts = {other.text.strip() for other in sample.documents}
    known = {text for other in sample.documents for _, text in _parts(other)}
    if document.text.strip() in texts:
        yield Problem(document.source, "is the sample event's text.", MEND, "warning")
        return
    for heading, text in _parts(document):
        if text in known:
            told = f"the section {' > '.join(heading)!r} is the sample event's."
            yield Problem(document.source, told, MEND, "warning")


def _parts(document: Document) -> Iterator[tuple[tuple[str, ...], str]]:
    for section in document.sections:
        text = " ".join(document.text[section.start : section.end].split())
        if len(text) >= SHORTEST:
            yield section.heading, text


def _same_attendees(knowledge: Knowledge, sample: Knowledge) -> int:
    known = {attendee.email for attendee in sample.attendees}
    return sum(attendee.email in known for attendee in knowledge.attendees)


def _same_meetings(knowledge: Knowledge, sample: Knowledge) -> int:
    known = {(meeting.start, meeting.side_a, meeting.side_b) for meeting in sample.meetings}
    return sum((meeting.start, meeting.side_a, meeting.side_b) in known for meeting in knowledge.meetings)
