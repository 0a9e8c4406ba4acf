"""The built-in model, made once and kept between runs, and small worlds to index."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from fakes.hashing_embedder import HashingEmbedder

from index.embedder import BUILTIN, default_cache, load
from knowledge.model import Document, Event, Knowledge, Section

if TYPE_CHECKING:
    from pathlib import Path

    from index.reading import Embedder


@pytest.fixture(scope="session")
def builtin_folder() -> Path:
    from index.builtin.folder import ensure

    return ensure(default_cache())


@pytest.fixture(scope="session")
def builtin(builtin_folder: Path) -> Embedder:
    assert builtin_folder.is_dir()
    return load(BUILTIN)


@pytest.fixture
def hashing() -> HashingEmbedder:
    return HashingEmbedder()


def page(source: str, text: str, **more: object) -> Document:
    return Document("page", source, source, text, (Section((), 0, len(text)),), **more)


def knowing(*documents: Document) -> Knowledge:
    return Knowledge(Event("Test", ZoneInfo("Europe/Paris")), documents=documents)
