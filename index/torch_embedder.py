"""The general path: any model that sentence-transformers loads, from a folder or the hub."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ModelError
from index.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

_BATCH = 16
# The e5 family is trained with these; their early folders do not carry them as prompts.
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}


class TorchEmbedder:
    """A sentence-transformers model; the prompts its folder names for queries and documents are used."""

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        self.name = name
        self._model = model
        self.dimensions = int(model.encode(["a"]).shape[1])

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, float32 of shape (texts, dimensions)."""
        return self._rows(self._model.encode_query, texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages, float32 of shape (texts, dimensions)."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = self._rows(self._model.encode_document, [texts[i] for i in batch])
            if progress is not None:
                progress(len(batch))
        return vectors

    def read_queries(self, texts: Sequence[str]) -> list[Reading]:
        """Return questions with their tokens."""
        return self._read(self._model.encode_query, "query", texts)

    def read_passages(self, texts: Sequence[str]) -> list[Reading]:
        """Return passages with their tokens."""
        return self._read(self._model.encode_document, "document", texts)

    def _read(self, encode: Callable[..., object], role: str, texts: Sequence[str]) -> list[Reading]:
        found: Any = encode(list(texts), batch_size=_BATCH, output_value=None, show_progress_bar=False) if texts else []
        added = self._tokens_before(role)
        readings = []
        for each in found:
            vector = np.asarray(each["sentence_embedding"], np.float32)
            tokens = np.zeros((0, self.dimensions), np.float32)  # a model of words without context has none
            if "token_embeddings" in each:
                held = each["attention_mask"].bool()
                tokens = np.asarray(each["token_embeddings"][held], np.float32)[added:-1]
            readings.append(Reading(vector / max(float(np.linalg.norm(vector)), 1e-12), tokens))
        return readings

    def _tokens_before(self, role: str) -> int:
        """How many tokens the model and the prompt put before a text; one more of the model's ends it."""
        tokenizer, prompt = self._model.tokenizer, self._model.prompts.get(role) or ""
        return max(0, len(tokenizer(prompt.strip())["input_ids"]) - 1) if callable(tokenizer) else 0

    def _rows(self, encode: Callable[..., object], texts: Sequence[str]) -> NDArray[np.float32]:
        rows = encode(list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, np.float32).reshape(len(texts), self.dimensions)


def load(model: str) -> TorchEmbedder:
    """Load a folder or a hub id. Raises ModelError, in one sentence, when there is no such model."""
    folder = Path(model).expanduser()
    local = folder.is_dir()
    if local and not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise ModelError(f"{model}: is a folder without an embedding model (no modules.json or config.json)")
    from sentence_transformers import SentenceTransformer

    try:
        loaded = SentenceTransformer(str(folder) if local else model, device="cpu")
    except Exception as trouble:  # transformers and the hub raise many kinds, all of which mean: no model
        told = str(trouble).strip().partition("\n")[0]
        raise ModelError(f"{model}: cannot be loaded as an embedding model ({told})") from trouble
    _give_prompts(loaded, model)
    return TorchEmbedder(loaded, f"{model}:{_fingerprint(loaded)}")


def _give_prompts(loaded: SentenceTransformer, model: str) -> None:
    named = {name: prompt for name, prompt in loaded.prompts.items() if prompt}
    if not named and "e5" in model.lower().replace("_", "-").split("/")[-1].split("-"):
        loaded.prompts.update(_E5_PROMPTS)


def _fingerprint(loaded: SentenceTransformer) -> str:
    """A checksum over a part of every weight and the prompts: cheap, and another model has another."""
    digest = hashlib.sha256(repr(sorted(loaded.prompts.items())).encode())
    for name, tensor in loaded.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.flatten()[:1024].float().numpy().tobytes())
    return digest.hexdigest()[:16]
