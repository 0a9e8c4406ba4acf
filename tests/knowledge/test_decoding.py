"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decoding import decode, doubt

FRENCH = "L’été dernier, à l’École, nous étions déjà près du but : 3 € l’entrée, œuvre comprise.\n"
JAPANESE = "日本とフランスの宇宙協力について、JAXAとCNESの担当者が講演します。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_french(encoding: str) -> None:
    told = decode(FRENCH.encode(encoding))
    assert told
    assert told[0] == FRENCH
    assert bool(doubt(told[1])) != encoding.startswith("utf")


@pytest.mark.parametrize("repeat", [1, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
def test_japanese(encoding: str, repeat: int) -> None:
    told = decode((JAPANESE * repeat).encode(encoding))
    assert told
    assert told[0] == JAPANESE * repeat


def test_one_bad_byte_does_not_spoil_the_rest() -> None:
    data = (FRENCH * 20).encode()
    told = decode(data[:1000] + b"\xff" + data[1000:])
    assert told
    assert told[0].replace("\ufffd", "").count("été") == 20
    assert "shown as \ufffd" in doubt(told[1])


def test_line_ends_are_made_one() -> None:
    assert decode(b"a\r\nb\rc\n") == ("a\nb\nc\n", "utf-8")


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x7fELF\2\1\1" + b"\0" * 99, b"GIF89a\1\0\1\0\x80\0\0", b"\1\2\3\4" * 99]
)
def test_what_is_no_text(data: bytes) -> None:
    assert decode(data) is None


def test_a_mark_that_lies_is_no_text() -> None:
    assert decode(b"\xef\xbb\xbfcaf\xe9 noir") is None


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_not(data: bytes) -> None:
    told = decode(data)
    assert told is None or "\r" not in told[0]


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff")))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")
