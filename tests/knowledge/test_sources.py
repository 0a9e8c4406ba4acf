"""Files and URLs against a real server on localhost, its bad manners included."""

from __future__ import annotations

import gzip
import os
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from knowledge import web
from knowledge.addresses import LARGEST
from knowledge.sources import fetch
from knowledge.web import Limits, fetch_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENT = Limits(connect=20, read=20, total=60, size=1_000_000, redirects=3)
NEVER_ENDING = ("drip", "slowhead", "silent")
QUICK = Limits(connect=20, read=0.5, total=1, size=1_000_000, redirects=3)
BODY = b"sessions:\n- title: Keynote\n"


class Handler(BaseHTTPRequestHandler):
    """Each path is one way of answering."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, str | None, str | None]] = []  # noqa: RUF012 # each server has a class of its own
    etag = '"one"'
    body = BODY
    status = 200

    @staticmethod
    def meanwhile() -> None:
        """What happens elsewhere while the server answers."""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["If-None-Match"], self.headers["If-Modified-Since"]))
        getattr(self, "get_" + self.path.strip("/").split(".")[0], self.get_missing)()

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def get_missing(self) -> None:
        self.answer(404, b"no")

    def get_broken(self) -> None:
        self.answer(500, b"no")

    def get_plain(self) -> None:
        self.answer(type(self).status, type(self).body)

    def get_marked(self) -> None:
        if self.headers["If-None-Match"] == type(self).etag:
            type(self).meanwhile()
            self.answer(304)
        else:
            self.answer(200, type(self).body, ETag=type(self).etag, Last_Modified="Fri, 16 Jan 2026 12:00:00 GMT")

    def get_loop(self) -> None:
        self.answer(302, Location="/loop")

    def get_moved(self) -> None:
        self.answer(301, Location="/plain")

    def get_elsewhere(self) -> None:
        self.answer(302, Location="file:///etc/hostname")

    def get_login(self) -> None:
        self.answer(200, b"\n<!DOCTYPE html><html>Sign in</html>", Content_Type="text/html")

    def get_empty(self) -> None:
        self.answer(200, b" \n")

    def get_packed(self) -> None:
        self.answer(200, gzip.compress(BODY), Content_Encoding="gzip")

    def get_bomb(self) -> None:
        self.answer(200, gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")

    def get_matryoshka(self) -> None:
        self.answer(200, gzip.compress(gzip.compress(BODY)), Content_Encoding="gzip, gzip")

    def get_torn(self) -> None:
        self.answer(200, gzip.compress(os.urandom(5000))[:2000], Content_Encoding="gzip")

    def get_garbled(self) -> None:
        self.answer(200, b"not gzip at all", Content_Encoding="gzip")

    def get_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def get_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.pour(b"x" * 65_536, 0)

    def get_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.pour(b"x", 0.1)

    def get_slowhead(self) -> None:
        self.pour(b"H", 0.1)

    def get_silent(self) -> None:
        self.server.over.wait(20)
        self.close_connection = True

    def pour(self, piece: bytes, every: float) -> None:
        self.close_connection = True
        try:
            while not self.server.over.wait(every):
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:
            pass  # the client hung up, as it should


class Server(ThreadingHTTPServer):
    """Answers until told that it is over."""

    daemon_threads = True

    def __init__(self, handler: type[Handler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.handler = handler
        self.over = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what these tests are about."""


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server(type("Own", (Handler,), {"seen": []}))
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.over.set()
    served.shutdown()
    served.server_close()
    thread.join()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "var" / "sources"


