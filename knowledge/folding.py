"""Words made comparable: as people type them on phones."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, full width made narrow, without Latin accents; kana keep their voicing marks."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(sign for sign in folded if not "\u0300" <= sign <= "\u036f")
    return unicodedata.normalize("NFC", bare)


def plain(text: str) -> str:
    """Folded words, one blank apart, without any signs."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
