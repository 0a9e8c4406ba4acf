"""What has to hold of the catalogues of all languages together."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import pytest
import yaml
from babel import Locale

from bot.i18n.catalogue import DEFAULT, FOLDER, _entries, languages

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOT = re.compile(r"\{(\w*)[^}]*\}")
OTHERS = [language for language in languages() if language != DEFAULT]
TIME_SLOTS = {"h", "m", "n", "o", "e", "i", "d", "month", "weekday", "y", "city"}


def sentences(value: object) -> list[str]:
    """The sentences of an entry: one, or one for each plural form."""
    return [str(sentence) for sentence in (value.values() if isinstance(value, dict) else [value])]


def slots(value: object) -> set[str]:
    return {slot for sentence in sentences(value) for slot in SLOT.findall(sentence)}


def mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    """The mappings of a file, at any depth."""
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from mappings(value)


def test_there_are_three_languages_and_more_can_come() -> None:
    assert {"en", "fr", "ja"} <= set(languages())


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys(language: str) -> None:
    own, default = _entries(language).keys(), _entries(DEFAULT).keys()
    assert (own - default, default - own) == (set(), set())


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_the_same_slots(language: str) -> None:
    odd = {
        key: (slots(value), slots(_entries(DEFAULT)[key]))
        for key, value in _entries(language).items()
        if not isinstance(value, list) and slots(value) != slots(_entries(DEFAULT).get(key))
    }
    assert odd == {}


@pytest.mark.parametrize("language", OTHERS)
def test_every_entry_is_of_the_same_kind(language: str) -> None:
    default = _entries(DEFAULT)
    odd = [
        key for key, value in _entries(language).items() if isinstance(value, list) != isinstance(default[key], list)
    ]
    assert odd == []


@pytest.mark.parametrize("language", languages())
def test_no_section_and_no_key_is_there_twice(language: str) -> None:
    tree = yaml.compose((FOLDER / f"{language}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    twice = [
        key for node in mappings(tree) for key, times in Counter(k.value for k, _ in node.value).items() if times > 1
    ]
    assert twice == []


@pytest.mark.parametrize("language", languages())
def test_no_list_is_empty_and_every_word_is_text(language: str) -> None:
    lists = {key: value for key, value in _entries(language).items() if isinstance(value, list)}
    odd = {key: v for key, v in lists.items() if not v or not all(isinstance(w, str) and w.strip() for w in v)}
    assert odd == {}


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_empty_but_where_nothing_is_meant(language: str) -> None:
    odd = [key for key, value in _entries(language).items() if value is None or (value == "" and "gap" not in key)]
    assert odd == []


@pytest.mark.parametrize("language", languages())
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    allowed = {*Locale(language).plural_form.tags, "other"}
    plurals = {key: set(value) for key, value in _entries(language).items() if isinstance(value, dict)}
    assert {key: forms for key, forms in plurals.items() if not {"other"} <= forms <= allowed} == {}


@pytest.mark.parametrize("language", languages())
def test_time_words_use_the_known_slots_and_zones(language: str) -> None:
    times = {key: value for key, value in _entries(language).items() if key.startswith("time.words.")}
    used = {slot for phrases in times.values() for phrase in phrases for slot in SLOT.findall(phrase)}
    zones = {phrase.partition(" = ")[2] for phrase in times["time.words.zones"]}
    assert used <= TIME_SLOTS
    assert zones <= available_timezones()


@pytest.mark.parametrize("language", languages())
def test_templates_of_times_have_the_places_that_their_relation_needs(language: str) -> None:
    def odd(names: tuple[str, ...], sign: str, number: int) -> list[str]:
        phrases = [phrase for name in names for phrase in _entries(language)[f"time.words.{name}"]]
        return [phrase for phrase in phrases if phrase.count(sign) != number]

    assert odd(("at", "after", "from", "before", "until", "this", "coming", "gone"), "~", 1) == []
    assert odd(("between",), "~", 2) == []
    assert odd(("in", "within", "ago", "lead"), "#", 1) == []
