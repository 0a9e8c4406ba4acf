"""JSON Lines files of questions and searches: foreign text, so checked line by line."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads it at run time
from typing import Annotated, Any, TypeVar

import click
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from bot.cli.options import YEARS, is_reckoned, language_code


class Row(BaseModel):
    """One line; keys that are not known are ignored, so that files may carry more (a gold answer, say)."""

    model_config = ConfigDict(populate_by_name=True)

    id: Any = None


def _empty_when_null(value: object) -> object:
    return "" if value is None else value


def _none_when_null(value: object) -> object:
    return [] if value is None else value


def _spoken(value: object) -> str:
    try:
        return language_code(value)
    except ValueError as error:
        raise PydanticCustomError("language", "{reason}", {"reason": str(error)}) from error


def _near(value: datetime) -> datetime:
    if not is_reckoned(value):
        raise PydanticCustomError("far", "lies too far away; write a year from {first}", {"first": YEARS[0]})
    return value


class Question(Row):
    """A question as the contract writes it."""

    question: str
    now: Annotated[AwareDatetime, AfterValidator(_near)] | None = None
    email: Annotated[str, BeforeValidator(_empty_when_null)] = Field(default="", alias="as")
    language: Annotated[str, BeforeValidator(_spoken)] = Field(default="", alias="lang")
    history: Annotated[list[str], BeforeValidator(_none_when_null)] = []


class Query(Row):
    """A search as the contract writes it."""

    query: str


# What to write, by pydantic's kinds of faults; its own words are for programmers.
WRITE = {
    "missing": "is missing; write it",
    "string_type": "write text here",
    "list_type": 'write a list of texts, such as ["when is the keynote?"]',
    "timezone_aware": "has no offset; write it like 2026-01-16T14:05+01:00",
    "datetime_from_date_parsing": "is no time; write it like 2026-01-16T14:05+01:00",
    "datetime_type": "is no time; write it like 2026-01-16T14:05+01:00",
    "model_type": 'is no JSON object; write one such as {"id": 1, "question": "when is the keynote?"}',
}

R = TypeVar("R", bound=Row)


def read(path: str, kind: type[R]) -> list[R]:
    """Return the rows of a file (``-`` is standard input), all checked before the first is used.

    Raises click.UsageError with one line for each fault: file, line, key, what is wrong.
    """
    rows: list[R] = []
    faults: list[str] = []
    try:
        with click.open_file(path, encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    _keep(rows, faults, kind, line, f"{path}:{number}")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: cannot be read: it is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise click.UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if faults:
        raise click.UsageError("\n".join(faults))
    return rows


def _keep(rows: list[R], faults: list[str], kind: type[R], line: str, place: str) -> None:
    try:
        rows.append(kind.model_validate_json(line))
    except ValidationError as error:
        for fault in error.errors():
            key = ".".join(map(str, fault["loc"]))
            faults.append(f"{place}: {key + ': ' if key else ''}{WRITE.get(fault['type'], fault['msg'])}")
