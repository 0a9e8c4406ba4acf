"""Which reader reads which file."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from knowledge.decoding import decode, doubt
from knowledge.problems import Problem
from knowledge.speeches.cast import NOBODY

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.model import Document, DocumentKind
    from knowledge.speeches.cast import Cast

ENDINGS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".txt": "plain_text",
    ".text": "plain_text",
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pptx": "pptx",
    ".odt": "odt",
    ".vtt": "vtt",
    ".srt": "srt",
}
ZIPPED = {b"word/document.xml": "docx", b"ppt/presentation.xml": "pptx", b"opendocument.text": "odt"}
LONGEST = 3_000_000  # characters; a speech of an hour has 50,000
KNOWN = ".md, .txt, .docx, .odt, .pptx, .pdf, .html, .vtt or .srt"


def format_of(source: str, data: bytes) -> str:
    """The format's name, by what the bytes are and then by the ending; empty when unknown."""
    path = urlsplit(source).path if "://" in source else source
    ending = posixpath.splitext(path)[1].lower()
    if data.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        named = ENDINGS.get(ending, "")
        return next(
            (form for mark, form in ZIPPED.items() if mark in data), named if named in ZIPPED.values() else "docx"
        )
    if data.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT") and b"-->" in data:
        return "vtt"
    if ending in (".docx", ".pptx", ".odt"):
        return ENDINGS[ending]
    if data[:1024].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    return ENDINGS.get(ending, "plain_text" if "://" in source else "")


def read_document(
    data: bytes, source: str, kind: DocumentKind, cache: Path | None = None, cast: Cast = NOBODY
) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document in the bytes of ``source``, or None with a Problem that tells why not.

    ``cache`` is a folder for texts that take long to extract; ``cast`` tells who may speak.
    """
    form = format_of(source, data)
    if not form:
        return None, (Problem(source, "is in a format that is not read.", f"Save it as {KNOWN}."),)
    if form in ("markdown", "plain_text"):
        return _read_text(data, source, kind, form, cast)
    if form in ("vtt", "srt"):
        from knowledge.speeches import captions

        return captions.read(data, source, kind, cast, form)
    if form in ZIPPED.values():
        return _read_zipped(data, source, kind, form, cast)
    if form == "pdf":
        from knowledge.speeches import pdf

        return pdf.read(data, source, kind, cache, cast=cast)
    from knowledge.speeches import html_page

    return html_page.read(data, source, kind, cast)


def _read_zipped(
    data: bytes, source: str, kind: DocumentKind, form: str, cast: Cast
) -> tuple[Document | None, tuple[Problem, ...]]:
    from knowledge.speeches import docx_file, odt_file, pptx_file

    readers = {"docx": docx_file.read, "odt": odt_file.read, "pptx": pptx_file.read}
    return readers[form](data, source, kind, cast)


def _read_text(
    data: bytes, source: str, kind: DocumentKind, form: str, cast: Cast
) -> tuple[Document | None, tuple[Problem, ...]]:
    from knowledge.speeches import markdown, plain_text

    decoded = decode(data)
    if decoded is None:
        return None, (Problem(source, "is not text in any encoding known here.", "Save it as UTF-8."),)
    text, encoding = decoded
    if len(text) > LONGEST:
        told = f"is longer than {LONGEST // 1_000_000} million characters."
        return None, (Problem(source, told, "Split it into its speeches."),)
    document, problems = (markdown if form == "markdown" else plain_text).read(text, source, kind, cast)
    if doubt(encoding):
        problems += (Problem(source, doubt(encoding), "If letters look wrong, save it as UTF-8.", "warning"),)
    return document, problems
