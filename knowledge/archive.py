"""A guard for formats that are zip archives inside (DOCX, PPTX, ODT, XLSX)."""

from __future__ import annotations

import io
import zipfile
import zlib

# What lets a library's reader of such a format fail on a crooked file; lxml's faults are SyntaxErrors.
CROOKED = (
    SyntaxError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    AssertionError,
    OSError,
    EOFError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)
LARGEST = 200_000_000  # bytes unpacked, pictures included
LARGEST_XML = 50_000_000  # bytes; parsed it takes many times as much memory
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
    sizes = [(entry.filename.lower().endswith((".xml", ".rels")), entry.file_size) for entry in entries]
    xml, everything = sum(size for is_xml, size in sizes if is_xml), sum(size for _, size in sizes)
    if len(entries) > MOST_ENTRIES or xml > LARGEST_XML or everything > LARGEST:
        return "unpacks to far more than a document holds", "Check where it comes from; leave it out if in doubt."
    if needed not in {entry.filename for entry in entries}:
        return "is an archive of another kind", "Open it in its program and save it again."
    return None
