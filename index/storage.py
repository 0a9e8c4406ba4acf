"""The index folder: complete versions side by side, and one small file that names the current one.

A build writes into a folder of its own, renames it to a version and replaces the file ``CURRENT``, each in
one step. So a reader sees the old index or the new one, and a killed build leaves nothing but a folder that
the next build clears away. The version before the current one stays until the next build, for readers that
were just opening it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import IndexBusyError, IndexMissingError, IndexUnfitError, IndexWriteError
from index.manifest import MEND, Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CURRENT = "CURRENT"
_LOCK = "lock"
_MANIFEST = "manifest.json"
_BUILDING = "building-"
_VERSION = "version-"


class Storage:
    """An index folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str:
        """The name of the current version.

        Raises IndexMissingError when there is none, IndexUnfitError when the folder is damaged.
        """
        file = self.folder / _CURRENT
        try:
            name = file.read_text("utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissingError(f"{self.folder}: there is no index yet: run 'rendezvous index'") from None
        except (OSError, UnicodeDecodeError) as trouble:
            raise IndexUnfitError(f"{file}: cannot be read ({trouble}): {MEND}") from trouble
        if not name.startswith(_VERSION) or Path(name).name != name:
            raise IndexUnfitError(f"{file}: does not name a version of the index: {MEND}")
        return name

    def manifest(self, version: str) -> Manifest:
        """The manifest of a version. Raises IndexUnfitError when it is damaged or of another format."""
        file = self.folder / version / _MANIFEST
        try:
            return Manifest.read(json.loads(file.read_text("utf-8")))
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as trouble:
            raise IndexUnfitError(f"{file}: is damaged or missing: {MEND}") from trouble

    def has_all_files(self, version: str, manifest: Manifest) -> bool:
        """Whether every file of a version is there with its size."""
        folder = self.folder / version
        try:
            return all((folder / name).stat().st_size == size for name, (size, _) in manifest.files.items())
        except OSError:
            return False

    def checked(self, version: str, manifest: Manifest) -> Path:
        """Return the folder of a version. Raises IndexUnfitError unless its files are as they were written."""
        folder = self.folder / version
        for name, (_, checksum) in manifest.files.items():
            try:
                intact = _checksum(folder / name) == checksum
            except OSError:
                intact = False
            if not intact:
                raise IndexUnfitError(f"{folder / name}: is damaged or missing: {MEND}")
        return folder

    @contextmanager
    def building(self, wait: float) -> Iterator[None]:
        """Hold the folder for one build; what an earlier killed build left is cleared away.

        Waits so many seconds for another build to end, then raises IndexBusyError. Raises IndexWriteError
        when the folder cannot be written.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / _LOCK)
        with self._writing():
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire(timeout=wait)
            except Timeout:
                raise IndexBusyError(f"{self.folder}: another process is building this index; try later") from None
        try:
            self._clear(_BUILDING)
            yield
        finally:
            lock.release()

    def publish(self, save: Callable[[Path], None], manifest: Manifest) -> str:
        """Let ``save`` write a version into an empty folder, make it the current one, and return its name.

        Only within ``building``. Raises IndexWriteError when it cannot be written: the version before stays.
        """
        with self._writing():
            made = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=self.folder))
            try:
                save(made)
                _write(made / _MANIFEST, json.dumps(asdict(manifest.with_files(_files(made))), indent=1))
                return self._switch_to(made)
            finally:
                shutil.rmtree(made, ignore_errors=True)

    def _switch_to(self, made: Path) -> str:
        try:
            before = self.current()
        except (IndexMissingError, IndexUnfitError):
            before = ""
        version = f"{_VERSION}{made.name.removeprefix(_BUILDING)}"
        made.rename(self.folder / version)
        pointer = self.folder / f"{_CURRENT}.new"
        _write(pointer, version)
        pointer.replace(self.folder / _CURRENT)
        self._clear(_VERSION, keep={version, before})
        return version

    def _clear(self, prefix: str, keep: frozenset[str] | set[str] = frozenset()) -> None:
        for folder in self.folder.glob(f"{prefix}*"):
            if folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Turn the system's refusal to write into one clear sentence."""
        try:
            yield
        except OSError as trouble:
            reason = trouble.strerror or str(trouble)
            raise IndexWriteError(
                f"{self.folder}: the index cannot be written ({reason}); the one before, if any, is kept"
            ) from trouble


def _write(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _files(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and checksum of each file."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.stat().st_size, _checksum(path)) for path in paths}


def _checksum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "blake2b").hexdigest()[:32]
