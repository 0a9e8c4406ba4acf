"""Answers that come in pages, from a real server on localhost."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from knowledge import paging
from knowledge.model import Event
from knowledge.program.formats import read_program
from knowledge.sources import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVENT = Event("Example", ZoneInfo("Europe/Paris"))


class Api:
    """Pages by path; what is not there answers 404."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.address = ""

    def page(self, path: str, following: Any, *codes: str, count: int = 3) -> None:  # JSON
        results = [
            {
                "code": code,
                "title": f"Talk {code}",
                "state": "confirmed",
                "slot": {"room": "Hall", "start": f"2026-06-01T{9 + number:02}:00:00+02:00", "end": None},
            }
            for number, code in enumerate(codes)
        ]
        told = {"count": count, "next": following, "previous": None, "results": results}
        self.pages[path] = json.dumps(told).encode()


@pytest.fixture
def api() -> Iterator[Api]:
    served = Api()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            served.asked.append(self.path)
            body = served.pages.get(self.path)
            self.send_response(200 if body else 404)
            self.end_headers()
            self.wfile.write(body or b"no")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    served.address = f"http://127.0.0.1:{server.server_port}"
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


def ids(body: bytes | None) -> tuple[list[str], list[str]]:
    program, problems = read_program(body or b"", "api", EVENT)
    return sorted(session.id for session in program.sessions), [problem.what for problem in problems]


def test_every_page_is_fetched_and_nothing_is_missing(api: Api, tmp_path: Path) -> None:
    api.page("/talks/?page_size=2", f"{api.address}/talks/?page_size=2&offset=2", "A", "B")
    api.page("/talks/?page_size=2&offset=2", "?page_size=2&offset=4", "C")
    api.page("/talks/?page_size=2&offset=4", None, "D")
    body, problems = fetch(f"{api.address}/talks/?page_size=2", tmp_path, tmp_path)
    assert problems == ()
    assert ids(body) == (["A", "B", "C", "D"], [])


def test_the_next_page_is_asked_for_as_the_source_is(api: Api, tmp_path: Path) -> None:
    """A server behind a proxy does not know that it is reached by https, on which port, and with which password."""
    api.page("/one", "https://127.0.0.1/two", "A")
    api.page("/two", None, "B")
    body, problems = fetch(api.address.replace("//", "//desk:secret@") + "/one", tmp_path, tmp_path)
    assert (ids(body), problems) == ((["A", "B"], []), ())


@pytest.mark.parametrize("following", ["http://example.org/two", 7, "http://[bad", "/one"])
def test_other_hosts_and_nonsense_are_not_followed(api: Api, tmp_path: Path, following: object) -> None:
    api.page("/one", following, "A")
    body, problems = fetch(f"{api.address}/one", tmp_path, tmp_path)
    assert (ids(body)[0], problems) == (["A"], ())
    assert api.asked == ["/one"]
    assert ids(body)[1] == ["is one page of several: 3 entries in all."]


def test_a_page_that_fails_is_told_and_those_before_it_stay(api: Api, tmp_path: Path) -> None:
    api.page("/one", "/two", "A")
    body, (problem,) = fetch(f"{api.address}/one", tmp_path, tmp_path)
    assert (problem.where, problem.severity) == (f"{api.address}/two", "error")
    assert ids(body) == (["A"], ["is one page of several: 3 entries in all."])


def test_pages_without_an_end_are_stopped(api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        api.page(f"/{number}", f"/{number + 1}", str(number))
    monkeypatch.setattr(paging, "MOST", 3)
    body, problems = fetch(f"{api.address}/0", tmp_path, tmp_path)
    assert problems == ()
    assert ids(body) == (["0", "1", "2"], ["is one page of several: 3 entries in all."])


def test_pages_that_are_too_large_together_are_told(api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api.page("/one", "/two", "A")
    api.page("/two", None, "B")
    monkeypatch.setattr(paging, "LARGEST", len(api.pages["/one"]) + 10)
    body, (problem,) = fetch(f"{api.address}/one", tmp_path, tmp_path)
    assert "page 1 are left out" in problem.what
    assert ids(body)[0] == ["A"]


def test_what_only_looks_like_a_page_is_left_as_it_is(api: Api, tmp_path: Path) -> None:
    api.pages["/broken"] = b'{"next": "/two", "results": ['
    assert fetch(f"{api.address}/broken", tmp_path, tmp_path) == (api.pages["/broken"], ())
    api.pages["/list"] = b'[{"next": "/two", "results": []}]'
    assert fetch(f"{api.address}/list", tmp_path, tmp_path) == (api.pages["/list"], ())
