"""What small words leave out, and which way round they make a limit."""

from __future__ import annotations

import pytest
from suites.frames import marked

from bot.nlu.scope import scoped
from bot.nlu.text import read
from bot.nlu.types import Role


def roles(said: str, language: str) -> dict[str, str]:
    text, spans = marked(said)
    return {text[span.start : span.end]: span.role.value for span in scoped(spans, read(text), language)}


@pytest.mark.parametrize(
    ("language", "said", "left_out"),
    [
        ("en", "everything on [Friday|time] except the [panel|type]", {"panel"}),
        ("en", "in the theme [security|topic-not], what is there besides the one by [Kleber|person-not]?", {"Kleber"}),
        ("en", "[talks|type] but not those things down in the [Foyer|room]", {"Foyer"}),
        ("en", "all but [lunch|type] and the [panel|type] in [Kepler|room]", {"lunch", "panel"}),
        ("fr", "hormis les [rendez-vous|type], qu'y a-t-il à [15 h|time] ?", {"rendez-vous"}),
        ("fr", "tout sauf le [déjeuner|type] et la [pause|type]", {"déjeuner", "pause"}),
        ("ja", "[13時半|time-not]からの枠で、[大ホール|room]以外は？", {"大ホール"}),
        ("ja", "[昼食|type]と[懇親会|type]を除いて全部", {"昼食", "懇親会"}),
        ("ja", "[初日|time]ではなく[18日|time]のこと", {"初日"}),
    ],
)
def test_only_what_stands_beside_the_word_is_left_out(language: str, said: str, left_out: set[str]) -> None:
    found = roles(said, language)
    assert {text for text, role in found.items() if role == "not"} == left_out


def test_where_no_word_tells_the_heads_are_believed_when_they_are_sure() -> None:
    assert roles("anything, I hate [kotlin|topic-not]", "en") == {"kotlin": "not"}


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("en", "I have to leave at [11:00|time-from], what can I see", ["until"]),
        ("en", "my train's late, I only get there at [19|time-until]", ["from"]),
        ("fr", "j'arriverai à [11 h 30|time-until] et dois repartir à [13 heures|time-until]", ["from", "until"]),
        ("ja", "[14時|time-until]に到着し、[15時10分|time-from]には失礼します", ["from", "until"]),
        ("en", "what is on until [5|time-until]", ["until"]),
        ("en", "the talk at [3|time]", [""]),
    ],
)
def test_a_limit_is_of_the_coming_or_leaving_that_is_said_with_it(
    language: str, said: str, expected: list[str]
) -> None:
    assert list(roles(said, language).values()) == expected


def test_roles_are_ones_that_exist() -> None:
    assert {Role.FROM, Role.UNTIL} < set(Role)
