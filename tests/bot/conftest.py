"""The built-in model, and an index of documents made with it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from index.build import build
from index.embedder import load
from index.search import Search
from knowledge.model import Document, Event, Knowledge

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.reading import Embedder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load("builtin")


@pytest.fixture(scope="session")
def open_search(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Search]:
    def opened(*documents: Document) -> Search:
        folder = tmp_path_factory.mktemp("index")
        build(Knowledge(Event("Test", ZoneInfo("UTC")), documents=documents), folder, embedder)
        return Search.open(folder, embedder)

    return opened
