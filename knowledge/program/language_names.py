"""The codes of languages that programs write out: ``English``, ``Deutsch``, ``日本語``."""

from __future__ import annotations

import re
from functools import cache

from knowledge.folding import fold

NAMED_IN = ("en", "fr", "ja", "de", "es", "it", "nl", "pt")  # the languages whose words for languages are read


def code(written: object) -> str:
    """The ISO 639-1 code of a language given as a code (``EN``, ``fr-FR``) or a name; empty when it is neither."""
    text = fold(str(written or "")).strip()
    coded = re.fullmatch(r"([a-z]{2})(?:[-_][a-z0-9]+)*", text)
    return coded[1] if coded else _names().get(text, "")


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for language in NAMED_IN:
        for short, name in Locale(language).languages.items():
            if re.fullmatch("[a-z]{2}", short):
                found.setdefault(fold(name), short)
    return found
