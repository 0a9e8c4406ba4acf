"""Whatever is typed is answered: mixtures of questions, of all scripts, halves of signs and hours that are none."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from suites import conference
from suites.conference import Talk, shown
from suites.mutations import FUZZED

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "bot" / "conversation"
SIGNS = "ウ月🚀\u202e\x00\ud800ÅßŒ﷽١٢٣Ωж한ㄱ\u0301\ufeff\u200b﹦−½Ⅷ㍿ /?!:0123"
CROOKED = (
    "at 99:99", "31/02", "year 9999", "-1 hours", "in 10000000000 days", "before 0001", "9999-12-31",
    "12345678901234567890 minutes before", "le 30 février", "25時", "13月32日",
)  # fmt: skip
ASSISTANT = conference.assistant(search=conference.Silent(), composer=conference.compose)


def asked() -> list[str]:
    files = (
        yaml.safe_load((FOLDER / f"questions_{language}.yaml").read_text("utf-8")) for language in ("en", "fr", "ja")
    )
    return [case["q"] for cases in files for case in cases]


def messages(count: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311 - the same messages every run
    known = asked()
    words = [word for question in known for word in question.split()]
    for _ in range(count):
        signs = list(chance.choice(known))
        yield chance.choice(
            [
                " ".join(chance.choices(words, k=chance.randrange(1, 60))),
                "".join(chance.choices(SIGNS, k=chance.randrange(1, 60))),
                "".join(sign if chance.random() > 0.15 else chance.choice(SIGNS) for sign in signs),
                "".join(
                    chr(chance.choice([chance.randrange(0x3040, 0x30FF), chance.randrange(0x20, 0x1FFFF)]))
                    for _ in signs
                ),
                f"{chance.choice(known)} {chance.choice(CROOKED)}",
            ]
        )


def test_whatever_is_typed_is_answered() -> None:
    talk = Talk(ASSISTANT)
    for number, message in enumerate(messages(3 * FUZZED, seed=1)):
        if number % 7 == 0:  # some stand alone, some go on with nonsense
            more = {"preferred": ("en", "fr", "ja")[number % 3], "email": ("", "ada@example.org")[number % 2]}
            talk = Talk(ASSISTANT, more=more)
        assert shown(talk.ask(message).reply).strip(), message
