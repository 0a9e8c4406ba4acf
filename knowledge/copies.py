"""Files that are written whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put the content there in one step, readable by the owner alone. Raises OSError and leaves no half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            unfinished = Path(file.name)
            file.write(content)
        unfinished.replace(path)
    except OSError:
        if unfinished:
            unfinished.unlink(missing_ok=True)
        raise
