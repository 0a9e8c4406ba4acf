"""The organizers' desk over a database of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from suites.desk import Desk

from bot.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, migrated: Path) -> Iterator[Callable[..., Desk]]:
    stores: list[Store] = []

    def make(**more: object) -> Desk:
        path = shutil.copy(migrated, tmp_path / f"{len(stores)}.db")
        stores.append(Store.open(f"sqlite:///{path}"))
        return Desk(stores[-1], **more)

    yield make
    for store in stores:
        store.close()
