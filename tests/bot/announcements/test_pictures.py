"""A picture from a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.announcements.faults import AnnouncementError
from bot.announcements.pictures import LARGEST, read_picture

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\nx", "image/png"),
        (b"\xff\xd8\xffx", "image/jpeg"),
        (b"RIFFxxxxWEBPx", "image/webp"),
    ],
)
def test_a_picture_is_known_by_its_beginning(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "map.bin"
    path.write_bytes(content)
    assert json.loads(read_picture(path))["media_type"] == kind


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"RIFFxxxxWAVEx", b"\x89PNG\r\n\x1a\n" + b"x" * LARGEST * 2**20])
def test_what_is_no_picture_or_too_large_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(content)
    with pytest.raises(AnnouncementError, match=r"map\.png cannot be sent: it is"):
        read_picture(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(AnnouncementError, match="Is a directory"):
        read_picture(tmp_path)
