"""A word of a topic stands for the topic, unless it is a narrower one."""

from __future__ import annotations

import pytest

from bot.nlu.glossary import units


@pytest.mark.parametrize("said", ["database", "databases", "base de données", "データベース"])
def test_a_topic_is_found_by_its_narrower_words(said: str) -> None:
    language = "ja" if said == "データベース" else "fr" if "de" in said else "en"
    (phrases,) = units(said, language)
    assert {"database*", "postgresql", "mongodb"} <= set(phrases)


@pytest.mark.parametrize("said", ["mongodb", "libreoffice", "docker"])
def test_a_narrower_word_stands_for_itself_alone(said: str) -> None:
    assert units(said, "en") == []
