"""The open dialogues, answered in this process: the share that is right may not fall, and no slot may be invented."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from bot.config import load
from bot.wiring.asking import Interview

if TYPE_CHECKING:
    from pathlib import Path

LEAST = 0.85  # of the dialogues of each event; benchmarks/answers.py tells the figures of the day


@pytest.mark.parametrize("event", ["sample", "fosdem-2012", "ccc-camp-2019", "azure-2024", "rc3-channels-2020"])
def test_the_open_dialogues_are_answered(
    root: Path, real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    answers, events = import_module("answers"), import_module("gold.events")
    rows = events.rows(event, real_data)
    interview = Interview.open(load(events.write_config(event, real_data, tmp_path)))
    verdicts, made_up = [], []
    for dialogue in answers.load("open")[event]:
        said = {key: dialogue[key] for key in ("history",) if key in dialogue}
        now = import_module("gold.query").moment(dialogue["now"])
        reply = interview.ask(
            dialogue["question"], now=now, email=dialogue.get("as", ""), language=dialogue.get("lang", ""), **said
        )
        verdicts.append(answers.judge(dialogue, reply, rows).word == "right")
        made_up += answers.invented(dialogue, reply, rows, answers.EVENTS[event].zone, answers.zones(dialogue))
    assert made_up == []
    assert sum(verdicts) >= LEAST * len(verdicts)
