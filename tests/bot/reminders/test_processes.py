"""Two processes on one database through the same due minute."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

from fakes.reminder_stage import Stage, at

from bot.store.engine import Store

if TYPE_CHECKING:
    from pathlib import Path

PROCESS = """
import sys
from datetime import timedelta
sys.path[:0] = sys.argv[2:]
from fakes.reminder_stage import Stage, at
from bot.store.engine import Store
stage = Stage(Store.open(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
stage.clock.instant = at(13, 48)
while stage.now < at(13, 52):
    stage.tick()
    with stage.store.begin() as unit:
        for each in unit.claims.claim("telegram", str(id(stage)), stage.now, lambda *_: "go"):
            unit.claims.sent(each, "m", stage.now)
            print(each.key)
    stage.clock.advance(timedelta(seconds=5))
"""


def test_no_reminder_is_put_or_sent_twice(tmp_path: Path, root: Path) -> None:
    url = f"sqlite:///{tmp_path / 'day.db'}"
    stage = Stage(Store.open(url))
    for number in range(60):
        stage.wish(
            stage.person(str(number)), "track" if number % 2 else "session", "plenary" if number % 2 else "keynote"
        )
    stage.clock.instant = at(13, 40)
    stage.tick()
    command = [sys.executable, "-c", PROCESS, url, str(root), str(root / "tests")]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [line for process in processes for line in process.communicate(timeout=60)[0].split()]
    assert [process.returncode for process in processes] == [0, 0]
    assert len(said) == 60
    assert set(Counter(said).values()) == {1}
    assert len(stage.keys()) == len(set(stage.keys())) == 60
    stage.store.close()
