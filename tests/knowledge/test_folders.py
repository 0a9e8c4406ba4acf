"""The files that a source stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.copies import write
from knowledge.folders import files
from knowledge.folding import fold, plain

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = (".md", ".txt")


def test_a_folder_is_searched_but_for_what_is_hidden(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a.TXT",
        "sub/c.md",
        "README.md",
        ".git/x.md",
        "sub/.hidden.md",
        "~$b.md",
        "Thumbs.db",
        "p.jpg",
    ):
        write(tmp_path / "speeches" / name, b"x")
    found, problems = files("speeches/", tmp_path, ENDINGS, ".md")
    assert found == ("speeches/a.TXT", "speeches/b.md", "speeches/sub/c.md")
    (problem,) = problems
    assert (problem.where, problem.severity) == ("speeches/p.jpg", "warning")
    assert "format that is not read" in problem.what


def test_paths_outside_the_base_are_shown_as_such(tmp_path: Path) -> None:
    write(tmp_path / "speeches" / "a.md", b"x")
    base = tmp_path / "config"
    base.mkdir()
    assert files("../speeches", base, ENDINGS, ".md") == (("../speeches/a.md",), ())
    assert files(str(tmp_path / "speeches" / "a.md"), base, ENDINGS, ".md") == (("../speeches/a.md",), ())


def test_a_folder_without_readable_files_is_told(tmp_path: Path) -> None:
    write(tmp_path / "empty" / "README.md", b"x")
    found, (problem,) = files("empty", tmp_path, ENDINGS, ".md or .txt")
    assert found == ()
    assert (problem.where, problem.severity) == ("empty", "error")
    assert ".md or .txt" in problem.mend


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.md", b"x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path / "a", target_is_directory=True)
    assert files("a", tmp_path, ENDINGS, ".md")[0] == ("a/x.md",)


def test_files_and_urls_stand_for_themselves(tmp_path: Path) -> None:
    assert files("https://example.org/a", tmp_path, ENDINGS, "") == (("https://example.org/a",), ())
    assert files("README.md", tmp_path, ENDINGS, "") == (("README.md",), ())


def test_folding() -> None:
    assert fold("ＡＢＣ Éтé ŒUVRE が") == "abc eтe œuvre が"
    assert plain(" L’Été,  n°  3 - ガ ") == "l ete n 3 ガ"
