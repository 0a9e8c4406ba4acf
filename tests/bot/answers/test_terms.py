"""Words as evidence."""

from __future__ import annotations

import pytest

from bot.answers.names import heard, names, without_names, written, written_names
from bot.answers.terms import asked_terms, covered, is_rare, terms


def test_words_meet_in_other_forms() -> None:
    asked = asked_terms("who developed the launchers?", "en")
    assert covered(asked, terms("They develop a launcher.", "en")) > 0.9


def test_grammar_weighs_little_and_names_most() -> None:
    asked = asked_terms("what is the budget of Zarquon?", "en")
    assert asked["zarquon"] == 1.0
    assert asked["the"] == 0.0
    assert 0 < asked["budget"] < 1
    assert [term for term, weight in asked.items() if is_rare(weight)] == ["zarquon"]


def test_japanese_is_compared_by_the_words_that_mean_something() -> None:
    asked = asked_terms("ロケットは誰が開発していますか", "ja")
    assert set(asked) >= {"ロケット", "開発"}
    assert covered(asked, terms("新しいロケットを三社が開発する。", "ja")) == pytest.approx(1.0)


def test_a_hyphen_does_not_keep_words_apart() -> None:
    for asked, told in (
        ("is there wifi?", "The Wi-Fi is free."),
        ("is there Wi-Fi?", "Free wifi."),
        ("Wi-Fi", "Wi-Fi"),
    ):
        assert covered(asked_terms(asked, "en"), terms(told, "en")) > 0.8


def test_nothing_asked_is_not_covered() -> None:
    assert covered({}, frozenset({"a"})) == 0.0
    assert asked_terms("", "en") == {}


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert "raketen" in terms("Die Raketen", "de")


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("who is Zarquon?", "en", ("Zarquon",)),
        ("what happened in 1998", "en", ("1998",)),
        ("CALLISTOは何ですか", "ja", ("CALLISTO",)),
        ("マクロン大統領は何と言いましたか", "ja", ("マクロン",)),
        ("what is a rocket", "en", ()),
    ],
)
def test_the_names_of_a_question(question: str, language: str, found: tuple[str, ...]) -> None:
    assert names(question, language) == found


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("マクロン", "President Macron spoke first.", True),
        ("アルテミス", "They joined the Artemis accords.", True),
        ("Macron", "マクロン大統領が話した。", True),
        ("マクロン", "President Duval spoke first.", False),
        ("1998", "It flew in 1998.", True),
        ("1998", "It flew in 1999.", False),
        ("zarquon", "The ZARQUON probe.", True),
    ],
)
def test_names_are_found_across_scripts(name: str, text: str, there: bool) -> None:
    assert heard(name, text) is there


def test_initials_stand_for_a_name_written_out() -> None:
    assert "loc" in terms("She runs the Lindholm Observatory Council today.", "en")
    assert "loc" not in terms("The observatory council meets.", "en")


def test_words_that_only_ask_weigh_nothing() -> None:
    assert asked_terms("quelles sont les forces du port ?", "fr")["quel"] == 0.0
    assert asked_terms("which ports are open?", "en")["which"] == 0.0


@pytest.mark.parametrize(
    ("question", "language", "rest"),
    [
        ("who is the president of Zarquon?", "en", "who is the president of ?"),
        ("what is the capital of France?", "en", "what is the capital of ?"),
        ("フランスの首都はどこですか", "ja", "の首都はどこですか"),
        ("where is the door?", "en", "where is the door?"),
    ],
)
def test_what_is_left_of_a_question_without_its_names(question: str, language: str, rest: str) -> None:
    assert without_names(question, language) == rest


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("Who invented Dogecoin?", "en", ("Dogecoin",)),
        ("qui a inventé le Dogecoin ?", "fr", ("Dogecoin",)),
        ("Dogecoinは誰が作りましたか", "ja", ("Dogecoin",)),
        ("who invented dogecoin", "en", ()),  # thumbs leave capitals out, so none proves nothing
        ("What did Paris agree to?", "en", ()),
        ("マクロン大統領は何と言いましたか", "ja", ()),
    ],
)
def test_names_that_every_text_writes_alike(question: str, language: str, found: tuple[str, ...]) -> None:
    assert written_names(question, language) == found


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("Setanta", "Setanta Sports began in March.", True),
        ("Sentanta", "Setanta Sports began in March.", True),
        ("UMC", "It is the United Methodist Church.", True),
        ("Carslbad", "San Diego and Carlsbad form one area.", True),
        ("Virtanen", "ビルタネンさんが話します。", True),
        ("Dogecoin", "Bitcoin was worth little then.", False),
    ],
)
def test_a_name_is_found_as_it_is_written_or_nearly(name: str, text: str, there: bool) -> None:
    assert written(name, text) is there
