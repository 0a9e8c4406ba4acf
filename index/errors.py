"""The exceptions of the index.

::

    SearchError
    ├── ModelError          the embedding model cannot be had
    └── StorageError        the index folder
        ├── IndexMissingError   holds no index yet
        ├── IndexUnfitError     holds one that does not fit this program, model or format, or is damaged
        ├── IndexBusyError      is being built by another process
        └── IndexWriteError     could not be written (disk full, no permission)

The text of each is one clear sentence that tells what to do.
"""

from __future__ import annotations


class SearchError(Exception):
    """Anything about the index that a person can mend."""


class ModelError(SearchError):
    """The embedding model cannot be loaded or made."""


class StorageError(SearchError):
    """The index folder cannot be used."""


class IndexMissingError(StorageError):
    """There is no index in the folder yet."""


class IndexUnfitError(StorageError):
    """The index was made by another model, chunker or format, or is damaged: build it again."""


class IndexBusyError(StorageError):
    """Another process builds this index at the moment."""


class IndexWriteError(StorageError):
    """The index could not be written; the one before it is untouched."""
