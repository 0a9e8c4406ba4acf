"""Names in two scripts."""

from __future__ import annotations

import pytest

from knowledge.readings import readings, sound_alike


@pytest.mark.parametrize(
    ("one", "other"), [("岸田", "Kishida"), ("佐藤", "Satō"), ("大野", "Ohno"), ("伊藤", "Itou"), ("京子", "Kyoko")]
)
def test_japanese_names_are_read(one: str, other: str) -> None:
    assert readings(one) == readings(other)


def test_a_whole_name_has_both_words() -> None:
    assert readings("佐藤 花子") == {"sato", "hanako"}
    assert readings("KISHIDA Fumio") == {"kishida", "fumio"}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("マクロン", "Macron", True), ("Macron", "マクロン", True), ("バイデン", "President Biden", True),
        ("ゼレンスキー", "Zelenskyy", True), ("マクロン", "Biden", False), ("シュレーダー", "Li", False),
        ("Biden", "Macron", False), ("ジャン・マクロン", "Emmanuel Macron", False),
    ],
)  # fmt: skip
def test_foreign_names_in_katakana_are_told_by_their_sound(one: str, other: str, alike: bool) -> None:
    assert sound_alike(one, other) is alike
