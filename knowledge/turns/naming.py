"""From what stands before a turn to the person meant, as the document names them in full. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.folding import fold
from knowledge.language import frequency
from knowledge.turns.words import AFTER_NAME, HONORIFIC, PARTICLES, is_office

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.model import Speaker

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’‘.-](?=[^\W_]))*")
_BESIDE = re.compile(r"\s*[(（\[,、|/].*|\s+of\s.*", re.DOTALL)
_EAST_ASIAN = re.compile(r"[\u3005\u3041-\u30ff\u3400-\u9fff]")
_INITIALS = re.compile(r"[A-Z]{2,4}")
_FULL = 2  # words of a whole name
_ALIKE = 90  # rapidfuzz ratio
COMMON = 1e-5  # the share of a text that an everyday word makes up


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may speak: the name that is shown, and all spellings of it."""

    name: str
    spellings: tuple[str, ...]


@lru_cache(maxsize=8192)
def core(name: str) -> frozenset[str]:
    """The words of a name itself, folded: without what they are addressed by, their office and what stands beside."""
    bare = AFTER_NAME.sub("", HONORIFIC.sub(" ", _BESIDE.sub("", unicodedata.normalize("NFKC", name))))
    words = [fold(word).strip(".") for word in _WORD.findall(bare) if not is_office(word)]
    return frozenset(word for word in words if word not in PARTICLES) or frozenset(words)


def office(name: str) -> tuple[str, ...]:
    """The words of an office at the beginning of a name: ``("vice", "president")`` of "the Vice President Harris"."""
    found: list[str] = []
    for word in _WORD.findall(_BESIDE.sub("", name)):
        if not is_office(word):
            break
        found.append(fold(word))
    return tuple(word for word in found if word not in ("the", "le", "la", "les"))


def people(names: Iterable[str], program: Iterable[Speaker] = ()) -> tuple[Known, ...]:
    """Those named by the document, and then those of the program who are not among them."""
    found = [Known(name, (name,)) for name in dict.fromkeys(names) if name]
    for speaker in program:
        spellings = (speaker.name, *speaker.names)
        at = next((at for at, known in enumerate(found) if any(same(known.name, each) for each in spellings)), None)
        if at is None:
            found.append(Known(speaker.name, spellings))
        else:
            found[at] = Known(found[at].name, (*found[at].spellings, *spellings))
    return tuple(found)


def same(one: str, other: str) -> bool:
    """Whether two spellings may be of one person: all words of the shorter are in the longer."""
    left, right = core(one), core(other)
    if not left or not right:
        return False
    return left <= right or right <= left or _begins(one, right) or _begins(other, left)


def resolve(label: str, known: Sequence[Known], text: str = "") -> str:
    """The full name of whoever a label means among those known, or an empty string when it is none or several.

    ``text`` is where initials may be told: "Jeremy Rubin (JR)".
    """
    exact = {each.name for each in known if any(core(label) and core(label) == core(s) for s in each.spellings)}
    if len(exact) == 1:
        return exact.pop()
    near = {each.name for each in known if any(same(label, spelling) for spelling in each.spellings)}
    near = near or {each.name for each in known if _misspelt(label, each.name)}
    if not near and _INITIALS.fullmatch(label):
        near = _by_initials(label, known, text)
    if not near and not core(label):
        near = {each.name for each in known if office(label) and office(each.name) == office(label)}
    return near.pop() if len(near) == 1 else ""


def shown(label: str, text: str) -> str:
    """A name that is known from its label alone, as the text writes it where it is not all in capitals.

    "DR. WATKINS" is shown as "Dr. Watkins", "MCELRATH" as "McElrath" where that is to be found; initials stay.
    """
    if label.upper() != label or _INITIALS.fullmatch(label) or _EAST_ASIAN.search(label):
        return label
    return " ".join(_written(word, text) for word in label.split())


def _written(word: str, text: str) -> str:
    bare = word.strip(".,()")
    if len(bare) > 1:
        for found in re.finditer(rf"\b{re.escape(bare)}\b", text, re.IGNORECASE):
            if found[0] != bare and not found[0].islower():
                return word.replace(bare, found[0])
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))


def is_rare(name: str) -> bool:
    """Whether a name has a word that is none of English or French, which "General Debate" has not."""
    return any(share(word) < COMMON for word in name.split() if len(word.strip(".")) > 1)


def share(word: str) -> float:
    """The share of a text that a word makes up, in English or French."""
    return max(frequency(fold(word.strip(".,()")), code) for code in ("en", "fr"))


def _misspelt(label: str, name: str) -> bool:
    """Whether a label is a whole name with a letter wrong: "Mrk Erhardt"."""
    from rapidfuzz import fuzz

    whole = len(core(label)) >= _FULL and len(core(name)) >= _FULL
    return whole and fuzz.token_sort_ratio(" ".join(core(label)), " ".join(core(name))) >= _ALIKE


def _begins(name: str, longer: frozenset[str]) -> bool:
    """Whether a Japanese surname begins or ends the one word that a whole name is written in."""
    bare = AFTER_NAME.sub("", name.strip())
    if len(bare) < _FULL or not _EAST_ASIAN.search(bare):
        return False
    return any(word.startswith(fold(bare)) or word.endswith(fold(bare)) for word in longer)


def _by_initials(label: str, known: Sequence[Known], text: str) -> set[str]:
    told = re.search(rf"((?:[^\W\d_][\w.'’-]*[ \t]+){{1,3}}[^\W\d_][\w.'’-]*)[ \t]*[(（]{label}[)）]", text)
    if told:
        return {resolve(told[1], known) or told[1]}
    return {each.name for each in known if sorted(word[0] for word in core(each.name)) == sorted(label.lower())}
