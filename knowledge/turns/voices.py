"""Which of the lines that may begin a turn do, and whose turn it is. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.folding import fold
from knowledge.turns import naming
from knowledge.turns.words import AFTER_NAME, ANSWER, FLOOR, HONORIFIC, NUMBERED, PARTICLES, ROLE, VAGUE, is_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.turns.labels import Label
    from knowledge.turns.naming import Known

_SURE_STYLES = ("clock", "timed", "bold")  # an unknown name set off so is one
_LOOSE_STYLES = ("alone", "heading", "bold-alone", "bracket")  # headings look the same
_ESTABLISHED = 3  # turns from which on a style is that of turns
_TWICE = 2
_MOST_WORDS = 6
_LONGEST_SURNAME = 4  # signs; with a given name there is a blank
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’‘.-](?=[^\W_]))*\.?")
_EAST_ASIAN = re.compile(r"[\u3005\u3041-\u30ff\u3400-\u9fff]+(?:[ \u3000・][\u3005\u3041-\u30ff\u3400-\u9fff]+)?")
_BESIDE = re.compile(r"[,、]\s*")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who begins to speak at a label: ``speaker`` is empty where nobody is named."""

    label: Label
    speaker: str = ""
    floor: bool = False
    organization: str = ""
    answers: bool = False


def find_voices(labels: Sequence[Label], text: str, own: Sequence[str], known: Sequence[Known]) -> list[Voice]:
    """The labels that begin turns, with the person of each.

    ``own`` names those whose speech the document is; ``known`` are they and others who may speak.
    """
    judged = [(label, _sure(label, own, known, text)) for label in labels]
    sure = [label for label, voice in judged if voice]
    if not _converses([voice for _, voice in judged if voice]):
        judged = [(label, None if _only_asked(voice) else voice) for label, voice in judged]
        sure = [label for label, voice in judged if voice]
    names = Counter(fold(label.name) for label in labels if label not in sure and _is_named(label))
    accepted = [(label, voice or _likely(label, names, sure, text)) for label, voice in judged]
    styles = Counter(label.style for label, voice in accepted if voice)
    usual = {style for style in _SURE_STYLES if styles[style] >= _ESTABLISHED}
    return [
        voice or Voice(label, floor=True)
        for label, voice in accepted
        if voice or (label.style in usual and label.begins)
    ]


def _sure(label: Label, own: Sequence[str], known: Sequence[Known], text: str) -> Voice | None:
    """The voice of a label that by itself can be nothing else."""
    name = label.name
    role = HONORIFIC.sub("", name, count=1).strip() if HONORIFIC.match(name) else name
    if FLOOR.fullmatch(name):
        return Voice(label, floor=True) if label.style != "heading" else None
    if ANSWER.fullmatch(name) and label.style != "heading":
        return Voice(label, own[0] if len(own) == 1 else "", answers=True)
    if NUMBERED.fullmatch(name):
        return Voice(label)
    person, beside = _person(label, known, text)
    if person:
        whole = label.style not in _LOOSE_STYLES or len(naming.core(name)) > 1 or label.style in ("bracket", "heading")
        return Voice(label, person, organization=beside) if whole else None
    if ROLE.fullmatch(role):
        return Voice(label, name.capitalize() if label.capitals else name) if label.style != "heading" else None
    return (
        Voice(label, naming.shown(_BESIDE.split(name)[0], text), organization=beside) if _is_addressed(label) else None
    )


def _person(label: Label, known: Sequence[Known], text: str) -> tuple[str, str]:
    """The known person of a label, and what else it says of them."""
    first, *rest = _BESIDE.split(label.name, maxsplit=1)
    if rest and rest[0][:1].islower():
        return "", ""
    beside = label.aside or (rest[0] if rest else "")
    for name in dict.fromkeys((label.name, first)):
        person = naming.resolve(name, known, text)
        if person and _is_only(name, person, known):
            return person, beside
    return "", beside


def _is_only(name: str, person: str, known: Sequence[Known]) -> bool:
    """Whether a label is a name and no more: "Biden Administration" is nobody's."""
    spelled = frozenset().union(*(naming.core(each) for k in known if k.name == person for each in k.spellings))
    foreign = naming.core(name) - spelled
    initials = name.isupper() and name.isascii() and len(name) <= len("ABCD")
    return initials or bool(_EAST_ASIAN.fullmatch(name)) or all(naming.share(word) < naming.COMMON for word in foreign)


