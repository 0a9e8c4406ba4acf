"""Catalogues: every sentence of the bot by key, in each language.

A catalogue is ``<language>.yaml`` in this folder: nested keys, joined with dots when asked for. A value
is a sentence with ``{slots}``, or a mapping of CLDR plural categories to sentences, chosen by the slot
``count``. The words by which questions and texts are read are lists in a file of the same name in ``words``. A new
language is one more file in each; nothing else has to change.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEFAULT = "en"


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages spoken, the default one first."""
    found = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    return (DEFAULT, *(code for code in found if code != DEFAULT))


def nearest(tag: str) -> str:
    """Return the language spoken for a platform's tag such as ``fr-CA``, or the default one."""
    code = tag.replace("_", "-").split("-")[0].lower()
    return code if code in languages() else DEFAULT


def say(language: str, key: str, **slots: object) -> str:
    """Return the sentence of ``key`` with its slots filled.

    Raises KeyError for an unknown key or a missing slot: a fault of the program.
    """
    value = _entries(language)[key]
    if isinstance(value, dict):
        value = value.get(_plural(language, slots["count"]), value["other"])
    return str(value).format(**slots)


def words(language: str, key: str) -> tuple[str, ...]:
    """Return a list of the catalogue, such as the words for a command."""
    return tuple(str(word) for word in _entries(language)[key])


def has(language: str, key: str) -> bool:
    """Tell whether a language has this key."""
    return key in _entries(language)


def _plural(language: str, count: object) -> str:
    from babel import Locale

    return str(Locale(language).plural_form(int(str(count))))


@cache
def _entries(language: str) -> dict[str, Any]:
    import yaml

    files = (FOLDER / f"{language}.yaml", FOLDER / "words" / f"{language}.yaml")
    return {
        key: value for file in files for key, value in _flat(yaml.load(file.read_text("utf-8"), yaml.CSafeLoader), "")
    }


CATEGORIES = {"zero", "one", "two", "few", "many", "other"}


def _flat(tree: dict[str, Any], prefix: str) -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for name, value in tree.items():
        if isinstance(value, dict) and not value.keys() <= CATEGORIES:
            flat += _flat(value, f"{prefix}{name}.")
        else:
            flat.append((f"{prefix}{name}", value))
    return flat
