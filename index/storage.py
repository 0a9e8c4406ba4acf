"""The index folder: complete versions side by side, and one small file that names the current one.

A build writes into a folder of its own, then renames it to a version and replaces the file ``CURRENT``,
each in one step. So a reader sees the old index or the new one, and a killed build leaves nothing but a
folder that the next build clears away.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import IndexBusyError, IndexMissingError, IndexUnfitError, IndexWriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FORMAT = 3
_CURRENT = "CURRENT"
_LOCK = "lock"
_MANIFEST = "manifest.json"
_BUILDING = "building-"
_VERSION = "version-"
_MEND = "run 'rendezvous index --rebuild'"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was made of. ``sources`` maps a source to a checksum of what was read of it."""

    model: str
    dimensions: int
    chunker: int
    passages: int
    sources: Mapping[str, str]
    format: int = FORMAT

    def demand(self, model: str, chunker: int) -> None:
        """Raise IndexUnfitError unless the version was made by this model, chunker and format."""
        for what, here, wanted in (
            ("format", self.format, FORMAT),
            ("embedding model", self.model, model),
            ("chunker version", self.chunker, chunker),
        ):
            if here != wanted:
                raise IndexUnfitError(f"the index was made with {what} {here}, but {wanted} is in use: {_MEND}")


class Storage:
    """An index folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str:
        """The name of the current version.

        Raises IndexMissingError when there is none, IndexUnfitError when the folder is damaged.
        """
        try:
            name = (self.folder / _CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            raise IndexMissingError(f"{self.folder}: there is no index yet: run 'rendezvous index'") from None
        except (OSError, UnicodeDecodeError) as trouble:
            raise IndexUnfitError(f"{self.folder / _CURRENT}: cannot be read ({trouble}): {_MEND}") from trouble
        if not name.startswith(_VERSION) or "/" in name:
            raise IndexUnfitError(f"{self.folder / _CURRENT}: does not name a version of the index: {_MEND}")
        return name

    def manifest(self, version: str) -> Manifest:
        """The manifest of a version. Raises IndexUnfitError when it is damaged or of another format."""
        file = self.folder / version / _MANIFEST
        try:
            read = json.loads(file.read_text("utf-8"))
            if read["format"] != FORMAT:
                raise IndexUnfitError(f"{file}: has format {read['format']}, this program writes {FORMAT}: {_MEND}")
            return Manifest(**{key: value for key, value in read.items() if key != "files"})
        except (OSError, ValueError, TypeError, KeyError) as trouble:
            raise IndexUnfitError(f"{file}: is damaged or missing: {_MEND}") from trouble

    def check_files(self, version: str) -> Path:
        """Return the folder of a version whose files are all there and unchanged, else raise IndexUnfitError."""
        folder = self.folder / version
        try:
            expected = json.loads((folder / _MANIFEST).read_text("utf-8"))["files"]
            found = _checksums(folder)
        except (OSError, ValueError, KeyError, TypeError) as trouble:
            raise IndexUnfitError(f"{folder}: is damaged ({trouble}): {_MEND}") from trouble
        for name, checksum in expected.items():
            if found.get(name) != checksum:
                raise IndexUnfitError(f"{folder / name}: is damaged or missing: {_MEND}")
        return folder

    @contextmanager
    def building(self) -> Iterator[Callable[[], Path]]:
        """Hold the folder for one build; what an earlier killed build left is cleared away.

        Yields a function that makes the folder to write into. Raises IndexBusyError when another
        process builds, IndexWriteError when the folder cannot be written.
        """
        from filelock import FileLock, Timeout

        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with _writing(self.folder), FileLock(self.folder / _LOCK, timeout=0):
                self._clear(_BUILDING)
                yield lambda: Path(tempfile.mkdtemp(prefix=_BUILDING, dir=self.folder))
        except Timeout:
            raise IndexBusyError(f"{self.folder}: another process is building this index; try again later") from None
        finally:
            self._clear(_BUILDING)

    def publish(self, made: Path, manifest: Manifest) -> str:
        """Make a complete folder the current version, in one step, and return its name."""
        content = {**asdict(manifest), "files": _checksums(made)}
        _write(made / _MANIFEST, json.dumps(content, ensure_ascii=False, indent=1))
        version = f"{_VERSION}{made.name.removeprefix(_BUILDING)}"
        before = self._named()
        made.rename(self.folder / version)
        pointer = self.folder / f"{_CURRENT}.new"
        _write(pointer, version)
        pointer.replace(self.folder / _CURRENT)
        self._clear(_VERSION, keep={version, before})
        return version

    def _named(self) -> str:
        try:
            return self.current()
        except (IndexMissingError, IndexUnfitError):
            return ""

    def _clear(self, prefix: str, keep: set[str] | frozenset[str] = frozenset()) -> None:
        for folder in self.folder.glob(f"{prefix}*"):
            if folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn the system's refusals to write into one clear sentence."""
    try:
        yield
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise IndexWriteError(f"{folder}: the index cannot be written ({reason}); the one before is kept") from trouble


def _write(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _checksums(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != _MANIFEST)
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        for path in sorted(files)
    }
