"""A guard for formats that are zip archives inside (DOCX, XLSX)."""

from __future__ import annotations

import io
import zipfile

LARGEST = 200_000_000  # bytes unpacked, far above any real document
MOST_ENTRIES = 10_000


def fault(data: bytes, needed: str) -> tuple[str, str] | None:
    """What is wrong and how to mend it, or None when the archive is safe to unpack and holds ``needed``.

    The sizes are those the archive declares; ``zipfile`` never unpacks more than an entry declares.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "is an old or password-protected Office file", "Save it without a password in today's format."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return "is damaged or not of the kind its name says", "Open it in its program and save it again."
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST:
        return f"unpacks to more than {LARGEST // 1_000_000} MB", "Check where it comes from; leave it out if in doubt."
    if needed not in {entry.filename for entry in entries}:
        return "is an archive of another kind", "Open it in its program and save it again."
    return None
