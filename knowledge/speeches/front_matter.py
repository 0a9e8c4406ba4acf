"""The block at the top of a Markdown file: YAML between ``---``, TOML between ``+++``, or JSON in braces.

Site generators such as Jekyll and Hugo write these three (https://gohugo.io/content-management/front-matter/).
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from knowledge.decoding import without_halves
from knowledge.problems import Problem
from knowledge.program import language_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BLOCK = re.compile(
    r"""\A(?:---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)
    |\+\+\+[ \t]*\n(?P<toml>.*?)^\+\+\+
    |(?P<json>\{[ \t]*\n.*?^\}))[ \t]*(?:\n|\Z)""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
KEYS = "title|titre|speakers?|presenters?|author|date|language|lang|session"
OPENED = re.compile(rf"(---|\+\+\+)[ \t]*\n({KEYS})\s*[:=]\s*\S", re.IGNORECASE)
LINE = re.compile(r"^([^\W\d]\w*)\s*[:=]\s*[\"']?([^\s\[{|>&*!\"'].*?)[\"']?\s*$", re.MULTILINE)
AT_LINE = re.compile(r"\(at line (\d+)")
LONGEST = 64_000  # characters
MOST = 50  # people in a list
DEEPEST = 2

TITLE = ("title", "titre", "タイトル", "題名", "name", "headline")
SPEAKER = ("speaker", "speakers", "presenter", "presenters", "orateur", "oratrice", "orateurs", "intervenant",
           "intervenants", "講演者", "登壇者", "author", "authors", "by")  # fmt: skip
DATE = ("date", "delivered", "day", "日付", "published", "published_time")
LANGUAGE = ("language", "lang", "langue", "言語", "locale")
SESSION = ("session", "session_id")


@dataclass(frozen=True, slots=True)
class Details:
    """What is told about a document beside its text; empty strings where nothing is."""

    title: str = ""
    speaker: str = ""
    date: str = ""
    language: str = ""
    session: str = ""


def read(text: str, source: str) -> tuple[Details, int, tuple[Problem, ...]]:
    """The details, where the body begins in ``text``, and what was wrong with the block."""
    block = BLOCK.match(text)
    if block is None or block.end(str(block.lastgroup)) > LONGEST:
        return Details(), 0, _unclosed(text, source)
    form = str(block.lastgroup)
    told = _parsed(block[form], form)
    if isinstance(told, _Broken):
        if form == "json":  # braces may as well be the text
            return Details(), 0, ()
        where = f"{source}:{told.line + 1}"
        what = f"the front matter is not valid {form.upper()} ({told.reason}); read line by line."
        mend = "Put values that hold a colon or a quotation mark in quotes."
        return details(dict(LINE.findall(block[form]))), block.end(), (Problem(where, what, mend, "warning"),)
    if not isinstance(told, dict):
        return Details(), (block.end() if told is None else 0), ()
    return details(told), block.end(), ()


def _unclosed(text: str, source: str) -> tuple[Problem, ...]:
    """What to say of a block that begins like front matter and never ends."""
    begun = OPENED.match(text)
    if not begun:
        return ()
    what = f"the front matter that begins here has no end; it is taken as text ({begun[2]}: ...)."
    return (Problem(f"{source}:1", what, f"Close it with a line of {begun[1]}", "warning"),)


@dataclass(frozen=True, slots=True)
class _Broken:
    """Why a block cannot be read, and the line of it, from 1."""

    reason: str
    line: int


def _parsed(block: str, form: str) -> object:
    if form == "yaml":
        return _yaml(block)
    try:
        return tomllib.loads(block) if form == "toml" else without_halves(json.loads(block))
    except (ValueError, RecursionError) as error:  # both kinds of decoding errors are ValueErrors
        line = AT_LINE.search(str(error))
        return _Broken(AT_LINE.split(str(error))[0].strip(), int(line[1]) if line else 0)


def _yaml(block: str) -> object:
    import yaml

    try:
        return without_halves(yaml.safe_load(block))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: the 30th of February
        mark = getattr(error, "problem_mark", None)
        return _Broken(getattr(error, "problem", None) or "unreadable", mark.line + 1 if mark else 0)


def details(told: Mapping[object, object]) -> Details:
    """The details under any of their usual names, in lower case or not."""
    named = {str(key).strip().lower(): value for key, value in told.items()}
    return Details(
        title=_one_line(_first(named, TITLE)),
        speaker=_one_line(_first(named, SPEAKER)),
        date=_one_line(_first(named, DATE)),
        language=language_names.code(_one_line(_first(named, LANGUAGE))),
        session=_one_line(_first(named, SESSION)),
    )


def _first(named: Mapping[str, object], keys: Iterable[str]) -> object:
    return next((named[key] for key in keys if named.get(key) not in (None, "", [])), "")


def _one_line(value: object, depth: int = 0) -> str:
    """A value as one line: lists joined by commas, people by their name, dates as ISO.

    What is nested deeper than a list of people is left out: YAML's aliases can multiply it endlessly.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        parts = (_one_line(item, depth + 1) for item in value[:MOST]) if depth < DEEPEST else ()
        return ", ".join(filter(None, parts))
    if isinstance(value, dict):
        named = {str(key).lower(): item for key, item in value.items()}
        return _one_line(_first(named, ("name", *TITLE)), depth + 1) if depth < DEEPEST else ""
    return " ".join(str(value).split())
