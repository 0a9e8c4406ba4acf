from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.delivery_stage import Stage

from bot.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store.open("sqlite://")
    yield store
    store.close()


@pytest.fixture
async def stage(store: Store) -> Stage:
    return Stage(store)
