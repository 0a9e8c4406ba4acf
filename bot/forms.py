"""A form over the conversation, for platforms that can open one: no platform's words.

All strings are finished and in the reader's language. What comes back comes from outside: nothing says that only
options offered were chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Answers = Mapping[str, tuple[str, ...]]
"""What was filled in, by the field's name: nothing, what was typed, or the values chosen."""

Faults = Mapping[str, str]
"""What is wrong, a sentence for each field at fault; empty when the form was taken."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of a field's choices; those of the same ``group`` stand together."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question: ``line`` and ``lines`` are typed, ``one`` and ``many`` chosen. ``value`` is what it begins with."""

    name: str
    label: str
    kind: Literal["line", "lines", "one", "many"] = "line"
    hint: str = ""
    example: str = ""
    value: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Fields under a title. ``about`` comes back with the answers: what it is about, in the caller's own words."""

    name: str
    title: str
    submit: str
    close: str
    fields: tuple[Field, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came back."""

    name: str
    answers: Answers
    about: str = ""
