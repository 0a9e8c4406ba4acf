"""Large files, read in a process of their own: the same is made of them, and no file takes all time or memory."""

from __future__ import annotations

import io
import json
import zipfile
from zoneinfo import ZoneInfo

import docx
import pytest

from knowledge.bounded import LARGE, bounded
from knowledge.model import Event, Program
from knowledge.problems import Problem
from knowledge.program.formats import read_program
from knowledge.speeches.formats import read_document

EVENT = Event("Example", ZoneInfo("Europe/Paris"))
SPLIT = "Split it, or save it in a simpler format."


def filled(paragraphs: int) -> bytes:
    """A Word document of one paragraph many times over; packed it is tiny."""
    whole = io.BytesIO()
    docx.Document().save(whole)
    packed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                body = body.replace(
                    b"<w:body>", b"<w:body>" + b"<w:p><w:r><w:t>On we go.</w:t></w:r></w:p>" * paragraphs
                )
            new.writestr(name, body)
    return packed.getvalue()


def test_the_same_is_made_of_a_large_file() -> None:
    abstract = "Ice on the Moon. " * 40
    rows = [
        f"- {{id: s{n}, title: Talk {n}, start: 2026-01-{1 + n % 28:02} 10:00, room: R{n}, abstract: {abstract}}}"
        for n in range(LARGE // 700)
    ]
    data = "\n".join(["sessions:", *rows, ""]).encode()
    assert len(data) > LARGE
    assert bounded(read_program, data, "p.yaml", EVENT, nothing=Program()) == read_program(data, "p.yaml", EVENT)


def test_what_takes_too_long_costs_that_file() -> None:
    data = filled(60_000)
    assert len(data) < 100_000
    document, problems = bounded(read_document, data, "a.docx", "speech", nothing=None, longest=0.2)
    assert document is None
    assert problems == (Problem("a.docx", "takes longer than 0.2 s to read.", SPLIT),)


def test_what_takes_too_much_memory_costs_that_file() -> None:
    data = b'{"schedule":[' + b"{}," * 4_000_000 + b"{}]}"
    assert bounded(read_program, data, "a.json", EVENT, nothing=Program()) == (
        Program(),
        (Problem("a.json", "takes more than 600 MB of memory to read.", SPLIT),),
    )


def test_a_fault_of_ours_is_no_fault_of_the_file() -> None:
    with pytest.raises(RuntimeError, match=r"a\.txt cannot be read, by a fault of ours: .*TypeError"):
        bounded(json.loads, b"x" * LARGE, "a.txt", nothing=None)
