"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f]")
HAN = re.compile(r"[\u3400-\u9fff]")


def detect(text: str, among: tuple[str, ...] = ("en", "fr", "ja")) -> str:
    """The ISO 639-1 code of the text's language, or an empty string when it cannot be told."""
    if "ja" in among and (KANA.search(text) or (HAN.search(text) and "zh" not in among)):
        return "ja"
    if not re.search(r"[^\W\d_]", text):
        return ""
    found = _detector(tuple(code for code in among if code != "ja")).detect_language_of(text)
    return found.iso_code_639_1.name.lower() if found else ""


@cache
def _detector(among: tuple[str, ...]) -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [IsoCode639_1.from_str(code.upper()) for code in among]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    return {
        name.casefold(): code
        for language in ("ja", "fr", "en")
        for code, name in Locale(language).languages.items()
        if len(code) == 2  # noqa: PLR2004 # ISO 639-1
    }


def code_of(told: str) -> str:
    """The code of a language given as a code ("fr", "fr-FR") or by its name; empty when unknown."""
    word = told.strip().casefold()
    code = re.split(r"[-_]", word)[0]
    return code if code in _names().values() else _names().get(word, "")
