"""Where a source lies."""

from __future__ import annotations

import pytest

from knowledge.addresses import is_url, over_http, shown


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("webcal://x.example/a.ics", "https://x.example/a.ics"),
        ("WEBCALS://x.example/a.ics", "https://x.example/a.ics"),
        ("http://x.example/?u=webcal://y", "http://x.example/?u=webcal://y"),
    ],
)
def test_calendars_are_asked_for_over_https(source: str, asked: str) -> None:
    assert is_url(source)
    assert over_http(source) == asked


@pytest.mark.parametrize("source", ["program.ics", "webcal.ics", "file:///a.ics", "C:/webcal/a.ics"])
def test_files_are_no_addresses(source: str) -> None:
    assert not is_url(source)


def test_a_password_is_not_shown() -> None:
    assert shown("webcal://me:secret@x.example/a.ics") == "webcal://x.example/a.ics"


def test_a_name_that_is_no_text_is_shown_all_the_same() -> None:
    assert shown("pages/caf\udce9.md") == "pages/caf\ufffd.md"
