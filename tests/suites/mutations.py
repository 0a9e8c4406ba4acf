"""Files as a broken disk, a cut transfer or an ill will would leave them: made from a whole one, the same every run."""

from __future__ import annotations

import io
import os
import random
import zipfile
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FUZZED = int(os.environ.get("RENDEZVOUS_FUZZ", "100"))  # mutated files of each kind; 2,000 in a run by hand
NASTY = (
    b"\\ud800", b"\xed\xa0\x80", b"\x00", b"\xff\xfe", b"9" * 5000, b"-1", b"1e999", b"NaN", b"null", b"[]", b"{", b'"',
    b"\r", b"\n\n", b"&#0;", b"&#xD800;", b"<!--", b"]]>", b"%s", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xe3\x82\xa6",
    b"9999-12-31T23:59:59Z", b"0001-01-01", b"2026-02-30", b"http://a\nb", b"*a", b"&a", b"!!python/object",
    b"\t", b";",
)  # fmt: skip


def mutated(data: bytes, count: int, seed: int = 0) -> Iterator[bytes]:
    """``count`` spoiled versions of a file; of an archive, every other one is whole outside and spoiled within."""
    chance = random.Random(seed)  # noqa: S311 - the same files every run
    archived = data.startswith(b"PK\x03\x04")
    for number in range(count):
        yield _within(data, chance) if archived and number % 2 else _spoiled(data, chance)


def _spoiled(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        size = min(len(data) - at, int(chance.expovariate(1 / 20)) + 1)
        match chance.randrange(5):
            case 0:
                data = data[:at] + chance.randbytes(1) + data[at + 1 :]
            case 1:
                data = data[:at] + data[at + size :]
            case 2:
                data = data[:at] + chance.choice(NASTY) + data[at + chance.choice((0, size)) :]
            case 3:
                data = data[:at] + data[at : at + size] * 3 + data[at + size :]
            case _:
                other = chance.randrange(len(data) + 1)
                data = data[:at] + data[other : other + size] + data[at + size :]
    return data


def _within(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = _spoiled(parts[name], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return buffer.getvalue()


def whole_signs(value: object) -> bool:
    """Tell whether every text in a dataclass and what it holds can be written as UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() == value
    if is_dataclass(value):
        return all(whole_signs(getattr(value, each.name)) for each in fields(value))
    return all(map(whole_signs, value)) if isinstance(value, list | tuple | frozenset) else True
