from __future__ import annotations

import asyncio
import base64
import io
import os
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.channels.console.channel import ConsoleChannel
from bot.channels.console.lines import StreamLines, TerminalLines, lines
from bot.clock import ManualClock
from bot.messages import Address, Attachment, Choice, Choices, Reply, Text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bot.channels.console.lines import Lines
    from bot.messages import Incoming

NOW = datetime(2026, 1, 16, 13, 0, tzinfo=UTC)
HERE = Address("console", "console")


class Chat:
    """A chat in which every line is answered with its words, by a sender of its own as in the real thing."""

    def __init__(self, source: Lines, **settings: object) -> None:
        self.written: list[str] = []
        self.heard: list[Incoming] = []
        self.channel = ConsoleChannel(source, self.written.append, ManualClock(NOW), **settings)
        self._sending: set[asyncio.Task[object]] = set()

    async def answer(self, incoming: Incoming) -> None:
        self.heard.append(incoming)
        said = Reply((Text(f"you said {incoming.text}"), Choices((Choice("More", f"more:{len(self.heard)}"),))))
        self._sending.add(asyncio.create_task(self.channel.send("d", incoming.address, said)))

    async def run(self) -> None:
        await self.channel.start(self.answer)
        await self.channel.ended()
        await self.channel.stop()


async def test_every_line_of_a_stream_is_answered_before_the_end() -> None:
    chat = Chat(StreamLines(io.StringIO("when is the keynote?\r\n\n  /Now tomorrow\n1\n7\n/start code\nlast")))
    await chat.run()
    assert [(incoming.kind, incoming.text) for incoming in chat.heard] == [
        ("text", "when is the keynote?"),
        ("command", "now tomorrow"),
        ("action", "more:2"),
        ("text", "7"),
        ("start", "code"),
        ("text", "last"),
    ]
    assert [text.splitlines()[0] for text in chat.written] == [f"you said {incoming.text}" for incoming in chat.heard]
    assert chat.heard[0].at == NOW


async def test_ids_are_new_in_every_run() -> None:
    ids = []
    for _ in range(2):
        chat = Chat(StreamLines(io.StringIO("one\ntwo\n")))
        await chat.run()
        ids += [incoming.id for incoming in chat.heard]
    assert len(set(ids)) == 4


async def test_the_person_is_who_the_command_line_says() -> None:
    chat = Chat(StreamLines(io.StringIO("hello\n")), email="a@example.org", language="fr", time_zone="Asia/Tokyo")
    await chat.run()
    person = chat.heard[0]
    assert (person.email, person.language, person.time_zone) == ("a@example.org", "fr", "Asia/Tokyo")


async def test_a_line_that_nobody_answers_holds_up_the_next_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.console.channel.ANSWER_WITHIN", 0.01)
    heard = []
    channel = ConsoleChannel(StreamLines(io.StringIO("one\ntwo\n")), heard.append, ManualClock(NOW))

    async def listen(incoming: Incoming) -> None:
        heard.append(incoming.text)

    await channel.start(listen)
    await channel.ended()
    await channel.stop()
    assert heard == ["one", "two"]


async def test_files_are_kept_under_free_and_harmless_names(tmp_path: Path) -> None:
    chat = Chat(StreamLines(io.StringIO("")), folder=tmp_path)
    content = base64.b64encode(b"BEGIN").decode()
    for name in ("agenda.ics", "agenda.ics", "../../etc/pass wd", ".bashrc", ""):
        outcome = await chat.channel.send("d", HERE, Reply((Attachment(name, "text/calendar", content),)))
        assert outcome.state == "sent"
    assert names(tmp_path) == [
        "agenda-2.ics",
        "agenda.ics",
        "bashrc",
        "file",
        "pass_wd",
    ]
    assert f"📄 {tmp_path}/agenda-2.ics" in chat.written[1]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_file_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    chat = Chat(StreamLines(io.StringIO("")), folder=tmp_path / "nowhere")
    outcome = await chat.channel.send("d", HERE, Reply((Attachment("a.ics", "text/calendar", ""),)))
    assert outcome.state == "failed"
    assert "cannot be kept" in outcome.error


async def test_lines_are_broken_at_the_width_of_the_terminal() -> None:
    chat = Chat(StreamLines(io.StringIO("")), width=lambda: 20)
    await chat.channel.send("d", HERE, Reply((Text("The doors of the hall open at nine."),)))
    assert chat.written == ["The doors of the\nhall open at nine.\n"]


async def test_what_was_shown_is_certain() -> None:
    chat = Chat(StreamLines(io.StringIO("")))
    assert (await chat.channel.settle("d", HERE)).state == "sent"


async def test_a_chat_that_never_began_can_be_ended() -> None:
    chat = Chat(StreamLines(io.StringIO("")))
    await chat.channel.ended()
    await chat.channel.stop()


async def test_stopping_does_not_wait_for_somebody_to_type() -> None:
    read, write = os.pipe()
    with os.fdopen(read) as stream:
        with os.fdopen(write, "w"):
            chat = Chat(StreamLines(stream))
            await chat.channel.start(chat.answer)
            await asyncio.sleep(0)
            await chat.channel.stop()
        await asyncio.to_thread(joined)


def joined() -> None:
    for thread in threading.enumerate():
        if thread.name == "standard input":
            thread.join(10)
            assert not thread.is_alive()


def test_a_reader_whose_loop_has_ended_ends() -> None:
    read, write = os.pipe()
    with os.fdopen(read) as stream, os.fdopen(write, "w") as typing:
        source = StreamLines(stream)

        async def first_line() -> str | None:
            typing.write("one\ntwo\nthree\n")
            typing.flush()
            return await source.next()

        assert asyncio.run(first_line()) == "one"
        typing.write("four\n")
        typing.flush()
        joined()


async def test_a_stream_closed_while_it_is_read_has_ended() -> None:
    stream = io.StringIO("one\n")
    stream.close()
    assert await StreamLines(stream).next() is None


async def test_at_a_terminal_lines_are_edited_and_ended_by_control_d() -> None:
    with create_pipe_input() as keys:
        session: PromptSession[str] = PromptSession(input=keys, output=DummyOutput())
        keys.send_text("helol\x7f\x7flo\r\x04")
        chat = Chat(TerminalLines(session))
        await chat.run()
    assert [incoming.text for incoming in chat.heard] == ["hello"]


async def test_control_c_ends_the_chat() -> None:
    with create_pipe_input() as keys:
        keys.send_text("half a li\x03")
        session: PromptSession[str] = PromptSession(input=keys, output=DummyOutput())
        assert await TerminalLines(session).next() is None


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_edited_and_anything_else_is_read(tmp_path: Path) -> None:
    assert isinstance(lines(Terminal(), Terminal()), TerminalLines)
    assert isinstance(lines(Terminal(), Terminal(), tmp_path / "history"), TerminalLines)
    assert isinstance(lines(io.StringIO(), Terminal()), StreamLines)
    assert isinstance(lines(Terminal(), io.StringIO()), StreamLines)


async def test_signs_that_an_end_does_not_know_stop_nothing() -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"caf\xe9\n"), "utf-8")
    stdout = io.TextIOWrapper(io.BytesIO(), "ascii")
    source = lines(stdin, stdout)
    assert await source.next() == "caf\ufffd"
    print("“quoted”", file=stdout, flush=True)
    assert stdout.buffer.getvalue() == b"?quoted?\n"
    assert await source.next() is None
