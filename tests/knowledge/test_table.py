"""Rows of CSV files and workbooks."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge.table import MOST_ROWS, rows

LOCAL = datetime(2026, 1, 16, 14, 30)  # a workbook knows no zone


def csv(text: str, encoding: str = "utf-8") -> list[tuple[int, tuple[object, ...]]]:
    found, problems = rows(text.encode(encoding), "t.csv")
    assert problems == ()
    return [(row.line, row.cells) for row in found]


def saved(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    assert csv(f'a{delimiter}"b, c; d"\n1{delimiter}2') == [(1, ("a", "b, c; d")), (2, ("1", "2"))]


def test_lines_are_counted_as_an_editor_does() -> None:
    assert csv('a,b\n"two\nlines",x\n\n , \nlast,') == [(1, ("a", "b")), (2, ("two\nlines", "x")), (6, ("last", None))]


def test_a_quotation_mark_that_never_closes_is_told_where_it_opens() -> None:
    found, (problem,) = rows(b'a,b\n1,2\n3,"4\n5,6\n', "t.csv")
    assert [row.line for row in found] == [1, 2]
    assert problem.where == "t.csv:3"
    assert "quotation mark" in problem.mend


def test_a_guessed_encoding_is_told() -> None:
    found, (problem,) = rows("société;numéro\nÉtoile;3\n".encode("cp1252"), "t.csv")
    assert found[1].cells == ("Étoile", "3")
    assert (problem.severity, problem.where) == ("warning", "t.csv")


def test_marks_of_excel_are_no_cells() -> None:
    assert csv("\ufeffa,b\r\n1,2\r\n") == [(1, ("a", "b")), (2, ("1", "2"))]
    assert csv("a\tb\n", "utf-16") == [(1, ("a", "b"))]


def test_what_is_no_table_is_told() -> None:
    assert rows(bytes(range(256)) * 9, "t.csv")[1][0].what == "is neither text nor an Excel workbook."
    assert rows(b"PK\3\4 nonsense", "t.xlsx")[1][0].what.startswith("is damaged")
    assert rows(b"\xd0\xcf\x11\xe0 old", "t.xls")[1][0].what.startswith("is an old")
    assert rows(b"", "t.csv") == ([], ())


def test_too_many_rows_are_told() -> None:
    found, (problem,) = rows(b"a,b\n" * (MOST_ROWS + 5), "t.csv")
    assert len(found) == MOST_ROWS
    assert "the rest is left out" in problem.what


def test_a_workbook_gives_values_sheets_and_lines() -> None:
    workbook = Workbook()
    first, hidden, second = workbook.active, workbook.create_sheet("hidden"), workbook.create_sheet("two")
    first.title = "one"
    hidden.sheet_state = "hidden"
    hidden["A1"] = "no"
    first["B3"] = " text "
    first["C3"] = LOCAL
    first["D3"] = time(9, 5)
    first["E3"] = 2.5
    first["F3"] = True
    first["G3"] = timedelta(hours=1, minutes=30)
    first["H3"] = timedelta(days=1, hours=1)
    second["A1"] = 7
    found, problems = rows(saved(workbook), "anything")
    assert problems == ()
    assert [(row.sheet, row.line) for row in found] == [("one", 3), ("two", 1)]
    assert found[0].cells == (None, "text", LOCAL, time(9, 5), 2.5, "true", time(1, 30), "1 day, 1:00:00")
    assert found[1].cells == (7,)


def test_a_format_down_to_the_last_row_costs_nothing() -> None:
    workbook = Workbook()
    workbook.active["A1"] = "x"
    workbook.active["A1048576"].number_format = "@"
    found, problems = rows(saved(workbook), "t.xlsx")
    assert [row.line for row in found] == [1]
    assert problems == ()


def test_a_broken_workbook_is_told() -> None:
    import zipfile

    whole, file = saved(Workbook()), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<worksheet><sheetData><row" if "sheet1" in name else old.read(name))
    found, (problem,) = rows(file.getvalue(), "t.xlsx")
    assert found == []
    assert "cannot be read as an Excel workbook" in problem.what


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0"]))
def test_any_bytes_are_rows_or_problems(data: bytes, mark: bytes) -> None:
    found, problems = rows(mark + data, "t")
    assert all(row.line > 0 for row in found)
    assert all(problem.mend for problem in problems)
