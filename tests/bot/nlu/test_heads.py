"""The fitted heads: of these examples, alike on every run, and right on plain messages in each language."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from suites.ears import encoder

from bot.nlu.heads import FILE, fitted
from bot.nlu.text import read
from bot.nlu.types import Kind

sys.path.append(str(Path(__file__).resolve().parents[3] / "benchmarks"))
from fitting import examples as labelled


def judged(text: str) -> tuple[dict[str, str], dict[str, str]]:
    utterance = read(text)
    found = fitted()[0].judge(*encoder().states(utterance.text), utterance)
    named = {utterance.text[span.start : span.end]: span.kind.value for span in found.spans}
    return {name: decision.chosen for name, decision in found.decisions.items()}, named


def test_the_model_was_fitted_to_the_examples_that_are_there() -> None:
    with np.load(FILE, allow_pickle=False) as stored:
        assert str(stored["examples"]) == labelled.fingerprint()


def test_every_example_reads_and_says_what_is_there() -> None:
    examples = labelled.load()
    assert {example.language for example in examples} == {"en", "fr", "ja"}
    for example in examples:
        assert all(0 <= span.start < span.end <= len(example.text) for span in example.spans)


@pytest.mark.parametrize(
    ("text", "goal", "named"),
    [
        ("when does Priya Nair speak?", "sessions", {"Priya Nair": "person"}),
        ("à quelle heure parle Priya Nair ?", "sessions", {"Priya Nair": "person"}),
        ("佐藤さんの講演は何時からですか", "sessions", {}),
        ("which is longer, the panel or the workshop?", "compare", {"panel": "type", "workshop": "type"}),
        ("what did Marie Curie say about radium?", "said", {"Marie Curie": "person", "radium": "topic"}),
        ("merci beaucoup", "thanks", {}),
        ("Wi-Fiのパスワードは何ですか", "practical", {}),
    ],
)
def test_plain_messages_are_judged_right(text: str, goal: str, named: dict[str, str]) -> None:
    decisions, found = judged(text)
    assert decisions["goal"] == goal
    assert named.items() <= found.items()


def test_a_message_is_judged_alike_every_time() -> None:
    assert judged("what is on after lunch?") == judged("what is on after lunch?")


@pytest.mark.parametrize("text", ["a", "🚀", "宇" * 400, "word " * 2000, "\u202eabc", "ｗｉｆｉ？"])
def test_any_text_has_decisions(text: str) -> None:
    decisions, named = judged(text)
    assert set(decisions) == {"goal", "attribute", "order", "act", "polar"}
    assert set(named.values()) <= {kind.value for kind in Kind}
