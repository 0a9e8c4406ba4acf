"""A database as it is when new, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.engine import Store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "new.db"
    Store.open(f"sqlite:///{path}").close()
    return path
