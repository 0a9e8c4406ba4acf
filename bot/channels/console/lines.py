"""What a person types: with line editing and history at a terminal, line by line from anything else."""

from __future__ import annotations

import asyncio
import io
import threading
from concurrent.futures import wait
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from prompt_toolkit import PromptSession

LONGEST = 65_536  # characters of one line; the rest of a longer one is the next


class Lines(Protocol):
    """Where lines come from."""

    async def next(self) -> str | None:
        """The next line without its end, None after the last."""
        ...


class StreamLines:
    """The lines of a file or pipe, read ahead by one in a thread of its own, which a stop need not wait for."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._read: asyncio.Queue[str | None] | None = None

    async def next(self) -> str | None:
        """The next line without its end, None after the last."""
        if self._read is None:
            self._read = asyncio.Queue(maxsize=1)
            work = (self._read, asyncio.get_running_loop())
            threading.Thread(target=self._feed, args=work, name="standard input", daemon=True).start()
        return await self._read.get()

    def _feed(self, read: asyncio.Queue[str | None], loop: asyncio.AbstractEventLoop) -> None:
        line: str | None = ""
        while line is not None:
            line = self._next_line()
            putting = read.put(line)
            if not _done(putting, loop):
                putting.close()
                return

    def _next_line(self) -> str | None:
        try:
            line = self._stream.readline(LONGEST)
        except (OSError, ValueError):  # closed under us
            return None
        return line.rstrip("\r\n") if line else None


def _done(work: Coroutine[None, None, None], loop: asyncio.AbstractEventLoop) -> bool:
    """Let a loop in another thread do some work; return whether it did, before it ended."""
    try:
        future = asyncio.run_coroutine_threadsafe(work, loop)
        while not loop.is_closed():
            if wait((future,), timeout=1).done:
                return not future.cancelled()
    except RuntimeError:  # the loop has ended already
        pass
    return False


class TerminalLines:
    """Lines edited at a terminal, with history; what is printed meanwhile appears above the prompt."""

    def __init__(self, session: PromptSession[str]) -> None:
        self._session = session

    async def next(self) -> str | None:
        """The next line, None at the end of input or on Ctrl-C."""
        from prompt_toolkit.patch_stdout import patch_stdout

        with patch_stdout():
            try:
                return await self._session.prompt_async("› ")
            except (EOFError, KeyboardInterrupt):
                return None


def lines(stdin: TextIO, stdout: TextIO, history: Path | None = None) -> Lines:
    """Return the lines of a terminal when both ends are one, else those of the stream.

    ``history`` is the file in which earlier lines are kept. Signs that an end does not know become ``?``.
    """
    for end in (stdin, stdout):
        if isinstance(end, io.TextIOWrapper):
            end.reconfigure(errors="replace")
    if not (stdin.isatty() and stdout.isatty()):
        return StreamLines(stdin)
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    return TerminalLines(PromptSession(history=FileHistory(str(history)) if history else InMemoryHistory()))
