"""The command line as scripts see it: what goes to standard output, and the exit status."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from suites.sample import sample_event

from bot.cli import main

NOON = "2026-01-16T08:00:00-05:00"  # 14:00 in Paris: the keynote is on
PROGRAM_KEYS = ["id", "start", "end", "room", "rooms", "track", "title", "speakers", "kind", "cancelled"]
ANSWER_KEYS = ["id", "text", "kind", "answered", "citations", "language", "ms"]  # and "sure", where answered


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new event with its index built."""
    folder = tmp_path_factory.mktemp("contract") / "event"
    sample_event(folder)
    assert call(folder, "index").exit_code == 0
    return folder


def call(folder: Path, *words: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["--config", str(folder / "config.yaml"), *words], input=given)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def asked(folder: Path, *questions: dict[str, object]) -> list[dict[str, Any]]:
    return rows(call(folder, "ask", "--batch", "-", given="\n".join(map(json.dumps, questions))))


def piped(folder: Path, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "--config", str(folder / "config.yaml"), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **options)


def test_the_file_is_named_before_or_after_the_command_or_in_the_environment(event: Path) -> None:
    path = str(event / "config.yaml")
    before = CliRunner().invoke(main, ["--config", path, "program", "--json"])
    after = CliRunner().invoke(main, ["program", "--json", "--config", path])
    environment = CliRunner().invoke(main, ["program", "--json"], env={"RENDEZVOUS_CONFIG": path})
    assert before.stdout == after.stdout == environment.stdout != ""


