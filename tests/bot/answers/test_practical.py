"""The many names of what is practical."""

from __future__ import annotations

import pytest

from bot.answers.practical import asked_things, things, told_things, wanted_things
from bot.answers.terms import spoken
from bot.i18n.catalogue import languages, words


def rows(language: str) -> dict[str, list[str]]:
    parted = (row.partition(": ") for row in words(language, "content.practical"))
    return {thing: names.split(", ") for thing, _, names in parted}


@pytest.mark.parametrize(
    ("text", "language", "thing"),
    [
        ("where do I leave my coat", "en", "#cloakroom"),
        ("is there Wi-Fi?", "en", "#wifi"),
        ("How do I check-in", "en", "#check_in"),
        ("I feel ill", "en", "#first_aid"),
        ("ou est ce qu'on se gare", "fr", "#parking"),
        ("faut-il une pièce d'identité ?", "fr", "#identity"),
        ("y a-t-il une traduction ?", "fr", "#interpretation"),
        ("昼ごはんは？", "ja", "#lunch"),
        ("車椅子で入れますか", "ja", "#accessibility"),
        ("商談に遅れそうです", "ja", "#late"),
        ("どの棟に行けばいいですか？", "ja", ""),
        ("the accession of Sweden", "en", ""),
        ("la gare est loin", "fr", "#train"),
    ],
)
def test_a_thing_is_known_by_its_names(text: str, language: str, thing: str) -> None:
    assert things(text, language) == ({thing} if thing else set())


def test_a_longer_name_is_another_thing() -> None:
    assert things("身分証明書をお見せください", "ja") == {"#identity"}  # no certificate, 証明書
    assert things("the lost property office", "en") == {"#lost"}


def test_a_question_is_for_the_thing_instead_of_its_words() -> None:
    asked = asked_things("can I get an invoice for my coat", "en")
    assert asked["#invoice"] == asked["#cloakroom"] > asked["get"]
    assert "coat" not in asked


def test_what_to_bring_is_asked_for_only_where_nothing_else_is() -> None:
    assert wanted_things("what do I bring", "en") == {"#bring"}
    assert wanted_things("can I bring a wheelchair", "en") == {"#accessibility"}
    assert "#bring" not in asked_things("puis-je amener mon chien", "fr")
    assert "#bring" in things("Bring gloves and a coat.", "en")


def test_a_text_is_read_by_its_own_language() -> None:
    assert "#cloakroom" in told_things("Le vestiaire est à droite.", "en", "fr")
    assert "#train" not in told_things("Elle part de la gare.", "fr", "en")


def test_all_languages_name_the_same_things_and_none_two_by_one_name() -> None:
    assert len({frozenset(rows(language)) for language in languages()}) == 1
    for language in languages():
        named = [(tuple(spoken(name)), thing) for thing, names in rows(language).items() for name in names]
        assert all(words for words, _ in named)
        assert len({words for words, _ in named}) == len(set(named))
