from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.store.engine import Store
from bot.store.leases import new_holder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells when a process began")

END = NOW + timedelta(hours=1)
HOLD = """
import sys
from datetime import datetime
from bot.store.engine import Store
from bot.store.leases import new_holder
store = Store.open(sys.argv[1])
with store.begin() as unit:
    assert unit.leases.take("s", new_holder(), *map(datetime.fromisoformat, sys.argv[2:]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/r.db"


@pytest.fixture
def other(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process, which holds the lease ``s``."""
    command = [sys.executable, "-c", HOLD, url, NOW.isoformat(), END.isoformat()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_lease_of_a_killed_process_is_free_at_once(url: str, other: subprocess.Popen[str]) -> None:
    store, mine = Store.open(url), new_holder()
    with store.begin() as unit:
        assert not unit.leases.take("s", mine, NOW, END)
    other.send_signal(signal.SIGKILL)  # nobody waits for it: it stays behind as a zombie, as in a container
    for _ in range(100_000):
        with store.begin() as unit:
            if unit.leases.take("s", mine, NOW, END):
                break
    with store.read() as unit:
        assert unit.leases.living(NOW) == {mine}
    store.close()


def test_a_process_that_is_gone_is_dead(url: str, other: subprocess.Popen[str]) -> None:
    store = Store.open(url)
    with store.read() as unit:
        assert len(unit.leases.living(NOW)) == 1
    other.kill()
    other.wait()
    with store.read() as unit:
        assert unit.leases.living(NOW) == set()
    store.close()


def test_a_holder_on_another_machine_is_trusted_until_the_end(url: str) -> None:
    store = Store.open(url)
    with store.begin() as unit:
        assert unit.leases.take("s", "elsewhere|1|1|x", NOW, END)
        assert not unit.leases.take("s", new_holder(), NOW, END)
        assert unit.leases.take("s", new_holder(), END, END + timedelta(hours=1))
    store.close()


def test_holders_differ_within_one_process() -> None:
    assert new_holder() != new_holder()
