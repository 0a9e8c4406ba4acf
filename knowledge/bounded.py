"""Large files are read in a process of their own with limits: what is too much for it costs that file, nothing else.

Small ones are read at once. A file may be small and unpack to much; what counts is what it unpacks to.
"""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any, TypeVar

from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE = 1_000_000  # bytes from which on a file is read by a process of its own
LONGEST = 30.0  # seconds
MOST = 600_000_000  # bytes of memory

R = TypeVar("R")


def bounded(
    read: Callable[..., tuple[R, tuple[Problem, ...]]],
    data: bytes,
    source: str,
    *more: Any,  # noqa: ANN401 handed on
    nothing: R,
    longest: float = LONGEST,
) -> tuple[R, tuple[Problem, ...]]:
    """What a reader, a function of a module, makes of a file: ``read(data, source, *more)``.

    ``nothing`` and a Problem where that takes more than ``longest`` seconds or 600 MB. Raises RuntimeError for a fault
    of the reader itself.
    """
    if not _is_large(data):
        return read(data, source, *more)
    try:
        done = subprocess.run(  # noqa: S603 # our own program, no shell
            [sys.executable, "-P", "-c", f"from {__name__} import _child; _child()"],
            input=pickle.dumps((read.__module__, read.__qualname__, (data, source, *more))),
            capture_output=True,
            timeout=longest,
            check=False,
        )
    except subprocess.TimeoutExpired:
        told = f"takes longer than {longest:g} s to read."
        return nothing, (Problem(source, told, "Split it, or save it in a simpler format."),)
    if done.returncode == 0:
        answer: tuple[R, tuple[Problem, ...]] = pickle.loads(done.stdout)  # noqa: S301 # written by our own process
        return answer
    if done.returncode > 0 and b"MemoryError" not in done.stderr:
        raise RuntimeError(f"{source} cannot be read, by a fault of ours: {_last_line(done.stderr)}")
    what = f"takes more than {MOST // 1_000_000} MB of memory to read."
    return nothing, (Problem(source, what, "Split it, or save it in a simpler format."),)


def _last_line(told: bytes) -> str:
    return next(iter(told.decode(errors="replace").splitlines()[-1:]), "it said nothing")


def _is_large(data: bytes) -> bool:
    if data.lstrip()[:5] == b"%PDF-":  # has a process of its own already
        return False
    if not data.startswith(b"PK\x03\x04"):
        return len(data) >= LARGE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(e.file_size for e in archive.infolist() if e.filename.endswith((".xml", ".rels"))) >= LARGE
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return False  # the readers tell what is wrong with it


def _child() -> None:  # pragma: no cover # a process of its own, as the tests run it
    import importlib
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MOST, MOST))
    module, name, given = pickle.load(sys.stdin.buffer)  # noqa: S301 # written by the process that began this one
    answer = getattr(importlib.import_module(module), name)(*given)
    sys.stdout.buffer.write(pickle.dumps(answer))
