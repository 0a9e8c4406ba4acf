"""Names in running text: who is quoted, who is introduced. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.turns import naming
from knowledge.turns.words import HONORIFIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.turns.naming import Known

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ][\w'’‘-]*"
PERSON = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Dr|Prof|M|Mme|Sir|Dame)\.?[ \t\n]+|[A-Z]\.[ \t]?)*{_CAPITAL}"
    rf"(?:[ \t\n]+(?:[A-Z]\.|(?:(?:de|van|von|der|den|du|la|le|al|bin|el)[ \t\n]+)*{_CAPITAL})){{0,4}}"
)
JAPANESE = re.compile(
    r"(?P<who>[\u3005\u30a1-\u30ff\u4e00-\u9fff]{1,10}?(?:[ \u3000・][\u3005\u30a1-\u30ff\u4e00-\u9fff]{1,10}?)?)"
    r"(?:氏|様|さん|先生|教授|博士|君|議員|大臣|首相|長官|理事長)"
)
_EVERYWHERE = 1e-3  # the share of "as", "in", "when", which begin a sentence with a capital
_WIDE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


def known_in(text: str, known: Sequence[Known]) -> list[str]:
    """Those known whom a text names by at least the longest word of their name, in the order of the text."""
    places = [(place, each.name) for each in known if (place := _place(text, each)) >= 0]
    return list(dict.fromkeys(name for _, name in sorted(places)))


def named_in(text: str, known: Sequence[Known]) -> str:
    """Whom a text names first: somebody known, or else whoever reads like a name; empty where nobody is."""
    for name in known_in(text, known):
        return name
    japanese = JAPANESE.search(text)
    if japanese:
        return naming.resolve(japanese["who"], known) or japanese["who"]
    for found in PERSON.finditer(text):
        words = HONORIFIC.sub("", found[0]).split()
        while words and naming.share(words[0]) > _EVERYWHERE:
            del words[0]
        name = " ".join(words)
        if len(naming.core(name)) > 1 and naming.is_rare(name):
            return name
    return ""


def _place(text: str, person: Known) -> int:
    """Where a text first has a person's longest word, written as a name is; -1 where it does not."""
    for spelling in person.spellings:
        words = [word for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", spelling) if naming.core(word)]
        longest = max(words, key=len, default="")
        if len(longest) > 1 and (found := re.search(_whole(longest), text)):
            return found.start()
    return -1


def _whole(word: str) -> str:
    if _WIDE.search(word):
        return re.escape(word)
    return rf"\b(?:{re.escape(word)}|{re.escape(word.capitalize())}|{re.escape(word.upper())})\b"
