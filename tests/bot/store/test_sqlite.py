from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from suites.inbox import InboxContract
from suites.ledger import LedgerContract
from suites.outbox import OutboxContract
from suites.people import PeopleContract
from suites.store import StoreContract

from bot.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def again(migrated: Path, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    path = shutil.copy(migrated, tmp_path)
    opened: list[Store] = []

    def open_again() -> Store:
        opened.append(Store.open(f"sqlite:///{path}"))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(again: Callable[[], Store]) -> Store:
    return again()


class TestStore(StoreContract, PeopleContract, InboxContract, OutboxContract, LedgerContract):
    pass
