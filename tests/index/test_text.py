from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from index.text import asked_words, matched_words, normalized, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Élysée", "elysee"),
        ("ＣＡＬＬＩＳＴＯ", "callisto"),
        ("The U.S. and the E.U.", "the us and the eu"),
        ("1,000 and 12\u202f345", "1000 and 12345"),
        ("in 3,5 or 1,23", "in 3,5 or 1,23"),
        ("ﾛｹｯﾄ", "ロケット"),
        ("が", "が"),
        ("Straße", "strasse"),
    ],
)
def test_one_form_for_case_width_accents_and_numbers(text: str, expected: str) -> None:
    assert normalized(text) == expected


def test_words_as_written() -> None:
    assert words("Cooperation, l'Élysée 2026") == ["cooperation", "l", "elysee", "2026"]
    assert words("宇宙政策") == ["宇宙", "宙政", "政策"]
    assert words("月") == ["月"]


def test_words_of_one_origin_meet_across_languages() -> None:
    assert matched_words("cooperation") == matched_words("Coopérations") == ["cooper"]


def test_numbers_stay_whole() -> None:
    assert matched_words("20260116 12345678") == ["20260116", "12345678"]


def test_function_words_are_not_asked_for() -> None:
    assert asked_words("Who is the director of the agency?", "en") == ["direct", "agency"]
    assert asked_words("Qui dirige l'agence ?", "fr") == ["dirige", "agence"]
    assert asked_words("what is it", "en") == []


def test_a_french_function_word_may_be_an_english_name() -> None:
    assert asked_words("Who is Son?", "en") == ["son"]
    assert asked_words("Who is Son?") == []


def test_each_word_is_asked_for_once() -> None:
    assert asked_words("Moon, Moon and Moon", "en") == ["moon"]


def test_japanese_is_taken_apart_by_a_dictionary() -> None:
    assert matched_words("CALLISTOは誰が開発していますか？") == ["callis", "開発"]
    assert "開発" in matched_words("ロケットの共同開発が進む。")


def test_spellings_of_one_japanese_word_meet() -> None:
    assert matched_words("コンピュータ") == matched_words("コンピューター")


def test_chinese_comes_in_pairs() -> None:
    assert matched_words("航天政策", "zh") == ["航天", "天政", "政策"]


def test_korean_comes_in_pairs() -> None:
    assert matched_words("우주항공청") == ["우주", "주항", "항공", "공청"]


def test_a_very_long_japanese_text_is_no_trouble() -> None:
    assert matched_words("宇宙開発" * 10_000).count("宇宙") == 10_000


def test_threads_may_ask_at_the_same_time() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(matched_words, ["衛星の打ち上げは明日です。"] * 40))
    assert all(each == found[0] for each in found)
