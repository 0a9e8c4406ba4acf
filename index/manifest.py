"""What a version of the index was made of, and whether it still fits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index.errors import IndexUnfitError

if TYPE_CHECKING:
    from collections.abc import Mapping

# Raise it when the files of a version are laid out otherwise.
FORMAT = 6
MEND = "run 'rendezvous index --rebuild'"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was made of.

    ``model`` is the embedder's name and ``chunker`` the chunker's version. ``sources`` maps a source to a
    checksum of what was read of it, ``files`` each file to its size in bytes and its checksum.
    """

    model: str
    dimensions: int
    chunker: int
    passages: int
    sources: Mapping[str, str]
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Manifest:
        """The manifest in what ``json`` read.

        Raises IndexUnfitError for another format, and TypeError, KeyError or ValueError when it is damaged.
        """
        if stored["format"] != FORMAT:
            raise IndexUnfitError(f"the index has format {stored['format']}, but {FORMAT} is in use: {MEND}")
        files = {str(name): (int(size), str(checksum)) for name, (size, checksum) in stored["files"].items()}
        return cls(**{**stored, "files": files})

    def with_files(self, files: Mapping[str, tuple[int, str]]) -> Manifest:
        """The same with the files that were written."""
        return replace(self, files=files)

    def demand(self, model: str, chunker: int) -> None:
        """Raise IndexUnfitError unless the version was made by this model and chunker."""
        for what, here, wanted in (
            ("embedding model", self.model, model),
            ("chunker version", self.chunker, chunker),
        ):
            if here != wanted:
                raise IndexUnfitError(f"the index was made with {what} {here}, but {wanted} is in use: {MEND}")
