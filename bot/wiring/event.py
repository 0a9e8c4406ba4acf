"""The event's knowledge, its index and the assistant, made from the configuration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.announcements import pages
from bot.answers.composer import compose
from bot.conversation.assistant import Assistant
from bot.errors import ConfigError, StoreError
from knowledge.load import Sources, SourceSpec
from knowledge.load import load as load_sources
from knowledge.model import Event
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config import Config
    from bot.nlu.pipeline import Encoder
    from bot.store.engine import Store
    from index.build import BuildReport
    from index.reading import Embedder
    from index.search import Search
    from knowledge.model import Knowledge

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


def load_all(config: Config) -> tuple[Knowledge, tuple[Problem, ...]]:
    """Read all material of the event, and what organizers answered and published."""
    knowledge, problems = load_event(config)
    if not _has_store(config.store_url):
        return knowledge, problems
    from bot.store.engine import Store

    try:
        store = Store.open(config.store_url)
    except StoreError as error:  # what the files say is no less true
        told = f"{error} The organizers' answers are left out."
        return knowledge, (*problems, Problem("store.url", told, severity="warning"))
    try:
        return with_answers(knowledge, store), problems
    finally:
        store.close()


def _has_store(url: str) -> bool:
    """Whether there is a database yet: a question alone makes none."""
    head, _, path = url.partition(":///")
    return not head.startswith("sqlite") or (bool(path) and Path(path.partition("?")[0]).exists())


def with_answers(knowledge: Knowledge, store: Store) -> Knowledge:
    """The knowledge with the answers that are published now, in place of those it held."""
    with store.read() as unit:
        answers = pages.documents(unit, knowledge.event.zone)
    files = tuple(document for document in knowledge.documents if not document.source.startswith(pages.SCHEME))
    return replace(knowledge, documents=(*files, *answers))


def load_embedder(config: Config) -> Embedder:
    """The configured embedding model; a path in the configuration is relative to its file.

    Raises ConfigError when the configuration names none that can be had, ModelError when the built-in one cannot.
    """
    from index.embedder import BUILTIN, load
    from index.errors import ModelError

    folder = config.base / Path(config.index.model).expanduser()
    try:
        return load(str(folder) if folder.is_dir() else config.index.model)
    except ModelError as error:
        if config.index.model == BUILTIN:
            raise
        mend = "write builtin, the id of a model on the hub, or a folder that holds one"
        raise ConfigError([f"index.model: {error}; {mend}"]) from error


def build_index(
    config: Config, progress: Progress | None = None, *, rebuild: bool = False
) -> tuple[BuildReport, tuple[Problem, ...]]:
    """Build or update the index of the event."""
    from index.build import build

    knowledge, problems = load_all(config)
    report = build(knowledge, config.index_folder, load_embedder(config), rebuild=rebuild, progress=progress)
    return report, problems


def open_event(config: Config, progress: Progress | None = None) -> OpenEvent:
    """Load the event and open its index, building or updating it first when it is missing or stale."""
    from index.search import Search

    knowledge, problems = load_all(config)
    embedder = load_embedder(config)
    _bring_up_to_date(config, knowledge, embedder, progress)
    return OpenEvent(knowledge, problems, Search.open(config.index_folder, embedder))


def reindex_event(config: Config, knowledge: Knowledge, search: Search) -> OpenEvent:
    """The event with other knowledge; its open index takes the new version over while questions are asked of it."""
    _bring_up_to_date(config, knowledge, search.embedder)
    search.refresh()
    return OpenEvent(knowledge, (), search)


def _bring_up_to_date(
    config: Config, knowledge: Knowledge, embedder: Embedder, progress: Progress | None = None
) -> None:
    from index.build import build, is_stale

    if is_stale(knowledge, config.index_folder, embedder.name):
        build(knowledge, config.index_folder, embedder, progress=progress)


def make_assistant(config: Config, event: OpenEvent) -> Assistant:
    """The assistant of an opened event."""
    minutes = config.conversation.context_minutes
    return Assistant(event.knowledge, event.search, compose, encoder_of(event.search), context_minutes=minutes)


def encoder_of(search: Search) -> Encoder:
    """What reads messages in order to understand them: the search's own model where that is the built-in one."""
    from bot.nlu.heads import fitted
    from index.embedder import open_adapted

    _, adapters, fingerprint = fitted()
    return open_adapted(search.embedder, search.reading, fingerprint, adapters)