def _is_addressed(label: Label) -> bool:
    """Whether a name is led by a polite form or an office, or followed by one: "DR. WATKINS", "PRIME MINISTER SUGA"."""
    name = _BESIDE.split(label.name)[0]
    if label.style == "stop":
        return False
    if label.style in ("heading", "alone", "bold-alone") and not (label.capitals or label.style == "bold-alone"):
        return False
    if AFTER_NAME.search(name) and _EAST_ASIAN.fullmatch(name):
        return True
    words = name.split()
    rest = HONORIFIC.sub("", name, count=1).split() if HONORIFIC.match(name) else []
    if not rest:
        begun = next((at for at, word in enumerate(words) if not is_office(word)), len(words))
        rest = words[begun:] if begun else []
        if all(word.casefold() in VAGUE for word in words[:begun]) and not naming.is_rare(" ".join(rest)):
            return False
    return (
        0 < len(rest) <= _MOST_WORDS and all(_is_capital(word) for word in rest) and len(words) <= _MOST_WORDS + _TWICE
    )


def _likely(label: Label, names: Counter[str], sure: Sequence[Label], text: str) -> Voice | None:
    """The voice of a name that nobody knows of, by how it is set off, how often, and what else is in the text."""
    if not _is_named(label) or not label.begins:
        return None
    words = [word for word in _WORD.findall(_BESIDE.split(label.name)[0]) if fold(word) not in PARTICLES]
    rare = any(naming.share(word) < naming.COMMON for word in words)
    often = names[fold(label.name)] >= _TWICE
    alike = sum(each.style == label.style and each.capitals == label.capitals for each in sure)
    others = len(names) - 1 + bool(sure)
    if label.style in _LOOSE_STYLES:
        able = rare and len(words) >= _TWICE and bool(alike or (often and others))
    elif label.style in _SURE_STYLES:
        able = rare or often or bool(alike)
    elif label.style == "stop":
        able = rare and bool(often or alike)
    elif len(words) >= _TWICE:
        able = rare or (often and alike >= _TWICE)
    else:
        met = alike >= (1 if label.capitals or _EAST_ASIAN.fullmatch(label.name) else _TWICE) or (
            often and bool(others)
        )
        able = met and (rare or often) and not _is_word_of(label.name, text)
    beside = label.aside or "".join(_BESIDE.split(label.name, maxsplit=1)[1:])
    return Voice(label, naming.shown(_BESIDE.split(label.name)[0], text), organization=beside) if able else None


def _is_named(label: Label) -> bool:
    """Whether a label reads like a person's name: a few words with capitals, or a short Japanese one."""
    name = _BESIDE.split(label.name)[0]
    if _EAST_ASIAN.fullmatch(name):
        return len(name) <= _LONGEST_SURNAME or " " in name or "・" in name or "\u3000" in name
    words = name.split()
    return 0 < len(words) < _MOST_WORDS and all(_is_capital(word) for word in words) and not any(map(str.isdigit, name))


def _is_capital(word: str) -> bool:
    bare = word.strip("'’‘\"“”().")
    return bool(_WORD.fullmatch(word.strip("'’‘\"“”()"))) and (bare[:1].isupper() or fold(bare) in PARTICLES)


def _is_word_of(name: str, text: str) -> bool:
    """Whether a text also has a word in small letters: then it is no name."""
    return not _EAST_ASIAN.fullmatch(name) and re.search(rf"\b{re.escape(name.lower())}\b", text) is not None


def _converses(sure: Sequence[Voice]) -> bool:
    """Whether there is more than a lone letter "A." or question of a list."""
    asked = sum(voice.floor for voice in sure)
    return asked >= 1 and (asked > 1 or any(not voice.floor for voice in sure))


def _only_asked(voice: Voice | None) -> bool:
    """Whether a voice is known by a mere "A" or "Q.", which lists have too."""
    return voice is not None and (voice.answers or (voice.floor and voice.label.style == "question"))
