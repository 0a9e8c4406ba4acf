"""The event's knowledge, its index and the assistant, made from the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.composer import compose
from bot.conversation.assistant import Assistant
from knowledge.load import Sources, SourceSpec
from knowledge.load import load as load_sources
from knowledge.model import Event

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config import Config
    from index.build import BuildReport
    from index.embedder import Embedder
    from index.search import Search
    from knowledge.model import Knowledge
    from knowledge.problems import Problem

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """An event ready to be asked about."""

    knowledge: Knowledge
    problems: tuple[Problem, ...]
    search: Search


def sources(config: Config) -> Sources:
    """What the configuration says of the event's material."""
    event = config.event
    return Sources(
        event=Event(event.name, config.zone),
        base=config.base,
        program=tuple(SourceSpec(s.source, s.format) for s in event.program),
        speeches=tuple(event.speeches),
        pages=tuple(event.pages),
        meetings=event.meetings,
        attendees=event.attendees,
        cache=config.index_folder.parent / "sources",
    )


def load_event(config: Config) -> tuple[Knowledge, tuple[Problem, ...]]:
    """Read all material of the event."""
    return load_sources(sources(config))


def load_embedder(config: Config) -> Embedder:
    """The configured embedding model; a path in the configuration is relative to its file."""
    from index.embedder import load

    folder = config.base / config.index.model
    return load(str(folder) if folder.is_dir() else config.index.model)


def build_index(
    config: Config, progress: Progress | None = None, *, rebuild: bool = False
) -> tuple[BuildReport, tuple[Problem, ...]]:
    """Build or update the index of the event."""
    from index.build import build

    knowledge, problems = load_event(config)
    report = build(knowledge, config.index_folder, load_embedder(config), rebuild=rebuild, progress=progress)
    return report, problems


def open_event(config: Config, progress: Progress | None = None) -> OpenEvent:
    """Load the event and open its index, building or updating it first when it is missing or stale."""
    return index_event(config, *load_event(config), progress)


def index_event(
    config: Config, knowledge: Knowledge, problems: tuple[Problem, ...] = (), progress: Progress | None = None
) -> OpenEvent:
    """Open the index of what was loaded, building or updating it first when it is missing or stale."""
    from index.build import build, is_stale
    from index.search import Search

    embedder = load_embedder(config)
    if is_stale(knowledge, config.index_folder, embedder.name):
        build(knowledge, config.index_folder, embedder, progress=progress)
    return OpenEvent(knowledge, problems, Search.open(config.index_folder, embedder))


def make_assistant(config: Config, event: OpenEvent) -> Assistant:
    """The assistant of an opened event."""
    return Assistant(event.knowledge, event.search, compose, context_minutes=config.conversation.context_minutes)
