"""Journeys start in the sample event's house."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from suites.house import House
from suites.house import house as a_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def house(root: Path, tmp_path: Path, migrated: Path) -> AsyncIterator[House]:
    async with a_house(root, tmp_path, migrated) as here:
        yield here