def test_help_loads_no_slow_library() -> None:
    slow = "babel dateparser faiss httpx lxml numpy onnxruntime openpyxl pydantic slack_bolt sqlalchemy telegram torch"
    code = (
        "import sys; from bot.cli import main; main(['--help'], standalone_mode=False); "
        f"sys.stderr.write(' '.join({{*{slow.split()}}} & sys.modules.keys()))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "rehearse" in shown.stdout


def test_program_rows_have_the_keys_of_the_contract(event: Path) -> None:
    found = rows(call(event, "program", "--json"))
    assert all(list(row) == PROGRAM_KEYS for row in found)
    assert len({row["id"] for row in found}) == len(found)
    assert next(row for row in found if row["id"] == "registration")["track"] is None


def test_a_text_from_outside_cannot_paint_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("event: {name: Day, time_zone: Europe/Paris, program: [p.yaml]}\n")
    talk = r'{title: "A\a\e]0;talk", start: 2026-01-16 10:00, end: 2026-01-16 11:00}'
    (tmp_path / "p.yaml").write_text(rf'sessions: [{talk}, {{title: "B\a", start: "\e]0;soon"}}]')
    shown, checked = call(tmp_path, "program"), call(tmp_path, "check")
    assert "A]0;talk" in shown.stdout
    assert "]0;soon" in checked.stdout
    assert not set("\a\x1b") & set(shown.output + checked.output)


def test_a_batch_answers_every_row_in_order(event: Path) -> None:
    found = asked(
        event,
        {"id": "now", "question": "what is on now?", "now": NOON},
        {"id": 2, "question": "what is CALLISTO?", "as": None, "lang": None, "gold": "ignored"},
        {"question": "where?"},
        {"id": "mine", "question": "when are my meetings?"},
        {"id": "and", "question": "and where?", "now": NOON, "history": ["when is the keynote?"]},
    )
    assert all([key for key in row if key != "sure"] == ANSWER_KEYS for row in found)
    assert all(("sure" in row) == row["answered"] for row in found)
    assert [(row["id"], row["kind"], row["answered"]) for row in found] == [
        ("now", "schedule", True),
        (2, "content", True),
        (None, "clarify", False),
        ("mine", "refusal", False),
        ("and", "schedule", True),
    ]
    assert found[0]["citations"][0]["session"] == "keynote"
    assert "Auditorium" in found[4]["text"]


def test_a_quote_stands_in_its_source_and_in_the_reply(event: Path) -> None:
    (row,) = asked(event, {"question": "what is CALLISTO?"})
    for citation in row["citations"]:
        assert list(citation) == ["title", "source", "quote", "session"]
        assert citation["quote"] in (event / citation["source"]).read_text("utf-8")
        assert " ".join(citation["quote"].split()) in " ".join(row["text"].split())


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
@pytest.mark.parametrize(
    "question", ["what's on now?", "qu'est-ce qui se passe maintenant ?", "今は何をやっていますか？"]
)
def test_lang_is_the_language_of_the_reply_not_of_the_question(event: Path, language: str, question: str) -> None:
    (row,) = asked(event, {"question": question, "now": NOON, "lang": language})
    assert (row["language"], row["kind"]) == (language, "schedule")
    assert [citation["session"] for citation in row["citations"]] == ["keynote"]


def test_a_passage_is_a_slice_of_its_source(event: Path) -> None:
    queries = ['{"id": 1, "query": "CALLISTO"}', '{"id": 2, "query": "déjeuner"}', '{"id": 3, "query": ""}']
    found = rows(call(event, "search", "--batch", "-", "--top", "4", given="\n".join(queries)))
    assert [row["id"] for row in found] == [1, 2, 3]
    hits = [hit for row in found for hit in row["hits"]]
    for hit in hits:
        start, end = map(int, hit["passage"].split("-"))
        kind, _, key = hit["source"].partition(":")
        if kind == "program":
            assert key
        else:
            assert (event / hit["source"]).read_text("utf-8")[start:end] == hit["text"]
    assert len(hits) > 4


def test_json_is_alone_on_standard_output_while_the_index_is_built(tmp_path: Path) -> None:
    other = sample_event(tmp_path / "event")
    (other / "pages" / "empty.md").write_text("")
    (row,) = (json.loads(line) for line in piped(other, "ask", "--json", "what is CALLISTO?").stdout.splitlines())
    assert row["answered"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ask"], "QUESTION"),
        (["ask", "hello", "--now", "yesterday"], "yesterday"),
        (["ask", "hello", "--lang", "de"], "en, fr, ja"),
        (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl"),
        (["search"], "QUERY"),
        (["search", "x", "--top", "0"], "--top"),
        (["report", "--csv", "nothing"], "nothing"),
        (["invite", "nobody@example.org"], "nobody@example.org"),
        (["announce", "Hello", "--to", "martians", "--yes"], "martians"),
        (["run"], "SLACK_BOT_TOKEN"),
    ],
)
def test_a_fault_of_usage_is_told_with_status_2(event: Path, words: list[str], told: str) -> None:
    result = call(event, *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not result.stdout


def test_every_faulty_line_of_a_batch_is_told(event: Path) -> None:
    lines = ['{"question": "hello"}', "{", '{"question": "x", "now": "2026-01-16T14:00:00"}']
    result = call(event, "ask", "--batch", "-", given="\n".join(lines))
    assert result.exit_code == 2
    assert "-:2:" in result.stderr
    assert "-:3: now:" in result.stderr
    assert not result.stdout


def test_check_changes_nothing(tmp_path: Path) -> None:
    other = sample_event(tmp_path / "event")
    before = sorted(other.rglob("*"))
    assert call(other, "check").exit_code == 0
    assert sorted(other.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("program.xml", "<schedule>\n<day", "program.xml:2"),
        ("program.json", '{"schedule":\n{"conference": ,}}', "program.json:2"),
        ("program.yaml", "sessions:\n- title: [", "program.yaml:"),
        ("program.xml", '<!DOCTYPE a [<!ENTITY b "c">]><schedule>&b;</schedule>', "ENTITY"),
        ("missing.ics", None, "missing.ics"),
    ],
)
@pytest.mark.parametrize("command", ["check", "program", "index"])
def test_an_event_that_cannot_be_read_is_told_as_a_fault_of_configuration(
    tmp_path: Path, command: str, name: str, content: str | None, told: str
) -> None:
    (tmp_path / "config.yaml").write_text(f"event: {{name: E, time_zone: Europe/Paris, program: {name}}}")
    if content is not None:
        (tmp_path / name).write_text(content)
    result = call(tmp_path, command)
    assert result.exit_code == 2
    assert told in result.output


def test_chat_answers_every_line_in_order(event: Path) -> None:
    lines = ["when is the keynote?", "", "what is CALLISTO?"] * 5 + ["x" * 20_000, "hello"]
    result = piped(event, "chat", "--now", NOON, input="\n".join(lines))
    assert result.returncode == 0
    said = [line for line in result.stdout.splitlines() if "develop together" in line or "13:45" in line]
    assert ["together" in line for line in said] == [False, True] * 5
    assert "Hello" in result.stdout
    assert not result.stderr


def test_chat_understands_japanese_where_the_locale_is_plain(event: Path) -> None:
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = piped(event, "chat", "--now", NOON, input="基調講演は何時ですか？\n", env=plain)
    assert "基調講演" in result.stdout


def _without_input() -> None:
    os.close(0)


def test_chat_ends_well_without_any_input(event: Path) -> None:
    result = piped(event, "chat", preexec_fn=_without_input)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(("words", "status"), [(["program"], 1), (["chat", "--now", NOON], 0)])
def test_a_reader_that_leaves_is_no_failure_to_tell_of(event: Path, words: list[str], status: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "bot", "--config", str(event / "config.yaml"), *words]
    question = "what is CALLISTO?\n" * 3
    with os.fdopen(writing, "w") as gone:
        result = subprocess.run(
            command, input=question, stdout=gone, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    assert (result.returncode, result.stderr) == (status, "")


def _small_files() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


def _tiny_files() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))


