"""config.yaml read, every fault told at once with its line."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ValidationError

from bot.config.settings import Config, ProgramSource
from bot.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic_core import ErrorDetails

Lines = dict[tuple[str | int, ...], int]
DEEPEST = 5  # keys and numbers on the way to a setting; what lies deeper is no setting

# What to write, by pydantic's kinds of faults; its own words are for programmers.
WRITE = {
    "string_type": "write text here",
    "list_type": "write a list, such as [one, two]",
    "model_type": "holds settings of its own, each as `name: value`",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "float_parsing": "write a number",
    "float_type": "write a number",
    "time_parsing": 'write a time of day such as "22:00"',
    "time_type": 'write a time of day such as "22:00"',
    "datetime_from_date_parsing": "write a time such as 2026-01-16T12:30",
    "datetime_type": "write a time such as 2026-01-16T12:30",
}


def load(path: Path) -> Config:
    """Read a configuration file.

    Raises ConfigError with one sentence for each fault: file, line, key, what is wrong, what to write.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError([f"{path}: no such file; `rendezvous init DIR` makes one, --config names another"]) from error
    except IsADirectoryError as error:
        raise ConfigError([f"{path}: is a folder; name the file in it, such as {path / 'config.yaml'}"]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError([f"{path}:{line}: cannot be read: it is not UTF-8; save the file as UTF-8"]) from error
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error.strerror}"]) from error
    tree, lines = _parse(text, path)
    try:
        config = Config.model_validate(tree)
    except ValidationError as error:
        told = sorted((_line(lines, fault) or 0, _told(path, lines, fault)) for fault in error.errors())
        raise ConfigError([fault for _, fault in told]) from error
    config._base = path.resolve().parent  # noqa: SLF001 set once, by the function that makes it
    return config


def _parse(text: str, path: Path) -> tuple[Any, Lines]:
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        tree = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise ConfigError([f"{place}: this is no YAML: {getattr(error, 'problem', error)}"]) from error
    if not isinstance(tree, dict):
        raise ConfigError([f"{path}: holds no settings; begin with `event:` and its name and time_zone"])
    lines: Lines = {}
    twice: Lines = {}
    for at, line in _lines(node, ()):
        if at in lines and at[:-1] not in twice:
            twice[at] = line
        lines.setdefault(at, line)
    if twice:
        raise ConfigError([f"{path}:{line}: {_dotted(at)}: is written twice; keep one" for at, line in twice.items()])
    return tree, lines


def _lines(node: yaml.Node | None, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    if len(at) > DEEPEST:
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*at, key.value), key.start_mark.line + 1
            yield from _lines(value, (*at, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield (*at, number), value.start_mark.line + 1
            yield from _lines(value, (*at, number))


def _told(path: Path, lines: Lines, fault: ErrorDetails) -> str:
    line = _line(lines, fault)
    place = f"{path}:{line}" if line else str(path)
    return f"{place}: {_dotted(fault['loc'])}: {_what(fault)}"


def _line(lines: Lines, fault: ErrorDetails) -> int | None:
    """The line of the key at fault, or of the nearest section around it."""
    at = fault["loc"]
    return next((lines[at[:size]] for size in range(len(at), 0, -1) if at[:size] in lines), None)


def _dotted(at: tuple[str | int, ...]) -> str:
    return ".".join(map(str, at))


def _what(fault: ErrorDetails) -> str:
    if fault["type"] == "extra_forbidden":
        known = _keys(fault["loc"][:-1])
        near = difflib.get_close_matches(str(fault["loc"][-1]), known, 1, 0.5)
        return f"unknown key; did you mean {near[0]}?" if near else f"unknown key; known here: {', '.join(known)}"
    if fault["type"] == "missing":
        return "is missing; write it"
    shown = f" (written: {fault['input']!r})" if isinstance(fault["input"], str | int | float | bool) else ""
    message = WRITE.get(fault["type"]) or fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return message[:1].lower() + message[1:] + ("" if fault["type"] == "value_error" else shown)


def _keys(at: tuple[str | int, ...]) -> list[str]:
    part: type[BaseModel] = Config
    for name in at:
        if isinstance(name, int):
            continue
        annotation = part.model_fields[name].annotation
        part = annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else ProgramSource
    return list(part.model_fields)
