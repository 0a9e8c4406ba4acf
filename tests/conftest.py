"""What every test may ask for."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
# A machine that others use as well is no fault of what is tested, and what passed here passes there. New examples of
# the property tests are looked for by hand: RENDEZVOUS_NEW_EXAMPLES=1 make test.
settings.register_profile(
    "untimed",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="RENDEZVOUS_NEW_EXAMPLES" not in os.environ,
)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Commands that run inside a test set up logging for their whole process."""
    loggers = [logging.getLogger(name) for name in (None, *list(logging.root.manager.loggerDict))]
    levels, handlers = [logger.level for logger in loggers], list(logging.root.handlers)
    yield
    logging.root.handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as it is when new, made once."""
    from bot.store.engine import Store

    path = tmp_path_factory.mktemp("store") / "new.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Real programs, speeches and question sets that do not ship with the project."""
    folder = Path(os.environ.get("RENDEZVOUS_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("no folder of real data beside the checkout")
    return folder