def test_a_disk_that_is_full_leaves_the_index_before(tmp_path: Path) -> None:
    other = sample_event(tmp_path / "event")
    assert call(other, "index").exit_code == 0
    current = (other / "var" / "index" / "CURRENT").read_text()
    (other / "pages" / "new.md").write_text("# Cloakroom\n\nThe cloakroom is behind the stairs.\n")
    result = piped(other, "index", preexec_fn=_small_files)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert (other / "var" / "index" / "CURRENT").read_text() == current
    (found,) = rows(call(other, "search", "cloakroom behind the stairs", "--json"))
    assert "pages/new.md" in {hit["source"] for hit in found["hits"]}


def test_an_output_that_takes_nothing_is_told_in_one_line(event: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "bot", "--config", str(event / "config.yaml"), "program", "--json"]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert result.returncode == 1
    assert result.stderr == "the output: cannot be read or written (No space left on device)\n"


def test_the_next_command_can_be_copied_whatever_the_folder_is_called(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["init", f"{tmp_path}/my event/"]).stdout.splitlines()[-1]
    assert told == f"Now: rendezvous --config '{tmp_path}/my event/config.yaml' check"


def test_a_new_event_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "init", str(tmp_path / "event")]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, preexec_fn=_tiny_files)
    assert result.returncode == 2
    assert result.stderr == f"{tmp_path / 'event'}: cannot be written (File too large); name another folder\n"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("command", ["search", "ask"])
def test_bytes_that_are_no_text_are_asked_about_all_the_same(event: Path, command: str) -> None:
    result = piped(event, command, "--json", os.fsdecode(b"what is CALLISTO caf\xe9"))
    assert (result.returncode, result.stderr) == (0, "")
    assert "kazeki-keynote.md" in result.stdout


def test_index_names_the_files_it_could_not_read(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("# A talk\n\nThe words of the talk.\n")
    (tmp_path / "empty.docx").write_bytes(b"PK")
    settings = "event: {name: E, time_zone: UTC, speeches: [talk.md, empty.docx, gone.pdf]}\n"
    (tmp_path / "config.yaml").write_text(settings)
    result = call(tmp_path, "index", "--json")
    (row,) = rows(result)
    assert [source for source, _ in row["skipped"]] == ["empty.docx", "gone.pdf"]
    assert all(reason in result.stderr for _, reason in row["skipped"])


def test_a_model_that_cannot_be_had_is_a_fault_of_configuration(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("# A talk\n\nThe words of the talk.\n")
    (tmp_path / "empty").mkdir()
    settings = "event: {{name: E, time_zone: UTC, speeches: talk.md}}\nindex: {{model: {}}}\n"
    (tmp_path / "config.yaml").write_text(settings.format("./absent"))
    checked = call(tmp_path, "check")
    assert (checked.exit_code, "index.model: error: there is no folder ./absent." in checked.stdout) == (2, True)
    (tmp_path / "config.yaml").write_text(settings.format("empty"))
    indexed = call(tmp_path, "index")
    assert indexed.exit_code == 2
    assert indexed.stderr.startswith("index.model: ")
    assert "write builtin" in indexed.stderr


def test_a_model_s_folder_may_lie_in_one_s_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "talk.md").write_text("# A talk\n\nThe words of the talk.\n")
    (tmp_path / "home" / "model").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    settings = "event: {name: E, time_zone: UTC, speeches: talk.md}\nindex: {model: ~/model}\n"
    (tmp_path / "config.yaml").write_text(settings)
    assert call(tmp_path, "check").exit_code == 0
    assert f"index.model: {tmp_path / 'home' / 'model'}" in call(tmp_path, "index").stderr


def test_a_port_that_is_taken_is_a_fault_of_configuration(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = f"event: {{name: E, time_zone: UTC}}\ntelemetry: {{metrics_port: {port}}}\n"
        (tmp_path / "config.yaml").write_text(settings)
        done = piped(tmp_path, "run")
    assert done.returncode == 2
    assert done.stderr.startswith(f"telemetry.metrics_port: cannot listen on {port} (")
