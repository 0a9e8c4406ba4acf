"""The header row: which column holds what, in English, French and Japanese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.folding import plain
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.table import Cell, Row

SEARCHED = 10  # rows that may stand above the header
NEAR = 85  # rapidfuzz score of a slip of the pen

Columns = dict[str, tuple[str, ...]]

MEETING: Columns = {
    "id": ("id", "meeting id", "reference", "ref", "number", "no", "numero", "番号", "会議番号"),
    "date": ("date", "day", "jour", "日付", "開催日"),
    "start": ("start", "starts", "start time", "begin", "begins", "from", "time", "debut", "heure", "heure de debut",
              "heure debut", "horaire", "開始", "開始時刻", "開始時間", "開始日時", "時刻", "日時"),
    "end": ("end", "ends", "end time", "finish", "until", "to", "fin", "heure de fin", "heure fin", "終了",
            "終了時刻", "終了時間", "終了日時"),
    "minutes": ("minutes", "min", "duration", "duration minutes", "duration min", "length", "duree",
                "duree minutes", "duree min", "所要時間", "時間分", "分"),
    "table": ("table", "table number", "table no", "table n", "numero de table", "テーブル", "テーブル番号", "卓",
              "席"),
    "room": ("room", "location", "place", "salle", "lieu", "部屋", "会場", "場所"),
    "side_a": ("side a", "a", "attendee a", "participant a", "email a", "person a", "attendee 1", "participant 1",
               "email 1", "side 1", "partie a", "courriel a", "参加者a", "参加者1", "メールa", "メール1"),
    "side_b": ("side b", "b", "attendee b", "participant b", "email b", "person b", "attendee 2", "participant 2",
               "email 2", "side 2", "partie b", "courriel b", "参加者b", "参加者2", "メールb", "メール2"),
    "zone": ("zone", "time zone", "timezone", "tz", "fuseau horaire", "fuseau", "タイムゾーン", "時間帯"),
    "title": ("title", "subject", "topic", "titre", "sujet", "objet", "件名", "題名", "タイトル", "議題"),
    "status": ("status", "state", "statut", "etat", "状態", "ステータス"),
}  # fmt: skip
ATTENDEE: Columns = {
    "email": ("email", "e mail", "mail", "email address", "courriel", "adresse email", "adresse e mail",
              "adresse mail", "メール", "メールアドレス", "eメール"),
    "name": ("name", "full name", "display name", "attendee", "participant", "nom complet", "氏名", "名前", "お名前",
             "参加者"),
    "first_name": ("first name", "given name", "prenom", "名"),
    "last_name": ("last name", "family name", "surname", "nom", "nom de famille", "姓"),
    "organization": ("organization", "organisation", "company", "organisme", "societe", "entreprise", "affiliation",
                     "会社", "会社名", "所属", "組織", "団体"),
    "groups": ("groups", "group", "tags", "tag", "categories", "category", "groupes", "groupe", "categorie", "グループ",
               "区分", "タグ"),
    "language": ("language", "lang", "preferred language", "langue", "言語", "使用言語"),
    "time_zone": ("time zone", "timezone", "tz", "zone", "fuseau horaire", "fuseau", "タイムゾーン", "時間帯"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and which column (from 0) holds each field."""

    line: int
    sheet: str
    columns: Mapping[str, int]

    def cells(self, row: Row) -> dict[str, Cell]:
        """A row's cells by field; columns that the file has not are missing."""
        return {field: row.cells[at] for field, at in self.columns.items() if at < len(row.cells)}


def find_header(
    found: Sequence[Row], name: str, known: Columns, needed: tuple[str, ...]
) -> tuple[Header | None, tuple[Problem, ...]]:
    """The first row that names all ``needed`` fields; misspelt columns are reported."""
    for row in found[:SEARCHED]:
        columns = _columns(row, known)
        if all(field in columns for field in needed):
            return Header(row.line, row.sheet, columns), tuple(_misspelt(row, columns, name, known))
    if not found:
        return None, (Problem(name, "has no rows.", f"Give it a header with {', '.join(needed)}."),)
    shown = ", ".join(str(cell) for cell in found[0].cells[:20] if cell is not None)
    what = f"has no header row with {', '.join(needed)}; its first row is: {shown[:200]}."
    return None, (Problem(f"{name}:{found[0].line}", what, "Name the columns in the first row."),)


def _columns(row: Row, known: Columns) -> dict[str, int]:
    words = {plain(word): field for field, names in known.items() for word in (field, *names)}
    columns: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        field = words.get(plain(cell)) if isinstance(cell, str) else None
        if field:
            columns.setdefault(field, at)
    return columns


def _misspelt(row: Row, columns: Mapping[str, int], name: str, known: Columns) -> list[Problem]:
    from rapidfuzz import process

    taken = set(columns.values())
    choices = {plain(word): field for field, names in known.items() for word in names if field not in columns}
    problems = []
    for at, cell in enumerate(row.cells):
        if at in taken or not isinstance(cell, str):
            continue
        near = process.extractOne(plain(cell), [word for word in choices if len(word) > 3], score_cutoff=NEAR)  # noqa: PLR2004 # short words are near to anything
        if near:
            what = f"the column “{cell[:60]}” is not known and left out."
            problems.append(Problem(f"{name}:{row.line}", what, f"Should it be “{near[0]}”?", "warning"))
    return problems
