"""How long a schedule question takes in a program of 1,000 sessions, encoding included, and encoding within it.

Run: ``python benchmarks/latency.py [SESSIONS]``. No passages are searched: what is measured is what a question about
the program costs.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from suites.ears import encoder

from bot.conversation.assistant import Assistant  # the checkout had to be found first
from bot.conversation.request import Asked
from knowledge.model import Event, Knowledge, Program, Session, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

ZONE = ZoneInfo("Europe/Paris")
START = datetime(2026, 1, 16, 9, tzinfo=ZONE)
TOPICS = (
    "rockets", "orbits", "antennas", "sensors", "debris", "propulsion",
    "navigation", "robotics", "lasers", "cameras", "fuels", "software",
)  # fmt: skip
QUESTIONS = (
    "what is on now", "what's next in room 7", "when does speaker 41 talk", "who speaks about debris tomorrow",
    "how many talks on saturday", "last session in room 3", "what comes after talk 120 on antennas",
    "qu'y a-t-il demain matin en salle 5", "à quelle heure parle Speaker 77", "où est talk 310 on lasers",
    "今何をやっていますか", "明日の午後3時に何がありますか",
)  # fmt: skip


def program(count: int) -> Program:
    """Three days of forty rooms."""
    sessions = []
    for number in range(count):
        slot = number // 40
        start = START + timedelta(days=slot // 9, hours=slot % 9)
        title = f"Talk {number} on {TOPICS[number % len(TOPICS)]}"
        people = (Speaker(f"Speaker {number % 400}"),)
        end = start + timedelta(minutes=45)
        sessions.append(Session(str(number), title, start, end, (f"Room {number % 40}",), speakers=people))
    return Program(tuple(sessions))


class Timed:
    """What reads messages, with the milliseconds that each took."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self._encoder = encoder()

    def states(self, text: str) -> tuple[NDArray[float32], Sequence[tuple[int, int]]]:
        """As the encoder gives them."""
        began = time.perf_counter()
        found = self._encoder.states(text)
        self.took.append(1000 * (time.perf_counter() - began))
        return found


def main(count: int) -> None:
    """Print the table."""
    timed = Timed()
    asked = Assistant(Knowledge(Event("Large", ZONE), program(count)), None, None, timed)
    whole: list[float] = []
    now = START + timedelta(hours=2, minutes=10)
    for turn in range(21):
        for question in QUESTIONS:
            began = time.perf_counter()
            asked.answer(Asked(question, now + timedelta(minutes=turn)))
            whole.append(1000 * (time.perf_counter() - began))
    skip = len(QUESTIONS)  # the first round loads what is loaded when first needed
    print(f"{count} sessions, {len(whole) - skip} questions in English, French and Japanese, in milliseconds")
    for name, times in (("whole", whole[skip:]), ("encoding", timed.took[skip:])):
        cuts = statistics.quantiles(times, n=20)
        print(f"{name:14} median {statistics.median(times):6.1f}   p95 {cuts[-1]:6.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
