"""A small event with people in a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.reminder_stage import Stage

from bot.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store.open("sqlite://")
    yield store
    store.close()


@pytest.fixture
def stage(store: Store) -> Stage:
    return Stage(store)
