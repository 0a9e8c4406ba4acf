"""The index folder under bad luck: killed builds, full disks, two builders, damaged files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.hashing_embedder import HashingEmbedder
from fakes.index_builder import documents

from index.build import build, is_stale
from index.errors import IndexBusyError, IndexMissingError, IndexUnfitError, IndexWriteError
from index.search import Search
from index.storage import Storage

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILDER = Path(__file__).parents[1] / "fakes" / "index_builder.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "index"


@pytest.fixture
def builder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has embedded some of 40 passages and waits."""
    with _started(folder, "40") as process:
        yield process
        process.kill()


def _started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(BUILDER), str(folder), *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline()
    return process


def found(folder: Path, subject: int) -> str:
    return Search.open(folder, HashingEmbedder()).find(f"subject{subject}", limit=1)[0].chunk.source


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob("building-*"))


def test_a_build_killed_while_embedding_leaves_the_old_index(folder: Path) -> None:
    build(documents(3), folder, HashingEmbedder())
    with _started(folder, "40") as process:
        process.kill()
    assert found(folder, 2) == "2.md"
    assert is_stale(documents(40), folder, "hashing")
    build(documents(40), folder, HashingEmbedder())
    assert found(folder, 33) == "33.md"


def test_a_build_killed_while_writing_leaves_the_old_index_and_is_cleared_away(folder: Path) -> None:
    build(documents(3), folder, HashingEmbedder())
    with _started(folder, "40", "write") as process:
        process.kill()
    assert len(leftovers(folder)) == 1
    assert found(folder, 2) == "2.md"
    build(documents(40), folder, HashingEmbedder())
    assert leftovers(folder) == []
    assert found(folder, 33) == "33.md"


def test_a_first_build_killed_while_writing_leaves_no_index(folder: Path) -> None:
    with _started(folder, "4", "write") as process:
        process.kill()
    with pytest.raises(IndexMissingError, match="there is no index yet"):
        Search.open(folder, HashingEmbedder())
    assert build(documents(4), folder, HashingEmbedder()).embedded == 4
    assert leftovers(folder) == []


def test_a_second_builder_is_told_to_wait(folder: Path, builder: subprocess.Popen[str]) -> None:
    assert builder.poll() is None
    with pytest.raises(IndexBusyError, match="another process is building this index"):
        build(documents(2), folder, HashingEmbedder(), wait=0)


def test_a_second_builder_goes_on_when_the_first_is_done(folder: Path, builder: subprocess.Popen[str]) -> None:
    builder.communicate("\n" * 10)
    report = build(documents(40), folder, HashingEmbedder(), wait=0)
    assert (report.embedded, report.reused) == (0, 40)


STARVED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize("limit", [10, 1_000, 20_000])
def test_no_room_to_write_keeps_the_old_index_and_says_so_in_one_sentence(folder: Path, limit: int) -> None:
    """The process may not write files larger than so many bytes: 20,000 stops it at the vectors, 10 at once."""
    build(documents(3), folder, HashingEmbedder())
    before = (folder / "CURRENT").read_text()
    command = [sys.executable, "-c", STARVED, str(limit), str(BUILDER), str(folder), "400"]
    told = subprocess.run(command, input="\n" * 100, capture_output=True, text=True, check=False)
    last = told.stderr.strip().splitlines()[-1]
    assert last.startswith("index.errors.IndexWriteError: ")
    assert last.endswith("the index cannot be written (File too large); the one before, if any, is kept")
    assert (folder / "CURRENT").read_text() == before
    assert leftovers(folder) == []
    assert found(folder, 2) == "2.md"


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    file = tmp_path / "index"
    file.write_text("")
    with pytest.raises(IndexWriteError, match="cannot be written"):
        build(documents(1), file, HashingEmbedder())
    with pytest.raises(IndexMissingError):
        Search.open(file, HashingEmbedder())


def damage(folder: Path, name: str, content: bytes | None) -> None:
    (file,) = folder.glob(f"version-*/{name}")
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)


@pytest.mark.parametrize("content", [None, b"", b"garbage"])
@pytest.mark.parametrize(
    "name", ["manifest.json", "chunks.jsonl", "vectors.faiss", "rows.npy", "words/vocab.index.json"]
)
def test_a_damaged_file_is_named_and_mended_by_the_next_build(folder: Path, name: str, content: bytes | None) -> None:
    build(documents(3), folder, HashingEmbedder())
    damage(folder, name, content)
    with pytest.raises(IndexUnfitError, match=r"is damaged or missing: run 'rendezvous index --rebuild'"):
        Search.open(folder, HashingEmbedder())
    assert is_stale(documents(3), folder, "hashing")
    build(documents(3), folder, HashingEmbedder())
    assert found(folder, 1) == "1.md"


def test_changed_bytes_of_the_same_length_are_noticed(folder: Path) -> None:
    build(documents(3), folder, HashingEmbedder())
    (file,) = folder.glob("version-*/vectors.faiss")
    damage(folder, "vectors.faiss", bytes(len(file.read_bytes())))
    with pytest.raises(IndexUnfitError, match=r"vectors\.faiss: is damaged"):
        Search.open(folder, HashingEmbedder())
    build(documents(3), folder, HashingEmbedder())
    assert found(folder, 1) == "1.md"


def rewrite(folder: Path, **changes: object) -> None:
    (file,) = folder.glob("version-*/manifest.json")
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"format": 1}, "has format 1, but"),
        ({"chunker": 0}, "chunker version 0, but"),
        ({"model": "other"}, "embedding model other, but hashing is in use"),
        ({"files": "none"}, "is damaged"),
        ({"unknown": 1}, "is damaged"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(folder: Path, changes: dict[str, object], told: str) -> None:
    build(documents(2), folder, HashingEmbedder())
    rewrite(folder, **changes)
    with pytest.raises(IndexUnfitError, match=told):
        Search.open(folder, HashingEmbedder())
    assert is_stale(documents(2), folder, "hashing")


def test_files_that_pass_for_whole_but_are_none_are_refused(folder: Path) -> None:
    """A manifest that vouches for nonsense, as a faulty program might write it."""
    build(documents(2), folder, HashingEmbedder())
    damage(folder, "chunks.jsonl", b'{"id": 1}\n')
    rewrite(folder, files={})
    with pytest.raises(IndexUnfitError, match="is damaged"):
        Search.open(folder, HashingEmbedder())
    assert build(documents(2), folder, HashingEmbedder()).embedded == 2


@pytest.mark.parametrize("content", [b"", b"somewhere", b"version-../../etc", b"\xff\xfe"])
def test_a_pointer_that_names_no_version(folder: Path, content: bytes) -> None:
    build(documents(2), folder, HashingEmbedder())
    (folder / "CURRENT").write_bytes(content)
    with pytest.raises(IndexUnfitError, match="CURRENT"):
        Search.open(folder, HashingEmbedder())
    build(documents(2), folder, HashingEmbedder())
    assert found(folder, 1) == "1.md"


def test_a_pointer_to_a_version_that_is_gone(folder: Path) -> None:
    build(documents(2), folder, HashingEmbedder())
    (folder / "CURRENT").write_text("version-gone")
    with pytest.raises(IndexUnfitError, match=r"version-gone"):
        Search.open(folder, HashingEmbedder())


def test_only_the_current_version_and_the_one_before_are_kept(folder: Path) -> None:
    current = []
    for count in range(1, 6):
        build(documents(count), folder, HashingEmbedder())
        current.append(Storage(folder).current())
    assert {path.name for path in folder.glob("version-*")} == set(current[-2:])
