"""The program formats: the table format -> reader, how a file's format is recognized, how sources are joined."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol, cast

from knowledge.model import Program
from knowledge.problems import Problem
from knowledge.program import foreign
from knowledge.program.joining import join
from knowledge.program.located import load_json

__all__ = ["READERS", "Reader", "join", "read_program", "reader"]

if TYPE_CHECKING:
    from knowledge.model import Event
    from knowledge.program.draft import Read

READERS = {  # in the order in which they are asked whether a file is theirs
    "frab-xml": "knowledge.program.frab_xml",
    "frab-json": "knowledge.program.frab_json",
    "sessionize": "knowledge.program.sessionize",
    "pretalx": "knowledge.program.pretalx",
    "ical": "knowledge.program.ical",
    "yaml": "knowledge.program.plain_yaml",
    "xlsx": "knowledge.program.spreadsheet",
    "csv": "knowledge.program.spreadsheet",
}


class Reader(Protocol):
    """What a reader module offers."""

    def recognizes(self, data: bytes, name: str) -> bool:
        """Whether the content, and where that does not tell, the ending of ``name``, is of this format. Cheap."""
        ...

    def read(self, data: bytes, name: str, event: Event) -> Read:
        """The program in the bytes and what is wrong with them; never raises over bad input."""
        ...


def reader(chosen: str) -> Reader:
    """The reader of a format; its libraries load now. KeyError when there is no such format."""
    return cast("Reader", importlib.import_module(READERS[chosen]))


def read_program(data: bytes, name: str, event: Event, format: str | None = None) -> Read:  # noqa: A002 # the key in config.yaml
    """The program in a file. ``format`` is one of ``READERS``, recognized by content and ending when None.

    ``name`` is the path or URL as the user wrote it; problems point at ``name:line``.
    """
    listed = "Write one of these as its format: " + ", ".join(READERS) + "."
    if not data.strip():
        return Program(), (Problem(name, "is empty.", "Export it again."),)
    if format is not None and format not in READERS:
        return Program(), (Problem(name, f"has an unknown format: {format!r}.", listed),)
    stranger = None if format else foreign.named(data)
    if stranger:
        return Program(), (Problem(name, f"is {stranger[0]}, which is not read as a program.", stranger[1]),)
    chosen = format or next((each for each in READERS if reader(each).recognizes(data, name)), None)
    if chosen is None:
        broken = load_json(data, name) if data.lstrip()[:1] in (b"{", b"[") else None
        if isinstance(broken, Problem):  # more use to its owner than that nobody knows its form
            return Program(), (broken,)
        told = f"is no program in a known format; it begins with {_beginning(data)}."
        return Program(), (Problem(name, told, listed),)
    return reader(chosen).read(data, name, event)


def _beginning(data: bytes) -> str:
    return repr(data[:40].decode("utf-8", "replace"))