def test_a_file_is_read_from_the_base(tmp_path: Path) -> None:
    (tmp_path / "program.yaml").write_bytes(BODY)
    assert fetch("program.yaml", tmp_path, tmp_path) == (BODY, ())
    assert fetch(str(tmp_path / "program.yaml"), tmp_path / "other", tmp_path) == (BODY, ())


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("absent.md", "is not there."),
        ("folder", "is a folder."),
        ("zero\0byte", "is not there."),
        ("ftp://example.org/program.xml", "ftp is not a way in"),
        ("file:///etc/hostname", "file is not a way in"),
    ],
)
def test_what_is_no_file_is_told(tmp_path: Path, source: str, told: str) -> None:
    (tmp_path / "folder").mkdir()
    data, (problem,) = fetch(source, tmp_path, tmp_path)
    assert data is None
    assert (problem.where, problem.severity) == (source, "error")
    assert told in problem.what
    assert problem.mend


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    data, (problem,) = fetch("pipe.txt", tmp_path, tmp_path)
    assert data is None
    assert "is no file" in problem.what


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Every process may open its own memory, and nobody may read its first byte."""
    data, (problem,) = fetch("/proc/self/mem", tmp_path, tmp_path)
    assert data is None
    assert "cannot be read: Input/output error." in problem.what


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    data, (problem,) = fetch("huge.txt", tmp_path, tmp_path)
    assert data is None
    assert "larger than 20 MB" in problem.what


def test_a_url_is_fetched_and_kept(server: Server, cache: Path) -> None:
    assert fetch(server.url("plain"), cache, cache) == (BODY, ())
    (kept,) = cache.iterdir()
    assert BODY in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_redirect_is_followed(server: Server, cache: Path) -> None:
    assert fetch(server.url("moved"), cache, cache) == (BODY, ())


def test_a_packed_answer_is_unpacked(server: Server, cache: Path) -> None:
    assert fetch(server.url("packed"), cache, cache) == (BODY, ())


def test_an_unchanged_answer_is_not_sent_again(server: Server, cache: Path) -> None:
    url = server.url("marked")
    assert fetch(url, cache, cache) == (BODY, ())
    (kept,) = cache.iterdir()
    os.utime(kept, (0, 0))
    assert fetch(url, cache, cache) == (BODY, ())
    assert server.handler.seen == [
        ("/marked", None, None),
        ("/marked", '"one"', "Fri, 16 Jan 2026 12:00:00 GMT"),
    ]
    assert kept.stat().st_mtime > 0  # the copy is as fresh as that answer
    server.handler.etag, server.handler.body = '"two"', b"new"
    assert fetch(url, cache, cache) == (b"new", ())
    assert fetch(url, cache, cache) == (b"new", ())


def test_the_last_good_copy_serves_while_the_source_is_down(server: Server, cache: Path) -> None:
    url = server.url("plain")
    assert fetch(url, cache, cache) == (BODY, ())
    (kept,) = cache.iterdir()
    os.utime(kept, (kept.stat().st_mtime - 3 * 3600,) * 2)
    server.handler.status = 503
    data, (problem,) = fetch(url, cache, cache)
    assert data == BODY
    assert (problem.where, problem.severity) == (url, "warning")
    assert "503 Service Unavailable" in problem.what
    assert "(3 hours old) is used" in problem.what


@pytest.mark.parametrize(
    ("seconds", "told"), [(10, "less than a minute"), (61, "1 minute"), (7200, "2 hours"), (86_400, "1 day")]
)
def test_ages(seconds: float, told: str) -> None:
    assert web._age(seconds) == told


def test_a_stopped_server_is_told_and_its_copy_used(server: Server, cache: Path) -> None:
    url = server.url("plain")
    fetch(url, cache, cache)
    server.shutdown()
    server.server_close()
    data, (problem,) = fetch(url, cache, cache)
    assert data == BODY
    assert "could not be fetched (ConnectError" in problem.what


def test_a_damaged_copy_counts_as_none(server: Server, cache: Path) -> None:
    url = server.url("marked")
    fetch(url, cache, cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:-3])
    assert fetch(url, cache, cache) == (BODY, ())
    kept.write_bytes(b"[]\n")
    assert fetch(url, cache, cache) == (BODY, ())
    assert [etag for _, etag, _ in server.handler.seen] == [None, None, None]


@pytest.mark.parametrize("body", [b"\n<!DOCTYPE html><html>Sign in</html>", b""])
def test_a_login_page_or_nothing_does_not_replace_a_good_copy(server: Server, cache: Path, body: bytes) -> None:
    url = server.url("plain")
    fetch(url, cache, cache)
    server.handler.body = body
    data, (problem,) = fetch(url, cache, cache)
    assert data == BODY
    assert problem.severity == "warning"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("nothing", "answered 404 Not Found"),
        ("broken", "answered 500 Internal Server Error"),
        ("loop", "TooManyRedirects"),
        ("elsewhere", "UnsupportedProtocol"),
        ("login.json", "answers with a web page in place of the file"),
        ("empty", "is empty"),
        ("bomb", "is larger than 1 MB"),
        ("matryoshka", "is packed as “gzip, gzip”"),
        ("torn", "gzip cut short"),
        ("garbled", "broken gzip"),
        ("cut", "RemoteProtocolError"),
        ("endless", "is larger than 1 MB"),
        ("drip", "took longer than 1 s"),
        ("slowhead", "took longer than 1 s"),
        ("silent", "ReadTimeout"),
    ],
)
def test_bad_answers_are_told_in_bounded_time(server: Server, cache: Path, path: str, told: str) -> None:
    data, (problem,) = fetch_url(server.url(path), cache, QUICK if path in NEVER_ENDING else PATIENT)
    assert data is None
    assert told in problem.what
    assert (problem.severity, problem.mend) == ("error", "Check the address and the network.")
    assert not cache.exists()


def test_a_page_is_a_good_answer_where_a_page_may_be(server: Server, cache: Path) -> None:
    data, problems = fetch(server.url("login"), cache, cache)
    assert data
    assert problems == ()


def test_an_unusable_cache_keeps_nobody_from_reading(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    data, (problem,) = fetch(server.url("plain"), tmp_path, tmp_path / "file")
    assert data == BODY
    assert problem.severity == "warning"
    assert "no copy could be kept" in problem.what


def test_a_copy_that_cannot_be_written_leaves_no_half(server: Server, cache: Path) -> None:
    web._path(server.url("plain"), cache).mkdir(parents=True)
    data, (problem,) = fetch(server.url("plain"), cache, cache)
    assert data == BODY
    assert "no copy could be kept" in problem.what
    assert [path.suffix for path in cache.iterdir()] == [".copy"]


def test_a_copy_that_vanishes_meanwhile_is_told(server: Server, cache: Path) -> None:
    fetch(server.url("marked"), cache, cache)
    server.handler.meanwhile = lambda: shutil.rmtree(cache)
    data, (problem,) = fetch(server.url("marked"), cache, cache)
    assert data == BODY
    assert "no copy could be kept" in problem.what


async def test_a_running_event_loop_is_no_hindrance(server: Server, cache: Path) -> None:
    assert fetch(server.url("plain"), cache, cache) == (BODY, ())


def test_a_password_in_a_url_is_not_shown(server: Server, cache: Path) -> None:
    url = server.url("nothing").replace("127.0.0.1", "desk:geheim@127.0.0.1")
    _, (problem,) = fetch(url, cache, cache)
    assert "geheim" not in str(problem)


@pytest.mark.parametrize("url", ["http://", "http://[", "http://exa mple.org:99999999/"])
def test_a_crooked_url_is_told(cache: Path, url: str) -> None:
    data, problems = fetch(url, cache, cache)
    assert data is None
    assert len(problems) == 1
