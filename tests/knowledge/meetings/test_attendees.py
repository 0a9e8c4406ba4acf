"""The attendees file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from knowledge.meetings import read_attendees
from knowledge.meetings.attendees import text_of
from knowledge.model import Attendee

if TYPE_CHECKING:
    from knowledge.problems import Problem


def read(text: str) -> tuple[tuple[Attendee, ...], tuple[Problem, ...]]:
    return read_attendees(text.encode(), "attendees.csv")


def only(text: str) -> Attendee:
    (attendee,), problems = read(text)
    assert problems == ()
    return attendee


FULL = Attendee("ada@example.org", "Ada Example", "Example Agency", ("speakers", "launch"), "fr", "Europe/Paris")


@pytest.mark.parametrize(
    "text",
    [
        (
            "email,name,organization,groups,language,time_zone\n"
            "ada@example.org,Ada Example,Example Agency,speakers;launch,fr,Europe/Paris"
        ),
        (
            "E-Mail;Full name;Company;Tags;Preferred language;Time zone\n"
            " ADA@Example.org ;Ada  Example;Example Agency;speakers|launch|speakers;French;Europe/Paris"
        ),
        (
            "Prénom;Nom;Société;Groupes;Langue;Fuseau horaire;Adresse e-mail\n"
            'Ada;Example;Example Agency;"speakers; launch";Français;Europe/Paris;mailto:ada@example.org'
        ),
        (
            "氏名\tメールアドレス\t会社名\tグループ\t言語\tタイムゾーン\n"
            "Ada Example\tAda <ada@example.org>\tExample Agency\tspeakers、launch\tフランス語\tEurope/Paris"
        ),
        (
            "Attendees of the meeting,,,,,\n,,,,,\n"
            "EMAIL,NAME,ORGANISATION,GROUP,LANG,TZ\n"
            "ada@example.org,Ada Example,Example Agency,speakers;launch,fr-FR,Europe/Paris"
        ),
    ],
    ids=["plain", "English", "French", "Japanese", "title above"],
)
def test_headers_in_many_words(text: str) -> None:
    assert only(text) == FULL


def test_the_address_alone_is_enough() -> None:
    assert only("email\nada@example.org") == Attendee("ada@example.org", "ada")


def test_a_workbook_is_read_as_well() -> None:
    workbook = Workbook()
    for cells in (["Email", "Name", "Company"], ["ada@example.org", "Ada", 42.0], [None, None, None]):
        workbook.active.append(cells)
    file = io.BytesIO()
    workbook.save(file)
    assert read_attendees(file.getvalue(), "a.xlsx") == ((Attendee("ada@example.org", "Ada", "42"),), ())


@pytest.mark.parametrize(
    ("row", "where", "told", "kept"),
    [
        ("not an address,Ada,,", "attendees.csv:2", "“not an address” is not an e-mail address.", 0),
        (",Ada,,", "attendees.csv:2", "has no e-mail address.", 0),
        ("a@example.org,Ada,Klingon,", "attendees.csv:2", "the language “Klingon” is not known.", 1),
        ("a@example.org,Ada,,Mars/Base", "attendees.csv:2", "the time zone “Mars/Base” is not known", 1),
        ("a@example.org,Ada,,../../etc", "attendees.csv:2", "the time zone “../../etc” is not known", 1),
        ("a@example.org,Ada,,\nA@example.org,Bob,,", "attendees.csv:3", "a@example.org is there already, in line 2", 1),
    ],
)
def test_faults_are_told_with_their_line(row: str, where: str, told: str, kept: int) -> None:
    attendees, (problem,) = read(f"email,name,language,time zone\n{row}\n")
    assert len(attendees) == kept
    assert problem.where == where
    assert told in problem.what
    assert problem.mend
    assert problem.severity == ("warning" if kept else "error")


def test_a_file_without_a_header_is_told_with_what_it_has() -> None:
    attendees, (problem,) = read("Ada Example,Example Agency\nBob Sample,Sample Agency\n")
    assert attendees == ()
    assert problem.where == "attendees.csv:1"
    assert "its first row is: Ada Example, Example Agency" in problem.what


def test_numbers_of_workbooks_are_text() -> None:
    assert text_of({"table": 7.0}, "table") == "7"
    assert text_of({"table": 7.5}, "table") == "7.5"


def test_an_empty_file_is_told() -> None:
    attendees, (problem,) = read("")
    assert attendees == ()
    assert problem.what == "has no rows."


def test_a_misspelt_column_is_told_with_the_nearest() -> None:
    attendees, (problem,) = read("email,organizaton,shoe size\nada@example.org,EA,38\n")
    assert attendees[0].organization == ""
    assert problem.severity == "warning"
    assert (problem.where, problem.mend) == ("attendees.csv:1", "Should it be “organization”?")
