"""The outbox against a plain model: never lost, never sent twice by us, always ends in a state that tells.

Three ways: a machine of random puts, claims, outcomes, crashes and look-ups (with two processes at once); real
processes killed at every step of sending; two real processes that claim from one file.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from fakes import dying_sender
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.delivery.worker import BATCH
from bot.messages import Address, Lane, Reply, Text
from bot.store.engine import Store
from bot.store.leases import new_holder
from bot.store.records import Outgoing

if TYPE_CHECKING:
    from bot.store.records import Delivery

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEASE = timedelta(seconds=15)
LANES = list(Lane)
CHATS = ["a", "b", "c"]


@dataclass
class Message:
    """What the model knows of a message; ``taken`` is how often the platform has it."""

    number: int
    lane: int
    chat: str
    due: datetime
    gate: datetime
    useful_until: datetime | None
    state: str = "pending"
    holder: str = ""
    taken: int = 0


@dataclass
class Process:
    """A sender: what it has in flight, until when its lease holds, and what the platform will never take of it."""

    holder: str = field(default_factory=new_holder)
    until: datetime = NOW
    flying: dict[str, Delivery] = field(default_factory=dict)
    doomed: set[str] = field(default_factory=set)


class OutboxMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store = Store.open("sqlite://")
        self.now = NOW
        self.messages: dict[str, Message] = {}
        self.processes = [Process(), Process()]

    def teardown(self) -> None:
        self.settle_everything()
        assert {m.state for m in self.messages.values()} <= {"sent", "failed", "uncertain"}
        self.compare()
        self.store.close()

    @initialize(messages=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(CHATS)), min_size=3, max_size=9))
    def begin(self, messages: list[tuple[int, str]]) -> None:
        for process in self.processes:
            self.renew(process)
        for number, (lane, chat) in enumerate(messages):
            self.put(number, lane, chat, None, None)

    def renew(self, process: Process) -> None:
        process.until = self.now + LEASE
        with self.store.begin() as unit:
            assert unit.leases.take(process.holder, process.holder, self.now, process.until)

    # What people do

    @rule(
        number=st.integers(0, 30),
        lane=st.integers(0, 2),
        chat=st.sampled_from(CHATS),
        later=st.none() | st.integers(-5, 20),
        useful=st.none() | st.integers(1, 40),
    )
    def put(self, number: int, lane: int, chat: str, later: int | None, useful: int | None) -> None:
        not_before = None if later is None else self.now + timedelta(seconds=later)
        useful_until = None if useful is None else self.now + timedelta(seconds=useful)
        key, said = f"k{number}", Reply((Text("x"),))
        message = Outgoing(
            key, LANES[lane], said, Address("slack", chat), not_before=not_before, useful_until=useful_until
        )
        with self.store.begin() as unit:
            new = unit.outbox.put(message, self.now)
        assert (new is not None) == (key not in self.messages)
        if new:
            due = not_before or EPOCH
            self.messages[key] = Message(len(self.messages), lane, chat, due, due, useful_until)

    @rule(number=st.integers(0, 30))
    def cancel(self, number: int) -> None:
        with self.store.begin() as unit:
            found = unit.outbox.by_key(f"k{number}")
            taken_back = found is not None and unit.outbox.cancel(found.id, self.now)
        message = self.messages.get(f"k{number}")
        assert taken_back == (message is not None and message.state == "pending")
        if message is not None and taken_back:
            message.state = "failed"

    @rule(seconds=st.integers(-30, 30))
    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    # What senders do

    @rule(who=st.integers(0, 1), limit=st.integers(1, 4), halted=st.sets(st.sampled_from(CHATS), max_size=2))
    def claim(self, who: int, limit: int, halted: set[str]) -> None:
        process = self.processes[who]
        self.renew(process)
        served: set[str] = set()

        def may_leave(chat: str, public: bool, lane: Lane) -> Literal["go", "chat"]:
            assert not public
            assert lane in LANES
            verdict: Literal["go", "chat"] = "chat" if chat in halted | served else "go"
            served.add(chat)
            return verdict

        with self.store.begin() as unit:
            claimed = unit.claims.claim("slack", process.holder, self.now, may_leave, limit=limit)
        assert [d.key for d in claimed] == self.expected(limit, halted)
        for delivery in claimed:
            message = self.messages[delivery.key]
            message.state, message.holder = "claimed", process.holder
            process.flying[delivery.key] = delivery

    def expected(self, limit: int, halted: set[str]) -> list[str]:
        for message in self.messages.values():
            if message.state == "pending" and message.useful_until and message.useful_until <= self.now:
                message.state = "failed"
        ready = [
            (m.lane, m.due, m.number, key, m.chat)
            for key, m in self.messages.items()
            if m.state == "pending" and m.due <= self.now and m.gate <= self.now and m.chat not in halted
        ]
        chats: set[str] = set()
        chosen = []
        for *_, key, chat in sorted(ready):
            if chat not in chats and len(chosen) < limit:
                chosen.append(key)
                chats.add(chat)
        return chosen

    def in_flight(self, who: int, data: st.DataObject) -> tuple[Delivery, Message, bool]:
        """One of a process's messages, and whether the ledger still takes the process's word for it."""
        process = self.processes[who]
        key = data.draw(st.sampled_from(sorted(process.flying)))
        message = self.messages[key]
        mine = message.holder == process.holder and message.state in {"claimed", "uncertain"}
        return process.flying.pop(key), message, mine

    @precondition(lambda self: any(p.flying for p in self.processes))
    @rule(data=st.data(), what=st.sampled_from(["sent", "failed", "retry", "lost", "late"]))
    def answer(self, data: st.DataObject, what: str) -> None:
        self.answer_of(data.draw(st.sampled_from([n for n, p in enumerate(self.processes) if p.flying])), data, what)

    def answer_of(self, who: int, data: st.DataObject, what: str) -> None:
        delivery, message, mine = self.in_flight(who, data)
        if delivery.key in self.processes[who].doomed:
            self.processes[who].doomed.discard(delivery.key)
            what = {"sent": "retry", "late": "lost"}.get(what, what)
        arrived = what in {"sent", "late"}
        message.taken += arrived
        with self.store.begin() as unit:
            claims = unit.claims
            if what == "sent":
                claims.sent(delivery, "m", self.now)
            elif what == "failed":
                claims.failed(delivery, "refused", self.now)
            elif what == "retry":
                claims.retry(delivery, self.now + timedelta(seconds=3), "busy", self.now)
            else:
                claims.uncertain(delivery, "timeout", self.now, self.now)
        if mine:
            message.state = {"sent": "sent", "failed": "failed", "retry": "pending"}.get(what, "uncertain")
            if what == "retry":
                message.gate = self.now + timedelta(seconds=3)

    @rule(data=st.data(), who=st.integers(0, 1))
    def crash(self, data: st.DataObject, who: int) -> None:
        """The process dies; what it had in flight may have arrived or not. Another begins in its place."""
        process = self.processes[who]
        for key in process.flying.keys() - process.doomed:
            self.messages[key].taken += data.draw(st.booleans())
        with self.store.begin() as unit:
            unit.leases.release(process.holder)
        self.processes[who] = Process()
        self.renew(self.processes[who])

    @rule(data=st.data(), who=st.integers(0, 1), what=st.sampled_from(["failed", "retry", "lost"]))
    def hang(self, data: st.DataObject, who: int, what: str) -> None:
        """A process with something in flight is taken for dead, the other does its work, and then it wakes up."""
        self.claim(who, 4, set())
        self.now = max(self.now, self.processes[who].until)
        self.renew(self.processes[1 - who])
        self.recover()
        self.look_up(knows=True)
        self.claim(1 - who, 4, set())
        if self.processes[who].flying:
            self.answer_of(who, data, what)

    @rule()
    def recover(self) -> None:
        with self.store.begin() as unit:
            unit.claims.recover(self.now, self.now)
        living = {p.holder for p in self.processes if p.until - LEASE <= self.now + LEASE and self.now < p.until}
        for message in self.messages.values():
            if message.state == "claimed" and message.holder not in living:
                message.state = "uncertain"

    @rule(knows=st.booleans())
    def look_up(self, knows: bool) -> None:
        """Ask the platform for uncertain messages: what it does not have by now it will not take later."""
        with self.store.begin() as unit:
            for delivery in unit.claims.unsettled("slack", self.now, limit=100):
                message = self.messages[delivery.key]
                assert message.state == "uncertain"
                if message.taken and knows:
                    unit.claims.sent(delivery, "m", self.now)
                    message.state = "sent"
                elif knows:
                    for process in self.processes:
                        process.doomed |= process.flying.keys() & {delivery.key}
                    unit.claims.retry(delivery, self.now, "it did not arrive", self.now)
                    message.state, message.gate = "pending", self.now
                else:
                    unit.claims.uncertain(delivery, "who knows", self.now, self.now)

    # What must be true

    @invariant()
    def compare(self) -> None:
        with self.store._connected(write=False) as connection:
            rows = connection.exec_driver_sql("SELECT key, state FROM outbox").all()
        assert dict(tuple(row) for row in rows) == {key: message.state for key, message in self.messages.items()}

    @invariant()
    def never_twice(self) -> None:
        for key, message in self.messages.items():
            assert message.taken <= 1, f"{key} was sent twice"
            if message.state == "sent":
                assert message.taken == 1, f"{key} is said to be sent"
            if message.state in {"pending", "failed"}:
                assert message.taken == 0, f"{key} arrived, and is {message.state}"

    def settle_everything(self) -> None:
        """Let all processes end and one that is well do the rest."""
        with self.store.begin() as unit:
            for process in self.processes:
                unit.leases.release(process.holder)
        self.processes = [Process()]
        self.now += timedelta(hours=1)
        self.recover()
        self.look_up(knows=True)
        while any(message.state == "pending" for message in self.messages.values()):
            self.claim(0, 4, set())
            for delivery in list(self.processes[0].flying.values()):
                with self.store.begin() as unit:
                    unit.claims.sent(delivery, "m", self.now)
                self.messages[delivery.key].taken += 1
                self.messages[delivery.key].state = "sent"
            self.processes[0].flying.clear()
        self.never_twice()


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(
    max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["fakes.dying_sender"])
    return context


def filled(path: Path, count: int, platform: Literal["slack", "telegram"]) -> str:
    url = f"sqlite:///{path}"
    store = Store.open(url)
    with store.begin() as unit:
        for number in range(count):
            address = Address(platform, f"chat {number}")
            unit.outbox.put(Outgoing(f"k{number}", Lane.ANNOUNCEMENT, Reply((Text(f"k{number}"),)), address), NOW)
    store.close()
    return url


@pytest.mark.parametrize("step", ["commit", "committed", "send", "taken"])
@pytest.mark.parametrize("number", [1, 3])
def test_killed_at_any_step_each_message_is_sent_once_or_said_to_be_uncertain(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext, step: str, number: int
) -> None:
    url, transcript = filled(tmp_path / "r.db", 6, "telegram"), tmp_path / "transcript"

    def run(*more: str | int) -> int | None:
        process = processes.Process(target=dying_sender.send_all, args=(url, str(transcript), *more))
        process.start()
        process.join(60)
        return process.exitcode

    def states() -> dict[str, str]:
        store = Store.open(url)
        with store.read() as unit:
            found = {f"k{n}": row.state for n in range(6) if (row := unit.outbox.by_key(f"k{n}"))}
        store.close()
        return found

    assert run(step, number) == -signal.SIGKILL
    in_flight = {key for key, state in states().items() if state == "claimed"}
    assert run() == 0

    taken, ended = Counter(transcript.read_text("utf-8").split()), states()
    assert len(ended) == 6
    assert max(taken.values()) == 1
    for key, state in ended.items():
        assert state in {"sent", "uncertain"}
        assert state == "uncertain" or taken[key] == 1
    assert {key for key, state in ended.items() if state == "uncertain"} == in_flight
    if step == "committed" and number == 1:
        assert len(in_flight) == BATCH, "no more than one batch was claimed when it died"


def test_two_processes_claim_from_one_file_and_share_nothing(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext
) -> None:
    url = filled(tmp_path / "r.db", 300, "slack")
    results = [tmp_path / name for name in ("one", "two")]
    working = [
        processes.Process(target=dying_sender.claim_all, args=(url, f"m|{n}|1|x", str(path)))
        for n, path in enumerate(results)
    ]
    for process in working:
        process.start()
    for process in working:
        process.join(60)
        assert process.exitcode == 0
    claimed = [Path(path).read_text("utf-8").split() for path in results]
    assert sorted(claimed[0] + claimed[1]) == sorted(f"k{n}" for n in range(300))
