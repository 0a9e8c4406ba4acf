from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from bot.cli.batches import Query, Question, read

if TYPE_CHECKING:
    from pathlib import Path


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "questions.jsonl"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_question_may_say_when_who_and_what_came_before(tmp_path: Path) -> None:
    line = '{"id": 7, "question": "and where?", "now": "2026-01-16T14:00:00+01:00", '
    line += '"as": "a@b.c", "history": ["keynote?"]}'
    (row,) = read(written(tmp_path, f"\ufeff{line}\n\n"), Question)
    assert (row.id, row.question, row.email, row.history) == (7, "and where?", "a@b.c", ["keynote?"])
    assert row.now is not None
    assert row.now.isoformat() == "2026-01-16T14:00:00+01:00"


def test_keys_may_be_null_and_unknown_ones_are_ignored(tmp_path: Path) -> None:
    (row,) = read(
        written(tmp_path, '{"question": "q", "as": null, "lang": null, "history": null, "gold": [1]}'), Question
    )
    assert (row.id, row.email, row.language, row.history) == (None, "", "", [])


def test_every_fault_of_a_file_is_told_before_anything_is_answered(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": 1}\n{"query": "x"}\nnot json\n{"query": 5}\n')
    with pytest.raises(click.UsageError) as caught:
        read(path, Query)
    told = caught.value.message.splitlines()
    assert [line.split(": ")[0].rpartition(":")[2] for line in told] == ["1", "3", "4"]
    assert told[0] == f"{path}:1: query: is missing; write it"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"question": "q", "now": "2026-01-16T14:00"}', "now: has no offset; write it like 2026-01-16T14:05+01:00"),
        ('{"question": "q", "now": "noon"}', "now: is no time; write it like 2026-01-16T14:05+01:00"),
        ('{"question": "q", "now": "9999-12-31T23:00Z"}', "now: lies too far away; write a year from 1900"),
        ('{"question": null}', "question: write text here"),
        ('{"question": "q", "history": "keynote?"}', "history: write a list of texts, such as"),
        ("[1]", "is no JSON object; write one such as"),
    ],
)
def test_what_to_write_is_told(tmp_path: Path, line: str, told: str) -> None:
    path = written(tmp_path, line)
    with pytest.raises(click.UsageError) as caught:
        read(path, Question)
    assert caught.value.message.startswith(f"{path}:1: {told}")


def test_a_time_without_an_offset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="now"):
        read(written(tmp_path, '{"question": "q", "now": "2026-01-16T14:00:00"}'), Question)


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="cannot be read"):
        read(str(tmp_path / "nowhere.jsonl"), Question)
    (tmp_path / "latin.jsonl").write_bytes(b'{"question": "\xe9"}')
    with pytest.raises(click.UsageError, match="it is not UTF-8; save it as UTF-8"):
        read(str(tmp_path / "latin.jsonl"), Question)


def test_a_language_that_nobody_speaks_is_a_fault_of_its_line(tmp_path: Path) -> None:
    lines = '{"question": "q", "lang": "fr-FR"}\n{"question": "q", "lang": "de"}'
    with pytest.raises(click.UsageError, match=r":2: lang: 'de' is no language I speak; write one of en, fr, ja"):
        read(written(tmp_path, lines), Question)


def test_the_region_of_a_language_is_left_out(tmp_path: Path) -> None:
    (row,) = read(written(tmp_path, '{"question": "q", "lang": "fr-FR"}'), Question)
    assert row.language == "fr"
