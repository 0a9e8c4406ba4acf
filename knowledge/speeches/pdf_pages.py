"""The program that takes a PDF apart in a process of its own, where it can be stopped.

Standard input: the file. Standard output: JSON, ``{"pages": [text, ...], "title": str}`` or
``{"fault": [what, mend]}``. It imports nothing of ours, so it runs from any folder.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys

MOST_PAGES = 500
LONGEST = 5_000_000  # characters in all


def take_apart(data: bytes) -> dict[str, object]:
    """The text of each page and the title in the file's properties, or what is wrong with the file."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"fault": ["is protected by a password.", "Save it without one."]}
        pages: list[str] = []
        for page in reader.pages[:MOST_PAGES]:
            pages.append(page.extract_text()[: LONGEST - sum(map(len, pages))])
        with contextlib.suppress(PyPdfError, ValueError, TypeError):  # a crooked title is no title
            return {"pages": pages, "title": str((reader.metadata and reader.metadata.title) or "")}
    except DependencyError as error:
        return {"fault": [f"is encrypted in a way that is not read ({error}).", "Save it without a password."]}
    except (PyPdfError, RecursionError, MemoryError, ArithmeticError, LookupError, ValueError, TypeError,
            AttributeError, NotImplementedError, OSError, AssertionError) as error:  # fmt: skip
        # pypdf lets whatever a crooked file makes it meet escape
        return {"fault": [f"cannot be read as a PDF ({type(error).__name__}).", "Save it anew, or as DOCX or text."]}
    return {"pages": pages, "title": ""}


def main() -> None:
    """Read, bound the memory where the system can, answer."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000,) * 2)
    logging.disable()
    json.dump(take_apart(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
