from __future__ import annotations

import json
import logging
import urllib.request
from typing import TYPE_CHECKING

import pytest

from bot import telemetry

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    handlers, level = list(logging.root.handlers), logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.mark.parametrize("json_lines", [False, True])
def test_secrets_never_reach_the_log(capsys: pytest.CaptureFixture[str], *, json_lines: bool) -> None:
    telemetry.configure("info", json_lines=json_lines, secrets=["xoxb-1", ""])
    try:
        int("token xoxb-1")
    except ValueError:
        logging.getLogger("x").exception("calling %s", "https://host/botxoxb-1/getMe")
    told = capsys.readouterr().err
    assert "xoxb-1" not in told
    assert "/bot***/getMe" in told
    assert "'token ***'" in told


def test_json_lines_hold_one_object_each(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure("info", json_lines=True)
    logging.getLogger("x").info("sent", extra={"delivery": "7"})
    line = json.loads(capsys.readouterr().err)
    assert (line["message"], line["delivery"]) == ("sent", "7")


def test_chatty_libraries_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure("info", json_lines=False)
    logging.getLogger("httpx").info("GET https://host/bot-token/")
    assert capsys.readouterr().err == ""


def test_counters_can_be_read_over_http(unused_tcp_port: int) -> None:
    for _ in range(2):
        telemetry.counter("tests_seen", "seen by tests", "kind").labels("unit").inc()
    telemetry.histogram("tests_seconds", "time in tests").observe(0.5)
    server, thread = telemetry.serve_metrics(unused_tcp_port)
    with urllib.request.urlopen(f"http://127.0.0.1:{unused_tcp_port}/metrics") as answer:
        page = answer.read().decode()
    server.shutdown()
    server.server_close()
    thread.join()
    assert 'rendezvous_tests_seen_total{kind="unit"} 2.0' in page
    assert "rendezvous_tests_seconds_count 1.0" in page
