"""Bytes to text, whatever encoding the author's computer wrote."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DAMAGED = "utf8"  # Python's other name for it: UTF-8 but for some bytes
JAPANESE = ("cp932", "euc_jp")
LEGACY = (*JAPANESE, "cp1252", "mac_roman")
ISO_2022_JP_ESCAPES = (b"\x1b$B", b"\x1b$@", b"\x1b(J")
SAMPLE = 200_000


def decode(data: bytes) -> tuple[str, str] | None:
    r"""The text with ``\n`` line ends and no byte order mark, and the name of its encoding.

    UTF-8 and what a byte order mark announces are certain; anything else is a guess by
    charset-normalizer among the encodings that Western and East Asian computers write. None when
    the bytes are not text.
    """
    for encoding, errors in _candidates(data):
        try:
            text = data.decode(encoding, errors)
        except UnicodeDecodeError:
            continue
        text = text.removeprefix("\ufeff")
        if _readable(text):
            return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
    return None


def doubt(encoding: str) -> str:
    """What to say of a text whose encoding ``decode`` guessed or found faulty; empty when it was certain."""
    if encoding == DAMAGED:
        return "is UTF-8 but for some bytes, which are shown as \ufffd."
    return "" if encoding.startswith("utf-") else f"is not UTF-8; read as {encoding}."


def without_halves(value: object) -> object:
    r"""A value as JSON or YAML give it, in which half a sign (a lone ``\ud800``) is shown as \ufffd.

    Such halves come from escapes only, and no database, platform or file takes them. Lists and mappings are changed in
    place; what aliases repeat is looked at once.
    """
    pending, seen = [value], set[int]()
    while pending:
        each = pending.pop()
        if not isinstance(each, dict | list) or id(each) in seen:
            continue
        seen.add(id(each))
        pending += each.values() if isinstance(each, dict) else each
        if isinstance(each, dict):
            clean = {_whole(key): _whole(inner) for key, inner in each.items()}
            each.clear()
            each.update(clean)
        else:
            each[:] = map(_whole, each)
    return _whole(value)


def _whole(value: object) -> object:
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _candidates(data: bytes) -> Iterable[tuple[str, str]]:
    """Encodings worth trying, and what to do about bytes that do not belong to them."""
    marked = next((encoding for mark, encoding in BOMS if data.startswith(mark)), None)
    if marked:
        yield marked, "strict"
        return
    if any(escape in data for escape in ISO_2022_JP_ESCAPES):
        yield "iso2022_jp", "strict"
    if b"\0" in data[:SAMPLE]:
        yield from ((encoding, "strict") for encoding in _unmarked_utf16(data[:SAMPLE]))
        return
    yield "utf-8", "strict"
    if _is_nearly_utf8(data):
        yield DAMAGED, "replace"
        return
    yield from ((encoding, "strict") for encoding in _guesses(data))


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether a stray byte or two stand among many letters that only UTF-8 writes so."""
    text = data.decode(errors="replace")
    letters = sum(sign > "\x7f" for sign in text)
    return text.count("\ufffd") * 20 < letters


def _unmarked_utf16(sample: bytes) -> Iterable[str]:
    """Western text in UTF-16 has its zero bytes on one side of every pair."""
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if odd > 4 * even:
        yield "utf-16-le"
    elif even > 4 * odd:
        yield "utf-16-be"


def _guesses(data: bytes) -> Iterable[str]:
    """Japanese by its kana, which charset-normalizer takes for noise in long texts; then its guess."""
    from charset_normalizer import from_bytes

    yield from (encoding for encoding in JAPANESE if _has_kana(data, encoding))
    for match in from_bytes(data[:SAMPLE], cp_isolation=list(LEGACY)):
        yield match.encoding


def _has_kana(data: bytes, encoding: str) -> bool:
    """Whether the bytes make Japanese with its usual share of kana (a tenth is a low one).

    Accented Western letters read as Shift JIS give lone kanji, and EUC-JP read so gives half-width
    katakana: neither passes.
    """
    try:
        wide = [sign for sign in data.decode(encoding) if sign > "\x7f"]
    except UnicodeDecodeError:
        return False
    kana = sum("\u3041" <= sign <= "\u30ff" for sign in wide)
    strange = sum(sign < "\u2010" or "\uff61" <= sign <= "\uff9f" for sign in wide)
    return kana * 10 > len(wide) and strange * 10 < len(wide)


def _readable(text: str) -> bool:
    """Text holds no zero bytes and next to no control characters."""
    controls = sum(1 for sign in text[:SAMPLE] if sign < " " and sign not in "\t\n\r\f\v\x1b")
    return "\0" not in text[:SAMPLE] and controls <= len(text[:SAMPLE]) // 1000
